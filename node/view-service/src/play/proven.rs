//! Third step: the viewer had the cell, worked for it, and says truly who sent it (C5, C6).

use super::{MatchedPlay, TimedPlay};
use crate::chain::ProviderReport;
use reel_merkle::{binary, blake3_leaf};
use reel_primitives::{
	AccountId, Hash32,
	play::{LEAVES_PER_PLAY, MAX_PROVIDERS, is_work_done, picked_leaf},
	play_ref::{PlayRef, TicketRef},
};
use reel_rpc_api::Rejection;

/// What a play is held against.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
	/// The title's root over its cells.
	pub(crate) cells_root: Hash32,
	/// The title's number of cells.
	pub(crate) cells: u32,
	/// The provider of this node and what it sent, when the ticket names it.
	pub(crate) local: Option<(AccountId, Option<ProviderReport>)>,
}

/// A play that counts, if its viewer has signed it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProvenPlay<'a> {
	pub(crate) play: PlayRef<'a>,
}

impl<'a> ProvenPlay<'a> {
	/// What costs least first. Allocates nothing, unless a report of this node is held against it.
	pub(crate) fn check(timed: TimedPlay<'a>, evidence: &Evidence) -> Result<Self, Rejection> {
		let MatchedPlay { ticket, play } = timed.matched;
		check_descriptor(&ticket, &play, evidence)?;
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
		check_only_sender(&play)?;
		check_leaves(&ticket, &play)?;
		if let Some((account, report)) = &evidence.local {
			check_report(&ticket, &play, account, report.as_ref())?;
		}
		Ok(Self { play })
	}
}

fn check_descriptor(
	ticket: &TicketRef<'_>,
	play: &PlayRef<'_>,
	on: &Evidence,
) -> Result<(), Rejection> {
	let descriptor = &play.descriptor;
	let right = descriptor.index == ticket.cell
		&& descriptor.duration_ms == ticket.duration_ms
		&& descriptor.leaves() > 0;
	let (bytes, path) = (play.descriptor_bytes, play.descriptor_path);
	let in_title = binary::verify_path(&on.cells_root, bytes, ticket.cell, on.cells, path);
	if right && in_title.is_ok() { Ok(()) } else { Err(Rejection::WrongDescriptor) }
}

fn check_leaves(ticket: &TicketRef<'_>, play: &PlayRef<'_>) -> Result<(), Rejection> {
	let descriptor = &play.descriptor;
	if play.revealed != usize::from(LEAVES_PER_PLAY) {
		return Err(Rejection::WrongLeaf);
	}
	let (root, length) = (&descriptor.root, descriptor.length_bytes);
	for (k, leaf) in (0..).zip(play.leaves()) {
		let is_picked = picked_leaf(ticket.play_code, k, descriptor.leaves()) == Some(leaf.index);
		if !is_picked
			|| blake3_leaf::verify_leaf(root, length, leaf.index, leaf.bytes, leaf.path).is_err()
		{
			return Err(Rejection::WrongLeaf);
		}
	}
	Ok(())
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

/// Bytes that sealing adds to each fragment in transit: the tag of ChaCha20-Poly1305.
const SEAL_BYTES: u64 = 16;

/// Who says that one provider sent it all says what the whole cell hashed to in transit: that hash stands twice in
/// the play, and the length follows from the descriptor. This every validator can check, not only the desk whose
/// provider it was.
fn check_only_sender(play: &PlayRef<'_>) -> Result<(), Rejection> {
	let descriptor = &play.descriptor;
	let seals = u64::from(descriptor.fragments()).saturating_mul(SEAL_BYTES);
	let whole = descriptor.length_bytes.saturating_add(seals);
	if play.receipts().any(|receipt| receipt.sent_bytes > whole) {
		return Err(Rejection::ReceiptMismatch);
	}
	let mut receipts = play.receipts();
	let (Some(receipt), None) = (receipts.next(), receipts.next()) else { return Ok(()) };
	if receipt.sent_bytes != whole {
		return Err(Rejection::ReceiptMismatch);
	}
	if receipt.sent_root == *play.view_hash { Ok(()) } else { Err(Rejection::WrongViewHash) }
}

/// What this node's provider sent. When the ticket names no other, that fixes the whole view hash.
fn check_report(
	ticket: &TicketRef<'_>,
	play: &PlayRef<'_>,
	account: &AccountId,
	report: Option<&ProviderReport>,
) -> Result<(), Rejection> {
	let report = report.ok_or(Rejection::WrongViewHash)?;
	let sent: Vec<Hash32> = report.hashes.iter().copied().flatten().collect();
	let alone = ticket.providers.iter().all(|named| AccountId::new(*named) == *account);
	if alone {
		let fragments = play.descriptor.fragments() as usize;
		if sent.len() != fragments || binary::root(&sent) != *play.view_hash {
			return Err(Rejection::WrongViewHash);
		}
	}
	let receipt = play.receipts().find(|receipt| receipt.provider == *account);
	let matches = match receipt {
		Some(receipt) => {
			receipt.sent_bytes == report.bytes && receipt.sent_root == binary::root(&sent)
		},
		None => report.bytes == 0,
	};
	if matches { Ok(()) } else { Err(Rejection::ReceiptMismatch) }
}
