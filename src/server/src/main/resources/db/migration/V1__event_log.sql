-- The record. Columns stand in the order in which they are hashed; every index ends in seq, so that each
-- serves a filter, the order and the cursor at once. Names compare by bytes: equality, order and prefix alike.

create table event (
  seq             bigint                   not null,
  stream          text        collate "C"  not null,
  version         bigint                   not null,
  type            text        collate "C"  not null,
  occurred_at     timestamptz              not null,
  recorded_at     timestamptz              not null,
  pair            text        collate "C",
  operation       text        collate "C",
  host            text        collate "C",
  step            text        collate "C",
  outcome         text        collate "C",
  epoch           bigint                   not null,
  actor           text        collate "C"  not null,
  roles           text        collate "C"  not null,
  credential      text        collate "C",
  reason          text,
  ticket          text        collate "C",
  replica         text        collate "C"  not null,
  agent_boot_id   text        collate "C",
  source_address  text        collate "C",
  request_id      text        collate "C"  not null,
  traceparent     text        collate "C",
  causation       bigint,
  idempotency_key text        collate "C",
  request_hash    text        collate "C",
  payload         text                     not null,
  prev_hash       bytea                    not null,
  hash            bytea                    not null,
  constraint event_pk primary key (seq),
  constraint event_stream_version unique (stream, version)
) with (
  -- Index-only scans need the visibility map of freshly inserted pages.
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 20000
);

create unique index event_idempotency_key on event (idempotency_key) where idempotency_key is not null;
create index event_pair on event (pair, seq) where pair is not null;
create index event_operation on event (operation, seq) where operation is not null;
create index event_host on event (host, seq) where host is not null;
create index event_actor on event (actor, seq);
create index event_type on event (type, seq);
-- What went wrong, the question after an incident: everything but the many steps that were simply done.
create index event_outcome on event (outcome, seq) where outcome is not null and outcome <> 'DONE';
create index event_outcome_pair on event (outcome, pair, seq) where outcome is not null and outcome <> 'DONE';
create index event_outcome_host on event (outcome, host, seq) where outcome is not null and outcome <> 'DONE';
create index event_outcome_actor on event (outcome, actor, seq) where outcome is not null and outcome <> 'DONE';

-- One row: whoever moves it gives out the next numbers, in the same statement as the insert.
create table log_head (
  one         boolean     not null default true primary key check (one),
  seq         bigint      not null,
  hash        bytea       not null,
  recorded_at timestamptz not null
) with (fillfactor = 10, autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);

insert into log_head (seq, hash, recorded_at) values (0, decode(repeat('0', 64), 'hex'), 'epoch');

-- Which replica drives a pair, and the fencing token it got.
create table pair_lease (
  pair        text        collate "C" not null primary key,
  owner       text        collate "C" not null,
  epoch       bigint      not null,
  lease_until timestamptz not null
) with (fillfactor = 50);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the event log is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger event_unchanged before update or delete or truncate on event
  for each statement execute function refuse_change();
alter table event enable always trigger event_unchanged;
create trigger log_head_kept before delete or truncate on log_head
  for each statement execute function refuse_change();
alter table log_head enable always trigger log_head_kept;

grant select, insert on event to "${runtime}";
grant select, update on log_head to "${runtime}";
grant select, insert, update on pair_lease to "${runtime}";
