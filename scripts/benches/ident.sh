#!/usr/bin/env bash
# Content identification: recall, wrong merges, time, index size on real recordings and their re-encodings, beside Chromaprint (K1 K4)
#
# Usage: scripts/bench ident [--json] [--candidates] [--scores] [--films] [--tracks N] [--originals N] [--packages "A B"] [FOLDER]
#
# FOLDER holds recordings; without one, music packages of Debian are fetched and unpacked (nothing is installed).
# N of them are re-encoded eight ways of 47 each; all are registered, one after the other, and each must open a pattern.
# --candidates: the other way to take a fingerprint as well. --scores: how far apart copies and strangers lie.
# --films: the videos of the package opencv-doc as well, fourteen re-encodings of each.
# Encodings and fingerprints are kept in $REEL_BENCH_CACHE (~/.cache/reelchain/bench-ident): a second run is quick.
set -euo pipefail
# shellcheck source=scripts/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/../env.sh"

cache="${REEL_BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/reelchain/bench-ident}"
packages="asc-music boswars-data drascula-music extremetuxracer-data fillets-ng-data freedink-data
	fretsonfire-songs-muldjord fretsonfire-songs-sectoid frozen-bubble-data hedgewars-data hyperrogue-music
	lincity-ng-data lordsawar-data megaglest-data naev-data supertuxkart-data warzone2100-music wesnoth-1.16-music
	widelands-data"
originals=100
tracks=100000
extra=()
films=
folder=
while (($#)); do
	case $1 in
		--json) ;; # The last line is one JSON object anyway.
		--candidates | --scores) extra+=("$1") ;;
		--films) films=yes ;;
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

# Unpacks a package of Debian into a folder; only what find's arguments match is kept, and what names it.
fetched() {
	local package=$1 to=$2 fetch
	shift 2
	[[ -d $to ]] && return
	echo "fetching $package" >&2
	fetch=$(mktemp -d -p "$cache")
	if (cd "$fetch" && apt-get download -qq "$package" >&2); then
		rm -rf "$to.part"
		dpkg-deb -x "$fetch"/*.deb "$to.part"
		find "$to.part" -type f ! \( "$@" \) -delete
		mv "$to.part" "$to"
	else
		echo "$package cannot be fetched: left out" >&2
	fi
	rm -rf "$fetch"
}

if [[ -z $folder ]]; then
	folder="$cache/packages"
	for package in $packages; do
		fetched "$package" "$folder/$package" -name '*.ogg' -o -name '*.mp3' -o -name '*.flac' -o -name '*.opus'
	done
fi

if [[ -n $films ]]; then
	mkdir -p "$cache/films/encoded"
	# One of them is a damaged excerpt of another.
	fetched opencv-doc "$cache/films/all" -name '*.avi' ! -name '*bugy*'
	find "$cache/films/all" -type f | sort | while IFS= read -r film; do
		to="$cache/films/encoded/$(basename "${film%.*}")"
		seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$film")
		# Its standard input is this list.
		nice -n 19 "$ROOT/scripts/benches/parts/film-encode.sh" "$film" "$to" "$seconds" </dev/null
		ln -sfn "$film" "$to/original"
	done
	extra+=(--films "$cache/films")
fi

# Over 150 kB: what is shorter is an effect, not a recording. The order is that of the names' hashes, so that a few of
# them come from everywhere.
lengths="$cache/lengths"
touch "$lengths"
list=$(mktemp -p "$cache")
trap 'rm -f "$list"' EXIT
find "$folder" -type f -size +150k -regextype egrep -iregex '.*\.(ogg|mp3|flac|opus|wav|m4a|mp4|mkv|webm)' | sort |
	while IFS= read -r file; do
		name=$(printf %s "${file#"$folder"/}" | sha256sum | cut -c1-16)
		seconds=$(awk -F'\t' -v n="$name" '$1 == n { print $2; exit }' "$lengths")
		if [[ -z $seconds ]]; then
			seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$file" 2>/dev/null || echo 0)
			printf '%s\t%s\n' "$name" "$seconds" >>"$lengths"
		fi
		printf '%s\t%s\t%s\n' "$name" "$seconds" "$file"
	done | sort >"$list"
[[ -s $list ]] || fail "no recordings in $folder"

# From 40 seconds to three minutes: shorter ones leave nothing to cut, longer ones cost more than they tell.
encoded="$cache/encoded"
mkdir -p "$encoded"
chosen="$cache/chosen"
awk -F'\t' -v most="$originals" '$2 >= 40 && $2 <= 180 && n++ < most' "$list" >"$chosen"
while IFS=$'\t' read -r name seconds file; do
	printf '%s\0%s\0%s\0%s\0' "$file" "$encoded/$name" "$seconds" $((16#${name:0:6}))
done <"$chosen" | nice -n 19 xargs -0 -n 4 -P "${REEL_BENCH_JOBS:-$(nproc)}" bash -c '
	if "$0" "$@"; then ln -sfn "$1" "$2/original"; else echo "left out: $1" >&2; fi
' "$ROOT/scripts/benches/parts/ident-encode.sh"

cargo build --release --quiet --manifest-path "$ROOT/Cargo.toml" -p reelchain-bench-ident >&2
"$CARGO_TARGET_DIR/release/reelchain-bench-ident" "${extra[@]}" --tracks "$tracks" \
	--encoded "$encoded" --all "$folder" --cache "$cache/prints"
