package dev.parlance.engine.llama;

import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import java.util.List;

/// What every kind of request is checked for against its model.
final class Checks {
    /// These ids as an array.
    ///
    /// @throws ApiException `InvalidRequest` naming the first that the vocabulary does not have
    static int[] checked(List<Integer> ids, String param, LoadedModel model) {
        int[] tokens = new int[ids.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = ids.get(i);
            if (tokens[i] < 0 || tokens[i] >= model.vocabulary().size()) {
                throw ApiException.invalid(
                        param,
                        "'"
                                + param
                                + "' has the token id "
                                + tokens[i]
                                + ", but the model's ids are 0 to "
                                + (model.vocabulary().size() - 1)
                                + ".");
            }
        }
        return tokens;
    }

    static ApiException unsupported(String param, Capability capability, LoadedModel model) {
        return new ApiException(
                new Unsupported(param, capability.phrase(), model.source().id().value()));
    }

    private Checks() {}
}
