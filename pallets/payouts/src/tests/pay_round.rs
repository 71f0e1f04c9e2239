use crate::{Error, Event, Owed, RoundDivision, mock::*};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use reel_economics::CFX;
use reel_primitives::{
	ContentId,
	batch::{Payee, Payees, TitleTotal},
	content::RewardSplit,
	traits::{MintRefusal, PayRefusal, RewardRounds, RoundTotals},
};

#[test]
fn divides_ninety_cfx_by_the_default_split() {
	ExtBuilder.build_and_execute(|| {
		let paid = pay(one_play(10)).unwrap();
		assert_eq!((paid.minted_cfx, paid.claimable_cfx), (90 * CFX, 0));
		// 40 % viewer, 30 % creator, 15 % sharing, 10 % validators, 5 % supervisor.
		assert_eq!(Balances::free_balance(VIEWER), 36 * CFX);
		assert_eq!(Balances::free_balance(CREATOR), 27 * CFX);
		assert_eq!(Balances::free_balance(PROVIDER), 27 * CFX / 2);
		for validator in VALIDATORS {
			assert_eq!(Balances::free_balance(validator), 9 * CFX / 2);
		}
		assert_eq!(Balances::free_balance(SUPERVISOR), 9 * CFX / 2);
		assert_eq!(Balances::free_balance(TREASURY), ED);
		System::assert_last_event(
			Event::RoundPaid {
				round: 10,
				division: RoundDivision {
					minted_cfx: 90 * CFX,
					creators_cfx: 27 * CFX,
					supervisors_cfx: 9 * CFX / 2,
					validators_cfx: 9 * CFX,
					persons_cfx: 99 * CFX / 2,
					claimable_cfx: 0,
					treasury_cfx: 0,
				},
			}
			.into(),
		);
		assert_eq!(Payouts::last_paid_round(), Some(10));
	});
}

#[test]
fn a_round_is_paid_once() {
	ExtBuilder.build_and_execute(|| {
		pay(one_play(10)).unwrap();
		let issued = pallet_balances::TotalIssuance::<Test>::get();
		assert_eq!(pay(one_play(10)), Err(PayRefusal::Mint(MintRefusal::RoundRewarded)));
		assert_eq!(pallet_balances::TotalIssuance::<Test>::get(), issued);
	});
}

#[test]
fn a_round_with_an_unknown_title_mints_nothing() {
	ExtBuilder.build_and_execute(|| {
		let mut round = one_play(10);
		round.totals[0].content = ContentId([99; 32]);
		assert_eq!(pay(round), Err(PayRefusal::Totals));
		assert_eq!(pallet_emission::TotalMinted::<Test>::get(), 0);
		assert_eq!(Payouts::last_paid_round(), None);
	});
}

#[test]
fn what_is_the_activators_by_contract_comes_out_of_the_creators_part_alone() {
	ExtBuilder.build_and_execute(|| {
		pay(one_play(10)).unwrap();
		let before = [CREATOR, SUPERVISOR, VIEWER].map(Balances::free_balance);
		LayersBp::set(333);
		pay(one_play(11)).unwrap();
		LayersBp::set(0);
		let layers = before[0] * 333 / 10_000;
		assert_eq!(Balances::free_balance(LAYERS), layers);
		let expected = [2 * before[0] - layers, 2 * before[1], 2 * before[2]];
		assert_eq!([CREATOR, SUPERVISOR, VIEWER].map(Balances::free_balance), expected);
	});
}

#[test]
fn other_holders_of_a_title_have_their_part_before_activators_have_theirs() {
	ExtBuilder.build_and_execute(|| {
		pay(one_play(10)).unwrap();
		let before = [CREATOR, SUPERVISOR, VIEWER].map(Balances::free_balance);
		HoldersBp::set(7_001);
		LayersBp::set(333);
		pay(one_play(11)).unwrap();
		let holders = before[0] * 7_001 / 10_000;
		let layers = (before[0] - holders) * 333 / 10_000;
		assert_eq!(Balances::free_balance(HOLDERS), holders);
		assert_eq!(Balances::free_balance(LAYERS), layers);
		let expected = [2 * before[0] - holders - layers, 2 * before[1], 2 * before[2]];
		assert_eq!([CREATOR, SUPERVISOR, VIEWER].map(Balances::free_balance), expected);
		// Of a creator without a share of the title activators get nothing.
		HoldersBp::set(10_000);
		pay(one_play(12)).unwrap();
		HoldersBp::set(0);
		LayersBp::set(0);
		assert_eq!(Balances::free_balance(CREATOR), expected[0]);
		assert_eq!(Balances::free_balance(LAYERS), layers);
		assert_eq!(Balances::free_balance(HOLDERS), holders + before[0]);
	});
}

