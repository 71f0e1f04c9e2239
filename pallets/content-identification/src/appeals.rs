//! Who was refused asks a supervisor.

use crate::{Appeal, Appeals, Config, Error, Event, HoldReason, Pallet, Patterns, Permits, Ruling};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, fungible::MutateHold, tokens::Precision},
};
use reel_primitives::{
	Hash32,
	pattern::PatternId,
	traits::{RoundClock, Sanctioners},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_supervisor(who: &T::AccountId) -> DispatchResult {
		ensure!(T::Supervisors::country(who).is_some(), Error::<T>::SupervisorNotActive);
		Ok(())
	}

	pub(crate) fn do_appeal(
		who: T::AccountId,
		name: PatternId,
		file: Hash32,
		evidence: Hash32,
	) -> DispatchResult {
		Self::ensure_publisher(&who)?;
		let (pattern, stored) = Self::root(&name).ok_or(Error::<T>::PatternNotFound)?;
		ensure!(!Self::is_allowed(&who, &pattern, &stored), Error::<T>::NothingToAppeal);
		ensure!(!Appeals::<T>::contains_key(pattern, &who), Error::<T>::AppealOpen);
		let deposit_cfx = T::AppealDeposit::get();
		T::Currency::hold(&HoldReason::Appeal.into(), &who, deposit_cfx)?;
		let appeal = Appeal { file, evidence, made_in: T::Clock::round(), deposit_cfx };
		Appeals::<T>::insert(pattern, &who, appeal);
		Self::deposit_event(Event::Appealed {
			pattern,
			appellant: who,
			file,
			evidence,
			deposit_cfx,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId, pattern: PatternId) -> DispatchResult {
		Self::close(&pattern, &who)?;
		Self::deposit_event(Event::AppealWithdrawn { pattern, appellant: who });
		Ok(())
	}

	pub(crate) fn do_rule(
		by: T::AccountId,
		pattern: PatternId,
		appellant: T::AccountId,
		ruling: Ruling,
	) -> DispatchResult {
		Self::ensure_supervisor(&by)?;
		Self::close(&pattern, &appellant)?;
		// It may have been linked since.
		let (root, mut stored) = Self::root(&pattern).ok_or(Error::<T>::PatternNotFound)?;
		ensure!(by != appellant && by != stored.owner, Error::<T>::OwnCase);
		match ruling {
			Ruling::Dismissed => {},
			Ruling::Permitted => Permits::<T>::insert(root, &appellant, ()),
			Ruling::Transferred => {
				stored.owner = appellant.clone();
				Patterns::<T>::insert(root, stored);
			},
		}
		Self::deposit_event(Event::Ruled { pattern, appellant, by, ruling });
		Ok(())
	}

	/// Removes an appeal and gives its deposit back.
	fn close(pattern: &PatternId, who: &T::AccountId) -> DispatchResult {
		let appeal = Appeals::<T>::take(pattern, who).ok_or(Error::<T>::AppealNotFound)?;
		let reason = HoldReason::Appeal.into();
		T::Currency::release(&reason, who, appeal.deposit_cfx, Precision::Exact)?;
		Ok(())
	}
}
