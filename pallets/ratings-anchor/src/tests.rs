//! Tests of `anchor`, and of the invariants.

use crate::{Anchors, DEFAULT_PERIOD, Error, Event, Period, mock::*};
use frame_support::{
	BoundedVec, assert_noop, assert_ok,
	pallet_prelude::{Authorize, InvalidTransaction, TransactionSource},
};
use frame_system::RawOrigin;
use reel_primitives::{
	ids::PovSignature,
	rating::{AnchorStatus, HeadStatement, RatingsHead, STATEMENT_ROUNDS},
};
use sp_core::Pair;
use sp_runtime::{DispatchError, transaction_validity::TransactionValidityError};

fn sign(index: u32, statement: &HeadStatement) -> PovSignature {
	pair(index).sign(&statement.signing_payload(&GENESIS, SESSION))
}

fn send(
	statement: HeadStatement,
	index: u32,
	session: u32,
	signature: PovSignature,
) -> Result<(), DispatchError> {
	RatingsAnchor::anchor(RawOrigin::Authorized.into(), statement, index, session, signature)
}

fn anchor(index: u32, statement: HeadStatement) -> Result<(), DispatchError> {
	send(statement, index, SESSION, sign(index, &statement))
}

#[test]
fn success_keeps_the_last_statement_of_each_and_tells_of_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(anchor(0, statement(5)));
		System::assert_last_event(
			Event::RatingsAnchored { who: account(0), round: NOW, count: 5, hash: [5; 32] }.into(),
		);
		assert_ok!(anchor(1, statement(9)));
		let kept = [(account(1), statement(9)), (account(0), statement(5))];
		assert_eq!(RatingsAnchor::anchors(), kept);
		CurrentRound::set(NOW + DEFAULT_PERIOD);
		assert_ok!(anchor(0, statement(6)));
		assert_eq!(RatingsAnchor::anchors()[1], (account(0), statement(6)));
	});
}

#[test]
fn boundary_a_validator_anchors_once_a_period() {
	ExtBuilder { period: Some(8) }.build_and_execute(|| {
		assert_eq!(Period::<Test>::get(), 8);
		let nothing = AnchorStatus { anchored: None, is_due: true };
		assert_eq!(RatingsAnchor::status_of(&account(0)), nothing);
		let first = statement(1);
		assert_ok!(anchor(0, first));
		CurrentRound::set(NOW + 7);
		assert_noop!(anchor(0, statement(2)), Error::<Test>::NotDue);
		let early = AnchorStatus { anchored: Some(first), is_due: false };
		assert_eq!(RatingsAnchor::status_of(&account(0)), early);
		CurrentRound::set(NOW + 8);
		assert_noop!(anchor(0, statement(1)), Error::<Test>::NothingNew);
		assert_ok!(anchor(0, statement(2)));
	});
}

#[test]
fn success_a_log_that_began_anew_shows_in_its_count() {
	ExtBuilder { period: Some(8) }.build_and_execute(|| {
		assert_ok!(anchor(0, statement(9)));
		CurrentRound::set(NOW + 8);
		assert_ok!(anchor(0, statement(1)));
		assert_eq!(RatingsAnchor::anchors()[0].1.head.count, 1);
	});
}

