//! Tickets, play data and receipts: what viewer, sharing peers and validators exchange about one play (C5, C6).
//!
//! ```text
//! viewer ──PlayAsk──► desk            signed by the viewer
//! viewer ◄──Ticket─── desk            signed by the validator; PlayCode, window, difficulty, providers
//! viewer ◄─fragments─ provider        encrypted once more under the DownloadKey; hashes reported to the desk
//! viewer ──PlayData─► desk            nonce, view hash, leaves, receipts; signed by the viewer
//! ```
//!
//! Every signed object is signed over `domain ‖ SCALE(object)`, with a domain string that ends in a version. The
//! chain's genesis hash is part of the ask and of the ticket, so nothing can be replayed on another chain.
//!
//! Definitions, pinned by tests:
//!
//! ```text
//! ticket id  = BLAKE2b-256("reelchain/ticket-id/v2" ‖ SCALE(ticket))
//! view hash  = BLAKE2b tree root (reel-merkle) over the SHA2-256 hashes of the fragments as transferred
//! play id    = BLAKE2b-256("reelchain/play-id/v2" ‖ head ‖ signature)
//! work       = BLAKE2b-256("reelchain/work/v1" ‖ PlayCode ‖ view hash ‖ viewer ‖ nonce u64 LE)
//!              with at least `difficulty_bits` leading zero bits
//! leaf k     = BLAKE2b-256("reelchain/leaf/v1" ‖ PlayCode ‖ k u8), first 8 bytes as u64 LE, modulo the leaves
//! head       = SCALE(play data) without its last field, the leaves
//! ```
//!
//! A viewer signs the head of a play and not the 6 KB of its leaves, and the play's name covers the same. Which leaves
//! belong to a head is fixed already: the PlayCode of the ticket picks them, and the root in the descriptor admits one
//! answer to each. So nobody can put other leaves under a signature, and whoever spoils them on the way has made a play
//! that passes no check and keeps the true one, of the same name, from nobody. To a desk this is a third of the cost.
//!
//! An ad play is a play of a creative's one cell under a ticket that names its campaign ([`Ticket::ad`], C11). An ask for one
//! names the title that is watched, and the desk chooses the ad.

use crate::{
	AccountId, CellIndex, ContentId, Hash32, LeafIndex,
	ads::{AdAsk, AdPlacement},
	blake2b_256,
	geometry::CellDescriptor,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// Code issued to one viewer when one cell starts to play; an input of the nonce (C6).
pub type PlayCode = Hash32;

/// Name of a ticket: see the module docs.
pub type TicketId = Hash32;

/// Name of a play: see the module docs. Leaves of a batch's plays root.
pub type PlayId = Hash32;

/// An sr25519 signature.
pub type ViewerSignature = [u8; 64];

/// Leaves that a viewer must reveal for a cell: against somebody who keeps half of a cell, the chance to pass
/// is 1 in 16 per play, and the missing play costs more than the disk saved.
pub const LEAVES_PER_PLAY: u8 = 4;

/// Leading zero bits that the background search must reach: about 65,000 tries, a hundredth of a second (C6:
/// "very low difficulty").
pub const DEFAULT_DIFFICULTY_BITS: u8 = 16;

/// Most providers named by a ticket (design 5.1).
pub const MAX_PROVIDERS: usize = 3;

/// A play may be submitted until this many tenths of the cell's duration have passed (C6: 1.5 ×).
pub const WINDOW_TENTHS: u64 = 15;

const ASK_DOMAIN: &[u8] = b"reelchain/ask/v2";
const TICKET_DOMAIN: &[u8] = b"reelchain/ticket/v2";
const TICKET_ID_DOMAIN: &[u8] = b"reelchain/ticket-id/v2";
const PLAY_DOMAIN: &[u8] = b"reelchain/play/v3";
const PLAY_ID_DOMAIN: &[u8] = b"reelchain/play-id/v2";
const WORK_DOMAIN: &[u8] = b"reelchain/work/v1";
const LEAF_DOMAIN: &[u8] = b"reelchain/leaf/v1";

fn payload(domain: &[u8], object: &impl Encode) -> Vec<u8> {
	let mut bytes = domain.to_vec();
	object.encode_to(&mut bytes);
	bytes
}

/// A viewer asks to play a cell.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PlayAsk {
	/// Genesis hash of the chain.
	pub genesis: Hash32,
	/// The title.
	pub content: ContentId,
	/// The cell.
	pub cell: CellIndex,
	/// Who will watch and be paid.
	pub viewer: AccountId,
	/// The viewer's clock, Unix milliseconds. Desks refuse asks older or newer than a minute.
	pub asked_at_ms: u64,
	/// Not the cell is asked for but an ad to be shown before it (C11).
	pub ad: Option<AdAsk>,
}

impl PlayAsk {
	/// The bytes that the viewer signs.
	pub fn signing_payload(&self) -> Vec<u8> {
		payload(ASK_DOMAIN, self)
	}
}

