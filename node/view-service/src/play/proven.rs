//! Third step: the viewer had the cell, worked for it, and says truly who sent it (C5, C6).

use super::{MatchedPlay, TimedPlay, agreed::SEAL_BYTES};
use crate::{batch::nobody, id_map::IdMap};
use reel_merkle::{
	binary,
	blake3_leaf::{self, Leaf},
};
use reel_primitives::{
	AccountId, Hash32,
	play::{LEAVES_PER_PLAY, MAX_PROVIDERS, Receipt, is_work_done, picked_leaf},
	play_ref::{PlayRef, TicketRef},
};
use reel_rpc_api::Rejection;

/// Most cells remembered at once: 4,096 of some 300 bytes.
const MAX_CELLS: usize = 4_096;

/// Cells whose descriptors were found in their titles, by root and number of cells of the title and place in it. What is
/// the same byte for byte need not be hashed again: of a title that many watch, that is nearly everything.
#[derive(Debug, Default)]
pub(crate) struct KnownCells(IdMap<(Hash32, u32, u32), Vec<u8>>);

impl KnownCells {
	/// Whether a descriptor stands at a place of a title.
	fn holds(&mut self, on: &Evidence, cell: u32, descriptor: &[u8], path: &[Hash32]) -> bool {
		let place = (on.cells_root, on.cells, cell);
		let known = self.0.get(&place).and_then(|known| known.strip_prefix(descriptor));
		if known == Some(path.as_flattened()) {
			return true;
		}
		if binary::verify_path(&on.cells_root, descriptor, cell, on.cells, path).is_err() {
			return false;
		}
		if self.0.len() >= MAX_CELLS {
			self.0.clear();
		}
		self.0.insert(place, [descriptor, path.as_flattened()].concat());
		true
	}
}

/// What a play is held against.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
	/// The title's root over its cells.
	pub(crate) cells_root: Hash32,
	/// The title's number of cells.
	pub(crate) cells: u32,
}

/// A play that counts, if its viewer has signed it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProvenPlay<'a> {
	pub(crate) play: PlayRef<'a>,
}

impl<'a> ProvenPlay<'a> {
	/// What costs least first. Allocates nothing for cells that are known.
	pub(crate) fn check(
		timed: TimedPlay<'a>,
		evidence: &Evidence,
		cells: &mut KnownCells,
	) -> Result<Self, Rejection> {
		let MatchedPlay { ticket, play } = timed.matched;
		check_descriptor(&ticket, &play, evidence, cells)?;
		if !is_work_done(
			ticket.play_code,
			play.view_hash,
			&ticket.viewer(),
			play.nonce,
			ticket.difficulty_bits,
		) {
			return Err(Rejection::WrongNonce);
		}
		check_receipts(&ticket, &play)?;
		check_sent(&play)?;
		check_leaves(&ticket, &play)?;
		Ok(Self { play })
	}
}

fn check_descriptor(
	ticket: &TicketRef<'_>,
	play: &PlayRef<'_>,
	on: &Evidence,
	cells: &mut KnownCells,
) -> Result<(), Rejection> {
	let descriptor = &play.descriptor;
	let right = descriptor.index == ticket.cell
		&& descriptor.duration_ms == ticket.duration_ms
		&& descriptor.leaves() > 0;
	let (bytes, path) = (play.descriptor_bytes, play.descriptor_path);
	if right && cells.holds(on, ticket.cell, bytes, path) {
		Ok(())
	} else {
		Err(Rejection::WrongDescriptor)
	}
}

fn check_leaves(ticket: &TicketRef<'_>, play: &PlayRef<'_>) -> Result<(), Rejection> {
	let descriptor = &play.descriptor;
	if play.revealed != usize::from(LEAVES_PER_PLAY) {
		return Err(Rejection::WrongLeaf);
	}
	let mut leaves = [Leaf { index: 0, bytes: &[], path: &[] }; const { LEAVES_PER_PLAY as usize }];
	for ((k, leaf), to) in (0..).zip(play.leaves()).zip(&mut leaves) {
		if picked_leaf(ticket.play_code, k, descriptor.leaves()) != Some(leaf.index) {
			return Err(Rejection::WrongLeaf);
		}
		*to = Leaf { index: leaf.index, bytes: leaf.bytes, path: leaf.path };
	}
	blake3_leaf::verify_four(&descriptor.root, descriptor.length_bytes, &leaves)
		.map_err(|_| Rejection::WrongLeaf)
}

/// Each provider of the ticket at most once, and nobody else: what every validator can check.
fn check_receipts(ticket: &TicketRef<'_>, play: &PlayRef<'_>) -> Result<(), Rejection> {
	let mut providers = play.receipts().map(|receipt| receipt.provider).enumerate();
	let right = providers.all(|(position, provider)| {
		let is_named = ticket.providers.iter().any(|named| AccountId::new(*named) == provider);
		let is_twice = play.receipts().skip(position + 1).any(|other| other.provider == provider);
		is_named && !is_twice
	});
	if play.receipts().len() <= MAX_PROVIDERS && right {
		Ok(())
	} else {
		Err(Rejection::ReceiptMismatch)
	}
}

/// Receipts account for no more than the whole cell as it is in transit; the length follows from the descriptor. What they
/// leave out, its sender and viewer do not agree on.
/// And who says that one provider sent it all says what it all hashed to: that hash stands twice in the play. This every
/// validator can check, not only the desk that has the providers' reports.
fn check_sent(play: &PlayRef<'_>) -> Result<(), Rejection> {
	let whole = sealed_whole(play);
	let sent = sent_bytes(play);
	if sent > whole {
		return Err(Rejection::ReceiptMismatch);
	}
	let mut receipts = play.receipts();
	let (Some(receipt), None) = (receipts.next(), receipts.next()) else { return Ok(()) };
	if sent < whole || receipt.sent_root == *play.view_hash {
		Ok(())
	} else {
		Err(Rejection::WrongViewHash)
	}
}

/// Bytes of the cell in transit.
pub(super) fn sealed_whole(play: &PlayRef<'_>) -> u64 {
	let descriptor = &play.descriptor;
	let seals = u64::from(descriptor.fragments()).saturating_mul(SEAL_BYTES);
	descriptor.length_bytes.saturating_add(seals)
}

fn sent_bytes(play: &PlayRef<'_>) -> u64 {
	play.receipts().map(|receipt| receipt.sent_bytes).fold(0, u64::saturating_add)
}

/// Whether receipts account for all of the cell.
pub(crate) fn is_accounted_for(play: &PlayRef<'_>) -> bool {
	sent_bytes(play) == sealed_whole(play)
}

/// Who is paid for what was sent of a cell: those with receipts, and for what none of them names, when some do, the treasury.
pub(crate) fn senders_of(play: &PlayRef<'_>) -> Vec<Receipt> {
	let mut receipts: Vec<Receipt> = play.receipts().collect();
	let left = sealed_whole(play).saturating_sub(sent_bytes(play));
	if left > 0 && !receipts.is_empty() {
		receipts.push(Receipt { provider: nobody(), sent_bytes: left, sent_root: [0; 32] });
	}
	receipts
}
