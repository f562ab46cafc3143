package dev.parlance.core.engine;

import dev.parlance.core.model.ModelCard;
import java.util.List;

/// Something that runs models. What it can do beyond that is said by the other ports that it
/// implements and, model by model, by the capabilities on its cards.
///
/// Thread-safe. Made and closed by `app`.
public interface Engine extends AutoCloseable {

    /// A short lower-case name: `llama`, `scripted`, `openai`.
    String name();

    /// The models it has now, loaded or not. Cheap: called for every request.
    List<ModelCard> models();

    /// Ends running work and frees everything; waits for its own threads.
    @Override
    void close();
}
