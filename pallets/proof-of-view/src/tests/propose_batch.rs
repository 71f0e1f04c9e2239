use super::propose;
use crate::{AcceptedBatches, BatchFault, Error, Event, OpenBatches, mock::*};
use frame_support::{
	assert_noop, assert_ok,
	pallet_prelude::{Authorize, InvalidTransaction, TransactionSource, TransactionValidityError},
	traits::Hooks,
};
use frame_system::RawOrigin;
use reel_primitives::{
	AccountId, ContentId,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, MAX_DIRECT_PAYEES, MAX_PAYEES, Payee, Payees,
		TitleTotal,
	},
};

const ROUND: u64 = NOW - 1;

/// What the pool says of a proposal signed by `signer` as authority `index`.
fn admission(
	proposal: &BatchProposal,
	index: u32,
	session: u32,
	signer: u32,
) -> Result<(), TransactionValidityError> {
	let call = crate::Call::<Test>::propose_batch {
		proposal: proposal.clone(),
		authority: index,
		session,
		signature: sign_proposal(signer, session, proposal),
	};
	call.authorize(TransactionSource::External).unwrap().map(|_| ())
}

#[test]
fn the_authority_whose_turn_it_is_opens_a_vote() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = proposal(ROUND);
		assert_ok!(admission(&batch, turn(ROUND), 0, turn(ROUND)));
		assert_ok!(propose(batch.clone()));
		let open = &ProofOfView::open_batches()[0];
		assert_eq!((open.round, open.batch), (ROUND, batch.hash()));
		// The proposal is the proposer's yes.
		assert_eq!(open.voted, [turn(ROUND)]);
		System::assert_has_event(
			Event::BatchProposed {
				round: ROUND,
				batch: batch.hash(),
				who: account(turn(ROUND)),
				plays: 2,
			}
			.into(),
		);
	});
}

#[test]
fn a_lone_validator_is_its_own_majority() {
	ExtBuilder { authorities: 1 }.build_and_execute(|| {
		let batch = proposal(ROUND);
		let signature = sign_proposal(0, 0, &batch);
		assert_ok!(ProofOfView::propose_batch(
			RawOrigin::Authorized.into(),
			batch.clone(),
			0,
			0,
			signature
		));
		assert!(ProofOfView::open_batches().is_empty());
		assert_eq!(AcceptedBatches::<Test>::get(ROUND).unwrap().minted_cfx, REWARD);
		assert_eq!(Paid::get(), [(ROUND, vec![account(0)])]);
		let views = ProofOfView::views(TITLE);
		assert_eq!((views.plays, views.weight_ms), (2, 120_000));
		// Nothing up to it is paid again.
		assert_noop!(
			ProofOfView::propose_batch(
				RawOrigin::Authorized.into(),
				batch.clone(),
				0,
				0,
				sign_proposal(0, 0, &batch)
			),
			Error::<Test>::RoundTooOld
		);
	});
}

#[test]
fn refuses_a_round_out_of_its_time() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(propose(proposal(NOW)), Error::<Test>::RoundNotOver);
		assert_eq!(
			admission(&proposal(NOW), turn(NOW), 0, turn(NOW)),
			Err(InvalidTransaction::Future.into())
		);
		let old = NOW - BATCH_DEADLINE_ROUNDS - 1;
		assert_noop!(propose(proposal(old)), Error::<Test>::RoundTooOld);
		assert_eq!(
			admission(&proposal(old), turn(old), 0, turn(old)),
			Err(InvalidTransaction::Stale.into())
		);
		assert_ok!(propose(proposal(old + 1)));
		LastPaid::set(Some(ROUND));
		assert_noop!(propose(proposal(ROUND)), Error::<Test>::RoundTooOld);
	});
}

#[test]
fn refuses_a_second_batch_for_a_round() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(proposal(ROUND)));
		let other = BatchProposal { plays_root: [8; 32], ..proposal(ROUND) };
		assert_noop!(propose(other), Error::<Test>::RoundHasBatch);
	});
}

#[test]
fn refuses_whoever_is_not_the_proposer() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = proposal(ROUND);
		let other = (turn(ROUND) + 1) % 4;
		let call = |index, session, signer| {
			ProofOfView::propose_batch(
				RawOrigin::Authorized.into(),
				batch.clone(),
				index,
				session,
				sign_proposal(signer, session, &batch),
			)
		};
		assert_noop!(call(other, 0, other), Error::<Test>::NotProposer);
		assert_noop!(call(9, 0, other), Error::<Test>::AuthorityUnknown);
		assert_noop!(call(turn(ROUND), 7, turn(ROUND)), Error::<Test>::SessionUnknown);
		assert_noop!(call(turn(ROUND), 0, other), Error::<Test>::SignatureMismatch);
		assert_eq!(
			admission(&batch, turn(ROUND), 0, other),
			Err(InvalidTransaction::BadProof.into())
		);
		// A signed origin is no authorization.
		assert_noop!(
			ProofOfView::propose_batch(
				RuntimeOrigin::signed(account(0)),
				batch.clone(),
				turn(ROUND),
				0,
				sign_proposal(turn(ROUND), 0, &batch)
			),
			sp_runtime::traits::BadOrigin
		);
	});
}

