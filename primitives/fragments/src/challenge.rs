//! Which leaves a curator must show: drawn from an epoch's seed, uniformly over the leaves it holds.
//!
//! ```text
//! offset = BLAKE2b-256(domain ‖ seed ‖ curator ‖ … ‖ number u32 LE), first 16 bytes, u128 LE, mod leaves
//! ```
//!
//! The number of challenges is the same for everybody: whoever lost a part of what it holds meets each one with exactly
//! that probability, however much or little it is. Modulo bias: leaves are below 2^64, so below 2^-64.

use crate::{ContractId, SpanIndex};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{CellIndex, ContentId, Hash32, LeafIndex, blake2b_256};
use scale_info::TypeInfo;

const EPOCH_DOMAIN: &[u8] = b"reel/fragments/challenge";
const START_DOMAIN: &[u8] = b"reel/fragments/start";

/// A leaf of a title.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct LeafRef {
	/// Cell, counted from the title's start.
	pub cell: CellIndex,
	/// Leaf, counted from the cell's start.
	pub leaf: LeafIndex,
}

/// A contract in a curator's list, by which challenges are weighted.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Holding {
	/// The contract.
	pub contract: ContractId,
	/// Leaves of its span, at least 1.
	pub leaves: u32,
}

fn draw(parts: &[&[u8]], leaves: u64) -> Option<u64> {
	let hash = blake2b_256(parts);
	let bytes: [u8; 16] = hash.first_chunk().copied()?;
	let offset = u128::from_le_bytes(bytes).checked_rem(leaves.into())?;
	u64::try_from(offset).ok()
}

/// Challenge `number` of an epoch with this seed: the contract, and the leaf's offset in that contract's span. `None`
/// when nothing is held.
pub fn draw_challenge(
	seed: &Hash32,
	curator: &[u8],
	number: u32,
	holdings: &[Holding],
) -> Option<(ContractId, u32)> {
	let total = holdings.iter().fold(0u64, |sum, held| sum.saturating_add(held.leaves.into()));
	let mut left = draw(&[EPOCH_DOMAIN, seed, curator, &number.to_le_bytes()], total)?;
	for held in holdings {
		match left.checked_sub(held.leaves.into()) {
			Some(behind) => left = behind,
			None => return Some((held.contract, u32::try_from(left).ok()?)),
		}
	}
	None
}

/// Offset of the leaf with this `number` that a curator must show when it takes up a span of `leaves` leaves. `None` when
/// the span is empty.
pub fn draw_start(
	seed: &Hash32,
	curator: &[u8],
	content: &ContentId,
	span: SpanIndex,
	number: u32,
	leaves: u32,
) -> Option<u32> {
	let parts: [&[u8]; 6] =
		[START_DOMAIN, seed, curator, &content.0, &span.to_le_bytes(), &number.to_le_bytes()];
	u32::try_from(draw(&parts, leaves.into())?).ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn challenges_fall_on_contracts_in_proportion_to_their_size() {
		let holdings = [(5, 1_000), (9, 3_000), (2, 6_000)]
			.map(|(contract, leaves)| Holding { contract, leaves });
		let mut hits = [0u32; 3];
		let draws = 20_000;
		for number in 0..draws {
			let (contract, offset) =
				draw_challenge(&[1; 32], b"curator", number, &holdings).unwrap();
			let place = holdings.iter().position(|held| held.contract == contract).unwrap();
			assert!(offset < holdings[place].leaves);
			hits[place] += 1;
		}
		for (found, tenths) in hits.into_iter().zip([1, 3, 6]) {
			// Four standard deviations.
			assert!(found.abs_diff(draws * tenths / 10) < 283, "{found} of {draws}");
		}
	}

	#[test]
	fn nothing_is_asked_of_who_holds_nothing() {
		assert_eq!(draw_challenge(&[1; 32], b"curator", 0, &[]), None);
		assert_eq!(draw_start(&[1; 32], b"curator", &ContentId([2; 32]), 0, 0, 0), None);
	}

	#[test]
	fn every_seed_curator_and_number_draws_anew() {
		let holdings = [Holding { contract: 0, leaves: u32::MAX }];
		let base = draw_challenge(&[1; 32], b"a", 0, &holdings);
		assert_ne!(base, draw_challenge(&[2; 32], b"a", 0, &holdings));
		assert_ne!(base, draw_challenge(&[1; 32], b"b", 0, &holdings));
		assert_ne!(base, draw_challenge(&[1; 32], b"a", 1, &holdings));
		assert_eq!(base, draw_challenge(&[1; 32], b"a", 0, &holdings));
	}
}
