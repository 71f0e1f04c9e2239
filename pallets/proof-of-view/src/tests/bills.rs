//! What the ads of a batch come to.

use super::{propose, vote};
use crate::{AcceptedBatches, Error, Event, OpenBills, Views, WeightInfo, mock::*};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::GetDispatchInfo,
	pallet_prelude::Hooks,
	traits::Get,
	weights::{RuntimeDbWeight, Weight},
};
use frame_system::RawOrigin;
use reel_primitives::{
	ads::{AdBill, MAX_BILLS_PER_BATCH},
	batch::{BATCH_DEADLINE_ROUNDS, BatchProposal, BatchVote, Payees},
};

const ROUND: u64 = NOW - 1;

/// A batch of two plays of a title, and those of ads that the bills tell of.
fn charging(bills: impl Into<Vec<AdBill>>) -> BatchProposal {
	let charged = bills.into();
	let of_ads: u64 = charged.iter().map(AdBill::plays).sum();
	BatchProposal { charged, plays: 2 + of_ads as u32, ..proposal(ROUND) }
}

/// The three authorities that did not propose for [`ROUND`].
fn others() -> [u32; 3] {
	[1, 2, 3].map(|step| (turn(ROUND) + step) % 4)
}

#[test]
fn bills_are_charged_once_when_their_batch_is_accepted_and_not_before() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, c] = others();
		let bills = vec![small_bill(), crowded_bill()];
		assert_ok!(propose(charging(bills.clone())));
		assert_eq!(ProofOfView::open_batches()[0].charged, bills);
		ProofOfView::do_try_state().unwrap();
		assert_ok!(vote(ROUND, a, true));
		assert!(Billed::get().is_empty());
		assert_ok!(vote(ROUND, b, true));
		assert_eq!(Billed::get(), [(ROUND, bills)]);
		assert_noop!(vote(ROUND, c, true), Error::<Test>::BatchNotOpen);
		assert!(!OpenBills::<Test>::contains_key(ROUND));
	});
}

#[test]
fn the_proposal_of_a_single_authority_charges_at_once() {
	ExtBuilder { authorities: 1 }.build_and_execute(|| {
		let batch = charging([small_bill()]);
		let signature = sign_proposal(0, 0, &batch);
		let origin = RawOrigin::Authorized.into();
		assert_ok!(ProofOfView::propose_batch(origin, batch, 0, 0, signature));
		assert_eq!(Billed::get(), [(ROUND, vec![small_bill()])]);
		assert!(!OpenBills::<Test>::contains_key(ROUND));
	});
}

#[test]
fn a_batch_without_ads_tells_nothing_and_keeps_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(proposal(ROUND)));
		assert!(!OpenBills::<Test>::contains_key(ROUND));
		assert_ok!(vote(ROUND, a, true));
		assert_ok!(vote(ROUND, b, true));
		assert!(Billed::get().is_empty());
		assert_eq!(AcceptedBatches::<Test>::get(ROUND).unwrap().ad_plays, 0);
	});
}

#[test]
fn a_batch_that_is_voted_down_or_cannot_be_paid_charges_nothing() {
	for is_paid in [true, false] {
		ExtBuilder::default().build_and_execute(|| {
			IsRefusing::set(!is_paid);
			let [a, b, _] = others();
			assert_ok!(propose(charging([small_bill()])));
			assert_ok!(vote(ROUND, a, !is_paid));
			assert_ok!(vote(ROUND, b, !is_paid));
			assert!(ProofOfView::open_batches().is_empty());
			assert!(Billed::get().is_empty());
			assert!(!OpenBills::<Test>::contains_key(ROUND));
		});
	}
}

#[test]
fn a_batch_that_lapses_takes_its_bills_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = charging([small_bill()]);
		assert_ok!(propose(batch.clone()));
		CurrentRound::set(ROUND + BATCH_DEADLINE_ROUNDS + 1);
		let weight = ProofOfView::on_initialize(2);
		System::assert_has_event(Event::BatchLapsed { round: ROUND, batch: batch.hash() }.into());
		assert!(!OpenBills::<Test>::contains_key(ROUND));
		assert!(Billed::get().is_empty());
		let db: RuntimeDbWeight = <Test as frame_system::Config>::DbWeight::get();
		assert!(weight.all_gte(<()>::lapse(1) + db.writes(1)));
	});
}

#[test]
fn a_batch_that_is_refused_keeps_no_bills() {
	ExtBuilder::default().build_and_execute(|| {
		let mut batch = charging([small_bill()]);
		batch.totals[0].content = STOPPED_TITLE;
		assert_ok!(propose(batch));
		assert!(ProofOfView::open_batches().is_empty());
		assert!(!OpenBills::<Test>::contains_key(ROUND));
	});
}

