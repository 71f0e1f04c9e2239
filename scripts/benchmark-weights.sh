#!/usr/bin/env bash
# Measures the weights of all calls and writes them where the runtime takes them from.
#
#   scripts/benchmark-weights.sh                 everything: about three quarters of an hour
#   scripts/benchmark-weights.sh PALLET…         only these, as proof-of-view or pallet_proof_of_view
#   scripts/benchmark-weights.sh --quick [PALLET…]
#                                                runs each benchmark at its bounds and writes nothing: do they hold?
#
# Ours go to pallets/*/src/weights.rs, the others to runtime/src/weights. STEPS, REPEAT and SECONDS_EACH override how
# often a benchmark runs, BLOB names a runtime that is built already. The first time, the program that runs the
# benchmarks is built (a quarter of an hour) in a directory of its own, and so is the runtime with its benchmarks (five
# minutes); later only what changed is.
#
# Measure on the machine that validators are expected to have, and on an idle one: the figures are what fees and the
# fullness of blocks rest on.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

quick=
wanted=()
for argument in "$@"; do
	case "$argument" in
	--quick) quick=1 ;;
	-*) fail "unknown option $argument: see the head of $0" ;;
	*) wanted+=("${argument//-/_}") ;;
	esac
done

cache=${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/bench
# The inner build finds the lock file by the hint of env.sh. Checking makes the blob, and no native runtime.
export CARGO_TARGET_DIR=$cache
scripts/setup.sh

blob=${BLOB:-$cache/debug/wbuild/reelchain-runtime/reelchain_runtime.wasm}
if [ -z "${BLOB:-}" ]; then
	say 'Runtime with benchmarks'
	cargo check --locked -p reelchain-runtime --features runtime-benchmarks
fi
[ -s "$blob" ] || fail "no blob at $blob: was SKIP_WASM_BUILD set?"

say 'Program that runs benchmarks'
# Another chain's test runtime among its dependencies is not needed.
(cd scripts/weights/runner && SKIP_WASM_BUILD=1 CARGO_TARGET_DIR=$cache/runner cargo build --release --locked)
runner=$cache/runner/release/reelchain-weights

# First in line, where we may: a benchmark that waits for the processor while others work has measured the wait.
first=() rank='ranking with all other work'
if chrt -f 20 true 2>/dev/null; then
	first=(chrt -f 20) rank='before all other work'
elif nice -n -15 true 2>/dev/null; then
	first=(nice -n -15) rank='ahead of other work'
fi

mapfile -t known < <("$runner" --runtime "$blob" --list=pallets --no-csv-header --all 2>/dev/null)
[ ${#known[@]} -gt 0 ] || fail "the blob holds no benchmarks"
selected=()
for pallet in "${known[@]}"; do
	# The machine's own speed, of interest to no weight.
	[ "$pallet" != frame_benchmarking ] || continue
	[ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $pallet "* || " ${wanted[*]} " == *" ${pallet#pallet_} "* ]] || continue
	selected+=("$pallet")
done
[ ${#selected[@]} -gt 0 ] || fail "no such pallet; there are: ${known[*]}"

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

for pallet in "${selected[@]}"; do
	folder=${pallet#pallet_}
	folder=pallets/${folder//_/-}/src
	if [ -d "$folder" ]; then
		target=$folder/weights.rs template=pallet.hbs steps=${STEPS:-50} repeat=${REPEAT:-20}
	else
		target=runtime/src/weights/$pallet.rs template=runtime.hbs steps=${STEPS:-20} repeat=${REPEAT:-10}
	fi
	seconds=${SECONDS_EACH:-1}
	[ -z "$quick" ] || steps=4 repeat=1 seconds=0
	say "[$(printf '%4d' $SECONDS) s] $pallet"
	printf '//! Each benchmark ran for at least %s s, %s.' "$seconds" "$rank" >"$work/header"
	# The proof of a solo chain's block is never sent: recording it would only slow what is measured.
	"${first[@]}" "$runner" --runtime "$blob" --genesis-builder runtime --pallet "$pallet" --extrinsic '*' \
		--steps "$steps" --repeat "$repeat" --min-duration "$seconds" --wasm-execution compiled \
		--disable-proof-recording --heap-pages 4096 --quiet \
		--header "$work/header" --template "scripts/weights/$template" --output "$work/weights.rs" \
		>"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; fail "the benchmarks of $pallet failed"; }
	[ -z "$quick" ] || continue
	rustfmt --edition 2024 --config-path "$ROOT" "$work/weights.rs"
	cp "$work/weights.rs" "$target"
	[ "$template" != runtime.hbs ] || grep -q "^pub mod $pallet;" runtime/src/weights/mod.rs ||
		printf 'note: add `pub mod %s;` to runtime/src/weights/mod.rs and name it in runtime/src/configs\n' "$pallet"
done
say "${#selected[@]} pallets measured in $SECONDS s"
