package org.kernelmaven.vm;

import org.kernelmaven.UserException;

/** What runs a guest failed before the guest said anything: it may work in another way, such as without KVM. */
final class BrokenMachineException extends UserException {

    private static final long serialVersionUID = 1L;

    BrokenMachineException(String message) {
        super(message);
    }
}
