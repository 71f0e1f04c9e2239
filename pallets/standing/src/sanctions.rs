//! Sanctions against accounts that earn: `sanction_account`, `appeal`, `lift_account_sanction`, `uphold_sanction`,
//! `settle`.

use crate::{Config, Error, Event, Pallet, Sanction, SanctionReason, Sanctions, Stage, ViewerBond};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Get},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use reel_primitives::traits::{RoundClock, Sanctioners};

/// Who speaks: governance, or an active supervisor with the country it was admitted for.
type Speaker<T> = Option<(<T as frame_system::Config>::AccountId, [u8; 2])>;

impl<T: Config> Pallet<T> {
	/// Whether all that `who` earns by watching and sharing is put on hold. An appeal that governance let lie is won;
	/// a sanction that was not appealed against binds until somebody settles it.
	pub(crate) fn is_suspended(who: &T::AccountId) -> bool {
		match Sanctions::<T>::get(who).map(|sanction| sanction.stage) {
			Some(Stage::Open { .. }) => true,
			Some(Stage::Appealed { until }) => T::Clock::round() < until,
			Some(Stage::Upheld) | None => false,
		}
	}

	/// Whether what `who` earns is the treasury's.
	pub(crate) fn is_closed(who: &T::AccountId) -> bool {
		Sanctions::<T>::get(who).is_some_and(|sanction| sanction.stage == Stage::Upheld)
	}

	/// Governance, or a supervisor that may act.
	pub(crate) fn speaker(origin: OriginFor<T>) -> Result<Speaker<T>, sp_runtime::DispatchError> {
		match T::AdminOrigin::try_origin(origin) {
			Ok(_) => Ok(None),
			Err(origin) => {
				let who = ensure_signed(origin)?;
				let country =
					T::Sanctioners::country(&who).ok_or(Error::<T>::SupervisorNotActive)?;
				Ok(Some((who, country)))
			},
		}
	}

	pub(crate) fn do_sanction(
		by: Speaker<T>,
		account: T::AccountId,
		reason: SanctionReason,
	) -> DispatchResult {
		let now = T::Clock::round();
		let over = |sanction: Sanction<_>| match sanction.stage {
			Stage::Appealed { until } => now >= until,
			_ => false,
		};
		ensure!(Sanctions::<T>::get(&account).is_none_or(over), Error::<T>::AlreadySanctioned);
		let until = now.saturating_add(T::AppealRounds::get());

		// Effects.
		let speaker = by.as_ref().map(|(who, _)| who.clone());
		let sanction = Sanction { by, reason, since: now, stage: Stage::Open { until } };
		Sanctions::<T>::insert(&account, sanction);
		Self::deposit_event(Event::Sanctioned { account, by: speaker, reason, until });
		Ok(())
	}

	pub(crate) fn do_appeal(who: T::AccountId) -> DispatchResult {
		let now = T::Clock::round();
		let sanction = Sanctions::<T>::get(&who).ok_or(Error::<T>::SanctionNotFound)?;
		let Stage::Open { until } = sanction.stage else {
			return Err(Error::<T>::NotAppealable.into());
		};
		ensure!(now < until, Error::<T>::NotAppealable);
		let until = now.saturating_add(T::DecisionRounds::get());

		// Effects.
		let stage = Stage::Appealed { until };
		Sanctions::<T>::insert(&who, Sanction { stage, ..sanction });
		Self::deposit_event(Event::Appealed { account: who, until });
		Ok(())
	}

	pub(crate) fn do_lift(by: Speaker<T>, account: T::AccountId) -> DispatchResult {
		let sanction = Sanctions::<T>::get(&account).ok_or(Error::<T>::SanctionNotFound)?;
		if let Some((who, _)) = &by {
			// Supervisors take back what supervisors of their country said, and only while it is not decided.
			let (_, country) = sanction.by.as_ref().ok_or(Error::<T>::OutsideCountry)?;
			ensure!(T::Sanctioners::acts_for(who, *country), Error::<T>::OutsideCountry);
			ensure!(sanction.stage != Stage::Upheld, Error::<T>::AlreadyUpheld);
		}
		Self::end(account, by.map(|(who, _)| who))
	}

	pub(crate) fn do_uphold(account: T::AccountId) -> DispatchResult {
		let sanction = Sanctions::<T>::get(&account).ok_or(Error::<T>::SanctionNotFound)?;
		let Stage::Appealed { until } = sanction.stage else {
			return Err(Error::<T>::NotAppealed.into());
		};
		ensure!(T::Clock::round() < until, Error::<T>::DecisionTooLate);
		Self::close(account, sanction)
	}

	/// Carries out what time decided.
	pub(crate) fn do_settle(account: T::AccountId) -> DispatchResult {
		let now = T::Clock::round();
		match Sanctions::<T>::get(&account) {
			Some(sanction) => match sanction.stage {
				Stage::Open { until } if now >= until => Self::close(account, sanction),
				Stage::Appealed { until } if now >= until => Self::end(account, None),
				_ => Err(Error::<T>::NothingToSettle.into()),
			},
			None => {
				let released = Self::release_excess(&account)?;
				ensure!(released > 0, Error::<T>::NothingToSettle);
				Ok(())
			},
		}
	}

	/// Gives back what is above the bond, unless the account is leaving: then it comes with the rest.
	fn release_excess(
		who: &T::AccountId,
	) -> Result<reel_primitives::Balance, sp_runtime::DispatchError> {
		if crate::Bonds::<T>::get(who).is_some_and(|bond| bond.free_in.is_some()) {
			return Ok(0);
		}
		Self::release_above(who, ViewerBond::<T>::get())
	}

	fn end(account: T::AccountId, by: Option<T::AccountId>) -> DispatchResult {
		Sanctions::<T>::remove(&account);
		let released_cfx = Self::release_excess(&account)?;
		Self::deposit_event(Event::SanctionLifted { account, by, released_cfx });
		Ok(())
	}

	fn close(account: T::AccountId, sanction: Sanction<T::AccountId>) -> DispatchResult {
		let forfeited_cfx = Self::forfeit(&account)?;

		// Effects.
		Sanctions::<T>::insert(&account, Sanction { stage: Stage::Upheld, ..sanction });
		Self::deposit_event(Event::SanctionUpheld { account, forfeited_cfx });
		Ok(())
	}
}
