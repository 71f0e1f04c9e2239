//! A title enters the registry, or does not.

use crate::{
	Error, Event, HoldReason, Registration, Registrations, SplitBounds, SplitRefusal, Titles,
	mock::*, record_hash,
};
use codec::{Encode, MaxEncodedLen};
use frame_support::{
	assert_noop, assert_ok,
	traits::{Hooks, fungible::InspectHold},
};
use reel_primitives::{
	content::{Licence, RewardSplit, TitleRecord, TitleState, TitleStatus},
	geometry::{Geometry, MAX_CELLS},
	traits::PublisherRefusal,
};
use sp_runtime::{TokenError, traits::BadOrigin};

mod register_title {
	use super::*;

	#[test]
	fn writes_record_state_and_deposit() {
		run(|| {
			assert_ok!(register(CREATOR, TITLE));
			let deposit_cfx = ContentRegistry::registration_deposit();
			System::assert_last_event(
				Event::TitleRegistered {
					content: TITLE,
					creator: CREATOR,
					supervisor: SUPERVISOR,
					deposit_cfx,
				}
				.into(),
			);
			let view = ContentRegistry::title(TITLE).unwrap();
			let record = TitleRecord {
				creator: CREATOR,
				supervisor: SUPERVISOR,
				cells_root: [2; 32],
				geometry: FILM,
				split: RewardSplit::DEFAULT,
				licence: Licence::CcBy,
				metadata_hash: [3; 32],
				registered_in: NOW,
			};
			let state = TitleState {
				status: TitleStatus::Playable,
				price_cfx: PRICE,
				takes_donations: true,
			};
			assert_eq!((view.content, &view.record, view.state), (TITLE, &record, state));
			let record_hash = record_hash(&TITLE, &record);
			assert_eq!(
				Registrations::<Test>::get(TITLE),
				Some(Registration { record_hash, deposit_cfx })
			);
			assert_eq!(Balances::balance_on_hold(&HoldReason::Title.into(), &CREATOR), deposit_cfx);
		});
	}

	#[test]
	fn the_deposit_counts_the_bytes_of_the_entries() {
		run_registered(|| {
			let view = ContentRegistry::title(TITLE).unwrap();
			// A stop names a reason: one byte more than a state that plays.
			let state = view.state.encoded_size() + 1;
			let bytes = view.record.encoded_size() + state + Registration::max_encoded_len();
			assert_eq!(
				ContentRegistry::registration_deposit(),
				DEPOSIT_BASE + DEPOSIT_PER_BYTE * bytes as u128
			);
		});
	}

	#[test]
	fn is_for_those_who_may_publish() {
		run(|| {
			assert_noop!(register(STRANGER, TITLE), Error::<Test>::NotAuthorized);
			for (refusal, error) in [
				(PublisherRefusal::NotAuthorized, Error::<Test>::NotAuthorized),
				(PublisherRefusal::Expired, Error::<Test>::AuthorizationExpired),
				(PublisherRefusal::Sanctioned, Error::<Test>::Sanctioned),
			] {
				refuse(CREATOR, refusal);
				assert_noop!(register(CREATOR, TITLE), error);
			}
			let unsigned = ContentRegistry::register_title(
				RuntimeOrigin::none(),
				TITLE,
				[2; 32],
				FILM,
				RewardSplit::DEFAULT,
				Licence::CcBy,
				[3; 32],
				PRICE,
				true,
			);
			assert_noop!(unsigned, BadOrigin);
		});
	}

	#[test]
	fn a_magnet_is_registered_once() {
		run_registered(|| {
			for who in [CREATOR, OTHER] {
				assert_noop!(register(who, TITLE), Error::<Test>::MagnetAlreadyRegistered);
			}
		});
	}

	#[test]
	fn a_deleted_magnet_is_never_registered_again() {
		run_registered(|| {
			assert_ok!(ContentRegistry::delete_title(signed(CREATOR), TITLE));
			for who in [CREATOR, OTHER] {
				assert_noop!(register(who, TITLE), Error::<Test>::MagnetAlreadyRegistered);
			}
		});
	}

