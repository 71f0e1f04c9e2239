#!/usr/bin/env bash
# what watching costs the viewer's machine: hashing, opening, proofs and work at real-time playback, of one core
#
#   scripts/bench viewer [--json] [--cells N] [--mbit N] [--dev-build]
#
# The whole of `reel watch --headless`, from its start to the last coin, over N cells of a minute, by the kernel's account of the
# process. --dev-build: the client as the tests use it, not optimised, instead of building another.
set -euo pipefail
source "$(dirname "$0")/../env.sh"
cd "$ROOT"

json= cells=2 mbit=4 client=
while [ $# -gt 0 ]; do
	case "$1" in
		--json) json=1 ;;
		--cells) cells=$2; shift ;;
		--mbit) mbit=$2; shift ;;
		--dev-build) client="$BIN/reel" ;;
		*) fail "unknown option $1: see scripts/benches/viewer.sh" ;;
	esac
	shift
done
[ -x "$BIN/reelchain-node" ] || cargo build --quiet --locked --package reelchain-node >&2
[ -x "$BIN/reel" ] || cargo build --quiet --locked --package reel >&2
build=dev
if [ -z "$client" ]; then
	target="${REEL_BENCH_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/viewer}"
	CARGO_TARGET_DIR=$target cargo build --quiet --release --locked --package reel >&2
	client="$target/release/reel" build=release
fi

work=$(mktemp -d)
pids=()
cleanup() {
	for pid in "${pids[@]}"; do kill -INT "$pid" 2>/dev/null || true; done
	for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
	rm -rf "$work"
}
trap cleanup EXIT
source scripts/demo/node.sh

# Noise does not compress: the bitrate is what was asked for.
film="$work/film.mp4"
ffmpeg -nostdin -v error -y -f lavfi -i "testsrc2=size=640x360:rate=24:duration=$((cells * 60 - 1))" \
	-f lavfi -i "sine=frequency=440:duration=$((cells * 60 - 1))" -vf "noise=alls=60:allf=t" -c:v libx264 -preset ultrafast \
	-b:v "${mbit}M" -minrate "${mbit}M" -maxrate "${mbit}M" -bufsize "${mbit}M" -c:a aac "$film"

start_node alice --dev --rpc-port 0 --store-listen 127.0.0.1:0
wait_for_node alice "${pids[0]}"
REEL_STORE=$node_store
REEL_STORE_TOKEN_FILE=$(find "$work/alice" -name api-token)
export REEL_STORE REEL_STORE_TOKEN_FILE REEL_NODE="ws://127.0.0.1:$node_port" REEL_VAULT="$work/secrets" REEL_INDEX="$work/index" REEL_CONFIG=/nonexistent/reel.toml
"$BIN/reel" --dev-account Eve supervisor authorize //Bob >&2
"$BIN/reel" --dev-account Bob publish "$film" --cell-seconds 60 --title Film --magnet-file "$work/film.reel" >&2
(umask 077 && printf '//Viewer/%s' "$$" >"$work/viewer.suri")

python3 - "$client" "$work" "$json" "$build" <<'PYTHON'
import json, resource, subprocess, sys

client, work, as_json, build = sys.argv[1:]
watch = subprocess.run([client, "--suri-file", f"{work}/viewer.suri", "--json", "watch", f"{work}/film.reel", "--headless"],
                       stdout=subprocess.PIPE, text=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
events = [json.loads(line) for line in watch.stdout.splitlines()]
title = next(event for event in events if event["event"] == "watching")
paid = {cell for event in events if event["event"] == "paid" for cell in event["cells"]}
if watch.returncode or len(paid) != title["cells"]:
    sys.exit(f"void: {len(paid)} of {title['cells']} cells were paid")
cpu = usage.ru_utime + usage.ru_stime
seconds = title["duration_ms"] / 1000
result = {
    "build": build,
    "cells": title["cells"],
    "seconds": round(seconds, 1),
    "cpu_seconds": round(cpu, 2),
    "percent_of_a_core": round(cpu / seconds * 100, 2),
    "memory_mib": usage.ru_maxrss // 1024,
}
print(f"{result['cells']} cells, {seconds:.0f} s watched and paid: {cpu:.2f} s of processor time, "
      f"{result['percent_of_a_core']} % of a core, {result['memory_mib']} MiB at most ({build} build)")
if as_json:
    print(json.dumps(result))
PYTHON
