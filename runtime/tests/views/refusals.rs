//! What is not paid, what does not enter a block, and what it costs a validator to try.

use super::*;
use pallet_proof_of_view::BatchFault;

#[test]
fn malformed_proposals_do_not_enter_a_block() {
	let mut chain = ready("development");
	let good = chain.look(|| proposal(round() - 1));
	let total = good.totals[0];
	let Payees::Direct(payees) = good.payees.clone() else { panic!("a direct batch") };
	let cases: Vec<(&str, BatchProposal)> = vec![
		("the round is running", BatchProposal { round: good.round + 1, ..good.clone() }),
		("the round is to come", BatchProposal { round: u64::MAX, ..good.clone() }),
		(
			"the deadline has passed",
			BatchProposal { round: good.round - BATCH_DEADLINE_ROUNDS, ..good.clone() },
		),
		("no plays", BatchProposal { plays: 0, ..good.clone() }),
		("no totals", BatchProposal { totals: vec![], ..good.clone() }),
		("plays do not add up", BatchProposal { plays: 2, ..good.clone() }),
		("a title twice", BatchProposal { plays: 2, totals: vec![total; 2], ..good.clone() }),
		(
			"more than a minute a play",
			BatchProposal {
				totals: vec![TitleTotal { weight_ms: MINUTE_MS + 1, ..total }],
				..good.clone()
			},
		),
		(
			"payees out of order",
			BatchProposal {
				payees: Payees::Direct(payees.iter().rev().cloned().collect()),
				..good.clone()
			},
		),
		("nobody is paid", BatchProposal { payees: Payees::Direct(vec![]), ..good.clone() }),
		(
			"a root over too few",
			BatchProposal { payees: Payees::Root { root: [5; 32], count: 64 }, ..good.clone() },
		),
	];
	for (why, batch) in cases {
		let extrinsic = chain.look(|| propose_by(Alice, batch));
		assert!(chain.block(vec![extrinsic]).remove(0).is_err(), "{why}");
	}
	assert_eq!(chain.look(Emission::minted), (0, 0));
}

#[test]
fn statements_by_the_wrong_key_session_or_chain_do_not_enter_a_block() {
	let mut chain = ready("development");
	let batch = chain.look(|| proposal(round() - 1));
	let (session, genesis) = chain.look(|| (session(), genesis_hash()));
	let signed = |who: Sr25519Keyring, genesis, session| {
		pov_sign(who, &batch.signing_payload(genesis, session))
	};
	let cases = [
		("another key", 0, session, signed(Bob, &genesis, session)),
		("another chain", 0, session, signed(Alice, &[0; 32], session)),
		("another session", 0, session, signed(Alice, &genesis, session + 1)),
		("a session to come", 0, session + 1, signed(Alice, &genesis, session + 1)),
		("no such authority", 1, session, signed(Alice, &genesis, session)),
		("the greatest index", u32::MAX, session, signed(Alice, &genesis, session)),
	];
	for (why, authority, session, signature) in cases {
		let extrinsic = api::propose_extrinsic(batch.clone(), authority, session, signature);
		assert!(chain.block(vec![extrinsic]).remove(0).is_err(), "{why}");
	}
	// A vote on what is not there.
	let vote = chain.look(|| vote_by(Alice, &batch, true));
	assert_eq!(refused(&mut chain, vote), InvalidTransaction::Stale.into());
}

#[test]
fn a_signed_account_cannot_propose() {
	let mut chain = ready("development");
	let batch = chain.look(|| proposal(round() - 1));
	let call = chain.look(|| {
		let signature = pov_sign(Alice, &batch.signing_payload(&genesis_hash(), session()));
		pallet_proof_of_view::Call::<Runtime>::propose_batch {
			proposal: batch.clone(),
			authority: 0,
			session: session(),
			signature,
		}
	});
	assert_eq!(chain.submit(Alice, call).unwrap(), Err(sp_runtime::DispatchError::BadOrigin));
}

#[test]
fn a_stopped_title_is_not_paid() {
	let mut chain = ready("development");
	let stop = pallet_supervisors::Call::<Runtime>::stop_title {
		content: CONTENT,
		reason: reel_primitives::content::ReasonCode::Rights,
	};
	assert_eq!(chain.submit(Eve, stop).unwrap(), Ok(()));
	let batch = chain.look(|| proposal(round() - 1));
	closes_its_round(&mut chain, batch, BatchFault::TitleNotPlayable);
}

