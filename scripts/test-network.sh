#!/usr/bin/env bash
# The fragment network between real store processes: NAT and hole punching, kills, loss and delay, hostile addresses.
#
#   scripts/test-network.sh [--soak] [TEST]…     all tests, or those named
#
# Namespaces need root. Without them the tests that need none are run, the others are named as skipped.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

cargo build --package reel-fragment-store --example store_node --locked
status=0
PYTHONDONTWRITEBYTECODE=1 python3 scripts/netns_tests.py "$BIN/examples/store_node" "$@" || status=$?
# 77: some were skipped.
[ "$status" = 77 ] || exit "$status"
say 'SKIPPED: the tests above that need network namespaces. Run them as root, with iproute2 and nftables.'
