/**
 * Picture files in, upright pictures out: {@link io.github.fer4j.image.ImageDecoder} and the {@link
 * io.github.fer4j.image.DecodedImage} that it answers with. Nothing of a picture is allocated
 * before its size is known and found acceptable, and a file that is cut off or damaged is never
 * taken for a whole one.
 */
package io.github.fer4j.image;
