package io.dispatcher.boot;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import sun.misc.Signal;

/** SIGTERM and SIGINT: drain, stop, exit 0. A second signal ends at once. */
final class Shutdown {

    private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int SECOND_SIGNAL = 130;

    private final PayaraServer server;
    private final Duration drainLimit;
    private final PrintStream err;
    private final AtomicBoolean begun = new AtomicBoolean();

    Shutdown(PayaraServer server, Duration drainLimit, PrintStream err) {
        this.server = server;
        this.drainLimit = drainLimit;
        this.err = err;
    }

    void onSignals() {
        Signal.handle(new Signal("TERM"), signal -> begin());
        Signal.handle(new Signal("INT"), signal -> begin());
    }

    boolean begun() {
        return begun.get();
    }

    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            err.println("dispatcher coordinator: stopped at once");
            Runtime.getRuntime().halt(SECOND_SIGNAL);
        }
        new Thread(this::run, "shutdown").start();
    }

    private void run() {
        drain();
        Thread stopper = new Thread(this::stop, "server-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    private void drain() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("io.dispatcher:type=Lifecycle"),
                            "drain",
                            new Object[] {drainLimit.toMillis()},
                            new String[] {"long"});
        } catch (InstanceNotFoundException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nothing to drain: the application is not there yet");
        } catch (JMException e) {
            LOG.log(System.Logger.Level.WARNING, "Draining failed", e);
        }
    }

    private void stop() {
        try {
            server.stop();
        } catch (ReflectiveOperationException e) {
            LOG.log(System.Logger.Level.WARNING, "The server did not stop cleanly", e);
        }
    }
}
