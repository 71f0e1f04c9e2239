//! Somebody who asks, plays and submits.

use super::{Desk, World, parts::*, world::*};
use crate::{Provider, Source};
use reel_merkle::{binary, blake3_leaf};
use reel_primitives::{
	AccountId, CellIndex, Hash32,
	keys::{DownloadKey, download_key_commitment},
	play::{
		DescriptorProof, LeafAnswer, PlayAsk, PlayData, Receipt, SignedPlay, SignedTicket, Ticket,
		TicketId, is_work_done, picked_leaves,
	},
};
use reel_rpc_api::{PlayAccepted, Rejection, TicketGrant, from_hex, scale_from_hex};
use sp_core::{Pair, sr25519};

/// Somebody who watches.
pub(crate) struct Viewer {
	pub(crate) key: sr25519::Pair,
}

impl Viewer {
	pub(crate) fn new(seed: u8) -> Self {
		Self { key: pair(seed) }
	}

	pub(crate) fn account(&self) -> AccountId {
		account(&self.key)
	}

	pub(crate) fn ask(&self, world: &World, title: u8, cell: CellIndex) -> PlayAsk {
		PlayAsk {
			genesis: GENESIS,
			content: content(title),
			cell,
			viewer: self.account(),
			asked_at_ms: world.now_ms(),
			ad: None,
		}
	}

	pub(crate) async fn send(&self, desk: &Desk, ask: PlayAsk) -> Result<TicketGrant, Rejection> {
		let signature = self.key.sign(&ask.signing_payload()).0;
		desk.handle.request_play(ask, signature, Source::Unknown).await
	}

	/// Asks for a cell of title 1.
	pub(crate) async fn request(
		&self,
		world: &World,
		desk: usize,
		cell: CellIndex,
	) -> Result<TicketGrant, Rejection> {
		self.send(&world.desks[desk], self.ask(world, 1, cell)).await
	}

	/// Fetches the cell and makes honest play data.
	pub(crate) fn play(&self, desk: &Desk, grant: &TicketGrant) -> PlayData {
		let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket;
		let key: DownloadKey = from_hex(&grant.download_key).unwrap().try_into().unwrap();
		assert_eq!(ticket.download_key_commitment, download_key_commitment(&key));
		desk.provider.deliver(&ticket, &key);
		let report = transferred(ticket.cell, &key);
		let hashes: Vec<Hash32> = report.hashes.into_iter().flatten().collect();
		let view_hash = binary::root(&hashes);
		let receipt = Receipt {
			provider: desk.provider.account(),
			sent_bytes: report.bytes,
			sent_root: view_hash,
		};
		let bytes = cell_bytes(ticket.cell);
		let descriptor = descriptor(ticket.cell);
		let leaves = picked_leaves(&ticket.play_code, descriptor.leaves()).into_iter();
		let leaves = leaves.map(|index| {
			let proof = blake3_leaf::prove(&bytes, index).unwrap();
			LeafAnswer { index, bytes: proof.bytes, path: proof.path }
		});
		let mut data = PlayData {
			ticket: ticket.id(),
			view_hash,
			nonce: 0,
			receipts: vec![receipt],
			descriptor: DescriptorProof {
				descriptor,
				path: binary::prove(&descriptors(), ticket.cell).unwrap().path,
			},
			clicked: false,
			leaves: leaves.collect(),
		};
		data.nonce = self.work(&ticket, &data.view_hash);
		data
	}

	/// The first nonce that does the work.
	pub(crate) fn work(&self, ticket: &Ticket, view_hash: &Hash32) -> u64 {
		let Ticket { play_code, difficulty_bits, .. } = ticket;
		let done =
			|n: &u64| is_work_done(play_code, view_hash, &self.account(), *n, *difficulty_bits);
		(0..).find(done).unwrap()
	}

	pub(crate) fn sign(&self, play: PlayData) -> SignedPlay {
		let signature = self.key.sign(&play.signing_payload()).0;
		SignedPlay { play, signature }
	}

	pub(crate) async fn submit(
		&self,
		desk: &Desk,
		play: PlayData,
	) -> Result<PlayAccepted, Rejection> {
		desk.handle.submit_play(self.sign(play), Source::Unknown).await
	}

	/// Watches one cell of title 1 to its end at a desk; the ticket's id.
	pub(crate) async fn watch(&self, world: &World, desk: usize, cell: CellIndex) -> TicketId {
		let grant = self.request(world, desk, cell).await.unwrap();
		world.pump();
		let play = self.play(&world.desks[desk], &grant);
		world.pass(u64::from(CELL_MS));
		let id = play.ticket;
		self.submit(&world.desks[desk], play).await.unwrap();
		world.pump();
		id
	}
}
