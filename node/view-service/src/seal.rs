//! One signature of a desk over many things that it says at once (C6, C7).
//!
//! ```text
//! item of a ticket  = 0x00 ‖ ticket id
//! item of a play    = 0x01 ‖ ticket id ‖ play id ‖ time of acceptance, Unix milliseconds u64 LE
//! seal of an item   = its place, the number of items, its path in the BLAKE2b tree over all, and
//!                     sr25519 by the desk over "reelchain/seal/v1" ‖ genesis ‖ root
//! ```
//!
//! Whoever gets one sealed item has all that it takes to hold its desk to it: path and signature go with it wherever it is
//! passed on, so a desk is bound to each item as if it had signed that alone. Who gets many verifies one signature for
//! all that were sealed together, and a dozen hashes each. A desk seals what waits when it comes to it: a lone play at once,
//! alone, with an empty path.
//!
//! The item of a play names its ticket, and so vouches for that too: a desk that has not heard of the ticket takes it from
//! the play.

use codec::{Compact, Decode, Encode};
use reel_merkle::binary::{Paths, Tree};
use reel_primitives::{
	Hash32,
	play::{PlayId, TicketId},
};

/// Most items under one signature: paths of ten hashes.
pub const MAX_SEALED: usize = 1 << MAX_PATH;

const MAX_PATH: u32 = 10;

const DOMAIN: &[u8] = b"reelchain/seal/v1";

/// What a desk seals of a ticket that it issued.
pub fn ticket_item(ticket: &TicketId) -> Vec<u8> {
	[&[0], &ticket[..]].concat()
}

/// What a desk seals of a play that it accepted at `accepted_at_ms`, Unix milliseconds.
pub fn play_item(ticket: &TicketId, play: &PlayId, accepted_at_ms: u64) -> Vec<u8> {
	play_item_bytes(ticket, play, accepted_at_ms).to_vec()
}

fn play_item_bytes(ticket: &TicketId, play: &PlayId, accepted_at_ms: u64) -> [u8; 73] {
	let mut item = [1; 73];
	let parts = [&ticket[..], &play[..], &accepted_at_ms.to_le_bytes()];
	let bytes = parts.into_iter().flatten();
	item.iter_mut().skip(1).zip(bytes).for_each(|(to, from)| *to = *from);
	item
}

/// That a desk said something, among other things.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Seal {
	/// Place of the item.
	pub index: u32,
	/// Number of items, at most [`MAX_SEALED`].
	pub count: u32,
	/// BLAKE2b nodes from the item to the top.
	pub path: Vec<Hash32>,
	/// sr25519 by the desk over the root.
	pub signature: [u8; 64],
}

impl Seal {
	/// Seals `items`, in their order, with what `sign` makes of the payload; `None` when it makes nothing, or there are none
	/// or more than [`MAX_SEALED`] items.
	pub fn all(
		genesis: &Hash32,
		items: &[Vec<u8>],
		sign: impl FnOnce(&[u8]) -> Option<[u8; 64]>,
	) -> Option<Vec<Self>> {
		if items.is_empty() || items.len() > MAX_SEALED {
			return None;
		}
		let tree = Tree::from_items(items);
		let mut payload = Vec::new();
		append_payload(genesis, &tree.root(), &mut payload);
		let signature = sign(&payload)?;
		let count = tree.count();
		let seal = |index| {
			let path = tree.prove(index)?.path;
			Some(Self { index, count, path, signature })
		};
		(0..count).map(seal).collect()
	}

	/// What stands for the seal of a play that this desk has accepted and not yet told of.
	pub(crate) fn pending() -> Self {
		Self { index: 0, count: 0, path: Vec::new(), signature: [0; 64] }
	}
}

/// Appends what a desk signs to seal the items under `root`.
pub(crate) fn append_payload(genesis: &Hash32, root: &Hash32, payload: &mut Vec<u8>) {
	for part in [DOMAIN, genesis, root] {
		payload.extend_from_slice(part);
	}
}

/// A [`Seal`] where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealRef<'a> {
	index: u32,
	count: u32,
	path: &'a [Hash32],
	pub(crate) signature: &'a [u8; 64],
}

impl<'a> SealRef<'a> {
	/// Takes a seal off the front of `bytes`; `None`, and nothing said of what is left, when there is none.
	pub(crate) fn take(bytes: &mut &'a [u8]) -> Option<Self> {
		let (index, rest) = bytes.split_first_chunk()?;
		let (count, mut rest) = rest.split_first_chunk()?;
		let Compact(length) = Compact::<u32>::decode(&mut rest).ok()?;
		let length = usize::try_from(length).ok()?.checked_mul(32)?;
		let (path, rest) = rest.split_at_checked(length)?;
		let (signature, rest) = rest.split_first_chunk()?;
		*bytes = rest;
		let (index, count) = (u32::from_le_bytes(*index), u32::from_le_bytes(*count));
		Some(Self { index, count, path: path.as_chunks().0, signature })
	}

