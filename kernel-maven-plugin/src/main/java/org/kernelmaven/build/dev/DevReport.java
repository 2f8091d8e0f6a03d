package org.kernelmaven.build.dev;

/** What {@link DevLoop} tells the user. */
interface DevReport {

    /** A guest is about to boot: its console starts anew. */
    void booting();

    /** Modules are about to be swapped: what the console says from now on is shown, and its tests are counted. */
    void begin();

    /** Takes a line of the console, on another thread. */
    void console(String line);

    /**
     * The modules are loaded.
     *
     * @param names theirs
     * @param when how long it took
     */
    void loaded(String names, String when);

    /** Something went wrong. */
    void failure(String message);

    /** Something else. */
    void info(String message);

    /** The kernel's messages since it was booted. */
    void messages();

    /** All that was to do is done. */
    void waiting();
}
