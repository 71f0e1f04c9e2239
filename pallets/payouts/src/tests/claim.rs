use crate::{Error, Event, MAX_CLAIMS_PER_CALL, mock::*};
use codec::Encode;
use frame_support::{
	BoundedVec, assert_noop, assert_ok,
	pallet_prelude::{Authorize, InvalidTransaction, TransactionSource, TransactionValidityError},
};
use frame_system::RawOrigin;
use reel_economics::CFX;
use reel_merkle::binary::Tree;
use reel_primitives::{
	Balance, Round,
	batch::{Payee, Payees, PayoutClaim},
	traits::RoundTotals,
};

/// Viewers of a large round.
pub(super) const VIEWERS: u64 = 300;
/// Persons' part of a round at the default split.
const PERSONS_CFX: Balance = 99 * CFX / 2;

/// Equal shares for accounts 1,000 and up; they sum to those of [`one_play`].
pub(super) fn payees() -> Vec<Payee<u64>> {
	let total = one_play(0).total_shares;
	let each = total / u128::from(VIEWERS);
	assert_eq!(each * u128::from(VIEWERS), total, "the shares divide evenly");
	(0..VIEWERS).map(|n| Payee { account: 1_000 + n, shares: each }).collect()
}

fn tree() -> Tree {
	Tree::from_items(&payees().iter().map(Encode::encode).collect::<Vec<_>>())
}

pub(super) fn pay_large(round: Round) {
	pay(RoundTotals {
		payees: Payees::Root { root: tree().root(), count: VIEWERS as u32 },
		..one_play(round)
	})
	.unwrap();
}

pub(super) fn claim_of(round: Round, index: u32) -> PayoutClaim {
	PayoutClaim {
		round,
		shares: payees()[index as usize].shares,
		index,
		path: tree().prove(index).unwrap().path,
	}
}

fn bundle(
	claims: impl IntoIterator<Item = PayoutClaim>,
) -> BoundedVec<PayoutClaim, frame_support::traits::ConstU32<MAX_CLAIMS_PER_CALL>> {
	claims.into_iter().collect::<Vec<_>>().try_into().unwrap()
}

fn authorized() -> RuntimeOrigin {
	RawOrigin::Authorized.into()
}

/// What the pool says of a claim.
fn admission(account: u64, claims: Vec<PayoutClaim>) -> Result<(), TransactionValidityError> {
	let call = crate::Call::<Test>::claim { account, claims: bundle(claims) };
	call.authorize(TransactionSource::External).unwrap().map(|_| ())
}

pub(super) fn claim(
	account: u64,
	claims: Vec<PayoutClaim>,
) -> frame_support::dispatch::DispatchResult {
	Payouts::claim(authorized(), account, bundle(claims))
}

#[test]
fn pays_a_leaf_to_its_account_whoever_sends_it() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		assert_eq!(Payouts::round_claims(10).unwrap().persons_cfx, PERSONS_CFX);
		assert_ok!(admission(1_007, vec![claim_of(10, 7)]));
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		let part = PERSONS_CFX / u128::from(VIEWERS);
		assert_eq!(Balances::free_balance(1_007), part);
		assert_eq!(Payouts::quote(10, claim_of(10, 7).shares), Some(part));
		assert!(Payouts::is_claimed(10, 7) && !Payouts::is_claimed(10, 8));
		System::assert_last_event(
			Event::PayoutClaimed { who: 1_007, rounds: 1, amount_cfx: part }.into(),
		);
	});
}

#[test]
fn bundles_rounds() {
	ExtBuilder.build_and_execute(|| {
		let rounds: Vec<Round> = (10..10 + u64::from(MAX_CLAIMS_PER_CALL)).collect();
		rounds.iter().for_each(|round| pay_large(*round));
		let claims: Vec<_> = rounds.iter().map(|round| claim_of(*round, 299)).collect();
		assert_ok!(admission(1_299, claims.clone()));
		assert_ok!(claim(1_299, claims));
		let part = PERSONS_CFX / u128::from(VIEWERS);
		assert_eq!(Balances::free_balance(1_299), part * rounds.len() as u128);
	});
}

