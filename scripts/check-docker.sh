#!/usr/bin/env bash
# Checks docker/ without a Docker engine: the compose file against the options of the built node, and, where hadolint
# is installed, the Dockerfile.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

[ -x "$BIN/reelchain-node" ] || fail "build the node first: cargo build -p reelchain-node"
if command -v hadolint >/dev/null; then
	# DL3008: Debian's versions move with each security update, a pin would break the build instead.
	hadolint --ignore DL3008 docker/Dockerfile
fi
python3 scripts/check_docker.py "$BIN/reelchain-node" docker/compose.yml docker/Dockerfile
