//! What statements are charged before they run, and what they come to.

use crate::{Batch, Config, Pallet, StoredPayees, WeightInfo};
use frame_support::{traits::Get, weights::Weight};
use reel_primitives::{
	ads::MAX_BILLS_PER_BATCH,
	batch::{BatchProposal, MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH, Payees},
	market::MAX_DELIVERIES,
	sums::{MAX_ROUNDS_PER_STEP, SumProposal},
	traits::{AdCharges, Deliveries},
};

/// Payees that a payout root is charged as: its few entries are fewer than the accounts of that many.
const ROOT_AS_PAYEES: u32 = MAX_DIRECT_PAYEES;

/// A proposal is its proposer's vote, and that decides where it is the only authority.
const ALONE: u32 = 1;

impl<T: Config> Pallet<T> {
	/// What it takes to find a proposal right by itself.
	pub(crate) fn authorize_proposal_weight(proposal: &BatchProposal) -> Weight {
		let titles = proposal.totals.len() as u32;
		T::WeightInfo::authorize_propose_batch(titles, proposal.charged.len() as u32)
	}

	/// What it takes to keep a proposal. What was measured is fitted to no, one and two bills, of which the last two write as
	/// much: the entry that bills are kept in is added by hand.
	pub(crate) fn keep_weight(titles: u32, payees: u32, bills: u32) -> Weight {
		let measured = T::WeightInfo::propose_batch(titles, payees, bills);
		let entry = if bills == 0 { Weight::zero() } else { T::DbWeight::get().writes(1) };
		measured.saturating_add(entry)
	}

	/// Worst case of charging so many bills and of forgetting them.
	fn charged_weight(bills: u32) -> Weight {
		if bills == 0 {
			return Weight::zero();
		}
		let bills = bills.min(MAX_BILLS_PER_BATCH);
		let (ref_time, proof_size) = T::Ads::charge_weight(bills);
		Weight::from_parts(ref_time, proof_size).saturating_add(T::WeightInfo::take_bills(bills))
	}

	/// Worst case: this very proposal is paid at once, by a single authority, or is reported.
	pub(crate) fn propose_weight(proposal: &BatchProposal) -> Weight {
		let titles = proposal.totals.len() as u32;
		let payees = match &proposal.payees {
			Payees::Direct(payees) => payees.len() as u32,
			Payees::Root { .. } => ROOT_AS_PAYEES,
		};
		let paid = T::WeightInfo::accept_batch(titles, payees, ALONE)
			.saturating_add(Self::delivered_weight(proposal.delivered.len() as u32))
			.saturating_add(Self::charged_weight(proposal.charged.len() as u32));
		Self::keep_weight(titles, payees, proposal.charged.len() as u32)
			.saturating_add(paid.max(Self::rejected_weight()))
	}

	/// Worst case of a vote that rejects, and forgets bills.
	fn rejected_weight() -> Weight {
		T::WeightInfo::reject_batch().saturating_add(T::DbWeight::get().writes(1))
	}

	/// Worst case: the vote decides on the largest batch.
	pub(crate) fn vote_weight() -> Weight {
		let authorities = T::MaxAuthorities::get();
		T::WeightInfo::accept_batch(MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES, authorities)
			.saturating_add(Self::delivered_weight(MAX_DELIVERIES))
			.saturating_add(Self::charged_weight(MAX_BILLS_PER_BATCH))
			.max(Self::rejected_weight())
	}

	/// Worst case: this very step is taken at once, by a single authority, or is reported.
	pub(crate) fn propose_step_weight(proposal: &SumProposal) -> Weight {
		let rounds = proposal.rounds.min(MAX_ROUNDS_PER_STEP);
		T::WeightInfo::propose_step(rounds)
			.saturating_add(T::WeightInfo::accept_step(rounds).max(T::WeightInfo::reject_batch()))
	}

	/// Worst case: the vote decides on the largest step.
	pub(crate) fn vote_step_weight() -> Weight {
		T::WeightInfo::accept_step(MAX_ROUNDS_PER_STEP).max(T::WeightInfo::reject_batch())
	}

