//! Bonds of those who earn, and sanctions against them.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_standing::{Bonds, Call, SanctionReason, Sanctions};
use rand::{Rng, seq::SliceRandom};
use reelchain_runtime::{AccountId, Runtime, constants::currency::CFX};

impl Hand<'_> {
	pub(super) fn standing(&mut self) -> Fitting {
		let account = self.earner();
		let own = Route::Signed(account.clone());
		let supervisor = Route::Signed(self.pick(&self.world.supervisors));
		let call = match self.up_to(25) {
			// Out of range: what rounds come to under a cap is worked out by the pallets' own tests.
			24 => {
				let call = pallet_payouts::Call::<Runtime>::set_title_cap { cap_bp: Some(0) };
				return (Route::Root, call.into());
			},
			0 | 1 => {
				let bond_cfx = match self.up_to(4) {
					0 => 0,
					1 => u128::MAX,
					_ => self.random.gen_range(1..100 * CFX),
				};
				return (Route::Root, Call::<Runtime>::set_viewer_bond { bond_cfx }.into());
			},
			2..=5 => Call::leave {},
			6 | 7 => Call::stay {},
			8 | 9 => Call::withdraw_bond {},
			10..=12 => Call::appeal {},
			13 | 14 => Call::settle { account },
			15..=18 => {
				let reason = self.pick(&[SanctionReason::FakedViews, SanctionReason::ManyAccounts]);
				return (supervisor, Call::sanction_account { account, reason }.into());
			},
			19 | 20 => return (supervisor, Call::lift_account_sanction { account }.into()),
			21 => return (Route::Root, Call::lift_account_sanction { account }.into()),
			_ => return (Route::Root, Call::uphold_sanction { account }.into()),
		};
		(own, call.into())
	}

	/// One that is sanctioned or has something on hold, in most cases.
	fn earner(&mut self) -> AccountId {
		let known: Vec<AccountId> = match self.coin(0.5) {
			true => Sanctions::<Runtime>::iter_keys().collect(),
			false => Bonds::<Runtime>::iter_keys().collect(),
		};
		match known.choose(self.random) {
			Some(account) if self.random.gen_bool(0.8) => account.clone(),
			_ => self.pick(&self.world.viewers),
		}
	}
}
