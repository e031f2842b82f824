/** What a training keeps on the disk so that it can go on after a break. */
package io.github.fer4j.examples.training.checkpoint;
