package io.dispatcher.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.agents.AgentView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of agents, told by its differences. */
@Timeout(30)
class AgentEventsTest {
    private static final String HERE = "node-1";

    private final List<byte[]> sent = new CopyOnWriteArrayList<>();
    private final Notes notes = new Notes(() -> sent::add, HERE, InstantSource.system(), new EventFigures());
    private final Map<String, AgentView> agents = new HashMap<>();

    private void set(String id, String status, @Nullable String node) {
        agents.put(id, view(id, status, node));
    }

    private static AgentView view(String id, String status, @Nullable String node) {
        return new AgentView(id, status, List.of(), Map.of("site", "x"), List.of(), List.of(), 0, null, node);
    }

    @Test
    void eachChangeIsToldOnce() throws Exception {
        AgentEvents events = new AgentEvents(notes, agents::get, List.of(view("old", "disconnected", null)));
        set("old", "connected", HERE);
        events.ready("old");
        events.ready("old");
        set("new", "registered", null);
        events.registered("new");
        set("new", "connected", HERE);
        events.ready("new");
        set("new", "draining", HERE);
        events.unready("new");
        set("new", "connected", HERE);
        events.ready("new");
        set("new", "disconnected", null);
        events.unready("new");
        agents.clear();
        events.unready("new");
        events.removed("new");

        assertThat(told())
                .containsExactly(
                        "agent.connected old",
                        "agent.registered new",
                        "agent.connected new",
                        "agent.draining new",
                        "agent.resumed new",
                        "agent.disconnected new",
                        "agent.removed new");
    }

    @Test
    void anotherNodesAgentIsTheOtherNodesToTellUntilItComesHere() throws Exception {
        AgentEvents events = new AgentEvents(notes, agents::get, List.of(view("old", "disconnected", null)));
        set("old", "connected", "node-2");
        events.elsewhere("old");
        set("old", "draining", "node-2");
        events.unready("old");
        set("old", "disconnected", null);
        events.unready("old");
        set("old", "connected", HERE);
        events.ready("old");

        assertThat(told()).containsExactly("agent.connected old");
    }

    private List<String> told() throws Exception {
        notes.start();
        notes.close();
        List<String> told = new ArrayList<>();
        for (byte[] message : sent) {
            for (Batch batch : new JournalMessage(1, message).batches()) {
                assertThat(batch.node()).isEqualTo(HERE);
                batch.notes()
                        .forEach(note -> told.add(note.type() + (note.data().contains("\"new\"") ? " new" : " old")));
            }
        }
        return told;
    }

    @Test
    void whatIsToldBeforeTheStartIsSentAfterIt() {
        notes.tell("token.created", new Data().with("name", "shop"));
        assertThat(sent).isEmpty();

        notes.start();

        await().until(() -> sent.size() == 1);
        notes.close();
    }
}
