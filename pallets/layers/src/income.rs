//! What views bring the creator is divided here, and paid.

use crate::{Config, Error, Event, OwedTotal, Pallet, Share, SharesOf, WeightInfo};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, fungible::Mutate, tokens::Preservation},
};
use reel_economics::split;
use reel_primitives::{
	BASIS_POINTS, Balance, ContentId,
	market::Holder,
	traits::{CreatorShares, RoundClock},
};
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
	/// The account that holds what is owed.
	pub fn pot_account() -> T::AccountId {
		T::PotId::get().into_account_truncating()
	}

	/// Adds the parts of `creator_cfx` to what is owed; their sum. `None` when a sum overflows.
	fn book(content: &ContentId, creator_cfx: Balance) -> Option<Balance> {
		let mut shares = SharesOf::<T>::get(content);
		if shares.is_empty() {
			return Some(0);
		}
		let now = T::Clock::round();
		let counted = shares.iter().map(|share| share.counts(now).into());
		let division = split::divide(creator_cfx, counted, BASIS_POINTS.into())?;
		let shared_cfx = creator_cfx.checked_sub(division.remainder)?;
		if shared_cfx == 0 {
			return Some(0);
		}
		for (share, part) in shares.iter_mut().zip(division.parts) {
			share.owed_cfx = share.owed_cfx.checked_add(part)?;
		}
		let owed = OwedTotal::<T>::get().checked_add(shared_cfx)?;

		// Effects.
		SharesOf::<T>::insert(content, shares);
		OwedTotal::<T>::put(owed);
		Self::deposit_event(Event::IncomeShared { content: *content, creator_cfx, shared_cfx });
		Some(shared_cfx)
	}

	/// Pays what a share is owed, if anything. An activator's account is there: its deposit is.
	pub(crate) fn pay_owed(share: &mut Share<T::AccountId>) -> DispatchResult {
		let amount_cfx = core::mem::take(&mut share.owed_cfx);
		if amount_cfx == 0 {
			return Ok(());
		}
		let (pot, activator) = (Self::pot_account(), share.activator.clone());
		T::Currency::transfer(&pot, &activator, amount_cfx, Preservation::Preserve)?;
		let owed = OwedTotal::<T>::get().checked_sub(amount_cfx).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		OwedTotal::<T>::put(owed);
		Self::deposit_event(Event::SharePaid { layer: share.layer, activator, amount_cfx });
		Ok(())
	}

	pub(crate) fn do_claim(content: ContentId) -> DispatchResult {
		let mut shares = SharesOf::<T>::get(content);
		ensure!(shares.iter().any(|share| share.owed_cfx > 0), Error::<T>::NothingOwed);
		shares.iter_mut().try_for_each(Self::pay_owed)?;

		// Effects.
		SharesOf::<T>::insert(content, shares);
		Ok(())
	}
}

impl<T: Config> CreatorShares<T::AccountId> for Pallet<T> {
	fn shares(content: &ContentId) -> Vec<Holder<T::AccountId>> {
		let now = T::Clock::round();
		let shares = SharesOf::<T>::get(content).into_iter();
		shares
			.map(|share| Holder { share_bp: share.counts(now), account: share.activator })
			.filter(|holder| holder.share_bp > 0)
			.collect()
	}

	fn accrue(content: &ContentId, creator_cfx: Balance) -> Balance {
		// More than there can be is the creator's.
		Self::book(content, creator_cfx).unwrap_or(0)
	}

	fn pot() -> Option<T::AccountId> {
		Some(Self::pot_account())
	}

	fn accrue_weight(titles: u32) -> (u64, u64) {
		// The slot, and what all are owed, are one entry each: they are read once, and the latter is written once.
		let again = u64::from(titles.saturating_sub(1));
		let entries = T::DbWeight::get().reads_writes(again.saturating_mul(2), again);
		let weight = T::WeightInfo::accrue().saturating_mul(titles.into()).saturating_sub(entries);
		(weight.ref_time(), weight.proof_size())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(content: &ContentId) {
		crate::benchmarking::fill::<T>(content);
	}
}
