#!/usr/bin/env bash
# The main job on a real video, visibly. First act: a creator is authorized, publishes a film, a viewer without a coin
# watches it in real time, and coins arrive at everybody whom the title's split names. Second act: three curators keep the
# film, one is killed, the film still plays, the dead one is slashed, the living ones claim SSH. Third act: the film is
# bought with coins that came from watching, the money reaches three holders, an advertiser pays who sees its spot, and
# somebody else's copy of the film is refused.
#
#   scripts/demo.sh           with a film that ffmpeg draws
#   scripts/demo.sh FILE      with a film of your own
#   scripts/demo.sh --ci      ends after the last coin; fails when one is missing
#   scripts/demo.sh --first   the first act only
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

ci= film= first=
for argument in "$@"; do
	case "$argument" in
		--ci) ci=1 ;;
		--first) first=1 ;;
		-h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
		-*) fail "unknown option $argument: see scripts/demo.sh --help" ;;
		*) film=$(realpath "$argument"); [ -r "$film" ] || fail "cannot read $argument" ;;
	esac
done

say '1. Tools and build (minutes the first time)'
scripts/setup.sh
cargo build --workspace --locked

work=$(mktemp -d)
pids=()
cleanup() {
	for pid in "${pids[@]}"; do kill -INT "$pid" 2>/dev/null || true; done
	for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ -z "$film" ]; then
	say '2. Drawing a film of a minute and a half'
	film="$work/spiral-dive.mp4"
	scripts/sample-video.sh "$film" 90
fi

say '3. Starting a development chain'
# On free ports in CI, on the usual ones for people.
rpc_port=9944 store=127.0.0.1:8945
[ -z "$ci" ] || { rpc_port=0 store=127.0.0.1:0; }
source scripts/demo/node.sh
# Its store talks to the stores of the second act's curators.
start_node alice --dev --rpc-port "$rpc_port" --store-listen "$store"
node_pid=${pids[0]}
wait_for_node alice "$node_pid"
port=$node_port REEL_STORE=$node_store
REEL_STORE_TOKEN_FILE=$(find "$work/alice" -name api-token)
export REEL_STORE REEL_STORE_TOKEN_FILE REEL_NODE="ws://127.0.0.1:$port" REEL_VAULT="$work/secrets" REEL_INDEX="$work/index" REEL_ALLOW_PRIVATE=true
reel() { "$BIN/reel" "$@"; }
reel status

# A viewer that nobody has endowed: the first coins it ever has are those for watching.
viewer="$work/viewer.suri"
(umask 077 && printf '//Viewer/%s' "$$" >"$viewer")
viewer_address=$(reel --suri-file "$viewer" wallet address --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["account"])')
balance() { reel wallet balance "$1" --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["free_planck"])'; }
accounts=("$viewer_address" //Bob //Eve //Alice)
roles=('viewer' 'creator Bob' 'supervisor Eve' 'validator and sharing peer Alice')

say '4. The supervisor Eve lets Bob publish'
reel --dev-account Eve supervisor authorize //Bob

say '5. Bob publishes the film in cells of half a minute, with what film databases know of it and a poster'
title=$(basename "${film%.*}")
python3 scripts/demo_report.py record "$title" "$(date +%Y)" >"$work/record.json"
ffmpeg -nostdin -v error -y -i "$film" -frames:v 1 -vf scale=640:-2 "$work/poster.jpg"
reel --dev-account Bob publish "$film" --cell-seconds 30 --record "$work/record.json" --poster "$work/poster.jpg" \
	--magnet-file "$work/film.reel"
reel title record "$work/film.reel" | sed 's/^/   /'

before=()
for account in "${accounts[@]}"; do before+=("$(balance "$account")"); done

say '6. The viewer watches it in real time, and proves it'
reel --suri-file "$viewer" watch "$work/film.reel" --headless --json | tee "$work/watch.ndjson" |
	python3 -u scripts/demo_report.py events

say '7. Who got what'
after=()
for account in "${accounts[@]}"; do after+=("$(balance "$account")"); done
python3 scripts/demo_report.py balances "$work/watch.ndjson" \
	$(for i in "${!accounts[@]}"; do printf '%s:%s:%s ' "${roles[$i]// /_}" "${before[$i]}" "${after[$i]}"; done)

if [ -z "$first" ]; then
	source scripts/demo/curators.sh
	source scripts/demo/market.sh
	source scripts/demo/ads.sh
	source scripts/demo/patterns.sh
fi
[ -z "$ci" ] || { say 'Every coin arrived.'; exit 0; }

cat <<TEXT

The chain is still running. Look at it:

  polkadot-js    https://polkadot.js.org/apps/?rpc=ws://127.0.0.1:$port
  a player       REEL_NODE=$REEL_NODE REEL_STORE=$REEL_STORE $BIN/reel --dev-account Ferdie watch $work/film.reel
                 prints an address that any HLS player opens
  the log        tail -f $work/alice.log

Ctrl-C ends it and removes its files.
TEXT
wait "$node_pid"