#[test]
fn fails_what_is_not_of_now_or_nobodys_or_forged() {
	ExtBuilder::default().build_and_execute(|| {
		let later = HeadStatement { round: NOW + 1, ..statement(1) };
		assert_noop!(anchor(0, later), Error::<Test>::RoundNotReached);
		let oldest = HeadStatement { round: NOW - STATEMENT_ROUNDS, ..statement(1) };
		let older = HeadStatement { round: oldest.round - 1, ..oldest };
		assert_noop!(anchor(0, older), Error::<Test>::RoundTooOld);
		assert_noop!(anchor(0, statement(0)), Error::<Test>::NothingNew);
		let signature = sign(0, &statement(1));
		let unknown = Error::<Test>::AuthorityUnknown;
		assert_noop!(send(statement(1), 4, SESSION, signature.clone()), unknown);
		let unknown = Error::<Test>::AuthorityUnknown;
		assert_noop!(send(statement(1), 0, SESSION + 1, signature.clone()), unknown);
		let mismatch = || Error::<Test>::SignatureMismatch;
		assert_noop!(send(statement(1), 1, SESSION, signature.clone()), mismatch());
		assert_noop!(send(statement(2), 0, SESSION, signature), mismatch());
		let elsewhere = pair(0).sign(&statement(1).signing_payload(&[1; 32], SESSION));
		assert_noop!(send(statement(1), 0, SESSION, elsewhere), mismatch());
		let of_another_session = pair(0).sign(&statement(1).signing_payload(&GENESIS, SESSION - 1));
		assert_noop!(send(statement(1), 0, SESSION, of_another_session), mismatch());
		assert_ok!(anchor(0, oldest));
	});
}

#[test]
fn fails_without_the_origin_that_the_signature_gives() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RawOrigin::None, RawOrigin::Signed(account(0)), RawOrigin::Root] {
			let signature = sign(0, &statement(1));
			let sent = RatingsAnchor::anchor(origin.into(), statement(1), 0, SESSION, signature);
			assert_eq!(sent, Err(DispatchError::BadOrigin));
		}
	});
}

#[test]
fn boundary_where_there_is_no_room_the_longest_silent_makes_way() {
	ExtBuilder { period: Some(8) }.build_and_execute(|| {
		for index in [1, 0, 2] {
			assert_ok!(anchor(index, statement(1)));
			CurrentRound::mutate(|round| *round += 1);
		}
		assert_ok!(anchor(3, statement(1)));
		let kept: Vec<_> = RatingsAnchor::anchors().into_iter().map(|(who, _)| who).collect();
		assert_eq!(kept, [account(3), account(2), account(0)]);
	});
}

#[test]
fn the_pool_takes_one_a_validator_and_says_why_it_takes_none() {
	ExtBuilder::default().build_and_execute(|| {
		let admit = |statement: HeadStatement, index: u32, by: u32| {
			let signature = sign(by, &statement);
			let call = crate::Call::<Test>::anchor {
				statement,
				authority: index,
				session: SESSION,
				signature,
			};
			call.authorize(TransactionSource::External).expect("it is authorized by itself")
		};
		let (valid, _) = admit(statement(1), 0, 0).unwrap();
		let (other, _) = admit(statement(2), 0, 0).unwrap();
		assert_eq!(valid.provides, other.provides);
		assert_ne!(valid.provides, admit(statement(1), 1, 1).unwrap().0.provides);
		let refused = |statement, index, by| match admit(statement, index, by) {
			Err(TransactionValidityError::Invalid(reason)) => reason,
			other => panic!("{other:?}"),
		};
		let later = HeadStatement { round: NOW + 1, ..statement(1) };
		assert_eq!(refused(later, 0, 0), InvalidTransaction::Future);
		assert_eq!(refused(statement(0), 0, 0), InvalidTransaction::Stale);
		assert_eq!(refused(statement(1), 0, 1), InvalidTransaction::BadProof);
		assert_eq!(refused(statement(1), 9, 0), InvalidTransaction::Custom(0));
	});
}

#[test]
fn broken_invariants_are_found() {
	let broken = |anchors: Vec<_>, what: &str| {
		ExtBuilder::default().build().execute_with(|| {
			Anchors::<Test>::put(BoundedVec::truncate_from(anchors));
			let found = RatingsAnchor::do_try_state().unwrap_err();
			assert!(matches!(found, DispatchError::Other(text) if text.starts_with(what)));
		});
	};
	broken(vec![(account(0), statement(1)), (account(1), statement(1))], "R1");
	broken(vec![(account(0), statement(1)), (account(0), statement(1))], "R1");
	let later = HeadStatement { round: NOW + 1, ..statement(1) };
	broken(vec![(account(0), later)], "R2");
	let empty = HeadStatement { round: NOW, head: RatingsHead::default() };
	broken(vec![(account(0), empty)], "R2");
}
