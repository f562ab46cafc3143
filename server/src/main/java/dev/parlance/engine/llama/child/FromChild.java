package dev.parlance.engine.llama.child;

import dev.parlance.core.call.Disposition;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.problem.ApiProblem;
import java.util.List;

/// What the child tells the parent.
sealed interface FromChild {

    /// How much of the model is loaded, 0 to 1.
    record Loading(double progress) implements FromChild {}

    /// The model is loaded.
    record Ready() implements FromChild {}

    /// The model cannot be loaded; the child ends.
    record NotLoaded(ApiProblem problem) implements FromChild {}

    /// What belongs to one call.
    sealed interface OfCall extends FromChild {
        long call();
    }

    /// A streamed call has begun, with what became of its fields.
    record Accepted(long call, List<Disposition> dispositions) implements OfCall {
        public Accepted {
            dispositions = List.copyOf(dispositions);
        }
    }

    /// The next event of a streamed call; `Finished` is the last.
    record Event(long call, ChatEvent event) implements OfCall {}

    /// The answer to a question, with what became of its fields.
    record Answered(long call, Answer answer, List<Disposition> dispositions) implements OfCall {
        public Answered {
            dispositions = List.copyOf(dispositions);
        }
    }

    /// The call failed.
    record Failed(long call, ApiProblem problem) implements OfCall {}
}
