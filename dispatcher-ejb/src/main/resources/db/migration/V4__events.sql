-- The event log. What came together in the journal is one row: a run of numbers without holes, its events in one blob (CBOR, see EventBlock).
create table event_block (
    first_number bigint not null primary key,
    last_number bigint not null,
    batch uuid not null,
    message bigint not null,
    stored_at timestamp(3) with time zone not null,
    events bytea not null
);

create unique index event_block_batch on event_block (batch);

-- One row: the last number given. Whoever gives the next ones locks it.
create table event_log (
    id integer not null primary key,
    last_number bigint not null
);

insert into event_log (id, last_number) values (1, 0);
