package org.kernelmaven.module;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * An ELF relocatable object, such as a {@code .ko}: its sections by name and its symbols; 32 and 64 bit, of either byte
 * order.
 *
 * <p>Only what is asked for is read, so that one with 100 MB of debug information costs no more than one without. The
 * file may be hostile: sizes are bounded, and what does not lie within the file is a {@link UserException}.
 */
public final class ElfObject implements Closeable {

    private static final int MAGIC = 0x7f454c46;
    private static final int ET_REL = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_RELA = 4;
    private static final int SHT_NOBITS = 8;
    private static final long SHF_COMPRESSED = 1 << 11;

    private static final long MAX_TABLE = 8L << 20;
    private static final long MAX_NAMES = 64L << 20;
    private static final long MAX_SYMBOLS = 64L << 20;
    private static final int MAX_NAME = 4096;

    private final ElfFile file;
    private final boolean wide;
    private final List<Section> sections;

    /**
     * A section.
     *
     * @param name such as {@code .modinfo}
     * @param index its place in the section table
     * @param type {@code sh_type}
     * @param flags {@code sh_flags}
     * @param offset from the file's begin, in bytes
     * @param size in bytes
     * @param link {@code sh_link}
     */
    public record Section(String name, int index, int type, long flags, long offset, long size, int link) {}

    /**
     * A symbol.
     *
     * @param name never empty
     * @param section the index of the section it is defined in; 0 for one that is not defined here
     * @param weak whether its binding is weak
     */
    public record Symbol(String name, int section, boolean weak) {

        /** Whether another file must define it. */
        public boolean undefined() {
            return section == 0;
        }
    }

    /**
     * A place in a section, to which a pointer leads.
     *
     * @param section the section's index
     * @param offset from its begin, in bytes
     */
    public record Place(int section, long offset) {}

    private ElfObject(ElfFile file, boolean wide, List<Section> sections) {
        this.file = file;
        this.wide = wide;
        this.sections = List.copyOf(sections);
    }

