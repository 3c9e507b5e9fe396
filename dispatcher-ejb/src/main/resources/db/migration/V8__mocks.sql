-- Rules that answer requests with nobody behind them. The ids are UUIDv7: the oldest first.
create table mock (
    id varchar(36) not null primary key,
    definition text not null,
    hits bigint not null
);

-- One row: another number, other mocks.
create table mock_revision (
    revision bigint not null
);
insert into mock_revision (revision) values (0);
