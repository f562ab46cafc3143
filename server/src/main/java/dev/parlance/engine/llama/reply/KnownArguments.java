package dev.parlance.engine.llama.reply;

/// Arguments that came before the name of their tool and take up no text any more.
record KnownArguments(String json) implements ArgumentReader {
    @Override
    public Taken take(CharSequence text, boolean last) {
        return new Taken(0, json, true);
    }
}
