//! How film and music are encoded: arguments of `ffmpeg`, up to the shape of the pieces.
//!
//! | | picture | sound |
//! |---|---|---|
//! | film | H.264, a key frame at each cut | AAC, 128 kbit/s |
//! | music | none: a cover is no film | AAC, 192 kbit/s, of one channel 96; what is AAC-LC already is taken as it is |
//!
//! Sound has two channels at most and 48,000 samples a second at most.

use super::probe::Track;

/// Longest segment, in seconds.
const SEGMENT_SECONDS: u32 = 4;

/// Of AAC; the filter is for streams that have no head, as those of `.aac` files, and leaves others alone.
pub(super) const TAKEN_AS_IT_IS: [&str; 4] = ["-c:a", "copy", "-bsf:a", "aac_adtstoasc"];

/// Most channels of sound.
const MAX_CHANNELS: u32 = 2;

/// Most samples in a second.
const MAX_RATE_HZ: u32 = 48_000;

/// By how much a segment of music is shorter, in milliseconds: it ends with the first whole frame of 1,024 samples behind
/// its length, and as many of them as would fit a cell are to fit it.
const FRAME_MS: u32 = 50;

fn strings(arguments: &[&str]) -> Vec<String> {
	arguments.iter().map(ToString::to_string).collect()
}

/// Encodes the first picture of a film, and its first sound if it has one, for cells of that many seconds.
pub(super) fn film(cell_seconds: u32) -> Vec<String> {
	let seconds = SEGMENT_SECONDS.min(cell_seconds);
	// The capital V leaves covers out.
	let mut all = strings(&["-map", "0:V:0", "-map", "0:a:0?"]);
	all.extend(strings(&["-c:v", "libx264", "-preset", "veryfast", "-crf", "21"]));
	all.extend(strings(&["-pix_fmt", "yuv420p", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2"]));
	all.extend(strings(&["-c:a", "aac", "-b:a", "128k", "-ac", "2"]));
	all.extend(strings(&["-force_key_frames", &format!("expr:gte(t,n_forced*{seconds})")]));
	all.extend(strings(&["-sc_threshold", "0", "-hls_time", &seconds.to_string()]));
	all
}

/// Encodes the first sound of music, for cells of that many seconds.
pub(super) fn music(track: &Track, cell_seconds: u32) -> Vec<String> {
	let length = SEGMENT_SECONDS.min(cell_seconds).saturating_mul(1_000).saturating_sub(FRAME_MS);
	let mut all = strings(&["-map", "0:a:0"]);
	if is_ready(track) {
		all.extend(strings(&TAKEN_AS_IT_IS));
	} else {
		let rate = if track.channels == 1 { "96k" } else { "192k" };
		all.extend(strings(&["-c:a", "aac", "-b:a", rate]));
		if track.channels > MAX_CHANNELS {
			all.extend(strings(&["-ac", &MAX_CHANNELS.to_string()]));
		}
		if track.rate_hz > MAX_RATE_HZ {
			all.extend(strings(&["-ar", &MAX_RATE_HZ.to_string()]));
		}
	}
	all.extend(strings(&["-hls_time", &format!("{length}ms")]));
	all
}

/// Whether every player plays it as it is.
fn is_ready(track: &Track) -> bool {
	track.codec == "aac"
		&& track.profile == "LC"
		&& (1..=MAX_CHANNELS).contains(&track.channels)
		&& (1..=MAX_RATE_HZ).contains(&track.rate_hz)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn encoded(codec: &str, profile: &str, channels: u32, rate_hz: u32) -> String {
		let (codec, profile) = (codec.to_owned(), profile.to_owned());
		music(&Track { codec, profile, channels, rate_hz }, 60).join(" ")
	}

	#[test]
	fn sound_that_every_player_plays_is_taken_as_it_is_and_all_else_encoded() {
		let end = " -hls_time 3950ms";
		for (track, expected) in [
			(encoded("aac", "LC", 2, 44_100), "-c:a copy -bsf:a aac_adtstoasc"),
			(encoded("aac", "HE-AAC", 2, 44_100), "-c:a aac -b:a 192k"),
			(encoded("aac", "LC", 6, 48_000), "-c:a aac -b:a 192k -ac 2"),
			(encoded("mp3", "", 1, 22_050), "-c:a aac -b:a 96k"),
			(encoded("flac", "", 2, 192_000), "-c:a aac -b:a 192k -ar 48000"),
		] {
			assert_eq!(track, format!("-map 0:a:0 {expected}{end}"));
		}
	}

	#[test]
	fn a_segment_is_no_longer_than_a_cell() {
		assert!(film(2).ends_with(&strings(&["-hls_time", "2"])));
		assert!(film(60).ends_with(&strings(&["-hls_time", "4"])));
	}
}
