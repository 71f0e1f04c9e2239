//! From admission to withdrawal: every call of the pallet leads here.

use crate::{
	Config, Declaration, Error, Event, Floor, GenesisConfig, HoldReason, Members, Pallet,
	SessionKeysOf, Standing, Validator, Validators,
};
use frame_support::{
	ensure,
	traits::{Get, fungible::MutateHold, tokens::Precision},
};
use reel_primitives::traits::RoundClock;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Genesis runs once, before any block: what is wrong with it must stop the chain from starting.
	#[expect(clippy::panic, reason = "a chain must not start from a wrong genesis")]
	pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) {
		for (who, declaration) in &genesis.validators {
			if Validators::<T>::contains_key(who) || Self::enlist(who).is_err() {
				panic!("validator {who:?} stands in genesis twice, or there are too many");
			}
			Validators::<T>::insert(who, Validator::new(*declaration, Standing::Active));
		}
		let floor = genesis.floor.max(1);
		let members = Members::<T>::decode_len().unwrap_or_default();
		if members > 0 && members < floor as usize {
			panic!("genesis names {members} validators, the floor is {floor}");
		}
		Floor::<T>::put(floor);
	}

	pub(crate) fn do_admit(who: T::AccountId, declaration: Declaration) -> DispatchResult {
		ensure!(!Validators::<T>::contains_key(&who), Error::<T>::AlreadyAdmitted);
		ensure!(Validators::<T>::count() < T::MaxRecords::get(), Error::<T>::SetFull);
		ensure!(declaration.meets(&T::Requirement::get()), Error::<T>::RequirementNotMet);
		let bond_cfx = T::Bond::get();
		if bond_cfx == 0 {
			ensure!(T::SessionKeys::fingerprint(&who).is_some(), Error::<T>::NoSessionKeys);
			Self::enlist(&who)?;
		}

		// Effects.
		let standing = match bond_cfx {
			0 => Standing::Active,
			asked_cfx => Standing::Admitted { asked_cfx },
		};
		Validators::<T>::insert(&who, Validator::new(declaration, standing));
		Self::deposit_event(Event::ValidatorAdmitted { who: who.clone(), declaration, bond_cfx });
		if bond_cfx == 0 {
			Self::deposit_event(Event::ValidatorActivated { who, bond_cfx });
		}
		Ok(())
	}

	pub(crate) fn do_accept(who: T::AccountId) -> DispatchResult {
		let mut validator = Validators::<T>::get(&who).ok_or(Error::<T>::NothingToAccept)?;
		let Standing::Admitted { asked_cfx } = validator.standing else {
			return Err(Error::<T>::NothingToAccept.into());
		};
		ensure!(T::SessionKeys::fingerprint(&who).is_some(), Error::<T>::NoSessionKeys);
		T::Currency::hold(&HoldReason::ValidatorBond.into(), &who, asked_cfx)?;
		Self::enlist(&who)?;

		// Effects.
		validator.standing = Standing::Active;
		validator.bond_cfx = asked_cfx;
		Validators::<T>::insert(&who, validator);
		Self::deposit_event(Event::ValidatorActivated { who, bond_cfx: asked_cfx });
		Ok(())
	}

	pub(crate) fn do_remove(who: T::AccountId) -> DispatchResult {
		let mut validator = Validators::<T>::get(&who).ok_or(Error::<T>::NotAdmitted)?;
		let withdrawable_from = match validator.standing {
			Standing::Leaving { .. } => return Err(Error::<T>::NotAdmitted.into()),
			Standing::Admitted { .. } => None,
			Standing::Active => {
				let members = Members::<T>::decode_len().unwrap_or_default();
				ensure!(members > Floor::<T>::get() as usize, Error::<T>::BelowFloor);
				let cool_down = T::CoolDownRounds::get();
				Some(T::Clock::round().checked_add(cool_down).ok_or(Error::<T>::Overflow)?)
			},
		};

		// Effects.
		match withdrawable_from {
			None => Validators::<T>::remove(&who),
			Some(withdrawable_from) => {
				Members::<T>::mutate(|members| members.retain(|member| *member != who));
				validator.standing = Standing::Leaving { withdrawable_from };
				Validators::<T>::insert(&who, validator);
			},
		}
		Self::deposit_event(Event::ValidatorRemoved { who, withdrawable_from });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId) -> DispatchResult {
		let validator = Validators::<T>::get(&who).ok_or(Error::<T>::NotAdmitted)?;
		let Standing::Leaving { withdrawable_from } = validator.standing else {
			return Err(Error::<T>::NotLeaving.into());
		};
		ensure!(T::Clock::round() >= withdrawable_from, Error::<T>::CoolingDown);
		if T::SessionKeys::fingerprint(&who).is_some() {
			T::SessionKeys::purge(&who)?;
		}
		let reason = HoldReason::ValidatorBond.into();
		let released_cfx =
			T::Currency::release(&reason, &who, validator.bond_cfx, Precision::Exact)?;

		// Effects.
		Validators::<T>::remove(&who);
		Self::deposit_event(Event::ValidatorWithdrawn { who, released_cfx });
		Ok(())
	}

	pub(crate) fn do_set_floor(floor: u32) -> DispatchResult {
		let members = Members::<T>::decode_len().unwrap_or_default();
		ensure!(floor >= 1 && floor as usize <= members, Error::<T>::FloorOutOfRange);

		// Effects.
		Floor::<T>::put(floor);
		Self::deposit_event(Event::FloorSet { floor });
		Ok(())
	}

	/// Puts `who`, who is no member, into its place among the members.
	fn enlist(who: &T::AccountId) -> Result<(), Error<T>> {
		Members::<T>::try_mutate(|members| {
			let place = members.binary_search(who).unwrap_or_else(|place| place);
			members.try_insert(place, who.clone()).map_err(|_| Error::<T>::SetFull)
		})
	}
}

impl Validator {
	/// A validator without bond or blemish.
	pub(crate) const fn new(declaration: Declaration, standing: Standing) -> Self {
		Self { declaration, standing, bond_cfx: 0, strikes: 0, barred_until: 0 }
	}
}
