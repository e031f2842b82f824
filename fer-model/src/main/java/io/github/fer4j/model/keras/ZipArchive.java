package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in memory, read by its central directory, zip64 included.
 *
 * <p>Of its own because {@link java.util.zip.ZipFile} needs a file and {@link
 * java.util.zip.ZipInputStream} believes what stands before each member; and stored members, which
 * is how Keras stores them, need not be copied. Nothing is ever extracted to a path.
 */
final class ZipArchive {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int MAX_MEMBERS = 100_000;

    /** Weights hardly shrink; deflate itself reaches 1000 on zeros alone. */
    private static final int MAX_RATIO = 100;

    private static final int ALWAYS_ALLOWED_BYTES = 1 << 20;

    private final ByteBuffer bytes;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private record Member(
            int flags, int method, int crc, long compressed, long size, long offset) {}

    ZipArchive(byte[] file) {
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try {
            readDirectory();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ModelFormatException(
                    "the zip archive is damaged: its directory points outside the file", e);
        }
    }

    /** The members' names in the directory's order, without folders. */
    Set<String> names() {
        return members.keySet();
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * @return the member's bytes; a view of the archive where it is stored without compression
     */
    ByteBuffer read(String name, long maxBytes) {
        Member member = members.get(name);
        if (member == null) {
            throw new ModelFormatException(
                    "%s is missing from the archive, which holds %s".formatted(name, shown()));
        }
        if ((member.flags & 1) != 0) {
            throw new ModelFormatException(
                    "the archive is encrypted: %s cannot be read".formatted(name));
        }
        if (member.size > maxBytes) {
            throw new ModelFormatException(
                    "%s has %,d bytes, at most %,d are read"
                            .formatted(name, member.size, maxBytes));
        }
        ByteBuffer content;
        try {
            ByteBuffer stored = compressed(member);
            content =
                    switch (member.method) {
                        case 0 -> stored;
                        case 8 -> inflate(name, member, stored);
                        default ->
                                throw new ModelFormatException(
                                        "%s is compressed by method %d, only stored and deflated"
                                                        .formatted(name, member.method)
                                                + " members are read");
                    };
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ModelFormatException(
                    "the archive is damaged: %s reaches beyond the file".formatted(name), e);
        }
        if (content.remaining() != member.size) {
            throw damaged(
                    name,
                    "it holds %,d bytes, its header says %,d"
                            .formatted(content.remaining(), member.size));
        }
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        if ((int) crc.getValue() != member.crc) {
            throw damaged(name, "its checksum (CRC-32) does not fit");
        }
        return content;
    }

    /** The first members' names, for an error message. */
    String shown() {
        StringBuilder shown = new StringBuilder();
        for (String name : members.keySet()) {
            if (shown.length() > 120) {
                return shown + ", …";
            }
            shown.append(shown.isEmpty() ? "" : ", ").append(name);
        }
        return shown.isEmpty() ? "nothing" : shown.toString();
    }

    private ByteBuffer compressed(Member member) {
        int at = toInt(member.offset);
        if (bytes.getInt(at) != LOCAL) {
            throw new IllegalArgumentException("no member at " + at);
        }
        int start = at + 30 + unsignedShort(at + 26) + unsignedShort(at + 28);
        return bytes.slice(start, toInt(member.compressed));
    }

    private static ByteBuffer inflate(String name, Member member, ByteBuffer compressed) {
        // The header's size may lie: it bounds what is reserved, and what comes out is counted.
        long most = (long) compressed.remaining() * MAX_RATIO + ALWAYS_ALLOWED_BYTES;
        if (member.size > most) {
            throw new ModelFormatException(
                    "%s claims %,d bytes out of %,d compressed ones, more than weights ever shrink"
                            .formatted(name, member.size, compressed.remaining()));
        }
        byte[] content = new byte[toInt(member.size)];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed);
            int filled = 0;
            while (filled < content.length && !inflater.finished()) {
                int count = inflater.inflate(content, filled, content.length - filled);
                if (count == 0 && !inflater.finished()) {
                    throw damaged(name, "its compressed data end early");
                }
                filled += count;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw damaged(
                        name, "it inflates to more than the %,d bytes it claims".formatted(filled));
            }
            return ByteBuffer.wrap(content, 0, filled);
        } catch (DataFormatException e) {
            throw new ModelFormatException(
                    "the archive's member %s is damaged: %s".formatted(name, e.getMessage()), e);
        } finally {
            inflater.end();
        }
    }

    private void readDirectory() {
        int end = findEnd();
        long size = unsignedInt(end + 12);
        long at = unsignedInt(end + 16);
        if (end >= 20 && bytes.getInt(end - 20) == LOCATOR64) {
            int end64 = toInt(bytes.getLong(end - 20 + 8));
            if (bytes.getInt(end64) != END64) {
                throw new ModelFormatException(
                        "the zip archive is damaged: no zip64 directory where its locator points");
            }
            size = bytes.getLong(end64 + 40);
            at = bytes.getLong(end64 + 48);
        }
        // By size rather than by count, as Python's zipfile does.
        int position = toInt(at);
        int last = toInt(at + size);
        for (int i = 0; position < last; i++) {
            if (i == MAX_MEMBERS) {
                throw new ModelFormatException(
                        "the zip archive has more than %,d members".formatted(MAX_MEMBERS));
            }
            position = readEntry(position);
        }
    }

    private int findEnd() {
        int lowest = Math.max(0, bytes.limit() - 22 - 0xFFFF);
        for (int at = bytes.limit() - 22; at >= lowest; at--) {
            if (bytes.getInt(at) == END) {
                return at;
            }
        }
        throw new ModelFormatException(
                "the zip archive is damaged or cut off: its directory is missing");
    }

    private int readEntry(int at) {
        if (bytes.getInt(at) != CENTRAL) {
            throw new ModelFormatException("the zip archive is damaged: its directory is broken");
        }
        int nameLength = unsignedShort(at + 28);
        int extraLength = unsignedShort(at + 30);
        long compressed = unsignedInt(at + 20);
        long size = unsignedInt(at + 24);
        long offset = unsignedInt(at + 42);
        int extra = at + 46 + nameLength;
        for (int end = extra + extraLength; extra + 4 <= end; ) {
            int field = extra + 4;
            int length = unsignedShort(extra + 2);
            if (unsignedShort(extra) == 1) {
                if (size == 0xFFFFFFFFL) {
                    size = bytes.getLong(field);
                    field += 8;
                }
                if (compressed == 0xFFFFFFFFL) {
                    compressed = bytes.getLong(field);
                    field += 8;
                }
                if (offset == 0xFFFFFFFFL) {
                    offset = bytes.getLong(field);
                }
            }
            extra += 4 + length;
        }
        byte[] name = new byte[nameLength];
        bytes.get(at + 46, name);
        add(
                new String(name, StandardCharsets.UTF_8),
                new Member(
                        unsignedShort(at + 8),
                        unsignedShort(at + 10),
                        bytes.getInt(at + 16),
                        compressed,
                        size,
                        offset));
        return at + 46 + nameLength + extraLength + unsignedShort(at + 32);
    }

    private void add(String name, Member member) {
        String path = name.replace('\\', '/');
        if (path.startsWith("/") || ("/" + path + "/").contains("/../") || path.contains(":")) {
            throw new ModelFormatException(
                    "the archive's member '%s' points outside the archive; Keras writes no such file"
                            .formatted(name));
        }
        if (name.endsWith("/")) {
            return;
        }
        if (members.put(name, member) != null) {
            throw new ModelFormatException(
                    "the archive holds two members named %s".formatted(name));
        }
    }

    private static ModelFormatException damaged(String name, String how) {
        return new ModelFormatException(
                "the archive's member %s is damaged: %s".formatted(name, how));
    }

    private static int toInt(long offset) {
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException("offset " + offset);
        }
        return (int) offset;
    }

    private int unsignedShort(int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private long unsignedInt(int at) {
        return bytes.getInt(at) & 0xFFFFFFFFL;
    }
}
