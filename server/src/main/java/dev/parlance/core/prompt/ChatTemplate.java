package dev.parlance.core.prompt;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.prompt.TemplateException.BudgetExceeded;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The chat template of a model: Jinja source that turns messages and tools into one prompt.
///
/// Parsed once; immutable and safe for any number of threads. The language is that of
/// `docs/templates.md`, run by an interpreter without reflection, within [TemplateLimits].
public final class ChatTemplate {

    private final TemplateLimits limits;
    private final List<Node> nodes;
    private final Set<String> reads;

    private ChatTemplate(TemplateLimits limits, List<Node> nodes, Set<String> reads) {
        this.limits = limits;
        this.nodes = nodes;
        this.reads = reads;
    }

    /// The template of this source.
    ///
    /// @throws TemplateException when the source is not valid or beyond the limits; unknown filters
    ///   and tests are found only when they are reached
    public static ChatTemplate parse(String source, TemplateLimits limits) {
        if (source.length() > limits.maxSourceLength()) {
            throw new BudgetExceeded(
                    1,
                    "the source has "
                            + source.length()
                            + " characters, more than "
                            + limits.maxSourceLength());
        }
        Execution run = new Execution(limits, Clock.systemUTC());
        TokenStream tokens = new TokenStream(new TemplateLexer(source, run).tokens(), run);
        List<Node> nodes = new TemplateParser(tokens, run).template();
        return new ChatTemplate(limits, nodes, Set.copyOf(tokens.reads()));
    }

    /// The text for these variables, which stay as they are; `clock` gives `strftime_now` its time
    /// and zone.
    ///
    /// @throws TemplateException when the template refuses the variables, fails, or runs out of its
    ///   limits
    public String render(Map<String, JsonValue> variables, Clock clock) {
        Execution run = new Execution(limits, clock);
        Scope given = new Scope(null);
        variables.forEach((name, value) -> {
            if (mentions(name)) {
                given.set(name, Conversion.fromJson(run, value));
            }
        });
        return new Statements(run).text(nodes, new Scope(given));
    }

    /// Whether the source reads a variable of this name anywhere, like `tools`.
    public boolean mentions(String variable) {
        return reads.contains(variable);
    }
}
