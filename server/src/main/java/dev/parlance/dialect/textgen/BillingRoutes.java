package dev.parlance.dialect.textgen;

import dev.parlance.core.access.Permission;
import dev.parlance.core.store.UsageBook;
import dev.parlance.core.usage.UsageTotals;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.wire.JsonWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/// What the caller's key used between two days. Models that run here cost nothing, hence the amount
/// is 0; the tokens stand beside it. Thread-safe.
final class BillingRoutes {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private final UsageBook usage;

    private BillingRoutes(UsageBook usage) {
        this.usage = usage;
    }

    static List<Route> of(UsageBook usage) {
        BillingRoutes routes = new BillingRoutes(usage);
        return List.of(
                Route.get("/v1/billing/usage", routes::totals),
                Route.get("/v1/dashboard/billing/usage", routes::totals));
    }

    private void totals(HttpCall call) {
        call.context().caller().require(Permission.INFERENCE);
        LocalDate first = day(call, "start_date", FIRST);
        LocalDate last = day(call, "end_date", LAST);
        if (last.isBefore(first)) {
            throw BadField.ofQuery("value_error", "end_date", "'end_date' is before 'start_date'.");
        }
        UsageTotals used = usage.totals(call.context().caller().id(), first, last);
        JsonWriter json = new JsonWriter().beginObject();
        json.field("total_usage", 0);
        json.field("calls", used.calls());
        json.field("failed_calls", used.failedCalls());
        json.field("prompt_tokens", used.inputTokens());
        json.field("cached_tokens", used.cachedTokens());
        json.field("completion_tokens", used.outputTokens());
        json.field("total_tokens", used.inputTokens() + used.outputTokens());
        json.field("durable", usage.durable());
        Answers.object(call, json);
    }

    private static LocalDate day(HttpCall call, String name, LocalDate usual) {
        String text = call.query(name).orElse("");
        if (text.isEmpty()) {
            return usual;
        }
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException _) {
            // Refused below.
        }
        throw BadField.ofQuery(
                "date_parsing", name, "'" + name + "' is no day such as 2026-11-20.");
    }
}
