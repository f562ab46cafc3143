package dev.parlance.core.prompt;

import dev.parlance.core.prompt.TemplateException.BudgetExceeded;
import dev.parlance.core.prompt.TemplateException.Failed;
import dev.parlance.core.prompt.Value.Str;
import java.time.Clock;

/// The budget, the clock and the current line of one parse or one rendering; used by one thread.
final class Execution {

    private static final int CHARACTERS_PER_STEP = 8;
    private static final int STEPS_PER_ITEM = 2;

    private final TemplateLimits limits;
    private final Clock clock;
    private long steps;
    private int depth;
    private int line = 1;

    Execution(TemplateLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    TemplateLimits limits() {
        return limits;
    }

    Clock clock() {
        return clock;
    }

    int line() {
        return line;
    }

    void line(int current) {
        line = current;
    }

    /// Pays for work; everything that loops or allocates comes through here.
    void charge(long cost) {
        if (cost > limits.maxSteps() - steps) {
            throw new BudgetExceeded(line, "more than " + limits.maxSteps() + " steps");
        }
        steps += cost;
    }

    /// Pays for a string of this length before it is made.
    void reserve(long characters) {
        if (characters > limits.maxOutputLength()) {
            throw new BudgetExceeded(
                    line, "a text of more than " + limits.maxOutputLength() + " characters");
        }
        scan(characters);
    }

    /// Pays for reading this many characters.
    void scan(long characters) {
        charge(characters / CHARACTERS_PER_STEP + 1);
    }

    /// Pays for a list or mapping of this many elements before it is made.
    void items(long count) {
        charge(Math.multiplyExact(count, STEPS_PER_ITEM) + 1);
    }

    /// A string value, paid for.
    Str str(String text) {
        reserve(text.length());
        return new Str(text);
    }

    /// One level deeper; each `enter` has its `leave`, except when an exception ends it all.
    void enter() {
        enter(1);
    }

    /// Several levels at once, for what takes more of the stack.
    void enter(int levels) {
        depth += levels;
        if (depth > limits.maxDepth()) {
            throw new BudgetExceeded(line, "nested deeper than " + limits.maxDepth() + " levels");
        }
    }

    void leave() {
        leave(1);
    }

    void leave(int levels) {
        depth -= levels;
    }

    /// The exception for a fault at the current line, for the caller to throw.
    Failed failure(String message) {
        return new Failed(line, message);
    }
}
