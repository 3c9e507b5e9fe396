-- When a vantage point, or all together (agent_id is null), began to see a target in another way; written with the results of the run that showed it. The id
-- is a UUIDv7 of then. Those of a deleted monitor are swept.
create table monitor_change (
    id uuid not null,
    monitor_id varchar(36) not null,
    agent_id varchar(64),
    source_address varchar(64),
    state_before varchar(16) not null,
    state_after varchar(16) not null,
    reason varchar(1024) not null
);

create unique index monitor_change_newest on monitor_change (monitor_id, id desc);
