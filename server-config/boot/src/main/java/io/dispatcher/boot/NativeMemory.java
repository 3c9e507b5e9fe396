package io.dispatcher.boot;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What was needed outside of the heap for a while and stays with the C library: 20 MiB after the start, 40 after the compilers have worked
 * on the first load (docs/performance.md).
 */
final class NativeMemory {
    private static final System.Logger LOG = System.getLogger(NativeMemory.class.getName());

    private static final long SETTLED_SECONDS = 5;
    private static final long AGAIN_SECONDS = 30;

    private NativeMemory() {}

    /** Gives it back to the operating system once the start has settled, and from then on; nothing is done on a JVM that has no command for that. */
    static void giveBackFromNowOn() {
        giveBackIn(SETTLED_SECONDS);
    }

    private static void giveBackIn(long seconds) {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(() -> {
            if (giveBack()) {
                giveBackIn(AGAIN_SECONDS);
            }
        });
    }

    private static boolean giveBack() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
            return true;
        } catch (JMException | RuntimeException e) {
            LOG.log(Level.DEBUG, "native memory is not given back: {0}", e.toString());
            return false;
        }
    }
}
