package io.dispatcher.boot;

import java.util.ArrayList;
import java.util.List;

/** The administration commands that Payara runs at its start. */
final class ServerCommands {

    private static final String CONFIG = "configs.config.server-config.";
    private static final String NETWORK = CONFIG + "network-config.";
    private static final String HTTP = NETWORK + "protocols.protocol.http-listener.http.";
    private static final String LISTENERS = NETWORK + "network-listeners.network-listener.";
    private static final String POOL = CONFIG + "thread-pools.thread-pool.http-thread-pool.";

    private final List<String> first = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private final List<String> closing = new ArrayList<>();

    /** For plain HTTP on these addresses. */
    ServerCommands(List<Bind> binds, int maxHeaderBytes) {
        for (int i = 0; i < binds.size(); i++) {
            listener(i, binds.get(i));
        }
        // Twice the limit, so that a filter sees an oversized header and can answer 431.
        first.add(set(HTTP + "header-buffer-length-bytes=" + 2 * maxHeaderBytes));
        first.add(set(HTTP + "max-request-headers=1000"));
        first.add(set(HTTP + "max-connections=-1"));
        first.add(set(POOL + "min-thread-pool-size=4"));
        first.add(set(POOL + "max-thread-pool-size=64"));
    }

    /** To run before anything is deployed. */
    List<String> first() {
        return List.copyOf(first);
    }

    /** To run after deployment. */
    List<String> last() {
        return List.copyOf(last);
    }

    /** Assignments that close the listeners again. */
    List<String> closing() {
        return List.copyOf(closing);
    }

    /**
     * A listener is opened only after deployment: a request that comes while the application's parts are being made can lock
     * against their maker for ever, and agents come back as soon as a port is open.
     */
    private void listener(int index, Bind bind) {
        String name = index == 0 ? "http-listener" : "http-listener-" + (index + 1);
        if (index == 0) {
            first.add(set(LISTENERS + name + ".address=" + bind.host()));
            first.add(set(LISTENERS + name + ".port=" + bind.port()));
            first.add(set(LISTENERS + name + ".enabled=false"));
        } else {
            first.add("create-network-listener --address " + bind.host() + " --listenerport " + bind.port()
                    + " --protocol http-listener --threadpool http-thread-pool --enabled=false " + name);
        }
        last.add(set(LISTENERS + name + ".enabled=true"));
        closing.add(LISTENERS + name + ".enabled=false");
    }

    private static String set(String assignment) {
        return "set " + assignment;
    }
}
