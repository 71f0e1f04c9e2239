//! Whether two files are of one recording, by their sound waves: slow, and free of anything a fingerprint takes for
//! granted. It judges what the index merged and nobody said was one.

use std::{path::Path, process::Command};

/// Samples a second, of one channel.
const RATE: usize = 8_000;
/// Samples of a stretch that is compared: three seconds.
const STRETCH: usize = 3 * RATE;
/// Stretches that are compared, spread over the file.
const STRETCHES: usize = 12;
/// Samples by which the offset that the index named may be off: an eighth of a second.
const REACH: usize = RATE / 8;
/// Correlation from which on a stretch is the same: two encodings of one recording exceed it, two performances of one piece
/// stay far below.
const SAME: f32 = 0.9;

/// Samples, or none when the file cannot be read.
fn samples(file: &Path) -> Vec<f32> {
	let rate = RATE.to_string();
	let output = Command::new("ffmpeg")
		.args(["-nostdin", "-v", "error", "-i"])
		.arg(file)
		.args(["-map", "0:a:0", "-ac", "1", "-ar", &rate, "-f", "f32le", "-"])
		.output();
	let bytes = output.map(|output| output.stdout).unwrap_or_default();
	bytes.as_chunks().0.iter().map(|sample| f32::from_le_bytes(*sample)).collect()
}

/// Correlation, whatever the loudness and the polarity: 1 for equal waves, about 0 for unrelated ones.
fn correlation(one: &[f32], other: &[f32]) -> f32 {
	let (mut both, mut of_one, mut of_other) = (0.0, 0.0, 0.0);
	for (a, b) in one.iter().zip(other) {
		both += a * b;
		of_one += a * a;
		of_other += b * b;
	}
	both.abs() / (of_one * of_other).sqrt().max(f32::MIN_POSITIVE)
}

/// Whether most stretches of a file are the known file's, which it begins so many seconds into.
pub(crate) fn are_one(file: &Path, known: &Path, begins_at: f64) -> bool {
	agree(&samples(file), &samples(known), (begins_at * RATE as f64) as i64)
}

fn agree(file: &[f32], known: &[f32], begins_at: i64) -> bool {
	let apart = (file.len() / STRETCHES).max(STRETCH);
	let best: Vec<f32> = file
		.chunks(apart)
		.enumerate()
		.filter_map(|(number, chunk)| {
			let stretch = chunk.get(..STRETCH)?;
			let at = usize::try_from((number * apart) as i64 + begins_at).ok()?;
			let near =
				known.get(at.saturating_sub(REACH)..(at + REACH + STRETCH).min(known.len()))?;
			near.windows(STRETCH).map(|other| correlation(stretch, other)).max_by(f32::total_cmp)
		})
		.collect();
	let same = best.iter().filter(|correlation| **correlation >= SAME).count();
	same * 3 >= best.len() * 2 && same > 0
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::filler::Dice;

	fn noise(seed: u64) -> Vec<f32> {
		let mut dice = Dice(seed);
		(0..4 * STRETCH).map(|_| (dice.next() >> 40) as f32 / (1 << 23) as f32 - 1.0).collect()
	}

	#[test]
	fn a_quieter_excerpt_is_the_same_and_another_recording_is_not() {
		let known = noise(3);
		let excerpt: Vec<f32> =
			known[STRETCH..3 * STRETCH].iter().map(|sample| sample * -0.1).collect();
		let begins_at = STRETCH as i64;
		assert!(agree(&excerpt, &known, begins_at + REACH as i64 / 2));
		assert!(!agree(&excerpt, &known, begins_at + 3 * REACH as i64), "farther off than may be");
		assert!(!agree(&excerpt, &noise(4), begins_at));
		assert!(!agree(&[], &known, 0), "nothing is not the same");
	}
}
