//! The invariants of the crate's documentation.

use crate::{Config, Floor, HoldReason, Members, Pallet, Standing, Validators};
use frame_support::{
	ensure,
	traits::{Get, fungible::InspectHold},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// A1 to A5 of the crate's documentation, in that order; the first broken one is returned.
	///
	/// # Errors
	/// The broken invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::the_set_has_its_size()?; // A1
		Self::members_are_in_order()?; // A2
		Self::members_are_the_active()?; // A3
		Self::bonds_are_held()?; // A4
		Self::the_admitted_are_fresh() // A5
	}

	fn the_set_has_its_size() -> Result<(), TryRuntimeError> {
		let members = Members::<T>::get().len();
		ensure!(
			members == 0 || members >= Floor::<T>::get() as usize,
			"A1: there are fewer members than the floor"
		);
		ensure!(
			members <= T::MaxValidators::get() as usize
				&& Validators::<T>::iter_keys().count() == Validators::<T>::count() as usize
				&& Validators::<T>::count() <= T::MaxRecords::get(),
			"A1: there are more validators than there may be, or the count is wrong"
		);
		Ok(())
	}

	fn members_are_in_order() -> Result<(), TryRuntimeError> {
		ensure!(Members::<T>::get().is_sorted_by(|a, b| a < b), "A2: members are not ascending");
		Ok(())
	}

	fn members_are_the_active() -> Result<(), TryRuntimeError> {
		let members = Members::<T>::get();
		let mut active = 0usize;
		for (who, validator) in Validators::<T>::iter() {
			if validator.standing == Standing::Active {
				active = active.saturating_add(1);
				ensure!(members.contains(&who), "A3: an active validator is no member");
			}
		}
		ensure!(active == members.len(), "A3: a member is not active");
		Ok(())
	}

	fn bonds_are_held() -> Result<(), TryRuntimeError> {
		for (who, validator) in Validators::<T>::iter() {
			let held = T::Currency::balance_on_hold(&HoldReason::ValidatorBond.into(), &who);
			ensure!(held == validator.bond_cfx, "A4: a bond is not what is held");
		}
		Ok(())
	}

	fn the_admitted_are_fresh() -> Result<(), TryRuntimeError> {
		for validator in Validators::<T>::iter_values() {
			let admitted = matches!(validator.standing, Standing::Admitted { .. });
			ensure!(
				!admitted
					|| (validator.bond_cfx == 0
						&& validator.strikes == 0
						&& validator.barred_until == 0),
				"A5: a validator that was only admitted has a history"
			);
		}
		Ok(())
	}
}
