//! Creators are barred for a time: `sanction_creator`, `lift_sanction`; and who may sanction those that earn.

use crate::{Authorizations, Config, CountryCode, Error, Event, Pallet, Sanction, Sanctions};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use reel_primitives::{
	Round,
	content::ReasonCode,
	traits::{RoundClock, Sanctioners},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_sanction(
		supervisor: T::AccountId,
		creator: T::AccountId,
		until: Round,
		reason: ReasonCode,
	) -> DispatchResult {
		let now = T::Clock::round();
		let info = Self::active_supervisor(&supervisor)?;
		let held = Authorizations::<T>::get(&creator).ok_or(Error::<T>::CreatorNotAuthorized)?;
		ensure!(info.acts_for(held.country), Error::<T>::OutsideCountry);
		let latest = now.saturating_add(T::MaxSanctionRounds::get());
		ensure!(now < until && until <= latest, Error::<T>::SanctionOutOfRange);

		// Effects.
		let by = supervisor.clone();
		let sanction = Sanction { by, country: held.country, reason, since: now, until };
		Sanctions::<T>::insert(&creator, sanction);
		Self::deposit_event(Event::CreatorSanctioned { creator, supervisor, until, reason });
		Ok(())
	}

	pub(crate) fn do_lift_sanction(
		supervisor: T::AccountId,
		creator: T::AccountId,
	) -> DispatchResult {
		let info = Self::active_supervisor(&supervisor)?;
		let sanction = Sanctions::<T>::get(&creator).ok_or(Error::<T>::SanctionNotFound)?;
		ensure!(info.acts_for(sanction.country), Error::<T>::OutsideCountry);

		// Effects.
		Sanctions::<T>::remove(&creator);
		Self::deposit_event(Event::SanctionLifted { creator, supervisor });
		Ok(())
	}
}

impl<T: Config> Sanctioners<T::AccountId> for Pallet<T> {
	fn country(who: &T::AccountId) -> Option<[u8; 2]> {
		Self::active_supervisor(who).ok().map(|info| info.country.letters())
	}

	fn acts_for(who: &T::AccountId, country: [u8; 2]) -> bool {
		CountryCode::new(country).is_some_and(|country| {
			Self::active_supervisor(who).is_ok_and(|info| info.acts_for(country))
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(who: &T::AccountId) {
		let country = CountryCode::new(*b"KR").expect("two capital letters");
		let body = b"benchmark".to_vec().try_into().expect("short");
		let _ = Self::do_admit(who.clone(), country, body);
	}
}
