package org.kernelmaven.signature;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** Writes the few types of ASN.1 that a signature is made of, by the distinguished encoding rules (X.690). */
final class Der {

    private static final int ONE_BYTE = 0x80;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, parts);
    }

    /** What ASN.1 writes as {@code [0] EXPLICIT}. */
    static byte[] explicit(byte[] part) {
        return tagged(0xa0, part);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    static byte[] nothing() {
        return tagged(0x05);
    }

    /** @param dotted such as {@code 1.2.840.113549.1.7.2} */
    static byte[] oid(String dotted) {
        var arcs =
                Arrays.stream(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
        var bytes = new ByteArrayOutputStream();
        bytes.write(arcs[0] * 40 + arcs[1]);
        for (var i = 2; i < arcs.length; i++) {
            for (var shift = 28; shift > 0; shift -= 7) {
                if ((arcs[i] >> shift) != 0) {
                    bytes.write(ONE_BYTE | ((arcs[i] >> shift) & 0x7f));
                }
            }
            bytes.write(arcs[i] & 0x7f);
        }
        return tagged(0x06, bytes.toByteArray());
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        var length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        if (length < ONE_BYTE) {
            bytes.write(length);
        } else {
            var size = BigInteger.valueOf(length).bitLength() / 8 + 1;
            var digits = BigInteger.valueOf(length).toByteArray();
            var skipped = digits[0] == 0 ? 1 : 0;
            bytes.write(ONE_BYTE | (size - skipped));
            bytes.write(digits, skipped, digits.length - skipped);
        }
        for (var part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
