//! CFX and assets.

use super::{Fitting, Hand};
use crate::{chain::treasury, fuzz::world::Route};
use rand::Rng;
use reelchain_runtime::{
	Runtime,
	configs::assets::{SSH, SSH_MIN_BALANCE},
};

impl Hand<'_> {
	/// Root could also set a balance, change the issuance or take reserves away behind their owner's back
	/// (`force_set_balance`, `force_adjust_total_issuance`, `force_unreserve`): those break G1 to G3 by what they are
	/// for, and are not drawn.
	pub(super) fn money(&mut self) -> Fitting {
		use pallet_balances::Call;
		let who = Route::Signed(self.somebody());
		let dest = self.anybody().into();
		let value = self.amount();
		let call = match self.up_to(12) {
			0..=4 => Call::<Runtime>::transfer_allow_death { dest, value },
			5..=7 => Call::transfer_keep_alive { dest, value },
			8 => Call::transfer_all { dest, keep_alive: self.coin(0.8) },
			9 => Call::burn { value, keep_alive: true },
			10 => Call::upgrade_accounts { who: vec![self.anybody()] },
			_ => {
				let source = self.anybody().into();
				return (Route::Root, Call::force_transfer { source, dest, value }.into());
			},
		};
		(who, call.into())
	}

	/// SSH in most cases, sometimes an asset that is not there. What its owner may do, the treasury signs: on the chain
	/// it has no key, and root speaks for it. It may not mint: what there is, everybody had from the start.
	pub(super) fn assets(&mut self) -> Fitting {
		use pallet_assets::Call;
		let id = codec::Compact(if self.coin(0.95) { SSH } else { 2 });
		let (one, other, third) = (self.somebody(), self.anybody(), self.anybody());
		let amount = match self.up_to(6) {
			0 => SSH_MIN_BALANCE - 1,
			1 => u128::MAX,
			_ => self.random.gen_range(0..1_000 * SSH_MIN_BALANCE),
		};
		let owner = Route::Signed(treasury());
		let signed = Route::Signed(one.clone());
		let (route, call) = match self.up_to(20) {
			0 => (owner, Call::<Runtime>::mint { id, beneficiary: one.into(), amount }),
			5 => (owner, Call::burn { id, who: one.into(), amount }),
			1..=4 | 6..=8 => (signed, Call::transfer { id, target: other.into(), amount }),
			9 => (signed, Call::transfer_keep_alive { id, target: other.into(), amount }),
			10 | 11 => (signed, Call::approve_transfer { id, delegate: other.into(), amount }),
			12 | 13 => {
				let destination = third.into();
				let call = Call::transfer_approved { id, owner: other.into(), destination, amount };
				(signed, call)
			},
			14 => (signed, Call::cancel_approval { id, delegate: other.into() }),
			15 => (signed, Call::transfer_all { id, dest: other.into(), keep_alive: false }),
			16 => (signed, Call::touch { id }),
			17 => (signed, Call::refund { id, allow_burn: self.coin(0.1) }),
			18 => (owner, Call::freeze { id, who: one.into() }),
			_ => (owner, Call::thaw { id, who: one.into() }),
		};
		(route, call.into())
	}
}
