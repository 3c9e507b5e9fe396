package io.dispatcher.agents;

import java.util.List;

/** Keeps identities. Blocking; never called on the hot path. */
public interface AgentStore {
    List<AgentIdentity> load();

    void save(AgentIdentity identity);

    void delete(String agentId);
}