    /**
     * Opens a file and reads its section table.
     *
     * @throws UserException where it is not there, is no ELF relocatable, or is damaged
     */
    public static ElfObject open(Path path) throws IOException {
        var file = ElfFile.open(path);
        try {
            return open(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static ElfObject open(ElfFile file) throws IOException {
        if (file.size() < 52) {
            throw file.damaged("it has " + file.size() + " bytes only");
        }
        var ident = file.read("the ELF header", 0, 16, 16);
        if (ident.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
            throw file.damaged("it does not begin as an ELF file (a compressed module must be unpacked first)");
        }
        var bits = ident.get(4);
        var data = ident.get(5);
        if (bits < 1 || bits > 2 || data < 1 || data > 2) {
            throw file.damaged("its ELF class is " + bits + " and its data encoding " + data);
        }
        file.order(data == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        var wide = bits == 2;
        var header = file.read("the ELF header", 0, wide ? 64 : 52, 64);
        if (header.getShort(16) != ET_REL) {
            throw file.damaged("it is an ELF file, but not a relocatable one");
        }
        return new ElfObject(file, wide, sections(file, wide, header));
    }

    private static List<Section> sections(ElfFile file, boolean wide, ByteBuffer header) throws IOException {
        var offset = wide ? header.getLong(40) : Integer.toUnsignedLong(header.getInt(32));
        var entry = Short.toUnsignedInt(header.getShort(wide ? 58 : 46));
        var count = Short.toUnsignedInt(header.getShort(wide ? 60 : 48));
        var names = Short.toUnsignedInt(header.getShort(wide ? 62 : 50));
        var width = wide ? 64 : 40;
        if (offset == 0 || entry != width) {
            throw file.damaged("it has no section table");
        }
        if (count == 0 || names >= count) {
            // No count stands for more sections than 16 bits can tell, which the kernel's own loader does not read
            // either.
            throw file.damaged("it has " + count + " sections, their names in number " + names);
        }
        var table = file.read("the section table", offset, (long) count * width, MAX_TABLE);
        var raw = new ArrayList<Section>();
        for (var i = 0; i < count; i++) {
            raw.add(section(table.slice(i * width, width).order(table.order()), wide, i));
        }
        var strings = bytes(file, raw.get(names), MAX_NAMES);
        var sections = new ArrayList<Section>();
        for (var i = 0; i < count; i++) {
            var at = table.getInt(i * width);
            var bare = raw.get(i);
            sections.add(new Section(
                    i == 0 ? "" : text(file, strings, at),
                    i,
                    bare.type,
                    bare.flags,
                    bare.offset,
                    bare.size,
                    bare.link));
        }
        return sections;
    }

    private static Section section(ByteBuffer entry, boolean wide, int index) {
        return wide
                ? new Section(
                        "",
                        index,
                        entry.getInt(4),
                        entry.getLong(8),
                        entry.getLong(24),
                        entry.getLong(32),
                        entry.getInt(40))
                : new Section(
                        "",
                        index,
                        entry.getInt(4),
                        Integer.toUnsignedLong(entry.getInt(8)),
                        Integer.toUnsignedLong(entry.getInt(16)),
                        Integer.toUnsignedLong(entry.getInt(20)),
                        entry.getInt(24));
    }

    /** All sections; the one at index 0 has no name and no content. */
    public List<Section> sections() {
        return sections;
    }

    /** The first section of that name. */
    public Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name.equals(name)).findFirst();
    }

    /** Whether it is for a 64-bit machine. */
    public boolean wide() {
        return wide;
    }

    /**
     * A section's bytes, in the file's byte order; no bytes where there is no such section.
     *
     * @param limit how many there may be at most
     */
    public ByteBuffer content(String name, long limit) throws IOException {
        var section = section(name);
        return section.isEmpty() ? ByteBuffer.allocate(0) : bytes(file, section.get(), limit);
    }

    private static ByteBuffer bytes(ElfFile file, Section section, long limit) throws IOException {
        var what = section.name.isEmpty() ? "section " + section.index : "section '" + section.name + "'";
        if (section.type == SHT_NOBITS || (section.flags & SHF_COMPRESSED) != 0) {
            throw file.damaged(what + " has no plain bytes");
        }
        return file.read(what, section.offset, section.size, limit);
    }

    /** The symbols that have a name, in the file's order; none where it has no symbol table. */
    public List<Symbol> symbols() throws IOException {
        var section = symbolSection();
        var table = symbolTable();
        return table.isEmpty() ? List.of() : symbols(section.orElseThrow(), table.get());
    }

    private Optional<Section> symbolSection() {
        return sections.stream().filter(section -> section.type == SHT_SYMTAB).findFirst();
    }

    private Optional<ByteBuffer> symbolTable() throws IOException {
        var section = symbolSection();
        return section.isEmpty() ? Optional.empty() : Optional.of(bytes(file, section.get(), MAX_SYMBOLS));
    }

    private List<Symbol> symbols(Section section, ByteBuffer table) throws IOException {
        var width = wide ? 24 : 16;
        if (section.size % width != 0 || section.link <= 0 || section.link >= sections.size()) {
            throw file.damaged("its symbol table has " + section.size + " bytes and its names in section "
                    + Integer.toUnsignedString(section.link));
        }
        var strings = bytes(file, sections.get(section.link), MAX_NAMES);
        var symbols = new ArrayList<Symbol>();
        for (var at = 0; at < table.limit(); at += width) {
            var name = table.getInt(at);
            if (name != 0) {
                var info = table.get(at + (wide ? 4 : 12));
                var index = Short.toUnsignedInt(table.getShort(at + (wide ? 6 : 14)));
                var binding = (info >> 4) & 0xf;
                symbols.add(new Symbol(text(file, strings, name), index, binding == 2));
            }
        }
        return symbols;
    }

    /**
     * Where the pointers in a section lead, in its order, as far as that is in this file; none where there is no such
     * section.
     */
    public List<Place> pointers(String name) throws IOException {
        var relocations = sections.stream()
                .filter(section -> section.name.equals(".rela" + name) || section.name.equals(".rel" + name))
                .findFirst();
        if (relocations.isEmpty()) {
            return List.of();
        }
        var symbols = symbolTable().orElseThrow(() -> file.damaged("it has relocations and no symbols"));
        var content = content(name, MAX_TABLE);
        var table = bytes(file, relocations.get(), MAX_TABLE);
        var added = relocations.get().type == SHT_RELA;
        var word = wide ? 8 : 4;
        var width = added ? 3 * word : 2 * word;
        var places = new ArrayList<Place>();
        for (var at = 0; at + width <= table.limit(); at += width) {
            var symbol = wide ? table.getLong(at + word) >>> 32 : table.getInt(at + word) >>> 8;
            var addend = added ? word(table, at + 2L * word) : word(content, word(table, at));
            place(symbols, symbol, addend).ifPresent(places::add);
        }
        return places;
    }

    private Optional<Place> place(ByteBuffer symbols, long symbol, long addend) {
        var width = wide ? 24 : 16;
        if ((symbol + 1) * width > symbols.limit()) {
            throw file.damaged("a relocation has symbol " + symbol + ", which is not there");
        }
        var entry = (int) symbol * width;
        var section = Short.toUnsignedInt(symbols.getShort(entry + (wide ? 6 : 14)));
        return section == 0 || section >= sections.size()
                ? Optional.empty()
                : Optional.of(new Place(section, word(symbols, entry + (wide ? 8L : 4L)) + addend));
    }

    private long word(ByteBuffer bytes, long at) {
        if (at < 0 || at > bytes.limit() - (wide ? 8 : 4)) {
            throw file.damaged("a relocation lies outside its section");
        }
        return wide ? bytes.getLong((int) at) : Integer.toUnsignedLong(bytes.getInt((int) at));
    }

    /**
     * The text at a place, up to its zero byte.
     *
     * @param most how many bytes there are for it
     */
    public String text(Place place, int most) throws IOException {
        var section = sections.get(place.section);
        if (section.type == SHT_NOBITS || place.offset < 0 || place.offset >= section.size) {
            throw file.damaged("a pointer leads out of section '" + section.name + "'");
        }
        var length = Math.min(most, section.size - place.offset);
        var bytes = file.read("a text", section.offset + place.offset, length, most);
        var end = 0;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        var text = new byte[end];
        bytes.get(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String text(ElfFile file, ByteBuffer strings, int offset) {
        if (offset < 0 || offset >= strings.limit()) {
            if (offset == 0) {
                return "";
            }
            throw file.damaged("a name lies outside the table of names");
        }
        var end = offset;
        while (end < strings.limit() && strings.get(end) != 0) {
            end++;
        }
        if (end == strings.limit() || end - offset > MAX_NAME) {
            throw file.damaged("a name has no end");
        }
        return new String(strings.array(), strings.arrayOffset() + offset, end - offset, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
