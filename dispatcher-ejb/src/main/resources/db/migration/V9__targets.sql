-- Named targets. Their default headers may hold secrets: sealed with a key that is not in the database.
create table target (
    id varchar(36) not null primary key,
    name varchar(64) not null unique,
    definition text not null,
    sealed_headers text not null,
    created_at timestamp(3) with time zone not null
);
