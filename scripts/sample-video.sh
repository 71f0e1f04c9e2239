#!/usr/bin/env bash
# Draws the demo's film with nothing but ffmpeg's own sources: a minute and a half of a fractal dive over moving
# colour, with a title card and a slow chord.
#
#   scripts/sample-video.sh OUT.mp4 [SECONDS]
set -euo pipefail
out=${1:?usage: sample-video.sh OUT.mp4 [SECONDS]}
seconds=${2:-90}
rate=24

ffmpeg -hide_banner -loglevel error -y \
	-f lavfi -i "gradients=size=320x180:rate=$rate:duration=$seconds:speed=0.012:nb_colors=6:type=spiral" \
	-f lavfi -i "mandelbrot=size=320x180:rate=$rate:start_scale=2.4:end_scale=0.02:end_pts=$((seconds * 20)):maxiter=300" \
	-f lavfi -i "sine=frequency=110:duration=$seconds" \
	-f lavfi -i "sine=frequency=164.81:duration=$seconds" \
	-f lavfi -i "sine=frequency=220:beep_factor=3:duration=$seconds" \
	-filter_complex "
		[1:v]trim=duration=$seconds,format=gbrp[dive];
		[0:v]format=gbrp[colour];
		[colour][dive]blend=all_mode=screen:all_opacity=0.75,
			scale=640:360:flags=bicubic,vignette=PI/5,
			fade=t=in:st=0:d=2,fade=t=out:st=$((seconds - 2)):d=2,
			format=yuv420p[v];
		[2:a][3:a][4:a]amix=inputs=3:normalize=0,volume=0.25,
			tremolo=f=0.25:d=0.6,
			afade=t=in:d=2,afade=t=out:st=$((seconds - 2)):d=2[a]" \
	-map '[v]' -map '[a]' -t "$seconds" \
	-c:v libx264 -preset veryfast -crf 24 -g $((rate * 5)) -pix_fmt yuv420p \
	-c:a aac -b:a 96k -ac 2 -movflags +faststart "$out"
