//! The pool of CFX and SSH: what a swap gives by the formula of a constant product, who has which part of the pool, and
//! whose the CFX is that the pool gives for a fee in SSH.

use super::{Keeper, Ledger};
use crate::exchange::{FEE_PPM, in_for, mul_div, out_of};
use frame_support::instances::Instance2;
use pallet_asset_conversion::Event;
use pallet_asset_conversion_tx_payment::Event as FeeEvent;
use reelchain_runtime::{
	AccountId, Runtime, RuntimeEvent,
	configs::{assets::SSH, exchange::Coin},
};
use std::collections::BTreeMap;

/// See the module.
pub(super) struct Exchange {
	pub(super) pool: AccountId,
	/// Parts of a million of what is put in that stay in the pool.
	fee_ppm: u32,
	parts: Ledger,
	/// CFX that the pool gave for the fee of the transaction that is going on, and SSH that was paid for it.
	on_the_way: (u128, u128),
}

/// The pool's account, by the SDK's rule: hash of the pallet's id, and of CFX and asset 1 in that order.
fn pool() -> AccountId {
	let seed = [b"reel/exc".as_slice(), &[0], &[1, 1, 0, 0, 0]].concat();
	AccountId::new(sp_io::hashing::blake2_256(&seed))
}

fn parts_on_chain() -> BTreeMap<AccountId, u128> {
	pallet_assets::Account::<Runtime, Instance2>::iter_prefix(0)
		.map(|(who, account)| (who, account.balance))
		.collect()
}

impl Exchange {
	pub(super) fn open() -> Self {
		let parts = Ledger(parts_on_chain());
		Self { pool: pool(), fee_ppm: FEE_PPM, parts, on_the_way: (0, 0) }
	}

	pub(super) fn agrees(&self) -> Result<(), String> {
		if self.on_the_way != (0, 0) {
			return Err(format!("R2: a fee in SSH went nowhere: {:?}", self.on_the_way));
		}
		let difference = self.parts.differs(&parts_on_chain());
		difference.map_or(Ok(()), |difference| Err(format!("R2: parts of the pool: {difference}")))
	}

	/// Who has which part of the pool.
	pub(super) fn part(&mut self, event: &pallet_assets::Event<Runtime, Instance2>) {
		use pallet_assets::Event;
		match event {
			Event::Issued { asset_id: 0, owner, amount } => self.parts.give(owner, *amount),
			Event::Burned { asset_id: 0, owner, balance } => self.parts.take(owner, *balance),
			Event::Transferred { asset_id: 0, from, to, amount } => {
				self.parts.move_between(from, to, *amount);
			},
			_ => {},
		}
	}
}

/// Who pays in SSH for the transaction whose events these are.
fn payer(events: &[RuntimeEvent]) -> &AccountId {
	let payer = events.iter().find_map(|event| match event {
		RuntimeEvent::AssetTxPayment(FeeEvent::AssetTxFeePaid { who, .. }) => Some(who),
		_ => None,
	});
	payer.expect("R2: the pool gave CFX for a fee that nobody paid")
}

impl Keeper {
	/// What is in the pool of CFX and SSH.
	fn reserves(&self) -> (u128, u128) {
		let of = |ledger: &Ledger| ledger.0.get(&self.exchange.pool).copied().unwrap_or(0);
		(of(&self.cfx), of(&self.ssh))
	}

	/// Checks one swap against the formula.
	fn swapped(&self, path: &[(Coin, u128)], given: u128, taken: u128) -> bool {
		let (cfx, ssh) = self.reserves();
		let to_ssh = match path {
			[(Coin::Native, one), (Coin::WithId(SSH), other)]
			| [(Coin::WithId(SSH), one), (Coin::Native, other)] => {
				assert_eq!((*one, *other), (given, taken), "R2: a swap in two words");
				path[0].0 == Coin::Native
			},
			_ => panic!("R2: a swap through {path:?}"),
		};
		let (reserve_in, reserve_out) = if to_ssh { (cfx, ssh) } else { (ssh, cfx) };
		let fee = self.exchange.fee_ppm;
		assert!(
			Some(taken) == out_of(fee, given, reserve_in, reserve_out)
				|| Some(given) == in_for(fee, taken, reserve_in, reserve_out),
			"R2: {taken} for {given} out of {reserve_out}, {reserve_in}"
		);
		to_ssh
	}

