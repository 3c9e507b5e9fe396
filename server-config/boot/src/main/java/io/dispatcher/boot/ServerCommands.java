package io.dispatcher.boot;

import java.util.ArrayList;
import java.util.List;

/** The administration commands that Payara runs before it opens its listeners. */
final class ServerCommands {

    private static final String CONFIG = "configs.config.server-config.";
    private static final String NETWORK = CONFIG + "network-config.";
    private static final String HTTP = NETWORK + "protocols.protocol.http-listener.http.";
    private static final String FIRST = NETWORK + "network-listeners.network-listener.http-listener.";
    private static final String POOL = CONFIG + "thread-pools.thread-pool.http-thread-pool.";

    private ServerCommands() {}

    /** One command a line, for plain HTTP on these addresses. */
    static List<String> plain(List<Bind> binds, int maxHeaderBytes) {
        List<String> lines = new ArrayList<>();
        lines.add(set(FIRST + "address=" + binds.get(0).host()));
        lines.add(set(FIRST + "port=" + binds.get(0).port()));
        for (int i = 1; i < binds.size(); i++) {
            lines.add("create-network-listener --address " + binds.get(i).host() + " --listenerport "
                    + binds.get(i).port() + " --protocol http-listener --threadpool http-thread-pool http-listener-"
                    + (i + 1));
        }
        // Twice the limit, so that a filter sees an oversized header and can answer 431.
        lines.add(set(HTTP + "header-buffer-length-bytes=" + 2 * maxHeaderBytes));
        lines.add(set(HTTP + "max-request-headers=1000"));
        lines.add(set(HTTP + "max-connections=-1"));
        lines.add(set(POOL + "min-thread-pool-size=4"));
        lines.add(set(POOL + "max-thread-pool-size=64"));
        return lines;
    }

    private static String set(String assignment) {
        return "set " + assignment;
    }
}
