package io.dispatcher.boot;

import io.dispatcher.boot.tls.CertificateProblem;
import io.dispatcher.boot.tls.OwnCertificateOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** One coordinator from its checks to its end. */
final class Coordinator {

    /** Usually 7 s; a machine that others keep busy has needed ten times as long. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(120);

    private final Settings given;
    private final Installation installation;
    private final PrintStream out;
    private final PrintStream err;

    Coordinator(Settings given, Installation installation, PrintStream out, PrintStream err) {
        this.given = given;
        this.installation = installation;
        this.out = out;
        this.err = err;
    }

    /** Starts, says it is ready, and returns; the server's threads keep the JVM until a signal ends it. */
    void run() throws StartException {
        DataDirectory data = DataDirectory.lock(given.dataDir());
        StartChecks checks = new StartChecks(given, data);
        List<Bind> binds = checks.binds();
        Endpoints endpoints = new Endpoints(binds, Https.plan(given, binds, data.path()));
        List<Proxy> proxies = checks.proxies();
        Settings settings = checks.settings(endpoints, proxies);
        settings.exportTo(System.getProperties());
        if (!data.tokensExist() && settings.get(Options.DB_URL).isEmpty()) {
            out.println("open mode: no token exists, so everybody on this machine is administrator"
                    + " (dispatcher token create --role admin ends it)");
        }
        endpoints.https().map(Https::notice).filter(notice -> !notice.isEmpty()).ifPresent(out::println);
        Path runtimeDirectory = data.path().resolve("payara");
        PayaraServer server = new PayaraServer(installation, runtimeDirectory);
        Shutdown shutdown = new Shutdown(server, drainLimit(settings), err);
        shutdown.onSignals();
        StartOutcome outcome = new StartOutcome(LogFiles.current(data.logs()));
        start(server, settings, endpoints, data, runtimeDirectory, outcome);
        announce(endpoints, proxies, shutdown, outcome);
    }

    private void start(
            PayaraServer server,
            Settings settings,
            Endpoints endpoints,
            DataDirectory data,
            Path runtimeDirectory,
            StartOutcome outcome)
            throws StartException {
        try {
            server.prepare();
            if (endpoints.https().isPresent()) {
                server.show(endpoints.https().get().certificate());
            }
            Path logging = LogFiles.configure(
                    data.logs(),
                    runtimeDirectory,
                    settings.require(Options.LOG_LEVEL),
                    settings.require(Options.LOG_FORMAT));
            ServerCommands commands = new ServerCommands(
                    endpoints.expanded().http(), endpoints.expanded().secure(), settings);
            silenceStandardStreams();
            Thread starter = new Thread(() -> launch(server, commands, logging, outcome), "server-start");
            starter.setDaemon(true);
            starter.start();
        } catch (IOException e) {
            throw StartException.runtime("Cannot lay out the server in " + runtimeDirectory + ": " + e.getMessage());
        }
    }

    private static void launch(PayaraServer server, ServerCommands commands, Path logging, StartOutcome outcome) {
        try {
            server.start(commands, logging);
            outcome.started();
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            outcome.failed("The server did not start: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    private void announce(Endpoints endpoints, List<Proxy> proxies, Shutdown shutdown, StartOutcome outcome)
            throws StartException {
        try {
            List<String> urls = endpoints.expanded().urls();
            SSLContext tls = endpoints.https().isEmpty()
                    ? null
                    : OwnCertificateOnly.context(endpoints.https().get().certificate());
            new Readiness(urls, tls, outcome).await(READY_LIMIT);
        } catch (InterruptedException | IOException e) {
            throw StartException.runtime("The start was interrupted: " + e.getMessage());
        } catch (CertificateProblem e) {
            throw StartException.runtime(String.valueOf(e.getMessage()));
        }
        if (!shutdown.begun()) {
            out.println("dispatcher ready " + String.join(" ", endpoints.urls()));
            proxies.forEach(proxy -> out.println(proxy.readyLine()));
            out.flush();
            NativeMemory.giveBackFromNowOn();
        }
    }

    /** The server and its libraries print; the contract's lines must stand alone. */
    private static void silenceStandardStreams() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
    }

    private static Duration drainLimit(Settings settings) {
        return Duration.ofMillis((long) (Double.parseDouble(settings.require(Options.DRAIN_TIMEOUT)) * 1000));
    }
}
