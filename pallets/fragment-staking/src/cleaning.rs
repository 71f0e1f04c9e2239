//! Contracts whose title or curator is gone end by themselves: a cursor goes round all contracts, some in each block
//! that has room. Led to by `on_idle`. Anyone in a hurry calls `end_contract`.

use crate::{CleanAt, Config, Contracts, EndReason, Pallet, WeightInfo};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use reel_fragments::traits::{Curators, KeptTitles, Standing};

impl<T: Config> Pallet<T> {
	/// Looks at the next contracts, as many as fit into `remaining`, at most [`Config::CleanPerBlock`].
	pub(crate) fn clean(remaining: Weight) -> Weight {
		let (none, one) = (T::WeightInfo::clean(0), T::WeightInfo::clean(1));
		let room = remaining.saturating_sub(none);
		let fitting = room.checked_div_per_component(&one.saturating_sub(none)).unwrap_or(0);
		let most = T::CleanPerBlock::get().min(u32::try_from(fitting).unwrap_or(u32::MAX));
		if most == 0 || !remaining.all_gte(none) {
			return Weight::zero();
		}
		let cursor = CleanAt::<T>::get();
		let contracts = match cursor {
			None => Contracts::<T>::iter(),
			Some(last) => Contracts::<T>::iter_from(Contracts::<T>::hashed_key_for(last)),
		};
		let looked: Vec<_> = contracts.take(most as usize).collect();
		let count = looked.len() as u32;
		let last = looked.last().map(|(id, _)| *id);
		for (id, contract) in looked {
			let is_kept = matches!(
				T::Curators::standing(&contract.curator),
				Some(Standing::Live | Standing::Leaving { .. })
			);
			let title = T::Titles::title(&contract.content);
			if !is_kept {
				Self::finish(id, EndReason::Ejected);
			} else if !title.is_some_and(|title| title.is_playable) {
				Self::finish(id, EndReason::TitleGone);
			}
		}
		// Behind the last one it begins again.
		CleanAt::<T>::set(last.filter(|_| count == most));
		T::WeightInfo::clean(count)
	}
}
