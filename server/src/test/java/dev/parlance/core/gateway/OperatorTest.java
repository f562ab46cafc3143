package dev.parlance.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.Calls;
import dev.parlance.core.ListedEngine;
import dev.parlance.core.ListedStream;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatEvent.Finished;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.chat.Role;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.core.usage.LedgerEntry;
import dev.parlance.core.usage.LedgerEntry.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<ListedStream> opened = new ArrayList<>();
    private final Admission admission = new Admission(AdmissionLimits.DEFAULT);
    private final Gateway gateway =
            new Gateway(
                    new Router(
                            List.of(
                                    new ListedEngine(
                                            "listed",
                                            List.of(
                                                    ListedEngine.card(
                                                            "m",
                                                            Capability.CHAT,
                                                            Capability.MULTIPLE_CHOICES),
                                                    ListedEngine.card("other", Capability.CHAT)),
                                            (_, _) -> open())),
                            Map.of("default", "m")),
                    admission,
                    ledger::add,
                    Clock.systemUTC());

    private ChatStream open() {
        opened.add(new ListedStream(ListedEngine.reply("m", "a", "b", "c")));
        return opened.getLast();
    }

    private static ChatRequest request(int choices) {
        return ChatRequest.of(new ModelId("m"), List.of(ChatMessage.of(Role.USER, "Hi")))
                .withN(choices);
    }

    private static CallContext by(String id, Permission... permissions) {
        return Calls.of(
                new Caller(id, Set.of(permissions), List.of(), false, null),
                Duration.ofMinutes(1),
                false);
    }

    private static List<ChatEvent> rest(ChatStream stream) {
        List<ChatEvent> events = new ArrayList<>();
        while (stream.hasNext()) {
            events.add(stream.next());
        }
        return events;
    }

    @Test
    void a_stopped_reply_says_stop_for_every_choice_and_what_it_had() {
        try (ChatStream stream = gateway.chat(Calls.any(), request(2))) {
            stream.next();
            stream.next();
            assertThat(gateway.operator().stop(by("boss", Permission.values()))).isEqualTo(1);
            assertThat(rest(stream))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Finished.class,
                            end -> {
                                assertThat(end.reasons())
                                        .containsExactly(FinishReason.STOP, FinishReason.STOP);
                                assertThat(end.usage().outputTokens()).isEqualTo(1);
                                assertThat(end.usage().estimated()).isTrue();
                            });
        }
        assertThat(opened.getFirst().closed()).isPositive();
        assertThat(admission.active()).isZero();
        assertThat(ledger).extracting(LedgerEntry::outcome).containsExactly(Outcome.FINISHED);
    }

    @Test
    void a_reply_that_has_not_started_starts_before_it_ends() {
        try (ChatStream stream = gateway.chat(Calls.any(), request(1))) {
            assertThat(gateway.operator().stop(Calls.any())).isEqualTo(1);
            assertThat(rest(stream)).hasSize(2).first().isInstanceOf(ChatEvent.Started.class);
        }
    }

    @Test
    void a_caller_stops_its_own_replies_and_an_administrator_all() {
        CallContext alice = by("alice", Permission.INFERENCE);
        CallContext bob = by("bob", Permission.INFERENCE);
        try (ChatStream hers = gateway.chat(alice, request(1));
                ChatStream his = gateway.chat(bob, request(1))) {
            assertThat(gateway.operator().stop(alice)).isEqualTo(1);
            assertThat(rest(hers)).hasSize(2);
            assertThat(rest(his)).hasSize(5);
        }
        try (ChatStream hers = gateway.chat(alice, request(1));
                ChatStream his = gateway.chat(bob, request(1))) {
            assertThat(gateway.operator().stop(by("boss", Permission.values()))).isEqualTo(2);
            assertThat(rest(hers)).hasSize(2);
            assertThat(rest(his)).hasSize(2);
        }
    }

    @Test
    void what_has_ended_or_was_closed_is_not_stopped_again() {
        ChatStream ended = gateway.chat(Calls.any(), request(1));
        rest(ended);
        ChatStream closed = gateway.chat(Calls.any(), request(1));
        closed.close();

        assertThat(gateway.operator().stop(Calls.any())).isZero();
        ended.close();
    }

    @Test
    void the_default_is_told_to_those_who_may_use_it() {
        assertThat(gateway.operator().defaultModel(Calls.any()).map(ModelCard::id))
                .contains(new ModelId("m"));
        CallContext other =
                Calls.of(Calls.caller("x", List.of("other")), Duration.ofMinutes(1), false);
        assertThat(gateway.operator().defaultModel(other)).isEmpty();
    }

    @Test
    void an_administrator_moves_the_default_and_takes_it_away() {
        CallContext boss = by("boss", Permission.values());
        gateway.operator().switchTo(boss, new ModelId("other"), LoadOptions.NONE);
        assertThat(gateway.operator().defaultModel(boss).map(ModelCard::id))
                .contains(new ModelId("other"));
        assertThat(boss.dispositions().entries()).isEmpty();

        gateway.operator().unloadDefault(boss);
        gateway.operator().unloadDefault(boss);
        assertThat(gateway.operator().defaultModel(boss)).isEmpty();
        assertThatThrownBy(() -> gateway.model(boss, "default")).isInstanceOf(ApiException.class);
    }

    @Test
    void options_of_a_model_that_is_always_there_are_reported() {
        CallContext boss = by("boss", Permission.values());
        LoadOptions options = new LoadOptions(64, null, null, null, null, null, null, null);
        gateway.operator().switchTo(boss, new ModelId("other"), options);
        assertThat(boss.dispositions().entries()).extracting("field").containsExactly("args");
        assertThat(gateway.operator().options(boss, new ModelId("other"))).isEmpty();
    }

    @Test
    void an_unknown_model_or_a_plain_key_leaves_the_default_alone() {
        CallContext boss = by("boss", Permission.values());
        CallContext plain = by("plain", Permission.INFERENCE);
        assertThatThrownBy(() ->
                        gateway.operator().switchTo(boss, new ModelId("nope"), LoadOptions.NONE))
                .isInstanceOf(ApiException.class);
        assertThatThrownBy(() ->
                        gateway.operator().switchTo(plain, new ModelId("other"), LoadOptions.NONE))
                .hasMessageContaining("admin");
        assertThatThrownBy(() -> gateway.operator().unloadDefault(plain))
                .hasMessageContaining("admin");
        assertThat(gateway.operator().defaultModel(boss).map(ModelCard::id))
                .contains(new ModelId("m"));
    }
}
