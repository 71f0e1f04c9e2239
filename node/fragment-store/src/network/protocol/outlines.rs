//! The outlines of cells, see [`super::tree`]: learnt from a peer, or made once from the fragments here.

use super::tree::{Place, node_of, root_of};
use crate::{dag::manifest::CellBlock, error::StoreError, network::shared::Shared, store::lock};
use cid::Cid;
use reel_primitives::Hash32;
use std::{
	collections::{HashMap, VecDeque},
	sync::{Arc, Mutex},
};

/// Most nodes kept, of all cells together: 32 MiB.
const MAX_NODES: usize = 1 << 20;

#[derive(Debug, Default)]
struct Kept {
	outlines: HashMap<Cid, Arc<Vec<Hash32>>>,
	order: VecDeque<Cid>,
	nodes: usize,
}

/// Outlines kept in memory; the oldest are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Outlines {
	kept: Mutex<Kept>,
	/// Making one reads a whole cell: one at a time, so that asking for many costs the asker time and not this node.
	making: tokio::sync::Mutex<()>,
}

/// Whether `nodes` are the outline of `cell`.
pub(crate) fn is_outline(cell: &CellBlock, nodes: &[Hash32]) -> bool {
	nodes.len() == cell.fragments.len() && root_of(nodes) == Some(cell.root)
}

impl Outlines {
	/// The outline of `cell`, if it is known.
	pub(crate) fn get(&self, cell: &Cid) -> Option<Arc<Vec<Hash32>>> {
		lock(&self.kept).outlines.get(cell).cloned()
	}

	/// Keeps an outline that was checked.
	pub(crate) fn keep(&self, cell: Cid, nodes: Arc<Vec<Hash32>>) {
		let mut kept = lock(&self.kept);
		kept.nodes += nodes.len();
		if let Some(before) = kept.outlines.insert(cell, nodes) {
			kept.nodes -= before.len();
		} else {
			kept.order.push_back(cell);
		}
		while kept.nodes > MAX_NODES {
			let Some(oldest) = kept.order.pop_front() else { break };
			if let Some(gone) = kept.outlines.remove(&oldest) {
				kept.nodes -= gone.len();
			}
		}
	}

	/// Forgets a cell.
	pub(crate) fn forget(&self, cell: &Cid) {
		let mut kept = lock(&self.kept);
		if let Some(gone) = kept.outlines.remove(cell) {
			kept.nodes -= gone.len();
			kept.order.retain(|one| one != cell);
		}
	}

	/// The outline of `cell`, made from its fragments if they are all here; `None` if not, or if they are not what the
	/// cell's root says.
	pub(crate) async fn get_or_make(
		&self,
		shared: &Shared,
		cid: Cid,
		cell: &Arc<CellBlock>,
	) -> Result<Option<Arc<Vec<Hash32>>>, StoreError> {
		if let Some(known) = self.get(&cid) {
			return Ok(Some(known));
		}
		let _one = self.making.lock().await;
		if let Some(known) = self.get(&cid) {
			return Ok(Some(known));
		}
		let mut nodes = Vec::with_capacity(cell.fragments.len());
		for (index, fragment) in (0..).zip(cell.fragments.iter().copied()) {
			let Some(place) = Place::of(index, cell.length_bytes) else { return Ok(None) };
			let node = shared
				.blocking(move |store| {
					let bytes = store.get(&fragment)?;
					Ok((bytes.len() == place.bytes()).then(|| node_of(&place, &bytes)))
				})
				.await;
			match node {
				Ok(Some(node)) => nodes.push(node),
				Ok(None) | Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => {
					return Ok(None);
				},
				Err(error) => return Err(error),
			}
		}
		if !is_outline(cell, &nodes) {
			return Ok(None);
		}
		let nodes = Arc::new(nodes);
		self.keep(cid, nodes.clone());
		Ok(Some(nodes))
	}
}
