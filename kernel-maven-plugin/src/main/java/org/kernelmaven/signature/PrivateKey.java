package org.kernelmaven.signature;

import java.io.IOException;

/** A private key that stays where it is: whoever holds it is asked for what it makes of a hash. */
sealed interface PrivateKey permits KeyFile, TokenKey {

    /**
     * Signs.
     *
     * @param hash what made {@code digest} of the content
     * @param elliptic whether the key is one of an elliptic curve; else it is RSA
     * @return PKCS #1 padded (RSASSA-PKCS1-v1_5), or {@code ECDSA-Sig-Value} of an elliptic curve
     * @throws org.kernelmaven.UserException where it cannot be read or used
     */
    byte[] sign(HashAlgorithm hash, byte[] digest, boolean elliptic) throws IOException;

    /** For messages. */
    @Override
    String toString();
}
