//! Swaps and liquidity.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use frame_support::instances::Instance2;
use pallet_asset_conversion::Call;
use rand::Rng;
use reelchain_runtime::{
	AccountId, PoolAssets, Runtime,
	configs::{
		assets::{SSH, SSH_MIN_BALANCE},
		exchange::Coin,
	},
	constants::currency::CFX,
};
use sp_runtime::Permill;

const SHARE: u32 = 0;

impl Hand<'_> {
	/// CFX unless a coin is named; one that there is no pool of, now and then.
	pub(super) fn fee_coin(&mut self) -> Option<Coin> {
		match self.up_to(12) {
			0..=5 => None,
			6 => Some(Coin::Native),
			7 => Some(Coin::WithId(2)),
			_ => Some(Coin::WithId(SSH)),
		}
	}

	pub(super) fn exchange(&mut self) -> Fitting {
		let who = self.somebody();
		let (cfx, ssh) = (Box::new(Coin::Native), Box::new(Coin::WithId(SSH)));
		let send_to = if self.coin(0.7) { who.clone() } else { self.anybody() };
		let keep_alive = self.coin(0.7);
		let (from, to) = self.direction();
		let (given, taken) = (self.coins(&from), self.coins(&to));
		let path = self.path(from, to);
		let call = match self.up_to(40) {
			0..=12 => Call::<Runtime>::swap_exact_tokens_for_tokens {
				path,
				amount_in: given,
				amount_out_min: if self.coin(0.8) { 1 } else { taken },
				send_to,
				keep_alive,
			},
			13..=22 => Call::swap_tokens_for_exact_tokens {
				path,
				amount_out: taken,
				amount_in_max: if self.coin(0.8) { u128::MAX } else { given },
				send_to,
				keep_alive,
			},
			23..=29 => Call::add_liquidity {
				asset1: cfx,
				asset2: ssh,
				amount1_desired: self.coins(&Coin::Native),
				amount2_desired: self.coins(&Coin::WithId(SSH)),
				amount1_min: if self.coin(0.8) { 0 } else { CFX },
				amount2_min: 0,
				mint_to: send_to,
			},
			30..=34 => {
				let lp_token_burn = self.part(&who);
				Call::remove_liquidity {
					asset1: ssh,
					asset2: cfx,
					lp_token_burn,
					amount1_min_receive: if self.coin(0.8) { 0 } else { taken },
					amount2_min_receive: 0,
					withdraw_to: send_to,
				}
			},
			35 | 36 => {
				let (id, amount) = (codec::Compact(SHARE), self.part(&who));
				let target = send_to.into();
				let call =
					pallet_assets::Call::<Runtime, Instance2>::transfer { id, target, amount };
				return (Route::Signed(who), call.into());
			},
			37 => {
				let fee = Permill::from_parts(self.random.gen_range(0..12_000));
				let call = Call::<Runtime>::set_pool_fee { pool_id: (*cfx, *ssh), fee };
				return (Route::Root, call.into());
			},
			38 => Call::touch { asset1: cfx, asset2: ssh },
			_ if self.coin(0.5) => Call::create_pool { asset1: cfx, asset2: ssh },
			_ => {
				let other = if self.coin(0.5) { ssh } else { Box::new(Coin::WithId(2)) };
				let fee = Permill::from_parts(3_000);
				let (creator, asset1, asset2) = (who, cfx, other);
				let call = Call::<Runtime>::create_pool_with_fee { creator, asset1, asset2, fee };
				return (Route::Root, call.into());
			},
		};
		(Route::Signed(who), call.into())
	}

	fn direction(&mut self) -> (Coin, Coin) {
		match self.coin(0.5) {
			true => (Coin::Native, Coin::WithId(SSH)),
			false => (Coin::WithId(SSH), Coin::Native),
		}
	}

	/// The way from one coin to the other; now and then none.
	#[allow(clippy::vec_box, reason = "what the call asks for")]
	fn path(&mut self, from: Coin, to: Coin) -> Vec<Box<Coin>> {
		let path = match self.up_to(24) {
			0 => vec![from],
			1 => vec![from.clone(), to, from],
			2 => vec![from, Coin::WithId(2)],
			_ => vec![from, to],
		};
		path.into_iter().map(Box::new).collect()
	}

	fn coins(&mut self, coin: &Coin) -> u128 {
		match coin {
			Coin::Native => self.amount(),
			Coin::WithId(_) => match self.up_to(10) {
				0 => 0,
				1 => 1,
				2 => u128::MAX,
				_ => self.random.gen_range(0..100 * SSH_MIN_BALANCE),
			},
		}
	}

	/// A part of what somebody has of the pool, or a little more.
	fn part(&mut self, who: &AccountId) -> u128 {
		let has = PoolAssets::balance(SHARE, who);
		self.random.gen_range(0..=has + has / 8 + 1)
	}
}
