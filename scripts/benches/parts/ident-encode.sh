#!/usr/bin/env bash
# Six of 28 re-encodings of one recording: codecs, bitrates, sample rates, channels, levels, cuts. Which six hangs on the
# recording's name, so that all are used alike and a run can be repeated.
#
# Usage: ident-encode.sh FILE FOLDER SECONDS NUMBER
set -euo pipefail
source=$1 folder=$2 seconds=$3 number=$4
[[ -e $folder/done ]] && exit 0
mkdir -p "$folder"
part() { awk -v s="$seconds" -v f="$1" 'BEGIN { printf "%.2f", s * f }'; }
less() { awk -v s="$seconds" -v f="$1" 'BEGIN { printf "%.2f", s - f }'; }

recipes=(
	"flac.flac -c:a flac"
	"mp3-320k.mp3 -c:a libmp3lame -b:a 320k"
	"mp3-128k.mp3 -c:a libmp3lame -b:a 128k"
	"mp3-64k.mp3 -c:a libmp3lame -b:a 64k"
	"mp3-48k-22k-mono.mp3 -c:a libmp3lame -ac 1 -ar 22050 -b:a 48k"
	"mp3-24k-16k-mono.mp3 -c:a libmp3lame -ac 1 -ar 16000 -b:a 24k"
	"mp3-vbr7.mp3 -c:a libmp3lame -q:a 7"
	"aac-192k.m4a -c:a aac -b:a 192k"
	"aac-96k.m4a -c:a aac -b:a 96k"
	"aac-32k-mono.m4a -c:a aac -ac 1 -ar 32000 -b:a 32k"
	"opus-128k.opus -c:a libopus -b:a 128k"
	"opus-64k.opus -c:a libopus -b:a 64k"
	"opus-24k.opus -c:a libopus -b:a 24k"
	"opus-16k-mono.opus -c:a libopus -ac 1 -b:a 16k"
	"vorbis-q0.ogg -c:a libvorbis -q:a 0"
	"vorbis-q6.ogg -c:a libvorbis -q:a 6"
	"pcm-8bit-8k.wav -c:a pcm_u8 -ac 1 -ar 8000"
	"adpcm-22k.wav -c:a adpcm_ima_wav -ar 22050"
	"wma-64k.wma -c:a wmav2 -b:a 64k"
	"ac3-128k.ac3 -c:a ac3 -b:a 128k"
	"mp2-96k.mp2 -c:a mp2 -b:a 96k -ar 44100"
	"quiet-15db.mp3 -af volume=-15dB -c:a libmp3lame -b:a 160k"
	"loud-7db.ogg -af volume=7dB -c:a libvorbis -q:a 3"
	"cut-start-10.m4a -ss $(part 0.1) -c:a aac -b:a 80k"
	"cut-end-10.mp3 -t $(part 0.9) -c:a libmp3lame -b:a 112k"
	"cut-start-30s.ogg -ss 30 -c:a libvorbis -q:a 4"
	"cut-both-mono.mp3 -ss 7.31 -t $(less 20) -ac 1 -c:a libmp3lame -b:a 64k"
	"excerpt-20s.opus -ss $(part 0.45) -t 20 -c:a libopus -b:a 48k"
)
outputs=()
for turn in 0 1 2 3 4 5; do
	# Five is no divisor of 28: every recipe comes beside every other.
	read -ra recipe <<<"${recipes[(number + turn * 5) % ${#recipes[@]}]}"
	# A cut must leave more than half.
	[[ ${recipe[0]} == cut-start-30s.ogg && ${seconds%.*} -lt 70 ]] && continue
	outputs+=(-map 0:a:0 -map_metadata -1 "${recipe[@]:1}" "$folder/${recipe[0]}")
done
ffmpeg -nostdin -v error -y -threads 1 -i "$source" "${outputs[@]}"
touch "$folder/done"
