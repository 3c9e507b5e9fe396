-- Identities of agents: known for ever once registered, until removed.
CREATE TABLE agent (
    agent_id      VARCHAR(64)  NOT NULL PRIMARY KEY,
    identity      TEXT         NOT NULL,
    registered_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
