-- Upstreams that are taken out by command.
create table upstream_maintenance (
    name varchar(64) not null primary key,
    since timestamp(3) with time zone not null
);