	#[test]
	fn impossible_geometries_are_refused_by_name() {
		run(|| {
			for (geometry, error) in [
				(Geometry { cells: 0, ..FILM }, Error::<Test>::CellCountOutOfRange),
				(Geometry { cells: MAX_CELLS + 1, ..FILM }, Error::<Test>::CellCountOutOfRange),
				(Geometry { duration_ms: 0, ..FILM }, Error::<Test>::DurationOutOfRange),
				(
					Geometry { duration_ms: FILM.duration_ms + 1, ..FILM },
					Error::<Test>::DurationOutOfRange,
				),
				(Geometry { size_bytes: 0, ..FILM }, Error::<Test>::SizeOutOfRange),
			] {
				assert_noop!(register_as(CREATOR, TITLE, geometry, RewardSplit::DEFAULT), error);
			}
		});
	}

	#[test]
	fn splits_must_be_whole_and_within_bounds() {
		run(|| {
			let default = RewardSplit::DEFAULT;
			let not_whole = RewardSplit { creator_bp: default.creator_bp - 1, ..default };
			assert_noop!(
				register_as(CREATOR, TITLE, FILM, not_whole),
				Error::<Test>::SplitNotWhole
			);
			let cheaper_validators = RewardSplit {
				validators_bp: default.validators_bp - 1,
				creator_bp: default.creator_bp + 1,
				..default
			};
			assert_noop!(
				register_as(CREATOR, TITLE, FILM, cheaper_validators),
				Error::<Test>::SplitOutsideBounds
			);
		});
	}

	#[test]
	fn governance_moves_the_bounds_for_new_titles_only() {
		run_registered(|| {
			Bounds::set(SplitBounds { supervisor_bp: 600, ..SplitBounds::DEFAULT });
			assert_noop!(register(CREATOR, id(2)), Error::<Test>::SplitOutsideBounds);
			let split =
				RewardSplit { supervisor_bp: 600, creator_bp: 2_900, ..RewardSplit::DEFAULT };
			assert_ok!(register_as(CREATOR, id(2), FILM, split));
			assert_eq!(Titles::<Test>::get(TITLE).unwrap().split, RewardSplit::DEFAULT);
		});
	}

	#[test]
	fn refuses_who_cannot_pay_the_deposit() {
		run(|| {
			assert_noop!(register(POOR, TITLE), TokenError::FundsUnavailable);
		});
	}
}

mod split_bounds {
	use super::*;

	#[test]
	fn each_part_has_its_bound() {
		let bounds = SplitBounds { least_creator_bp: 100, ..SplitBounds::DEFAULT };
		let split = |viewer_bp, creator_bp, sharing_bp, validators_bp, supervisor_bp| RewardSplit {
			viewer_bp,
			creator_bp,
			sharing_bp,
			validators_bp,
			supervisor_bp,
		};
		for (split, expected) in [
			(split(2_000, 6_000, 500, 1_000, 500), Ok(())),
			(split(7_900, 100, 500, 1_000, 500), Ok(())),
			(split(1_999, 6_001, 500, 1_000, 500), Err(SplitRefusal::OutsideBounds)),
			(split(2_000, 6_001, 499, 1_000, 500), Err(SplitRefusal::OutsideBounds)),
			(split(7_901, 99, 500, 1_000, 500), Err(SplitRefusal::OutsideBounds)),
			(split(2_000, 5_999, 500, 1_001, 500), Err(SplitRefusal::OutsideBounds)),
			(split(2_000, 5_999, 500, 1_000, 501), Err(SplitRefusal::OutsideBounds)),
			(split(2_001, 6_000, 500, 1_000, 500), Err(SplitRefusal::NotWhole)),
			(split(u16::MAX, u16::MAX, 0, 0, 0), Err(SplitRefusal::NotWhole)),
		] {
			assert_eq!(bounds.check(&split), expected, "{split:?}");
		}
	}

	#[test]
	fn the_default_bounds_admit_the_default_split() {
		assert_eq!(SplitBounds::DEFAULT.check(&RewardSplit::DEFAULT), Ok(()));
		assert!(SplitBounds::DEFAULT.is_satisfiable());
	}

	#[test]
	#[should_panic(expected = "no split lies within SplitBounds")]
	fn bounds_without_room_stop_the_runtime() {
		Builder::new().build().execute_with(|| {
			let bounds = SplitBounds { least_creator_bp: 6_501, ..SplitBounds::DEFAULT };
			assert!(!bounds.is_satisfiable());
			Bounds::set(bounds);
			ContentRegistry::integrity_test();
		});
	}
}
