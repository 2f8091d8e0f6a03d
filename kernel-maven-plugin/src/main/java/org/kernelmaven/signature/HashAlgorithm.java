package org.kernelmaven.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The hashes that {@code CONFIG_MODULE_SIG_HASH} may name (kernel/module/Kconfig, Linux 6.12). */
public enum HashAlgorithm {
    /** Up to Linux 6.6, and again since 6.8. */
    SHA1("1.3.14.3.2.26", "1.2.840.10045.4.1"),
    /** Up to Linux 6.6. */
    SHA224("2.16.840.1.101.3.4.2.4", "1.2.840.10045.4.3.1"),
    /** SHA-2. */
    SHA256("2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"),
    /** SHA-2. */
    SHA384("2.16.840.1.101.3.4.2.2", "1.2.840.10045.4.3.3"),
    /** SHA-2. */
    SHA512("2.16.840.1.101.3.4.2.3", "1.2.840.10045.4.3.4"),
    /** Since Linux 6.7. */
    SHA3_256("2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.3.10"),
    /** Since Linux 6.7. */
    SHA3_384("2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.3.11"),
    /** Since Linux 6.7. */
    SHA3_512("2.16.840.1.101.3.4.2.10", "2.16.840.1.101.3.4.3.12");

    private final String oid;
    private final String ecdsaOid;

    HashAlgorithm(String oid, String ecdsaOid) {
        this.oid = oid;
        this.ecdsaOid = ecdsaOid;
    }

    /** The algorithm of that kernel name, such as {@code sha256} or {@code sha3-256}. */
    public static Optional<HashAlgorithm> of(String kernelName) {
        return Arrays.stream(values())
                .filter(hash -> hash.kernelName().equals(kernelName))
                .findFirst();
    }

    /** What the kernel and openssl call it. */
    String kernelName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** As in the names of Java's signatures: {@code SHA256}, {@code SHA3-256}. */
    String javaName() {
        return name().replace('_', '-');
    }

    /** Its object identifier (RFC 5754, NIST's registry for SHA-3). */
    String oid() {
        return oid;
    }

    /** The object identifier of ECDSA with it. */
    String ecdsaOid() {
        return ecdsaOid;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(javaName().replaceFirst("^SHA(?!3-)", "SHA-"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
