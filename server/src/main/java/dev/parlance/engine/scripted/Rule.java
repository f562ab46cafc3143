package dev.parlance.engine.scripted;

import java.util.List;

/// One rule of a script: when it applies, how often, and what is said.
///
/// @param name what errors call it
/// @param when the conditions, all of which must hold
/// @param times how many calls it answers before later rules get their turn
/// @param replies what it says: the first call gets the first, later calls the next, and the last
///   one repeats
record Rule(String name, When when, int times, List<Reply> replies) {
    Rule {
        replies = List.copyOf(replies);
        if (replies.isEmpty()) {
            throw new ScriptException("rule '" + name + "' has no reply");
        }
        if (times < 1) {
            throw new ScriptException("rule '" + name + "': times is at least 1, not " + times);
        }
    }

    Reply reply(int use) {
        return replies.get(Math.min(use, replies.size() - 1));
    }
}
