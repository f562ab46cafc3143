package dev.parlance.core.prompt;

/// Why a template did not give a text. The message is safe to show: it holds no Java internals.
public abstract sealed class TemplateException extends RuntimeException {

    private final int line;

    private TemplateException(int line, String message) {
        super(message);
        this.line = line;
    }

    /// The line of the template source, counted from 1.
    public int line() {
        return line;
    }

    /// The template itself refused its variables with `raise_exception`; the message is its own.
    public static final class Raised extends TemplateException {
        Raised(int line, String message) {
            super(line, message);
        }
    }

    /// The source is not valid, uses something unknown, or does what its values do not allow.
    public static final class Failed extends TemplateException {
        Failed(int line, String message) {
            super(line, "template line " + line + ": " + message);
        }
    }

    /// A bound of [TemplateLimits] was reached; the message names it.
    public static final class BudgetExceeded extends TemplateException {
        BudgetExceeded(int line, String message) {
            super(line, "template line " + line + ": " + message);
        }
    }
}
