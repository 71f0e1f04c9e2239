//! Rounds that become sums.

use super::claim::{claim, claim_of, pay_large, payees};
use crate::{ClearingSums, Error, Event, StaleBitmaps, Summing, mock::*, sum_claims::Leaves};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::DispatchResult,
	pallet_prelude::{Authorize, InvalidTransaction, TransactionSource, ValidTransaction},
	traits::Hooks,
	weights::Weight,
};
use frame_system::RawOrigin;
use reel_merkle::binary::Tree;
use reel_primitives::{
	Balance, Hash32, Round,
	sums::{MAX_ROUNDS_PER_STEP, SumLeaf, SumProposal},
	traits::{StepRefusal, SumRounds},
};
use sp_runtime::{DispatchError, transaction_validity::TransactionValidityError};
use std::collections::BTreeMap;

/// What a desk keeps: the sums of the running generation.
#[derive(Clone, Default)]
pub(super) struct Sums {
	pub(super) generation: u32,
	pub(super) leaves: BTreeMap<u64, Balance>,
	next: Option<(SumProposal, BTreeMap<u64, Balance>)>,
}

impl Sums {
	fn items(leaves: &BTreeMap<u64, Balance>) -> Vec<SumLeaf<u64>> {
		leaves
			.iter()
			.map(|(account, sum_cfx)| SumLeaf { account: *account, sum_cfx: *sum_cfx })
			.collect()
	}

	pub(super) fn tree(leaves: &BTreeMap<u64, Balance>) -> Tree {
		Tree::from_items(&Self::items(leaves).iter().map(Encode::encode).collect::<Vec<_>>())
	}

	/// The step that takes these rounds, as every desk computes it, and the sums after it.
	pub(super) fn proposal(&self, rounds: &[Round]) -> (SumProposal, BTreeMap<u64, Balance>) {
		let status = Payouts::status();
		let begins = status.is_over;
		let generation = status.generation + u32::from(begins);
		let mut leaves = if begins { BTreeMap::new() } else { self.leaves.clone() };
		let mut open_cfx = 0;
		for round in rounds {
			let summable = Payouts::summable_round(*round).unwrap();
			let claims = Payouts::round_claims(*round).unwrap();
			let mut left = claims.open_cfx();
			open_cfx += left;
			for (payee, index) in payees().into_iter().zip(0..) {
				if !summable.is_claimed(index) {
					let amount = claims.amount(payee.shares).unwrap().min(left);
					left -= amount;
					*leaves.entry(payee.account).or_default() += amount;
				}
			}
		}
		let passed_over = status.due.iter().position(|due| Some(due) == rounds.first());
		let proposal = SumProposal {
			round: CurrentRound::get() - 1,
			step: status.step,
			generation,
			passed_over: passed_over.unwrap_or_default() as u32,
			rounds: rounds.len() as u32,
			open_cfx,
			root: Self::tree(&leaves).root(),
			count: leaves.len() as u32,
			total_cfx: leaves.values().sum(),
		};
		(proposal, leaves)
	}

	pub(super) fn open(&mut self, rounds: &[Round]) -> Result<(), StepRefusal> {
		let (proposal, leaves) = self.proposal(rounds);
		Payouts::open_step(&proposal)?;
		self.next = Some((proposal, leaves));
		Ok(())
	}

	pub(super) fn accept(&mut self) -> Result<(), StepRefusal> {
		let (proposal, leaves) = self.next.take().unwrap();
		Payouts::accept_step(&proposal)?;
		self.generation = proposal.generation;
		self.leaves = leaves;
		Ok(())
	}

	pub(super) fn step(&mut self, rounds: &[Round]) -> Result<(), StepRefusal> {
		self.open(rounds)?;
		self.accept()
	}

	/// The claim of the node of `level` that begins with leaf `first`.
	pub(super) fn claim_at(&self, first: u32, level: u32) -> (u32, Leaves<Test>, Vec<Hash32>) {
		let path = Self::tree(&self.leaves).prove_subtree(first, level).unwrap();
		let items = Self::items(&self.leaves).into_iter().skip(first as usize);
		let leaves: Vec<_> = items.take(1 << level).collect();
		(first, leaves.try_into().unwrap(), path)
	}

