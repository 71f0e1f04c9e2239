//! The tables of the index, built from the records of its log.

use crate::{
	FileHash, IdentifyError, PatternId, Result,
	answer::Size,
	postings::Posting,
	print::Medium,
	record::{Record, StoredPrint},
	search::{Place, Shelf},
};
use std::{
	collections::HashMap,
	hash::{BuildHasher, Hasher, RandomState},
};

/// Hash tables keyed by hashes: eight bytes of the key, scrambled by a secret so that nobody can pile files up in
/// one slot.
#[derive(Clone, Debug)]
struct BySecret(u64);

#[derive(Debug)]
struct Prefix(u64);

impl BuildHasher for BySecret {
	type Hasher = Prefix;

	fn build_hasher(&self) -> Prefix {
		Prefix(self.0)
	}
}

impl Hasher for Prefix {
	fn finish(&self) -> u64 {
		self.0
	}

	fn write(&mut self, bytes: &[u8]) {
		if let Some(prefix) = bytes.first_chunk::<8>() {
			let mixed = (u64::from_le_bytes(*prefix) ^ self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15);
			self.0 = mixed ^ (mixed >> 32);
		}
	}
}

/// One stored recording.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recording {
	/// Slot of its pattern.
	pub(crate) slot: u32,
	/// Stored steps of sound and of picture.
	pub(crate) steps: [u32; 2],
	/// The file that brought it.
	pub(crate) file: FileHash,
}

/// All tables.
#[derive(Debug)]
pub(crate) struct Catalogue {
	files: HashMap<FileHash, u32, BySecret>,
	pub(crate) recordings: Vec<Recording>,
	/// Name of each slot.
	pub(crate) slots: Vec<PatternId>,
	/// Recordings of each slot; of a slot that was linked away, none.
	pub(crate) members: Vec<Vec<u32>>,
	/// Slot that a name leads to, linked names included.
	names: HashMap<PatternId, u32>,
	/// Sound and picture.
	shelves: [Shelf; 2],
}

impl Default for Catalogue {
	fn default() -> Self {
		Self {
			files: HashMap::with_hasher(BySecret(RandomState::new().hash_one(0_u8))),
			recordings: Vec::new(),
			slots: Vec::new(),
			members: Vec::new(),
			names: HashMap::new(),
			shelves: Default::default(),
		}
	}
}

const fn place_of(medium: Medium) -> usize {
	match medium {
		Medium::Sound => 0,
		Medium::Picture => 1,
	}
}

impl Recording {
	/// Stored steps of a medium.
	pub(crate) const fn steps_of(&self, medium: Medium) -> u32 {
		self.steps[place_of(medium)]
	}
}

impl Catalogue {
	pub(crate) fn file(&self, file: &FileHash) -> Option<u32> {
		self.files.get(file).copied()
	}

	pub(crate) fn slot(&self, name: &PatternId) -> Option<u32> {
		self.names.get(name).copied()
	}

	/// Name of the pattern that a recording is in.
	pub(crate) fn pattern_of(&self, recording: u32) -> PatternId {
		self.slots[self.recordings[recording as usize].slot as usize]
	}

	pub(crate) const fn shelf(&self, medium: Medium) -> &Shelf {
		&self.shelves[place_of(medium)]
	}

	pub(crate) const fn shelf_mut(&mut self, medium: Medium) -> &mut Shelf {
		&mut self.shelves[place_of(medium)]
	}

	/// The first name a file would give that is not taken.
	pub(crate) fn unused_name(&self, file: &FileHash) -> PatternId {
		let mut turn = 0;
		loop {
			let name = PatternId::opened_by(file, turn);
			if !self.names.contains_key(&name) {
				return name;
			}
			turn += 1;
		}
	}

	/// How large it is, the log left out.
	pub(crate) fn size(&self) -> Size {
		let [sound, picture] = &self.shelves;
		let places = sound.places.len() + picture.places.len();
		Size {
			files: self.files.len(),
			recordings: self.recordings.len(),
			patterns: self.members.iter().filter(|members| !members.is_empty()).count(),
			keys: sound.postings.len() + picture.postings.len(),
			disk_bytes: 0,
			memory_bytes: sound.postings.bytes()
				+ picture.postings.bytes()
				+ places * size_of::<Place>()
				+ self.files.capacity() * (size_of::<(FileHash, u32)>() + 1)
				+ self.names.capacity() * (size_of::<(PatternId, u32)>() + 1)
				+ self.recordings.len() * size_of::<Recording>()
				+ self.slots.len() * (size_of::<PatternId>() + size_of::<Vec<u32>>() + 16),
		}
	}

	fn slot_of(&mut self, name: &PatternId) -> u32 {
		*self.names.entry(*name).or_insert_with(|| {
			self.slots.push(*name);
			self.members.push(Vec::new());
			(self.slots.len() - 1) as u32
		})
	}

	/// Takes a record over that is in the log; the postings it brings, of sound and of picture.
	pub(crate) fn apply(&mut self, at: u64, record: Record) -> Result<[Vec<Posting>; 2]> {
		let mut out = [Vec::new(), Vec::new()];
		match record {
			Record::Recording { pattern, file, prints } => {
				let slot = self.slot_of(&pattern);
				let recording = self.recordings.len() as u32;
				let mut steps_of = [0; 2];
				self.members[slot as usize].push(recording);
				self.files.insert(file, recording);
				for StoredPrint { medium, steps_at, steps, stretches, keys } in prints {
					let which = place_of(medium);
					let shelf = &mut self.shelves[which];
					steps_of[which] = steps;
					let print = shelf.places.len() as u32;
					shelf.places.push(Place {
						recording,
						steps_at: at + steps_at as u64,
						steps,
						stretches,
					});
					out[which].extend(keys.iter().map(|key| Posting::of(print, key)));
				}
				self.recordings.push(Recording { slot, steps: steps_of, file });
			},
			Record::File { file, recording } => {
				if recording as usize >= self.recordings.len() {
					return Err(IdentifyError::FileNotFound(file));
				}
				self.files.insert(file, recording);
			},
			Record::Link { kept, gone } => {
				let (kept, gone) = (self.slot_of(&kept), self.slot_of(&gone));
				let moved = core::mem::take(&mut self.members[gone as usize]);
				for recording in &moved {
					self.recordings[*recording as usize].slot = kept;
				}
				self.members[kept as usize].extend(moved);
				for slot in self.names.values_mut().filter(|slot| **slot == gone) {
					*slot = kept;
				}
			},
			Record::Move { recording, pattern } => {
				let to = self.slot_of(&pattern);
				let Some(moved) = self.recordings.get_mut(recording as usize) else {
					return Err(IdentifyError::PatternNotFound(pattern));
				};
				let from = core::mem::replace(&mut moved.slot, to);
				self.members[from as usize].retain(|member| *member != recording);
				self.members[to as usize].push(recording);
			},
		}
		Ok(out)
	}
}
