#!/usr/bin/env bash
# A viewer without a node (C14): smoldot follows the chain of four validators from a raw spec, `reel` follows smoldot and takes
# tickets from a desk that is somebody else's. Then the same viewer with nothing but the RPC of another validator.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

work=$(mktemp -d)
pids=()
cleanup() {
	for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
	rm -rf "$work"
}
trap cleanup EXIT
source scripts/demo/node.sh

# Installed outside the clone, once for each version asked for.
modules="$(dirname "$CARGO_TARGET_DIR")/light"
mkdir -p "$modules"
cp "$ROOT"/client/light/* "$modules/"
(cd "$modules" && npm install --no-audit --no-fund --loglevel=error >/dev/null)

say 'Four validators of one raw spec, two of which listen for browsers'
# With one that is not raw each node would have to build the genesis state again for whoever wants a checkpoint.
"$BIN/reelchain-node" export-chain-spec --chain local --raw >"$work/raw.json" 2>/dev/null
start_validator() {
	local name=$1 ws=()
	shift
	case "$name" in alice | bob) ws=(/ip4/127.0.0.1/tcp/0/ws) ;; esac
	start_node "$name" --chain "$work/raw.json" "--$name" --unsafe-force-node-key-generation --rpc-port 0 --store-listen 127.0.0.1:0 "$@" \
		--listen-addr /ip4/127.0.0.1/tcp/0 "${ws[@]}"
	wait_for_node "$name" "${pids[-1]}"
	eval "${name}_port=$node_port"
}
# rpc PORT METHOD [PARAMS]: the result.
rpc() {
	curl --silent --fail --max-time 20 -H 'content-type: application/json' \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":${3:-[]}}" "http://127.0.0.1:$1" |
		python3 -c 'import json,sys; print(json.dumps(json.load(sys.stdin)["result"]))'
}
address() {
	rpc "$1" system_localListenAddresses |
		python3 -c 'import json,sys; print(next(a for a in json.load(sys.stdin) if "/127.0.0.1/" in a and ("/ws/" in a) == bool(sys.argv[1:])))' "${@:2}"
}
start_validator alice
alice_store=$node_store
boot=$(address "$alice_port")
for name in bob charlie dave; do start_validator "$name" --bootnodes "$boot"; done
bootnodes=(--bootnode "$(address "$alice_port" ws)" --bootnode "$(address "$bob_port" ws)")

say 'A light client of them'
node "$modules/light.mjs" "$work/raw.json" "${bootnodes[@]}" --listen 127.0.0.1:0 >"$work/light.log" 2>&1 &
pids+=($!)
light=
until [ -n "$light" ]; do
	kill -0 "${pids[-1]}" 2>/dev/null || { cat "$work/light.log" >&2; fail 'the light client did not start'; }
	light=$(logged light 'Light client listening on \(ws:[^ ]*\)')
	pause 0.2
done

say 'Bob publishes a film at a node; all desks have its keys'
film="$work/film.mp4"
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=160x90:rate=25:duration=59 -f lavfi -i sine=frequency=440:duration=59 \
	-c:v libx264 -preset ultrafast -c:a aac "$film"
REEL_STORE=$alice_store
REEL_STORE_TOKEN_FILE=$(find "$work/alice" -name api-token)
export REEL_STORE REEL_STORE_TOKEN_FILE REEL_VAULT="$work/secrets" REEL_INDEX="$work/index"
reel() { "$BIN/reel" --config /nonexistent/reel.toml "$@"; }
at() { echo "ws://127.0.0.1:$1"; }
# wait_for WHAT EXPRESSION METHOD [PARAMS]: until the expression is true of `it`, what Alice answers; five minutes at most.
wait_for() {
	for _ in $(seq 600); do
		! rpc "$alice_port" "${@:3}" | python3 -c 'import json,sys; it = json.load(sys.stdin); sys.exit(not eval(sys.argv[1]))' "$2" || return 0
		pause 0.5
	done
	fail "not in time: $1"
}
wait_for 'four desks know each other' 'len(it) == 4' title_v1_deskKeys
wait_for 'blocks become final' 'it != "'"$(rpc "$alice_port" chain_getBlockHash '[0]' | tr -d '"')"'"' chain_getFinalizedHead
reel --node "$(at "$alice_port")" --dev-account Eve supervisor authorize //Bob
reel --node "$(at "$alice_port")" --dev-account Bob publish "$film" --cell-seconds 30 --title Film --magnet-file "$work/film.reel"
content=$(reel --json title show "$work/film.reel" --node "$(at "$alice_port")" | field content)

say 'What the light client says, proven, is what a node says'
(cd "$modules" && REEL_LIGHT="$light" REEL_NODE="$(at "$dave_port")" REEL_CONTENT="$content" \
	REEL_BOOTNODES="${bootnodes[1]} ${bootnodes[3]}" \
	node --test --test-reporter=spec light.test.mjs) || { cat "$work/light.log" >&2; exit 1; }

# Alice has the film in her store: who sends is another matter (node/tests/keyed.rs).
desk=(--desk "$(at "$alice_port")")
say 'A viewer with the light client, at the desk of Alice'
balance() { reel --node "$1" wallet balance "$2" --json | field free_planck; }
watch() { # NAME CELL NODE [OPTIONS]: watches one cell and is paid
	local name=$1 cell=$2 node=$3 account earned
	shift 3
	(umask 077 && printf '//Light/%s/%s' "$name" "$$" >"$work/$name.suri")
	account=$(reel --suri-file "$work/$name.suri" wallet address --json | field account)
	reel --node "$node" --suri-file "$work/$name.suri" --json watch "$work/film.reel" --headless --from "$cell" --cells 1 \
		--pay-wait 180 "$@" >"$work/$name.ndjson" || { cat "$work/$name.ndjson" "$work/light.log" >&2; fail "$name was not paid"; }
	earned=$(field earned_planck <"$work/$name.ndjson")
	# More digits than the shell counts with.
	[[ "$earned" =~ ^[1-9][0-9]*$ ]] || fail "$name earned nothing"
	[ "$(balance "$node" "$account")" = "$earned" ] || fail "$name has not what it earned"
	printf '   %s earned %s planck\n' "$name" "$earned"
}
watch ann 0 "$light" "${desk[@]}"

say 'The same with the RPC of a validator, and no client of the chain at all'
watch ben 1 "$(at "$charlie_port")" "${desk[@]}"

say 'The light client is gone: the viewer says so, and goes on with the RPC of a node'
kill -9 "${pids[-1]}"
wait "${pids[-1]}" 2>/dev/null || true
if reel --node "$light" --timeout 10 status >/dev/null 2>&1; then fail 'nobody listens there any more'; fi
watch cem 1 "$(at "$dave_port")" "${desk[@]}"
