//! What the keeper of contracts is told of curators, and does to them.

use crate::{Config, CuratorInfo, Curators, Pallet, Roster, WeightInfo};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use reel_fragments::{
	Fragments,
	placement::Seat,
	region::Region,
	traits::{self, SpaceRefusal, Standing},
};
use reel_primitives::{Balance, BasisPoints, Hash32};

impl<T: Config> traits::Curators<T::AccountId> for Pallet<T> {
	fn roster() -> Vec<Seat<T::AccountId>> {
		Roster::<T>::get().into_inner()
	}

	fn max_curators() -> u32 {
		T::MaxCurators::get()
	}

	fn curator_of(key: &T::AccountId) -> Option<T::AccountId> {
		Self::curator_of_any(key)
	}

	fn standing(curator: &T::AccountId) -> Option<Standing> {
		Curators::<T>::get(curator).map(|info| info.standing)
	}

	fn region(curator: &T::AccountId) -> Option<Region> {
		Curators::<T>::get(curator).map(|info| info.region)
	}

	fn used(curator: &T::AccountId) -> Option<Fragments> {
		Curators::<T>::get(curator).map(|info| info.used)
	}

	fn take_space(curator: &T::AccountId, fragments: Fragments) -> Result<(), SpaceRefusal> {
		let mut info = Curators::<T>::get(curator)
			.filter(CuratorInfo::is_live)
			.ok_or(SpaceRefusal::NotLive)?;
		ensure!(info.is_covered(), SpaceRefusal::Uncovered);
		let used = info.used.checked_add(fragments).ok_or(SpaceRefusal::Full)?;
		ensure!(CuratorInfo::<T::AccountId>::fits(used.into(), info.capacity), SpaceRefusal::Full);

		// Effects.
		info.used = used;
		Self::store(curator, info);
		Ok(())
	}

	fn return_space(curator: &T::AccountId, fragments: Fragments) {
		if let Some(mut info) = Curators::<T>::get(curator) {
			info.used = info.used.saturating_sub(fragments);
			Self::store(curator, info);
		}
	}

	fn slash(curator: &T::AccountId, part_bp: BasisPoints) -> Balance {
		Self::do_slash(curator, part_bp)
	}

	fn eject(curator: &T::AccountId) {
		Self::do_eject(curator);
	}

	fn seat_newcomers(seed: &Hash32) -> u32 {
		Self::do_seat_newcomers(seed)
	}

	fn seat_newcomers_weight(newcomers: u32) -> (u64, u64) {
		let weight = T::WeightInfo::seat_newcomers(newcomers);
		(weight.ref_time(), weight.proof_size())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(curator: &T::AccountId, capacity: Fragments, seats: u32) {
		crate::benchmarking::fill_roster::<T>(curator, capacity, seats);
	}
}
