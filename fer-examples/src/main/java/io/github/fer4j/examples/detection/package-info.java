/** Compares face detectors: {@link io.github.fer4j.examples.detection.CompareDetectors}. */
package io.github.fer4j.examples.detection;
