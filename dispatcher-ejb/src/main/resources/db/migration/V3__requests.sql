-- Durable requests. One without an idempotency key has a row only once it has ended: until then the broker's message is all there is of it.
-- One with a key has its row before its message; "stored" says that the broker has the message.
create table request (
    id uuid not null primary key,
    status varchar(16) not null,
    caller varchar(64) not null,
    idempotency_key varchar(255),
    body_hash varchar(64),
    stored boolean not null,
    claimed_at timestamp(3) with time zone not null,
    ends_by timestamp(3) with time zone not null,
    ended_at timestamp(3) with time zone,
    http_status integer,
    answer bytea
);

create unique index request_key on request (caller, idempotency_key);
create index request_ended on request (ended_at);
create index request_open on request (ends_by);
