//! Claiming leaves of payout roots. Led to by `claim`.

use crate::{
	ClaimedLeaves, Config, Error, Event, MAX_CLAIMS_PER_CALL, MAX_PATH, OpenTotal, Pallet,
	RoundClaims, Rounds, credits::Role,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	BoundedVec,
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::{
		ConstU32, InvalidTransaction, TransactionSource, TransactionValidityWithRefund,
		ValidTransaction, Weight,
	},
};
use reel_merkle::binary::{self, BinaryProof};
use reel_primitives::{
	Balance, Round,
	batch::{Payee, PayoutClaim},
	traits::RoundClock,
};

/// Blocks for which a claim that was found valid stays in the pool.
const CLAIM_LONGEVITY: u64 = 64;

/// Leaves in one entry of the bitmap.
const LEAVES_PER_ENTRY: u32 = 256;

impl<T: Config> Pallet<T> {
	/// Lets a claim into the pool and into a block. This is its only guard: it refuses all that the call refuses.
	pub(crate) fn authorize_claim(
		_source: TransactionSource,
		account: &T::AccountId,
		claims: &BoundedVec<PayoutClaim, ConstU32<MAX_CLAIMS_PER_CALL>>,
	) -> TransactionValidityWithRefund {
		Self::check_claims(account, claims).map_err(|error| match error {
			Error::RoundNotClaimable | Error::RoundBeingSummed | Error::LeafClaimed => {
				InvalidTransaction::Stale
			},
			Error::ProofMismatch => InvalidTransaction::BadProof,
			_ => InvalidTransaction::Call,
		})?;
		// One tag a leaf: two bundles with a leaf in common exclude each other in the pool already.
		let valid = claims.iter().fold(
			ValidTransaction::with_tag_prefix("reel/claim")
				.longevity(CLAIM_LONGEVITY)
				.propagate(true),
			|valid, claim| valid.and_provides((claim.round, claim.index)),
		);
		Ok((valid.into(), Weight::zero()))
	}

	pub(crate) fn do_claim(account: T::AccountId, claims: &[PayoutClaim]) -> DispatchResult {
		let amounts = Self::check_claims(&account, claims)?;
		let amount_cfx = amounts
			.iter()
			.try_fold(0, |sum: Balance, amount| sum.checked_add(*amount))
			.ok_or(Error::<T>::SumOverflow)?;
		let open = OpenTotal::<T>::get().checked_sub(amount_cfx).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		for (claim, amount) in claims.iter().zip(&amounts) {
			Self::mark_claimed(claim.round, claim.index);
			Rounds::<T>::mutate(claim.round, |round| {
				if let Some(round) = round {
					// Checked with the proofs: the sum is at most the round's part.
					round.claimed_cfx = round.claimed_cfx.saturating_add(*amount);
					round.claimed_leaves = round.claimed_leaves.saturating_add(1);
				}
			});
		}
		OpenTotal::<T>::put(open);
		Self::credit(&account, amount_cfx, Role::Person)?;
		Self::deposit_event(Event::PayoutClaimed {
			who: account,
			rounds: claims.len() as u32,
			amount_cfx,
		});
		Ok(())
	}

	/// What each claim comes to, or the first fault. Cheap checks come before the hashing.
	fn check_claims(
		account: &T::AccountId,
		claims: &[PayoutClaim],
	) -> Result<Vec<Balance>, Error<T>> {
		ensure!(!claims.is_empty(), Error::<T>::ClaimCountOutOfRange);
		ensure!(claims.len() <= MAX_CLAIMS_PER_CALL as usize, Error::<T>::ClaimCountOutOfRange);
		let places = claims.iter().map(|claim| (claim.round, claim.index));
		ensure!(
			places.clone().zip(places.skip(1)).all(|(one, next)| one < next),
			Error::<T>::ClaimsNotAscending
		);
		ensure!(
			claims.iter().all(|claim| claim.path.len() <= MAX_PATH as usize),
			Error::<T>::ProofMismatch
		);
		let now = T::Clock::round();
		// All look-ups before any hashing: one stale leaf must not cost fifteen proofs.
		let rounds = claims
			.iter()
			.map(|claim| {
				let round = Rounds::<T>::get(claim.round)
					.filter(|round| now < round.expires_in)
					.ok_or(Error::<T>::RoundNotClaimable)?;
				ensure!(!Self::is_being_summed(claim.round), Error::<T>::RoundBeingSummed);
				ensure!(!Self::is_leaf_claimed(claim.round, claim.index), Error::<T>::LeafClaimed);
				Ok(round)
			})
			.collect::<Result<Vec<_>, Error<T>>>()?;
		let amounts = claims
			.iter()
			.zip(&rounds)
			.map(|(claim, round)| Self::check_leaf(account, claim, round))
			.collect::<Result<Vec<_>, Error<T>>>()?;
		Self::check_rounds_hold(claims, &rounds, &amounts)?;
		Ok(amounts)
	}

