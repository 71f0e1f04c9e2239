//! What views bring is divided to the planck, and paid.

use crate::{Error, OwedTotal, mock::*};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use reel_primitives::{content::ReasonCode, market::Holder, traits::CreatorShares};

#[test]
fn parts_are_rounded_down_and_the_rest_is_the_creators() {
	run(|| {
		accepted(ANNA, share(500));
		accepted(BERT, share(333));
		// 5 % and 3.33 % of 1,003: 50.15 and 33.3999.
		assert_eq!(views(1_003), 1_003 - 50 - 33);
		assert_eq!(OwedTotal::<Test>::get(), 83);
		let owed: Vec<_> =
			Layers::shares_of(TITLE).into_iter().map(|share| share.owed_cfx).collect();
		assert_eq!(owed, [50, 33]);
		let holder = |account, share_bp| Holder { account, share_bp };
		assert_eq!(Layers::shares(&TITLE), [holder(ANNA, 500), holder(BERT, 333)]);
	});
}

#[test]
fn anyone_claims_for_all_layers_of_a_title() {
	run(|| {
		accepted(ANNA, share(500));
		accepted(BERT, share(2_500));
		assert_noop!(Layers::claim(signed(CREATOR), TITLE), Error::<Test>::NothingOwed);
		views(10_000);
		views(10_000);
		assert_ok!(Layers::claim(signed(CREATOR), TITLE));
		assert_eq!(free(ANNA), WEALTH - DEPOSIT + 1_000);
		assert_eq!(free(BERT), WEALTH - DEPOSIT + 5_000);
		assert_eq!((OwedTotal::<Test>::get(), free(Layers::pot_account())), (0, ED));
		assert_noop!(Layers::claim(signed(CREATOR), TITLE), Error::<Test>::NothingOwed);
	});
}

#[test]
fn what_is_owed_is_paid_before_a_layer_goes() {
	run(|| {
		let id = accepted(ANNA, share(10_000));
		assert_eq!(views(700), 0);
		assert_ok!(Layers::withdraw(signed(ANNA), id));
		assert_eq!(free(ANNA), WEALTH + 700);
		assert_eq!(views(700), 700);
		let id = accepted(BERT, share(5_000));
		assert_eq!(views(701), 351);
		assert_ok!(Layers::end(signed(CREATOR), id));
		after(NOTICE);
		assert_eq!(views(701), 701);
		assert_ok!(Layers::clear(signed(ANNA), id));
		assert_eq!(free(BERT), WEALTH + 350);
	});
}

#[test]
fn the_share_of_a_stopped_layer_is_the_creators() {
	run(|| {
		let id = accepted(ANNA, share(500));
		views(10_000);
		assert_ok!(Layers::stop(signed(SUPERVISOR), id, ReasonCode::Rights));
		assert_eq!(views(10_000), 10_000);
		assert!(Layers::shares(&TITLE).is_empty());
		assert_ok!(Layers::reinstate(signed(SUPERVISOR), id));
		assert_eq!(views(10_000), 9_500);
		assert_eq!(OwedTotal::<Test>::get(), 1_000);
	});
}

#[test]
fn what_overflows_is_the_creators_and_changes_nothing() {
	run(|| {
		accepted(ANNA, share(5_000));
		OwedTotal::<Test>::put(u128::MAX);
		assert_eq!(Layers::accrue(&TITLE, 10_000), 0);
		OwedTotal::<Test>::put(0);
	});
}

proptest! {
	#[test]
	fn whatever_happens_all_of_it_is_paid_to_somebody(
		steps in prop::collection::vec((0u8..6, 0u128..100_000, 1u16..4_000), 1..60)
	) {
		run(|| {
			let (mut brought, mut creators) = (0, 0);
			let mut live = vec![];
			for (what, amount, bp) in steps {
				match what {
					0 if try_offer(ANNA, TITLE, share(bp)).is_ok() => {
						let id = crate::NextLayer::<Test>::get() - 1;
						let _ = Layers::accept(signed(CREATOR), id);
						live.push(id);
					},
					1 => drop(Layers::claim(signed(BERT), TITLE)),
					2 => if let Some(id) = live.pop() {
						Layers::withdraw(signed(ANNA), id).unwrap();
					},
					3 => if let Some(id) = live.first() {
						let _ = Layers::end(signed(CREATOR), *id);
						after(NOTICE / 2);
					},
					_ => {
						brought += amount;
						creators += views(amount);
					},
				}
				assert_eq!(Layers::do_try_state(), Ok(()));
			}
			let deposits = live.len() as u128 * DEPOSIT;
			let paid = free(ANNA) + deposits - WEALTH;
			assert_eq!(brought, creators + paid + OwedTotal::<Test>::get());
			assert_eq!(free(Layers::pot_account()), ED + OwedTotal::<Test>::get());
		});
	}
}
