package dev.parlance.engine.llama.reply;

/// Arguments that the model writes as a JSON object: given on as they come. For one thread.
final class RawArguments implements ArgumentReader {
    private final JsonExtent extent = new JsonExtent();

    @Override
    public Taken take(CharSequence text, boolean last) {
        for (int i = 0; i < text.length(); i++) {
            JsonExtent.Place place = extent.add(text.charAt(i));
            if (place != JsonExtent.Place.INSIDE) {
                int length = place == JsonExtent.Place.LAST ? i + 1 : i;
                return new Taken(length, text.subSequence(0, length).toString(), true);
            }
        }
        return new Taken(text.length(), text.toString(), false);
    }
}
