/**
 * Charts that are drawn once and become SVG for a page or PNG for a file: {@link
 * io.github.fer4j.examples.training.diagram.Drawing} is what a chart draws on, {@link
 * io.github.fer4j.examples.training.diagram.LineChart} and {@link
 * io.github.fer4j.examples.training.diagram.HeatTable} are charts.
 */
package io.github.fer4j.examples.training.diagram;
