//! Whether two prints, laid over one another at an offset, are of one recording.

use crate::print::{Medium, Print, Step, Timbre};

/// Stored steps that are judged together: two seconds of sound, eight of picture.
const BLOCK: usize = 16;
/// Trusted bits a block needs to have a say, of 512.
const SAY: u32 = 64;
/// Share of differing bits under which a block agrees; unrelated blocks lie around a half.
const BLOCK_AGREES: f32 = 0.28;
/// Nepers under the loudest of its recording below which a block is faint: 28 dB. What is faint in both has no say, since
/// there a poor copy has noise of its own.
const FAINT: f32 = 6.5;
/// Bits in doubt that silence against sound counts for, half of them wrong.
const BLANK_AGAINST_SOUND: u32 = 16;

/// Two prints compared at one offset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlay {
	/// Dense step of the looked-up print at which the stored print begins; negative when it begins before it.
	pub offset: i64,
	/// Trusted bits compared.
	pub bits: u32,
	/// Share of them that differ: 0 for the same recording, 0.5 for unrelated ones.
	pub difference: f32,
	/// Blocks that had a say.
	pub blocks: u32,
	/// Those that agree.
	pub agreeing: u32,
	/// Stored steps that lie over one another.
	pub overlap: u32,
	/// How far the levels of sound lie apart; nothing for picture.
	pub apart: Apart,
}

/// How one recording lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
	/// About the same length.
	Whole,
	/// The looked-up file is a part of the known one.
	Excerpt,
	/// The known one is a part of the looked-up file.
	Extended,
}

impl Overlay {
	/// Share of blocks that agree, 0 to 1.
	pub fn agreement(&self) -> f32 {
		if self.blocks == 0 { 0.0 } else { self.agreeing as f32 / self.blocks as f32 }
	}

	/// Score of the match: 1 for equal prints, about 0 for unrelated ones.
	pub fn score(&self) -> f32 {
		(1.0 - 2.0 * self.difference).max(0.0)
	}
}

/// Compares at one offset; `is_faint` says which blocks of the stored print have no say.
pub(crate) fn overlay(
	print: &Print,
	stored: &[Step],
	offset: i64,
	is_faint: impl Fn(usize) -> bool,
) -> Overlay {
	let density = Medium::DENSITY as i64;
	// First stored step that lies inside the print.
	let first = (-offset).div_euclid(density) + i64::from((-offset).rem_euclid(density) != 0);
	let first = first.max(0);
	let last =
		((print.words.len() as i64 - 1 - offset).div_euclid(density) + 1).min(stored.len() as i64);
	let mut out = Overlay {
		offset,
		bits: 0,
		difference: 0.5,
		blocks: 0,
		agreeing: 0,
		overlap: 0,
		apart: Apart::default(),
	};
	if first >= last {
		return out;
	}
	out.overlap = (last - first) as u32;
	let mut dense = (first * density + offset) as usize;
	let mut wrong_in_all = 0;
	let (mut from, until) = (first as usize, last as usize);
	let (mut judged_bits, mut judged_wrong) = (0, 0);
	while from < until {
		// Blocks of the stored print's own grid, which that of its levels is too.
		let number = from / BLOCK;
		let end = until.min((number + 1) * BLOCK);
		let (mut bits, mut wrong) = (0, 0);
		for step in &stored[from..end] {
			let blank = print.is_blank(dense);
			if blank != step.is_blank() {
				bits += BLANK_AGAINST_SOUND;
				wrong += BLANK_AGAINST_SOUND / 2;
			} else if !blank {
				let mask = print.masks[dense] & step.mask;
				bits += mask.count_ones();
				wrong += ((print.words[dense] ^ step.word) & mask).count_ones();
			}
			dense += Medium::DENSITY;
		}
		out.bits += bits;
		wrong_in_all += wrong;
		from = end;
		if is_faint(number) {
			continue;
		}
		// What says too little by itself is judged together with what follows.
		judged_bits += bits;
		judged_wrong += wrong;
		if judged_bits >= SAY {
			out.blocks += 1;
			out.agreeing += u32::from((judged_wrong as f32) < BLOCK_AGREES * judged_bits as f32);
			(judged_bits, judged_wrong) = (0, 0);
		}
	}
	if out.bits > 0 {
		out.difference = wrong_in_all as f32 / out.bits as f32;
	}
	out
}

/// Compares at the best offset within `reach` dense steps around one that was voted for.
pub(crate) fn best_overlay(print: &Print, stored: &[Step], around: i64, reach: i64) -> Overlay {
	let mut best = overlay(print, stored, around, |_| false);
	for by in 1..=reach {
		for offset in [around - by, around + by] {
			let other = overlay(print, stored, offset, |_| false);
			if other.bits > 0 && other.difference < best.difference {
				best = other;
			}
		}
	}
	best
}

