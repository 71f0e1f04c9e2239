//! Third stage: the viewer holds the cell and did the work.

use super::TimedPlay;
use crate::provider::ProviderReport;
use reel_merkle::{
	binary::{self, BinaryProof},
	blake3_leaf::{self, LeafProof},
};
use reel_primitives::{
	AccountId, Hash32,
	content::TitleView,
	geometry::CellDescriptor,
	play::{is_work_done, picked_leaves},
};
use reel_rpc_api::Rejection;
use std::collections::BTreeSet;

/// What sealing adds to each fragment in transit, in bytes.
const SEAL_BYTES: u64 = 16;

/// A play whose descriptor, leaves, work and receipts hold.
#[derive(Clone, Debug)]
pub struct ProvenPlay {
	play: TimedPlay,
}

impl ProvenPlay {
	/// Checks what anybody can check: cheap things first.
	///
	/// # Errors
	/// [`Rejection::WrongNonce`], [`Rejection::ReceiptMismatch`], [`Rejection::WrongDescriptor`],
	/// [`Rejection::WrongLeaf`].
	pub fn check(timed: TimedPlay, title: &TitleView<AccountId>) -> Result<Self, Rejection> {
		let (ticket, play) = (timed.received().ticket(), timed.received().play());
		let work = ticket.difficulty_bits;
		if !is_work_done(&ticket.play_code, &play.view_hash, &ticket.viewer, play.nonce, work) {
			return Err(Rejection::WrongNonce);
		}

		let descriptor = &play.descriptor.descriptor;
		let proof = BinaryProof {
			index: descriptor.index,
			count: title.record.geometry.cells,
			path: play.descriptor.path.clone(),
		};
		let is_of_ticket =
			descriptor.index == ticket.cell && descriptor.duration_ms == ticket.duration_ms;
		let bytes = descriptor.leaf_bytes();
		if !is_of_ticket || binary::verify(&title.record.cells_root, &bytes, &proof).is_err() {
			return Err(Rejection::WrongDescriptor);
		}

		let mut providers = BTreeSet::new();
		let mut sent_bytes = 0u64;
		for receipt in &play.receipts {
			let is_named = ticket.providers.contains(&receipt.provider);
			sent_bytes = sent_bytes.saturating_add(receipt.sent_bytes);
			if !is_named || !providers.insert(&receipt.provider) || receipt.sent_bytes == 0 {
				return Err(Rejection::ReceiptMismatch);
			}
		}
		if sent_bytes > sealed_bytes(descriptor) {
			return Err(Rejection::ReceiptMismatch);
		}
		// Whoever sent the whole cell alone sent what the view hash says.
		if let [only] = &play.receipts[..]
			&& only.sent_bytes == sealed_bytes(descriptor)
			&& only.sent_root != play.view_hash
		{
			return Err(Rejection::ReceiptMismatch);
		}

		let picked = picked_leaves(&ticket.play_code, descriptor.leaves());
		if picked.len() != play.leaves.len() {
			return Err(Rejection::WrongLeaf);
		}
		for (expected, answer) in picked.into_iter().zip(&play.leaves) {
			let proof = LeafProof {
				index: answer.index,
				bytes: answer.bytes.clone(),
				path: answer.path.clone(),
			};
			let leads_to_root =
				blake3_leaf::verify(&descriptor.root, descriptor.length_bytes, &proof).is_ok();
			if answer.index != expected || !leads_to_root {
				return Err(Rejection::WrongLeaf);
			}
		}
		Ok(Self { play: timed })
	}

	/// Checks the view hash and the receipts against what providers report. A provider without a report is taken
	/// at the viewer's word; the view hash is checked when the reports cover the whole cell.
	///
	/// # Errors
	/// [`Rejection::WrongViewHash`], [`Rejection::ReceiptMismatch`].
	pub fn check_reports(&self, reports: &[(AccountId, ProviderReport)]) -> Result<(), Rejection> {
		let play = self.play.received().play();
		let fragments = play.descriptor.descriptor.fragments() as usize;
		let mut sent: Vec<Option<Hash32>> = vec![None; fragments];
		for (provider, report) in reports {
			let hashes: Vec<Hash32> = report.hashes.iter().flatten().copied().collect();
			for (place, hash) in sent.iter_mut().zip(&report.hashes) {
				*place = place.or(*hash);
			}
			let receipt = play.receipts.iter().find(|receipt| receipt.provider == *provider);
			let agrees = match receipt {
				None => report.bytes == 0,
				Some(receipt) => {
					receipt.sent_bytes == report.bytes && receipt.sent_root == binary::root(&hashes)
				},
			};
			if !agrees {
				return Err(Rejection::ReceiptMismatch);
			}
		}
		let all: Option<Vec<Hash32>> = sent.into_iter().collect();
		match all {
			Some(all) if binary::root(&all) != play.view_hash => Err(Rejection::WrongViewHash),
			_ => Ok(()),
		}
	}

	/// The stage below.
	pub const fn timed(&self) -> &TimedPlay {
		&self.play
	}
}

/// Bytes of a cell in transit: each fragment carries a seal.
fn sealed_bytes(cell: &CellDescriptor) -> u64 {
	let seals = u64::from(cell.fragments()).saturating_mul(SEAL_BYTES);
	cell.length_bytes.saturating_add(seals)
}
