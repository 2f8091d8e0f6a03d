package org.kernelmaven.vm;

import java.io.IOException;
import java.io.OutputStream;

/** A guest that goes on running and does what it is told, one thing at a time; closing it ends it. */
public interface GuestSession extends AutoCloseable {

    /** Whether it did not boot, but is as another one was when that had booted. */
    boolean isRestored();

    /** Sends a module's file, for {@link #load}. Nothing of the module has run yet where that fails. */
    Reply send(Initramfs.Module module) throws IOException;

    /** Loads a module whose file was sent. */
    Reply load(Initramfs.Module module);

    /**
     * Unloads a module.
     *
     * @param name as the kernel has it
     */
    Reply unload(String name);

    /**
     * Runs the guest's {@code /bin/sh} until that ends; meanwhile {@link #type} is its keyboard.
     *
     * @param screen takes what the console shows, byte for byte
     * @param begun called once, when what is typed reaches the shell, or there will be none
     */
    Reply shell(OutputStream screen, Runnable begun);

    /** Types on the guest's console; for another thread, while a shell runs. */
    void type(byte[] bytes, int length);

    /** Ends the guest and returns when it has ended. */
    @Override
    void close();
}
