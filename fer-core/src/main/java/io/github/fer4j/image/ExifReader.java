package io.github.fer4j.image;

/** Finds the orientation in EXIF data, which is a TIFF header and a directory of tags. */
final class ExifReader {
    private static final int ORIENTATION = 274;
    private static final int SHORT = 3;
    private static final int ENTRY_LENGTH = 12;

    private ExifReader() {}

    /**
     * @param bytes the file
     * @param start where the TIFF header begins
     * @param end where the EXIF data end
     * @return the orientation; upright if the data are damaged or do not say
     */
    static Orientation orientation(ImageBytes bytes, int start, int end) {
        if (end - start < 8 || end > bytes.length()) {
            return Orientation.UPRIGHT;
        }
        boolean little = bytes.has(start, "II");
        if (!little && !bytes.has(start, "MM")) {
            return Orientation.UPRIGHT;
        }
        long directory = start + (little ? bytes.u32le(start + 4) : bytes.u32be(start + 4));
        if (directory > end - 2) {
            return Orientation.UPRIGHT;
        }
        int entries = u16(bytes, (int) directory, little);
        int entry = (int) directory + 2;
        for (int i = 0; i < entries && entry <= end - ENTRY_LENGTH; i++, entry += ENTRY_LENGTH) {
            if (u16(bytes, entry, little) == ORIENTATION) {
                return u16(bytes, entry + 2, little) == SHORT
                        ? Orientation.of(u16(bytes, entry + 8, little))
                        : Orientation.UPRIGHT;
            }
        }
        return Orientation.UPRIGHT;
    }

    private static int u16(ImageBytes bytes, int offset, boolean little) {
        return little ? bytes.u16le(offset) : bytes.u16be(offset);
    }
}
