package org.kernelmaven.kbuild;

import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Host;

/** How many compilers one build may run at a time. */
public final class Jobs {

    private static final int MOST = 4096;

    private Jobs() {}

    /**
     * The job count of one kernel among those that Maven may build at the same time.
     *
     * @param parameter parameter {@code jobs}: for each build, taken as it is
     * @param host whose cores are shared out
     * @param concurrency Maven's degree of concurrency ({@code -T}), at least 1
     * @param kernels how many kernel projects are in the reactor, at least 1
     * @return at least 1; together no more than the cores, rounded up
     * @throws UserException where the parameter is no sensible count
     */
    public static int of(Optional<Integer> parameter, Host host, int concurrency, int kernels) {
        if (parameter.isPresent()) {
            var jobs = parameter.get();
            if (jobs < 1 || jobs > MOST) {
                throw new UserException("parameter <jobs>: " + jobs + " is not between 1 and " + MOST
                        + ". Leave it out to use all " + host.cores() + " cores.");
            }
            return jobs;
        }
        var atOnce = Math.max(1, Math.min(concurrency, kernels));
        return Math.max(1, (host.cores() + atOnce - 1) / atOnce);
    }
}
