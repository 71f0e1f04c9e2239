//! Files that the tests make themselves: tunes of a small synthesiser, films of FFmpeg's own sources.

use std::{
	path::{Path, PathBuf},
	process::Command,
};

/// Samples a second of what is synthesised.
pub(crate) const RATE: usize = 22_050;

/// A tune: which notes, how fast, and on what they are played.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tune {
	/// Seed of the notes.
	pub(crate) notes: u64,
	/// Seconds of a beat.
	pub(crate) beat: f64,
	/// Seed of the instruments: their overtones and attacks.
	pub(crate) instruments: u64,
	/// How fast overtones fade: 1 like a string, 0.1 like a reed, 3 like a flute.
	pub(crate) mellow: f64,
	/// Octaves above the usual register.
	pub(crate) octave: i32,
}

impl Tune {
	pub(crate) const fn new(notes: u64) -> Self {
		Self { notes, beat: 0.31, instruments: notes, mellow: 1.0, octave: 0 }
	}

	/// Plays it: four voices, and a drum of decaying noise.
	pub(crate) fn play(&self, seconds: f64) -> Vec<f32> {
		let mut notes = Dice(self.notes.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
		let mut timbre = Dice(self.instruments.wrapping_mul(0xd1b5_4a32_d192_ed03) | 1);
		let voices: Vec<([f64; 8], f64, f64)> = (0..4)
			.map(|_| {
				let overtones =
					core::array::from_fn(|h| timbre.next() / (1.0 + h as f64).powf(self.mellow));
				(overtones, 1.5 + 5.0 * timbre.next(), 0.01 + 0.03 * timbre.next())
			})
			.collect();
		let mut out = vec![0.0_f32; (seconds * RATE as f64) as usize];
		let beats = (seconds / self.beat) as usize;
		for (voice, (overtones, decay, attack)) in voices.iter().enumerate() {
			let mut beat = 0;
			while beat < beats {
				let length = 1 + (notes.next() * 4.0) as usize;
				let step = (notes.next() * 15.0) as i32;
				let hertz = 110.0
					* 2.0_f64.powi(voice as i32 / 2 + self.octave)
					* 2.0_f64.powf(f64::from(step) / 12.0);
				let from = (beat as f64 * self.beat * RATE as f64) as usize;
				let until = ((beat + length) as f64 * self.beat * RATE as f64) as usize;
				for (i, sample) in out.iter_mut().enumerate().take(until).skip(from) {
					let t = (i - from) as f64 / RATE as f64;
					let level = (t / attack).min(1.0) * (-t * decay).exp();
					let tone: f64 = overtones
						.iter()
						.enumerate()
						.map(|(h, weight)| {
							weight * (std::f64::consts::TAU * hertz * (h + 1) as f64 * t).sin()
						})
						.sum();
					*sample += (0.12 * level * tone) as f32;
				}
				beat += length;
			}
		}
		for beat in 0..beats {
			if notes.next() < 0.6 {
				let from = (beat as f64 * self.beat * RATE as f64) as usize;
				for (i, sample) in out.iter_mut().enumerate().skip(from).take(RATE / 8) {
					let t = (i - from) as f64 / RATE as f64;
					*sample += (0.2 * (timbre.next() - 0.5) * (-t * 40.0).exp()) as f32;
				}
			}
		}
		out
	}
}

/// Numbers from 0 to 1 that are the same in every run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
	pub(crate) fn next(&mut self) -> f64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		(self.0 >> 11) as f64 / (1_u64 << 53) as f64
	}
}

/// Writes samples as 16-bit WAV.
pub(crate) fn write_wav(path: &Path, samples: &[f32]) {
	let mut out = Vec::with_capacity(44 + samples.len() * 2);
	let bytes = samples.len() as u32 * 2;
	out.extend_from_slice(b"RIFF");
	out.extend_from_slice(&(36 + bytes).to_le_bytes());
	out.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
	out.extend_from_slice(&(RATE as u32).to_le_bytes());
	out.extend_from_slice(&(RATE as u32 * 2).to_le_bytes());
	out.extend_from_slice(b"\x02\0\x10\0data");
	out.extend_from_slice(&bytes.to_le_bytes());
	for sample in samples {
		let value = (sample.clamp(-1.0, 1.0) * 32_000.0) as i16;
		out.extend_from_slice(&value.to_le_bytes());
	}
	std::fs::write(path, out).expect("the file is written");
}

/// Runs FFmpeg.
pub(crate) fn ffmpeg(arguments: &[&str], output: &Path) {
	let done = Command::new("ffmpeg")
		.args(["-nostdin", "-v", "error", "-y"])
		.args(arguments)
		.arg(output)
		.output()
		.expect("ffmpeg is installed");
	assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Re-encodes a file; `name` carries the format.
pub(crate) fn encode(source: &Path, before: &[&str], after: &[&str], name: &str) -> PathBuf {
	let output = source.with_file_name(name);
	let input = ["-i", source.to_str().expect("a plain path")];
	ffmpeg(&[before, &input, after].concat(), &output);
	output
}
