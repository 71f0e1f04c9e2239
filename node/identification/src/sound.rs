//! Sound to print: which way the energy of neighbouring bands leans, and whether it leans that way more than a
//! moment ago.

use crate::{
	fft::Spectrum,
	print::{Medium, Print, Timbre},
};

/// Samples a second that the analysis works on; all it looks at lies below 2 kHz.
pub(crate) const RATE_HZ: usize = 5_512;
/// Samples between two dense steps: 31 ms.
pub(crate) const HOP: usize = 172;
/// Samples of a frame: 372 ms, long against every codec's own frames.
const FRAME: usize = 2_048;
/// Steps between the two moments that are compared: a second. The farther they are apart, the more a sound has changed,
/// against noise of the codec that stays the same: after a quarter of a second ambient music has hardly begun to.
const LAG: usize = 32;
const LOWEST_HZ: f64 = 300.0;
const HIGHEST_HZ: f64 = 2_000.0;
const BANDS: usize = Print::TIMBRE_BANDS;
/// Nepers that another encoding changes the evidence by, and under which a sign is not trusted.
const NOISE_AND_TRUST: [f32; 2] = [0.35, 1.0];
/// At most eleven keys a second to look up with.
const KEYS_EVERY: usize = 3;
/// Mean square under which a frame is silent whatever surrounds it: -100 dB of full scale, so that quiet parts of a file
/// that was made quieter by 35 dB are still heard.
const SILENCE: f32 = 1e-10;
/// Of a band's energy where its file is loud, added to every band: 45 dB below, codecs put what they like.
const FLOOR: f32 = 3e-5;
/// Nepers under the loudest band of a stretch below which a band counts as this faint: 35 dB, under which codecs save.
const FAINT: f32 = 8.0;
/// A frame this far under the loud parts of its file is silent too: 50 dB.
const SILENCE_BELOW_LOUD: f32 = 1e-5;

/// Candidate ways to turn a spectrum into 32 signs; `bench ident` measures them side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
	/// 33 logarithmic bands from 300 to 2,000 Hz, each against its neighbour.
	Bands,
	/// Twelve pitch classes from 110 to 1,760 Hz, each against three others.
	Chroma,
}

impl Scheme {
	/// Places of a row that it uses.
	const fn bands(self) -> usize {
		match self {
			Self::Bands => BANDS,
			Self::Chroma => 12,
		}
	}
}

/// What was heard.
#[derive(Debug)]
pub(crate) struct Heard {
	/// The print.
	pub(crate) print: Print,
	/// How flat the spectrum is inside narrow bands, nepers: noise stays under 0.6, tones reach several.
	pub(crate) peakedness: f32,
	/// Standard deviation over time of the mean level of the bands, nepers; silence left out.
	pub(crate) liveliness: f32,
}

/// Takes samples as they are decoded.
#[derive(Debug)]
pub(crate) struct Listener {
	scheme: Scheme,
	spectrum: Spectrum,
	power: Vec<f32>,
	buffer: Vec<f32>,
	/// First sample in the buffer that belongs to the next frame.
	start: usize,
	/// Upper bin edges of the bands, or pitch class of each bin.
	edges: Vec<usize>,
	rows: Vec<[f32; BANDS]>,
	loudness: Vec<f32>,
	peakedness: Vec<f32>,
}

