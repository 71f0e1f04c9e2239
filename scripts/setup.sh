#!/usr/bin/env bash
# Installs what a fresh Debian or Ubuntu machine lacks to build and test Reelchain. Does nothing where all is there.
#
#   scripts/setup.sh            what building and the demo need
#   scripts/setup.sh --tests    the same, and what the tests need
set -euo pipefail
source "$(dirname "$0")/env.sh"

packages=()
# Where some of them are, and not everybody looks.
PATH="$PATH:/usr/sbin:/sbin"
need() { command -v "$1" >/dev/null 2>&1 || packages+=("$2"); }
need protoc protobuf-compiler
need pkg-config pkg-config
need ffmpeg ffmpeg
need g++ g++
need make make
need curl curl
need zstd zstd
need python3 python3
if [ "${1:-}" = --tests ]; then
	need node nodejs
	need npm npm
	# Namespaces and packet filters of the network tests, and the file system of the power cuts.
	need ip iproute2
	need nft nftables
	need mkfs.ext4 e2fsprogs
	python3 -c 'import yaml' 2>/dev/null || packages+=(python3-yaml)
	# Kubo comes into a virtual environment.
	python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
fi
pkg-config --exists openssl 2>/dev/null || packages+=(libssl-dev)
# The off-chain HTTP client loads the system's roots at start.
[ -e /etc/ssl/certs/ca-certificates.crt ] || packages+=(ca-certificates)

if [ ${#packages[@]} -gt 0 ]; then
	command -v apt-get >/dev/null || fail "please install: ${packages[*]}"
	sudo=()
	[ "$(id -u)" = 0 ] || sudo=(sudo)
	say "Installing ${packages[*]}"
	"${sudo[@]}" apt-get update -qq
	DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

# Rust comes from its own project, checked against its published hash, into the user's home (~/.cargo, ~/.rustup).
install_rustup() {
	local url init
	url="https://static.rust-lang.org/rustup/dist/$(uname -m)-unknown-linux-gnu/rustup-init"
	init=$(mktemp -d)
	say 'Installing Rust (rustup)'
	curl --proto '=https' --tlsv1.2 -sSfL --retry 3 "$url" -o "$init/rustup-init" &&
		curl --proto '=https' --tlsv1.2 -sSfL --retry 3 "$url.sha256" -o "$init/sha256" ||
		fail "rustup could not be fetched: install it from https://rustup.rs and run this again"
	echo "$(cut -d' ' -f1 "$init/sha256")  $init/rustup-init" | sha256sum --check --quiet ||
		fail "the fetched rustup does not match its published hash: try again, or install it from https://rustup.rs"
	chmod +x "$init/rustup-init"
	# No toolchain yet: `rust-toolchain.toml` says which one.
	"$init/rustup-init" -y --quiet --profile minimal --default-toolchain none >/dev/null
	rm -r "$init"
}
command -v cargo >/dev/null || install_rustup
command -v cargo >/dev/null || fail "Rust is missing: install rustup (https://rustup.rs) and run this again"
# `rust-toolchain.toml` names the toolchain; an image may have rustup's own installing of it switched off.
if command -v rustup >/dev/null; then
	(cd "$ROOT" && RUSTUP_AUTO_INSTALL=1 rustup target add wasm32v1-none >/dev/null 2>&1 &&
		RUSTUP_AUTO_INSTALL=1 rustup component add clippy rustfmt rust-src >/dev/null 2>&1) ||
		fail "rustup could not add wasm32v1-none, clippy, rustfmt and rust-src to the toolchain of rust-toolchain.toml"
fi
