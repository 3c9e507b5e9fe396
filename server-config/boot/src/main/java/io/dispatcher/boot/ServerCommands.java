package io.dispatcher.boot;

import java.util.ArrayList;
import java.util.List;

/** The administration commands that Payara runs at its start. */
final class ServerCommands {

    private static final String CONFIG = "configs.config.server-config.";
    private static final String NETWORK = CONFIG + "network-config.";
    private static final String PROTOCOLS = NETWORK + "protocols.protocol.";
    private static final String HTTP = "http-listener";
    private static final String HTTPS = "https-listener";
    private static final String LISTENERS = NETWORK + "network-listeners.network-listener.";
    private static final String POOL = CONFIG + "thread-pools.thread-pool.http-thread-pool.";

    /** Besides those of a full pool: agents and what they bring must be served all the same. */
    private static final int FOR_OURSELVES = 64;

    private final Settings settings;
    private final List<String> first = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private final List<String> closing = new ArrayList<>();

    /** For plain HTTP and, if there are any, HTTPS on these addresses. */
    ServerCommands(List<Bind> http, List<Bind> https, Settings settings) {
        this.settings = settings;
        listeners(HTTP, http);
        listeners(HTTPS, https);
        first.add(set(POOL + "min-thread-pool-size=4"));
        first.add(set(POOL + "max-thread-pool-size=" + threads()));
    }

    private int threads() {
        int workers = settings.number(Options.WORKER_COUNT);
        return settings.require(Options.ENGINE).equals("threadpool")
                ? workers + settings.number(Options.REQUEST_QUEUE_SIZE) + FOR_OURSELVES
                : workers;
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

    private void listeners(String protocol, List<Bind> binds) {
        for (int i = 0; i < binds.size(); i++) {
            listener(protocol, i, binds.get(i));
        }
        if (!binds.isEmpty()) {
            String http = PROTOCOLS + protocol + ".http.";
            // Twice the limit: what is over it is refused before it comes to this.
            first.add(set(http + "header-buffer-length-bytes=" + 2 * settings.number(Options.MAX_HEADER_BYTES)));
            first.add(set(http + "max-request-headers=1000"));
            int requests = settings.number(Options.MAX_KEEPALIVE_REQUESTS);
            // That many on a connection.
            first.add(set(http + "max-connections=" + (requests == 0 ? -1 : requests)));
            first.add(set(http + "timeout-seconds="
                    + Math.max(1, Math.round(Double.parseDouble(settings.require(Options.KEEPALIVE_TIMEOUT))))));
            // Tunnels pass a body with any method.
            first.add(set(http + "allow-payload-for-undefined-http-methods=true"));
        }
    }

    /**
     * A listener is opened only after deployment: a request that comes while the application's parts are being made can lock
     * against their maker for ever, and agents come back as soon as a port is open.
     */
    private void listener(String protocol, int index, Bind bind) {
        String name = index == 0 ? protocol : protocol + "-" + (index + 1);
        if (index == 0) {
            first.add(set(LISTENERS + name + ".address=" + bind.host()));
            first.add(set(LISTENERS + name + ".port=" + bind.port()));
            first.add(set(LISTENERS + name + ".enabled=false"));
        } else {
            first.add("create-network-listener --address " + bind.host() + " --listenerport " + bind.port()
                    + " --protocol " + protocol + " --threadpool http-thread-pool --enabled=false " + name);
        }
        last.add(set(LISTENERS + name + ".enabled=true"));
        closing.add(LISTENERS + name + ".enabled=false");
    }

    private static String set(String assignment) {
        return "set " + assignment;
    }
}
