//! C1 to C6 of the crate docs.

use crate::{Config, Curators, HoldReason, HotKeys, Newcomers, Pallet, Roster};
use alloc::collections::BTreeSet;
use frame_support::{
	ensure,
	traits::{Get, fungible::InspectHold},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// C1 to C6 of the crate docs, in that order; the first broken one is returned. Linear in the curators.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::holds_are_the_collateral()?; // C1
		for info in Curators::<T>::iter_values() {
			ensure!(info.used <= info.capacity, "C2: a curator keeps more than it has room for");
		}
		Self::roster_is_exact()?; // C3
		Self::everybody_is_seated_or_waits()?; // C4
		Self::hot_keys_are_one_to_one()?; // C5
		ensure!(
			Curators::<T>::count() <= T::MaxCurators::get()
				&& Curators::<T>::count() as usize == Curators::<T>::iter_keys().count(),
			"C6: the number of curators is wrong"
		);
		Ok(())
	}

	fn holds_are_the_collateral() -> Result<(), TryRuntimeError> {
		for (who, info) in Curators::<T>::iter() {
			let held = T::Currency::balance_on_hold(&HoldReason::Collateral.into(), &who);
			ensure!(held == info.collateral_cfx, "C1: a curator's hold is not its collateral");
			ensure!(info.collateral_cfx <= info.asked_cfx, "C1: more is held than was asked for");
		}
		Ok(())
	}

	fn roster_is_exact() -> Result<(), TryRuntimeError> {
		let (roster, newcomers) = (Roster::<T>::get(), Newcomers::<T>::get());
		ensure!(
			roster.iter().zip(roster.iter().skip(1)).all(|(a, b)| a.curator < b.curator),
			"C3: the roster is out of order"
		);
		for seat in roster {
			let info = Curators::<T>::get(&seat.curator)
				.filter(|info| info.is_live())
				.ok_or("C3: a seat is nobody's")?;
			let grew = seat.capacity < info.capacity && newcomers.contains(&seat.curator);
			ensure!(
				seat.region == info.region
					&& seat.is_open == info.is_open()
					&& (grew || seat.capacity == info.capacity),
				"C3: a seat says what is not so"
			);
		}
		Ok(())
	}

	fn everybody_is_seated_or_waits() -> Result<(), TryRuntimeError> {
		let newcomers = Newcomers::<T>::get();
		let waiting: BTreeSet<_> = newcomers.iter().cloned().collect();
		ensure!(waiting.len() == newcomers.len(), "C4: a newcomer waits twice");
		let seated: BTreeSet<_> = Roster::<T>::get().into_iter().map(|seat| seat.curator).collect();
		for who in &waiting {
			ensure!(
				Curators::<T>::get(who).is_some_and(|info| info.is_live()),
				"C4: a newcomer is not a live curator"
			);
		}
		for (who, info) in Curators::<T>::iter() {
			ensure!(
				!info.is_live() || seated.contains(&who) || waiting.contains(&who),
				"C4: a live curator has no seat and waits for none"
			);
		}
		Ok(())
	}

	fn hot_keys_are_one_to_one() -> Result<(), TryRuntimeError> {
		for (key, curator) in HotKeys::<T>::iter() {
			ensure!(
				Curators::<T>::get(&curator).is_some_and(|info| info.hot_key == key),
				"C5: a hot key is not its curator's"
			);
			ensure!(
				key == curator || !Curators::<T>::contains_key(&key),
				"C5: a hot key is another's cold account"
			);
		}
		ensure!(
			HotKeys::<T>::iter_keys().count() == Curators::<T>::iter_keys().count(),
			"C5: a curator has no hot key"
		);
		Ok(())
	}
}
