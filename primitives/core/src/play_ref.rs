//! Tickets and plays read where they lie.
//!
//! A desk checks tens of thousands of plays a second that it got as bytes. These types point into the bytes: reading
//! them allocates nothing, and what is hashed or signed of them is a slice of what came. They read exactly what
//! [`SignedTicket`](crate::play::SignedTicket) and [`SignedPlay`](crate::play::SignedPlay) encode to, and nothing else.

use crate::{
	AccountId, CellIndex, ContentId, Hash32, LeafIndex,
	ads::AdPlacement,
	geometry::CellDescriptor,
	play::{
		LEAVES_PER_PLAY, PlayCode, PlayId, Receipt, TicketId, ViewerSignature, WINDOW_TENTHS,
		play_id, play_payload, ticket_id, ticket_payload,
	},
};
use alloc::vec::Vec;
use codec::{Compact, Decode};

/// Bytes of an encoded [`Receipt`].
const RECEIPT_BYTES: usize = 72;

/// Bytes of an encoded [`CellDescriptor`].
const DESCRIPTOR_BYTES: usize = 48;

/// Takes SCALE values off the front of some bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
	fn slice(&mut self, length: usize) -> Option<&'a [u8]> {
		let (head, rest) = self.0.split_at_checked(length)?;
		self.0 = rest;
		Some(head)
	}

	fn array<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
		let (head, rest) = self.0.split_first_chunk()?;
		self.0 = rest;
		Some(head)
	}

	fn u32(&mut self) -> Option<u32> {
		self.array().map(|bytes| u32::from_le_bytes(*bytes))
	}

	fn u64(&mut self) -> Option<u64> {
		self.array().map(|bytes| u64::from_le_bytes(*bytes))
	}

	fn bool(&mut self) -> Option<bool> {
		match self.array()? {
			[0] => Some(false),
			[1] => Some(true),
			_ => None,
		}
	}

	fn placement(&mut self) -> Option<AdPlacement> {
		let campaign = self.u64()?;
		let content = ContentId(*self.array()?);
		let country = *self.array()?;
		let language = if self.bool()? { Some(*self.array()?) } else { None };
		Some(AdPlacement { campaign, content, country, language })
	}

	fn length(&mut self) -> Option<usize> {
		let Compact(length) = Compact::<u32>::decode(&mut self.0).ok()?;
		usize::try_from(length).ok()
	}

	fn arrays<const N: usize>(&mut self) -> Option<&'a [[u8; N]]> {
		let length = self.length()?.checked_mul(N)?;
		Some(self.slice(length)?.as_chunks().0)
	}
}

/// A [`SignedTicket`](crate::play::SignedTicket) where it lies.
#[derive(Clone, Copy, Debug)]
pub struct TicketRef<'a> {
	bytes: &'a [u8],
	/// Genesis hash of the chain.
	pub genesis: &'a Hash32,
	/// The validator's proof-of-view session key.
	pub desk: &'a Hash32,
	/// Who will watch and be paid.
	pub viewer: &'a Hash32,
	/// The title.
	pub content: ContentId,
	/// The cell.
	pub cell: CellIndex,
	/// Play time of the cell in milliseconds.
	pub duration_ms: u32,
	/// Random, for this ticket alone.
	pub play_code: &'a PlayCode,
	/// When the desk issued it, Unix milliseconds.
	pub issued_at_ms: u64,
	/// When playing may begin, Unix milliseconds.
	pub starts_at_ms: u64,
	/// Leading zero bits asked of the work.
	pub difficulty_bits: u8,
	/// Accounts whose peers may send the fragments.
	pub providers: &'a [[u8; 32]],
	/// Whose ad the cell is, and where it is shown.
	pub ad: Option<AdPlacement>,
	/// By the session key named in it.
	pub signature: &'a [u8; 64],
}

