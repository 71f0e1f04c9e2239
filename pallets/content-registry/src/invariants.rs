//! The invariants of the crate docs, checked by reading the pallet's own maps once.

use crate::{
	Config, HoldReason, Pallet, Registration, Registrations, States, Titles, TitlesByCreator,
	types::record_hash,
};
use alloc::collections::btree_map::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use reel_primitives::{
	Balance, ContentId,
	content::{TitleRecord, TitleState, TitleStatus},
	traits::RoundClock,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// K1 to K7 of the crate docs; the first broken one is returned.
	///
	/// # Errors
	/// The id of the broken invariant and what was found.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::maps_agree()?; // K1
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for (content, record) in Titles::<T>::iter() {
			let (state, registration) = Self::entries(&content)?;
			Self::record_is_sound(&content, &record, &registration)?; // K2 to K5
			Self::status_is_sound(&content, &record, &state, &registration)?; // K1, K6
			let sum = deposits.entry(record.creator).or_default();
			*sum = sum.checked_add(registration.deposit_cfx).ok_or("K7: deposits overflow")?;
		}
		let reason = HoldReason::Title.into();
		ensure!(
			deposits
				.iter()
				.all(|(who, deposit)| T::Currency::balance_on_hold(&reason, who) == *deposit),
			"K7: a creator's hold is not the sum of its titles' deposits"
		);
		Ok(())
	}

	/// K1: every map names the same titles.
	fn maps_agree() -> Result<(), TryRuntimeError> {
		let titles = Titles::<T>::iter_keys().count();
		ensure!(
			States::<T>::iter_keys().count() == titles
				&& Registrations::<T>::iter_keys().count() == titles,
			"K1: records, states and registrations differ in number"
		);
		ensure!(
			TitlesByCreator::<T>::iter_keys().all(|(creator, content)| {
				Titles::<T>::get(content).is_some_and(|record| record.creator == creator)
			}),
			"K1: the index by creator names a title that is not the creator's"
		);
		Ok(())
	}

	fn entries(content: &ContentId) -> Result<(TitleState, Registration), TryRuntimeError> {
		let state = States::<T>::get(content).ok_or("K1: a title has no state")?;
		let registration =
			Registrations::<T>::get(content).ok_or("K1: a title has no registration")?;
		Ok((state, registration))
	}

	/// K2 to K5.
	fn record_is_sound(
		content: &ContentId,
		record: &TitleRecord<T::AccountId>,
		registration: &Registration,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			registration.record_hash == record_hash(content, record),
			"K2: a record is not what was registered"
		);
		ensure!(record.geometry.check().is_ok(), "K3: a geometry is impossible");
		ensure!(
			record.registered_in <= T::Clock::round(),
			"K4: a title was registered in the future"
		);
		ensure!(record.supervisor != record.creator, "K4: a creator answers for its own title");
		ensure!(record.split.is_whole(), "K5: a split is not whole");
		Ok(())
	}

	/// K6, and K1 for the index by creator.
	fn status_is_sound(
		content: &ContentId,
		record: &TitleRecord<T::AccountId>,
		state: &TitleState,
		registration: &Registration,
	) -> Result<(), TryRuntimeError> {
		let is_deleted = state.status == TitleStatus::Deleted;
		ensure!(
			TitlesByCreator::<T>::contains_key(&record.creator, content) != is_deleted,
			"K1: the index by creator is not the titles that are not deleted"
		);
		ensure!(
			!is_deleted || (state.price_cfx == 0 && !state.takes_donations),
			"K6: a deleted title asks for money"
		);
		ensure!(!is_deleted || registration.deposit_cfx == 0, "K6: a deleted title has a deposit");
		Ok(())
	}
}
