package dev.parlance.dialect.openai;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The vocabulary of OpenAI's embedding models, in which some clients (LangChain's is one) send
/// their inputs as tokens. The vocabulary is loaded on first use; thread-safe.
///
/// Source: OpenAI's tiktoken, encoding `cl100k_base`, checked 2026-11-20.
final class Cl100k {
    private static final int ORDINARY = 100_256;
    private static final Set<Integer> SPECIAL = Set.of(100_257, 100_258, 100_259, 100_260, 100_276);

    /// Holds it until somebody wants it.
    private static final class Loaded {
        static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }

    private Cl100k() {}

    /// The same request with its tokens as the texts that they are.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` for an id that is no token
    static EmbeddingRequest decode(EmbeddingRequest request, Dispositions dispositions) {
        List<EmbeddingInput> inputs = new ArrayList<>(request.inputs().size());
        for (int i = 0; i < request.inputs().size(); i++) {
            String path = request.inputs().size() == 1 ? "input" : "input[" + i + "]";
            inputs.add(
                    switch (request.inputs().get(i)) {
                        case EmbeddingInput.Text text -> text;
                        case EmbeddingInput.Tokens(var ids) -> {
                            dispositions.add(
                                    "input",
                                    Outcome.TRANSLATED,
                                    "tokens were read as cl100k_base and embedded as text");
                            yield new EmbeddingInput.Text(text(path, ids));
                        }
                    });
        }
        return request.withInputs(inputs);
    }

    /// The text of these tokens; bytes that are no UTF-8 become replacement characters.
    static String text(String path, List<Integer> ids) {
        IntArrayList tokens = new IntArrayList(ids.size());
        for (int id : ids) {
            if (id < 0 || (id >= ORDINARY && !SPECIAL.contains(id))) {
                throw Faults.value(path, id + " is no token of OpenAI's vocabulary cl100k_base.");
            }
            tokens.add(id);
        }
        return Loaded.ENCODING.decode(tokens);
    }
}