	/// Claims leaves `first` to `last`, a node of the tree.
	pub(super) fn claim(&self, first: u32, last: u32) -> DispatchResult {
		let level = (last - first + 1).next_power_of_two().trailing_zeros();
		self.send(self.claim_at(first, level))
	}

	fn call(&self, claim: (u32, Leaves<Test>, Vec<Hash32>)) -> crate::Call<Test> {
		let (first, leaves, path) = claim;
		let (generation, path) = (self.generation, path.try_into().unwrap());
		crate::Call::claim_sums { generation, first, leaves, path }
	}

	/// What the pool says, then the call: they agree.
	fn send(&self, claim: (u32, Leaves<Test>, Vec<Hash32>)) -> DispatchResult {
		let admitted = self.admission(claim.clone());
		let (first, leaves, path) = claim;
		let origin = RawOrigin::Authorized.into();
		let path = path.try_into().unwrap();
		let result = Payouts::claim_sums(origin, self.generation, first, leaves, path);
		assert_eq!(admitted.is_ok(), result.is_ok());
		result
	}

	fn admission(
		&self,
		claim: (u32, Leaves<Test>, Vec<Hash32>),
	) -> Result<ValidTransaction, TransactionValidityError> {
		self.call(claim).authorize(TransactionSource::External).unwrap().map(|(valid, _)| valid)
	}
}

fn error(error: Error<Test>) -> DispatchError {
	error.into()
}

/// Two large rounds as sums, and the part of one viewer in one of them.
fn two_rounds() -> (Sums, Balance) {
	[10, 11].into_iter().for_each(pay_large);
	let part = Payouts::quote(10, payees()[0].shares).unwrap();
	CurrentRound::set(15);
	let mut sums = Sums::default();
	sums.step(&[10, 11]).unwrap();
	(sums, part)
}

#[test]
fn rounds_that_nobody_claimed_become_sums_to_the_last_planck() {
	ExtBuilder.build_and_execute(|| {
		[10, 11].into_iter().for_each(pay_large);
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		let part = Payouts::quote(10, payees()[0].shares).unwrap();
		let rest = Payouts::round_claims(10).unwrap().persons_cfx % 300;
		let treasury = Balances::free_balance(TREASURY);
		CurrentRound::set(15);
		let mut sums = Sums::default();
		sums.step(&[10, 11]).unwrap();
		assert_eq!((sums.leaves[&1_007], sums.leaves[&1_008]), (part, 2 * part));
		assert_eq!(crate::OpenTotal::<Test>::get(), 0);
		assert_eq!(crate::SumsOpen::<Test>::get(), 599 * part);
		// What rounding leaves over is not kept back from anybody.
		assert_eq!(Balances::free_balance(TREASURY), treasury + 2 * rest);
		let (summed_cfx, treasury_cfx) = (599 * part, 2 * rest);
		let expected =
			Event::RoundsSummed { generation: 1, step: 0, rounds: 2, summed_cfx, treasury_cfx };
		System::assert_last_event(expected.into());
		assert_eq!(StaleBitmaps::<Test>::iter_keys().collect::<Vec<_>>(), [10]);
	});
}

#[test]
fn a_claim_pays_what_was_not_paid_of_the_sum_however_long_ago_the_last_was() {
	ExtBuilder.build_and_execute(|| {
		let (mut sums, part) = two_rounds();
		assert_ok!(sums.claim(7, 7));
		assert_eq!(Balances::free_balance(1_007), 2 * part);
		assert_eq!(sums.claim(7, 7), Err(error(Error::SumsPaidAlready)));
		for round in [16, 21, 26] {
			CurrentRound::set(round + 1);
			pay_large(round);
			CurrentRound::set(round + 4);
			sums.step(&[round]).unwrap();
		}
		assert_ok!(sums.claim(7, 7));
		assert_eq!(Balances::free_balance(1_007), 5 * part);
		assert_eq!(Payouts::sum_paid(1, 1_007), 5 * part);
		assert_eq!(Payouts::sum_tree(1).unwrap().paid_cfx, 5 * part);
	});
}

