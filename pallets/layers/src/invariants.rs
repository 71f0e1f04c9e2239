//! L1 to L5 of the crate docs.

use crate::{
	Config, HoldReason, Layers, LayersOf, MAX_OFFERS, OwedTotal, Pallet, SharesOf, Stage,
	contracts::is_sound,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::fungible::{Inspect, InspectHold},
};
use reel_primitives::{
	BASIS_POINTS, Balance,
	traits::{RoundClock, Titles},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// L1 to L5 of the crate docs; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for (id, layer) in Layers::<T>::iter() {
			ensure!(T::Titles::terms(&layer.content).is_some(), "L1: a layer of no title");
			let listed = LayersOf::<T>::get(layer.content);
			let times = listed.iter().filter(|other| **other == id).count();
			ensure!(times == 1, "L1: a layer is not in its title's list, once");
			let sound = layer.file.is_sound() && layer.language.is_sound();
			ensure!(sound && is_sound(&layer.terms), "L2: a layer is unsound");
			let sum = deposits.entry(layer.activator).or_default();
			*sum = sum.saturating_add(layer.deposit_cfx);
		}
		for (content, ids) in LayersOf::<T>::iter() {
			ensure!(!ids.is_empty(), "L1: an empty list");
			let layers: alloc::vec::Vec<_> = ids.iter().filter_map(Layers::<T>::get).collect();
			let own = layers.iter().filter(|layer| layer.content == content).count();
			ensure!(own == ids.len(), "L1: a list names what is not there");
			let offers = layers.iter().filter(|layer| layer.stage == Stage::Offered).count();
			ensure!(offers <= MAX_OFFERS as usize, "L1: more offers than there may be");
			let shared: BTreeSet<_> = ids
				.iter()
				.filter(|id| Layers::<T>::get(id).is_some_and(|layer| layer.share_bp().is_some()))
				.collect();
			let shares = SharesOf::<T>::get(content);
			let named: BTreeSet<_> = shares.iter().map(|share| &share.layer).collect();
			ensure!(
				named == shared && named.len() == shares.len(),
				"L4: shares are not of the layers that have one"
			);
		}
		for (who, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Layer.into(), &who);
			ensure!(held == deposit, "L3: what an activator has on hold is not its deposits");
		}
		Self::shares_are_sound()
	}

	fn shares_are_sound() -> Result<(), TryRuntimeError> {
		let now = T::Clock::round();
		let mut owed: Balance = 0;
		for shares in SharesOf::<T>::iter_values() {
			ensure!(!shares.is_empty(), "L4: an empty list of shares");
			for share in &shares {
				let layer = Layers::<T>::get(share.layer);
				let layer = layer.ok_or("L4: a share of no layer")?;
				let ends = match layer.stage {
					Stage::Ending { ends } => Some(ends),
					Stage::Offered | Stage::Accepted => None,
				};
				ensure!(
					layer.share_bp() == Some(share.share_bp)
						&& layer.activator == share.activator
						&& layer.stopped.is_some() == share.stopped
						&& ends == share.ends,
					"L4: a share is not its layer's"
				);
				owed = owed.saturating_add(share.owed_cfx);
			}
			let sum: u32 = shares
				.iter()
				.filter(|share| share.ends.is_none_or(|ends| now < ends))
				.map(|share| u32::from(share.share_bp))
				.sum();
			ensure!(sum <= u32::from(BASIS_POINTS), "L4: shares of more than there is");
		}
		ensure!(owed == OwedTotal::<T>::get(), "L5: the sum of what is owed");
		let pot = T::Currency::balance(&Self::pot_account());
		ensure!(pot >= owed, "L5: the pot does not hold what is owed");
		Ok(())
	}
}
