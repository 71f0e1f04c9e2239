//! What hangs together: which fragment is of which cell, which cell of which title.
//!
//! Of titles only they and their cells are announced, so whoever asks for a fragment has to know its cell. Each manifest and cell block
//! that passes is noted here; the oldest are forgotten.

use crate::{
	block::{Key, key},
	dag::manifest::{CellBlock, Manifest},
	store::lock,
};
use cid::Cid;
use std::{
	collections::{HashMap, VecDeque},
	sync::{Arc, Mutex},
};

/// Most fragments noted, of all cells together.
const MAX_FRAGMENTS: usize = 200_000;

/// Most cells whose title is noted.
const MAX_CELLS: usize = 200_000;

#[derive(Debug, Default)]
struct Notes {
	cells: HashMap<Cid, Arc<CellBlock>>,
	order: VecDeque<Cid>,
	fragments: HashMap<Key, (Cid, u32)>,
	titles: HashMap<Cid, Cid>,
	title_order: VecDeque<Cid>,
}

/// The notes.
#[derive(Debug, Default)]
pub(crate) struct Catalog(Mutex<Notes>);

impl Catalog {
	/// Notes a cell block.
	pub(crate) fn learn_cell(&self, cid: Cid, cell: &Arc<CellBlock>) {
		let mut notes = lock(&self.0);
		let notes = &mut *notes;
		if notes.cells.contains_key(&cid) {
			return;
		}
		notes.cells.insert(cid, cell.clone());
		notes.order.push_back(cid);
		for (index, fragment) in (0..).zip(&cell.fragments) {
			notes.fragments.insert(key(fragment), (cid, index));
		}
		while notes.fragments.len() > MAX_FRAGMENTS && notes.order.len() > 1 {
			let Some(oldest) = notes.order.pop_front() else { break };
			if let Some(cell) = notes.cells.remove(&oldest) {
				for fragment in &cell.fragments {
					notes.fragments.remove(&key(fragment));
				}
			}
		}
	}

	/// Notes the cells of a title.
	pub(crate) fn learn_title(&self, magnet: Cid, manifest: &Manifest) {
		let mut notes = lock(&self.0);
		for cell in &manifest.cells {
			if notes.titles.insert(*cell, magnet).is_none() {
				notes.title_order.push_back(*cell);
			}
		}
		while notes.titles.len() > MAX_CELLS {
			let Some(oldest) = notes.title_order.pop_front() else { break };
			notes.titles.remove(&oldest);
		}
	}

	/// Notes whatever `bytes` turn out to be.
	pub(crate) fn learn_block(&self, cid: Cid, bytes: &[u8]) {
		if cid.codec() != crate::block::DAG_CBOR {
			return;
		}
		if let Ok(cell) = CellBlock::decode(bytes) {
			self.learn_cell(cid, &Arc::new(cell));
		} else if let Ok(manifest) = Manifest::decode(bytes) {
			self.learn_title(cid, &manifest);
		}
	}

	/// Forgets a cell that was removed.
	pub(crate) fn forget_cell(&self, cid: &Cid) {
		let mut notes = lock(&self.0);
		if let Some(cell) = notes.cells.remove(cid) {
			notes.order.retain(|one| one != cid);
			for fragment in &cell.fragments {
				notes.fragments.remove(&key(fragment));
			}
		}
	}

	/// The cell that a fragment is of, and its number there.
	pub(crate) fn cell_of(&self, fragment: &Cid) -> Option<(Cid, u32)> {
		lock(&self.0).fragments.get(&key(fragment)).copied()
	}

	/// A cell block.
	pub(crate) fn cell(&self, cid: &Cid) -> Option<Arc<CellBlock>> {
		lock(&self.0).cells.get(cid).cloned()
	}

	/// The title that a cell is of.
	pub(crate) fn title_of(&self, cell: &Cid) -> Option<Cid> {
		lock(&self.0).titles.get(cell).copied()
	}
}