#[test]
fn one_call_pays_sixty_four_neighbours_and_none_of_them_twice() {
	ExtBuilder.build_and_execute(|| {
		let (sums, part) = two_rounds();
		assert_ok!(sums.claim(70, 70));
		let size = sums.call(sums.claim_at(64, 6)).encoded_size();
		assert!(size < 64 * 24, "{size}: an account of this chain is 8 bytes");
		let valid = sums.admission(sums.claim_at(64, 6)).unwrap();
		assert_eq!((valid.provides.len(), valid.priority), (63, 63), "a tag for each to be paid");
		assert_ok!(sums.claim(64, 127));
		for account in 1_064..1_128 {
			assert_eq!(Balances::free_balance(account), 2 * part);
		}
		let expected =
			Event::SumsClaimed { generation: 1, first: 64, accounts: 63, amount_cfx: 126 * part };
		System::assert_last_event(expected.into());
		assert_eq!(sums.claim(64, 127), Err(error(Error::SumsPaidAlready)));
		// The end of the list, of which a node has fewer.
		assert_ok!(sums.claim(256, 299));
		assert_eq!(Balances::free_balance(1_299), 2 * part);
	});
}

#[test]
fn a_round_that_became_a_sum_is_not_claimed_by_round_any_more() {
	ExtBuilder.build_and_execute(|| {
		let (sums, part) = two_rounds();
		assert_noop!(claim(1_007, vec![claim_of(10, 7)]), Error::<Test>::RoundNotClaimable);
		assert!(!Payouts::is_claimable(10, 7));
		assert_ok!(sums.claim(7, 7));
		assert_noop!(claim(1_007, vec![claim_of(11, 7)]), Error::<Test>::RoundNotClaimable);
		assert_eq!(Balances::free_balance(1_007), 2 * part);
	});
}

#[test]
fn while_a_step_is_voted_on_its_rounds_are_closed_and_open_again_when_it_fails() {
	ExtBuilder.build_and_execute(|| {
		[10, 11].into_iter().for_each(pay_large);
		CurrentRound::set(15);
		let mut sums = Sums::default();
		sums.open(&[10]).unwrap();
		assert_noop!(claim(1_007, vec![claim_of(10, 7)]), Error::<Test>::RoundBeingSummed);
		assert!(!Payouts::is_claimable(10, 7) && Payouts::is_claimable(11, 7));
		assert_ok!(claim(1_007, vec![claim_of(11, 7)]));
		// Nor do they expire under it.
		CurrentRound::set(10 + LIFETIME);
		Payouts::on_idle(1, Weight::MAX);
		assert!(Payouts::round_claims(10).is_some());
		CurrentRound::set(15);
		Payouts::drop_step();
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		// A step that was computed before the claim is not taken.
		let (stale, _) = sums.next.clone().unwrap();
		assert_eq!(Payouts::open_step(&stale), Err(StepRefusal::Claimed));
		assert_ok!(sums.step(&[10, 11]));
		assert!(!sums.leaves.contains_key(&1_007) || sums.leaves[&1_007] == 0);
	});
}

#[test]
fn refuses_steps_that_are_not_what_is_due() {
	ExtBuilder.build_and_execute(|| {
		[10, 11, 15].into_iter().for_each(pay_large);
		CurrentRound::set(15);
		let sums = Sums::default();
		let (good, _) = sums.proposal(&[10, 11]);
		let refused = |change: &dyn Fn(&mut SumProposal)| {
			let mut bad = good;
			change(&mut bad);
			Payouts::check_step(&bad).unwrap_err()
		};
		assert_eq!(refused(&|p| p.step = 1), StepRefusal::NotNext);
		assert_eq!(refused(&|p| p.generation = 0), StepRefusal::Generation);
		assert_eq!(refused(&|p| p.generation = 2), StepRefusal::Generation);
		assert_eq!(refused(&|p| p.rounds = 0), StepRefusal::Rounds);
		assert_eq!(refused(&|p| p.rounds = 3), StepRefusal::Rounds, "round 15 is of this period");
		assert_eq!(refused(&|p| p.rounds = MAX_ROUNDS_PER_STEP + 1), StepRefusal::Rounds);
		assert_eq!(refused(&|p| p.passed_over = 1), StepRefusal::Rounds);
		assert_eq!(refused(&|p| p.open_cfx -= 1), StepRefusal::Claimed);
		assert_eq!(refused(&|p| p.total_cfx = p.open_cfx + 1), StepRefusal::Sums);
		assert_eq!(refused(&|p| p.count = 0), StepRefusal::Sums);
		assert_eq!(refused(&|p| p.count = (1 << 20) + 1), StepRefusal::Sums);
		assert_eq!(Payouts::check_step(&good), Ok(()));
		Payouts::open_step(&good).unwrap();
		assert_eq!(Payouts::check_step(&good), Err(StepRefusal::NotNext), "one at a time");
		Payouts::drop_step();
		CurrentSumPeriod::set(Some(0));
		assert_eq!(Payouts::check_step(&good), Err(StepRefusal::Rounds), "it is turned off");
		CurrentSumPeriod::set(None);
		assert_eq!(Payouts::check_step(&good), Err(StepRefusal::Rounds), "nor is it by itself");
		CurrentSumPeriod::set(Some(5));
	});
}

