package org.kernelmaven.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device by which the processor itself runs guests. That it opens does not mean that it works: inside a virtual
 * machine, QEMU may abort. That is found out, and told, once a JVM.
 */
record Kvm(Path device) {

    private static final Logger LOG = LoggerFactory.getLogger(Kvm.class);

    private static final Set<Path> BROKEN = ConcurrentHashMap.newKeySet();

    boolean works() {
        return !BROKEN.contains(device) && Files.isReadable(device) && Files.isWritable(device);
    }

    /** @param why it does not work */
    void failed(String why) {
        if (BROKEN.add(device)) {
            LOG.warn("Guests run without KVM from now on: {}", why);
        }
    }
}
