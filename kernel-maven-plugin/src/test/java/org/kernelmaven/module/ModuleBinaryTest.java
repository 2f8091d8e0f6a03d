package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kernelmaven.UserException;
import org.kernelmaven.module.Fixture.Form;

/** Built modules are read as nm and modinfo read them, and hostile ones do no harm. */
class ModuleBinaryTest {

    @TempDir
    Path directory;

    private Path widget(Form form) throws IOException {
        return new Fixture(form)
                .info("version=1.2", "description=A widget = a thing", "license=GPL", "license=Dual MIT/GPL")
                .info("import_ns=USB", "parm=count:how many: of them", "parmtype=count:int", "parmtype=flag:bool")
                .info("depends=widget-core,other", "name=widget", "vermagic=6.1.55 SMP mod_unload ")
                .uses("_printk")
                .uses("kmalloc")
                .mayUse("perhaps")
                .exports("widget_open", false)
                .exports("widget_gpl", true)
                .version("module_layout", 0x12345678)
                .version("_printk", 0xfedcba98)
                .assemble(directory, "widget");
    }

    @ParameterizedTest
    @EnumSource
    void symbolsAreThoseThatNmShows(Form form) throws IOException {
        var file = widget(form);
        var module = ModuleBinary.read(file);

        assertThat(module.undefined()).containsExactly("_printk", "kmalloc");
        assertThat(module.undefined()).containsExactlyElementsOf(Fixture.nm(file, "U"));
        assertThat(module.weak()).containsExactly("perhaps").containsExactlyElementsOf(Fixture.nm(file, "w"));
        assertThat(module.exported()).isEqualTo(Map.of("widget_open", false, "widget_gpl", true));
        assertThat(Fixture.nm(file, "T"))
                .containsExactlyInAnyOrderElementsOf(module.exported().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void versionsAreReadInTheFilesOwnByteOrder(Form form) throws IOException {
        assertThat(ModuleBinary.read(widget(form)).versions())
                .isEqualTo(Map.of("module_layout", 0x12345678, "_printk", 0xfedcba98));
    }

    @Test
    void infoIsWhatModinfoShows() throws IOException {
        var file = widget(Form.LITTLE_64);
        var info = ModuleBinary.read(file).info();

        for (var entry : List.of(
                Map.entry("version", info.version().orElseThrow()),
                Map.entry("description", info.description().orElseThrow()),
                Map.entry("license", String.join("\n", info.licenses())),
                Map.entry("import_ns", String.join("\n", info.importNamespaces())),
                Map.entry("depends", String.join(",", info.depends())),
                Map.entry("vermagic", info.vermagic().orElseThrow()))) {
            assertThat(entry.getValue())
                    .isEqualTo(Fixture.run(List.of("modinfo", "-F", entry.getKey(), file.toString()))
                            .replaceFirst("\n$", ""));
        }
        assertThat(info.parameters())
                .containsExactly(
                        new ModuleInfo.Parameter("count", Optional.of("int"), Optional.of("how many: of them")),
                        new ModuleInfo.Parameter("flag", Optional.of("bool"), Optional.empty()));
        assertThat(info.release()).contains("6.1.55");
        assertThat(info.gplCompatible()).isTrue();
    }

    @Test
    void oneIncompatibleLicenceIsEnough() throws IOException {
        var file = new Fixture(Form.LITTLE_64)
                .info("license=GPL", "license=Proprietary")
                .assemble(directory, "two");
        assertThat(ModuleBinary.read(file).info().gplCompatible()).isFalse();
    }

    @Test
    void nameIsTheKernelsOwn() throws IOException {
        var file = new Fixture(Form.LITTLE_64).info("license=GPL").assemble(directory, "my-widget");
        assertThat(ModuleBinary.read(file).name()).isEqualTo("my_widget");
    }

    @Test
    void hugeDebugSectionIsNotRead() throws IOException {
        var file = widget(Form.LITTLE_64);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(8L << 30);
        }
        assertThat(ModuleBinary.read(file).name()).isEqualTo("widget");
    }

    @Test
    void fileThatIsNoModuleSaysSo() throws IOException {
        var text = Files.writeString(directory.resolve("text.ko"), "x".repeat(100));
        assertThatThrownBy(() -> ModuleBinary.read(text))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("text.ko' is not a kernel module")
                .hasMessageContaining("compressed");
        var plain = Files.write(directory.resolve("plain.s"), List.of(".data", ".long 1"));
        var object = directory.resolve("plain.o");
        Fixture.run(List.of("aarch64-linux-gnu-as", "-o", object.toString(), plain.toString()));
        assertThatThrownBy(() -> ModuleBinary.read(object)).hasMessageContaining("no section '.modinfo'");
        assertThatThrownBy(() -> ModuleBinary.read(directory.resolve("none.ko")))
                .hasMessageContaining("There is no module");
    }

    @ParameterizedTest
    @EnumSource
    void truncatedFileIsAnErrorOfTheUser(Form form) throws IOException {
        var bytes = Files.readAllBytes(widget(form));
        var file = directory.resolve("short.ko");
        for (var length = 0; length < bytes.length; length += 29) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ModuleBinary.read(file)).isInstanceOf(UserException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damagedFileIsReadOrRefused(Form form) throws IOException {
        var bytes = Files.readAllBytes(widget(form));
        var random = new Random(42);
        var file = directory.resolve("damaged.ko");
        var refused = 0;
        for (var i = 0; i < 200; i++) {
            var copy = bytes.clone();
            for (var n = random.nextInt(8); n >= 0; n--) {
                copy[random.nextInt(i % 2 == 0 ? 64 : copy.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, copy);
            try {
                ModuleBinary.read(file);
            } catch (UserException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
