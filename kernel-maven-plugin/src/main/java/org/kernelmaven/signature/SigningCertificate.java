package org.kernelmaven.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * The certificate by whose issuer and serial number the kernel finds the public key that a signature is checked with.
 */
final class SigningCertificate {

    private static final long MOST_BYTES = 1 << 16;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private static final BigInteger ONE = BigInteger.ONE;
    private static final String DATA = "1.2.840.113549.1.7.1";
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String RSA = "1.2.840.113549.1.1.1";

    private final X509Certificate certificate;
    private final Path file;

    private SigningCertificate(X509Certificate certificate, Path file) {
        this.certificate = certificate;
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @param parameter for messages, what named the file
     * @param file PEM, where other things may stand beside the certificate, or DER
     * @throws UserException where it holds none, or one whose key the kernel cannot check modules with
     */
    static SigningCertificate read(String parameter, Path file) throws IOException {
        var bytes = Files.size(file) > MOST_BYTES ? new byte[0] : Files.readAllBytes(file);
        var pem = PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        var encoded = pem.find() ? pem.group().getBytes(StandardCharsets.ISO_8859_1) : bytes;
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new UserException(
                    "parameter <" + parameter + ">: '" + file + "' holds no X.509 certificate."
                            + " Put it there as PEM, or name its file, PEM or DER, with <signingCertificate>.",
                    e);
        }
        var kind = certificate.getPublicKey().getAlgorithm();
        if (!kind.equals("RSA") && !kind.equals("EC")) {
            throw new UserException("parameter <" + parameter + ">: the certificate in '" + file + "' is of a key of"
                    + " kind '" + kind + "'. The kernel checks modules with RSA and with elliptic curves (EC).");
        }
        return new SigningCertificate(certificate, file);
    }

    Path file() {
        return file;
    }

    /** Whether its key is one of an elliptic curve; else it is RSA. */
    boolean isElliptic() {
        return certificate.getPublicKey().getAlgorithm().equals("EC");
    }

    /** Reads content, then says whether a signature of it is by the key that this certificate is of. */
    Check check(HashAlgorithm hash) {
        try {
            var verifier = Signature.getInstance(hash.javaName() + (isElliptic() ? "withECDSA" : "withRSA"));
            verifier.initVerify(certificate.getPublicKey());
            return new Check(verifier);
        } catch (GeneralSecurityException e) {
            throw new UserException(
                    "parameter <signingCertificate>: this Java cannot check a signature by " + hash.kernelName()
                            + " and the key of '" + file + "': " + e.getMessage() + ". Use another JDK.",
                    e);
        }
    }

    /** A check that goes on. */
    record Check(Signature verifier) {

        void update(byte[] buffer, int length) {
            try {
                verifier.update(buffer, 0, length);
            } catch (SignatureException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean accepts(byte[] signature) {
            try {
                return verifier.verify(signature);
            } catch (SignatureException e) {
                // Of another length, or another kind of key.
                return false;
            }
        }
    }

    /**
     * A detached signature without attributes and certificates (CMS, RFC 5652), which is what the kernel's
     * scripts/sign-file.c makes and its crypto/asymmetric_keys/pkcs7_parser.c takes.
     *
     * @param value what the key made of the content: PKCS #1, or {@code ECDSA-Sig-Value}
     */
    byte[] signedData(HashAlgorithm hash, byte[] value) {
        var digest = Der.sequence(Der.oid(hash.oid()));
        var signer = Der.sequence(
                Der.integer(ONE),
                Der.sequence(
                        certificate.getIssuerX500Principal().getEncoded(), Der.integer(certificate.getSerialNumber())),
                digest,
                isElliptic() ? Der.sequence(Der.oid(hash.ecdsaOid())) : Der.sequence(Der.oid(RSA), Der.nothing()),
                Der.octets(value));
        return Der.sequence(
                Der.oid(SIGNED_DATA),
                Der.explicit(
                        Der.sequence(Der.integer(ONE), Der.set(digest), Der.sequence(Der.oid(DATA)), Der.set(signer))));
    }
}