impl<'a> TicketRef<'a> {
	/// Takes a signed ticket off the front of `bytes`; `None`, and nothing said of what is left, when there is none.
	pub fn take(bytes: &mut &'a [u8]) -> Option<Self> {
		let start = *bytes;
		let mut reader = Reader(start);
		let (genesis, desk, viewer) = (reader.array()?, reader.array()?, reader.array()?);
		let content = ContentId(*reader.array()?);
		let (cell, duration_ms) = (reader.u32()?, reader.u32()?);
		let play_code = reader.array()?;
		let (issued_at_ms, starts_at_ms) = (reader.u64()?, reader.u64()?);
		let [difficulty_bits] = *reader.array()?;
		let _download_key_commitment: &[u8; 32] = reader.array()?;
		let providers = reader.arrays()?;
		let ad = if reader.bool()? { Some(reader.placement()?) } else { None };
		let length = start.len().checked_sub(reader.0.len())?;
		let signature = reader.array()?;
		*bytes = reader.0;
		Some(Self {
			bytes: start.get(..length)?,
			genesis,
			desk,
			viewer,
			content,
			cell,
			duration_ms,
			play_code,
			issued_at_ms,
			starts_at_ms,
			difficulty_bits,
			providers,
			ad,
			signature,
		})
	}

	/// The ticket's name.
	pub fn id(&self) -> TicketId {
		ticket_id(self.bytes)
	}

	/// Appends the bytes that the validator signs.
	pub fn append_payload(&self, payload: &mut Vec<u8>) {
		ticket_payload(self.bytes, payload);
	}

	/// Who will watch and be paid.
	pub fn viewer(&self) -> AccountId {
		AccountId::new(*self.viewer)
	}

	/// First moment at which the play may be submitted: the cell has been played (C6).
	pub fn opens_at_ms(&self) -> u64 {
		self.starts_at_ms.saturating_add(u64::from(self.duration_ms))
	}

	/// Last moment at which the play may be submitted: 1.5 × the play time (C6).
	pub fn closes_at_ms(&self) -> u64 {
		let window = u64::from(self.duration_ms).saturating_mul(WINDOW_TENTHS) / 10;
		self.starts_at_ms.saturating_add(window)
	}
}

/// A [`LeafAnswer`](crate::play::LeafAnswer) where it lies.
#[derive(Clone, Copy, Debug)]
pub struct LeafRef<'a> {
	/// Position of the leaf in the cell.
	pub index: LeafIndex,
	/// The leaf.
	pub bytes: &'a [u8],
	/// BLAKE3 chaining values from the leaf to the root.
	pub path: &'a [[u8; 32]],
}

impl<'a> LeafRef<'a> {
	fn take(reader: &mut Reader<'a>) -> Option<Self> {
		let index = reader.u32()?;
		let length = reader.length()?;
		Some(Self { index, bytes: reader.slice(length)?, path: reader.arrays()? })
	}
}

/// A [`SignedPlay`](crate::play::SignedPlay) where it lies.
#[derive(Clone, Copy, Debug)]
pub struct PlayRef<'a> {
	head: &'a [u8],
	/// The ticket that was played.
	pub ticket: &'a TicketId,
	/// Hash of the cell as transferred.
	pub view_hash: &'a Hash32,
	/// Result of the background search.
	pub nonce: u64,
	receipts: &'a [[u8; RECEIPT_BYTES]],
	/// The descriptor of the cell.
	pub descriptor: CellDescriptor,
	/// The descriptor as the cells root commits to it.
	pub descriptor_bytes: &'a [u8],
	/// BLAKE2b nodes from it to the cells root.
	pub descriptor_path: &'a [[u8; 32]],
	/// The viewer clicked the ad.
	pub clicked: bool,
	leaves: [Option<LeafRef<'a>>; LEAVES_PER_PLAY as usize],
	/// Number of leaves that were revealed.
	pub revealed: usize,
	/// By the viewer named in the ticket.
	pub signature: &'a ViewerSignature,
}

