package dev.parlance.engine.llama.reply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How one model writes its replies. Immutable, thread-safe.
///
/// @param name the family of the format, for logs and documents
/// @param calls how it writes calls
/// @param thoughts the tags of its thoughts, or null when it has none
/// @param takesTools true when its chat template shows tools to the model
public record ReplyFormat(
        String name, CallSyntax calls, @Nullable ThinkTags thoughts, boolean takesTools) {
    private static final String SYMBOLS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 24;
    private static final int MISTRAL_ID_LENGTH = 9;
    private static final String HARMONY_OPENING = "<|start|>assistant";

    /// The format that a chat template and the model's tokens give away.
    ///
    /// @param readsTools true when the template reads the variable `tools`
    /// @param isToken true for a text that is one token of the model
    public static ReplyFormat detect(
            String template, boolean readsTools, Predicate<String> isToken) {
        return ReplyFormats.detect(template, readsTools, isToken);
    }

    /// True when the model thinks, in tags or in a channel.
    public boolean thinks() {
        return thoughts != null || calls instanceof Harmony;
    }

    /// All texts that mean something here and may be control tokens of the model.
    public Set<String> markers() {
        Set<String> markers = new LinkedHashSet<>(calls.markers());
        if (thoughts != null) {
            markers.addAll(thoughts.markers());
        }
        return markers;
    }

    /// A parser for one reply.
    ///
    /// @param offer the tools that may be called, or null for none
    /// @param opening the [#opening] that the prompt holds already
    public ReplyParser parser(@Nullable ToolOffer offer, String opening) {
        List<Opener> openers = new ArrayList<>();
        if (thoughts != null) {
            openers.add(thoughts.opener());
        }
        int maxCalls = offer == null ? 1 : offer.maxCalls();
        if (offer != null || framesAll()) {
            openers.addAll(calls.openers(offer == null ? ToolOffer.NONE : offer));
        }
        ReplyParser parser = new ReplyParser(openers, maxCalls, ids());
        parser.begin(opening);
        return parser;
    }

    /// The end of a prompt that is the beginning of the reply: an opened thought, for example.
    public String opening(String prompt) {
        if (calls instanceof Harmony && prompt.endsWith(HARMONY_OPENING)) {
            return HARMONY_OPENING;
        }
        if (calls.equals(NamedJson.FUNCTIONARY_32)
                && prompt.endsWith(NamedJson.FUNCTIONARY_32.open())) {
            return NamedJson.FUNCTIONARY_32.open();
        }
        if (thoughts != null) {
            int open = prompt.lastIndexOf(thoughts.open());
            if (open >= 0 && prompt.substring(open + thoughts.open().length()).isBlank()) {
                return prompt.substring(open);
            }
        }
        return "";
    }

    /// The id of an earlier call as the model's template takes it.
    public String callId(String id) {
        if (!(calls instanceof Mistral) || id.matches("[a-zA-Z0-9]{9}")) {
            return id;
        }
        UUID hash = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        return hash.toString().replace("-", "").substring(0, MISTRAL_ID_LENGTH);
    }

    /// True when even a reply without tools is written in the format of calls.
    private boolean framesAll() {
        return calls instanceof Harmony || calls.equals(NamedJson.FUNCTIONARY_32);
    }

    private Supplier<String> ids() {
        // Mistral's templates refuse ids of any other length.
        return calls instanceof Mistral
                ? () -> random(MISTRAL_ID_LENGTH)
                : () -> "call_" + random(ID_LENGTH);
    }

    private static String random(int length) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            id.append(SYMBOLS.charAt(ThreadLocalRandom.current().nextInt(SYMBOLS.length())));
        }
        return id.toString();
    }
}
