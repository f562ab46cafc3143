package dev.parlance.core.access;

import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unauthenticated;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one authentication function: whichever header a secret came in, it is judged here.
///
/// Immutable and thread-safe. Comparison takes the same time whether or not a key matches.
public final class Authenticator {
    private final List<ApiKey> keys;
    private final @Nullable Caller guest;

    /// An authenticator for these keys; with none, every caller is [Caller#ANONYMOUS].
    public Authenticator(List<ApiKey> keys) {
        this(keys, null);
    }

    /// The same where keys guard a part only.
    ///
    /// @param guest who calls without a key that is known; `null` when nobody may
    public Authenticator(List<ApiKey> keys, @Nullable Caller guest) {
        this.keys = List.copyOf(keys);
        this.guest = guest;
    }

    /// True when callers must present a key.
    public boolean required() {
        return !keys.isEmpty();
    }

    /// True when callers without a key that is known are let in as guests.
    public boolean admitsGuests() {
        return guest != null;
    }

    /// The caller that this secret proves; a wrong one is final and never falls back to anonymous,
    /// unless there are guests, who could call without any.
    ///
    /// On a server without keys any secret is accepted, since official clients insist on sending
    /// one.
    ///
    /// @param secret what the client presented, or `null` when it presented nothing
    /// @throws ApiException `Unauthenticated` when keys exist and this is none of them
    public Caller authenticate(@Nullable String secret) {
        if (keys.isEmpty()) {
            return Caller.ANONYMOUS;
        }
        if (secret == null || secret.isEmpty()) {
            if (guest != null) {
                return guest;
            }
            throw new ApiException(
                    new Unauthenticated(
                            "You didn't provide an API key. Send it as"
                                    + " 'Authorization: Bearer KEY' or 'x-api-key: KEY'."));
        }
        byte[] presented = ApiKey.hash(secret).getBytes(StandardCharsets.US_ASCII);
        Caller match = null;
        for (ApiKey key : keys) {
            byte[] known = key.sha256().getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(presented, known)) {
                match = key.caller();
            }
        }
        if (match == null && guest != null) {
            return guest;
        }
        if (match == null) {
            throw new ApiException(new Unauthenticated("Incorrect API key provided."));
        }
        return match;
    }
}
