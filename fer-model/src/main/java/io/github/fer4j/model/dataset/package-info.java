/**
 * Labelled faces for training and evaluation: FER-2013 as CSV, folders, zip or {@code .npy}.
 *
 * <p>{@link io.github.fer4j.model.dataset.FaceReader} reads them, one at a time or all into a
 * {@link io.github.fer4j.model.dataset.FaceDataset}; {@link
 * io.github.fer4j.model.dataset.FerPlusVotes} is a second source of labels.
 */
package io.github.fer4j.model.dataset;
