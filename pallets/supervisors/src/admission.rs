//! Supervisors come and go by governance: `admit_supervisor`, `suspend_supervisor`, `resume_supervisor`,
//! `remove_supervisor`, `widen_supervisor`, and the supervisors of genesis.

use crate::{
	BodyName, Config, CountryCode, Error, Event, FormerSupervisors, GenesisCreator,
	GenesisSupervisor, Pallet, SupervisorInfo, SupervisorStatus, Supervisors,
};
use frame_support::{
	BoundedVec,
	dispatch::DispatchResult,
	ensure,
	traits::{Get, fungible::Inspect},
};
use reel_primitives::traits::RoundClock;

impl<T: Config> Pallet<T> {
	/// Stops the build of a runtime whose constants make no sense.
	pub(crate) fn check_config() {
		assert!(
			T::ReportDeposit::get() >= T::Currency::minimum_balance(),
			"ReportDeposit must be able to open the treasury account"
		);
		assert!(T::MaxOpenReportsPerTitle::get() > 0, "nobody could report");
		assert!(T::MaxAuthorizationRounds::get() > 0, "nobody could be authorized");
		assert!(T::MaxSanctionRounds::get() > 0, "nobody could be sanctioned");
	}

	/// The record of a supervisor that may act.
	pub(crate) fn active_supervisor(who: &T::AccountId) -> Result<SupervisorInfo, Error<T>> {
		let info = Supervisors::<T>::get(who).ok_or(Error::<T>::SupervisorNotFound)?;
		ensure!(info.is_active(), Error::<T>::SupervisorIsSuspended);
		Ok(info)
	}

	pub(crate) fn do_admit(
		supervisor: T::AccountId,
		country: CountryCode,
		body: BodyName,
	) -> DispatchResult {
		ensure!(
			!Supervisors::<T>::contains_key(&supervisor),
			Error::<T>::SupervisorAlreadyAdmitted
		);
		ensure!(
			!body.is_empty() && core::str::from_utf8(&body).is_ok(),
			Error::<T>::BodyNameInvalid
		);

		// Effects.
		FormerSupervisors::<T>::remove(&supervisor);
		let info = SupervisorInfo {
			country,
			extra_countries: BoundedVec::new(),
			body,
			status: SupervisorStatus::Active,
			creators: 0,
			admitted_in: T::Clock::round(),
		};
		Supervisors::<T>::insert(&supervisor, info);
		Self::deposit_event(Event::SupervisorAdmitted { supervisor, country });
		Ok(())
	}

	pub(crate) fn do_suspend(supervisor: T::AccountId) -> DispatchResult {
		let mut info = Self::active_supervisor(&supervisor)?;

		// Effects.
		let creators = info.creators;
		info.status = SupervisorStatus::Suspended;
		Supervisors::<T>::insert(&supervisor, info);
		Self::deposit_event(Event::SupervisorSuspended { supervisor, creators });
		Ok(())
	}

	pub(crate) fn do_resume(supervisor: T::AccountId) -> DispatchResult {
		let mut info = Supervisors::<T>::get(&supervisor).ok_or(Error::<T>::SupervisorNotFound)?;
		ensure!(!info.is_active(), Error::<T>::SupervisorIsActive);

		// Effects.
		info.status = SupervisorStatus::Active;
		Supervisors::<T>::insert(&supervisor, info);
		Self::deposit_event(Event::SupervisorResumed { supervisor });
		Ok(())
	}

	pub(crate) fn do_remove(supervisor: T::AccountId) -> DispatchResult {
		let info = Supervisors::<T>::get(&supervisor).ok_or(Error::<T>::SupervisorNotFound)?;
		ensure!(!info.is_active(), Error::<T>::SupervisorIsActive);
		// V1: nobody is orphaned.
		ensure!(info.creators == 0, Error::<T>::SupervisorHasCreators);

		// Effects.
		Supervisors::<T>::remove(&supervisor);
		FormerSupervisors::<T>::insert(&supervisor, info.country);
		Self::deposit_event(Event::SupervisorRemoved { supervisor });
		Ok(())
	}

	pub(crate) fn do_widen(supervisor: T::AccountId, country: CountryCode) -> DispatchResult {
		let mut info = Supervisors::<T>::get(&supervisor).ok_or(Error::<T>::SupervisorNotFound)?;
		ensure!(!info.acts_for(country), Error::<T>::CountryAlreadyCovered);
		info.extra_countries.try_push(country).map_err(|_| Error::<T>::TooManyCountries)?;

		// Effects.
		Supervisors::<T>::insert(&supervisor, info);
		Self::deposit_event(Event::SupervisorWidened { supervisor, country });
		Ok(())
	}

	/// Admits and authorizes what genesis names; the first refusal ends it.
	pub(crate) fn build_genesis(
		supervisors: &[GenesisSupervisor<T::AccountId>],
		creators: &[GenesisCreator<T::AccountId>],
	) -> DispatchResult {
		for GenesisSupervisor { account, country, body } in supervisors {
			let body = BodyName::try_from(body.as_bytes().to_vec())
				.map_err(|_| Error::<T>::BodyNameInvalid)?;
			Self::do_admit(account.clone(), *country, body)?;
		}
		creators.iter().try_for_each(Self::authorize_at_genesis)
	}
}
