#!/usr/bin/env bash
# Content identification: recall, wrong merges, time, index size on real recordings and their re-encodings, beside Chromaprint (K1 K4)
#
# Usage: scripts/bench ident [--json] [--tracks N] [--originals N] [--packages "A B"] [FOLDER]
#
# FOLDER holds recordings; without one, music packages of Debian are fetched and unpacked (nothing is installed).
# N of them, spread over the folder, are re-encoded 18 ways each; the others are strangers that must match nothing.
# Encodings and fingerprints are kept in $REEL_BENCH_CACHE (~/.cache/reelchain/bench-ident).
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

cache="${REEL_BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/bench-ident}"
packages="supertux-data hedgewars-data drascula-music asc-music warzone2100-music fillets-ng-data xmoto-data"
originals=24
tracks=100000
json=()
folder=
while (($#)); do
	case $1 in
		--json) json=(--json) ;;
		--tracks) tracks=$2; shift ;;
		--originals) originals=$2; shift ;;
		--packages) packages=$2; shift ;;
		-*) fail "unknown option $1" ;;
		*) folder=$(realpath "$1") ;;
	esac
	shift
done
for tool in ffmpeg ffprobe; do command -v "$tool" >/dev/null || fail "$tool is missing: install FFmpeg"; done
command -v fpcalc >/dev/null || echo "fpcalc is missing (libchromaprint-tools): no comparison" >&2
mkdir -p "$cache"

if [[ -z $folder ]]; then
	folder="$cache/packages"
	for package in $packages; do
		[[ -d $folder/$package ]] && continue
		echo "fetching $package" >&2
		fetch=$(mktemp -d)
		if (cd "$fetch" && apt-get download -qq "$package" >&2); then
			mkdir -p "$folder/$package.part"
			dpkg-deb --fsys-tarfile "$fetch"/*.deb | tar -x -C "$folder/$package.part" --wildcards '*.ogg' '*.mp3' '*.flac' '*.opus' >&2 || true
			mv "$folder/$package.part" "$folder/$package"
		else
			echo "$package cannot be fetched: left out" >&2
		fi
		rm -rf "$fetch"
	done
fi

# Over 300 kB: what is shorter is an effect, not a recording.
mapfile -t files < <(find "$folder" -type f -size +300k -regextype egrep -iregex '.*\.(ogg|mp3|flac|opus|wav|m4a|mp4|mkv|webm)' | sort)
((${#files[@]})) || fail "no recordings in $folder"
((originals > ${#files[@]})) && originals=${#files[@]}
encoded="$cache/encoded/$(printf '%s\n%s' "$folder" "$originals" | sha256sum | cut -c1-12)"
mkdir -p "$encoded"
for ((i = 0; i < originals; i++)); do printf '%s\0' "${files[i * ${#files[@]} / originals]}"; done |
	xargs -0 -P "$(nproc)" -I{} bash -c '
		name=$(printf %s "$1" | sha256sum | cut -c1-16)
		if "$2" "$1" "$3/$name" 2>/dev/null; then ln -sfn "$1" "$3/$name/original"; else echo "left out: $1" >&2; fi
	' - {} "$ROOT/scripts/benches/parts/ident-encode.sh" "$encoded"

cargo build --release --quiet --manifest-path "$ROOT/Cargo.toml" -p reel-identification --example ident_bench >&2
"$CARGO_TARGET_DIR/release/examples/ident_bench" "${json[@]}" --tracks "$tracks" --encoded "$encoded" --others "$folder" --cache "$cache/prints"
