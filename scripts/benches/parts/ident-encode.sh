#!/usr/bin/env bash
# Eight of 47 re-encodings of one recording, or $REEL_BENCH_COPIES of them: codecs, bitrates, sample rates, channels, levels,
# cuts. Which hangs on the recording's name, so that all are used alike and a run can be repeated.
#
# Usage: ident-encode.sh FILE FOLDER SECONDS NUMBER
set -euo pipefail
source=$1 folder=$2 seconds=$3 number=$4
[[ -e $folder/done ]] && exit 0
mkdir -p "$folder"
part() { awk -v s="$seconds" -v f="$1" 'BEGIN { printf "%.2f", s * f }'; }
less() { awk -v s="$seconds" -v f="$1" 'BEGIN { printf "%.2f", s - f }'; }

recipes=(
	# Codecs and bitrates.
	"flac.flac -c:a flac"
	"mp3-320k.mp3 -c:a libmp3lame -b:a 320k"
	"mp3-128k.mp3 -c:a libmp3lame -b:a 128k"
	"mp3-64k.mp3 -c:a libmp3lame -b:a 64k"
	"mp3-32k.mp3 -c:a libmp3lame -b:a 32k"
	"mp3-vbr7.mp3 -c:a libmp3lame -q:a 7"
	"aac-192k.m4a -c:a aac -b:a 192k"
	"aac-96k.m4a -c:a aac -b:a 96k"
	"aac-48k.m4a -c:a aac -b:a 48k"
	"opus-128k.opus -c:a libopus -b:a 128k"
	"opus-64k.opus -c:a libopus -b:a 64k"
	"opus-24k.opus -c:a libopus -b:a 24k"
	"vorbis-q0.ogg -c:a libvorbis -q:a 0"
	"vorbis-q6.ogg -c:a libvorbis -q:a 6"
	"wma-64k.wma -c:a wmav2 -b:a 64k"
	"ac3-128k.ac3 -c:a ac3 -b:a 128k"
	"mp2-96k.mp2 -c:a mp2 -b:a 96k -ar 44100"
	# Channels and sample rates.
	"mp3-48k-22k-mono.mp3 -c:a libmp3lame -ac 1 -ar 22050 -b:a 48k"
	"mp3-24k-16k-mono.mp3 -c:a libmp3lame -ac 1 -ar 16000 -b:a 24k"
	"mp3-16k-8k-mono.mp3 -c:a libmp3lame -ac 1 -ar 8000 -b:a 16k"
	"aac-32k-mono.m4a -c:a aac -ac 1 -ar 32000 -b:a 32k"
	"opus-16k-mono.opus -c:a libopus -ac 1 -b:a 16k"
	"opus-12k-mono.opus -c:a libopus -ac 1 -b:a 12k"
	"vorbis-11k-mono.ogg -c:a libvorbis -ac 1 -ar 11025 -q:a 2"
	"speex-16k-mono.spx -c:a libspeex -ac 1 -ar 16000 -b:a 24k"
	"pcm-8bit-8k.wav -c:a pcm_u8 -ac 1 -ar 8000"
	"alaw-8k.wav -c:a pcm_alaw -ac 1 -ar 8000"
	"adpcm-22k.wav -c:a adpcm_ima_wav -ar 22050"
	"hires-96k.flac -c:a flac -ar 96000"
	"surround-384k.ac3 -af aformat=channel_layouts=5.1 -c:a ac3 -b:a 384k"
	# Levels.
	"quiet-15db.mp3 -af volume=-15dB -c:a libmp3lame -b:a 160k"
	"quiet-35db.ogg -af volume=-35dB -c:a libvorbis -q:a 4"
	"loud-7db.ogg -af volume=7dB -c:a libvorbis -q:a 3"
	"clipped-12db.mp3 -af volume=12dB,aformat=sample_fmts=s16 -c:a libmp3lame -b:a 128k"
	"levelled.m4a -af loudnorm,aformat=sample_rates=44100:channel_layouts=mono|stereo -c:a aac -b:a 128k"
	"compressed.mp3 -af acompressor=ratio=4:threshold=0.1 -c:a libmp3lame -b:a 128k"
	"bass-and-treble.ogg -af bass=g=5,treble=g=-5 -c:a libvorbis -q:a 4"
	# Cuts, fades, silence.
	"cut-start-10.m4a -ss $(part 0.1) -c:a aac -b:a 80k"
	"cut-start-30.opus -ss $(part 0.3) -c:a libopus -b:a 40k"
	"cut-end-10.mp3 -t $(part 0.9) -c:a libmp3lame -b:a 112k"
	"cut-end-30.m4a -t $(part 0.7) -c:a aac -b:a 64k"
	"cut-both-mono.mp3 -ss 7.31 -t $(less 20) -ac 1 -c:a libmp3lame -b:a 64k"
	"half.mp3 -ss $(part 0.27) -t $(part 0.5) -c:a libmp3lame -b:a 96k"
	"excerpt-20s.opus -ss $(part 0.45) -t 20 -c:a libopus -b:a 48k"
	"excerpt-10s.mp3 -ss $(part 0.38) -t 10 -c:a libmp3lame -b:a 128k"
	"faded.mp3 -af afade=d=4,afade=t=out:st=$(less 5):d=4 -c:a libmp3lame -b:a 96k"
	"padded.mp3 -af adelay=6300:all=1,apad=pad_dur=9 -c:a libmp3lame -b:a 96k"
)
count=${REEL_BENCH_COPIES:-8}
outputs=()
for ((turn = 0; turn < count && turn < ${#recipes[@]}; turn++)); do
	# Their number is a prime, so every recipe comes beside every other.
	read -ra recipe <<<"${recipes[(number + turn * 5) % ${#recipes[@]}]}"
	outputs+=(-map 0:a:0 -map_metadata -1 "${recipe[@]:1}" "$folder/${recipe[0]}")
done
ffmpeg -nostdin -v error -y -threads 1 -i "$source" "${outputs[@]}"
touch "$folder/done"
