//! S1 to S4 of the crate docs.

use crate::{Bonds, Config, HeldTotal, HoldReason, Pallet, Sanctions, Stage};
use frame_support::{ensure, traits::fungible::InspectHold};
use reel_primitives::{Balance, traits::RoundClock};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// S1 to S4 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let reason = HoldReason::ViewerBond.into();
		let mut sum: Balance = 0;
		for (who, bond) in Bonds::<T>::iter() {
			let on_hold = T::Currency::balance_on_hold(&reason, &who);
			ensure!(
				bond.held_cfx > 0 && on_hold == bond.held_cfx,
				"S1: what is written down is not on hold"
			);
			sum = sum.checked_add(bond.held_cfx).ok_or("S2: the sum of bonds overflows")?;
		}
		ensure!(sum == HeldTotal::<T>::get(), "S2: the total held is not the sum of what is held");
		let now = T::Clock::round();
		for (who, sanction) in Sanctions::<T>::iter() {
			ensure!(sanction.since <= now, "S3: a sanction was imposed in the future");
			match sanction.stage {
				Stage::Open { until } | Stage::Appealed { until } => {
					ensure!(until > sanction.since, "S3: a sanction ends before it was imposed");
				},
				Stage::Upheld => ensure!(
					!Bonds::<T>::contains_key(&who),
					"S4: an account that was closed has something on hold"
				),
			}
		}
		Ok(())
	}
}
