//! Tests.

use crate::{
	Event, FirstRewardedRound, LastRewardedRound, RewardedRounds, TotalMinted, TotalWithheld,
	mock::*,
};
use frame_support::assert_noop;
use reel_economics::{
	CFX,
	emission::{PAPER, Schedule, YEAR_TABLE},
};
use reel_primitives::traits::{Counted, Mint, MintRefusal};

fn mint(round: u64, plays: u32) -> Result<u128, MintRefusal> {
	Emission::mint_round(round, plays, Counted::ALL, &POT)
}

mod mint_round {
	use super::*;

	#[test]
	fn mints_ninety_cfx_to_the_pot_for_a_round_that_was_watched() {
		ExtBuilder.build_and_execute(|| {
			assert_eq!(mint(10, 1), Ok(90 * CFX));
			assert_eq!(Balances::free_balance(POT), 90 * CFX);
			assert_eq!(LastRewardedRound::<Test>::get(), Some(10));
			System::assert_last_event(
				Event::RoundRewarded { round: 10, plays: 1, minted_cfx: 90 * CFX, era: 0 }.into(),
			);
		});
	}

	#[test]
	fn no_view_no_coin() {
		ExtBuilder.build_and_execute(|| {
			assert_noop!(mint(10, 0), MintRefusal::NothingWatched);
		});
	}

	#[test]
	fn a_round_is_rewarded_once_and_never_after_a_later_one() {
		ExtBuilder.build_and_execute(|| {
			mint(10, 1).unwrap();
			assert_noop!(mint(10, 1), MintRefusal::RoundRewarded);
			assert_noop!(mint(9, 1), MintRefusal::RoundRewarded);
			assert_eq!(mint(11, 1), Ok(90 * CFX));
			assert_eq!(RewardedRounds::<Test>::get(), 2);
		});
	}

	#[test]
	fn a_round_must_be_over() {
		ExtBuilder.build_and_execute(|| {
			let now = CurrentRound::get();
			assert_noop!(mint(now, 1), MintRefusal::RoundNotOver);
			assert_noop!(mint(now + 1, 1), MintRefusal::RoundNotOver);
			assert_eq!(mint(now - 1, 1), Ok(90 * CFX));
		});
	}

	#[test]
	fn the_cap_per_play_withholds_the_rest_and_counts_it() {
		ExtBuilder.build_and_execute(|| {
			CurrentCap::set(Some(4 * CFX));
			assert_eq!(mint(1, 3), Ok(12 * CFX));
			assert_eq!(TotalWithheld::<Test>::get(), 78 * CFX);
			assert_eq!(mint(2, 1_000), Ok(90 * CFX));
		});
	}

	#[test]
	fn what_does_not_count_is_withheld_and_nothing_else_is() {
		ExtBuilder.build_and_execute(|| {
			let of = |round, part, whole| {
				Emission::mint_round(round, 100, Counted { part, whole }, &POT)
			};
			assert_eq!(of(1, 1, 10), Ok(9 * CFX));
			assert_eq!(TotalWithheld::<Test>::get(), 81 * CFX);
			assert_noop!(of(2, 2, 1), MintRefusal::NothingWatched);
			assert_noop!(of(2, 0, 0), MintRefusal::NothingWatched);
			// The cap for each play is not cut twice.
			CurrentCap::set(Some(CFX / 20));
			assert_eq!(of(2, 1, 10), Ok(5 * CFX));
		});
	}

	#[test]
	fn halves_after_the_rewarded_rounds_of_an_era_not_after_time() {
		ExtBuilder.build_and_execute(|| {
			CurrentSchedule::set(Schedule { rounds_per_era: 3, ..PAPER });
			// Rounds far apart: time alone does not age the schedule.
			let minted: Vec<_> = [5, 900, 901, 70_000, 70_001].map(|r| mint(r, 1).unwrap()).into();
			assert_eq!(minted, [90, 90, 90, 45, 45].map(|cfx| cfx * CFX));
			// The paper's table knows a single halving.
			for round in 80_000..80_010 {
				assert_eq!(mint(round, 1), Ok(45 * CFX));
			}
		});
	}

	#[test]
	fn unlimited_halvings_are_expressible() {
		ExtBuilder.build_and_execute(|| {
			CurrentSchedule::set(Schedule { rounds_per_era: 1, ..PAPER.with_halvings(None) });
			assert_eq!(mint(1, 1), Ok(90 * CFX));
			assert_eq!(mint(2, 1), Ok(45 * CFX));
			assert_eq!(mint(3, 1), Ok(45 * CFX / 2));
			for round in 4..200 {
				mint(round, 1).unwrap();
			}
			assert_eq!(mint(200, 1), Ok(0));
		});
	}

	/// The paper's table at its borders, through the pallet: storage is set to just before each.
	#[test]
	fn the_year_table_halves_at_the_end_of_the_first_year() {
		ExtBuilder.build_and_execute(|| {
			CurrentSchedule::set(YEAR_TABLE);
			mint(1, 1).unwrap();
			let year = 2_190_000;
			let before = YEAR_TABLE.minted_after(year - 1);
			// One round short of a year, all of them rewarded.
			CurrentRound::set(3_000_000);
			RewardedRounds::<Test>::put(year - 1);
			LastRewardedRound::<Test>::put(year - 1);
			assert_eq!(mint(year, 1).map(|last| before + last), Ok(197_100_000 * CFX));
			assert_eq!(mint(year + 1, 1), Ok(45 * CFX));
			// The counters were moved by hand; what they say of this test's own mints still holds.
			assert_eq!(TotalMinted::<Test>::get(), (90 + 90 + 45) * CFX);
		});
	}
}

mod views {
	use super::*;

	#[test]
	fn say_what_the_next_round_gives() {
		ExtBuilder.build_and_execute(|| {
			CurrentSchedule::set(Schedule { rounds_per_era: 1, ..PAPER });
			assert_eq!((Emission::next_reward(), Emission::era()), (90 * CFX, 0));
			mint(1, 1).unwrap();
			assert_eq!((Emission::next_reward(), Emission::era()), (45 * CFX, 1));
			assert_eq!(Emission::minted(), (90 * CFX, 1));
			assert_eq!(Emission::schedule().rounds_per_era, 1);
			assert_eq!(Emission::last_rewarded_round(), Some(1));
		});
	}
}

mod invariants {
	use super::*;

	#[test]
	fn e1_is_seen_when_more_was_minted_than_scheduled() {
		ExtBuilder.build().execute_with(|| {
			mint(1, 1).unwrap();
			TotalMinted::<Test>::mutate(|total| *total += 1);
			assert_eq!(
				Emission::do_try_state(),
				Err("E1: what was minted and withheld is not what the schedule gave".into())
			);
		});
	}

	#[test]
	fn e2_is_seen_when_rounds_were_rewarded_twice() {
		ExtBuilder.build().execute_with(|| {
			mint(1, 1).unwrap();
			RewardedRounds::<Test>::put(2);
			assert_eq!(
				Emission::do_try_state(),
				Err("E2: more rounds rewarded than there were".into())
			);
			FirstRewardedRound::<Test>::kill();
			assert_eq!(
				Emission::do_try_state(),
				Err("E2: the first and the last rewarded round come together".into())
			);
		});
	}
}
