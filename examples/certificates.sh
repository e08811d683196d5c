#!/usr/bin/env bash
# Makes a certificate authority and a certificate for each program, below the folder given (default: certificates).
# Keep ca.key away from the hosts. Run it at the top of the checkout.
set -euo pipefail
out=${1:-certificates}

./baton ca init --dir "$out/ca"
./baton ca issue --dir "$out/ca" --control-plane main --out "$out"
./baton ca issue --dir "$out/ca" --host east-app --ip 192.0.2.11 --out "$out"
./baton ca issue --dir "$out/ca" --host east-db --ip 192.0.2.12 --out "$out"
./baton ca issue --dir "$out/ca" --host west-app --ip 192.0.2.21 --out "$out"
./baton ca issue --dir "$out/ca" --host west-db --ip 192.0.2.22 --out "$out"
