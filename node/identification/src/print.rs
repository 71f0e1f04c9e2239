//! The fingerprint of one medium: a word of 32 signs per step of time.
//!
//! A file is looked up with a *dense* print and stored as a *sparse* one: the dense print has
//! [`Medium::DENSITY`] words where the stored one has one, so that whatever the offset between the frame grids of
//! two encodings is, one of the dense phases lies close to the stored grid.

use crate::{IdentifyError, Result};
use std::cmp::Ordering;

/// What a print was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Medium {
	/// The first audio track, mixed to one channel.
	Sound,
	/// The first video track.
	Picture,
}

impl Medium {
	/// Dense words for each stored word.
	pub const DENSITY: usize = 4;

	/// Dense words a second.
	pub const fn words_per_second(self) -> f64 {
		match self {
			Self::Sound => crate::sound::RATE_HZ as f64 / crate::sound::HOP as f64,
			Self::Picture => crate::picture::FRAMES_PER_SECOND as f64,
		}
	}

	/// Dense steps, of which one key is stored: half a second of sound, one of picture.
	pub(crate) const fn stored_key_every(self) -> u32 {
		match self {
			Self::Sound => 16,
			Self::Picture => 8,
		}
	}

	/// Dense steps from a key to what is remembered of its surroundings on either side: so far that a frame of sound
	/// shares nothing with one there.
	const fn surroundings_at(self) -> usize {
		match self {
			Self::Sound => 20,
			Self::Picture => 12,
		}
	}

	/// Stored words a second.
	pub const fn stored_per_second(self) -> f64 {
		self.words_per_second() / Self::DENSITY as f64
	}
}

/// A moment whose word is likely to come out the same from every encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
	/// Dense step.
	pub at: u32,
	/// The word there.
	pub word: u32,
	/// Its least certain bits, least certain first.
	pub weak: [u8; Key::WEAK],
	/// How likely some sign differs in another encoding: 0 for hardly, 255 for surely.
	pub doubt: u8,
}

impl Key {
	/// Weak bits remembered for each key.
	pub const WEAK: usize = 8;
}

/// Signs around a key: half of those a while before it, and the other half of those a while after. One word is too common in
/// a large index; what lies around it is hardly ever the same twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Around {
	pub(crate) signs: u32,
	/// Those that there are: none before the begin, after the end, in silence.
	known: u32,
	/// Those that are beyond doubt.
	trusted: u32,
	/// How many of those that are there, and of those beyond doubt, may differ.
	allowed: [u32; 2],
}

impl Around {
	/// Whether the surroundings of a stored key may be the same: three of eight signs may differ, one of five of those
	/// that are beyond doubt.
	pub(crate) const fn may_be(&self, stored: u32) -> bool {
		let differ = self.signs ^ stored;
		// Asked of a hundred thousand postings in a look-up, nearly all of which fail here: no counting of bits.
		let mut surely = differ & self.trusted;
		let [most, mut forgiven] = self.allowed;
		while surely != 0 {
			if forgiven == 0 {
				return false;
			}
			forgiven -= 1;
			surely &= surely - 1;
		}
		(differ & self.known).count_ones() <= most
	}
}

/// The dense print of one medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
	/// What it was taken from.
	pub medium: Medium,
	/// 32 signs for each dense step.
	pub words: Vec<u32>,
	/// Which of the signs are beyond doubt. A step without any is silence or black ([`Print::is_blank`]) or steady.
	pub masks: Vec<u32>,
	/// One bit per step, set where there is silence or black.
	pub blanks: Vec<u64>,
	/// Moments to look up, by time.
	pub keys: Vec<Key>,
	/// Of sound: level of each band over the [`Print::TIMBRE_STEPS`] steps from each [`Print::TIMBRE_HOP`]th step on, in
	/// units of 1/8 neper of energy from -20 nepers; 0 where it is silent. Other instruments that play the same notes at
	/// the same moments give much the same signs, but not the same levels.
	pub timbre: Vec<Timbre>,
}

/// Levels of the bands of a stretch.
pub type Timbre = [u8; Print::TIMBRE_BANDS];

/// A stored step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
	pub(crate) word: u32,
	pub(crate) mask: u32,
}

impl Step {
	pub(crate) const BYTES: usize = 8;

	pub(crate) const fn is_blank(self) -> bool {
		self.word == BLANK
	}

	pub(crate) fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
		let [a, b, c, d, e, f, g, h] = bytes;
		Self { word: u32::from_le_bytes([a, b, c, d]), mask: u32::from_le_bytes([e, f, g, h]) }
	}
}

