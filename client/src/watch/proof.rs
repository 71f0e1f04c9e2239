//! What a viewer hands in when a cell is over (C6).

use super::{FetchedCell, Title};
use crate::{Error, Result, account::Signer};
use reel_merkle::blake3_leaf;
use reel_primitives::{
	AccountId, Hash32,
	play::{LeafAnswer, PlayCode, PlayData, SignedPlay, Ticket, is_work_done, picked_leaves},
};

/// The first nonce from 0 that does the work. Takes 2^`difficulty_bits` hashes on average: not for an async thread.
///
/// # Errors
/// [`Error::Timeout`] when no nonce does, which is out of reach.
pub fn search_nonce(
	play_code: &PlayCode,
	view_hash: &Hash32,
	viewer: &AccountId,
	difficulty_bits: u8,
) -> Result<u64> {
	(0..u64::MAX)
		.find(|nonce| is_work_done(play_code, view_hash, viewer, *nonce, difficulty_bits))
		.ok_or_else(|| Error::Timeout("no nonce does the work".to_owned()))
}

/// The play data of a cell that was fetched under `ticket`. It says of no click.
///
/// # Errors
/// [`Error::NotFound`] when the title has no such cell, [`Error::Storage`] when the cell is cut off.
pub fn build(
	ticket: &Ticket,
	title: &Title,
	fetched: &FetchedCell,
	nonce: u64,
) -> Result<PlayData> {
	let descriptor = title.descriptor_proof(ticket.cell)?;
	let leaves = picked_leaves(&ticket.play_code, descriptor.descriptor.leaves())
		.into_iter()
		.map(|index| {
			let proof = blake3_leaf::prove(&fetched.ciphertext, index)
				.ok_or_else(|| Error::Storage(format!("the cell has no leaf {index}")))?;
			Ok(LeafAnswer { index: proof.index, bytes: proof.bytes, path: proof.path })
		})
		.collect::<Result<_>>()?;
	Ok(PlayData {
		ticket: ticket.id(),
		view_hash: fetched.view_hash(),
		nonce,
		receipts: fetched.receipts(&ticket.providers),
		descriptor,
		clicked: false,
		leaves,
	})
}

/// Signs play data.
pub fn sign_play(play: PlayData, signer: &Signer) -> SignedPlay {
	let signature = signer.sign(&play.signing_payload());
	SignedPlay { play, signature }
}