#[test]
fn a_leaf_is_paid_once() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		assert_ok!(claim(1_007, vec![claim_of(10, 7)]));
		assert_noop!(claim(1_007, vec![claim_of(10, 7)]), Error::<Test>::LeafClaimed);
		assert_eq!(admission(1_007, vec![claim_of(10, 7)]), Err(InvalidTransaction::Stale.into()));
		// Not within one bundle either.
		let twice = vec![claim_of(10, 8), claim_of(10, 8)];
		assert_noop!(claim(1_008, twice.clone()), Error::<Test>::ClaimsNotAscending);
		assert_eq!(admission(1_008, twice), Err(InvalidTransaction::Call.into()));
	});
}

#[test]
fn a_root_with_more_shares_than_its_titles_pays_no_more_than_its_round_has() {
	ExtBuilder.build_and_execute(|| {
		// Two leaves of nine tenths each, voted through; another round's money is in the pot beside it.
		let shares = one_play(10).total_shares / 10 * 9;
		let greedy: Vec<_> = (0..2u64).map(|n| Payee { account: 7_000 + n, shares }).collect();
		let both = [greedy.clone(), vec![Payee { account: 7_001u64, shares }]].concat();
		let tree = Tree::from_items(&both.iter().map(Encode::encode).collect::<Vec<_>>());
		let claim_at = |index: u32| {
			let path = tree.prove(index).unwrap().path;
			PayoutClaim { round: 10, shares, index, path }
		};
		pay(RoundTotals { payees: Payees::Root { root: tree.root(), count: 3 }, ..one_play(10) })
			.unwrap();
		pay_large(11);
		// Not both of one account's leaves in a bundle, and none after the round is spent.
		let bundle = vec![claim_at(1), claim_at(2)];
		assert_noop!(claim(7_001, bundle.clone()), Error::<Test>::RoundExhausted);
		assert_eq!(admission(7_001, bundle), Err(InvalidTransaction::Call.into()));
		assert_ok!(claim(7_000, vec![claim_at(0)]));
		assert_noop!(claim(7_001, vec![claim_at(1)]), Error::<Test>::RoundExhausted);
		assert_eq!(Balances::free_balance(7_000), PERSONS_CFX / 10 * 9);
		assert_ok!(claim(1_007, vec![claim_of(11, 7)]));
	});
}

#[test]
fn refuses_what_is_not_in_the_tree() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		let good = claim_of(10, 7);
		let mut changed = vec![
			PayoutClaim { shares: good.shares + 1, ..good.clone() },
			PayoutClaim { index: 8, ..good.clone() },
			PayoutClaim { index: u32::MAX, ..good.clone() },
			PayoutClaim { path: vec![], ..good.clone() },
		];
		let mut longer = good.clone();
		longer.path.push([0; 32]);
		changed.push(longer);
		let mut endless = good.clone();
		endless.path = vec![[0; 32]; 21];
		changed.push(endless);
		for bad in changed {
			assert_noop!(claim(1_007, vec![bad.clone()]), Error::<Test>::ProofMismatch);
			assert_eq!(admission(1_007, vec![bad]), Err(InvalidTransaction::BadProof.into()));
		}
		// Somebody else's leaf.
		assert_noop!(claim(1_006, vec![good]), Error::<Test>::ProofMismatch);
	});
}

#[test]
fn refuses_rounds_without_a_root() {
	ExtBuilder.build_and_execute(|| {
		pay(one_play(10)).unwrap();
		assert_noop!(claim(1_007, vec![claim_of(10, 7)]), Error::<Test>::RoundNotClaimable);
		assert_noop!(claim(1_007, vec![claim_of(11, 7)]), Error::<Test>::RoundNotClaimable);
		assert_eq!(admission(1_007, vec![claim_of(10, 7)]), Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn refuses_an_empty_claim_and_a_signed_one() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		assert_noop!(claim(1_007, vec![]), Error::<Test>::ClaimCountOutOfRange);
		assert_noop!(
			Payouts::claim(RuntimeOrigin::signed(1_007), 1_007, bundle([claim_of(10, 7)])),
			sp_runtime::traits::BadOrigin
		);
	});
}

#[test]
fn all_claims_together_never_exceed_the_round() {
	ExtBuilder.build_and_execute(|| {
		pay_large(10);
		for index in 0..VIEWERS as u32 {
			assert_ok!(claim(1_000 + u64::from(index), vec![claim_of(10, index)]));
		}
		let round = Payouts::round_claims(10).unwrap();
		assert_eq!(round.claimed_leaves, VIEWERS as u32);
		assert_eq!(round.open_cfx(), PERSONS_CFX % u128::from(VIEWERS));
	});
}
