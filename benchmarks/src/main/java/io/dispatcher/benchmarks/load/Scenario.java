package io.dispatcher.benchmarks.load;

/**
 * What is asked of a peer: so many keep-alive connections, each with one request at a time, for one body.
 *
 * @param connections 1 to 4096
 */
public record Scenario(int connections, Body body) {
    public Scenario {
        if (connections < 1 || connections > 4096) {
            throw new IllegalArgumentException("connections must be 1 to 4096, not " + connections);
        }
    }

    public String title() {
        return connections + (connections == 1 ? " connection, " : " connections, ") + body.title();
    }
}
