package io.dispatcher.cli;

import io.dispatcher.target.TargetServer;
import io.dispatcher.target.TargetSettings;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "target",
        description = "Run the built-in target: something to send requests to, offline.",
        footer = {
            "",
            "Routes: / /stream /submit /static/test.html /echo/{s} /user-agent /files/{name}",
            "/whoami /status/{code} /bytes/{n} /delay/{ms} /redirect/{n}",
            "/drip?bytes=&interval_ms= /counts /counts/reset"
        })
final class TargetCommand implements Callable<Integer> {
    private static final int PORT = 5000;
    private static final int CODECRAFTERS_PORT = 4221;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "[ADDR:]PORT",
            description = "Where to listen (default 127.0.0.1:5000; port 0: any free one).")
    @Nullable
    String listen;

    @Option(
            names = {"--directory", "--files-dir"},
            paramLabel = "D",
            description = "Serve and store /files/{name} in this directory.")
    @Nullable
    Path directory;

    @Option(
            names = {"--coordinator-url", "--server"},
            paramLabel = "URL",
            description =
                    "A coordinator whose mocks answer what the target does not have. Several, separated by commas.")
    @Nullable
    String coordinatorUrl;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the access token, where that coordinator wants one (role operator).")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for an https coordinator, instead of Java's.")
    @Nullable
    Path caFile;

    @Option(
            names = "--codecrafters-mode",
            description = "Compatibility mode: port 4221 unless --listen says otherwise.")
    boolean codecraftersMode;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;

    TargetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        ListenAddress address = address();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new InputFileException("the directory " + directory + " does not exist: make it first");
        }
        TargetServer server = new TargetServer(new TargetSettings(address.host(), address.port(), directory, mocks()));
        try {
            server.start();
        } catch (IOException e) {
            throw new CommandFailure("cannot listen on " + address + " (" + Shown.reason(e)
                    + "): choose another with --listen, port 0 takes a free one");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "target-stop"));
        terminal.line("target ready " + server.url());
        server.join();
        return ExitCode.OK;
    }

    private TargetSettings.@Nullable Mocks mocks() throws InputFileException {
        if (coordinatorUrl == null) {
            return null;
        }
        return new TargetSettings.Mocks(
                ApiCommand.coordinators(coordinatorUrl, spec), ApiCommand.token(tokenFile), ApiCommand.tls(caFile));
    }

    // A JVM that a signal ends exits with 128 and more; a target that was told to stop did nothing wrong.
    private static void stop(TargetServer server) {
        server.close();
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    private ListenAddress address() {
        try {
            String fallback = String.valueOf(codecraftersMode ? CODECRAFTERS_PORT : PORT);
            return ListenAddress.parse(listen == null ? fallback : listen);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--listen: " + e.getMessage());
        }
    }
}