impl Listener {
	pub(crate) fn new(scheme: Scheme) -> Self {
		let bin = |hz: f64| (hz * FRAME as f64 / RATE_HZ as f64).round() as usize;
		let edges = (0..=BANDS)
			.map(|band| {
				let part = band as f64 / BANDS as f64;
				bin(LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ).powf(part))
			})
			.collect();
		Self {
			scheme,
			spectrum: Spectrum::new(FRAME),
			power: vec![0.0; FRAME / 2],
			buffer: Vec::new(),
			start: 0,
			edges,
			rows: Vec::new(),
			loudness: Vec::new(),
			peakedness: Vec::new(),
		}
	}

	/// Takes the next samples, full scale being 1.
	pub(crate) fn hear(&mut self, samples: &[f32]) {
		self.buffer.extend_from_slice(samples);
		while self.buffer.len() >= self.start + FRAME {
			let frame = &self.buffer[self.start..self.start + FRAME];
			let energy = frame.iter().map(|s| s * s).sum::<f32>() / FRAME as f32;
			self.spectrum.power(frame, &mut self.power);
			self.loudness.push(energy);
			self.rows.push(match self.scheme {
				Scheme::Bands => bands(&self.power, &self.edges),
				Scheme::Chroma => chroma(&self.power),
			});
			// Every eighth is enough to know noise by.
			if self.rows.len() % 8 == 1 {
				let inside = &self.power[self.edges[0]..self.edges[BANDS]];
				self.peakedness.push(peakedness(inside));
			}
			self.start += HOP;
		}
		if self.start > 1 << 16 {
			self.buffer.drain(..self.start);
			self.start = 0;
		}
	}

	/// The print of all that was heard.
	pub(crate) fn finish(self) -> Heard {
		let mut sorted = self.loudness.clone();
		sorted.sort_unstable_by(f32::total_cmp);
		let loud = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0);
		let floor = (loud * SILENCE_BELOW_LOUD).max(SILENCE);
		let silent = |at: usize| self.loudness[at] <= floor;
		let rows = floored(&self.rows, self.scheme.bands());
		let steps: Vec<Option<[f32; 32]>> = (0..rows.len())
			.map(|at| {
				// After the begin and after silence nothing is known: that is not silence, and speaks against nothing.
				let before = at.checked_sub(LAG).filter(|before| !silent(*before));
				let known = before.map(|before| signs(self.scheme, &rows[at], &rows[before]));
				(!silent(at)).then_some(known.unwrap_or([0.0; 32]))
			})
			.collect();
		let mut print = Print::from_evidence(Medium::Sound, &steps, NOISE_AND_TRUST, KEYS_EVERY);
		print.timbre = self.timbre(&silent);
		let (mut count, mut sum, mut squares) = (0.0_f32, 0.0_f32, 0.0_f32);
		let mut peaked = 0.0;
		for at in (0..self.loudness.len()).step_by(8).filter(|at| !silent(*at)) {
			let level = self.rows[at].iter().sum::<f32>() / BANDS as f32;
			count += 1.0;
			sum += level;
			squares += level * level;
			peaked += self.peakedness[at / 8];
		}
		let count = count.max(1.0);
		Heard {
			print,
			peakedness: peaked / count,
			liveliness: (squares / count - (sum / count).powi(2)).max(0.0).sqrt(),
		}
	}
}

impl Listener {
	/// Levels of the bands over a stretch from every [`Print::TIMBRE_HOP`]th step on.
	fn timbre(&self, silent: &impl Fn(usize) -> bool) -> Vec<Timbre> {
		(0..self.rows.len())
			.step_by(Print::TIMBRE_HOP)
			.map(|from| {
				let until = self.rows.len().min(from + Print::TIMBRE_STEPS);
				let heard: Vec<&[f32; BANDS]> =
					(from..until).filter(|at| !silent(*at)).map(|at| &self.rows[at]).collect();
				if heard.len() * 2 < Print::TIMBRE_STEPS {
					return [0; BANDS];
				}
				// Mean energy, not mean level: what a codec does to the quiet moments is not what one hears.
				let levels: [f32; BANDS] = core::array::from_fn(|band| {
					let sum = heard.iter().map(|row| row[band].exp()).sum::<f32>();
					(sum / heard.len() as f32 + 1e-9).ln()
				});
				let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
				levels.map(|level| {
					let level = level.max(loudest - FAINT);
					((level + 20.0) * 8.0).round().clamp(1.0, 255.0) as u8
				})
			})
			.collect()
	}
}

/// The rows with a floor under each band, which hangs on how loud the loud parts are: nine moments of ten are quieter.
fn floored(rows: &[[f32; BANDS]], bands: usize) -> Vec<[f32; BANDS]> {
	let mean = |row: &[f32; BANDS]| {
		row[..bands].iter().map(|level| level.exp()).sum::<f32>() / bands as f32
	};
	let mut sorted: Vec<f32> = rows.iter().map(mean).collect();
	sorted.sort_unstable_by(f32::total_cmp);
	let floor = FLOOR * sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0);
	rows.iter().map(|row| row.map(|level| (level.exp() + floor).ln())).collect()
}

/// Log energy of each band.
fn bands(power: &[f32], edges: &[usize]) -> [f32; BANDS] {
	core::array::from_fn(|band| log_energy(power[edges[band]..edges[band + 1]].iter()))
}

/// Log energy of each pitch class, in the first twelve places.
fn chroma(power: &[f32]) -> [f32; BANDS] {
	let mut classes = [0.0_f32; 12];
	let low = (110.0 * FRAME as f32 / RATE_HZ as f32) as usize;
	let high = (1_760.0 * FRAME as f32 / RATE_HZ as f32) as usize;
	for (bin, power) in power.iter().enumerate().take(high).skip(low) {
		let octaves = (bin as f32 * RATE_HZ as f32 / FRAME as f32 / 110.0).log2();
		classes[(octaves * 12.0).round() as usize % 12] += power;
	}
	let mut out = [0.0; BANDS];
	for (to, from) in out.iter_mut().zip(classes) {
		*to = (from + 1e-9).ln();
	}
	out
}

fn log_energy<'a>(bins: impl Iterator<Item = &'a f32>) -> f32 {
	(bins.sum::<f32>() + 1e-9).ln()
}

