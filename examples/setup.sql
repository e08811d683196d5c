-- Run once on the primary, by the superuser, connected to the database "postgres".
create role baton_replication replication login password 'change me';
-- What pg_rewind reads from its source when it is not a superuser.
grant execute on function pg_ls_dir(text, boolean, boolean) to baton_replication;
grant execute on function pg_stat_file(text, boolean) to baton_replication;
grant execute on function pg_read_binary_file(text) to baton_replication;
grant execute on function pg_read_binary_file(text, bigint, bigint, boolean) to baton_replication;
