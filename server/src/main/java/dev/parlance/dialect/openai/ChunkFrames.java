package dev.parlance.dialect.openai;

import dev.parlance.core.chat.ChatEvent.Started;
import dev.parlance.core.usage.Usage;
import dev.parlance.wire.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The frames of one event stream. What is the same in all its chunks (id, object, time, model) is
/// written once and copied into each, so that it cannot differ and costs nothing.
final class ChunkFrames {
    static final byte[] DONE = ascii("data: [DONE]\n\n");

    /// Padded frames are this many bytes long, or a multiple of it.
    private static final int PAD_TO = 64;

    private static final byte[] DATA = ascii("data: ");
    private static final byte[] CHOICES = ascii(",\"choices\":[");
    private static final byte[] END_CHOICES = ascii("]");
    private static final byte[] NO_USAGE = ascii(",\"usage\":null");
    private static final byte[] END = ascii("}\n\n");
    private static final String OBFUSCATION = ",\"obfuscation\":\"";

    private final byte[] prefix;
    private final StreamOptions options;
    private final Stamps stamps;

    ChunkFrames(
            ReplyHead head,
            String object,
            @Nullable String serviceTier,
            Started started,
            StreamOptions options,
            Stamps stamps) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("object", object);
        json.field("created", head.created());
        json.field("model", started.responseModel().value());
        if (serviceTier != null) {
            json.field("service_tier", serviceTier);
        }
        if (started.fingerprint() != null) {
            json.field("system_fingerprint", started.fingerprint());
        }
        byte[] whole = json.endObject().toByteArray();
        this.prefix = Arrays.copyOf(whole, whole.length - 1);
        this.options = options;
        this.stamps = stamps;
    }

    /// The frame of a chunk with one choice.
    ///
    /// @param choice the choice as a JSON object
    byte[] choice(byte[] choice) {
        ByteArrayOutputStream frame = begin(choice.length);
        frame.writeBytes(choice);
        frame.writeBytes(END_CHOICES);
        if (options.includeUsage()) {
            frame.writeBytes(NO_USAGE);
        }
        if (options.obfuscate()) {
            frame.writeBytes(padding(frame.size() + END.length));
        }
        frame.writeBytes(END);
        return frame.toByteArray();
    }

    /// The frame of the chunk that has the usage and no choices.
    byte[] usage(Usage usage) {
        JsonWriter json = new JsonWriter().beginObject();
        ReplyParts.usageMembers(json, usage);
        byte[] members = json.endObject().toByteArray();
        ByteArrayOutputStream frame = begin(members.length);
        frame.writeBytes(END_CHOICES);
        frame.writeBytes(ascii(",\"usage\":"));
        frame.writeBytes(members);
        frame.writeBytes(END);
        return frame.toByteArray();
    }

    private ByteArrayOutputStream begin(int size) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(prefix.length + size + 48);
        frame.writeBytes(DATA);
        frame.writeBytes(prefix);
        frame.writeBytes(CHOICES);
        return frame;
    }

    private byte[] padding(int length) {
        int bare = length + OBFUSCATION.length() + 1;
        int missing = PAD_TO - bare % PAD_TO;
        return ascii(OBFUSCATION + stamps.text(missing) + "\"");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
