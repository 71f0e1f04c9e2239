# Sourced by demo.sh: nodes of the demo, each with its files and its log under $work. All of them on this machine alone.
# shellcheck shell=bash

# Compiled once for all of them, and for every demo.
export REELCHAIN_RUNTIME_CACHE="${REELCHAIN_RUNTIME_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/runtime}"

# start_node NAME ARGUMENTS…: in the background; its process is the last of $pids.
start_node() {
	local name=$1
	shift
	"$BIN/reelchain-node" --base-path "$work/$name" --no-prometheus --no-telemetry --no-mdns --listen-addr /ip4/127.0.0.1/tcp/0 \
		--allow-private-ip --store-p2p-listen /ip4/127.0.0.1/tcp/0 --store-allow-private "$@" >"$work/$name.log" 2>&1 &
	pids+=($!)
}

# logged NAME EXPRESSION: what the expression finds in the first line of the log that has it, empty if none does.
logged() {
	# The shell that starts the node may not have made it yet.
	[ -e "$work/$1.log" ] || return 0
	sed -n -e "s|.*$2.*|\1|p" -e 'tfound' -e 'b' -e ':found' -e 'q' "$work/$1.log"
}

pause() { read -r -t "$1" <> <(:) || true; }

# wait_for_node NAME PID: sets node_port, node_store and node_peer, the address at which other stores reach its store.
wait_for_node() {
	local name=$1 pid=$2
	node_port=
	until [ -n "$node_port" ]; do
		kill -0 "$pid" 2>/dev/null || { tail -5 "$work/$name.log" >&2; fail "the node $name did not start"; }
		node_port=$(logged "$name" 'Running JSON-RPC server: addr=127.0.0.1:\([0-9]*\)')
		pause 0.2
	done
	node_store=$(logged "$name" 'Fragment store listening on \(http:[^ ]*\)')
	node_peer=$(logged "$name" 'exchanges with peers at \([^ ]*\)')
}

# field NAME: of the last line of JSON on standard input; nothing when it has none.
field() {
	python3 -c '
import json, sys
lines = [line for line in sys.stdin if line.strip()]
value = json.loads(lines[-1]) if lines else {}
for name in sys.argv[1].split("."):
    value = value.get(name) if isinstance(value, dict) else None
print("" if value is None else value)' "$1"
}