/// A validator lets a viewer play a cell. Holds no key: it may be shown to anyone.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Ticket {
	/// Genesis hash of the chain.
	pub genesis: Hash32,
	/// The validator's proof-of-view session key.
	pub desk: Hash32,
	/// Who will watch and be paid.
	pub viewer: AccountId,
	/// The title.
	pub content: ContentId,
	/// The cell.
	pub cell: CellIndex,
	/// Play time of the cell in milliseconds.
	pub duration_ms: u32,
	/// Random, for this ticket alone; of an ad's, the seed of the auction.
	pub play_code: PlayCode,
	/// When the desk issued it, Unix milliseconds.
	pub issued_at_ms: u64,
	/// When playing may begin, Unix milliseconds: the issue time, or the end of the cell before when the viewer
	/// asked ahead. The window of submission counts from here.
	pub starts_at_ms: u64,
	/// Leading zero bits asked of the work.
	pub difficulty_bits: u8,
	/// Commitment to the DownloadKey.
	pub download_key_commitment: Hash32,
	/// Accounts whose peers may send the fragments, at most [`MAX_PROVIDERS`].
	pub providers: Vec<AccountId>,
	/// The cell is an ad: whose, and where it is shown (C11). It earns what the campaign pays, and no part of a round.
	pub ad: Option<AdPlacement>,
}

impl Ticket {
	/// The bytes that the validator signs.
	pub fn signing_payload(&self) -> Vec<u8> {
		payload(TICKET_DOMAIN, self)
	}

	/// The ticket's name.
	pub fn id(&self) -> TicketId {
		ticket_id(&self.encode())
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

/// A ticket with its validator's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SignedTicket {
	/// What was signed.
	pub ticket: Ticket,
	/// By the session key named in it, over [`Ticket::signing_payload`].
	pub signature: [u8; 64],
}

/// The viewer confirms what a provider sent.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Receipt {
	/// Account that is paid for the bytes.
	pub provider: AccountId,
	/// Bytes of fragments received from it, as transferred.
	pub sent_bytes: u64,
	/// BLAKE2b tree root over the SHA2-256 hashes of those fragments, in fragment order.
	pub sent_root: Hash32,
}

/// One revealed leaf of the cell at rest, with its path to the cell root.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct LeafAnswer {
	/// Position of the leaf in the cell.
	pub index: LeafIndex,
	/// The leaf: 1 KiB, less at the end of the cell.
	pub bytes: Vec<u8>,
	/// BLAKE3 chaining values from the leaf to the root.
	pub path: Vec<Hash32>,
}

/// The cell's descriptor with its path to the title's cells root.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DescriptorProof {
	/// The descriptor.
	pub descriptor: CellDescriptor,
	/// BLAKE2b nodes from it to the cells root.
	pub path: Vec<Hash32>,
}

/// What a viewer submits when a cell is over (C6).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PlayData {
	/// The ticket that was played.
	pub ticket: TicketId,
	/// Hash of the cell as transferred: see the module docs.
	pub view_hash: Hash32,
	/// Result of the background search.
	pub nonce: u64,
	/// One receipt for each provider that sent something.
	pub receipts: Vec<Receipt>,
	/// The descriptor of the cell.
	pub descriptor: DescriptorProof,
	/// The viewer clicked the ad (C11). Never of a cell that is none.
	pub clicked: bool,
	/// The leaves that the PlayCode picks, in that order: [`LEAVES_PER_PLAY`].
	pub leaves: Vec<LeafAnswer>,
}

impl PlayData {
	/// What is signed of it: its SCALE encoding as far as the leaves.
	fn head(&self) -> Vec<u8> {
		let Self { ticket, view_hash, nonce, receipts, descriptor, clicked, leaves: _ } = self;
		(ticket, view_hash, nonce, receipts, descriptor, clicked).encode()
	}

	/// The bytes that the viewer signs: see the module docs.
	pub fn signing_payload(&self) -> Vec<u8> {
		let mut bytes = Vec::new();
		play_payload(&self.head(), &mut bytes);
		bytes
	}
}

/// Appends the bytes that the viewer signs of a play with this head.
pub(crate) fn play_payload(head: &[u8], payload: &mut Vec<u8>) {
	payload.extend_from_slice(PLAY_DOMAIN);
	payload.extend_from_slice(head);
}

pub(crate) fn play_id(head: &[u8], signature: &ViewerSignature) -> PlayId {
	blake2b_256(&[PLAY_ID_DOMAIN, head, signature])
}

/// Appends the bytes that the validator signs of a ticket with this encoding.
pub(crate) fn ticket_payload(ticket: &[u8], payload: &mut Vec<u8>) {
	payload.extend_from_slice(TICKET_DOMAIN);
	payload.extend_from_slice(ticket);
}

pub(crate) fn ticket_id(ticket: &[u8]) -> TicketId {
	blake2b_256(&[TICKET_ID_DOMAIN, ticket])
}

