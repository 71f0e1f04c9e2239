//! The roster: one storage value that the assignment rule ranks, written only when a seat changes.

use crate::{Config, CuratorInfo, Curators, Event, Newcomers, Pallet, Roster};
use codec::Encode;
use reel_fragments::placement::{Seat, placement};
use reel_primitives::Hash32;

impl<T: Config> Pallet<T> {
	/// Writes what is recorded of a curator, and its seat if that says something else now.
	pub(crate) fn store(who: &T::AccountId, info: CuratorInfo<T::AccountId>) {
		let before = Curators::<T>::get(who);
		let is_seat_stale = before.is_some_and(|before| {
			before.is_open() != info.is_open() || before.capacity != info.capacity
		});
		if is_seat_stale && info.is_live() {
			Self::update_seat(who, &info);
		}
		Curators::<T>::insert(who, info);
	}

	/// Closes or opens a seat, and makes it smaller. It is made larger when the next epoch begins.
	fn update_seat(who: &T::AccountId, info: &CuratorInfo<T::AccountId>) {
		Roster::<T>::mutate(|roster| {
			if let Ok(at) = roster.binary_search_by(|seat| seat.curator.cmp(who))
				&& let Some(seat) = roster.get_mut(at)
			{
				seat.is_open = info.is_open();
				seat.capacity = seat.capacity.min(info.capacity);
			}
		});
	}

	/// Takes a curator off the roster and the list of newcomers.
	pub(crate) fn unseat(who: &T::AccountId) {
		Roster::<T>::mutate(|roster| roster.retain(|seat| seat.curator != *who));
		Newcomers::<T>::mutate(|newcomers| newcomers.retain(|newcomer| newcomer != who));
	}

	/// Asks for a seat, or a larger one, when the next epoch begins.
	pub(crate) fn await_seat(who: &T::AccountId) {
		Newcomers::<T>::mutate(|newcomers| {
			if !newcomers.contains(who) {
				// Never full: a live curator is in it once, and there are at most `MaxCurators`.
				let _ = newcomers.try_push(who.clone());
			}
		});
	}

	/// An epoch begins: seats whoever waits for it. O(newcomers), and the roster once if there are any.
	pub(crate) fn do_seat_newcomers(seed: &Hash32) -> u32 {
		let newcomers = Newcomers::<T>::take();
		let count = newcomers.len() as u32;
		if count == 0 {
			return 0;
		}
		Roster::<T>::mutate(|roster| {
			for who in newcomers {
				let Some(info) = Curators::<T>::get(&who).filter(CuratorInfo::is_live) else {
					continue;
				};
				match roster.binary_search_by(|seat| seat.curator.cmp(&who)) {
					Ok(at) => {
						if let Some(seat) = roster.get_mut(at) {
							seat.capacity = info.capacity;
							seat.is_open = info.is_open();
						}
					},
					Err(at) => {
						let seat = Seat {
							placement: who.using_encoded(|bytes| placement(seed, bytes)),
							region: info.region,
							capacity: info.capacity,
							is_open: info.is_open(),
							curator: who,
						};
						// Never full, see `await_seat`.
						let _ = roster.try_insert(at, seat);
					},
				}
			}
		});
		Self::deposit_event(Event::NewcomersSeated { count });
		count
	}
}
