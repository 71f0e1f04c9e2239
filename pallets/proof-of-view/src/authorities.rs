//! The authorities of the last sessions.

use crate::{Authorities, Config, CurrentSession, LastVoted, Pallet, REMEMBERED_SESSIONS};
use alloc::vec::Vec;
use frame_support::{
	BoundedVec,
	traits::{OneSessionHandler, ValidatorSet, defensive_prelude::*},
};
use reel_primitives::{AccountId, Round, ids::PovId, traits::PovAuthorities};

impl<T: Config> Pallet<T> {
	/// The session of the block and its authorities in order.
	pub fn authorities_now() -> (u32, Vec<(AccountId, PovId)>) {
		let session = CurrentSession::<T>::get();
		(session, Authorities::<T>::get(session).unwrap_or_default().into_inner())
	}

	/// Index of the authority whose turn `round` is in the session of the block.
	pub fn proposer(round: Round) -> Option<u32> {
		let session = CurrentSession::<T>::get();
		Self::turn(round, Authorities::<T>::decode_len(session).unwrap_or(0) as u32)
	}

	/// Index of the authority whose turn `round` is among `authorities`.
	pub(crate) fn turn(round: Round, authorities: u32) -> Option<u32> {
		round.checked_rem(u64::from(authorities)).map(|turn| turn as u32)
	}

	/// Notes the authorities of `session`, and forgets those of sessions that no open batch can be of.
	pub(crate) fn begin_session(session: u32, authorities: Vec<(AccountId, PovId)>) {
		let bounded = BoundedVec::truncate_from(authorities);
		CurrentSession::<T>::put(session);
		Authorities::<T>::insert(session, bounded);
		if let Some(old) = session.checked_sub(REMEMBERED_SESSIONS) {
			let forgotten = Authorities::<T>::take(old).unwrap_or_default();
			let remembered: Vec<_> = (old..=session).filter_map(Authorities::<T>::get).collect();
			for (who, _) in forgotten {
				let is_remembered = remembered.iter().flatten().any(|(account, _)| *account == who);
				if !is_remembered {
					LastVoted::<T>::remove(who);
				}
			}
		}
	}
}

impl<T: Config> PovAuthorities for Pallet<T> {
	fn authority_at(session: u32, index: u32) -> Option<(AccountId, PovId)> {
		let authorities = Authorities::<T>::get(session)?;
		authorities.get(usize::try_from(index).ok()?).cloned()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn seat_for_benchmark(authorities: Vec<(AccountId, PovId)>) -> u32 {
		let session = CurrentSession::<T>::get();
		Authorities::<T>::insert(session, BoundedVec::truncate_from(authorities));
		session
	}
}

impl<T: Config> sp_runtime::BoundToRuntimeAppPublic for Pallet<T> {
	type Public = PovId;
}

impl<T: Config> OneSessionHandler<AccountId> for Pallet<T> {
	type Key = PovId;

	fn on_genesis_session<'a, I>(validators: I)
	where
		I: Iterator<Item = (&'a AccountId, PovId)> + 'a,
	{
		Self::begin_session(0, validators.map(|(who, key)| (who.clone(), key)).collect());
	}

	fn on_new_session<'a, I>(_changed: bool, validators: I, _queued: I)
	where
		I: Iterator<Item = (&'a AccountId, PovId)> + 'a,
	{
		let session = T::ValidatorSet::session_index();
		// One session at a time: what was forgotten at each step then leaves nothing behind.
		let next = CurrentSession::<T>::get().checked_add(1);
		let _ = (next == Some(session)).then_some(()).defensive();
		Self::begin_session(session, validators.map(|(who, key)| (who.clone(), key)).collect());
	}

	fn on_disabled(_validator_index: u32) {
		// A disabled validator's proposals are voted down and its votes are one voice among many.
	}
}
