#!/usr/bin/env bash
# Fourteen re-encodings of one film: codecs, bitrates, sizes, frame rates, light, cuts.
#
# Usage: film-encode.sh FILE FOLDER SECONDS
set -euo pipefail
source=$1 folder=$2 seconds=$3
[[ -e $folder/done ]] && exit 0
mkdir -p "$folder"
part() { awk -v s="$seconds" -v f="$1" 'BEGIN { printf "%.2f", s * f }'; }
even='scale=trunc(iw/2)*2:trunc(ih/2)*2'

recipes=(
	# Codecs and bitrates.
	"h264-crf23.mp4 -vf $even -c:v libx264 -preset veryfast -crf 23"
	"h264-crf36.mkv -vf $even -c:v libx264 -preset veryfast -crf 36"
	"vp9-200k.webm -vf $even -c:v libvpx-vp9 -b:v 200k -deadline realtime -cpu-used 8"
	"vp8-300k.webm -vf $even -c:v libvpx -b:v 300k -deadline realtime -cpu-used 8"
	"mpeg4-400k.avi -vf $even -c:v mpeg4 -b:v 400k"
	"theora-q4.ogv -vf $even -c:v libtheora -q:v 4"
	"mpeg2-25fps.mpg -vf $even -c:v mpeg2video -b:v 1500k -r 25"
	# Sizes and frame rates.
	"small-15fps.mp4 -vf scale=160:-2 -r 15 -c:v libx264 -preset veryfast -crf 28"
	"large-30fps.mp4 -vf scale=1280:-2 -r 30 -c:v libx264 -preset veryfast -crf 30"
	"stretched.mp4 -vf scale=640:360,setsar=1 -c:v libx264 -preset veryfast -crf 26"
	# Light.
	"grey.mp4 -vf $even,hue=s=0 -c:v libx264 -preset veryfast -crf 26"
	"brighter.mp4 -vf $even,eq=brightness=0.08:contrast=1.2 -c:v libx264 -preset veryfast -crf 26"
	# Cuts.
	"cut-start-20.mp4 -ss $(part 0.2) -vf $even -c:v libx264 -preset veryfast -crf 26"
	"cut-end-30.webm -t $(part 0.7) -vf $even -c:v libvpx -b:v 400k -deadline realtime -cpu-used 8"
)
outputs=()
for line in "${recipes[@]}"; do
	read -ra recipe <<<"$line"
	outputs+=(-map 0:v:0 -an -map_metadata -1 -pix_fmt yuv420p "${recipe[@]:1}" "$folder/${recipe[0]}")
done
ffmpeg -nostdin -v error -y -threads 1 -i "$source" "${outputs[@]}"
touch "$folder/done"
