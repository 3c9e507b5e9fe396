package io.dispatcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.tls.CertificateAuthorities;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands over the coordinator's API share: where it is, who asks, and how the answer is shown. */
abstract class ApiCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = {"--server", "--coordinator-url"},
            paramLabel = "URL",
            description = "The coordinator (default http://127.0.0.1:8000). Several, separated by commas: the first "
                    + "that accepts a connection.")
    String coordinatorUrl = "http://127.0.0.1:8000";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the access token, where the coordinator wants one.")
    @Nullable
    Path tokenFile;

    @Option(names = "--demo-token", paramLabel = "T", description = "What the coordinator of a demonstration asks for.")
    @Nullable
    String demoToken;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for an https coordinator, instead of Java's.")
    @Nullable
    Path caFile;

    @Option(names = "--json", description = "Print the coordinator's answer as JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;

    ApiCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Does the command's work and returns the exit code. */
    abstract int run(ApiClient api) throws Exception;

    @Override
    public final Integer call() throws Exception {
        try {
            return run(new ApiClient(coordinators(), token(), tls()).demo(demoToken));
        } catch (ApiProblem problem) {
            if (json && problem.problem() != null) {
                printJson(problem.problem());
            }
            throw problem;
        }
    }

    final Terminal terminal() {
        return terminal;
    }

    /** A usage error with this message. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final void printJson(JsonNode node) throws JsonProcessingException {
        terminal.line(ApiClient.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
    }

    final List<URI> coordinators() {
        return coordinators(coordinatorUrl, spec);
    }

    /** One or more, separated by commas. */
    static List<URI> coordinators(String coordinatorUrl, CommandSpec spec) {
        List<URI> urls = new ArrayList<>();
        for (String part : coordinatorUrl.split(",")) {
            if (!part.isBlank()) {
                urls.add(baseOf(part.strip(), spec));
            }
        }
        if (urls.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--coordinator-url is empty");
        }
        return urls;
    }

    private static URI baseOf(String text, CommandSpec spec) {
        try {
            URI url = URI.create(text.replaceFirst("/+$", ""));
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getQuery() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below, like every other text that is no such URL
        }
        throw new ParameterException(
                spec.commandLine(), "--coordinator-url: '" + text + "' is not a URL like http://127.0.0.1:8000");
    }

    final @Nullable SSLContext tls() throws InputFileException {
        return tls(caFile);
    }

    /** What trusts the certificates in a file; null: there is no file. */
    static @Nullable SSLContext tls(@Nullable Path caFile) throws InputFileException {
        try {
            return caFile == null ? null : CertificateAuthorities.trusting(caFile);
        } catch (IOException e) {
            throw new InputFileException(String.valueOf(e.getMessage()));
        }
    }

    final @Nullable String token() throws InputFileException {
        return token(tokenFile);
    }

    /** The token in a file; null: there is no file. */
    static @Nullable String token(@Nullable Path file) throws InputFileException {
        if (file == null) {
            return null;
        }
        String token = new String(InputFileException.read("token file", file), StandardCharsets.UTF_8).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InputFileException("the token file " + file + " must hold one token and nothing else");
        }
        return token;
    }
}
