package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.time.Duration;

/** Dispatcher's full chain on a broker of its own, with one coordinator or two. */
public final class ClusterPeer implements Peer {
    /** Who is there, and whom the caller asks. */
    public enum Kind {
        ONE("one", "one coordinator; the broker and the database are processes of their own"),
        TWO(
                "two",
                "the same coordinator, agent, broker and database, and a second coordinator of which nobody asks anything"),
        ACROSS("across", "the same two; the caller asks the second one, the agent is connected with the first");

        private final String id;
        private final String description;

        Kind(String id, String description) {
            this.id = id;
            this.description = description;
        }
    }

    private final Kind kind;
    private final ClusterNodes nodes;
    private final Duration changeWarmUp;

    /** @param changeWarmUp each time a coordinator came or went */
    public ClusterPeer(Kind kind, ClusterNodes nodes, Duration changeWarmUp) {
        this.kind = kind;
        this.nodes = nodes;
        this.changeWarmUp = changeWarmUp;
    }

    @Override
    public String id() {
        return kind.id;
    }

    @Override
    public String description() {
        return kind.description;
    }

    /** The others' processes are those of the first one. */
    @Override
    public boolean warmsUp() {
        return kind == Kind.ONE;
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        return new RunningCluster(kind, nodes, nodes.start(workspace), target, changeWarmUp);
    }
}