#[test]
fn sums_never_fall() {
	ExtBuilder.build_and_execute(|| {
		let (sums, _) = two_rounds();
		CurrentRound::set(16);
		pay_large(15);
		CurrentRound::set(20);
		let (mut bad, _) = sums.proposal(&[15]);
		bad.total_cfx = sums.leaves.values().sum::<Balance>() - 1;
		assert_eq!(Payouts::check_step(&bad), Err(StepRefusal::Sums));
	});
}

#[test]
fn refuses_claims_of_what_is_not_in_the_tree() {
	ExtBuilder.build_and_execute(|| {
		let (mut sums, part) = two_rounds();
		let (first, leaves, path) = sums.claim_at(64, 2);
		let mut richer = leaves.clone();
		richer[0].sum_cfx += 1;
		let mut stranger = leaves.clone();
		stranger[0].account = 1;
		let shorter: Leaves<Test> = leaves[..3].to_vec().try_into().unwrap();
		for bad in [
			(first, richer, path.clone()),
			(first, stranger, path.clone()),
			(first, shorter, path.clone()),
			(first + 4, leaves.clone(), path.clone()),
			(first + 1, leaves.clone(), path.clone()),
			(u32::MAX, leaves.clone(), path.clone()),
			(first, leaves.clone(), path[1..].to_vec()),
		] {
			assert_eq!(sums.admission(bad.clone()), Err(InvalidTransaction::BadProof.into()));
			assert_eq!(sums.send(bad), Err(error(Error::ProofMismatch)));
		}
		let empty = (first, Leaves::<Test>::default(), path.clone());
		assert_eq!(sums.send(empty), Err(error(Error::ClaimCountOutOfRange)));
		let mut twice = leaves.clone();
		twice[1] = twice[0].clone();
		let twice = (first, twice, path.clone());
		assert_eq!(sums.send(twice), Err(error(Error::ClaimsNotAscending)));
		// A claim of the tree before is of no tree any more.
		CurrentRound::set(17);
		pay_large(16);
		CurrentRound::set(20);
		let before = sums.clone();
		sums.step(&[16]).unwrap();
		assert_eq!(before.claim(64, 67), Err(error(Error::ProofMismatch)));
		assert_ok!(sums.claim(64, 67));
		assert_eq!(Balances::free_balance(1_064), 3 * part);
		sums.generation = 2;
		assert_eq!(sums.claim(68, 68), Err(error(Error::SumsNotClaimable)));
		assert_noop!(
			Payouts::claim_sums(
				RuntimeOrigin::signed(1),
				1,
				first,
				leaves,
				path.try_into().unwrap()
			),
			sp_runtime::traits::BadOrigin
		);
	});
}

#[test]
fn a_tree_with_more_than_its_total_pays_no_more_than_that() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		pay_large(11);
		CurrentRound::set(15);
		let mut sums = Sums::default();
		let (mut proposal, _) = sums.proposal(&[10]);
		// Voted through by liars: two leaves of nine tenths each.
		let each = proposal.open_cfx / 10 * 9;
		let leaves = BTreeMap::from([(7_000, each), (7_001, each)]);
		proposal.root = Sums::tree(&leaves).root();
		proposal.count = 2;
		proposal.total_cfx = proposal.open_cfx;
		Payouts::open_step(&proposal).unwrap();
		Payouts::accept_step(&proposal).unwrap();
		sums = Sums { generation: 1, leaves, next: None };
		assert_eq!(sums.claim(0, 1), Err(error(Error::RoundExhausted)));
		assert_ok!(sums.claim(0, 0));
		assert_eq!(sums.claim(1, 1), Err(error(Error::RoundExhausted)));
		assert_ok!(claim(1_007, vec![claim_of(11, 7)]));
	});
}