/// Evidence of 32 signs from a row and the row a moment before.
fn signs(scheme: Scheme, now: &[f32; BANDS], before: &[f32; BANDS]) -> [f32; 32] {
	let change = |low: usize, high: usize| (now[high] - now[low]) - (before[high] - before[low]);
	core::array::from_fn(|bit| match scheme {
		Scheme::Bands => change(bit, bit + 1),
		// Twelve neighbours, twelve fifths, eight thirds.
		Scheme::Chroma => {
			let (class, apart) = (bit % 12, [1, 7, 4][bit / 12]);
			change(class, (class + apart) % 12)
		},
	})
}

/// Log of mean over geometric mean, averaged over narrow groups of bins.
fn peakedness(power: &[f32]) -> f32 {
	const GROUP: usize = 16;
	let mut total = 0.0;
	let groups = power.chunks_exact(GROUP);
	let count = groups.len() as f32;
	for group in groups {
		let mean = group.iter().sum::<f32>() / GROUP as f32 + 1e-12;
		let logs = group.iter().map(|p| (p + 1e-12).ln()).sum::<f32>() / GROUP as f32;
		total += mean.ln() - logs;
	}
	total / count.max(1.0)
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Seconds of a chord that is struck anew every third of a second, and what it is made of then drawn anew.
	fn chords(seconds: usize, level: f32) -> Vec<f32> {
		let mut seed = 9_u32;
		let mut draw = || {
			seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
			(seed >> 8) as f32 / (1 << 24) as f32
		};
		let mut tones = [(0.0, 0.0); 9];
		(0..seconds * RATE_HZ)
			.map(|at| {
				if at % (RATE_HZ / 3) == 0 {
					tones = core::array::from_fn(|_| (300.0 + 1_700.0 * draw(), draw()));
				}
				let t = at as f32 / RATE_HZ as f32;
				let of = |(hz, level): &(f32, f32)| level * (core::f32::consts::TAU * hz * t).sin();
				level * tones.iter().map(of).sum::<f32>() / 9.0
			})
			.collect()
	}

	fn heard(samples: &[f32]) -> Print {
		let mut listener = Listener::new(Scheme::Bands);
		listener.hear(samples);
		listener.finish().print
	}

	#[test]
	fn what_follows_the_begin_or_silence_is_unknown_and_not_silent() {
		let mut samples = chords(4, 0.5);
		samples.extend(vec![0.0; 3 * RATE_HZ]);
		samples.extend(chords(4, 0.5));
		let print = heard(&samples);
		let at = |seconds: f64| (seconds * print.medium.words_per_second()) as usize;
		for (seconds, is_silent, is_known) in [
			(0.5, false, false),
			(2.0, false, true),
			(5.5, true, false),
			(7.4, false, false),
			(9.0, false, true),
		] {
			let step = at(seconds);
			assert_eq!(print.is_blank(step), is_silent, "{seconds} s");
			assert_eq!(print.masks[step] != 0, is_known, "{seconds} s");
		}
		assert!(print.keys.iter().all(|key| print.masks[key.at as usize] != 0));
	}

	#[test]
	fn quiet_parts_of_a_copy_made_quieter_by_35_db_are_heard() {
		let recording = |level: f32| [chords(6, level), chords(6, level * 0.03)].concat();
		let (loud, quiet) = (heard(&recording(0.5)), heard(&recording(0.5 * 0.0178)));
		assert_eq!(loud.blanks, quiet.blanks);
		let steps = loud.words.len();
		let blank = (0..steps).filter(|at| loud.is_blank(*at)).count();
		assert_eq!(blank, 0, "of {steps}");
		let (overlay, relation) = quiet.against(&loud);
		assert!(relation.is_some() && overlay.difference < 0.01, "{overlay:?}");
	}

	#[test]
	fn what_lies_45_db_below_the_loud_parts_says_nothing() {
		let plain = chords(20, 0.5);
		let mut seed = 5_u32;
		// What a codec may leave: noise 60 dB below.
		let noisy: Vec<f32> = plain
			.iter()
			.map(|sample| {
				seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
				sample + 5e-4 * ((seed >> 8) as f32 / (1 << 24) as f32 - 0.5)
			})
			.collect();
		let (a, b) = (heard(&plain), heard(&noisy));
		let (wrong, bits) = a.words.iter().zip(&b.words).zip(a.masks.iter().zip(&b.masks)).fold(
			(0, 0),
			|(wrong, bits), ((a, b), (of_a, of_b))| {
				let mask = of_a & of_b;
				(wrong + ((a ^ b) & mask).count_ones(), bits + mask.count_ones())
			},
		);
		assert!(bits > 2_000 && wrong * 200 < bits, "{wrong} of {bits}");
		let rows = [[0.0; BANDS], [-30.0; BANDS]];
		let floors = floored(&rows, BANDS);
		assert!(
			floors[0][0].abs() < 0.01 && (floors[1][0] - FLOOR.ln()).abs() < 0.01,
			"{floors:?}"
		);
	}
}