/// Stored word of a blank step; a word that comes out like this by itself is stored with its lowest bit set.
const BLANK: u32 = 0;
/// Format of the bytes that travel.
const FORMAT: u8 = 3;

impl Print {
	/// Dense steps of a stretch whose levels are taken together: two seconds.
	pub const TIMBRE_STEPS: usize = 64;
	/// Dense steps from one stretch to the next: half a second. Of the stored print, stretches do not overlap.
	pub const TIMBRE_HOP: usize = 16;
	/// Bands of a timbre.
	pub const TIMBRE_BANDS: usize = 33;

	/// From the signed evidence of each bit of each step; `None` is a blank step.
	///
	/// `noise` is about what another encoding adds to the evidence, `trust` what it hardly ever adds.
	pub(crate) fn from_evidence(
		medium: Medium,
		steps: &[Option<[f32; 32]>],
		[noise, trust]: [f32; 2],
		keys_every: usize,
	) -> Self {
		let mut print = Self {
			medium,
			words: Vec::with_capacity(steps.len()),
			masks: Vec::with_capacity(steps.len()),
			blanks: vec![0; steps.len().div_ceil(64)],
			keys: Vec::new(),
			timbre: Vec::new(),
		};
		let mut certainty = Vec::with_capacity(steps.len());
		for (at, step) in steps.iter().enumerate() {
			let Some(evidence) = step else {
				print.blanks[at / 64] |= 1 << (at % 64);
				print.words.push(BLANK);
				print.masks.push(0);
				certainty.push(f32::NEG_INFINITY);
				continue;
			};
			let (mut word, mut mask, mut all_survive) = (0_u32, 0_u32, 0.0_f32);
			for (bit, value) in evidence.iter().enumerate() {
				word |= u32::from(*value > 0.0) << bit;
				mask |= u32::from(value.abs() > trust) << bit;
				// Log of the chance that the sign survives.
				all_survive += (1.0 - 0.5 * (-value.abs() / noise).exp()).ln();
			}
			print.words.push(word);
			print.masks.push(mask);
			certainty.push(all_survive);
		}
		print.choose_keys(steps, &certainty, keys_every);
		print
	}

	/// The most certain step of each window, unless a neighbour outside the window is more certain.
	fn choose_keys(&mut self, steps: &[Option<[f32; 32]>], certainty: &[f32], every: usize) {
		/// Trusted signs a key must have.
		const FEWEST_TRUSTED: u32 = 4;
		let reach = every / 2;
		for from in (0..certainty.len()).step_by(every) {
			let window = &certainty[from..certainty.len().min(from + every)];
			let best = window.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
			let Some((at, value)) = best.map(|(index, value)| (from + index, *value)) else {
				continue;
			};
			let around = &certainty[at.saturating_sub(reach)..certainty.len().min(at + reach + 1)];
			let Some(evidence) = steps[at] else { continue };
			if self.masks[at].count_ones() < FEWEST_TRUSTED
				|| around.iter().any(|other| *other > value)
			{
				continue;
			}
			let mut order: [u8; 32] = core::array::from_fn(|bit| bit as u8);
			order.sort_unstable_by(|a, b| {
				let strength = |bit: &u8| evidence[usize::from(*bit)].abs();
				strength(a).partial_cmp(&strength(b)).unwrap_or(Ordering::Equal)
			});
			let weak = core::array::from_fn(|index| order[index]);
			let doubt = (-value * 32.0).min(255.0) as u8;
			self.keys.push(Key { at: at as u32, word: self.words[at], weak, doubt });
		}
	}

	/// Whether a step is silent or black.
	pub fn is_blank(&self, at: usize) -> bool {
		self.blanks.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
	}

	/// What lies around a step.
	pub(crate) fn around(&self, at: usize) -> Around {
		const EVEN: u32 = 0x5555_5555;
		let apart = self.medium.surroundings_at();
		let mut out = Around::default();
		for (at, bits) in [(at.checked_sub(apart), EVEN), (at.checked_add(apart), !EVEN)] {
			let Some(at) = at.filter(|at| *at < self.words.len() && !self.is_blank(*at)) else {
				continue;
			};
			out.signs |= self.words[at] & bits;
			out.known |= bits;
			out.trusted |= self.masks[at] & bits;
		}
		out.allowed = [out.known.count_ones() * 3 / 8, (out.trusted.count_ones() + 2) / 5];
		out
	}

	/// Length in seconds.
	pub fn seconds(&self) -> f64 {
		self.words.len() as f64 / self.medium.words_per_second()
	}

