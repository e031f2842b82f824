/**
 * Pictures for people who train networks: {@link io.github.fer4j.examples.training.chart.Charts
 * charts} and {@link io.github.fer4j.examples.training.chart.ContactSheet contact sheets} of faces.
 */
package io.github.fer4j.examples.training.chart;
