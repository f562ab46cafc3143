package dev.parlance.engine.scripted;

/// A text that can be looked at only so often, so that a regular expression that backtracks ends.
///
/// Not thread-safe; made for one match. Sub-sequences, which become the match's groups, are plain
/// strings.
final class BoundedText implements CharSequence {
    /// How many characters may be looked at: some tens of milliseconds.
    static final int STEPS = 4_000_000;

    private final String text;
    private int left = STEPS;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new OutOfSteps();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /// The end of the steps.
    static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfSteps() {
            super("out of steps", null, false, false);
        }
    }
}
