-- Stored checks. Whoever advances next_run by a conditional update has the run: one row, one winner among all nodes. run_until is the end of its lease, so that
-- a killed node's run does not keep others from the next one.
create table monitor (
    id varchar(36) not null primary key,
    name varchar(64) not null unique,
    definition text not null,
    caller varchar(64),
    paused boolean not null,
    created_at timestamp(3) with time zone not null,
    next_run bigint not null,
    run_id varchar(36),
    run_until bigint not null,
    run_node varchar(64),
    last_run timestamp(3) with time zone,
    state varchar(16) not null,
    state_since timestamp(3) with time zone not null
);

-- How each vantage point sees it; source_address is empty where a run goes out from any.
create table monitor_vantage_point (
    monitor_id varchar(36) not null references monitor (id) on delete cascade,
    agent_id varchar(64) not null,
    source_address varchar(64) not null,
    state varchar(16) not null,
    since timestamp(3) with time zone not null,
    reason varchar(1024) not null,
    recent varchar(32) not null,
    last_run timestamp(3) with time zone not null,
    loss double precision,
    duration_ms double precision,
    certificate_until timestamp(3) with time zone,
    primary key (monitor_id, agent_id, source_address)
);

-- One row per vantage point and run. The id is a UUIDv7 of when it ended; samples are four bytes each, microseconds. Those of a deleted monitor are swept.
create table monitor_result (
    id uuid not null,
    monitor_id varchar(36) not null,
    agent_id varchar(64) not null,
    source_address varchar(64),
    state varchar(16) not null,
    reason varchar(1024) not null,
    sent integer not null,
    received integer not null,
    samples bytea not null,
    detail text
);

create unique index monitor_result_newest on monitor_result (monitor_id, id desc);
