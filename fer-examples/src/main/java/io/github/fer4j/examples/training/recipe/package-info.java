/** What a training is to do, and the small files that say so. */
package io.github.fer4j.examples.training.recipe;
