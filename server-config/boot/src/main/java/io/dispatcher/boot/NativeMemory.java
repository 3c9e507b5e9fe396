package io.dispatcher.boot;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the start needed outside of the heap and left with the C library: about 20 MiB (docs/performance.md). */
final class NativeMemory {
    private static final System.Logger LOG = System.getLogger(NativeMemory.class.getName());

    private static final long SETTLED_SECONDS = 5;

    private NativeMemory() {}

    /** Gives it back to the operating system once the start has settled; does nothing on a JVM that has no command for that. */
    static void giveBackSoon() {
        CompletableFuture.delayedExecutor(SETTLED_SECONDS, TimeUnit.SECONDS).execute(NativeMemory::giveBack);
    }

    private static void giveBack() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.DEBUG, "native memory is not given back: {0}", e.toString());
        }
    }
}