	pub(super) fn exchanged(&mut self, event: &Event<Runtime>, events: &[RuntimeEvent]) {
		let pool = self.exchange.pool.clone();
		match event {
			Event::SwapExecuted { who, send_to, amount_in, amount_out, path } => {
				let (one, other) = match self.swapped(path, *amount_in, *amount_out) {
					true => (&mut self.cfx, &mut self.ssh),
					false => (&mut self.ssh, &mut self.cfx),
				};
				one.move_between(who, &pool, *amount_in);
				other.move_between(&pool, send_to, *amount_out);
			},
			Event::SwapCreditExecuted { amount_in, amount_out, path } => {
				let who = payer(events);
				let (mut cfx, mut ssh) = self.exchange.on_the_way;
				if self.swapped(path, *amount_in, *amount_out) {
					self.cfx.give(&pool, *amount_in);
					self.ssh.move_between(&pool, who, *amount_out);
					cfx -= amount_in;
					ssh -= amount_out;
				} else {
					self.ssh.move_between(who, &pool, *amount_in);
					self.cfx.take(&pool, *amount_out);
					cfx += amount_out;
					ssh += amount_in;
				}
				self.exchange.on_the_way = (cfx, ssh);
			},
			Event::LiquidityAdded {
				amount1_provided, amount2_provided, lp_token_minted, ..
			} => {
				// The coins have been moved, and the parts given, by the time that it is told.
				let (cfx, ssh) = self.reserves();
				let before = self.exchange.parts.sum() - lp_token_minted;
				let side = |amount: u128, reserve| mul_div(amount, before, reserve);
				let expected = side(*amount1_provided, cfx - amount1_provided)
					.min(side(*amount2_provided, ssh - amount2_provided));
				assert_eq!(*lp_token_minted, expected, "R2: a part of the pool");
			},
			Event::LiquidityRemoved { amount1, amount2, lp_token_burned, .. } => {
				let (cfx, ssh) = self.reserves();
				let before = self.exchange.parts.sum() + lp_token_burned;
				// Only drawn with SSH first.
				let expected = (
					mul_div(*lp_token_burned, ssh + amount1, before),
					mul_div(*lp_token_burned, cfx + amount2, before),
				);
				assert_eq!((*amount1, *amount2), expected, "R2: what a part of the pool is worth");
			},
			Event::PoolFeeSet { fee, .. } => {
				assert!(fee.deconstruct() <= 10_000, "R2: a fee of more than one percent");
				self.exchange.fee_ppm = fee.deconstruct();
			},
			_ => {},
		}
	}

	/// A fee in another coin is divided as one in CFX.
	pub(super) fn fee_in_coin(&mut self, event: &FeeEvent<Runtime>, author: &AccountId) {
		let FeeEvent::AssetTxFeePaid { who, actual_fee, tip, asset_id } = event else {
			panic!("R2: {event:?}");
		};
		let (cfx, ssh) = std::mem::take(&mut self.exchange.on_the_way);
		let paid = match asset_id {
			Coin::Native => {
				self.cfx.take(who, *actual_fee);
				*actual_fee
			},
			_ => {
				assert_eq!(ssh, *actual_fee, "R2: SSH of a fee");
				cfx
			},
		};
		let fee = paid - tip;
		let to_treasury = fee * 80 / 100;
		self.cfx.give(&self.treasury, to_treasury);
		self.cfx.give(author, paid - to_treasury);
	}
}