impl Print {
	/// Compares with another print at every offset, and judges the best: slow, and for measuring. An index compares
	/// where keys agree.
	pub fn against(&self, known: &Self) -> (Overlay, Option<Relation>) {
		let steps: Vec<Step> = known.stored_steps().collect();
		let levels: Vec<Timbre> = known.stored_timbre().copied().collect();
		let thresholds = Thresholds::of(self.medium);
		let longest = (self.words.len() / Medium::DENSITY).min(steps.len()) as f32;
		let mut best = overlay(self, &steps, 0, |_| false);
		for offset in -(known.words.len() as i64)..self.words.len() as i64 {
			let other = overlay(self, &steps, offset, |_| false);
			let enough = other.overlap as f32 >= thresholds.overlap * longest;
			if enough && other.bits > 0 && other.difference < best.difference {
				best = other;
			}
		}
		let best = overlay_of_sound(self, &steps, &levels, best.offset);
		(best, thresholds.judge(self.words.len(), steps.len(), &best))
	}
}

/// How far the levels of two recordings lie apart; nepers of energy, whatever their loudness.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Apart {
	/// Stretches compared.
	pub stretches: u32,
	/// Standard deviation between the bands of the mean difference: how differently the two are tuned throughout.
	pub tuning: f32,
	/// Standard deviation of what is left of the differences without each band's and each stretch's mean: how
	/// differently the levels move.
	pub moving: f32,
}

/// Level of a stretch's loudest band.
fn loudness(levels: &Timbre) -> u8 {
	levels.iter().copied().max().unwrap_or(0)
}

/// The stretch of a print that lies nearest under a stored one.
fn stretch_under(print: &Print, stored: usize, offset: i64) -> Option<&Timbre> {
	let hop = Print::TIMBRE_HOP as i64;
	let begin = stored as i64 * Print::TIMBRE_STEPS as i64 + offset;
	print.timbre.get(usize::try_from((begin + hop / 2).div_euclid(hop)).ok()?)
}

/// [`overlay`] in which what is faint in both has no say, with how far the levels lie apart.
pub(crate) fn overlay_of_sound(
	print: &Print,
	stored: &[Step],
	levels: &[Timbre],
	offset: i64,
) -> Overlay {
	let floor = |levels: &mut dyn Iterator<Item = &Timbre>| {
		levels.map(loudness).max().unwrap_or(0).saturating_sub((FAINT * 8.0) as u8)
	};
	let floors = [floor(&mut levels.iter()), floor(&mut print.timbre.iter())];
	// Silence is not faint: there is no doubt about it.
	let is_under = |levels: &Timbre, floor: u8| (1..floor).contains(&loudness(levels));
	let is_faint = |block: usize| {
		let both = levels.get(block).zip(stretch_under(print, block, offset));
		both.is_some_and(|(a, b)| is_under(a, floors[0]) && is_under(b, floors[1]))
	};
	let mut out = overlay(print, stored, offset, is_faint);
	out.apart = levels_apart(print, levels, offset);
	out
}

/// How far the levels lie apart where the two lie over one another.
fn levels_apart(print: &Print, stored: &[Timbre], offset: i64) -> Apart {
	const BANDS: usize = Print::TIMBRE_BANDS;
	let (mut sums, mut squares, mut of_stretches, mut count) = ([0.0_f32; BANDS], 0.0, 0.0, 0_u32);
	for (at, levels) in stored.iter().enumerate() {
		let Some(other) = stretch_under(print, at, offset) else { continue };
		if levels[0] == 0 || other[0] == 0 {
			continue;
		}
		count += 1;
		let mut of_stretch = 0.0;
		for ((sum, a), b) in sums.iter_mut().zip(levels).zip(other) {
			let apart = (f32::from(*a) - f32::from(*b)) / 8.0;
			*sum += apart;
			squares += apart * apart;
			of_stretch += apart;
		}
		of_stretches += of_stretch * of_stretch / BANDS as f32;
	}
	if count == 0 {
		return Apart::default();
	}
	let stretches = count as f32;
	let mean = sums.iter().sum::<f32>() / BANDS as f32;
	let bands = sums.iter().map(|sum| sum * sum).sum::<f32>() / stretches;
	let all = mean * mean * BANDS as f32 / stretches;
	let cells = stretches * BANDS as f32;
	Apart {
		stretches: count,
		tuning: ((bands - all).max(0.0) / cells).sqrt(),
		moving: ((squares - bands - of_stretches + all).max(0.0) / cells).sqrt(),
	}
}

/// What a neper between two recordings' levels counts for, in difference.
const LEVELS_WEIGHT: f32 = 0.1;
/// Blocks compared from which on one may disagree: where a cut falls into it, or silence ends.
const ONE_MAY_DISAGREE: u32 = 8;

