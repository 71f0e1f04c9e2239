use crate::{CAP_NOTICE_ROUNDS, Error, Event, TitleCap, mock::*};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use reel_economics::{CFX, split::title_rates};
use reel_primitives::{
	ContentId,
	batch::{Payee, Payees, TitleTotal},
	content::RewardSplit,
	time::ROUNDS_PER_PERIOD,
	traits::{RewardRounds, RoundTotals},
};

fn set(cap_bp: Option<u16>) -> frame_support::dispatch::DispatchResult {
	Payouts::set_title_cap(RuntimeOrigin::root(), cap_bp)
}

/// Moves to the first round after those of the old cap, and returns one under the new one.
fn in_force() -> u64 {
	CurrentRound::mutate(|round| *round += CAP_NOTICE_ROUNDS + 1);
	CurrentRound::get() - 1
}

/// A title for each weight, the viewer of each of them paid by shares at the rates of the cap.
fn titles(round: u64, weights: &[u64]) -> RoundTotals<u64> {
	let rates = title_rates(weights, Payouts::title_cap(round)).unwrap().rates;
	let persons = u128::from(RewardSplit::DEFAULT.persons_bp());
	let content = |index: usize| ContentId([index as u8 + 1; 32]);
	let payees: Vec<_> = weights
		.iter()
		.zip(rates)
		.enumerate()
		.map(|(index, (weight, rate))| Payee {
			account: 1_000 + index as u64,
			shares: u128::from(*weight) * u128::from(rate) * persons,
		})
		.collect();
	Terms::mutate(|terms| {
		for index in 0..weights.len() {
			terms.insert(content(index), RewardSplit::DEFAULT);
		}
	});
	RoundTotals {
		round,
		plays: 100,
		totals: (0..weights.len())
			.map(|index| TitleTotal {
				content: content(index),
				plays: 1,
				weight_ms: weights[index],
			})
			.collect(),
		total_shares: payees.iter().map(|payee| payee.shares).sum(),
		payees: Payees::Direct(payees),
		validators: VALIDATORS.to_vec(),
	}
}

#[test]
fn a_title_above_the_cap_brings_the_cap_and_the_others_bring_what_they_brought() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(set(Some(1_000)));
		let round = in_force();
		// Four fifths of the round, and two of a tenth.
		let paid = pay(titles(round, &[48_000, 6_000, 6_000])).unwrap();
		assert_eq!(paid.minted_cfx, 27 * CFX);
		assert_eq!(pallet_emission::TotalWithheld::<Test>::get(), 63 * CFX);
		for viewer in 1_000..1_003 {
			assert_eq!(Balances::free_balance(viewer), 9 * CFX * 55 / 100, "{viewer}");
		}
	});
}

#[test]
fn the_only_title_of_a_round_brings_the_cap_and_is_not_cut_twice_where_plays_are_few() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(set(Some(1_000)));
		let round = in_force();
		assert_eq!(pay(titles(round, &[60_000])).unwrap().minted_cfx, 9 * CFX);
		// 100 plays at a hundredth of a CFX are below the cap of the title.
		CurrentCap::set(Some(CFX / 100));
		CurrentRound::set(round + 2);
		assert_eq!(pay(titles(round + 1, &[60_000])).unwrap().minted_cfx, CFX);
	});
}

#[test]
fn rounds_before_the_notice_is_over_keep_their_cap() {
	ExtBuilder.build_and_execute(|| {
		let now = CurrentRound::get();
		assert_ok!(set(Some(500)));
		let since = now + CAP_NOTICE_ROUNDS;
		System::assert_last_event(Event::TitleCapSet { cap_bp: Some(500), since }.into());
		assert_eq!(Payouts::title_cap(since - 1), None);
		assert_eq!(Payouts::title_cap(since), Some(500));
		in_force();
		assert_eq!(pay(titles(since - 1, &[60_000])).unwrap().minted_cfx, 90 * CFX);
	});
}

#[test]
fn a_cap_is_in_range_governances_and_changes_once_in_a_period() {
	ExtBuilder.build_and_execute(|| {
		for cap in [0, 10_001] {
			assert_noop!(set(Some(cap)), Error::<Test>::CapOutOfRange);
		}
		assert_noop!(
			Payouts::set_title_cap(RuntimeOrigin::signed(SUPERVISOR), None),
			sp_runtime::traits::BadOrigin
		);
		assert_ok!(set(Some(10_000)));
		let since = TitleCap::<Test>::get().since;
		assert_noop!(set(None), Error::<Test>::CapChangedLately);
		CurrentRound::set(since + ROUNDS_PER_PERIOD - 1);
		assert_noop!(set(None), Error::<Test>::CapChangedLately);
		CurrentRound::set(since + ROUNDS_PER_PERIOD);
		assert_ok!(set(None));
		assert_eq!(Payouts::title_caps().before, Some(10_000));
	});
}

proptest! {
	#[test]
	fn any_capped_round_is_paid_to_the_last_planck_and_no_title_above_the_cap(
		weights in prop::collection::vec(1u64..60_000, 1..12),
		cap_bp in 1u16..=10_000,
	) {
		ExtBuilder.build_and_execute(|| {
			CurrentRound::set(40);
			set(Some(cap_bp)).unwrap();
			let round = in_force();
			let paid = pay(titles(round, &weights)).unwrap();
			let withheld = pallet_emission::TotalWithheld::<Test>::get();
			assert_eq!(paid.minted_cfx + withheld, 90 * CFX);
			let most = 90 * CFX * u128::from(cap_bp) / 10_000 * 55 / 100;
			for index in 0..weights.len() as u64 {
				assert!(Balances::free_balance(1_000 + index) <= most + 1);
			}
		});
	}
}
