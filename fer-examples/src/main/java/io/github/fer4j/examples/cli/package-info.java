/**
 * What the mains share: {@link io.github.fer4j.examples.cli.Launcher} runs a {@link
 * io.github.fer4j.examples.cli.MainCommand}, which has {@code --help}, {@code --json}, a place for
 * results and one for everything else; {@link io.github.fer4j.examples.cli.ExitCodes} says how it
 * ends.
 */
package io.github.fer4j.examples.cli;
