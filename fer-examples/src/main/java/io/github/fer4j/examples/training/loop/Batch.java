package io.github.fer4j.examples.training.loop;

/**
 * What one step of a training sees.
 *
 * @param size how many faces
 * @param pixels the faces, (size, height, width, channels), scaled for the network
 * @param targets for each head what it is to answer, (size, classes); a row may sum to 0 where
 *     nothing is known of a face
 * @param teachings for each head what its teachers answer, softened by the temperature, (size,
 *     classes); of length 0 for a head without teachers, and where teachers see the pixels
 * @param labels for each head the class that counts as right, −1 where there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record Batch(int size, float[] pixels, float[][] targets, float[][] teachings, int[][] labels) {}
