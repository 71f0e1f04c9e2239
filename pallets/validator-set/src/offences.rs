//! What an offence costs: a strike, bond, and rewards for a time. Membership is governance's to take.

use crate::{Config, Event, HoldReason, Pallet, Validators, WeightInfo};
use core::marker::PhantomData;
use frame_support::{
	traits::{
		Contains, Get,
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
	},
	weights::Weight,
};
use reel_primitives::traits::RoundClock;
use sp_runtime::{Perbill, Saturating};
use sp_staking::{
	SessionIndex,
	offence::{OffenceDetails, OnOffenceHandler},
};

/// Accounts that share in the validators' part of rewards: all but those that are barred.
#[derive(Debug)]
pub struct Rewardable<T>(PhantomData<T>);

impl<T: Config> Contains<T::AccountId> for Rewardable<T> {
	fn contains(who: &T::AccountId) -> bool {
		Pallet::<T>::may_be_rewarded(who)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether `who` shares in rewards now. True also of accounts that are no validators.
	pub fn may_be_rewarded(who: &T::AccountId) -> bool {
		Validators::<T>::get(who)
			.is_none_or(|validator| validator.barred_until <= T::Clock::round())
	}

	fn punish(who: &T::AccountId, fraction: Perbill, session: SessionIndex) {
		// Whoever has withdrawn is beyond reach; the cool-down is longer than offences can be reported.
		let Some(mut validator) = Validators::<T>::get(who) else { return };
		let asked = fraction.mul_floor(validator.bond_cfx);
		let slashed_cfx = T::Currency::transfer_on_hold(
			&HoldReason::ValidatorBond.into(),
			who,
			&T::Treasury::get(),
			asked,
			Precision::BestEffort,
			Restriction::Free,
			Fortitude::Force,
		)
		.unwrap_or_default();

		// Effects.
		validator.bond_cfx = validator.bond_cfx.saturating_sub(slashed_cfx);
		validator.strikes.saturating_inc();
		validator.barred_until = T::Clock::round().saturating_add(T::BarredRounds::get());
		Validators::<T>::insert(who, validator);
		Self::deposit_event(Event::OffenceRecorded {
			who: who.clone(),
			session,
			strikes: validator.strikes,
			slashed_cfx,
			barred_until: validator.barred_until,
		});
	}
}

impl<T: Config, Identification>
	OnOffenceHandler<T::AccountId, (T::AccountId, Identification), Weight> for Pallet<T>
{
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, Identification)>],
		slash_fraction: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		for (details, fraction) in offenders.iter().zip(slash_fraction) {
			Self::punish(&details.offender.0, *fraction, session);
		}
		T::WeightInfo::on_offence().saturating_mul(offenders.len() as u64)
	}
}
