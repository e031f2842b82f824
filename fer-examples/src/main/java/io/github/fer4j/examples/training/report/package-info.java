/**
 * How good a network is, for people and programs: {@link
 * io.github.fer4j.examples.training.report.EvaluationReport} holds what is said, the others write
 * it as text, JSON, files and one HTML page.
 */
package io.github.fer4j.examples.training.report;