	/// No round pays more than its own part, whatever its root says: 51 % of the authorities can vote through a root
	/// whose leaves hold more shares than its titles imply, and the pot has other rounds' money in it.
	fn check_rounds_hold(
		claims: &[PayoutClaim],
		rounds: &[RoundClaims],
		amounts: &[Balance],
	) -> Result<(), Error<T>> {
		// Claims ascend by round, so those of one round stand together.
		let mut of: Option<(Round, Balance)> = None;
		for ((claim, round), amount) in claims.iter().zip(rounds).zip(amounts) {
			let before = match of {
				Some((same, claimed)) if same == claim.round => claimed,
				_ => round.claimed_cfx,
			};
			let claimed = before.checked_add(*amount).ok_or(Error::<T>::SumOverflow)?;
			ensure!(claimed <= round.persons_cfx, Error::<T>::RoundExhausted);
			of = Some((claim.round, claimed));
		}
		Ok(())
	}

	/// What a leaf comes to, if it is in the round's tree.
	fn check_leaf(
		account: &T::AccountId,
		claim: &PayoutClaim,
		round: &RoundClaims,
	) -> Result<Balance, Error<T>> {
		let leaf = Payee { account: account.clone(), shares: claim.shares }.encode();
		let proof =
			BinaryProof { index: claim.index, count: round.count, path: claim.path.clone() };
		binary::verify(&round.root, &leaf, &proof).map_err(|_| Error::<T>::ProofMismatch)?;
		round.amount(claim.shares).ok_or(Error::<T>::SumOverflow)
	}

	/// Whether a leaf of a round can be claimed now, if it is there.
	pub fn is_claimable(round: Round, index: u32) -> bool {
		let now = T::Clock::round();
		Rounds::<T>::get(round)
			.is_some_and(|claims| now < claims.expires_in && index < claims.count)
			&& !Self::is_being_summed(round)
			&& !Self::is_leaf_claimed(round, index)
	}

	/// Which leaves of a round were claimed, a bit each, up to the entry of the last.
	pub(crate) fn claimed_bits(round: Round, claims: &RoundClaims) -> Vec<u8> {
		let mut bits = Vec::new();
		let mut left = claims.claimed_leaves;
		for entry in 0..claims.count.div_ceil(LEAVES_PER_ENTRY) {
			if left == 0 {
				break;
			}
			let of_entry = ClaimedLeaves::<T>::get(round, entry);
			let found = of_entry.iter().map(|byte| byte.count_ones()).fold(0, u32::saturating_add);
			left = left.saturating_sub(found);
			bits.extend_from_slice(&of_entry);
		}
		bits
	}

	pub(crate) fn is_leaf_claimed(round: Round, index: u32) -> bool {
		let (entry, byte, bit) = place(index);
		ClaimedLeaves::<T>::get(round, entry).get(byte).is_some_and(|bits| bits & bit != 0)
	}

	fn mark_claimed(round: Round, index: u32) {
		let (entry, byte, bit) = place(index);
		ClaimedLeaves::<T>::mutate(round, entry, |bits| {
			if let Some(bits) = bits.get_mut(byte) {
				*bits |= bit;
			}
		});
	}
}

/// Entry, byte in it and bit in that, of a leaf in the bitmap.
fn place(index: u32) -> (u32, usize, u8) {
	let within = index % LEAVES_PER_ENTRY;
	(index / LEAVES_PER_ENTRY, (within / 8) as usize, 1u8.wrapping_shl(within % 8))
}
