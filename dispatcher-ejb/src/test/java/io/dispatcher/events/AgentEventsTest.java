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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of agents, told by its differences. */
@Timeout(30)
class AgentEventsTest {
    private final List<byte[]> sent = new CopyOnWriteArrayList<>();
    private final Notes notes = new Notes(() -> sent::add, "node-1", InstantSource.system(), new EventFigures());
    private final Map<String, AgentView> agents = new HashMap<>();

    private void set(String id, String status) {
        agents.put(id, view(id, status));
    }

    private static AgentView view(String id, String status) {
        return new AgentView(id, status, List.of(), Map.of("site", "x"), List.of(), List.of(), 0, null, null);
    }

    @Test
    void eachChangeIsToldOnce() throws Exception {
        AgentEvents events = new AgentEvents(notes, agents::get, List.of(view("old", "disconnected")));
        set("old", "connected");
        events.ready("old");
        events.ready("old");
        set("new", "registered");
        events.registered("new");
        set("new", "connected");
        events.ready("new");
        set("new", "draining");
        events.unready("new");
        set("new", "connected");
        events.ready("new");
        set("new", "disconnected");
        events.unready("new");
        agents.clear();
        events.unready("new");
        events.removed("new");
        notes.start();
        notes.close();

        List<String> told = new ArrayList<>();
        for (byte[] message : sent) {
            for (Batch batch : new JournalMessage(1, message).batches()) {
                assertThat(batch.node()).isEqualTo("node-1");
                batch.notes()
                        .forEach(note -> told.add(note.type() + (note.data().contains("\"new\"") ? " new" : " old")));
            }
        }
        assertThat(told)
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
    void whatIsToldBeforeTheStartIsSentAfterIt() {
        notes.tell("token.created", new Data().with("name", "shop"));
        assertThat(sent).isEmpty();

        notes.start();

        await().until(() -> sent.size() == 1);
        notes.close();
    }
}
