-- Where a kind of operation leaves no choice, there is no mode: a reopening, a prune.
alter table operation_row alter column mode drop not null;
