-- Which log this is. A copy of the database is the same log; another database never is.
create table installation (
  one boolean not null default true primary key check (one),
  id  text collate "C" not null default gen_random_uuid()::text
);
insert into installation default values;

-- Signed statements about the head of the log. Numbers have no gap: one that is missing was taken away.
create table checkpoint (
  number       bigint           not null primary key,
  installation text collate "C" not null,
  seq          bigint           not null,
  hash         bytea            not null,
  time         timestamptz      not null,
  key          text collate "C" not null,
  signature    text collate "C" not null
);

create trigger checkpoint_unchanged before update or delete or truncate on checkpoint
  for each statement execute function refuse_change();
alter table checkpoint enable always trigger checkpoint_unchanged;
create trigger installation_unchanged before insert or update or delete or truncate on installation
  for each statement execute function refuse_change();
alter table installation enable always trigger installation_unchanged;

grant select, insert on checkpoint to "${runtime}";
grant select on installation to "${runtime}";
