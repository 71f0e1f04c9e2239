#!/usr/bin/env bash
# One copy of what must be one copy. Two versions of sp-runtime mean that somebody took the registry's newest
# number instead of the release's (see CONTRIBUTING.md).
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

bad=0
for crate in sp-runtime sp-core sp-api sc-client-api sc-network sc-service frame-support litep2p libp2p; do
	count=$(grep -c "^name = \"$crate\"$" Cargo.lock || true)
	[ "$count" = 1 ] || { echo "Cargo.lock holds $count versions of $crate, not 1" >&2; bad=1; }
done
if grep -q '^name = "core2"$' Cargo.lock; then
	echo "Cargo.lock holds core2, which was withdrawn" >&2
	bad=1
fi
copies=$(cargo tree --locked -p reelchain-node -e normal --prefix none 2>/dev/null | grep -o '^jsonrpsee v[0-9.]*' | sort -u)
[ "$copies" = 'jsonrpsee v0.24.11' ] || { echo "the node's tree holds: $copies, not jsonrpsee v0.24.11 alone" >&2; bad=1; }
exit $bad
