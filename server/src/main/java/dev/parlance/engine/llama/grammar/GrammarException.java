package dev.parlance.engine.llama.grammar;

/// A grammar that is wrong, too large, or too ambiguous to follow. The message is for the caller.
public final class GrammarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String what;

    /// A fault of the grammar as a whole.
    public GrammarException(String message) {
        this("", message);
    }

    /// @param where the place of the fault: `line 3, column 5`, a JSON pointer, or empty
    /// @param message what is wrong there
    public GrammarException(String where, String message) {
        super(where.isEmpty() ? message : where + ": " + message);
        this.where = where;
        this.what = message;
    }

    /// The place of the fault: `line 3, column 5`, a JSON pointer such as `/properties/a`, or
    /// empty.
    public String where() {
        return where;
    }

    /// What is wrong there: the message without the place.
    public String what() {
        return what;
    }
}
