//! Claiming sums. Led to by `claim_sums`.

use crate::{
	ClearingSums, Config, Error, Event, Generations, MAX_PATH, Pallet, SumTrees, SumsOpen,
	SumsPaid, credits::Role,
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
	traits::{Get, defensive_prelude::*},
};
use reel_merkle::binary;
use reel_primitives::{
	Balance, Hash32,
	sums::{MAX_LEAVES_PER_CLAIM, SumLeaf},
	traits::RoundClock,
};

/// Blocks for which a claim that was found valid stays in the pool.
const CLAIM_LONGEVITY: u64 = 64;

/// Leaves of one claim.
pub(crate) type Leaves<T> =
	BoundedVec<SumLeaf<<T as frame_system::Config>::AccountId>, ConstU32<MAX_LEAVES_PER_CLAIM>>;

impl<T: Config> Pallet<T> {
	/// Lets a claim of sums into the pool and into a block. This is its only guard: it refuses all that the call refuses.
	pub(crate) fn authorize_claim_sums(
		_source: TransactionSource,
		generation: &u32,
		first: &u32,
		leaves: &Leaves<T>,
		path: &BoundedVec<Hash32, ConstU32<MAX_PATH>>,
	) -> TransactionValidityWithRefund {
		let dues =
			Self::check_sums(*generation, *first, leaves, path).map_err(|error| match error {
				Error::SumsNotClaimable | Error::SumsPaidAlready => InvalidTransaction::Stale,
				// It may be right for the tree before.
				Error::ProofMismatch => InvalidTransaction::BadProof,
				_ => InvalidTransaction::Call,
			})?;
		let due = dues.iter().zip(*first..).filter(|(due, _)| **due > 0);
		// One tag a leaf: two claims with one in common exclude each other, and the one that pays more accounts stays.
		let valid = due.clone().fold(
			ValidTransaction::with_tag_prefix("reel/sums")
				.longevity(CLAIM_LONGEVITY)
				.priority(due.count() as u64)
				.propagate(true),
			|valid, (_, index)| valid.and_provides((*generation, index)),
		);
		Ok((valid.into(), Weight::zero()))
	}

	pub(crate) fn do_claim_sums(
		generation: u32,
		first: u32,
		leaves: &Leaves<T>,
		path: &[Hash32],
	) -> DispatchResult {
		let dues = Self::check_sums(generation, first, leaves, path)?;
		let amount_cfx = Self::sum_of(&dues)?;
		let open = SumsOpen::<T>::get().checked_sub(amount_cfx).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		SumsOpen::<T>::put(open);
		SumTrees::<T>::mutate(generation, |tree| {
			if let Some(tree) = tree {
				// Checked with the proof: at most the tree's total.
				tree.paid_cfx = tree.paid_cfx.saturating_add(amount_cfx);
			}
		});
		let mut accounts: u32 = 0;
		for (leaf, due) in leaves.iter().zip(&dues).filter(|(_, due)| **due > 0) {
			SumsPaid::<T>::insert(generation, &leaf.account, leaf.sum_cfx);
			Self::credit(&leaf.account, *due, Role::Person)?;
			accounts = accounts.saturating_add(1);
		}
		Self::deposit_event(Event::SumsClaimed { generation, first, accounts, amount_cfx });
		Ok(())
	}

	fn sum_of(dues: &[Balance]) -> Result<Balance, Error<T>> {
		dues.iter()
			.try_fold(0, |sum: Balance, due| sum.checked_add(*due))
			.ok_or(Error::<T>::SumOverflow)
	}

	/// What each leaf still has to get, or the first fault. Cheap checks come before the hashing.
	fn check_sums(
		generation: u32,
		first: u32,
		leaves: &[SumLeaf<T::AccountId>],
		path: &[Hash32],
	) -> Result<Vec<Balance>, Error<T>> {
		ensure!(!leaves.is_empty(), Error::<T>::ClaimCountOutOfRange);
		ensure!(
			leaves.iter().zip(leaves.iter().skip(1)).all(|(one, next)| one.account < next.account),
			Error::<T>::ClaimsNotAscending
		);
		let now = T::Clock::round();
		let tree = SumTrees::<T>::get(generation)
			.filter(|tree| tree.expires_in.is_none_or(|ends| now < ends))
			.ok_or(Error::<T>::SumsNotClaimable)?;
		let dues: Vec<Balance> = leaves
			.iter()
			.map(|leaf| leaf.sum_cfx.saturating_sub(SumsPaid::<T>::get(generation, &leaf.account)))
			.collect();
		ensure!(dues.iter().any(|due| *due > 0), Error::<T>::SumsPaidAlready);
		let items: Vec<Vec<u8>> = leaves.iter().map(Encode::encode).collect();
		let root = binary::root_of_subtree(&items, first, tree.count, path);
		ensure!(root == Ok(tree.root), Error::<T>::ProofMismatch);
		let paid = tree.paid_cfx.checked_add(Self::sum_of(&dues)?);
		// 51 % of the authorities can vote through sums that come to more than their total.
		ensure!(paid.is_some_and(|paid| paid <= tree.total_cfx), Error::<T>::RoundExhausted);
		Ok(dues)
	}

	/// What was paid to accounts out of a generation's sums, CFX in planck.
	pub fn sums_paid(generation: u32, accounts: &[T::AccountId]) -> Vec<Balance> {
		accounts.iter().map(|account| SumsPaid::<T>::get(generation, account)).collect()
	}

	/// Closes the oldest generation when its time is over; whether it did.
	pub(crate) fn close_generation() -> bool {
		let (oldest, running) = Generations::<T>::get();
		let Some(tree) = SumTrees::<T>::get(oldest) else { return false };
		let is_over = tree.expires_in.is_some_and(|ends| T::Clock::round() >= ends);
		if oldest >= running || !is_over {
			return false;
		}
		let amount_cfx = tree.open_cfx();
		let Some(open) = SumsOpen::<T>::get().checked_sub(amount_cfx).defensive() else {
			return false;
		};
		SumsOpen::<T>::put(open);
		SumTrees::<T>::remove(oldest);
		Generations::<T>::put((oldest.saturating_add(1), running));
		ClearingSums::<T>::put(oldest);
		// The treasury exists; were its part too small for it, it would be owed, not lost.
		let _ = Self::credit(&T::TreasuryAccount::get(), amount_cfx, Role::Office).defensive();
		Self::deposit_event(Event::SumsExpired { generation: oldest, amount_cfx });
		true
	}
}