	/// Worst case of telling that so many purchases were delivered. Nothing is told of none.
	fn delivered_weight(purchases: u32) -> Weight {
		let (ref_time, proof_size) = T::Deliveries::delivered_weight(purchases.min(MAX_DELIVERIES));
		if purchases == 0 { Weight::zero() } else { Weight::from_parts(ref_time, proof_size) }
	}

	/// Weight of the vote that accepts `batch`, the paying in it.
	pub(crate) fn accept_weight(batch: &Batch) -> Weight {
		let payees = match &batch.payees {
			StoredPayees::Direct(payees) => payees.len() as u32,
			StoredPayees::Root { .. } => ROOT_AS_PAYEES,
		};
		T::WeightInfo::accept_batch(batch.totals.len() as u32, payees, batch.authorities)
			.saturating_add(Self::delivered_weight(batch.delivered.len() as u32))
			.saturating_add(Self::charged_weight(batch.bills))
	}
}

#[cfg(test)]
mod tests {
	use crate::{WeightInfo, mock::*};
	use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
	use frame_system::RawOrigin;
	use reel_primitives::batch::BatchVote;

	/// What the proposal of the last round is charged, and what it comes to.
	fn propose() -> (Weight, Option<Weight>) {
		let batch = proposal(NOW - 1);
		let index = if ProofOfView::authorities_now().1.len() == 1 { 0 } else { turn(NOW - 1) };
		let signature = sign_proposal(index, 0, &batch);
		let call = crate::Call::<Test>::propose_batch {
			proposal: batch.clone(),
			authority: index,
			session: 0,
			signature: signature.clone(),
		};
		let origin = RawOrigin::Authorized.into();
		let post = ProofOfView::propose_batch(origin, batch, index, 0, signature).unwrap();
		(call.get_dispatch_info().call_weight, post.actual_weight)
	}

	/// The same of a vote on it.
	fn vote(index: u32, approve: bool) -> (Weight, Option<Weight>) {
		let vote = BatchVote { round: NOW - 1, batch: proposal(NOW - 1).hash(), approve };
		let signature = sign_vote(index, 0, &vote);
		let call = crate::Call::<Test>::vote_batch {
			vote,
			authority: index,
			session: 0,
			signature: signature.clone(),
		};
		let origin = RawOrigin::Authorized.into();
		let post = ProofOfView::vote_batch(origin, vote, index, 0, signature).unwrap();
		(call.get_dispatch_info().call_weight, post.actual_weight)
	}

	#[test]
	fn a_proposal_that_stays_open_gets_the_paying_part_back() {
		ExtBuilder::default().build_and_execute(|| {
			let (charged, actual) = propose();
			assert_eq!(actual, Some(<()>::propose_batch(1, 2, 0)));
			assert!(charged.all_gte(<()>::propose_batch(1, 2, 0) + <()>::accept_batch(1, 2, 1)));
		});
	}

	#[test]
	fn a_single_authority_s_proposal_is_charged_the_payment() {
		ExtBuilder { authorities: 1 }.build_and_execute(|| {
			let (charged, actual) = propose();
			let expected = <()>::propose_batch(1, 2, 0) + <()>::accept_batch(1, 2, 1);
			assert_eq!(actual, Some(expected));
			assert!(charged.all_gte(expected));
		});
	}

	#[test]
	fn only_the_deciding_vote_is_charged_the_payment() {
		ExtBuilder::default().build_and_execute(|| {
			propose();
			let voters: Vec<u32> = (0..4).filter(|index| *index != turn(NOW - 1)).collect();
			let (charged, actual) = vote(voters[0], true);
			assert_eq!(actual, Some(<()>::vote_batch()));
			let (_, actual) = vote(voters[1], true);
			assert_eq!(actual, Some(<()>::accept_batch(1, 2, 4)));
			assert!(charged.all_gte(<()>::accept_batch(1, 2, 4)));
		});
	}

	#[test]
	fn the_vote_that_rejects_is_charged_the_report() {
		ExtBuilder::default().build_and_execute(|| {
			propose();
			let voters: Vec<u32> = (0..4).filter(|index| *index != turn(NOW - 1)).collect();
			assert_eq!(vote(voters[0], false).1, Some(<()>::vote_batch()));
			let (charged, actual) = vote(voters[1], false);
			assert_eq!(actual, Some(<()>::reject_batch()));
			assert!(charged.all_gte(<()>::reject_batch()));
		});
	}
}
