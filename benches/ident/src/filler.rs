//! Synthetic recordings that collide like real ones.
//!
//! Each is spliced from stretches of two to eight seconds of real prints. A stretch is transposed: bands are about a
//! semitone apart, so that turning a word by k bits is what k semitones up would give, with the same dependence between
//! neighbouring bits as in the real word. Then about one sign in sixteen is turned. So words are as unevenly common as
//! those of music, and lie as close together in time, but no recording is a copy of a real one.

use reel_identification::{Fingerprint, Key, Medium, Print};

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
		let turn = 1 + dice.below(31) as u32;
		let to = out.words.len();
		for at in from..from + length {
			let errors = dice.next() & dice.next() & dice.next() & dice.next();
			out.words.push(source.words[at].rotate_left(turn) ^ errors as u32);
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
