package dev.parlance.engine.llama.reply;

/// Arguments that the model writes as a JSON string with JSON in it: given on when the string ends.
final class QuotedArguments implements ArgumentReader {
    @Override
    public Taken take(CharSequence text, boolean last) {
        Cursor in = new Cursor(text, 0, last);
        String quoted = in.jsonValue();
        if (quoted == null) {
            return last ? new Taken(text.length(), text.toString(), true) : new Taken(0, "", false);
        }
        String json = new Cursor(quoted, 0, true).jsonString();
        return new Taken(in.at(), json == null ? quoted : json, true);
    }
}