#[test]
fn without_active_validators_their_part_goes_to_the_treasury() {
	ExtBuilder.build_and_execute(|| {
		pay(RoundTotals { validators: vec![], ..one_play(10) }).unwrap();
		assert_eq!(Balances::free_balance(TREASURY), ED + 9 * CFX);
	});
}

#[test]
fn what_rounding_leaves_over_goes_to_the_treasury() {
	ExtBuilder.build_and_execute(|| {
		// 9 CFX among seven: 7 does not divide 9 × 10^18.
		pay(RoundTotals { validators: (200..207).collect(), ..one_play(10) }).unwrap();
		assert_eq!(Balances::free_balance(200), 9 * CFX / 7);
		assert_eq!(Balances::free_balance(TREASURY), ED + 9 * CFX % 7);
	});
}

#[test]
fn an_amount_below_the_existential_deposit_stays_owed_until_it_is_large_enough() {
	ExtBuilder.build_and_execute(|| {
		// The viewer's 40 % of this cap is just below the deposit.
		CurrentCap::set(Some(ED * 2));
		pay(one_play(10)).unwrap();
		let part = ED * 2 * 4 / 10;
		assert_eq!(Balances::free_balance(VIEWER), 0);
		assert_eq!(Payouts::owed(VIEWER), part);
		assert_noop!(
			Payouts::claim_owed(RuntimeOrigin::signed(7), VIEWER),
			Error::<Test>::BelowExistentialDeposit
		);
		assert_conserved();
		pay(one_play(11)).unwrap();
		assert_eq!(Balances::free_balance(VIEWER), 2 * part);
		assert!(!Owed::<Test>::contains_key(VIEWER));
	});
}

#[test]
fn what_is_owed_can_be_called_up_once_the_account_exists() {
	ExtBuilder.build_and_execute(|| {
		CurrentCap::set(Some(ED * 2));
		pay(one_play(10)).unwrap();
		let owed = Payouts::owed(VIEWER);
		assert_ok!(Balances::transfer_allow_death(RuntimeOrigin::signed(TREASURY), VIEWER, ED));
		assert_ok!(Payouts::claim_owed(RuntimeOrigin::signed(7), VIEWER));
		assert_eq!(Balances::free_balance(VIEWER), ED + owed);
		assert_noop!(
			Payouts::claim_owed(RuntimeOrigin::signed(7), 12_345),
			Error::<Test>::NothingOwed
		);
	});
}

#[test]
fn the_pot_named_as_payee_is_owed_and_never_paid_to_itself() {
	ExtBuilder.build_and_execute(|| {
		let mut round = one_play(10);
		if let Payees::Direct(payees) = &mut round.payees {
			payees[0].account = Payouts::pot();
		}
		pay(round).unwrap();
		assert_eq!(Payouts::owed(Payouts::pot()), 36 * CFX);
	});
}

proptest! {
	#[test]
	fn any_round_is_paid_to_the_last_planck(
		weights in (1u64..60_000, 1u64..60_000),
		viewers in 1usize..30,
		validators in 0usize..7,
		creator_bp in 0u16..8_500,
		cap in proptest::option::of(1u128..100_000_000_000_000_000_000),
	) {
		ExtBuilder.build_and_execute(|| {
			CurrentCap::set(cap);
			let own = RewardSplit {
				viewer_bp: 8_500 - creator_bp,
				creator_bp,
				sharing_bp: 0,
				..RewardSplit::DEFAULT
			};
			Terms::mutate(|terms| terms.insert(OTHER_TITLE, own));
			let total_shares = u128::from(weights.0) * u128::from(RewardSplit::DEFAULT.persons_bp())
				+ u128::from(weights.1) * u128::from(own.persons_bp());
			let each = total_shares / viewers as u128;
			let mut payees: Vec<_> =
				(0..viewers).map(|n| Payee { account: 1_000 + n as u64, shares: each }).collect();
			payees[0].shares += total_shares - each * viewers as u128;
			pay(RoundTotals {
				round: 10,
				plays: 2,
				totals: vec![
					TitleTotal { content: TITLE, plays: 1, weight_ms: weights.0 },
					TitleTotal { content: OTHER_TITLE, plays: 1, weight_ms: weights.1 },
				],
				payees: Payees::Direct(payees),
				total_shares,
				validators: (200..200 + validators as u64).collect(),
			})
			.unwrap();
			assert_eq!(crate::OpenTotal::<Test>::get(), 0);
		});
	}
}
