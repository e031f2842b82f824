/**
 * Finds faces: {@link io.github.fer4j.detect.FaceDetector} and what implements it, the values it
 * answers with, and {@link io.github.fer4j.detect.FaceAligner}, which cuts a face out for a
 * network.
 */
package io.github.fer4j.detect;
