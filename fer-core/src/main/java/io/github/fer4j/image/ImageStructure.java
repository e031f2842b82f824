package io.github.fer4j.image;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a picture's file says about it.
 *
 * @param format the format
 * @param width columns as stored, before it is turned upright
 * @param height rows as stored
 * @param color how its pixels are to be decoded
 * @param orientation how it is turned upright
 * @param damage where the file is cut off or damaged, if it is: {@code cut off after 1234 bytes}
 * @param decodable the bytes for the decoder, of a damaged file mended so far that it decodes;
 *     empty if that cannot be done
 */
record ImageStructure(
        ImageFormat format,
        int width,
        int height,
        Color color,
        Orientation orientation,
        Optional<String> damage,
        Supplier<Optional<byte[]>> decodable) {

    /** How pixels are to be decoded. */
    enum Color {
        /** To grey. */
        GREY,
        /** To blue, green, red. */
        BGR,
        /** With transparency, to be laid over white. */
        ALPHA,
        /** With transparency that the colours are multiplied by already. */
        PREMULTIPLIED_ALPHA
    }
}
