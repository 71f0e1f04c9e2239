#!/usr/bin/env bash
# 256 MiB from peer to peer: our store beside rust-ipfs, litep2p and bare libp2p
# In blocks of 1 MiB over TCP on the loopback, each in turn, in a network namespace of its own; all built as for release.
# The first time it builds two more peer-to-peer stacks, which takes some ten minutes on two cores.
set -euo pipefail
source "$(dirname "$0")/../env.sh"

(cd "$ROOT" && cargo build --release -q -p reel-fragment-store --example store-peer)
export STORE_PEER="$CARGO_TARGET_DIR/release/examples/store-peer"
built="$(dirname "$CARGO_TARGET_DIR")/candidates"
(cd "$ROOT/scripts/benches/candidates" && CARGO_TARGET_DIR="$built" cargo build --release --locked -q)
export CANDIDATE="$built/release/reelchain-candidates"
if [ "$(id -u)" = 0 ]; then apart=(unshare --net); else apart=(unshare --map-root-user --net); fi
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$ROOT/node/fragment-store/tests/interop/real" \
	"${apart[@]}" bash -c 'ip link set lo up && exec "$@"' apart python3 "$ROOT/scripts/benches/candidates.py" "$@"
