/**
 * Finds faces: {@link io.github.fer4j.detect.FaceDetector} and what implements it, and the values
 * it answers with.
 */
package io.github.fer4j.detect;
