/** How a training goes: its history, and what shows it. */
package io.github.fer4j.examples.training.progress;
