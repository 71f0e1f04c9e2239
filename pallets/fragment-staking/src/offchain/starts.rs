//! Claims of vacant places: fetched first, proven, sent.

use super::{Fault, Run, memory, plan::Act, store::Store};
use crate::{Call, Config, EpochInfo, Pallet, SpanCells, Spans, StartProofs, Timings};
use alloc::vec::Vec;
use frame_support::BoundedVec;
use reel_fragments::{
	demand::epoch_of,
	keeping::{Piece, ProofsRequest, SyncReply},
	proof::PossessionProof,
	span::SpanTable,
	traits::KeptTitles,
};
use reel_primitives::traits::RoundClock;

/// Cells, when nobody keeps the span yet, and the table that leaves are drawn from.
type Indexed = (Option<SpanCells>, SpanTable);

impl<T: Config, S: Store> Run<'_, T, S> {
	/// Claims the first wanted span that the store has completely; says whether there was one.
	pub(super) fn start(&self, wanted: &[Piece], reply: &SyncReply) -> Result<bool, Fault> {
		let Ok(epoch) = Pallet::<T>::epoch() else { return Ok(false) };
		// The leaves of an epoch are worth nothing in the next.
		let timing = Timings::<T>::get();
		let next = epoch_of(T::Clock::round().saturating_add(1), timing.epoch_rounds);
		if timing.epoch_rounds > 2 && next != epoch.index {
			return Ok(false);
		}
		let ready = wanted.iter().zip(reply.ready.iter()).filter(|(_, ready)| **ready);
		for (piece, _) in ready {
			if memory::is_backed_off::<T>(piece, self.block) {
				continue;
			}
			let claimed = self.claim(piece, &epoch);
			if matches!(claimed, Err(Fault::Untrue(..))) {
				// The next one may be better.
				memory::back_off::<T>(piece, self.block);
			}
			if claimed? {
				return Ok(true);
			}
		}
		Ok(false)
	}

	/// Claims a span; says whether it was sent. Not if the store is still at its proofs.
	fn claim(&self, piece: &Piece, epoch: &EpochInfo) -> Result<bool, Fault> {
		let Piece { content, span } = *piece;
		let Some((cells, table)) = self.indexed(piece)? else { return Ok(false) };
		let leaves = Pallet::<T>::start_leaves_of(&self.curator, &content, span, &table, epoch);
		let asked = leaves.iter().map(|leaf| (*piece, *leaf)).collect();
		let request = ProofsRequest { asked: BoundedVec::truncate_from(asked) };
		let reply = self.store.proofs(&request)?;
		let proofs: Option<Vec<PossessionProof>> = reply.proofs.into_iter().collect();
		let Some(proofs) = proofs.filter(|proofs| proofs.len() == leaves.len()) else {
			return Ok(false);
		};
		let proofs: StartProofs = BoundedVec::truncate_from(proofs);
		let key = self.key.clone();
		Self::rehearse(|| Pallet::<T>::do_start(key, content, span, cells.clone(), proofs.clone()))
			.map_err(|error| Fault::Untrue("claim", error))?;
		self.send(Act::Start(*piece), Call::start_contract { content, span, cells, proofs })?;
		Ok(true)
	}

	/// What leaves are drawn from: the chain's own table, or one made of the store's descriptors and checked against the
	/// title. `None` while the store does not know them all.
	fn indexed(&self, piece: &Piece) -> Result<Option<Indexed>, Fault> {
		let Piece { content, span } = *piece;
		if let Some(kept) = Spans::<T>::get(content, span) {
			return Ok(Some((None, kept.table)));
		}
		let Some(title) = T::Titles::title(&content) else { return Ok(None) };
		let Some(cells) = self.store.cells(piece)?.cells else { return Ok(None) };
		let found = cells.clone().into_inner();
		let table = SpanTable::index(&title.cells_root, title.cells, span, found)
			.map_err(|fault| Fault::Untrue("cells", crate::Error::<T>::from(fault).into()))?;
		Ok(Some((Some(cells), table)))
	}
}
