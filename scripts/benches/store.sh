#!/usr/bin/env bash
# 256 MiB from peer to peer: ours to ours, ours to Kubo and back, Kubo to Kubo
# In blocks of 1 MiB over the loopback, each pair in turn, in a network namespace of its own. Built as for release: an
# unoptimised build would measure the compiler.
set -euo pipefail
source "$(dirname "$0")/../env.sh"

tools="$(dirname "$CARGO_TARGET_DIR")/interop"
[ -x "$tools/venv/bin/python" ] || fail 'run scripts/test-interop.sh once: it installs Kubo'
(cd "$ROOT" && cargo build --release -q -p reel-fragment-store --example store-peer)
export STORE_PEER="$CARGO_TARGET_DIR/release/examples/store-peer"
if [ "$(id -u)" = 0 ]; then apart=(unshare --net); else apart=(unshare --map-root-user --net); fi
cd "$tools"
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$ROOT/node/fragment-store/tests/interop/real" \
	"${apart[@]}" bash -c 'ip link set lo up && exec "$@"' apart "$tools/venv/bin/python" "$ROOT/scripts/benches/store.py" "$@"