impl<'a> PlayRef<'a> {
	/// Takes a signed play off the front of `bytes`; `None`, and nothing said of what is left, when there is none.
	pub fn take(bytes: &mut &'a [u8]) -> Option<Self> {
		let start = *bytes;
		let mut reader = Reader(start);
		let (ticket, view_hash, nonce) = (reader.array()?, reader.array()?, reader.u64()?);
		let receipts = reader.arrays()?;
		let descriptor_bytes = reader.slice(DESCRIPTOR_BYTES)?;
		let descriptor = CellDescriptor::decode(&mut &descriptor_bytes[..]).ok()?;
		let descriptor_path = reader.arrays()?;
		let clicked = reader.bool()?;
		let length = start.len().checked_sub(reader.0.len())?;
		let revealed = reader.length()?;
		let mut leaves = [None; LEAVES_PER_PLAY as usize];
		for place in 0..revealed {
			let leaf = LeafRef::take(&mut reader)?;
			if let Some(kept) = leaves.get_mut(place) {
				*kept = Some(leaf);
			}
		}
		let signature = reader.array()?;
		*bytes = reader.0;
		Some(Self {
			head: start.get(..length)?,
			ticket,
			view_hash,
			nonce,
			receipts,
			descriptor,
			descriptor_bytes,
			descriptor_path,
			clicked,
			leaves,
			revealed,
			signature,
		})
	}

	/// The play's name.
	pub fn id(&self) -> PlayId {
		play_id(self.head, self.signature)
	}

	/// Appends the bytes that the viewer signs.
	pub fn append_payload(&self, payload: &mut Vec<u8>) {
		play_payload(self.head, payload);
	}

