package dev.parlance.engine.llama.grammar;

import java.util.LinkedHashSet;
import java.util.Set;

/// The frame of a rule that was begun at the present place of the output. More ways may be added
/// until all moves at this place are made; then it becomes a [Frame].
final class OpenFrame implements Context {
    /// Like [Frame.Way], with a context that may be open too.
    record Way(int node, int count, Context context) {}

    private final Set<Way> ways = new LinkedHashSet<>();
    private final Set<OpenFrame> sameAs = new LinkedHashSet<>();

    void add(int node, int count, Context context) {
        ways.add(new Way(node, count, context));
    }

    /// Returns where `caller` returns: the rule is the last thing in it. So a rule that ends with
    /// itself does not pile up frames.
    void returnLike(Context caller) {
        switch (caller) {
            case Frame frame when frame == Frame.ROOT -> add(Program.ACCEPT, 0, frame);
            case Frame frame -> {
                for (Frame.Way way : frame.ways()) {
                    add(way.node(), way.count(), way.frame());
                }
            }
            case OpenFrame open -> {
                // It would say nothing that its own ways do not say.
                if (open != this) {
                    sameAs.add(open);
                }
            }
        }
    }

    Set<Way> ways() {
        return ways;
    }

    Set<OpenFrame> sameAs() {
        return sameAs;
    }
}
