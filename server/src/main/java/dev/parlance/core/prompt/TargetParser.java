package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Node.Target;
import dev.parlance.core.prompt.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what stands left of an assignment, or between `for` and `in`.
final class TargetParser {

    private static final Set<String> RESERVED =
            Set.of(
                    "true", "True", "false", "False", "none", "None", "not", "and", "or", "in",
                    "is", "if", "else");

    private final TokenStream in;

    TargetParser(TokenStream in) {
        this.in = in;
    }

    /// A name that may be assigned to.
    String variable() {
        String name = in.takeName();
        if (RESERVED.contains(name)) {
            throw in.failure("cannot assign to '" + name + "'");
        }
        return name;
    }

    Target assignTarget() {
        return several(false);
    }

    Target loopTarget() {
        return several(true);
    }

    private Target several(boolean loop) {
        Target first = single(loop);
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Target> targets = new ArrayList<>(List.of(first));
        while (in.skipOperator(",") && startsTarget()) {
            targets.add(single(loop));
        }
        return new Target.Several(targets);
    }

    private boolean startsTarget() {
        Token token = in.peek();
        return token.isOperator("(") || (token.kind() == Kind.NAME && !token.isName("in"));
    }

    private Target single(boolean loop) {
        if (in.skipOperator("(")) {
            in.enter();
            Target inside = several(loop);
            in.leave();
            in.expectOperator(")");
            return inside;
        }
        String name = variable();
        if (loop && name.equals("loop")) {
            throw in.failure("'loop' cannot be the variable of a loop");
        }
        if (!loop && in.skipOperator(".")) {
            in.read(name);
            return new Target.Attribute(name, in.takeName());
        }
        return new Target.Variable(name);
    }
}
