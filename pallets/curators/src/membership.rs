//! Coming, changing, going. Led to by all calls.

use crate::{Config, CoolDown, CuratorInfo, Curators, Endpoints, Error, Event, HotKeys, Pallet};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use reel_fragments::{Fragments, region::Region, traits::Standing};
use reel_primitives::{Round, traits::RoundClock};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		who: T::AccountId,
		hot_key: T::AccountId,
		region: Region,
		capacity: Fragments,
		endpoints: Endpoints,
	) -> DispatchResult {
		ensure!(!Curators::<T>::contains_key(&who), Error::<T>::AlreadyRegistered);
		// A key that acts for another curator must not become one: whom would it act for?
		ensure!(!HotKeys::<T>::contains_key(&who), Error::<T>::HotKeyTaken);
		Self::check_hot_key(&who, &hot_key)?;
		ensure!(Curators::<T>::count() < T::MaxCurators::get(), Error::<T>::TooManyCurators);
		Self::check_capacity(capacity)?;
		Self::check_endpoints(&endpoints)?;
		let asked = Self::try_asked_for(capacity)?;

		// Effects.
		let mut info = CuratorInfo {
			hot_key: hot_key.clone(),
			region,
			endpoints,
			capacity,
			used: 0,
			asked_cfx: 0,
			collateral_cfx: 0,
			standing: Standing::Live,
			registered_in: T::Clock::round(),
		};
		Self::set_collateral(&who, &mut info, asked)?;
		HotKeys::<T>::insert(hot_key, &who);
		Curators::<T>::insert(&who, info);
		Self::await_seat(&who);
		Self::deposit_event(Event::CuratorRegistered {
			curator: who,
			capacity,
			region,
			collateral_cfx: asked,
		});
		Ok(())
	}

	pub(crate) fn do_set_capacity(who: T::AccountId, capacity: Fragments) -> DispatchResult {
		let mut info = Self::live(&who)?;
		Self::check_capacity(capacity)?;
		ensure!(
			CuratorInfo::<T::AccountId>::fits(info.used.into(), capacity),
			Error::<T>::CapacityInUse
		);
		let asked = Self::try_asked_for(capacity)?;

		// Effects.
		Self::set_collateral(&who, &mut info, asked)?;
		if capacity > info.capacity {
			Self::await_seat(&who);
		}
		info.capacity = capacity;
		Self::store(&who, info);
		Self::deposit_event(Event::CapacitySet { curator: who, capacity, collateral_cfx: asked });
		Ok(())
	}

	pub(crate) fn do_set_endpoints(key: &T::AccountId, endpoints: Endpoints) -> DispatchResult {
		let curator = Self::curator_of_any(key).ok_or(Error::<T>::CuratorNotFound)?;
		Self::check_endpoints(&endpoints)?;

		// Effects.
		Curators::<T>::mutate(&curator, |info| {
			if let Some(info) = info {
				info.endpoints = endpoints;
			}
		});
		Self::deposit_event(Event::EndpointsSet { curator });
		Ok(())
	}

	pub(crate) fn do_set_hot_key(who: T::AccountId, hot_key: T::AccountId) -> DispatchResult {
		let mut info = Curators::<T>::get(&who).ok_or(Error::<T>::CuratorNotFound)?;
		Self::check_hot_key(&who, &hot_key)?;

		// Effects.
		HotKeys::<T>::remove(&info.hot_key);
		HotKeys::<T>::insert(&hot_key, &who);
		info.hot_key = hot_key.clone();
		Curators::<T>::insert(&who, info);
		Self::deposit_event(Event::HotKeySet { curator: who, hot_key });
		Ok(())
	}

	pub(crate) fn do_refuse_hot_key(key: &T::AccountId) -> DispatchResult {
		let curator = HotKeys::<T>::get(key)
			.filter(|curator| curator != key)
			.ok_or(Error::<T>::CuratorNotFound)?;

		// Effects. No curator's account is another's hot key (C5): the cold account is free to be its own.
		HotKeys::<T>::remove(key);
		HotKeys::<T>::insert(&curator, &curator);
		Curators::<T>::mutate(&curator, |info| {
			if let Some(info) = info {
				info.hot_key = curator.clone();
			}
		});
		Self::deposit_event(Event::HotKeySet { hot_key: curator.clone(), curator });
		Ok(())
	}

	pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
		let mut info = Self::live(&who)?;

		// Effects.
		let until = Self::cool_down_end();
		info.standing = Standing::Leaving { until };
		Curators::<T>::insert(&who, info);
		Self::unseat(&who);
		Self::deposit_event(Event::CuratorLeaving { curator: who, until });
		Ok(())
	}

	/// Throws a curator out, also one that is leaving. Its cool-down begins anew.
	pub(crate) fn do_eject(who: &T::AccountId) {
		let Some(mut info) = Curators::<T>::get(who) else { return };
		if matches!(info.standing, Standing::Ejected { .. }) {
			return;
		}
		let until = Self::cool_down_end();
		info.standing = Standing::Ejected { until };
		Curators::<T>::insert(who, info);
		Self::unseat(who);
		Self::deposit_event(Event::CuratorEjected { curator: who.clone(), until });
	}

	pub(crate) fn do_finish_leave(who: T::AccountId) -> DispatchResult {
		let info = Curators::<T>::get(&who).ok_or(Error::<T>::CuratorNotFound)?;
		let until = match info.standing {
			Standing::Live => return Err(Error::<T>::StillLive.into()),
			Standing::Leaving { until } | Standing::Ejected { until } => until,
		};
		ensure!(T::Clock::round() >= until, Error::<T>::CoolingDown);
		ensure!(info.used == 0, Error::<T>::StillKeeping);

		// Effects.
		let released_cfx = Self::release_collateral(&who, &info)?;
		HotKeys::<T>::remove(&info.hot_key);
		Curators::<T>::remove(&who);
		Self::deposit_event(Event::CuratorLeft { curator: who, released_cfx });
		Ok(())
	}

	/// The curator that a key is, or acts for.
	pub(crate) fn curator_of_any(key: &T::AccountId) -> Option<T::AccountId> {
		if Curators::<T>::contains_key(key) {
			return Some(key.clone());
		}
		HotKeys::<T>::get(key)
	}

	fn live(who: &T::AccountId) -> Result<CuratorInfo<T::AccountId>, Error<T>> {
		let info = Curators::<T>::get(who).ok_or(Error::<T>::CuratorNotFound)?;
		ensure!(info.is_live(), Error::<T>::NotLive);
		Ok(info)
	}

	pub(crate) fn cool_down_end() -> Round {
		T::Clock::round().saturating_add(CoolDown::<T>::get())
	}

	fn check_hot_key(who: &T::AccountId, hot_key: &T::AccountId) -> Result<(), Error<T>> {
		let is_anothers = HotKeys::<T>::get(hot_key).is_some_and(|curator| curator != *who);
		let is_curator = hot_key != who && Curators::<T>::contains_key(hot_key);
		ensure!(!is_anothers && !is_curator, Error::<T>::HotKeyTaken);
		Ok(())
	}

	fn check_capacity(capacity: Fragments) -> Result<(), Error<T>> {
		let range = T::MinCapacity::get()..=T::MaxCapacity::get();
		ensure!(range.contains(&capacity), Error::<T>::CapacityOutOfRange);
		Ok(())
	}

	fn check_endpoints(endpoints: &Endpoints) -> Result<(), Error<T>> {
		let is_text = |endpoint: &[u8]| core::str::from_utf8(endpoint).is_ok();
		let is_good = endpoints.iter().all(|endpoint| !endpoint.is_empty() && is_text(endpoint));
		ensure!(!endpoints.is_empty() && is_good, Error::<T>::EndpointInvalid);
		Ok(())
	}
}
