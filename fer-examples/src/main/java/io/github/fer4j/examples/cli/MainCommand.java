package io.github.fer4j.examples.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What every main is: options, a place for results and one for everything else. A subclass is
 * annotated with {@link CommandLine.Command} and returns one of {@link ExitCodes}.
 */
public abstract class MainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--json", description = "Print results as JSON, one object a line.")
    private boolean json;

    private JsonLines jsonLines;

    /** For subclasses. */
    protected MainCommand() {}

    /**
     * @return whether results are wanted as JSON
     */
    protected final boolean isJson() {
        return json;
    }

    /**
     * @return where results go, and nothing else
     */
    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /**
     * @return where progress, warnings and errors go
     */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /**
     * @return results as JSON, on {@link #out()}
     */
    protected final JsonLines jsonLines() {
        if (jsonLines == null) {
            jsonLines = new JsonLines(out());
        }
        return jsonLines;
    }

    /**
     * Prints a line that is no result.
     *
     * @param line the line
     */
    protected final void note(String line) {
        err().println(line);
        err().flush();
    }

    /**
     * @param message what is wrong with the arguments and what is accepted
     * @return an exception that ends the run with {@link ExitCodes#USAGE} when it is thrown
     */
    protected final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
