# Sourced by every script: one target directory outside the clone, one profile, one set of build levers.
# shellcheck shell=bash
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/target}"
# The system's OpenSSL instead of two and a half minutes of building our own.
export OPENSSL_NO_VENDOR=1
# Smaller objects; these builds are not iterated on.
export CARGO_INCREMENTAL=0
# The runtime's inner build finds the lock file by it, the target directory being elsewhere.
export WASM_BUILD_WORKSPACE_HINT="$ROOT"
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
# Where rustup puts its programs; a shell that has not been restarted since does not look there.
case ":$PATH:" in *":${CARGO_HOME:-$HOME/.cargo}/bin:"*) ;; *) export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin" ;; esac
BIN="$CARGO_TARGET_DIR/debug"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
