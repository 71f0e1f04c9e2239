#!/usr/bin/env bash
# Everything that CI runs, cheap checks first. Passes on a fresh machine; warm, it takes minutes.
#
#   scripts/test.sh           what CI runs
#   scripts/test.sh --soak    the same tests of crashes, damage, attacks, the network and a crowd of viewers with their long counts, and nothing else
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"
case "${1:-}" in
	'') ;;
	--soak) exec scripts/soak.sh ;;
	*) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 1 ;;
esac

step() { say "[$(printf '%4d' $SECONDS) s] $*"; }

step 'Tools'
scripts/setup.sh --tests

step 'Format, lock file, dependency arrows, reference vectors'
cargo fmt --all --check
scripts/check-lock.sh
scripts/check-arrows.sh
for model in scripts/reference/*.py; do python3 "$model" --check; done

# Checks need no runtime blob; the build below makes it once.
step 'Lints'
SKIP_WASM_BUILD=1 cargo clippy --workspace --all-targets --locked -- -D warnings

step 'Docs'
SKIP_WASM_BUILD=1 RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked

step 'Build'
cargo build --workspace --locked

step 'The container files fit the node'
scripts/check-docker.sh

step 'Tests: pallets, runtime, services, real node processes'
results=$(mktemp)
trap 'rm -f "$results"' EXIT
cargo test --workspace --locked | tee "$results"

step 'The fragment network: NAT, kills, loss and delay between real processes'
scripts/test-network.sh

step 'Ordinary IPFS nodes: Kubo and Helia'
scripts/test-interop.sh

step 'Chain specs and command pages are fresh'
scripts/chain-specs.sh --check
scripts/cli-pages.sh --check

step 'polkadot-js against a real node'
scripts/test-polkadot-js.sh

step 'A viewer without a node: smoldot on four validators'
scripts/test-light.sh

step 'The demo, to the last coin'
scripts/demo.sh --ci

step 'All passed'
# One line for all of cargo's test binaries together.
awk '/^test result:/ { passed += $4; failed += $6 } END { printf "%d passed, %d failed\n", passed, failed }' "$results"
