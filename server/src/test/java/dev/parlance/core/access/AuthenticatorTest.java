package dev.parlance.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.problem.ApiException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final Caller ADA =
            new Caller("ada", Set.of(Permission.INFERENCE), List.of(), false, null);

    private final Authenticator keyed =
            new Authenticator(List.of(new ApiKey(ApiKey.hash("sk-ada"), ADA)));

    @Test
    void knows_a_caller_by_its_key() {
        assertThat(keyed.authenticate("sk-ada")).isEqualTo(ADA);
        assertThat(keyed.required()).isTrue();
    }

    @Test
    void a_wrong_or_missing_key_is_final_and_not_repeated() {
        for (String wrong :
                List.of("sk-adb", "sk-ad", "sk-ada ", "SK-ADA", ApiKey.hash("sk-ada"))) {
            assertThatThrownBy(() -> keyed.authenticate(wrong))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("Incorrect API key provided.");
        }
        assertThatThrownBy(() -> keyed.authenticate(null)).hasMessageContaining("API key");
        assertThatThrownBy(() -> keyed.authenticate("")).hasMessageContaining("API key");
    }

    @Test
    void without_keys_everybody_is_anonymous_even_with_a_key() {
        Authenticator open = new Authenticator(List.of());
        assertThat(open.authenticate(null)).isEqualTo(Caller.ANONYMOUS);
        assertThat(open.authenticate("sk-whatever")).isEqualTo(Caller.ANONYMOUS);
    }

    @Test
    void a_key_never_shows_its_secret() {
        assertThat(new ApiKey(ApiKey.hash("sk-ada"), ADA).toString()).doesNotContain("sk-ada");
        assertThatThrownBy(() -> new ApiKey("sk-ada", ADA)).hasMessageNotContaining("sk-ada");
    }

    @Test
    void guests_come_in_without_a_known_key_and_whoever_has_one_is_known() {
        Authenticator guarded =
                new Authenticator(List.of(new ApiKey(ApiKey.hash("sk-ada"), ADA)), Caller.GUEST);
        assertThat(guarded.required()).isTrue();
        assertThat(guarded.admitsGuests()).isTrue();
        assertThat(guarded.authenticate("sk-ada")).isEqualTo(ADA);
        assertThat(guarded.authenticate(null)).isEqualTo(Caller.GUEST);
        assertThat(guarded.authenticate("")).isEqualTo(Caller.GUEST);
        assertThat(guarded.authenticate("sk-dummy")).isEqualTo(Caller.GUEST);
        assertThat(ADA.administering().permissions()).contains(Permission.values());
        assertThat(ADA.administering().id()).isEqualTo("ada");
        assertThat(Caller.GUEST.permissions()).containsExactly(Permission.INFERENCE);
    }
}
