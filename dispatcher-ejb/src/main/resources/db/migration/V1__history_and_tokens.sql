-- Runs on PostgreSQL and on H2 in PostgreSQL mode.

-- One row per finished dispatch. The id is a UUIDv7: its order is the order in time, and its one index serves paging, time bounds and
-- retention. It is a descending unique index and no primary key because H2 walks an index in its own direction only and pages go from the
-- newest on. Only what filters need is a column; everything else is in detail (CBOR, see HistoryDetail).
create table history (
    id uuid not null,
    kind varchar(16) not null,
    accepted_at timestamp(3) with time zone not null,
    caller varchar(64),
    agent_id varchar(64),
    source_address varchar(64),
    method varchar(64) not null,
    url varchar(8192) not null,
    status_code integer,
    error varchar(64),
    duration_ms double precision not null,
    attempts integer not null,
    replay_of varchar(36),
    detail bytea not null
);

create unique index history_newest on history (id desc);

create table token (
    id varchar(64) not null primary key,
    name varchar(64) not null,
    role varchar(16) not null,
    hash varchar(64) not null unique,
    agent_id varchar(64),
    upstreams varchar(4096) not null,
    created_at timestamp(3) with time zone not null,
    expires_at timestamp(3) with time zone,
    revoked_at timestamp(3) with time zone
);

create table stored_setting (
    name varchar(64) not null primary key,
    content varchar(3000000) not null
);
