-- Derived from the events and rebuilt from them at any time; each row knows the event it stands at.

create table projection (
  name text   collate "C" not null primary key,
  seq  bigint not null
);
insert into projection (name, seq) values ('all', 0);

create table pair_row (
  pair      text   collate "C" not null primary key,
  home      text   collate "C" not null,
  primary_site text collate "C" not null,
  term      bigint not null,
  version   bigint not null,
  open_operation text collate "C",
  seq       bigint not null
);

create table operation_row (
  operation    text        collate "C" not null primary key,
  pair         text        collate "C" not null,
  kind         text        collate "C" not null,
  mode         text        collate "C" not null,
  from_site    text        collate "C" not null,
  to_site      text        collate "C" not null,
  last_fact    text        collate "C" not null,
  plan_hash    text        collate "C",
  outcome      text        collate "C",
  requested_by text        collate "C" not null,
  reason       text,
  ticket       text        collate "C",
  requested_at timestamptz not null,
  ended_at     timestamptz,
  first_seq    bigint      not null,
  seq          bigint      not null
);
create index operation_row_pair on operation_row (pair, first_seq);

create table host_row (
  host          text        collate "C" not null primary key,
  endpoint      text        not null,
  registered_at timestamptz not null,
  seq           bigint      not null
);

grant select, update on projection to "${runtime}";
grant select, insert, update, delete on pair_row, operation_row, host_row to "${runtime}";
