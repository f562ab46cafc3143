package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The frames of one event stream in text-generation-webui's shapes. What is the same in all its
/// chunks is written once.
final class TextgenFrames {
    private static final byte[] DATA = ascii("data: ");

    private final TextgenProfile profile;
    private final StreamOptions options;
    private final byte[] prefix;

    TextgenFrames(
            TextgenProfile profile,
            ReplyHead head,
            String object,
            Started started,
            StreamOptions options) {
        this.profile = profile;
        this.options = options;
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("object", object);
        json.field("created", head.created());
        json.field("model", started.responseModel().value());
        if (!profile.old()) {
            json.field("system_fingerprint", started.fingerprint());
        }
        byte[] whole = json.endObject().toByteArray();
        this.prefix = Arrays.copyOf(whole, whole.length - 1);
    }

    /// The frame of a chunk with one choice.
    byte[] choice(JsonWriter choice) {
        byte[] usage = options.includeUsage() ? ascii(",\"usage\":null") : new byte[0];
        return frame(choice, profile.old() ? new byte[0] : usage);
    }

    /// The frame of the last chunk of a choice; in 2023 it had the usage.
    ///
    /// @param usage of the whole call, or `null` when more choices are to come
    byte[] last(JsonWriter choice, @Nullable Usage usage) {
        return profile.old() && usage != null ? frame(choice, member(usage)) : choice(choice);
    }

    /// What comes after the last choice: the usage if asked for, and the end mark; nothing in 2023,
    /// whose clients take everything for JSON.
    void end(Usage usage, Consumer<byte[]> out) {
        if (profile.old()) {
            return;
        }
        if (options.includeUsage()) {
            out.accept(frame(null, member(usage)));
        }
        out.accept(ascii("data: [DONE]" + profile.newline().repeat(2)));
    }

    private static byte[] member(Usage usage) {
        JsonWriter json = new JsonWriter().beginObject();
        TextgenParts.usage(json, usage);
        byte[] whole = json.endObject().toByteArray();
        whole[0] = ',';
        return Arrays.copyOf(whole, whole.length - 1);
    }

    private byte[] frame(@Nullable JsonWriter choice, byte[] usage) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(prefix.length + 160);
        frame.writeBytes(DATA);
        frame.writeBytes(prefix);
        frame.writeBytes(ascii(",\"choices\":["));
        if (choice != null) {
            frame.writeBytes(choice.toByteArray());
        }
        frame.writeBytes(ascii("]"));
        frame.writeBytes(usage);
        frame.writeBytes(ascii("}" + profile.newline().repeat(2)));
        return frame.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
