package dev.parlance.engine.llama.grammar;

/// Where to go on when a rule has ended: one way, or several when the same rule was begun for
/// different reasons at the same place. Immutable; frames of one content are one object as long as
/// [States] remembers them, so that they are compared by identity.
final class Frame implements Context {
    /// The frame of the root rule: the output ends with it.
    static final Frame ROOT = new Frame(0, new Way[0]);

    /// @param node to go on with; a [Node.Loop] decides first whether to go round again
    /// @param count for a loop, how often its rule will then have been read
    /// @param frame of the rule that `node` belongs to
    record Way(int node, int count, Frame frame) {}

    private final int id;
    private final int depth;
    private final Way[] ways;

    /// @param id unique in its grammar, and larger than those of the frames it leads to
    Frame(int id, Way[] ways) {
        this.id = id;
        this.ways = ways;
        int deepest = 0;
        for (Way way : ways) {
            deepest = Math.max(deepest, way.frame().depth + 1);
        }
        this.depth = deepest;
    }

    int id() {
        return id;
    }

    /// How many rules are open, at most.
    int depth() {
        return depth;
    }

    /// Not to be written to.
    @SuppressWarnings("ReturnsMutableArray")
    Way[] ways() {
        return ways;
    }
}
