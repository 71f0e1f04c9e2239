//! Creators come and go by their supervisors: `authorize_creator`, `revoke_creator`, the creators of genesis, and the
//! answer to "may this account publish?" for other pallets.

use crate::{
	Authorization, Authorizations, CaseNumber, Config, CountryCode, Error, Event, GenesisCreator,
	Pallet, Sanctions, SupervisorInfo, Supervisors,
};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use reel_primitives::{
	Round,
	traits::{PublisherRefusal, RoundClock, Supervision},
};
use sp_runtime::ArithmeticError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_authorize(
		supervisor: T::AccountId,
		creator: T::AccountId,
		country: CountryCode,
		case: CaseNumber,
		expires_in: Round,
	) -> DispatchResult {
		let now = T::Clock::round();
		let info = Self::active_supervisor(&supervisor)?;
		ensure!(info.acts_for(country), Error::<T>::OutsideCountry);
		let latest = now.saturating_add(T::MaxAuthorizationRounds::get());
		ensure!(now < expires_in && expires_in <= latest, Error::<T>::ExpiryOutOfRange);

		Self::place_creator(supervisor, creator, country, case, expires_in)
	}

	/// Writes an authorization and keeps the counts, once its country and end have been checked.
	fn place_creator(
		supervisor: T::AccountId,
		creator: T::AccountId,
		country: CountryCode,
		case: CaseNumber,
		expires_in: Round,
	) -> DispatchResult {
		ensure!(supervisor != creator, Error::<T>::SelfAuthorization);
		let now = T::Clock::round();
		let before = Authorizations::<T>::get(&creator).map(|held| (held.is_expired(now), held));
		if let Some((is_expired, held)) = &before {
			ensure!(
				held.supervisor == supervisor
					|| *is_expired || Self::active_supervisor(&held.supervisor).is_err(),
				Error::<T>::AuthorizedElsewhere
			);
		}

		// Effects.
		if let Some((_, held)) = before {
			Self::change_creators(&held.supervisor, |creators| creators.checked_sub(1))?;
		}
		Self::change_creators(&supervisor, |creators| creators.checked_add(1))?;
		let authorization = Authorization {
			supervisor: supervisor.clone(),
			country,
			case,
			granted_in: now,
			expires_in,
		};
		Authorizations::<T>::insert(&creator, authorization);
		Self::deposit_event(Event::CreatorAuthorized { creator, supervisor, country, expires_in });
		Ok(())
	}

	/// `by`: the supervisor that asks; `None` for governance.
	pub(crate) fn do_revoke(by: Option<T::AccountId>, creator: T::AccountId) -> DispatchResult {
		if let Some(who) = &by {
			Self::active_supervisor(who)?;
		}
		let held = Authorizations::<T>::get(&creator).ok_or(Error::<T>::CreatorNotAuthorized)?;
		ensure!(by.is_none_or(|who| who == held.supervisor), Error::<T>::CreatorNotAuthorized);

		// Effects.
		let supervisor = held.supervisor;
		Self::change_creators(&supervisor, |creators| creators.checked_sub(1))?;
		Authorizations::<T>::remove(&creator);
		Self::deposit_event(Event::CreatorRevoked { creator, supervisor });
		Ok(())
	}

	pub(crate) fn authorize_at_genesis(genesis: &GenesisCreator<T::AccountId>) -> DispatchResult {
		let SupervisorInfo { country, .. } = Self::active_supervisor(&genesis.supervisor)?;
		// How long it lasts is not checked: at genesis the clock shows no round yet.
		ensure!(T::Clock::round() < genesis.expires_in, Error::<T>::ExpiryOutOfRange);
		Self::place_creator(
			genesis.supervisor.clone(),
			genesis.account.clone(),
			country,
			genesis.case,
			genesis.expires_in,
		)
	}

	fn change_creators(
		supervisor: &T::AccountId,
		change: impl FnOnce(u32) -> Option<u32>,
	) -> DispatchResult {
		Supervisors::<T>::try_mutate(supervisor, |info| {
			let info = info.as_mut().ok_or(Error::<T>::SupervisorNotFound)?;
			info.creators = change(info.creators).ok_or(ArithmeticError::Overflow)?;
			Ok(())
		})
	}
}

impl<T: Config> Supervision<T::AccountId> for Pallet<T> {
	fn publisher(creator: &T::AccountId) -> Result<T::AccountId, PublisherRefusal> {
		let now = T::Clock::round();
		let held = Authorizations::<T>::get(creator).ok_or(PublisherRefusal::NotAuthorized)?;
		// A suspended supervisor's word counts for nothing until another repeats it.
		Self::active_supervisor(&held.supervisor).map_err(|_| PublisherRefusal::NotAuthorized)?;
		ensure!(!held.is_expired(now), PublisherRefusal::Expired);
		let is_sanctioned = Sanctions::<T>::get(creator).is_some_and(|s| s.is_in_force(now));
		ensure!(!is_sanctioned, PublisherRefusal::Sanctioned);
		Ok(held.supervisor)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn authorize_for_benchmark(creator: &T::AccountId) -> T::AccountId {
		crate::benchmarking::authorize::<T>(creator)
	}
}
