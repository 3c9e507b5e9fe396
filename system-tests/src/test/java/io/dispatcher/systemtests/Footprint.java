package io.dispatcher.systemtests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a JVM holds at one moment, after a full collection.
 *
 * @param threads of the process, the JVM's own included
 * @param descriptors open files and sockets
 * @param heapBytes live objects
 * @param instances live objects by class name, of the classes in {@link #WATCHED} only
 */
record Footprint(int threads, int descriptors, long heapBytes, Map<String, Long> instances) {
    /** One of each belongs to a connection or a request, and must go with it. */
    private static final String[] WATCHED = {
        "io.dispatcher.agents.AgentSession",
        "io.dispatcher.agents.ws.AgentEndpoint",
        "io.dispatcher.agents.ws.FrameWriter",
        "io.dispatcher.dispatch.AgentLane",
        "io.dispatcher.dispatch.Dispatch",
        "io.dispatcher.dispatch.jms.CoreSubscription",
        "io.dispatcher.dispatch.rest.AsyncExchange",
        "io.dispatcher.tunnel.rest.TunnelExchange",
        "io.dispatcher.tunnel.rest.Upload",
        "org.glassfish.tyrus.core.TyrusSession",
        "org.glassfish.tyrus.core.TyrusWebSocket",
    };

    /** Whether that many agents are connected, and nobody waits for anything. */
    boolean atRest(int agents) {
        return instances.get("io.dispatcher.agents.AgentSession") == agents
                && instances.get("io.dispatcher.dispatch.Dispatch") == 0
                && instances.get("io.dispatcher.dispatch.rest.AsyncExchange") == 0;
    }

    static Footprint of(RunningProcess process) {
        Map<String, Long> instances = new LinkedHashMap<>();
        for (String watched : WATCHED) {
            instances.put(watched, 0L);
        }
        long heap = 0;
        // Counting live objects collects the dead first.
        for (String line : jcmd(process.pid(), "GC.class_histogram").split("\n")) {
            String[] columns = line.trim().split("\\s+");
            if (columns[0].equals("Total")) {
                heap = Long.parseLong(columns[2]);
            } else if (columns.length > 3) {
                instances.computeIfPresent(columns[3], (name, count) -> Long.parseLong(columns[1]));
            }
        }
        return new Footprint(entries(process, "task"), entries(process, "fd"), heap, instances);
    }

    private static int entries(RunningProcess process, String directory) {
        String[] entries = new File("/proc/" + process.pid() + "/" + directory).list();
        return entries == null ? -1 : entries.length;
    }

    /** What the JVM answers to a diagnostic command. */
    static String jcmd(long pid, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
