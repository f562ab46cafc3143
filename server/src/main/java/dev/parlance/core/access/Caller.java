package dev.parlance.core.access;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Forbidden;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who makes a call, as far as it has been proved.
///
/// @param id stable and safe to log: the key's id, or `anonymous`
/// @param permissions what it may do
/// @param models the only model ids it may use, without wildcards; empty means all
/// @param strict true when ignored fields are refused for this caller
/// @param profile the reply shape bound to its key, or `null` for the listener's
public record Caller(
        String id,
        Set<Permission> permissions,
        List<String> models,
        boolean strict,
        @Nullable CompatProfile profile) {
    /// Everybody, on a server without keys; such a server listens on loopback only unless told
    /// otherwise, hence all permissions.
    public static final Caller ANONYMOUS =
            new Caller("anonymous", Set.of(Permission.values()), List.of(), false, null);

    /// Everybody, where the only key guards the administration.
    public static final Caller GUEST =
            new Caller("guest", Set.of(Permission.INFERENCE), List.of(), false, null);

    public Caller {
        permissions = Set.copyOf(permissions);
        models = List.copyOf(models);
    }

    /// True when it may use the model of this id (the final one, never an alias).
    public boolean mayUse(String modelId) {
        return models.isEmpty() || models.contains(modelId);
    }

    /// The same on a route of the administration, which looks at models as those do who run them.
    public Caller administering() {
        return new Caller(id, Set.of(Permission.values()), models, strict, profile);
    }

    /// Returns if it has the permission.
    ///
    /// @throws dev.parlance.core.problem.ApiException `Forbidden` if it does not
    public void require(Permission permission) {
        if (!permissions.contains(permission)) {
            String name = permission.name().toLowerCase(Locale.ROOT);
            throw new ApiException(
                    new Forbidden(name, "This key lacks the permission '" + name + "'."));
        }
    }
}
