/** Mains that train networks. */
package io.github.fer4j.examples.training;