#[test]
fn refuses_a_signature_made_for_another_chain() {
	ExtBuilder::default().build_and_execute(|| {
		use sp_core::Pair;
		let batch = proposal(ROUND);
		let signature = pair(turn(ROUND)).sign(&batch.signing_payload(&[1; 32], 0));
		assert_noop!(
			ProofOfView::propose_batch(
				RawOrigin::Authorized.into(),
				batch,
				turn(ROUND),
				0,
				signature
			),
			Error::<Test>::SignatureMismatch
		);
	});
}

#[test]
fn refuses_totals_that_contradict_themselves() {
	ExtBuilder::default().build_and_execute(|| {
		let total = |content, plays, weight_ms| TitleTotal { content, plays, weight_ms };
		for (totals, plays, error) in [
			(vec![], 2, Error::<Test>::NothingWatched),
			(vec![total(TITLE, 2, 120_000)], 0, Error::<Test>::NothingWatched),
			(vec![total(TITLE, 2, 120_000)], 3, Error::<Test>::TotalsInconsistent),
			(vec![total(TITLE, 2, 120_001)], 2, Error::<Test>::TotalsInconsistent),
			(vec![total(TITLE, 2, 1)], 2, Error::<Test>::TotalsInconsistent),
			(vec![total(TITLE, 0, 0)], 2, Error::<Test>::TotalsInconsistent),
			(
				vec![total(OTHER_TITLE, 1, 60_000), total(TITLE, 1, 60_000)],
				2,
				Error::<Test>::TotalsInconsistent,
			),
			(
				vec![total(TITLE, 1, 60_000), total(TITLE, 1, 60_000)],
				2,
				Error::<Test>::TotalsInconsistent,
			),
		] {
			assert_noop!(propose(BatchProposal { totals, plays, ..proposal(ROUND) }), error);
		}
		let many = (0..257u32)
			.map(|n| {
				let mut id = [0; 32];
				id[..4].copy_from_slice(&n.to_be_bytes());
				total(ContentId(id), 1, 60_000)
			})
			.collect();
		assert_noop!(
			propose(BatchProposal { totals: many, plays: 257, ..proposal(ROUND) }),
			Error::<Test>::TotalsInconsistent
		);
	});
}

#[test]
fn refuses_payees_that_the_totals_do_not_imply() {
	ExtBuilder::default().build_and_execute(|| {
		let Payees::Direct(good) = proposal(ROUND).payees else { unreachable!() };
		let direct = |payees| BatchProposal { payees: Payees::Direct(payees), ..proposal(ROUND) };
		let mut none = good.clone();
		none[1].shares = 0;
		for bad in [vec![], good.iter().rev().cloned().collect(), none] {
			assert_noop!(propose(direct(bad)), Error::<Test>::TotalsInconsistent);
		}
		let crowd = (0..=MAX_DIRECT_PAYEES as u8)
			.map(|n| Payee { account: AccountId::new([n; 32]), shares: 1 })
			.collect();
		assert_noop!(propose(direct(crowd)), Error::<Test>::TotalsInconsistent);
		for count in [0, MAX_DIRECT_PAYEES, MAX_PAYEES + 1] {
			let payees = Payees::Root { root: [1; 32], count };
			assert_noop!(
				propose(BatchProposal { payees, ..proposal(ROUND) }),
				Error::<Test>::TotalsInconsistent
			);
		}
		let payees = Payees::Root { root: [1; 32], count: MAX_PAYEES };
		assert_ok!(propose(BatchProposal { payees, ..proposal(ROUND) }));
	});
}

/// The fault for which a batch closed its round.
fn refused(batch: BatchProposal) -> BatchFault {
	let (round, hash) = (batch.round, batch.hash());
	assert_ok!(admission(&batch, turn(round), 0, turn(round)));
	assert_eq!(LookUps::get(), 0, "the pool looks nothing up");
	assert_ok!(propose(batch));
	assert_eq!(OpenBatches::<Test>::count(), 0);
	let looked_up = LookUps::get();
	assert_noop!(propose(proposal(round)), Error::<Test>::RoundHasBatch);
	assert!(admission(&proposal(round), turn(round), 0, turn(round)).is_err());
	assert_eq!(LookUps::get(), looked_up, "a closed round looks nothing up");
	let events = System::events().into_iter().rev();
	let mut faults = events.filter_map(|record| match record.event {
		RuntimeEvent::ProofOfView(Event::BatchRefused { round: of, batch, who, fault }) => {
			assert_eq!((of, batch, who), (round, hash, account(turn(round))));
			Some(fault)
		},
		_ => None,
	});
	faults.next().unwrap()
}

