create role baton_replication replication login password '${replication}';
create role gocd login password '${application}';
create database gocd owner gocd;
-- What pg_rewind reads from its source when it is not a superuser.
grant execute on function pg_ls_dir(text, boolean, boolean) to baton_replication;
grant execute on function pg_stat_file(text, boolean) to baton_replication;
grant execute on function pg_read_binary_file(text) to baton_replication;
grant execute on function pg_read_binary_file(text, bigint, bigint, boolean) to baton_replication;
\connect gocd
grant execute on function pg_ls_dir(text, boolean, boolean) to baton_replication;
grant execute on function pg_stat_file(text, boolean) to baton_replication;
grant execute on function pg_read_binary_file(text) to baton_replication;
grant execute on function pg_read_binary_file(text, bigint, bigint, boolean) to baton_replication;
set role gocd;
create table labgo_row (id uuid primary key, run text, at timestamptz not null default clock_timestamp());
create table labgo_heartbeat (id bigint primary key, at timestamptz not null default clock_timestamp());
