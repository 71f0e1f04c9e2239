#!/usr/bin/env bash
# Drives a real dev node through polkadot-js, as a wallet or an explorer would.
set -euo pipefail
source "$(dirname "$0")/env.sh"

work=$(mktemp -d)
node_pid=
cleanup() {
	[ -z "$node_pid" ] || kill -9 "$node_pid" 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT

# Installed outside the clone, once for each version asked for.
modules="$(dirname "$CARGO_TARGET_DIR")/polkadot-js"
mkdir -p "$modules"
cp "$ROOT"/node/tests/polkadot-js/* "$ROOT"/client/tests/polkadot-js/* "$modules/"
(cd "$modules" && npm install --no-audit --no-fund --loglevel=error >/dev/null)

# A key file of `reel` opens in a wallet.
(cd "$modules" && REEL_KEY_FILE="$ROOT/client/tests/fixtures/reel-key.json" node --test --test-reporter=spec keys.test.mjs)

"$BIN/reelchain-node" --dev --tmp --rpc-port 0 --no-prometheus --no-mdns \
	--listen-addr /ip4/127.0.0.1/tcp/0 --store-listen 127.0.0.1:0 >"$work/node.log" 2>&1 &
node_pid=$!
url=
while [ -z "$url" ]; do
	kill -0 "$node_pid" 2>/dev/null || { cat "$work/node.log" >&2; fail 'the node did not start'; }
	port=$(grep -o 'Running JSON-RPC server: addr=127.0.0.1:[0-9]*' "$work/node.log" | grep -o '[0-9]*$' || true)
	[ -z "$port" ] || url="ws://127.0.0.1:$port"
	read -r -t 0.2 <> <(:) || true
done
(cd "$modules" && REEL_NODE="$url" node --test --test-reporter=spec chain.test.mjs) || { tail -20 "$work/node.log" >&2; exit 1; }
