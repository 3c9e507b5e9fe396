-- Durable requests. One without an idempotency key has a row only once it has ended: until then the broker's message is all there is of it.
create table request (
    id uuid not null primary key,
    status varchar(16) not null,
    caller varchar(64) not null,
    accepted_at timestamp(3) with time zone not null,
    ended_at timestamp(3) with time zone,
    http_status integer,
    answer bytea
);

create index request_ended on request (ended_at);