#[test]
fn a_round_that_nobody_can_sum_up_is_passed_over_and_stays_claimable_by_round() {
	ExtBuilder.build_and_execute(|| {
		[10, 11, 12].into_iter().for_each(pay_large);
		CurrentRound::set(15);
		let mut sums = Sums::default();
		sums.step(&[11]).unwrap();
		assert_eq!(Payouts::status().due, [12], "10 was passed over for good");
		sums.step(&[12]).unwrap();
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		let open = Payouts::round_claims(10).unwrap().open_cfx();
		let treasury = Balances::free_balance(TREASURY);
		CurrentRound::set(10 + LIFETIME);
		Payouts::on_idle(1, Weight::MAX);
		assert_eq!(Balances::free_balance(TREASURY), treasury + open);
		// Over the gaps of 11 and 12 the queue goes on.
		pay_large(10 + LIFETIME - 1);
		for _ in 0..8 {
			Payouts::on_idle(1, Weight::MAX);
		}
		assert_eq!(crate::ExpiryBounds::<Test>::get(), (3, 4));
		CurrentRound::set(10 + 2 * LIFETIME);
		Payouts::on_idle(1, Weight::MAX);
		assert!(Payouts::round_claims(10 + LIFETIME - 1).is_none());
	});
}

#[test]
fn a_generation_ends_and_what_nobody_claimed_of_it_goes_to_the_treasury() {
	ExtBuilder.build_and_execute(|| {
		let (mut sums, part) = two_rounds();
		assert_ok!(sums.claim(7, 7));
		let first = sums.clone();
		// The next step after the generation's time begins another.
		CurrentRound::set(16);
		pay_large(15);
		CurrentRound::set(15 + GENERATION);
		let (mut bad, _) = sums.proposal(&[15]);
		bad.generation = 1;
		assert_eq!(Payouts::check_step(&bad), Err(StepRefusal::Generation));
		sums.step(&[15]).unwrap();
		assert_eq!((sums.generation, sums.leaves[&1_007]), (2, part));
		// Both can be claimed from.
		assert_ok!(first.claim(8, 8));
		assert_ok!(sums.claim(8, 8));
		assert_eq!(Balances::free_balance(1_008), 3 * part);
		let end = 15 + GENERATION + LIFETIME;
		assert_eq!(Payouts::sum_tree(1).unwrap().expires_in, Some(end));
		CurrentRound::set(end);
		assert_eq!(first.claim(9, 9), Err(error(Error::SumsNotClaimable)));
		let (treasury, open) =
			(Balances::free_balance(TREASURY), Payouts::sum_tree(1).unwrap().open_cfx());
		assert_eq!(open, 596 * part);
		Payouts::on_idle(1, Weight::MAX);
		assert_eq!(Balances::free_balance(TREASURY), treasury + open);
		assert_eq!(ClearingSums::<Test>::get(), Some(1));
		Payouts::on_idle(1, Weight::MAX);
		assert_eq!(Payouts::sum_paid(1, 1_007), 0);
		Payouts::on_idle(1, Weight::MAX);
		assert_eq!(ClearingSums::<Test>::get(), None);
		// The running one does not end.
		assert_ok!(sums.claim(9, 9));
	});
}

#[test]
fn bitmaps_of_rounds_that_became_sums_are_removed() {
	ExtBuilder.build_and_execute(|| {
		[10, 11].into_iter().for_each(pay_large);
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		assert_ok!(claim(1_007, vec![claim_of(11, 7)]));
		CurrentRound::set(15);
		Sums::default().step(&[10, 11]).unwrap();
		for _ in 0..4 {
			Payouts::on_idle(1, Weight::MAX);
		}
		assert_eq!(crate::ClaimedLeaves::<Test>::iter_keys().count(), 0);
		assert_eq!(StaleBitmaps::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn a_step_that_is_not_the_opened_one_is_not_accepted() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		CurrentRound::set(15);
		let (proposal, _) = Sums::default().proposal(&[10]);
		assert_eq!(Payouts::accept_step(&proposal), Err(StepRefusal::NotNext));
		assert!(!Summing::<Test>::exists());
	});
}
