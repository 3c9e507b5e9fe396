package io.dispatcher.boot;

import io.dispatcher.boot.http.NothingReused;
import io.dispatcher.boot.tls.ServerCertificate;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Payara Micro in this JVM, on the ordinary class path of its unpacked jars: with nested jars every resource look-up
 * is slow, and class data sharing is not possible.
 */
final class PayaraServer {

    private static final System.Logger LOG = System.getLogger(PayaraServer.class.getName());
    private static final String MAIN = "fish.payara.micro.impl.PayaraMicroImpl";

    /** Payara Micro's own, and fixed there: the key store's file mode is what protects the key. */
    private static final String MASTER_PASSWORD = "changeit";

    private static final String KEY_ALIAS = "s1as";

    private final Installation installation;
    private final Path runtimeDirectory;
    private volatile List<String> closing = List.of();

    PayaraServer(Installation installation, Path runtimeDirectory) {
        this.installation = installation;
        this.runtimeDirectory = runtimeDirectory;
    }

    /** Makes an empty runtime directory: the server's own state of an earlier run is of no use to this one. */
    void prepare() throws IOException {
        if (Files.exists(runtimeDirectory)) {
            try (Stream<Path> files = Files.walk(runtimeDirectory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        installation.layOut(runtimeDirectory);
    }

    /** Puts the certificate where Payara's TLS listener looks for one; after {@link #prepare()}. */
    void show(ServerCertificate certificate) throws IOException {
        certificate.store(runtimeDirectory.resolve("config/keystore.p12"), KEY_ALIAS, MASTER_PASSWORD.toCharArray());
    }

    /** Starts the server, deploys both parts, then opens the listeners; returns when that is done, well or badly. */
    void start(ServerCommands commands, Path logging) throws IOException, ReflectiveOperationException {
        Path first = Files.write(runtimeDirectory.resolve("first-commands.txt"), commands.first());
        Path last = Files.write(runtimeDirectory.resolve("last-commands.txt"), commands.last());
        System.setProperty("java.util.logging.config.file", logging.toString());
        // Payara's own default would switch IPv6 off.
        System.setProperty("java.net.preferIPv4Stack", "false");
        // Refuses bytes over 127, which RFC 9110 lets pass; what it does not is refused before
        // (io.dispatcher.boot.http).
        System.setProperty("org.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110", "false");
        NothingReused.arrange();
        System.setProperty(
                "fish.payara.micro.BootJar",
                installation.payara().resolve("launch-micro.jar").toUri().toString());
        System.setProperty("fish.payara.micro.UnpackDir", installation.payara().toString());
        String[] arguments = {
            "--nohazelcast",
            "--disablephonehome",
            "--rootdir",
            runtimeDirectory.toString(),
            "--prebootcommandfile",
            first.toString(),
            "--postdeploycommandfile",
            last.toString(),
            "--deploy",
            installation.rar().toString(),
            "--deploy",
            installation.application() + ":/"
        };
        closing = commands.closing();
        call(() -> Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments));
    }

    /**
     * Closes the listeners, then undeploys and stops everything: with an open listener and half of the application gone the server
     * would answer by itself, with an empty page.
     */
    void stop() throws ReflectiveOperationException {
        call(() -> {
            for (String assignment : closing) {
                set(assignment);
            }
            Object server = Class.forName(MAIN).getMethod("getInstance").invoke(null);
            return server.getClass().getMethod("shutdown").invoke(server);
        });
    }

    /** The administration command of that name, in this JVM. */
    private static void set(String assignment) throws ReflectiveOperationException {
        Object locator = Class.forName("org.glassfish.internal.api.Globals")
                .getMethod("getDefaultHabitat")
                .invoke(null);
        Class<?> runnerType = Class.forName("org.glassfish.embeddable.CommandRunner");
        Object runner = Class.forName("org.glassfish.hk2.api.ServiceLocator")
                .getMethod("getService", Class.class, Annotation[].class)
                .invoke(locator, runnerType, new Annotation[0]);
        Object result = runnerType
                .getMethod("run", String.class, String[].class)
                .invoke(runner, "set", new String[] {assignment});
        LOG.log(System.Logger.Level.DEBUG, "set {0}: {1}", assignment, result);
    }

    private static void call(Callable<Object> step) throws ReflectiveOperationException {
        try {
            step.call();
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw e;
        } catch (Exception e) {
            throw new ReflectiveOperationException(e);
        }
    }
}
