#!/usr/bin/env bash
# Writes the pages of docs/cli from the definition of the command line; with --check only says whether they are up to date.
set -euo pipefail
source "$(dirname "$0")/env.sh"

case "${1:-}" in '' | --check) ;; *) fail "usage: ${0##*/} [--check]" ;; esac
cd "$ROOT"
cargo build --quiet -p reel --bin reel
"$BIN/reel" help-pages "$ROOT/docs/cli" "$@"
