//! What was bought is delivered, and paid.

use crate::{Error, Event, Source, Stage, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{
	BasisPoints,
	content::{ReasonCode, TitleStatus},
	market::{Currency, Holder, MAX_DELIVERIES, SaleKind},
	traits::Deliveries,
};

#[test]
fn three_holders_get_their_shares_to_the_planck() {
	run(|| {
		let treasury = free(TREASURY);
		let id = buy(BUYER, TITLE, Currency::Cfx);
		deliver(id);
		// 1,000,003: 5 % rounded down is 50,000; of 950,003 the halves and so on are 475,001, 285,000 and 190,000, and
		// the 2 that are left over go to the first.
		let parts = [(ANNA, 475_003), (BERT, 285_000), (CARL, 190_000)];
		for (holder, amount) in parts {
			assert_eq!(free(holder), 100 * ED + amount);
			System::assert_has_event(
				Event::Credited {
					source: Source::Purchase(id),
					content: TITLE,
					holder,
					currency: Currency::Cfx,
					amount,
				}
				.into(),
			);
		}
		assert_eq!(free(TREASURY), treasury + 50_000);
		assert_eq!((held(BUYER), free(BUYER)), (0, WEALTH - PRICE));
		System::assert_last_event(
			Event::Delivered {
				purchase: id,
				content: TITLE,
				currency: Currency::Cfx,
				price: PRICE,
				fee: 50_000,
				ends: None,
			}
			.into(),
		);
		assert_eq!(
			Settlement::purchase(id).map(|purchase| purchase.stage),
			Some(Stage::Delivered { ends: None })
		);
	});
}

#[test]
fn who_added_layers_gets_its_share_of_the_creators_part_and_of_nobody_elses() {
	run(|| {
		let holder = |account, share_bp| Holder { account, share_bp };
		Activators::set(vec![holder(FRIEND, 333), holder(CARL, 5_000)]);
		// TITLE has holders, and the creator is none of them.
		deliver(buy(BUYER, TITLE, Currency::Cfx));
		assert_eq!(
			[ANNA, BERT, CARL].map(free).map(|all| all - 100 * ED),
			[475_003, 285_000, 190_000]
		);
		// OWN is the creator's alone: of 950,003, 3.33 % and a half, rounded down.
		deliver(buy(BUYER, OWN, Currency::Cfx));
		assert_eq!(free(FRIEND), WEALTH + 31_635);
		assert_eq!(free(CARL), 100 * ED + 190_000 + 475_001);
		assert_eq!(free(CREATOR), 100 * ED + 950_003 - 31_635 - 475_001);
	});
}

#[test]
fn ssh_is_divided_like_cfx() {
	run(|| {
		deliver(buy(BUYER, TITLE, Currency::Ssh));
		// 70,007: the fee is 3,500; of 66,507 the parts are 33,253, 19,952 and 13,301, and 1 is left over.
		assert_eq!([ANNA, BERT, CARL, TREASURY].map(ssh), [33_254, 19_952, 13_301, 3_500]);
		assert_eq!((ssh(BUYER), ssh(Settlement::escrow())), (WEALTH - PRICE_SSH, 0));
		// Beside another purchase that is open.
		buy(FRIEND, TITLE, Currency::Ssh);
		Settlement::buy(signed(BUYER), OWN, None, SaleKind::Rental, Currency::Ssh, WEALTH).unwrap();
		deliver(2);
		assert_eq!((ssh(CREATOR), ssh(Settlement::escrow())), (19_000, PRICE_SSH));
	});
}

#[test]
fn who_shares_is_looked_at_when_it_is_paid() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		assert_ok!(Rights::transfer_share(signed(ANNA), TITLE, CREATOR, 5_000));
		deliver(id);
		// BERT is first now.
		let fee = PRICE * 500 / 10_000;
		let rest = PRICE - fee;
		assert_eq!(free(ANNA), 100 * ED);
		assert_eq!(free(CREATOR), 100 * ED + rest / 2);
		assert_eq!(free(BERT), 100 * ED + rest - rest / 2 - rest / 5);
	});
}

#[test]
fn the_platform_keeps_a_tenth_at_most_whatever_is_asked() {
	run(|| {
		for (asked, kept) in [(0, 0), (1_000, 1_000), (1_001, 1_000), (BasisPoints::MAX, 1_000)] {
			Fee::set(asked);
			assert_eq!(Settlement::platform_fee_bp(), kept);
		}
		let treasury = free(TREASURY);
		deliver(buy(BUYER, TITLE, Currency::Cfx));
		assert_eq!(free(TREASURY), treasury + PRICE / 10);
	});
}

#[test]
fn nothing_is_paid_twice_and_what_is_not_open_is_passed_over() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		assert_eq!(Settlement::delivered(&[7, id, id]), 1);
		let paid = free(ANNA);
		assert_eq!(Settlement::delivered(&[id]), 0);
		assert_eq!(free(ANNA), paid);
		assert_noop!(Settlement::deliver(id), Error::<Test>::AlreadyDelivered);
		assert_noop!(Settlement::deliver(7), Error::<Test>::PurchaseNotFound);
		assert_noop!(Settlement::refuse(signed(BUYER), id), Error::<Test>::AlreadyDelivered);
	});
}

#[test]
fn so_many_are_delivered_in_a_call_and_no_more() {
	run(|| {
		Rights::set_terms(
			signed(CREATOR),
			OWN,
			Some(pallet_rights::Terms { for_cfx: true, ssh: Some(100), rental: None }),
		)
		.unwrap();
		let count = u64::from(MAX_DELIVERIES) + 1;
		for who in 0..count {
			let friend = Some(500 + who);
			let kind = SaleKind::Purchase;
			Settlement::buy(signed(BUYER), OWN, friend, kind, Currency::Ssh, WEALTH).unwrap();
		}
		let all: Vec<u64> = (0..count).collect();
		assert_eq!(Settlement::delivered(&all), MAX_DELIVERIES);
		assert_eq!(Settlement::delivered(&all[1..]), 1);
		let (one, most) = (Settlement::delivered_weight(1), Settlement::delivered_weight(u32::MAX));
		assert_eq!(most, Settlement::delivered_weight(MAX_DELIVERIES));
		assert_eq!(most.0, one.0 * u64::from(MAX_DELIVERIES));
	});
}

#[test]
fn what_comes_in_for_a_stopped_title_goes_back() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Rights));
		deliver(id);
		assert_eq!((held(BUYER), free(BUYER)), (0, WEALTH));
		assert_eq!(free(ANNA), 100 * ED);
		assert_eq!(Settlement::purchase(id), None);
	});
}

#[test]
fn a_creator_who_buys_its_own_title_gets_its_part_back() {
	run(|| {
		declare(OWN, &[(BUYER, 4_000), (ANNA, 6_000)]);
		let id = buy(BUYER, OWN, Currency::Cfx);
		deliver(id);
		let rest = PRICE - 50_000;
		assert_eq!(free(BUYER), WEALTH - PRICE + rest - rest * 6 / 10);
		assert_eq!(held(BUYER), 0);
	});
}
