package dev.parlance.hub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A repository at one commit.
///
/// @param id `organisation/repository`
/// @param commit the commit that its revision means now
/// @param licence as its card says, or `null`
/// @param files all of them
public record HubRepository(
        String id, String commit, @Nullable String licence, List<HubFile> files) {
    public HubRepository {
        files = List.copyOf(files);
    }
}
