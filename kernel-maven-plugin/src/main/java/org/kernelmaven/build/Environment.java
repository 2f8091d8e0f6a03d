package org.kernelmaven.build;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kernelmaven.fetch.ArtifactResolver;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/**
 * What a build works with on this machine.
 *
 * @param store the cache
 * @param userStore where this user may write, whoever the store belongs to; may be that one
 * @param downloads gets urls
 * @param artifacts gets Maven artifacts
 * @param runner runs commands
 * @param host the facts of the machine
 * @param variables the environment variables that tools see
 * @param pluginVersion part of every fingerprint: another plugin may build differently; a snapshot's names its content
 * @param update whether to ask anew for what may have changed: {@code mvn -U}
 * @param session what the goals of one Maven run tell each other; concurrent
 */
public record Environment(
        Store store,
        Store userStore,
        Downloads downloads,
        ArtifactResolver artifacts,
        CommandRunner runner,
        Host host,
        Map<String, String> variables,
        String pluginVersion,
        boolean update,
        Set<String> session) {

    /** Copies. */
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** Where work directories may be that cannot be in their project, best first. */
    public List<Store> workStores() {
        return List.of(store, userStore);
    }
}
