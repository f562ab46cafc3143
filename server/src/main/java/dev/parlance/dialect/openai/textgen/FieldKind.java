package dev.parlance.dialect.openai.textgen;

/// What values a field takes, after lenient conversion.
public enum FieldKind {
    /// A number, also as text.
    NUMBER("number"),
    /// A whole number, also as text or with a fraction of zero.
    INTEGER("integer"),
    /// A truth value, also as a word or as 0 or 1.
    FLAG("boolean"),
    /// A text.
    TEXT("string"),
    /// A text or several.
    TEXTS("string or list of strings"),
    /// A text, or a list whose elements the decoder checks.
    TEXT_OR_LIST("string or list"),
    /// A text or an object.
    TEXT_OR_OBJECT("string or object"),
    /// An object.
    OBJECT("object"),
    /// A list of objects.
    OBJECTS("list of objects"),
    /// A list of objects, one at least.
    SOME_OBJECTS("list of objects"),
    /// A text, texts, token ids, or lists of these.
    PROMPT("string, list of strings, token ids or lists of them");

    private final String words;

    FieldKind(String words) {
        this.words = words;
    }

    /// The kind in words, for documents.
    public String words() {
        return words;
    }
}