#[test]
fn plays_of_ads_earn_nothing_of_the_round_and_are_no_views_of_titles() {
	ExtBuilder::default().build_and_execute(|| {
		let [a, b, _] = others();
		assert_ok!(propose(charging([small_bill()])));
		assert_ok!(vote(ROUND, a, true));
		assert_ok!(vote(ROUND, b, true));
		assert_eq!(PaidPlays::get(), [2]);
		let accepted = AcceptedBatches::<Test>::get(ROUND).unwrap();
		assert_eq!((accepted.plays, accepted.ad_plays), (3, 1));
		assert_eq!(ProofOfView::paid_batch(ROUND).unwrap().plays, 3);
		assert_eq!(Views::<Test>::get(TITLE).plays, 2);
	});
}

#[test]
fn plays_that_neither_totals_nor_bills_tell_of_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// The ad was shown twice and charged once: what was only shown is no play.
		for plays in [1, 2, 4, 5] {
			let other = BatchProposal { plays, ..charging([small_bill()]) };
			assert_noop!(propose(other), Error::<Test>::TotalsInconsistent);
		}
		let no_title = BatchProposal { totals: vec![], ..charging([small_bill()]) };
		assert_noop!(propose(no_title), Error::<Test>::NothingWatched);
	});
}

#[test]
fn refuses_bills_that_are_too_many_or_not_in_form() {
	ExtBuilder::default().build_and_execute(|| {
		let error = Error::<Test>::BillsMalformed;
		let many = vec![small_bill(); MAX_BILLS_PER_BATCH as usize + 1];
		assert_noop!(propose(charging(many)), error);
		let changed = |change: fn(&mut AdBill)| {
			let mut bill = crowded_bill();
			change(&mut bill);
			charging([small_bill(), bill])
		};
		for bad in [
			changed(|bill| bill.charges.clear()),
			changed(|bill| bill.charges.swap(0, 1)),
			changed(|bill| bill.charges.push(small_bill().charges[0].clone())),
			changed(|bill| bill.charges[0].parts.swap(0, 1)),
			changed(|bill| bill.charges[0].parts[0].views = 3),
			changed(|bill| bill.viewers = Payees::Direct(vec![])),
			changed(|bill| bill.viewers = Payees::Root { root: [1; 32], count: 64 }),
		] {
			assert_noop!(propose(bad), Error::<Test>::BillsMalformed);
		}
		let many = vec![crowded_bill(); MAX_BILLS_PER_BATCH as usize];
		assert_ok!(propose(charging(many)));
	});
}

#[test]
fn bills_are_part_of_what_is_voted_on() {
	let mut other = small_bill();
	other.charges[0].campaign += 1;
	let hashes = [charging([]), charging([small_bill()]), charging([other])].map(|b| b.hash());
	assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2]);
}

#[test]
fn the_deciding_statement_is_charged_its_bills_and_every_vote_the_most_at_first() {
	ExtBuilder::default().build_and_execute(|| {
		let charge = |bills: u64| Weight::from_parts(CHARGE.0, CHARGE.1).saturating_mul(bills);
		let proposed = |batch: &BatchProposal| {
			let signature = sign_proposal(0, 0, batch);
			let proposal = batch.clone();
			let call = crate::Call::<Test>::propose_batch {
				proposal,
				authority: 0,
				session: 0,
				signature,
			};
			call.get_dispatch_info().call_weight
		};
		let batch = charging([small_bill(), small_bill()]);
		let without = proposed(&charging([]));
		assert!(proposed(&batch).all_gte(without + charge(2)));
		assert_ok!(propose(batch.clone()));
		let ballot = BatchVote { round: ROUND, batch: batch.hash(), approve: true };
		let cast = |index| {
			let signature = sign_vote(index, 0, &ballot);
			let origin = RawOrigin::Authorized.into();
			let call = crate::Call::<Test>::vote_batch {
				vote: ballot,
				authority: index,
				session: 0,
				signature: signature.clone(),
			};
			let done = ProofOfView::vote_batch(origin, ballot, index, 0, signature).unwrap();
			(call.get_dispatch_info().call_weight, done.actual_weight.unwrap())
		};
		let [a, b, _] = others();
		let (_, first) = cast(a);
		assert_eq!(first, <()>::vote_batch(), "it charges nobody");
		let (charged, deciding) = cast(b);
		assert!(deciding.all_gte(<()>::accept_batch(1, 2, 4) + charge(2)));
		assert!(charged.all_gte(deciding));
	});
}
