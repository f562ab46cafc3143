package dev.parlance.core.call;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;

/// What travels with one call, as an explicit argument, from the dialect down to the engine.
///
/// @param caller who calls
/// @param requestId the id in headers, logs and ledger
/// @param deadline when everybody stops waiting
/// @param profile the reply shape
/// @param strict true when ignored fields are refused
/// @param dispositions where dialect, gateway and engine report what became of fields
public record CallContext(
        Caller caller,
        String requestId,
        Deadline deadline,
        CompatProfile profile,
        boolean strict,
        Dispositions dispositions) {

    /// Returns unless strict mode forbids what has been reported so far.
    public void enforceStrict() {
        if (strict) {
            dispositions.refuseIgnored();
        }
    }
}
