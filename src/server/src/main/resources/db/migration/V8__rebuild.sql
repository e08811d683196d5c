-- Rows that are made again stand beside those in use, page by page, until they take their place in one transaction.
create table pair_row_next (like pair_row including all);
create table operation_row_next (like operation_row including all);
create table host_row_next (like host_row including all);
grant select, insert, update, delete on pair_row_next, operation_row_next, host_row_next to "${runtime}";

-- Where they stand, so that a rebuild that was killed goes on from there: the newest event when it began, absent
-- while none is under way; and which code makes them.
alter table projection
  add column goal bigint,
  add column maker text collate "C";
insert into projection (name, seq) values ('next', 0);
