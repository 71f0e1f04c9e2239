//! Third step: the viewer had the cell, worked for it, and says truly who sent it (C5, C6).

use super::TimedPlay;
use crate::chain::ProviderReport;
use reel_merkle::{
	binary::{self, BinaryProof},
	blake3_leaf::{self, LeafProof},
};
use reel_primitives::{
	AccountId, Hash32,
	play::{MAX_PROVIDERS, PlayData, SignedPlay, Ticket, is_work_done, picked_leaves},
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

/// A play that counts.
#[derive(Clone, Debug)]
pub(crate) struct ProvenPlay {
	pub(crate) play: SignedPlay,
	pub(crate) accepted_at_ms: u64,
}

impl ProvenPlay {
	pub(crate) fn check(timed: TimedPlay, evidence: &Evidence) -> Result<Self, Rejection> {
		let TimedPlay { received, accepted_at_ms } = timed;
		let (ticket, play) = (received.ticket, received.play);
		check_descriptor(&ticket, &play.play, evidence)?;
		check_leaves(&ticket, &play.play)?;
		let PlayData { view_hash, nonce, .. } = &play.play;
		let Ticket { play_code, viewer, difficulty_bits, .. } = &ticket;
		if !is_work_done(play_code, view_hash, viewer, *nonce, *difficulty_bits) {
			return Err(Rejection::WrongNonce);
		}
		check_receipts(&ticket, &play.play)?;
		check_only_sender(&play.play)?;
		if let Some((account, report)) = &evidence.local {
			check_report(&ticket, &play.play, account, report.as_ref())?;
		}
		Ok(Self { play, accepted_at_ms })
	}
}

fn check_descriptor(ticket: &Ticket, play: &PlayData, on: &Evidence) -> Result<(), Rejection> {
	let descriptor = &play.descriptor.descriptor;
	let right = descriptor.index == ticket.cell
		&& descriptor.duration_ms == ticket.duration_ms
		&& descriptor.leaves() > 0;
	let path = play.descriptor.path.clone();
	let proof = BinaryProof { index: ticket.cell, count: on.cells, path };
	if !right || binary::verify(&on.cells_root, &descriptor.leaf_bytes(), &proof).is_err() {
		return Err(Rejection::WrongDescriptor);
	}
	Ok(())
}

fn check_leaves(ticket: &Ticket, play: &PlayData) -> Result<(), Rejection> {
	let descriptor = &play.descriptor.descriptor;
	let picked = picked_leaves(&ticket.play_code, descriptor.leaves());
	if picked.len() != play.leaves.len() {
		return Err(Rejection::WrongLeaf);
	}
	for (expected, leaf) in picked.into_iter().zip(&play.leaves) {
		let proof =
			LeafProof { index: leaf.index, bytes: leaf.bytes.clone(), path: leaf.path.clone() };
		let leads_to_root =
			blake3_leaf::verify(&descriptor.root, descriptor.length_bytes, &proof).is_ok();
		if leaf.index != expected || !leads_to_root {
			return Err(Rejection::WrongLeaf);
		}
	}
	Ok(())
}

/// Each provider of the ticket at most once, and nobody else: what every validator can check.
fn check_receipts(ticket: &Ticket, play: &PlayData) -> Result<(), Rejection> {
	let receipts = &play.receipts;
	let known = receipts.iter().all(|receipt| ticket.providers.contains(&receipt.provider));
	let once = receipts.iter().enumerate().all(|(position, receipt)| {
		receipts.iter().skip(position + 1).all(|other| other.provider != receipt.provider)
	});
	if receipts.len() > MAX_PROVIDERS || !known || !once {
		return Err(Rejection::ReceiptMismatch);
	}
	Ok(())
}

/// Bytes that sealing adds to each fragment in transit: the tag of ChaCha20-Poly1305.
const SEAL_BYTES: u64 = 16;

/// Who says that one provider sent it all says what the whole cell hashed to in transit: that hash stands twice in
/// the play, and the length follows from the descriptor. This every validator can check, not only the desk whose
/// provider it was.
fn check_only_sender(play: &PlayData) -> Result<(), Rejection> {
	let descriptor = &play.descriptor.descriptor;
	let seals = u64::from(descriptor.fragments()).saturating_mul(SEAL_BYTES);
	let whole = descriptor.length_bytes.saturating_add(seals);
	if play.receipts.iter().any(|receipt| receipt.sent_bytes > whole) {
		return Err(Rejection::ReceiptMismatch);
	}
	let [receipt] = play.receipts.as_slice() else { return Ok(()) };
	if receipt.sent_bytes != whole {
		return Err(Rejection::ReceiptMismatch);
	}
	if receipt.sent_root == play.view_hash { Ok(()) } else { Err(Rejection::WrongViewHash) }
}

/// What this node's provider sent. When the ticket names no other, that fixes the whole view hash.
fn check_report(
	ticket: &Ticket,
	play: &PlayData,
	account: &AccountId,
	report: Option<&ProviderReport>,
) -> Result<(), Rejection> {
	let report = report.ok_or(Rejection::WrongViewHash)?;
	let sent: Vec<Hash32> = report.hashes.iter().copied().flatten().collect();
	let alone = ticket.providers.iter().all(|provider| provider == account);
	if alone {
		let fragments = play.descriptor.descriptor.fragments() as usize;
		if sent.len() != fragments || binary::root(&sent) != play.view_hash {
			return Err(Rejection::WrongViewHash);
		}
	}
	let receipt = play.receipts.iter().find(|receipt| receipt.provider == *account);
	let matches = match receipt {
		Some(receipt) => {
			receipt.sent_bytes == report.bytes && receipt.sent_root == binary::root(&sent)
		},
		None => report.bytes == 0,
	};
	if matches { Ok(()) } else { Err(Rejection::ReceiptMismatch) }
}
