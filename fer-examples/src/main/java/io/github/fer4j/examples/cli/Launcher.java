package io.github.fer4j.examples.cli;

import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** Runs a command and turns how it went into an exit code. */
public final class Launcher {
    private Launcher() {}

    /**
     * Runs a command on this process' streams and ends the process with its exit code. Both streams
     * are UTF-8 whatever the terminal's locale: JSON is read by programs.
     *
     * @param command the command
     * @param args its arguments
     */
    public static void launch(MainCommand command, String... args) {
        // System.exit also ends the JVM of Maven under exec:java, so the code reaches the shell.
        System.exit(run(command, utf8(System.out), utf8(System.err), args));
    }

    /**
     * Runs a command on given streams.
     *
     * @param command the command
     * @param out where results go
     * @param err where everything else goes
     * @param args its arguments
     * @return one of {@link ExitCodes}
     */
    public static int run(MainCommand command, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line =
                new CommandLine(command)
                        .setOut(out)
                        .setErr(err)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(
                                (exception, parsed, result) -> report(exception, parsed));
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /**
     * @param exception what went wrong with an input
     * @return one sentence for a person, without the exception's class where it says enough
     */
    public static String message(Throwable exception) {
        if (exception instanceof UncheckedIOException wrapped) {
            return message(wrapped.getCause());
        }
        if (exception instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        String text = exception.getMessage();
        if (exception instanceof FerException && text != null) {
            return text;
        }
        return text == null
                ? exception.toString()
                : exception.getClass().getSimpleName() + ": " + text;
    }

    private static int report(Exception exception, CommandLine line) throws Exception {
        if (exception instanceof FerException
                || exception instanceof IOException
                || exception instanceof UncheckedIOException) {
            line.getErr().println("error: " + message(exception));
            return ExitCodes.FAILED;
        }
        // A defect of ours, so the place it comes from is worth more than a tidy line.
        exception.printStackTrace(line.getErr());
        return ExitCodes.FAILED;
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
