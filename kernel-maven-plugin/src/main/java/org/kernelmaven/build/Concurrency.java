package org.kernelmaven.build;

/**
 * How many kernels one Maven may build at the same time.
 *
 * @param threads what {@code mvn -T} gave
 * @param kernels the kernel projects of the reactor
 */
public record Concurrency(int threads, int kernels) {

    /** The kernels that can be in the making at one time. */
    public int builds() {
        return Math.max(1, Math.min(threads, kernels));
    }
}
