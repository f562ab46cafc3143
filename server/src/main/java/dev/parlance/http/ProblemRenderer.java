package dev.parlance.http;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.problem.ApiProblem;

/// How one dialect says that something went wrong.
@FunctionalInterface
public interface ProblemRenderer {

    /// The whole reply: status, extra headers (`Retry-After`, `WWW-Authenticate`, `Allow`), body.
    Reply render(ApiProblem problem);

    /// The last frame of a stream that had begun when the problem came. When it is empty, as it is
    /// unless a dialect says otherwise, the connection is cut, so that the client sees a failure.
    default byte[] frame(ApiProblem problem) {
        return new byte[0];
    }

    /// The renderer for calls under this profile; this one, unless the shape of problems follows
    /// the profile.
    default ProblemRenderer under(CompatProfile profile) {
        return this;
    }
}
