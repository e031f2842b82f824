package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes HDF5 files of the kind that h5py makes for Keras: superblock 0, groups as symbol tables
 * (B-tree of version 1 and local heap), contiguous datasets, strings in the global heap.
 *
 * <p>jHDF writes too, but of the two things that a whole-model file cannot do without, an attribute
 * beyond 64 KB comes out as a broken file, and an empty list as an exception (0.13.0), so this
 * writes all of them. The numbers in the comments are sections of the HDF5 File Format
 * Specification Version 3.0.
 */
final class Hdf5Writer {
    private static final long UNDEFINED = -1;

    /** A leaf of a group's B-tree has up to twice this many names, an inner node twice that. */
    private static final int LEAF_K = 4;

    private static final int INTERNAL_K = 16;

    /** After this many strings a new collection of the global heap begins; an index is 16 bits. */
    private static final int STRINGS_PER_COLLECTION = 4096;

    private static final int COLLECTION_UNIT = 4096;

    private final Hdf5Output out;
    private final Map<Hdf5Tree.Attribute, List<HeapReference>> strings = new IdentityHashMap<>();

    private record HeapReference(int length, long collection, int index) {}

    private record GroupAddress(long header, long tree, long heap) {}

    /** A node of a group's B-tree and, as an offset into the local heap, its last name. */
    private record TreeNode(long address, long lastName) {}

    /** An entry of a symbol table. */
    private record Entry(long name, Object address) {}

    private Hdf5Writer(Hdf5Output out) {
        this.out = out;
    }

