#!/usr/bin/env bash
# Makes four hosts and the pair "ci" known to the control plane. Their agents must run, and the databases replicate.
# Safe to repeat: a host that is known with the same endpoint stays as it is.
set -euo pipefail

U=${U:-http://127.0.0.1:8400}
T=${T:-$(cat "${BATON_DATA:-/var/lib/baton}/admin.token")}

call() {
  curl -sS --fail-with-body -H "Authorization: Bearer $T" -H "Content-Type: application/json" \
    -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" "$@"
  echo
}

call -d '{"host":"east-app","endpoint":"192.0.2.11:7443","reason":"set-up"}' "$U/v1/hosts"
call -d '{"host":"east-db","endpoint":"192.0.2.12:7443","reason":"set-up"}' "$U/v1/hosts"
call -d '{"host":"west-app","endpoint":"192.0.2.21:7443","reason":"set-up"}' "$U/v1/hosts"
call -d '{"host":"west-db","endpoint":"192.0.2.22:7443","reason":"set-up"}' "$U/v1/hosts"

call -d '{
  "pair": "ci",
  "home": "east",
  "address": "192.0.2.100",
  "sites": [
    {"name": "east", "application": "east-app", "database": "east-db"},
    {"name": "west", "application": "west-app", "database": "west-db"}
  ],
  "reason": "set-up"
}' "$U/v1/pairs"
