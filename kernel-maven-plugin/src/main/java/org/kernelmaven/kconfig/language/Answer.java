package org.kernelmaven.kconfig.language;

/** What a command printed, or will have printed once its text is needed. */
@FunctionalInterface
public interface Answer {

    /** The text; where it has not come yet, it is waited for. */
    String text();

    /** One that has come. */
    record Known(String text) implements Answer {}
}