    /** Writes a new file. */
    static void write(Hdf5Tree root, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Hdf5Output out = new Hdf5Output(channel);
            Hdf5Writer writer = new Hdf5Writer(out);
            writer.superblock(new GroupAddress(0, 0, 0), 0);
            writer.globalHeap(root);
            GroupAddress address = writer.group(root);
            out.align().flush();
            long end = out.position();
            channel.position(0);
            Hdf5Output start = new Hdf5Output(channel);
            new Hdf5Writer(start).superblock(address, end);
            start.flush();
        }
    }

    /** II.A. Disk format level 0A: the superblock, version 0. */
    private void superblock(GroupAddress root, long end) throws IOException {
        out.int8(0x89).ascii("HDF\r\n").int8(0x1a).ascii("\n");
        out.zeros(5).int8(8).int8(8).int8(0);
        out.int16(LEAF_K).int16(INTERNAL_K).int32(0);
        out.int64(0).int64(UNDEFINED).int64(end).int64(UNDEFINED);
        symbol(new Entry(0, root));
    }

    /** III.E. Disk format level 1E: the global heap; all strings of all attributes. */
    private void globalHeap(Hdf5Tree root) throws IOException {
        List<Hdf5Tree.Attribute> attributes = new ArrayList<>();
        collectAttributes(root, attributes);
        List<byte[]> collection = new ArrayList<>();
        for (Hdf5Tree.Attribute attribute : attributes) {
            attribute.values().stream().filter(value -> value.length > 0).forEach(collection::add);
        }
        List<HeapReference> references = new ArrayList<>();
        for (int start = 0; start < collection.size(); start += STRINGS_PER_COLLECTION) {
            int end = Math.min(collection.size(), start + STRINGS_PER_COLLECTION);
            references.addAll(collection(collection.subList(start, end)));
        }
        int next = 0;
        for (Hdf5Tree.Attribute attribute : attributes) {
            List<HeapReference> own = new ArrayList<>();
            for (byte[] value : attribute.values()) {
                own.add(value.length > 0 ? references.get(next++) : new HeapReference(0, 0, 0));
            }
            strings.put(attribute, own);
        }
    }

    private static void collectAttributes(Hdf5Tree group, List<Hdf5Tree.Attribute> attributes) {
        attributes.addAll(group.attributes().values());
        for (Object member : group.members().values()) {
            if (member instanceof Hdf5Tree inner) {
                collectAttributes(inner, attributes);
            }
        }
    }

    private List<HeapReference> collection(List<byte[]> values) throws IOException {
        long used = 16;
        for (byte[] value : values) {
            used += 16 + padded(value.length);
        }
        long size = (used + 16 + COLLECTION_UNIT - 1) / COLLECTION_UNIT * COLLECTION_UNIT;
        long address = out.align().position();
        out.ascii("GCOL").int8(1).zeros(3).int64(size);
        List<HeapReference> references = new ArrayList<>();
        for (byte[] value : values) {
            int index = references.size() + 1;
            out.int16(index).int16(0).int32(0).int64(value.length).bytes(value).align();
            references.add(new HeapReference(value.length, address, index));
        }
        // Object 0 is the free space; its size counts its own 16 bytes.
        out.int64(0).int64(size - used).zeros(size - used - 16);
        return references;
    }

    /** Writes what lies in a group, then the group. */
    private GroupAddress group(Hdf5Tree group) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long name = 8;
        for (Map.Entry<String, Object> member : group.members().entrySet()) {
            Object address =
                    member.getValue() instanceof Hdf5Tree inner
                            ? group(inner)
                            : (Object) dataset((Tensor) member.getValue());
            entries.add(new Entry(name, address));
            name += padded(Hdf5Tree.utf8(member.getKey()).length + 1);
        }
        long heap = localHeap(group.members().keySet(), name);
        long tree = tree(entries);

        long header = out.align().position();
        int size = 8 + 16;
        for (Map.Entry<String, Hdf5Tree.Attribute> attribute : group.attributes().entrySet()) {
            size += 8 + attributeSize(attribute.getKey(), attribute.getValue());
        }
        objectHeader(1 + group.attributes().size(), size);
        message(0x0011, 16).int64(tree).int64(heap);
        for (Map.Entry<String, Hdf5Tree.Attribute> attribute : group.attributes().entrySet()) {
            attribute(attribute.getKey(), attribute.getValue());
        }
        return new GroupAddress(header, tree, heap);
    }

    /** III.D. Disk format level 1D: the local heap, which holds the names of a group's members. */
    private long localHeap(Iterable<String> names, long size) throws IOException {
        long address = out.align().position();
        long data = address + 32;
        out.ascii("HEAP").zeros(4).int64(size).int64(1).int64(data);
        out.int64(0);
        for (String name : names) {
            out.bytes(Hdf5Tree.utf8(name)).int8(0).align();
        }
        return address;
    }

    /** III.A.1. Disk format level 1A1: the B-tree of a group over its symbol table nodes. */
    private long tree(List<Entry> entries) throws IOException {
        List<TreeNode> nodes = new ArrayList<>();
        for (int start = 0; start < entries.size(); start += 2 * LEAF_K) {
            nodes.add(leaf(entries.subList(start, Math.min(entries.size(), start + 2 * LEAF_K))));
        }
        int level = 0;
        do {
            nodes = treeLevel(level++, nodes);
        } while (nodes.size() > 1);
        return nodes.get(0).address();
    }

    private List<TreeNode> treeLevel(int level, List<TreeNode> children) throws IOException {
        int width = 2 * INTERNAL_K;
        int count = Math.max(1, (children.size() + width - 1) / width);
        long size = 24 + 8 + width * 16L;
        long first = out.align().position();
        long lastName = 0;
        List<TreeNode> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<TreeNode> own =
                    children.subList(i * width, Math.min(children.size(), (i + 1) * width));
            long address = out.position();
            out.ascii("TREE").int8(0).int8(level).int16(own.size());
            out.int64(i == 0 ? UNDEFINED : first + (i - 1) * size);
            out.int64(i == count - 1 ? UNDEFINED : first + (i + 1) * size);
            // A key is the last name of the child before it, the very first one the empty name.
            out.int64(lastName);
            for (TreeNode child : own) {
                out.int64(child.address()).int64(child.lastName());
                lastName = child.lastName();
            }
            out.zeros(address + size - out.position());
            nodes.add(new TreeNode(address, lastName));
        }
        return nodes;
    }

    /** III.B. Disk format level 1B: a symbol table node. */
    private TreeNode leaf(List<Entry> entries) throws IOException {
        long address = out.align().position();
        out.ascii("SNOD").int8(1).int8(0).int16(entries.size());
        for (Entry entry : entries) {
            symbol(entry);
        }
        out.zeros((2 * LEAF_K - entries.size()) * 40L);
        return new TreeNode(address, entries.get(entries.size() - 1).name());
    }

    /** III.C. Disk format level 1C: an entry of a symbol table; for groups with its addresses. */
    private void symbol(Entry entry) throws IOException {
        out.int64(entry.name());
        if (entry.address() instanceof GroupAddress group) {
            out.int64(group.header()).int32(1).int32(0).int64(group.tree()).int64(group.heap());
        } else {
            out.int64((Long) entry.address()).int32(0).int32(0).zeros(16);
        }
    }

    private long dataset(Tensor values) throws IOException {
        long bytes = 4L * values.count();
        long data = out.align().position();
        out.floats(values.buffer());
        long header = out.align().position();
        int space = dataspaceSize(values.shape().rank());
        objectHeader(4, 4 * 8 + space + 24 + 8 + 24);
        message(0x0001, space);
        dataspace(values.shape());
        message(0x0003, 24);
        // IV.A.2.d. IEEE float32, little-endian: sign 31, exponent 23 to 30, mantissa 0 to 22.
        out.int32(0x001f2011).int32(4).int16(0).int16(32).int8(23).int8(8).int8(0).int8(23);
        out.int32(127).int32(0);
        // IV.A.2.f. Fill value, version 2: allocated late, written if set, defined, of size 0.
        message(0x0005, 8).int8(2).int8(2).int8(2).int8(1).int32(0);
        // IV.A.2.i. Data layout, version 3: contiguous.
        message(0x0008, 24).int8(3).int8(1).int64(bytes == 0 ? UNDEFINED : data).int64(bytes);
        out.zeros(6);
        return header;
    }

    /** IV.A.1.a. Version 1 data object header prefix. */
    private void objectHeader(int messages, int size) throws IOException {
        out.int8(1).int8(0).int16(messages).int32(1).int32(size).int32(0);
    }

    private Hdf5Output message(int type, int size) throws IOException {
        return out.int16(type).int16(size).int8(0).zeros(3);
    }

    /** IV.A.2.b. Dataspace message, version 1. */
    private void dataspace(Shape shape) throws IOException {
        out.int8(1).int8(shape.rank()).int8(0).zeros(5);
        for (int size : shape.dimensions()) {
            out.int64(size);
        }
    }

    private static int dataspaceSize(int rank) {
        return 8 + 8 * rank;
    }

    /** IV.A.2.m. Attribute message, version 1: name, datatype, dataspace, each padded to 8. */
    private void attribute(String name, Hdf5Tree.Attribute attribute) throws IOException {
        byte[] encoded = Hdf5Tree.utf8(name);
        int rank = attribute.scalar() ? 0 : 1;
        int count = attribute.values().size();
        message(0x000c, attributeSize(name, attribute));
        out.int8(1).int8(0).int16(encoded.length + 1).int16(20);
        out.int16(dataspaceSize(rank)).bytes(encoded).int8(0).align();
        if (count == 0) {
            // What h5py makes of Python's empty list, and so what Keras has: no float64.
            out.int32(0x003f2011).int32(8).int16(0).int16(64).int8(52).int8(11).int8(0).int8(52);
            out.int32(1023).int32(0);
        } else {
            // A string of variable length in UTF-8, which is a sequence of bytes.
            out.int32(0x00010119).int32(16).int32(0x00000010).int32(1).int16(0).int16(8);
            out.int32(0);
        }
        dataspace(attribute.scalar() ? Shape.of() : Shape.of(count));
        for (HeapReference string : strings.get(attribute)) {
            out.int32(string.length()).int64(string.collection()).int32(string.index());
        }
    }

    private static int attributeSize(String name, Hdf5Tree.Attribute attribute) {
        return 8
                + (int) padded(Hdf5Tree.utf8(name).length + 1)
                + 24
                + dataspaceSize(attribute.scalar() ? 0 : 1)
                + 16 * attribute.values().size();
    }

    private static long padded(long size) {
        return (size + 7) & ~7L;
    }
}
