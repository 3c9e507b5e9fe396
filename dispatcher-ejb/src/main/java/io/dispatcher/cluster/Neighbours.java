package io.dispatcher.cluster;

import io.dispatcher.agents.AgentDirectory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes, as their beats tell; keeps the {@link AgentDirectory} in step with what they have. Beats are heard and silence is looked for by one
 * thread at a time; whether anybody is there may be asked by any.
 */
final class Neighbours {
    private static final System.Logger LOG = System.getLogger(Neighbours.class.getName());

    /** Three beats. */
    static final long DEAD_AFTER_NANOS = Duration.ofSeconds(3).toNanos();

    private static final long DEAF_AFTER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long KNOWN_AFTER_NANOS = Duration.ofMillis(1_500).toNanos();

    private final String ownNode;
    private final String ownLife;
    private final AgentDirectory agents;
    private final LongSupplier nanos;
    private final Runnable appeared;
    private final Consumer<String> unknown;
    private final Map<String, Neighbour> alive = new HashMap<>();
    private volatile int count;
    private volatile long heardSelf;
    private volatile long hearingSince;
    private boolean namesake;

    /** What a node has told. */
    private static final class Neighbour {
        final String life;
        final Map<String, Introduced> agents = new HashMap<>();
        long heardNanos;

        Neighbour(String life) {
            this.life = life;
        }
    }

    private record Introduced(int revision, Beat.Introduction introduction) {}

    /**
     * @param appeared told when there is a node that was not there before
     * @param unknown told a node that speaks of an agent it has not introduced
     */
    Neighbours(
            String ownNode,
            String ownLife,
            AgentDirectory agents,
            LongSupplier nanos,
            Runnable appeared,
            Consumer<String> unknown) {
        this.ownNode = ownNode;
        this.ownLife = ownLife;
        this.agents = agents;
        this.nanos = nanos;
        this.appeared = appeared;
        this.unknown = unknown;
        this.heardSelf = nanos.getAsLong() - DEAF_AFTER_NANOS;
    }

    boolean any() {
        return count > 0;
    }

    /** Whether any that is there would have been heard of: this node has heard itself for long enough. */
    boolean known() {
        long now = nanos.getAsLong();
        return now - heardSelf < DEAF_AFTER_NANOS && now - hearingSince >= KNOWN_AFTER_NANOS;
    }

    private void heardSelf() {
        long now = nanos.getAsLong();
        if (now - heardSelf >= DEAF_AFTER_NANOS) {
            hearingSince = now;
        }
        heardSelf = now;
    }

    synchronized List<String> names() {
        return alive.keySet().stream().sorted().toList();
    }

    synchronized void heard(Beat beat) {
        if (beat.node().equals(ownNode)) {
            heardSelf();
            warnOfNamesake(beat);
            return;
        }
        Neighbour neighbour = alive.get(beat.node());
        if (beat.stopping()) {
            gone(beat.node(), "stops");
            return;
        }
        if (neighbour == null || !neighbour.life.equals(beat.life())) {
            if (neighbour != null) {
                gone(beat.node(), "was started anew");
            }
            neighbour = new Neighbour(beat.life());
            alive.put(beat.node(), neighbour);
            count = alive.size();
            LOG.log(Level.INFO, "coordinator {0} is there", beat.node());
            appeared.run();
        }
        neighbour.heardNanos = nanos.getAsLong();
        heardAgents(beat, neighbour);
        agents.countsElsewhere(beat.node(), beat.counts());
    }

    private void heardAgents(Beat beat, Neighbour neighbour) {
        Map<String, Introduced> now = new HashMap<>();
        boolean asked = false;
        for (Beat.Told told : beat.agents()) {
            Introduced introduced = introduced(neighbour.agents.get(told.agentId()), told);
            if (introduced != null) {
                now.put(told.agentId(), introduced);
                agents.heard(introduced.introduction.presence(beat.node(), told));
            } else if (!asked) {
                asked = true;
                unknown.accept(beat.node());
            }
        }
        List<String> left = new ArrayList<>(neighbour.agents.keySet());
        left.removeAll(now.keySet());
        left.forEach(agentId -> agents.left(agentId, beat.node()));
        neighbour.agents.clear();
        neighbour.agents.putAll(now);
    }

    private static @Nullable Introduced introduced(@Nullable Introduced before, Beat.Told told) {
        Beat.Introduction introduction = told.introduction();
        if (introduction != null) {
            return new Introduced(told.revision(), introduction);
        }
        return before != null && before.revision == told.revision() ? before : null;
    }

    private void warnOfNamesake(Beat beat) {
        if (!beat.life().equals(ownLife) && !namesake) {
            namesake = true;
            LOG.log(
                    Level.ERROR,
                    "another coordinator on this broker has this one''s name, {0}: give each its own --node-name",
                    ownNode);
        }
    }

    /** Call often: who has been silent for too long is gone. Not while the broker is away: nobody can be heard then. */
    synchronized void look() {
        long now = nanos.getAsLong();
        List<String> silent = alive.entrySet().stream()
                .filter(neighbour -> now - neighbour.getValue().heardNanos >= DEAD_AFTER_NANOS)
                .map(Map.Entry::getKey)
                .toList();
        silent.forEach(node -> gone(node, "is not heard of any more"));
    }

    /** The broker was away: from now on they can be heard again. */
    synchronized void listenAnew() {
        long now = nanos.getAsLong();
        alive.values().forEach(neighbour -> neighbour.heardNanos = now);
    }

    private void gone(String node, String why) {
        Neighbour neighbour = alive.remove(node);
        count = alive.size();
        if (neighbour != null) {
            LOG.log(Level.INFO, "coordinator {0} {1}", node, why);
            neighbour.agents.keySet().forEach(agentId -> agents.left(agentId, node));
            agents.gone(node);
        }
    }
}
