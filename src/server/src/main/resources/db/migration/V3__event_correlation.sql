-- All that one request caused, wherever it went.
create index event_request on event (request_id, seq);

-- A range of (outcome, host, seq) has no end where hosts are missing: a comparison with nothing is never false,
-- so the scan would walk on through all of them. They are left out.
drop index event_outcome_pair;
drop index event_outcome_host;
create index event_outcome_pair on event (outcome, pair, seq)
  where outcome is not null and outcome <> 'DONE' and pair is not null;
create index event_outcome_host on event (outcome, host, seq)
  where outcome is not null and outcome <> 'DONE' and host is not null;