/// Play data with the viewer's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SignedPlay {
	/// What was signed.
	pub play: PlayData,
	/// By the viewer named in the ticket, over [`PlayData::signing_payload`].
	pub signature: ViewerSignature,
}

impl SignedPlay {
	/// The play's name: see the module docs.
	pub fn id(&self) -> PlayId {
		play_id(&self.play.head(), &self.signature)
	}
}

/// The leaves that a PlayCode picks of a cell with `leaves` leaves, in the order in which they are revealed. The
/// same leaf may be picked twice. Empty when the cell has no leaf.
pub fn picked_leaves(play_code: &PlayCode, leaves: LeafIndex) -> Vec<LeafIndex> {
	(0..LEAVES_PER_PLAY).filter_map(|k| picked_leaf(play_code, k, leaves)).collect()
}

/// The leaf that a PlayCode picks in place `k`, from 0 and below [`LEAVES_PER_PLAY`]; `None` when the cell has none.
pub fn picked_leaf(play_code: &PlayCode, k: u8, leaves: LeafIndex) -> Option<LeafIndex> {
	let hash = blake2b_256(&[LEAF_DOMAIN, play_code, &[k]]);
	let head = u64::from_le_bytes(*hash.first_chunk()?);
	head.checked_rem(leaves.into()).map(|leaf| leaf as LeafIndex)
}

/// Whether `nonce` is the work that a ticket asks for. Cost: one BLAKE2b-256 of 121 bytes.
pub fn is_work_done(
	play_code: &PlayCode,
	view_hash: &Hash32,
	viewer: &AccountId,
	nonce: u64,
	difficulty_bits: u8,
) -> bool {
	let hash =
		blake2b_256(&[WORK_DOMAIN, play_code, view_hash, viewer.as_ref(), &nonce.to_le_bytes()]);
	leading_zero_bits(&hash) >= u32::from(difficulty_bits)
}

fn leading_zero_bits(hash: &Hash32) -> u32 {
	let mut bits = 0;
	for byte in hash {
		bits += byte.leading_zeros();
		if *byte != 0 {
			break;
		}
	}
	bits
}

#[cfg(test)]
mod tests {
	use super::*;

	const PLACEMENT: AdPlacement =
		AdPlacement { campaign: 8, content: ContentId([5; 32]), country: *b"DE", language: None };

	fn ticket() -> Ticket {
		Ticket {
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
			providers: Vec::new(),
			ad: None,
		}
	}

	#[test]
	fn the_window_is_one_to_one_and_a_half_times_the_duration() {
		assert_eq!(ticket().opens_at_ms(), 62_000);
		assert_eq!(ticket().closes_at_ms(), 92_000);
	}

	#[test]
	fn every_field_of_a_ticket_changes_its_id() {
		let base = ticket();
		for changed in [
			Ticket { genesis: [9; 32], ..ticket() },
			Ticket { viewer: AccountId::new([9; 32]), ..ticket() },
			Ticket { cell: 9, ..ticket() },
			Ticket { starts_at_ms: 9, ..ticket() },
			Ticket { play_code: [9; 32], ..ticket() },
			Ticket { ad: Some(PLACEMENT), ..ticket() },
		] {
			assert_ne!(base.id(), changed.id());
			assert_ne!(base.signing_payload(), changed.signing_payload());
		}
		assert_ne!(base.id(), blake2b_256(&[&base.signing_payload()]));
	}

	#[test]
	fn picked_leaves_lie_in_the_cell() {
		for leaves in [1, 2, 3, 1_000] {
			let picked = picked_leaves(&[8; 32], leaves);
			assert_eq!(picked.len(), usize::from(LEAVES_PER_PLAY));
			assert!(picked.iter().all(|leaf| *leaf < leaves));
		}
		assert!(picked_leaves(&[8; 32], 0).is_empty());
		assert_ne!(picked_leaves(&[8; 32], 1_000), picked_leaves(&[9; 32], 1_000));
	}

	#[test]
	fn work_is_bound_to_code_hash_and_viewer() {
		let viewer = AccountId::new([3; 32]);
		let nonce = (0..).find(|n| is_work_done(&[6; 32], &[7; 32], &viewer, *n, 12)).unwrap();
		assert!(is_work_done(&[6; 32], &[7; 32], &viewer, nonce, 0));
		assert!(!is_work_done(&[5; 32], &[7; 32], &viewer, nonce, 12));
		assert!(!is_work_done(&[6; 32], &[8; 32], &viewer, nonce, 12));
		assert!(!is_work_done(&[6; 32], &[7; 32], &AccountId::new([4; 32]), nonce, 12));
	}

	#[test]
	fn zero_bits_are_counted_over_byte_borders() {
		let mut hash = [0xff; 32];
		assert_eq!(leading_zero_bits(&hash), 0);
		hash[0] = 0;
		hash[1] = 0x0f;
		assert_eq!(leading_zero_bits(&hash), 12);
		assert_eq!(leading_zero_bits(&[0; 32]), 256);
	}
}