	/// The print as it is stored: every [`Medium::DENSITY`]th word with its mask.
	pub(crate) fn stored_steps(&self) -> impl ExactSizeIterator<Item = Step> {
		(0..self.words.len()).step_by(Medium::DENSITY).map(|at| {
			let word = if self.is_blank(at) { BLANK } else { self.words[at].max(1) };
			Step { word, mask: self.masks[at] }
		})
	}

	/// The stretches that are stored: those that do not overlap.
	pub(crate) fn stored_timbre(&self) -> impl Iterator<Item = &Timbre> {
		self.timbre.iter().step_by(Self::TIMBRE_STEPS / Self::TIMBRE_HOP)
	}

	/// The keys that are stored: of each stretch of [`Medium::stored_key_every`] steps the one least in doubt.
	pub(crate) fn stored_keys(&self) -> impl Iterator<Item = &Key> {
		let stretch = |key: &Key| key.at / self.medium.stored_key_every();
		self.keys
			.chunk_by(move |a, b| stretch(a) == stretch(b))
			.filter_map(|keys| keys.iter().min_by_key(|key| key.doubt))
	}

	pub(crate) fn encode_to(&self, out: &mut Vec<u8>) {
		out.push(FORMAT);
		out.push(u8::from(self.medium == Medium::Picture));
		out.extend_from_slice(&(self.words.len() as u32).to_le_bytes());
		out.extend_from_slice(&(self.keys.len() as u32).to_le_bytes());
		for word in self.words.iter().chain(&self.masks) {
			out.extend_from_slice(&word.to_le_bytes());
		}
		for blanks in &self.blanks {
			out.extend_from_slice(&blanks.to_le_bytes());
		}
		for key in &self.keys {
			out.extend_from_slice(&key.at.to_le_bytes());
			out.extend_from_slice(&key.weak);
			out.push(key.doubt);
		}
		out.extend_from_slice(&(self.timbre.len() as u32).to_le_bytes());
		self.timbre.iter().for_each(|timbre| out.extend_from_slice(timbre));
	}

	pub(crate) fn decode_from(input: &mut &[u8]) -> Result<Self> {
		let [format, medium] = take::<2>(input)?;
		let medium = match (format, medium) {
			(FORMAT, 0) => Medium::Sound,
			(FORMAT, 1) => Medium::Picture,
			_ => return Err(IdentifyError::BadFingerprint),
		};
		let length = u32::from_le_bytes(take(input)?) as usize;
		let keys = u32::from_le_bytes(take(input)?) as usize;
		// A length field must not make us reserve more than was sent.
		if length.saturating_mul(8).saturating_add(keys.saturating_mul(5 + Key::WEAK)) > input.len()
		{
			return Err(IdentifyError::BadFingerprint);
		}
		let mut words = || -> Result<Vec<u32>> {
			(0..length).map(|_| Ok(u32::from_le_bytes(take(input)?))).collect()
		};
		let (words, masks) = (words()?, words()?);
		let blanks = (0..length.div_ceil(64))
			.map(|_| Ok(u64::from_le_bytes(take(input)?)))
			.collect::<Result<Vec<u64>>>()?;
		let mut list: Vec<Key> = Vec::with_capacity(keys);
		for _ in 0..keys {
			let at = u32::from_le_bytes(take(input)?);
			let weak = take::<{ Key::WEAK }>(input)?;
			let word = *words.get(at as usize).ok_or(IdentifyError::BadFingerprint)?;
			// By time: only so there is one stored key a stretch, and the index grows with the length of what is in it.
			let is_later = list.last().is_none_or(|last| last.at < at);
			if !is_later || weak.iter().any(|bit| *bit > 31) {
				return Err(IdentifyError::BadFingerprint);
			}
			let [doubt] = take::<1>(input)?;
			list.push(Key { at, word, weak, doubt });
		}
		let stretches = u32::from_le_bytes(take(input)?) as usize;
		if stretches > length.div_ceil(Self::TIMBRE_HOP) {
			return Err(IdentifyError::BadFingerprint);
		}
		let timbre = (0..stretches).map(|_| take(input)).collect::<Result<_>>()?;
		Ok(Self { medium, words, masks, blanks, keys: list, timbre })
	}
}

pub(crate) fn take<const N: usize>(input: &mut &[u8]) -> Result<[u8; N]> {
	let (head, rest) = input.split_first_chunk::<N>().ok_or(IdentifyError::BadFingerprint)?;
	*input = rest;
	Ok(*head)
}