#[test]
fn a_batch_of_a_title_that_is_not_playable_closes_its_round_and_is_no_offence() {
	for content in [ContentId([9; 32]), STOPPED_TITLE] {
		ExtBuilder::default().build_and_execute(|| {
			LookUps::set(0);
			let totals = vec![TitleTotal { content, plays: 2, weight_ms: 120_000 }];
			let batch = BatchProposal { totals, ..proposal(ROUND) };
			assert_eq!(refused(batch), BatchFault::TitleNotPlayable);
			assert!(Offences::get().is_empty());
		});
	}
}

#[test]
fn where_titles_are_capped_shares_are_taken_at_the_rates_of_the_cap() {
	ExtBuilder::default().build_and_execute(|| {
		LookUps::set(0);
		// The round's only title, at a quarter: a rate of 250,000 millionths.
		TitleCap::set(Some(2_500));
		assert_eq!(refused(proposal(ROUND)), BatchFault::SharesInconsistent);
	});
	ExtBuilder::default().build_and_execute(|| {
		TitleCap::set(Some(2_500));
		let mut batch = proposal(ROUND);
		let Payees::Direct(payees) = &mut batch.payees else { unreachable!() };
		payees.iter_mut().for_each(|payee| payee.shares *= 250_000);
		let shares: u128 = payees.iter().map(|payee| payee.shares).sum();
		assert_ok!(propose(batch));
		let open = OpenBatches::<Test>::get(ROUND).unwrap();
		assert_eq!(open.total_shares, shares);
	});
}

#[test]
fn a_batch_whose_shares_are_not_those_of_the_splits_closes_its_round_and_is_reported() {
	ExtBuilder::default().build_and_execute(|| {
		LookUps::set(0);
		let mut batch = proposal(ROUND);
		let Payees::Direct(payees) = &mut batch.payees else { unreachable!() };
		payees[0].shares += 1;
		assert_eq!(refused(batch), BatchFault::SharesInconsistent);
		let offenders: Vec<_> = Offences::get().into_iter().map(|row| (row.1, row.2)).collect();
		assert_eq!(offenders, [(ROUND, account(turn(ROUND)))]);
	});
}

#[test]
fn the_batch_of_a_paid_round_can_be_asked_for_and_that_of_another_cannot() {
	ExtBuilder { authorities: 1 }.build_and_execute(|| {
		let batch = proposal(ROUND);
		assert_eq!(ProofOfView::paid_batch(ROUND), None);
		let index = 0;
		let signature = sign_proposal(index, 0, &batch);
		assert_ok!(ProofOfView::propose_batch(
			RawOrigin::Authorized.into(),
			batch.clone(),
			index,
			0,
			signature
		));
		let paid = ProofOfView::paid_batch(ROUND).unwrap();
		assert_eq!((paid.batch, paid.plays_root, paid.plays), (batch.hash(), [7; 32], 2));
		assert_eq!(ProofOfView::paid_batch(ROUND - 1), None);
	});
}

#[test]
fn lapses_after_the_deadline_two_a_block() {
	ExtBuilder::default().build_and_execute(|| {
		for round in NOW - 3..NOW {
			assert_ok!(propose(proposal(round)));
		}
		CurrentRound::set(NOW - 3 + BATCH_DEADLINE_ROUNDS);
		ProofOfView::on_initialize(2);
		assert_eq!(OpenBatches::<Test>::count(), 3, "not before the deadline");
		CurrentRound::set(NOW + BATCH_DEADLINE_ROUNDS);
		ProofOfView::on_initialize(3);
		assert_eq!(OpenBatches::<Test>::count(), 1);
		System::assert_has_event(
			Event::BatchLapsed { round: NOW - 3, batch: proposal(NOW - 3).hash() }.into(),
		);
		ProofOfView::on_initialize(4);
		assert_eq!(OpenBatches::<Test>::count(), 0);
		// The plays roll over: a later round's batch may hold them.
		assert_ok!(propose(proposal(NOW + 1)));
	});
}

#[test]
fn the_session_before_may_still_propose() {
	ExtBuilder::default().build_and_execute(|| {
		begin_session(1, 10, 4);
		let batch = proposal(ROUND);
		let call = |session, signer| {
			ProofOfView::propose_batch(
				RawOrigin::Authorized.into(),
				batch.clone(),
				turn(ROUND),
				session,
				sign_proposal(signer, session, &batch),
			)
		};
		assert_noop!(call(1, turn(ROUND)), Error::<Test>::SignatureMismatch);
		assert_ok!(call(0, turn(ROUND)));
	});
}
