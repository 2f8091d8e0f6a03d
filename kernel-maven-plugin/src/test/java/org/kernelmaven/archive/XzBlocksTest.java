package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that {@code xz} made, whole and damaged. */
class XzBlocksTest {

    private static final int MEMORY_KIB = 1 << 17;
    private static final long HEAP = 64 << 20;
    /** Whose eighth is less than a block of these tests. */
    private static final long TINY_HEAP = 8 << 12;

    private final Path temp;

    XzBlocksTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        Run.in(temp, "sh", "-c", "seq 3000 > plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xz -c plain",
                "xz -c /dev/null",
                "xz -cT2 --block-size=4096 plain",
                "xz -cT2 --block-size=4096 --check=sha256 plain",
                "xz -cT2 --block-size=4096 --check=crc32 plain",
                "xz -cT2 --block-size=4096 --check=none plain",
                "xz -cT2 --block-size=4096 --x86 --lzma2=dict=64KiB plain",
                "xz -cT2 --block-size=4096 --lzma2=dict=4KiB plain",
                "xz -cT2 --block-list=8192,4096,100,0 plain",
                "xz -cT2 --block-size=4096 plain; xz -c plain",
                "xz -c plain; xz -cT2 --block-size=4096 plain",
                "xz -cT2 --block-size=4096 plain; head -c 8 /dev/zero; xz -cT2 --block-size=4000 plain; head -c 4 /dev/zero",
            })
    void decodesAsXzDoes(String commands) throws IOException {
        Run.in(temp, "sh", "-c", "(" + commands + ") > packed; xz -dc packed > unpacked");
        var packed = Files.readAllBytes(temp.resolve("packed"));
        var unpacked = Files.readAllBytes(temp.resolve("unpacked"));
        for (int cores : new int[] {1, 2, 16}) {
            assertThat(decode(packed, HEAP, cores)).isEqualTo(unpacked);
        }
        assertThat(decode(packed, 1 << 16, 2)).isEqualTo(unpacked);
    }

    @Test
    void findsEveryChangedByteInOneOfManyBlocks() throws IOException {
        var packed = packedInBlocks();
        for (int i = 0; i < packed.length; i++) {
            var damaged = packed.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> decode(damaged, HEAP, 2)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void findsEveryTruncation() throws IOException {
        var packed = packedInBlocks();
        for (int i = 1; i < packed.length; i++) {
            var length = i;
            assertThatThrownBy(() -> decode(Arrays.copyOf(packed, length), HEAP, 2))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void findsAMissingBlock() throws IOException {
        var packed = packedInBlocks();
        var header = Arrays.copyOf(packed, XzFormat.STREAM_HEADER);
        var block = Arrays.copyOfRange(
                packed, header.length, header.length + XzFormat.blockHeaderBytes(packed[header.length]));
        int size = (int) XzFormat.blockSize(block, header).orElseThrow().padded();
        var rest = Arrays.copyOfRange(packed, header.length + size, packed.length);
        var without = Arrays.copyOf(header, header.length + rest.length);
        System.arraycopy(rest, 0, without, header.length, rest.length);
        assertThatThrownBy(() -> decode(without, HEAP, 2)).hasMessageContaining("its index is not that of its blocks");
    }

    @Test
    void givesAllBytesBeforeTheDamage() throws IOException {
        var packed = packedInBlocks();
        try (var in = open(Arrays.copyOf(packed, packed.length / 2), HEAP, 16)) {
            assertThat(new String(in.readNBytes(1024), StandardCharsets.US_ASCII))
                    .isEqualTo(Files.readString(temp.resolve("plain")).substring(0, 1024));
        }
    }

    @Test
    void refusesALaterBlockThatIsTooLarge() throws IOException {
        Run.in(temp, "sh", "-c", "xz -cT2 --block-list=100,0 --lzma2=dict=4KiB plain > packed");
        var packed = Files.readAllBytes(temp.resolve("packed"));
        assertThatThrownBy(() -> decode(packed, TINY_HEAP, 2)).hasMessageContaining("compress the archive anew");
    }

    @Test
    void theDictionaryThatABlockStatesCounts() throws IOException {
        Run.in(temp, "sh", "-c", "xz -cT2 --block-size=4096 --x86 --lzma2=dict=96MiB plain > packed");
        var packed = Files.readAllBytes(temp.resolve("packed"));
        var header = Arrays.copyOf(packed, XzFormat.STREAM_HEADER);
        var block = Arrays.copyOfRange(
                packed, header.length, header.length + XzFormat.blockHeaderBytes(packed[header.length]));
        assertThat(XzFormat.blockSize(block, header).orElseThrow().memory()).isGreaterThan(96 << 20);
        // One after the other, on the one thread that has a limit of its own.
        assertThat(decode(packed, HEAP, 16)).hasSize((int) Files.size(temp.resolve("plain")));
    }

    private byte[] packedInBlocks() throws IOException {
        Run.in(temp, "sh", "-c", "head -c 2500 plain | xz -cT2 --block-size=1024 > packed");
        return Files.readAllBytes(temp.resolve("packed"));
    }

    private static byte[] decode(byte[] packed, long heap, int cores) throws IOException {
        try (var in = open(packed, heap, cores)) {
            return in.readAllBytes();
        }
    }

    private static XzBlocks open(byte[] packed, long heap, int cores) throws IOException {
        return new XzBlocks(new BufferedInputStream(new ByteArrayInputStream(packed)), MEMORY_KIB, heap, cores);
    }
}
