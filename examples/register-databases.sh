#!/usr/bin/env bash
# Makes two database hosts and the pair "ledger" known to the control plane: no application is moved, and no address.
# Their agents must run, and the databases replicate. With an address of its own, which the address keys of both
# policies name, add "address" as in register.sh.
# Safe to repeat: a host that is known with the same endpoint stays as it is.
set -euo pipefail

U=${U:-http://127.0.0.1:8400}
T=${T:-$(cat "${BATON_DATA:-/var/lib/baton}/admin.token")}

call() {
  curl -sS --fail-with-body -H "Authorization: Bearer $T" -H "Content-Type: application/json" \
    -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" "$@"
  echo
}

call -d '{"host":"east-db","endpoint":"192.0.2.12:7443","reason":"set-up"}' "$U/v1/hosts"
call -d '{"host":"west-db","endpoint":"192.0.2.22:7443","reason":"set-up"}' "$U/v1/hosts"

call -d '{
  "pair": "ledger",
  "home": "east",
  "sites": [
    {"name": "east", "database": "east-db"},
    {"name": "west", "database": "west-db"}
  ],
  "reason": "set-up"
}' "$U/v1/pairs"