	/// The first leaves that were revealed, as many as a play should have.
	pub fn leaves(&self) -> impl Iterator<Item = &LeafRef<'a>> {
		self.leaves.iter().flatten()
	}

	/// The receipts, in order.
	pub fn receipts(&self) -> impl ExactSizeIterator<Item = Receipt> + 'a {
		self.receipts.iter().map(|bytes| {
			let (mut provider, mut sent_bytes, mut sent_root) = ([0; 32], [0; 8], [0; 32]);
			provider.copy_from_slice(&bytes[..32]);
			sent_bytes.copy_from_slice(&bytes[32..40]);
			sent_root.copy_from_slice(&bytes[40..]);
			let sent_bytes = u64::from_le_bytes(sent_bytes);
			Receipt { provider: AccountId::new(provider), sent_bytes, sent_root }
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::play::{DescriptorProof, LeafAnswer, PlayData, SignedPlay, SignedTicket, Ticket};
	use codec::Encode;

	/// With an even number of providers the ticket is of an ad, with none of a viewer that names no language.
	fn ticket(providers: usize) -> SignedTicket {
		let placement = AdPlacement {
			campaign: 77,
			content: ContentId([11; 32]),
			country: *b"DE",
			language: (providers > 0).then_some(*b"de"),
		};
		let ticket = Ticket {
			genesis: [1; 32],
			desk: [2; 32],
			viewer: AccountId::new([3; 32]),
			content: ContentId([4; 32]),
			cell: 5,
			duration_ms: 60_000,
			play_code: [6; 32],
			issued_at_ms: 1_000,
			starts_at_ms: 2_000,
			difficulty_bits: 8,
			download_key_commitment: [7; 32],
			providers: (0..providers).map(|n| AccountId::new([n as u8; 32])).collect(),
			ad: providers.is_multiple_of(2).then_some(placement),
		};
		SignedTicket { ticket, signature: [8; 64] }
	}

	fn play(leaves: usize, receipts: usize) -> SignedPlay {
		let descriptor =
			CellDescriptor { index: 5, duration_ms: 6, length_bytes: 5_000, root: [9; 32] };
		let answer =
			|n| LeafAnswer { index: n, bytes: vec![n as u8; 1_024], path: vec![[7; 32]; 3] };
		let receipt = |n| Receipt {
			provider: AccountId::new([n as u8; 32]),
			sent_bytes: n,
			sent_root: [1; 32],
		};
		let play = PlayData {
			ticket: [1; 32],
			view_hash: [2; 32],
			nonce: 77,
			receipts: (0..receipts as u64).map(receipt).collect(),
			descriptor: DescriptorProof { descriptor, path: vec![[3; 32]; 2] },
			clicked: receipts == 1,
			leaves: (0..leaves as u32).map(answer).collect(),
		};
		SignedPlay { play, signature: [4; 64] }
	}

	#[test]
	fn a_ticket_is_read_as_it_was_written() {
		for providers in 0..4 {
			let signed = ticket(providers);
			let bytes = [signed.encode(), vec![1, 2, 3]].concat();
			let mut rest = &bytes[..];
			let read = TicketRef::take(&mut rest).unwrap();
			assert_eq!(rest, [1, 2, 3]);
			let ticket = &signed.ticket;
			assert_eq!(read.id(), ticket.id());
			let mut payload = Vec::new();
			read.append_payload(&mut payload);
			assert_eq!(payload, ticket.signing_payload());
			assert_eq!((read.genesis, read.desk), (&ticket.genesis, &ticket.desk));
			assert_eq!((read.viewer(), read.content), (ticket.viewer.clone(), ticket.content));
			assert_eq!((read.cell, read.duration_ms), (ticket.cell, ticket.duration_ms));
			assert_eq!(read.issued_at_ms, ticket.issued_at_ms);
			assert_eq!(read.opens_at_ms(), ticket.opens_at_ms());
			assert_eq!(read.closes_at_ms(), ticket.closes_at_ms());
			assert_eq!((read.play_code, read.difficulty_bits), (&ticket.play_code, 8));
			assert_eq!((read.providers.len(), read.signature), (providers, &signed.signature));
			assert_eq!(read.ad, ticket.ad);
			for length in 0..signed.encoded_size() {
				assert!(TicketRef::take(&mut &bytes[..length]).is_none());
			}
		}
	}

	#[test]
	fn a_play_is_read_as_it_was_written() {
		for (leaves, receipts) in [(4, 1), (0, 0), (2, 3), (6, 2)] {
			let signed = play(leaves, receipts);
			let bytes = [signed.encode(), vec![9]].concat();
			let mut rest = &bytes[..];
			let read = PlayRef::take(&mut rest).unwrap();
			assert_eq!(rest, [9]);
			let play = &signed.play;
			assert_eq!(read.id(), signed.id());
			let mut payload = Vec::new();
			read.append_payload(&mut payload);
			assert_eq!(payload, play.signing_payload());
			assert_eq!((read.ticket, read.view_hash), (&play.ticket, &play.view_hash));
			assert_eq!((read.nonce, read.descriptor), (77, play.descriptor.descriptor));
			assert_eq!(read.descriptor_bytes, play.descriptor.descriptor.leaf_bytes());
			assert_eq!(read.descriptor_path, play.descriptor.path);
			assert_eq!(read.receipts().collect::<Vec<_>>(), play.receipts);
			assert_eq!(read.clicked, play.clicked);
			assert_eq!(read.revealed, leaves);
			assert_eq!(read.leaves().count(), leaves.min(4));
			for (read, leaf) in read.leaves().zip(&play.leaves) {
				assert_eq!((read.index, read.bytes), (leaf.index, &leaf.bytes[..]));
				assert_eq!(read.path, leaf.path);
			}
			assert_eq!(read.signature, &signed.signature);
			for length in 0..signed.encoded_size() {
				assert!(PlayRef::take(&mut &bytes[..length]).is_none());
			}
		}
	}

	#[test]
	fn a_name_covers_all_but_the_leaves_and_so_does_the_signature() {
		let base = play(4, 1);
		let change = |change: fn(&mut SignedPlay)| {
			let mut changed = base.clone();
			change(&mut changed);
			changed
		};
		for changed in [
			change(|p| p.play.ticket[0] ^= 1),
			change(|p| p.play.view_hash[0] ^= 1),
			change(|p| p.play.nonce += 1),
			change(|p| p.play.receipts[0].sent_bytes += 1),
			change(|p| p.play.descriptor.descriptor.root[0] ^= 1),
			change(|p| p.play.descriptor.path[0][0] ^= 1),
			change(|p| p.play.clicked ^= true),
		] {
			assert_ne!(changed.id(), base.id());
			assert_ne!(changed.play.signing_payload(), base.play.signing_payload());
		}
		assert_ne!(change(|p| p.signature[0] ^= 1).id(), base.id());
		let spoiled = change(|p| p.play.leaves[0].bytes[0] ^= 1);
		assert_eq!(spoiled.id(), base.id());
		assert_eq!(spoiled.play.signing_payload(), base.play.signing_payload());
	}
}
