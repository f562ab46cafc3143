package dev.parlance.hub;

/// Who is told how a pull goes. Called by the pulling thread, often.
public interface PullProgress {
    /// Another file begins.
    ///
    /// @param number counts the files from 1
    void file(String name, int number, int files);

    /// So much of the present file is here.
    ///
    /// @param total -1 when it is not known
    void bytes(long present, long total);

    /// Something that a person wants to know: a retry, a file that cannot be checked.
    void notice(String text);
}
