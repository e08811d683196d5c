-- A pair that was given up stays on record, and in lists.
alter table pair_row add column retired boolean not null default false;
