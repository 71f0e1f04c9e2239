//! Synthetic recordings that collide like real ones.
//!
//! Each is spliced from stretches of two to eight seconds of real prints. A stretch is transposed: bands are about a
//! semitone apart, so that turning a word by k bits is what k semitones up would give, with the same dependence between
//! neighbouring bits as in the real word. Then a few signs are turned, the least certain ones of a key more readily. So words
//! are as unevenly common as those of music, and lie as close together in time, but no recording is a copy of a real one.
//!
//! Whether they are as hard is measured: [`collisions`] gives the chance that a key of one real recording has the word of a key of
//! another one, and of a filler. The second must not be the smaller.

use reel_identification::{Fingerprint, Key, Medium, Print};
use std::collections::HashMap;

pub(crate) struct Dice(pub(crate) u64);

impl Dice {
	pub(crate) fn next(&mut self) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		self.0
	}

	fn below(&mut self, limit: usize) -> usize {
		(self.next() % limit.max(1) as u64) as usize
	}
}

/// Semitones that a stretch is transposed by at most, up or down.
const MOST_SEMITONES: usize = 3;
/// Signs that are turned: three of 32.
fn errors(dice: &mut Dice) -> u32 {
	let eighth = dice.next() & dice.next() & dice.next();
	(eighth & (dice.next() | dice.next())) as u32
}

/// A recording of two to five minutes.
pub(crate) fn recording(real: &[&Print], dice: &mut Dice) -> Fingerprint {
	let steps = 3_840 + dice.below(5_760);
	let mut out = Print {
		medium: Medium::Sound,
		words: Vec::with_capacity(steps + 256),
		masks: Vec::with_capacity(steps + 256),
		blanks: Vec::new(),
		keys: Vec::new(),
		timbre: Vec::new(),
	};
	while out.words.len() < steps {
		let source = real[dice.below(real.len())];
		let length = (64 + dice.below(192)).min(source.words.len());
		let from = dice.below(source.words.len() - length + 1);
		let turn = (dice.below(2 * MOST_SEMITONES + 1) as u32 + 32 - MOST_SEMITONES as u32) % 32;
		let to = out.words.len();
		for at in from..from + length {
			out.words.push(source.words[at].rotate_left(turn) ^ errors(dice));
			out.masks.push(source.masks[at].rotate_left(turn));
		}
		let first = source.keys.partition_point(|key| (key.at as usize) < from);
		for key in source.keys[first..].iter().take_while(|key| (key.at as usize) < from + length) {
			let at = to + key.at as usize - from;
			let weak = key.weak.map(|bit| ((u32::from(bit) + turn) % 32) as u8);
			out.keys.push(Key { at: at as u32, word: out.words[at], weak, doubt: key.doubt });
		}
		let stretches = out.words.len() / Print::TIMBRE_STEPS - out.timbre.len();
		let timbre = source.timbre[dice.below(source.timbre.len())];
		out.timbre.extend((0..stretches).map(|_| timbre));
	}
	out.blanks = vec![0; out.words.len().div_ceil(64)];
	Fingerprint { sound: Some(out), picture: None }
}

/// Chance that a key of a real recording has the word of one of another real recording, and of a filler.
pub(crate) fn collisions(real: &[&Print], fillers: &[Fingerprint]) -> [f64; 2] {
	let mut seen: HashMap<u32, HashMap<usize, u64>> = HashMap::new();
	for (number, print) in real.iter().enumerate() {
		for key in &print.keys {
			*seen.entry(key.word).or_default().entry(number).or_default() += 1;
		}
	}
	let square = |count: u64| (count * count) as f64;
	let keys: u64 = real.iter().map(|print| print.keys.len() as u64).sum();
	let within: f64 = real.iter().map(|print| square(print.keys.len() as u64)).sum();
	let equal: f64 = seen
		.values()
		.map(|by| square(by.values().sum()) - by.values().map(|count| square(*count)).sum::<f64>())
		.sum();
	let (mut met, mut made) = (0, 0);
	for key in fillers.iter().flat_map(|filler| &filler.sound).flat_map(|print| &print.keys) {
		met += seen.get(&key.word).map_or(0, |by| by.values().sum());
		made += 1_u64;
	}
	let pairs = (square(keys) - within).max(1.0);
	[equal / pairs, met as f64 / (keys * made).max(1) as f64]
}