/// Such a batch enters a block once, so that titles are looked up once: it is refused there, and the round is closed.
fn closes_its_round(chain: &mut Chain, batch: BatchProposal, expected: BatchFault) {
	let good = proposal(batch.round);
	let extrinsic = chain.look(|| propose_by(Alice, batch));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	let faults = chain.look(|| {
		reelchain_runtime::System::read_events_for_pallet::<pallet_proof_of_view::Event<Runtime>>()
			.into_iter()
			.filter_map(|event| match event {
				pallet_proof_of_view::Event::BatchRefused { fault, .. } => Some(fault),
				_ => None,
			})
			.collect::<Vec<_>>()
	});
	assert_eq!(faults, [expected]);
	assert_eq!(chain.look(Emission::minted), (0, 0));
	let again = chain.look(|| propose_by(Alice, BatchProposal { plays_root: [8; 32], ..good }));
	assert_eq!(refused(chain, again), InvalidTransaction::Stale.into());
}

#[test]
fn an_unknown_title_is_not_paid() {
	let mut chain = ready("development");
	let good = chain.look(|| proposal(round() - 1));
	let total = TitleTotal { content: ContentId([8; 32]), ..good.totals[0] };
	let batch = BatchProposal { totals: vec![total], ..good };
	closes_its_round(&mut chain, batch, BatchFault::TitleNotPlayable);
}

#[test]
fn shares_that_are_not_what_the_splits_imply_are_not_paid() {
	let mut chain = ready("development");
	let good = chain.look(|| proposal(round() - 1));
	let Payees::Direct(payees) = good.payees.clone() else { panic!("a direct batch") };
	let batch = BatchProposal { payees: Payees::Direct(payees[..1].to_vec()), ..good };
	closes_its_round(&mut chain, batch, BatchFault::SharesInconsistent);
}

#[test]
fn nobody_publishes_without_a_supervisors_word() {
	let mut chain = Chain::development();
	assert!(chain.submit(CREATOR, register()).unwrap().is_err());
	// Nor is a stranger's word a supervisor's.
	assert!(chain.submit(Charlie, authorize()).unwrap().is_err());
}

#[test]
fn a_double_voter_is_reported_with_proof_and_struck() {
	use frame_support::traits::KeyOwnerProofSystem;
	use pallet_proof_of_view::{EquivocationProof, SignedStatement, Statement};
	let mut chain = ready("local_testnet");
	let call = chain.look(|| {
		let session = session();
		let statement = |approve| {
			let vote = BatchVote { round: round() - 1, batch: [6; 32], approve };
			let signature = pov_sign(Bob, &vote.signing_payload(&genesis_hash(), session));
			SignedStatement { statement: Statement::Vote(vote), signature }
		};
		let key_owner = reelchain_runtime::Historical::prove((
			reel_primitives::ids::POV_KEY_TYPE,
			reel_primitives::ids::PovId::from(Bob.public()),
		))
		.unwrap();
		let proof = EquivocationProof {
			session,
			offender: Bob.public().into(),
			first: statement(true),
			second: statement(false),
		};
		pallet_proof_of_view::Call::<Runtime>::report_equivocation {
			proof: Box::new(proof),
			key_owner,
		}
	});
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	chain.look(|| {
		let bob = Bob.to_account_id();
		assert_eq!(reelchain_runtime::ValidatorSet::candidate(bob).unwrap().strikes, 1);
	});
}

#[test]
fn a_batch_that_is_voted_down_pays_nobody_and_is_an_offence_of_its_proposer() {
	let mut chain = ready("local_testnet");
	let (batch, first) = chain.look(|| {
		let batch = proposal(round() - 1);
		let first = proposer(batch.round);
		(batch, first)
	});
	let extrinsic = chain.look(|| propose_by(first, batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	for who in [Alice, Bob, Charlie, Dave].into_iter().filter(|who| *who != first).take(2) {
		let vote = chain.look(|| vote_by(who, &batch, false));
		assert_eq!(chain.block(vec![vote]).remove(0).unwrap(), Ok(()));
	}
	chain.look(|| {
		assert_eq!(Emission::minted(), (0, 0));
		assert!(ProofOfView::open_batches().is_empty());
		let record = reelchain_runtime::ValidatorSet::candidate(first.to_account_id()).unwrap();
		assert_eq!(record.strikes, 1);
	});
}