/// What it takes to be the same recording. The numbers come from `bench ident`'s measured distributions; see the
/// crate documentation.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
	/// Largest share of differing bits, a tenth of the levels' distances added.
	pub difference: f32,
	/// The same when little is compared.
	pub difference_of_short: f32,
	/// Largest share of differing bits, however near the levels lie: another take of a piece, on the same instruments.
	pub signs: f32,
	/// Farthest that the tuning may lie apart, nepers.
	pub tuning: f32,
	/// Farthest that the movement of the levels may lie apart, nepers.
	pub moving: f32,
	/// Fewest trusted bits; under four times as many a print counts as short.
	pub bits: u32,
	/// Smallest share of agreeing blocks.
	pub agreement: f32,
	/// Smallest share of the shorter print that must lie over the other.
	pub overlap: f32,
	/// Fewest stored steps that must lie over one another.
	pub steps: u32,
	/// Share of the longer print that a known one must reach to be extended by it.
	pub extended: f32,
	/// Fewest stored steps of a known print that is extended, unless it is half of the longer.
	pub extended_steps: u32,
}

impl Thresholds {
	/// The ones in use.
	pub const fn of(medium: Medium) -> Self {
		match medium {
			Medium::Sound => Self {
				difference: 0.2,
				difference_of_short: 0.15,
				signs: 0.13,
				tuning: 0.75,
				moving: 0.9,
				bits: 400,
				agreement: 0.97,
				overlap: 0.6,
				steps: 22,
				extended: 0.25,
				extended_steps: 110,
			},
			Medium::Picture => Self {
				difference: 0.24,
				difference_of_short: 0.16,
				signs: 0.24,
				tuning: 0.0,
				moving: 0.0,
				bits: 100,
				agreement: 0.8,
				overlap: 0.6,
				steps: 6,
				extended: 0.05,
				extended_steps: 20,
			},
		}
	}

	/// Whether so many blocks agree as those of one recording do.
	fn blocks_agree(&self, found: &Overlay) -> bool {
		let wrong = found.blocks.saturating_sub(found.agreeing);
		found.agreement() >= self.agreement || (found.blocks >= ONE_MAY_DISAGREE && wrong == 1)
	}

	/// The relation, or `None` when the two are not known to be the same recording.
	pub fn judge(
		&self,
		print_words: usize,
		stored_steps: usize,
		found: &Overlay,
	) -> Option<Relation> {
		let print_steps = print_words.div_ceil(Medium::DENSITY) as f32;
		let stored_steps = stored_steps as f32;
		let overlap = found.overlap as f32;
		let limit =
			if found.bits < 4 * self.bits { self.difference_of_short } else { self.difference };
		let levels = found.apart.tuning + found.apart.moving;
		let same = found.bits >= self.bits
			&& found.overlap >= self.steps
			&& overlap >= self.overlap * print_steps.min(stored_steps)
			&& found.difference <= self.signs
			&& found.difference + LEVELS_WEIGHT * levels <= limit
			&& found.apart.tuning <= self.tuning
			&& found.apart.moving <= self.moving
			&& self.blocks_agree(found);
		if !same {
			return None;
		}
		if stored_steps < 0.7 * print_steps {
			let enough = stored_steps >= 0.5 * print_steps
				|| (found.overlap >= self.extended_steps
					&& stored_steps >= self.extended * print_steps);
			return enough.then_some(Relation::Extended);
		}
		Some(if print_steps < 0.7 * stored_steps { Relation::Excerpt } else { Relation::Whole })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Judged as whole recordings of so many steps, all of which were compared.
	fn judged(difference: f32, [tuning, moving]: [f32; 2], wrong: u32) -> Option<Relation> {
		let (steps, blocks) = (1_228, 76);
		let apart = Apart { stretches: blocks, tuning, moving };
		let agreeing = blocks - wrong;
		let found = Overlay {
			offset: 0,
			bits: 13_000,
			difference,
			blocks,
			agreeing,
			overlap: steps,
			apart,
		};
		let thresholds = Thresholds::of(Medium::Sound);
		thresholds.judge(steps as usize * Medium::DENSITY, steps as usize, &found)
	}

	#[test]
	fn levels_may_lie_apart_when_hardly_a_sign_differs() {
		// A stereo piece as Opus at 12 kbit/s.
		assert_eq!(judged(0.04, [0.66, 0.82], 0), Some(Relation::Whole));
		assert_eq!(judged(0.07, [0.66, 0.82], 0), None);
		assert_eq!(judged(0.02, [0.66, 0.91], 0), None);
		assert_eq!(judged(0.02, [0.76, 0.5], 0), None);
	}

	#[test]
	fn signs_that_differ_or_blocks_that_disagree_are_not_made_up_for_by_levels() {
		assert_eq!(judged(0.12, [0.0, 0.0], 0), Some(Relation::Whole));
		assert_eq!(judged(0.14, [0.0, 0.0], 0), None, "another take");
		assert_eq!(judged(0.01, [0.0, 0.0], 2), Some(Relation::Whole));
		assert_eq!(judged(0.01, [0.0, 0.0], 3), None, "another part in the middle");
	}
}
