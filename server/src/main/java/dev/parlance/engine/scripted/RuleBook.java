package dev.parlance.engine.scripted;

import dev.parlance.engine.scripted.Reply.Fault;
import dev.parlance.engine.scripted.Reply.Part;
import dev.parlance.engine.scripted.When.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The rules of a script with how often each was used. Thread-safe.
final class RuleBook {
    private static final Template NO_BLANKS = new Template(Map.of(), null);

    private final List<Rule> rules;
    private final AtomicIntegerArray uses;

    RuleBook(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.uses = new AtomicIntegerArray(rules.size());
    }

    /// What the first rule that matches and is not used up says; the echo when there is none.
    Answer answer(Turn turn) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            Match match = rule.when().match(rule.name(), turn);
            if (match != null) {
                int use = uses.getAndUpdate(i, used -> Math.min(used + 1, rule.times()));
                if (use < rule.times()) {
                    Reply reply = rule.reply(use);
                    Template template = Template.of(turn, use, match.groups());
                    return new Answer(reply, speak(turn, reply, template), !isEcho(reply));
                }
            }
        }
        return new Answer(Reply.ECHO, speak(turn, Reply.ECHO, NO_BLANKS), false);
    }

    private static List<Spoken> speak(Turn turn, Reply reply, Template template) {
        if (reply.fault() instanceof Fault.Refuse) {
            return List.of();
        }
        if (isEcho(reply)) {
            return Collections.nCopies(turn.n(), new Echo(turn).say());
        }
        boolean malformed = reply.fault() instanceof Fault.MalformedToolCall;
        List<Spoken> spoken = new ArrayList<>();
        for (Part part : reply.choices()) {
            if (spoken.size() < turn.n()) {
                spoken.add(Spoken.of(part, template, malformed));
            }
        }
        while (spoken.size() < turn.n()) {
            spoken.add(spoken.getLast());
        }
        return spoken;
    }

    private static boolean isEcho(Reply reply) {
        return reply.choices().isEmpty();
    }

    /// What is said in one call.
    ///
    /// @param choices one for each choice of the call; empty when the fault refuses it
    /// @param scripted true when the words are the script's, false for the echo
    record Answer(Reply reply, List<Spoken> choices, boolean scripted) {}
}
