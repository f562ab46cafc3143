package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The content of one message: a string, or an array of typed parts.
final class PartDecoder {
    static final List<String> TEXT = List.of("text");
    static final List<String> ASSISTANT = List.of("text", "refusal");
    static final List<String> USER = List.of("text", "image_url", "input_audio", "file");

    private static final int MAX_PARTS = 2048;
    private static final int MAX_FILENAME = 256;
    private static final List<String> DETAILS = List.of("auto", "low", "high");
    private static final List<String> AUDIO_FORMATS = List.of("wav", "mp3");

    private final Dispositions dispositions;

    PartDecoder(Dispositions dispositions) {
        this.dispositions = dispositions;
    }

    /// The parts of this content.
    ///
    /// @param allowed the part types that the message's role may have
    List<ContentPart> content(String path, JsonValue value, List<String> allowed) {
        if (value instanceof JsonString(String text)) {
            return List.of(new ContentPart.Text(text));
        }
        if (!(value instanceof JsonValue.JsonArray)) {
            throw Faults.type(path, "one of a string or array of objects", value);
        }
        List<JsonValue> elements = FieldReader.elements(path, value, MAX_PARTS);
        if (elements.isEmpty()) {
            throw Faults.emptyArray(path);
        }
        List<ContentPart> parts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            FieldReader reader = FieldReader.of(path + "[" + i + "]", elements.get(i));
            String type = reader.requiredWord("type", allowed);
            parts.add(part(type, reader));
            if (reader.object("prompt_cache_breakpoint") != null) {
                dispositions.ignored(
                        reader.at("prompt_cache_breakpoint"), "prefixes are cached without marks");
            }
            reader.reportUnread(dispositions);
        }
        return parts;
    }

    private ContentPart part(String type, FieldReader reader) {
        return switch (type) {
            case "refusal" -> new ContentPart.Refusal(reader.requiredString("refusal"));
            case "image_url" -> image(reader.requiredObject("image_url"));
            case "input_audio" -> audio(reader.requiredObject("input_audio"));
            case "file" -> file(reader.requiredObject("file"));
            default -> new ContentPart.Text(reader.requiredString("text"));
        };
    }

    private ContentPart image(FieldReader reader) {
        String url = reader.requiredString("url");
        String scheme = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("data:")
                && !scheme.startsWith("https://")
                && !scheme.startsWith("http://")) {
            throw Faults.value(reader.at("url"), "expected a 'data:', 'https:' or 'http:' URL.");
        }
        String detail = reader.word("detail", DETAILS);
        reader.reportUnread(dispositions);
        return new ContentPart.Image(url, detail);
    }

    private ContentPart audio(FieldReader reader) {
        String data = reader.requiredString("data");
        String format = reader.requiredWord("format", AUDIO_FORMATS);
        reader.reportUnread(dispositions);
        return new ContentPart.Audio(data, format);
    }

    private ContentPart file(FieldReader reader) {
        String id = reader.string("file_id");
        String name = reader.string("filename", MAX_FILENAME);
        String data = reader.string("file_data");
        if (id == null && data == null) {
            throw Faults.missing(reader.at("file_id"));
        }
        reader.reportUnread(dispositions);
        return new ContentPart.File(id, name, data);
    }
}
