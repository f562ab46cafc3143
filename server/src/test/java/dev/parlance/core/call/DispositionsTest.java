package dev.parlance.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Disposition.Outcome;
import org.junit.jupiter.api.Test;

class DispositionsTest {
    private final Dispositions dispositions = new Dispositions();

    @Test
    void keeps_one_report_per_field_and_outcome() {
        dispositions.ignored("store", "nothing is stored");
        dispositions.ignored("store", "again");
        dispositions.add("store", Outcome.TRANSLATED, "x");
        assertThat(dispositions.entries()).hasSize(2);
    }

    @Test
    void is_bounded_and_says_what_did_not_fit() {
        for (int i = 0; i < Dispositions.MAX + 10; i++) {
            dispositions.ignored("f" + i, "x");
        }
        assertThat(dispositions.entries()).hasSize(Dispositions.MAX);
        assertThat(dispositions.dropped()).isEqualTo(10);
    }

    @Test
    void refuses_ignored_fields_by_name_and_nothing_else() {
        dispositions.add("functions", Outcome.TRANSLATED, "tools");
        dispositions.add("stop", Outcome.APPROXIMATED, "x");
        dispositions.refuseIgnored();
        dispositions.ignored("store", "nothing is stored");
        assertThatThrownBy(dispositions::refuseIgnored).hasMessageContaining("'store'");
    }
}
