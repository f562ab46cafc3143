package dev.parlance.core.prompt;

/// One lexical piece of a template: literal text, the edge of a tag, or a word within a tag.
record Token(Kind kind, String text, int line) {

    enum Kind {
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        PRINT_BEGIN,
        PRINT_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isOperator(String symbol) {
        return kind == Kind.OPERATOR && text.equals(symbol);
    }

    boolean isName(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    /// The token as an error message shows it.
    String shown() {
        return switch (kind) {
            case DATA -> "text";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "end of statement block";
            case PRINT_BEGIN -> "'{{'";
            case PRINT_END -> "end of print statement";
            case STRING -> "a string";
            case NAME, INTEGER, FLOAT, OPERATOR ->
                    "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
            case END -> "end of template";
        };
    }
}
