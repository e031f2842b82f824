package io.github.fer4j.examples.training.augmentation;

import io.github.fer4j.model.dataset.FaceDataset;
import java.util.SplittableRandom;

/**
 * Changes faces at random, by one affine warp each. What comes out depends on the plan, the seed,
 * the epoch and the face's index alone: neither the order nor the thread matters, and a training
 * that goes on after a break sees what it would have seen. Immutable and thread-safe.
 *
 * <p>Mixup, which takes two faces, is {@link MixupPairs}' part.
 */
public final class Augmenter {
    private static final float SCALE = 1 / 255f;
    private static final int FRACTION = 11;
    private static final int ONE = 1 << FRACTION;
    private static final float BLENDED = 1 / (255f * ONE * ONE);

    /** Finer still, so that a step's rounding does not add up over a row. */
    private static final int STEP = 16;

    private static final float[] SCALED = new float[256];

    static {
        for (int i = 0; i < SCALED.length; i++) {
            SCALED[i] = i / 255f;
        }
    }

    private static final double SMALLEST_PATCH = 6 / 48.0;
    private static final double LARGEST_PATCH = 20 / 48.0;

    private final AugmentationPlan plan;
    private final int height;
    private final int width;
    private final int channels;
    private final long seed;

    /**
     * @param plan what to do
     * @param height of the faces, in pixels
     * @param width likewise
     * @param channels of the faces
     * @param seed decides what happens to which face
     */
    public Augmenter(AugmentationPlan plan, int height, int width, int channels, long seed) {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "faces must have pixels, were %dx%dx%d".formatted(height, width, channels));
        }
        this.plan = plan;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.seed = seed;
    }

    /**
     * @param plan what to do
     * @param faces the faces it will be done to
     * @param seed decides what happens to which face
     * @return an augmenter for faces of their size
     */
    public static Augmenter of(AugmentationPlan plan, FaceDataset faces, long seed) {
        return new Augmenter(plan, faces.height(), faces.width(), faces.channels(), seed);
    }

    /**
     * @return what is done
     */
    public AugmentationPlan plan() {
        return plan;
    }

    /**
     * Changes a face of a data set.
     *
     * @param faces the data
     * @param index of the face
     * @param epoch in which it is seen
     * @param target where its values of 0 to 1 go, row by row, channels last
     * @param offset where the first goes
     */
    public void augment(FaceDataset faces, int index, long epoch, float[] target, int offset) {
        byte[] pixels = new byte[faces.pixelCount()];
        faces.copyPixels(index, pixels, 0);
        augment(pixels, epoch, index, target, offset);
    }

    /**
     * Changes a face.
     *
     * @param face bytes of 0 to 255, row by row, channels last; not written to
     * @param epoch in which it is seen
     * @param index its number in the data
     * @param target where its values of 0 to 1 go
     * @param offset where the first goes
     */
    public void augment(byte[] face, long epoch, long index, float[] target, int offset) {
        int count = height * width * channels;
        if (face.length != count) {
            throw new IllegalArgumentException(
                    "%d pixels are no face of %dx%dx%d"
                            .formatted(face.length, height, width, channels));
        }
        // All are drawn whether needed or not: switching one off leaves the others as they were.
        SplittableRandom random = Seeds.random(seed, epoch, index);
        boolean mirrored = random.nextDouble() < plan.strength(Augmentation.HORIZONTAL_FLIP);
        boolean upsideDown = random.nextDouble() < plan.strength(Augmentation.VERTICAL_FLIP);
        double degrees = between(random, plan.strength(Augmentation.ROTATION));
        double right = between(random, plan.strength(Augmentation.SHIFT)) * width;
        double down = between(random, plan.strength(Augmentation.SHIFT)) * height;
        double zoom = 1 + between(random, plan.strength(Augmentation.ZOOM));
        float brightness = (float) between(random, plan.strength(Augmentation.BRIGHTNESS));
        float contrast = 1 + (float) between(random, plan.strength(Augmentation.CONTRAST));
        boolean erased = random.nextDouble() < plan.strength(Augmentation.ERASING);

        if (degrees == 0 && right == 0 && down == 0 && zoom == 1) {
            copy(face, mirrored, upsideDown, target, offset);
        } else {
            // From a pixel of the result back to where in the face it comes from.
            double cos = Math.cos(Math.toRadians(degrees)) / zoom;
            double sin = Math.sin(Math.toRadians(degrees)) / zoom;
            float xx = (float) (mirrored ? -cos : cos);
            float xy = (float) (mirrored ? -sin : sin);
            float yx = (float) (upsideDown ? sin : -sin);
            float yy = (float) (upsideDown ? -cos : cos);
            float centerX = (width - 1) / 2f;
            float centerY = (height - 1) / 2f;
            float fromX = (float) (-centerX - right);
            float fromY = (float) (-centerY - down);
            float startX = centerX + xx * fromX + xy * fromY;
            float startY = centerY + yx * fromX + yy * fromY;
            warp(face, new float[] {startX, xx, xy, startY, yx, yy}, target, offset);
        }
        if (brightness != 0 || contrast != 1) {
            light(mean(face), contrast, brightness, target, offset, count);
        }
        if (erased) {
            erase(random, target, offset);
        }
    }

    private static double between(SplittableRandom random, double strength) {
        return (random.nextDouble() * 2 - 1) * strength;
    }

    private void copy(
            byte[] face, boolean mirrored, boolean upsideDown, float[] target, int offset) {
        int at = offset;
        for (int y = 0; y < height; y++) {
            int row = (upsideDown ? height - 1 - y : y) * width;
            for (int x = 0; x < width; x++) {
                int from = (row + (mirrored ? width - 1 - x : x)) * channels;
                for (int channel = 0; channel < channels; channel++) {
                    target[at++] = SCALED[face[from + channel] & 0xff];
                }
            }
        }
    }

    /**
     * Bilinear; beyond the border the outermost pixels go on. Positions are whole numbers of 1/2048
     * pixel: these are clamped and cut much faster than floats.
     */
    private void warp(byte[] face, float[] map, float[] target, int offset) {
        int at = offset;
        int lastX = width - 1 << FRACTION;
        int lastY = height - 1 << FRACTION;
        int stepX = Math.round(map[1] * (1 << STEP));
        int stepY = Math.round(map[4] * (1 << STEP));
        int rowLength = width * channels;
        for (int y = 0; y < height; y++) {
            int lineX = Math.round((map[0] + map[2] * y) * (1 << STEP));
            int lineY = Math.round((map[3] + map[5] * y) * (1 << STEP));
            for (int x = 0; x < width; x++, lineX += stepX, lineY += stepY) {
                int sourceX = Math.min(Math.max(lineX >> STEP - FRACTION, 0), lastX);
                int sourceY = Math.min(Math.max(lineY >> STEP - FRACTION, 0), lastY);
                int left = sourceX >> FRACTION;
                int top = sourceY >> FRACTION;
                int shareX = sourceX & ONE - 1;
                int shareY = sourceY & ONE - 1;
                int upper = top * rowLength + left * channels;
                int nextX = left < width - 1 ? channels : 0;
                int lower = top < height - 1 ? upper + rowLength : upper;
                if (channels == 1) {
                    target[at++] = blend(face, upper, lower, nextX, shareX, shareY);
                } else {
                    for (int channel = 0; channel < channels; channel++) {
                        target[at++] =
                                blend(
                                        face,
                                        upper + channel,
                                        lower + channel,
                                        nextX,
                                        shareX,
                                        shareY);
                    }
                }
            }
        }
    }

    private static float blend(
            byte[] face, int upper, int lower, int nextX, int shareX, int shareY) {
        int above = (face[upper] & 0xff) * (ONE - shareX) + (face[upper + nextX] & 0xff) * shareX;
        int below = (face[lower] & 0xff) * (ONE - shareX) + (face[lower + nextX] & 0xff) * shareX;
        return (above * (ONE - shareY) + below * shareY) * BLENDED;
    }

    private static float mean(byte[] face) {
        int sum = 0;
        for (byte value : face) {
            sum += value & 0xff;
        }
        return sum * SCALE / face.length;
    }

    private static void light(
            float mean, float contrast, float brightness, float[] target, int offset, int count) {
        float added = mean - mean * contrast + brightness;
        for (int i = offset; i < offset + count; i++) {
            target[i] = Math.min(Math.max(target[i] * contrast + added, 0f), 1f);
        }
    }

    private void erase(SplittableRandom random, float[] target, int offset) {
        int patchWidth = patch(random, width);
        int patchHeight = patch(random, height);
        int left = random.nextInt(width - patchWidth + 1);
        int top = random.nextInt(height - patchHeight + 1);
        for (int y = top; y < top + patchHeight; y++) {
            int start = offset + (y * width + left) * channels;
            for (int i = start; i < start + patchWidth * channels; i++) {
                target[i] = (random.nextInt() >>> 8) * 0x1p-24f;
            }
        }
    }

    private static int patch(SplittableRandom random, int side) {
        int smallest = (int) Math.max(1, Math.round(side * SMALLEST_PATCH));
        int largest = (int) Math.max(smallest, Math.round(side * LARGEST_PATCH));
        return random.nextInt(smallest, largest + 1);
    }
}
