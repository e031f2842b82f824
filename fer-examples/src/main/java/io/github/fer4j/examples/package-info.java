/**
 * Mains for pictures and networks: {@link io.github.fer4j.examples.AnalyzeImage}, {@link
 * io.github.fer4j.examples.DescribeModel} and {@link io.github.fer4j.examples.VerifyModel}.
 */
package io.github.fer4j.examples;
