#!/usr/bin/env bash
# plays a second that a desk checks, bytes and claims on the chain, the same plays as transactions
#
#   scripts/bench pov [--json] [--plays N] [--wrong N] [--peer-plays N]
#
# --wrong: wrong plays of each of ten kinds. The run is void, and the exit code 1, if one of them is paid or a right one
# is not. Optimised code needs a target directory of its own: of the runtime no Wasm, since it is run natively.
set -euo pipefail
source "$(dirname "$0")/../env.sh"
cd "$ROOT"

export CARGO_TARGET_DIR="${REEL_BENCH_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/pov}"
export SKIP_WASM_BUILD=1
cargo build --quiet --release --locked --package reelchain-bench-pov >&2
"$CARGO_TARGET_DIR/release/reelchain-bench-pov" "$@"
