#!/usr/bin/env bash
# Eighteen re-encodings of one recording: codecs, bitrates, sample rates, levels, cuts. Usage: ident-encode.sh FILE FOLDER
set -euo pipefail
source=$1 folder=$2
[[ -e $folder/done ]] && exit 0
mkdir -p "$folder"
seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$source")
at() { awk -v s="$seconds" -v f="$1" 'BEGIN { printf "%.2f", s * f }'; }
quiet=(ffmpeg -nostdin -v error -y -threads 1)
out="$folder"
"${quiet[@]}" -i "$source" -map_metadata -1 \
	-map 0:a:0 -c:a flac "$out/flac.flac" \
	-map 0:a:0 -c:a libmp3lame -b:a 128k "$out/mp3-128k.mp3" \
	-map 0:a:0 -c:a libmp3lame -ac 1 -ar 22050 -b:a 48k "$out/mp3-48k-22k-mono.mp3" \
	-map 0:a:0 -c:a libmp3lame -ac 1 -ar 16000 -b:a 24k "$out/mp3-24k-16k-mono.mp3" \
	-map 0:a:0 -c:a libmp3lame -q:a 7 "$out/mp3-vbr7.mp3" \
	-map 0:a:0 -c:a aac -b:a 96k "$out/aac-96k.m4a" \
	-map 0:a:0 -c:a aac -ac 1 -ar 32000 -b:a 32k "$out/aac-32k-mono.m4a" \
	-map 0:a:0 -c:a libopus -b:a 64k "$out/opus-64k.opus" \
	-map 0:a:0 -c:a libopus -ac 1 -b:a 16k "$out/opus-16k-mono.opus" \
	-map 0:a:0 -c:a libvorbis -q:a 0 "$out/vorbis-q0.ogg" \
	-map 0:a:0 -c:a pcm_u8 -ac 1 -ar 8000 "$out/pcm-8bit-8k.wav" \
	-map 0:a:0 -c:a wmav2 -b:a 64k "$out/wma-64k.wma" \
	-map 0:a:0 -af volume=-15dB -c:a libmp3lame -b:a 160k "$out/quiet-mp3.mp3" \
	-map 0:a:0 -af volume=+7dB -c:a libvorbis -q:a 3 "$out/loud-vorbis.ogg" \
	-map 0:a:0 -ss "$(at 0.07)" -c:a aac -b:a 80k "$out/cut-start.m4a" \
	-map 0:a:0 -t "$(at 0.8)" -c:a libmp3lame -b:a 112k "$out/cut-end.mp3"
"${quiet[@]}" -ss "$(at 0.45)" -t 20 -i "$source" -map 0:a:0 -c:a libopus -b:a 48k "$out/excerpt-20s.opus"
"${quiet[@]}" -i "$out/mp3-48k-22k-mono.mp3" -c:a libopus -b:a 24k "$out/twice-mp3-opus.opus"
touch "$folder/done"
