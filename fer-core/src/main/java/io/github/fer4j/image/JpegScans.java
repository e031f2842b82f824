package io.github.fer4j.image;

import java.util.Optional;

/**
 * The scans of a JPEG file: walks over their compressed data and checks that restart markers are
 * there, in order and as many as the size of the picture asks for.
 */
final class JpegScans {
    private static final int BLOCK = 8;
    private static final int RST0 = 0xd0;
    private static final int RST_COUNT = 8;

    private final int[] componentIds;
    private final int[] horizontal;
    private final int[] vertical;
    private final int width;
    private final int height;

    private boolean begun;
    private long restartsExpected;
    private Optional<String> damage = Optional.empty();

    /**
     * @param frame where the frame header's content begins
     */
    JpegScans(ImageBytes bytes, int frame) {
        height = bytes.u16be(frame + 1);
        width = bytes.u16be(frame + 3);
        int components = bytes.u8(frame + 5);
        componentIds = new int[components];
        horizontal = new int[components];
        vertical = new int[components];
        for (int i = 0; i < components; i++) {
            int entry = frame + 6 + 3 * i;
            componentIds[i] = bytes.u8(entry);
            horizontal[i] = Math.max(1, bytes.u8(entry + 1) >> 4);
            vertical[i] = Math.max(1, bytes.u8(entry + 1) & 0x0f);
        }
    }

    /** Whether there was any compressed data. */
    boolean begun() {
        return begun;
    }

    /** What is wrong with the last scan. */
    Optional<String> damage() {
        return damage;
    }

    /**
     * @param header where the scan header's content begins
     * @param restartInterval after how many units a restart marker comes; 0 for never
     */
    void begin(ImageBytes bytes, int header, int restartInterval) {
        begun = true;
        damage = Optional.empty();
        long units = bytes.u8(header) == 1 ? unitsOf(bytes.u8(header + 1)) : interleavedUnits();
        restartsExpected = restartInterval == 0 ? 0 : (units - 1) / restartInterval;
    }

    /** The blocks of a component that has a scan of its own. */
    private long unitsOf(int id) {
        for (int i = 0; i < componentIds.length; i++) {
            if (componentIds[i] == id) {
                return units(
                        (long) BLOCK * max(horizontal),
                        (long) BLOCK * max(vertical),
                        horizontal[i],
                        vertical[i]);
            }
        }
        return 1;
    }

    private long interleavedUnits() {
        return units((long) BLOCK * max(horizontal), (long) BLOCK * max(vertical), 1, 1);
    }

    private long units(long unitWidth, long unitHeight, int timesX, int timesY) {
        return ((long) width * timesX + unitWidth - 1)
                / unitWidth
                * (((long) height * timesY + unitHeight - 1) / unitHeight);
    }

    /**
     * @param start where the compressed data begin
     * @return where the next marker begins
     */
    int skip(ImageBytes bytes, int start) {
        byte[] data = bytes.data();
        long restarts = 0;
        int last = data.length - 1;
        for (int i = start; i < last; i++) {
            if (data[i] != (byte) 0xff) {
                continue;
            }
            int code = data[i + 1] & 0xff;
            if (code == 0) {
                i++;
            } else if (code >= RST0 && code < RST0 + RST_COUNT) {
                if (code - RST0 != restarts % RST_COUNT) {
                    damaged(
                            i,
                            "restart marker %d where %d must be",
                            code - RST0,
                            restarts % RST_COUNT);
                }
                restarts++;
                i++;
            } else if (code != 0xff) {
                if (restarts < restartsExpected) {
                    damaged(i, "%d restart markers where %d must be", restarts, restartsExpected);
                }
                return i;
            }
        }
        throw new ImageBytes.EndOfBytesException();
    }

    private void damaged(int position, String fault, long found, long expected) {
        if (damage.isEmpty()) {
            damage =
                    Optional.of(
                            "damaged after %d bytes: ".formatted(position)
                                    + fault.formatted(found, expected));
        }
    }

    private static int max(int[] values) {
        int max = 1;
        for (int value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
