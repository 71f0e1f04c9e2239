//! What the session asks when it plans: the members that have keys, and only if something changed.

use crate::{Config, Floor, LastPlanned, Members, Pallet, SessionKeysOf};
use alloc::vec::Vec;
use codec::Encode;
use reel_primitives::{Hash32, blake2b_256};
use sp_staking::SessionIndex;

const LOG_TARGET: &str = "runtime::validator-set";

impl<T: Config> Pallet<T> {
	/// Members with keys, and the fingerprint of both.
	fn plan() -> (Vec<T::AccountId>, Hash32) {
		let with_keys = Members::<T>::get()
			.into_iter()
			.filter_map(|who| T::SessionKeys::fingerprint(&who).map(|keys| (who, keys)))
			.collect::<Vec<_>>();
		let fingerprint = blake2b_256(&[&with_keys.encode()]);
		(with_keys.into_iter().map(|(who, _)| who).collect(), fingerprint)
	}

	/// The set for a coming session; `None` leaves the running one as it is.
	///
	/// A change of keys counts as a change of the set, because historical proofs commit to both. When so many members
	/// have lost their keys that fewer than the floor are left, the running set stays: a chain must not lose its
	/// finality to a mistake.
	fn plan_session() -> Option<Vec<T::AccountId>> {
		let (members, fingerprint) = Self::plan();
		if members.len() < Floor::<T>::get() as usize {
			log::error!(
				target: LOG_TARGET,
				"only {} members have session keys: the running set stays",
				members.len(),
			);
			return None;
		}
		if LastPlanned::<T>::get() == Some(fingerprint) {
			return None;
		}
		LastPlanned::<T>::put(fingerprint);
		Some(members)
	}

	/// The set of the first two sessions. A chain without members has none, and never makes a block.
	fn plan_genesis() -> Option<Vec<T::AccountId>> {
		let (members, fingerprint) = Self::plan();
		if members.is_empty() {
			return None;
		}
		LastPlanned::<T>::put(fingerprint);
		Some(members)
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan_session()
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan_genesis()
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {}
}

/// Validators are identified in historical proofs by their account alone.
impl<T: Config> pallet_session::historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		Self::plan_session().map(identified)
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		Self::plan_genesis().map(identified)
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {}
}

fn identified<AccountId>(members: Vec<AccountId>) -> Vec<(AccountId, ())> {
	members.into_iter().map(|who| (who, ())).collect()
}
