-- Stored scenarios, and the reports of runs: of stored ones and of those that were sent to run once (no scenario_id). A node shows by alive_until that it still
-- runs what it began.
create table scenario (
    id varchar(36) not null primary key,
    name varchar(128) not null,
    definition text not null,
    created_at timestamp(3) with time zone not null
);

create table scenario_run (
    id varchar(36) not null primary key,
    scenario_id varchar(36),
    name varchar(128) not null,
    status varchar(16) not null,
    seed bigint not null,
    node varchar(64) not null,
    alive_until bigint not null,
    cancelled boolean not null,
    started_at timestamp(3) with time zone not null,
    finished_at timestamp(3) with time zone,
    report text not null
);

create index scenario_run_newest on scenario_run (scenario_id, id desc);
create index scenario_run_status on scenario_run (status);
