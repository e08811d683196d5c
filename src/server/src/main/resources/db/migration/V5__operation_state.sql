-- A row says where its operation stands, so that a list needs nothing else. Rows are derived: they
-- are made again from the first event on.
delete from pair_row;
delete from operation_row;
delete from host_row;
update projection set seq = 0;

alter table operation_row
  add column state       text    collate "C" not null,
  add column turned_back boolean             not null,
  add column version     bigint              not null;
create index operation_row_newest on operation_row (first_seq);

-- The first event that was passed over because the version that read it did not know it.
alter table projection add column unreadable bigint;
