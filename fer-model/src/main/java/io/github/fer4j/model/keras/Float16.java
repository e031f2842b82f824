package io.github.fer4j.model.keras;

import java.nio.ByteBuffer;

/** IEEE 754 half precision, which Java 17 does not know. */
final class Float16 {
    private Float16() {}

    static float[] toFloats(ByteBuffer halves, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = toFloat(halves.getShort(2 * i));
        }
        return values;
    }

    static float toFloat(short half) {
        int sign = half & 0x8000;
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return sign == 0 ? magnitude : -magnitude;
    }
}
