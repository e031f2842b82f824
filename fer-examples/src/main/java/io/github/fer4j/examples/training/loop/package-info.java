/** The training loop: batches, losses, optimizers, averages and validation. */
package io.github.fer4j.examples.training.loop;
