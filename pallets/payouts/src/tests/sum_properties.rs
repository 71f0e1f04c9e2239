//! Whatever comes in whatever order: each planck is paid once.

use super::{
	claim::{VIEWERS, claim, claim_of, pay_large, payees},
	sums::Sums,
};
use crate::{OpenTotal, SumsOpen, mock::*};
use frame_support::{traits::Hooks, weights::Weight};
use proptest::prelude::*;
use reel_primitives::{Balance, Round, traits::SumRounds};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Act {
	/// A round is paid, to be claimed.
	Pay,
	/// An account claims all rounds it can, by round.
	ByRound(u32),
	/// A leaf of the sums of the running generation or the one before is claimed, with its neighbours.
	OfSums { leaf: u32, level: u32, before: bool },
	/// A step is opened, if any is due.
	Open { passed_over: usize },
	/// The open step is accepted, or dropped.
	Decide(bool),
	/// Time goes by.
	Pass(Round),
	/// A block has room left.
	Idle,
}

fn acts() -> impl Strategy<Value = Act> {
	let viewer = || 0..VIEWERS as u32;
	prop_oneof![
		3 => Just(Act::Pay),
		3 => viewer().prop_map(Act::ByRound),
		4 => (viewer(), 0u32..=6, any::<bool>())
			.prop_map(|(leaf, level, before)| Act::OfSums { leaf, level, before }),
		4 => (0usize..3).prop_map(|passed_over| Act::Open { passed_over }),
		4 => prop::bool::weighted(0.8).prop_map(Act::Decide),
		3 => (1u64..20).prop_map(Act::Pass),
		2 => Just(Act::Idle),
	]
}

/// The chain, what each viewer was awarded, and what it must have got.
#[derive(Default)]
struct Play {
	sums: Sums,
	before: Option<Sums>,
	opened: bool,
	rounds: Vec<Round>,
	awarded: BTreeMap<u64, Balance>,
}

impl Play {
	fn act(&mut self, act: Act) {
		let now = CurrentRound::get();
		match act {
			Act::Pay => {
				let round = now - 1;
				if self.rounds.last().is_none_or(|last| *last < round) {
					pay_large(round);
					self.rounds.push(round);
					for payee in payees() {
						let part = Payouts::quote(round, payee.shares).unwrap();
						*self.awarded.entry(payee.account).or_default() += part;
					}
				}
			},
			Act::ByRound(index) => {
				let rounds = self.rounds.iter().filter(|r| Payouts::is_claimable(**r, index));
				let claims: Vec<_> = rounds.take(16).map(|r| claim_of(*r, index)).collect();
				if !claims.is_empty() {
					claim(1_000 + u64::from(index), claims.clone()).unwrap();
					claim(1_000 + u64::from(index), claims).unwrap_err();
				}
			},
			Act::OfSums { leaf, level, before } => {
				let sums = if before { self.before.as_ref() } else { Some(&self.sums) };
				let Some(sums) = sums.filter(|sums| leaf < sums.leaves.len() as u32) else {
					return;
				};
				let first = leaf >> level << level;
				let last = (first + (1 << level)).min(sums.leaves.len() as u32) - 1;
				// It may have been paid, or have ended: then nothing happens.
				if sums.claim(first, last).is_ok() {
					sums.claim(first, last).unwrap_err();
				}
			},
			Act::Open { passed_over } => {
				let due = Payouts::status().due;
				let taken = due.get(passed_over..).unwrap_or_default();
				if !self.opened && !taken.is_empty() {
					// One whose time is over is not taken.
					self.opened = self.sums.open(taken).is_ok();
				}
			},
			Act::Decide(accept) => {
				if std::mem::take(&mut self.opened) {
					if accept {
						let before = self.sums.clone();
						self.sums.accept().unwrap();
						if self.sums.generation != before.generation {
							self.before = Some(before);
						}
					} else {
						Payouts::drop_step();
					}
				}
			},
			Act::Pass(rounds) => CurrentRound::set(now + rounds),
			Act::Idle => {
				Payouts::on_idle(1, Weight::MAX);
			},
		}
		Payouts::do_try_state().unwrap();
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(16))]
	#[test]
	fn any_order_of_claims_steps_and_ends_pays_each_planck_once(
		acts in proptest::collection::vec(acts(), 1..60)
	) {
		ExtBuilder.build_and_execute(|| {
			let mut play = Play::default();
			acts.into_iter().for_each(|act| play.act(act));
			assert_conserved();
			for (account, awarded) in &play.awarded {
				assert!(Balances::free_balance(account) <= *awarded, "{account} got too much");
			}
			// All that is still open is paid or ends with the treasury.
			play.act(Act::Decide(true));
			for _ in 0..2 {
				CurrentRound::set(CurrentRound::get() + GENERATION + 5);
				play.act(Act::Pay);
				CurrentRound::set(CurrentRound::get() + 5);
				let due = Payouts::status().due;
				if !due.is_empty() && play.sums.open(&due[due.len() - 1..]).is_ok() {
					play.opened = true;
					play.act(Act::Decide(true));
				}
			}
			CurrentRound::set(CurrentRound::get() + LIFETIME);
			for _ in 0..200 {
				Payouts::on_idle(1, Weight::MAX);
			}
			assert_eq!(OpenTotal::<Test>::get(), 0);
			let running = Payouts::sum_tree(play.sums.generation).map_or(0, |tree| tree.open_cfx());
			assert_eq!(SumsOpen::<Test>::get(), running, "only the running generation is open");
			for (account, awarded) in &play.awarded {
				assert!(Balances::free_balance(account) <= *awarded, "{account} got too much");
			}
		});
	}
}
