-- The message that claimed an idempotency key: if it comes again, its claim is still its own.
alter table request add column claimed_by bigint;