	/// Whether it is of a play that its desk has not yet told of.
	pub(crate) fn is_pending(&self) -> bool {
		self.count == 0
	}

	/// The root that must be signed for a ticket to be sealed; `None` for what is no seal.
	pub(crate) fn root_of_ticket(&self, ticket: &TicketId, paths: &mut Paths) -> Option<Hash32> {
		let mut item = [0; 33];
		item.iter_mut().skip(1).zip(ticket).for_each(|(to, from)| *to = *from);
		self.root_of(&item, paths)
	}

	/// The root that must be signed for a play to be sealed; `None` for what is no seal.
	pub(crate) fn root_of_play(
		&self,
		ticket: &TicketId,
		play: &PlayId,
		accepted_at_ms: u64,
		paths: &mut Paths,
	) -> Option<Hash32> {
		self.root_of(&play_item_bytes(ticket, play, accepted_at_ms), paths)
	}

	fn root_of(&self, item: &[u8], paths: &mut Paths) -> Option<Hash32> {
		if self.count as usize > MAX_SEALED {
			return None;
		}
		paths.root_of(item, self.index, self.count, self.path).ok()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn items(count: u64) -> Vec<Vec<u8>> {
		let play = |n: u64| match n % 2 {
			0 => play_item(&[1; 32], &[2; 32], n),
			_ => ticket_item(&[n as u8; 32]),
		};
		(0..count).map(play).collect()
	}

	fn seals(count: u64) -> (Vec<Seal>, Hash32) {
		let mut signed = Vec::new();
		let sign = |payload: &[u8]| {
			signed = payload.to_vec();
			Some([7; 64])
		};
		let seals = Seal::all(&[9; 32], &items(count), sign).unwrap();
		let root = *signed.last_chunk().unwrap();
		assert_eq!(signed, [DOMAIN, &[9; 32], &root].concat());
		(seals, root)
	}

	#[test]
	fn each_item_leads_to_the_root_that_was_signed_and_in_its_place_alone() {
		for count in [1, 2, 3, 100, MAX_SEALED as u64] {
			let (seals, root) = seals(count);
			let mut paths = Paths::default();
			for (n, seal) in (0..).zip(&seals) {
				let bytes = seal.encode();
				let read = SealRef::take(&mut &bytes[..]).unwrap();
				let mut right = |n| match n % 2 {
					0 => read.root_of_play(&[1; 32], &[2; 32], n, &mut paths) == Some(root),
					_ => read.root_of_ticket(&[n as u8; 32], &mut paths) == Some(root),
				};
				assert!(right(n) && !right(n + 2), "{n} of {count}");
			}
		}
	}

	#[test]
	fn a_seal_is_read_as_it_was_written() {
		let (seals, _) = seals(5);
		for seal in seals {
			let bytes = [seal.encode(), vec![1, 2]].concat();
			let mut rest = &bytes[..];
			let read = SealRef::take(&mut rest).unwrap();
			assert_eq!(rest, [1, 2]);
			assert_eq!((read.index, read.count), (seal.index, seal.count));
			assert_eq!((read.path, read.signature), (&seal.path[..], &seal.signature));
			for length in 0..bytes.len() - 2 {
				assert!(SealRef::take(&mut &bytes[..length]).is_none());
			}
		}
	}

	#[test]
	fn nothing_too_much_and_what_nobody_signs_is_not_sealed() {
		let sign = |_: &[u8]| Some([7; 64]);
		assert_eq!(Seal::all(&[9; 32], &[], sign), None);
		assert_eq!(Seal::all(&[9; 32], &items(MAX_SEALED as u64 + 1), sign), None);
		assert_eq!(Seal::all(&[9; 32], &items(1), |_| None), None);
		let bytes = Seal { count: MAX_SEALED as u32 + 1, ..Seal::pending() }.encode();
		let mut paths = Paths::default();
		let long = SealRef::take(&mut &bytes[..]).unwrap();
		assert_eq!(long.root_of_ticket(&[1; 32], &mut paths), None);
		let bytes = Seal::pending().encode();
		let pending = SealRef::take(&mut &bytes[..]).unwrap();
		assert!(pending.is_pending() && pending.root_of_ticket(&[1; 32], &mut paths).is_none());
	}
}
