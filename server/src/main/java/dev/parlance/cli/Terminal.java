package dev.parlance.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Where a command reads and prints. The process's own streams are never closed.
///
/// @param in what is typed or piped in
/// @param out results
/// @param err notices and errors
/// @param interactive true when a person sits in front of both ends
public record Terminal(BufferedReader in, PrintStream out, PrintStream err, boolean interactive) {

    /// The process's own streams.
    // With jdk.console set to java.base there may be no console object.
    @SuppressWarnings("SystemConsoleNull")
    public static Terminal system() {
        Console console = System.console();
        Charset charset =
                Charset.forName(
                        System.getProperty("stdin.encoding", StandardCharsets.UTF_8.name()),
                        StandardCharsets.UTF_8);
        return new Terminal(
                new BufferedReader(new InputStreamReader(System.in, charset)),
                System.out,
                System.err,
                console != null && console.isTerminal());
    }
}
