package dev.parlance.engine.llama.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A reply as a parser understood it, all pieces joined.
///
/// @param calls name and arguments of each
record ReadReply(String thought, String text, List<Call> calls) {
    record Call(String name, String arguments) {}

    /// Reads the whole text at once.
    static ReadReply of(ReplyParser parser, String text) {
        return of(parser, List.of(text));
    }

    /// Reads these pieces, and checks what holds for any reply.
    static ReadReply of(ReplyParser parser, List<String> pieces) {
        List<ReplyPart> parts = new ArrayList<>();
        for (String piece : pieces) {
            parts.addAll(parser.add(piece));
        }
        parts.addAll(parser.finish());
        String written = String.join("", pieces);
        StringBuilder thought = new StringBuilder();
        StringBuilder text = new StringBuilder();
        List<String> names = new ArrayList<>();
        List<StringBuilder> arguments = new ArrayList<>();
        for (ReplyPart part : parts) {
            switch (part) {
                case ReplyPart.Reasoning(var piece) -> thought.append(piece);
                case ReplyPart.Text(long at, var piece) -> {
                    if (!written.startsWith(piece, (int) at)) {
                        throw new AssertionError("'" + piece + "' is not at " + at);
                    }
                    text.append(piece);
                }
                case ReplyPart.CallBegun(int index, var id, var name) -> {
                    if (index != names.size() || id.isEmpty()) {
                        throw new AssertionError("call " + index + " has the id '" + id + "'");
                    }
                    names.add(name);
                    arguments.add(new StringBuilder());
                }
                case ReplyPart.Arguments(int index, var json) -> arguments.get(index).append(json);
            }
        }
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            calls.add(new Call(names.get(i), arguments.get(i).toString()));
        }
        return new ReadReply(thought.toString(), text.toString(), calls);
    }

    /// The text cut at random, never through a character.
    static List<String> cut(Random random, String text) {
        int[] points = text.codePoints().toArray();
        int most = 1 + random.nextInt(12);
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < points.length; ) {
            int length = Math.min(points.length - from, 1 + random.nextInt(most));
            pieces.add(new String(points, from, length));
            from += length;
        }
        return pieces;
    }
}
