//! A title is bought.

use crate::{Error, Event, Purchase, Stage, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{
	Balance, ContentId,
	content::{ReasonCode, TitleStatus},
	market::{Currency, SaleKind},
};
use sp_runtime::{TokenError, traits::BadOrigin};

fn order(
	content: ContentId,
	kind: SaleKind,
	currency: Currency,
	max_price: Balance,
) -> sp_runtime::DispatchResult {
	Settlement::buy(signed(BUYER), content, None, kind, currency, max_price)
}

#[test]
fn a_price_in_cfx_is_held_in_the_buyers_account() {
	run(|| {
		let id = buy(BUYER, TITLE, Currency::Cfx);
		let until = NOW + IN_TIME;
		System::assert_last_event(
			Event::Bought {
				purchase: id,
				content: TITLE,
				payer: BUYER,
				beneficiary: BUYER,
				kind: SaleKind::Purchase,
				currency: Currency::Cfx,
				price: PRICE,
				until,
			}
			.into(),
		);
		assert_eq!((held(BUYER), free(BUYER)), (PRICE, WEALTH - PRICE));
		assert_eq!(
			Settlement::purchase(id),
			Some(Purchase {
				content: TITLE,
				payer: BUYER,
				beneficiary: BUYER,
				kind: SaleKind::Purchase,
				currency: Currency::Cfx,
				price: PRICE,
				fee_bp: FEE_BP,
				access_rounds: None,
				stage: Stage::Held { until },
			})
		);
		// Nobody has got anything yet.
		assert_eq!([ANNA, BERT, CARL, TREASURY].map(free)[..3], [100 * ED; 3]);
		assert_eq!(buy(BUYER, OWN, Currency::Cfx), id + 1);
		assert_eq!(held(BUYER), 2 * PRICE);
	});
}

#[test]
fn a_price_in_ssh_lies_in_escrow() {
	run(|| {
		buy(BUYER, TITLE, Currency::Ssh);
		assert_eq!((ssh(BUYER), ssh(Settlement::escrow())), (WEALTH - PRICE_SSH, PRICE_SSH));
		assert_eq!(held(BUYER), 0);
	});
}

#[test]
fn all_ssh_of_an_account_can_be_spent_but_no_dust_is_left_behind() {
	run(|| {
		let pay = |amount| {
			Assets::transfer(signed(FRIEND), SSH, NEW, amount).unwrap();
			Settlement::buy(signed(NEW), TITLE, None, SaleKind::Rental, Currency::Ssh, WEALTH)
		};
		assert_noop!(pay_and_keep(RENT_SSH + SSH_MIN - 1), TokenError::NotExpendable);
		assert_ok!(pay(RENT_SSH));
		assert_eq!(ssh(NEW), 0);
	});

	fn pay_and_keep(amount: Balance) -> sp_runtime::DispatchResult {
		frame_support::storage::with_storage_layer(|| {
			Assets::transfer(signed(FRIEND), SSH, NEW, amount)?;
			Settlement::buy(signed(NEW), TITLE, None, SaleKind::Rental, Currency::Ssh, WEALTH)
		})
	}
}

#[test]
fn the_price_is_never_above_what_the_buyer_agreed_to() {
	run(|| {
		let purchase = |max| order(TITLE, SaleKind::Purchase, Currency::Cfx, max);
		assert_noop!(purchase(PRICE - 1), Error::<Test>::PriceAboveMax);
		assert_ok!(purchase(PRICE));
		// What is asked later changes nothing of it.
		Known::mutate(|titles| titles.get_mut(&TITLE).unwrap().price_cfx = 2 * PRICE);
		Fee::set(1_000);
		assert_eq!(held(BUYER), PRICE);
		assert_eq!(Settlement::purchase(0).map(|bought| bought.fee_bp), Some(FEE_BP));
	});
}

#[test]
fn refuses_what_is_not_sold() {
	run(|| {
		let cfx = |content| order(content, SaleKind::Purchase, Currency::Cfx, WEALTH);
		assert_noop!(cfx(UNKNOWN), Error::<Test>::TitleNotFound);
		assert_noop!(cfx(FREE), Error::<Test>::TitleFree);
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Rights));
		assert_noop!(cfx(TITLE), Error::<Test>::TitleNotPlayable);
		set_status(TITLE, TitleStatus::Playable);
		assert_ok!(Rights::set_terms(signed(CREATOR), TITLE, None));
		assert_noop!(
			order(TITLE, SaleKind::Rental, Currency::Cfx, WEALTH),
			Error::<Test>::NotOffered
		);
		assert_noop!(
			order(TITLE, SaleKind::Purchase, Currency::Ssh, WEALTH),
			Error::<Test>::NotOffered
		);
		let kind = SaleKind::Purchase;
		assert_noop!(
			Settlement::buy(RuntimeOrigin::root(), TITLE, None, kind, Currency::Cfx, WEALTH),
			BadOrigin
		);
	});
}

#[test]
fn refuses_who_cannot_pay() {
	run(|| {
		for (currency, error) in [
			(Currency::Cfx, TokenError::FundsUnavailable),
			(Currency::Ssh, TokenError::FundsUnavailable),
		] {
			assert_noop!(
				Settlement::buy(signed(ANNA), TITLE, None, SaleKind::Purchase, currency, WEALTH),
				error
			);
		}
	});
}

#[test]
fn nobody_buys_a_title_twice() {
	run(|| {
		let purchase = || order(TITLE, SaleKind::Purchase, Currency::Cfx, WEALTH);
		let id = buy(BUYER, TITLE, Currency::Cfx);
		assert_noop!(purchase(), Error::<Test>::AlreadyBought);
		// Too late, but not returned yet.
		after(IN_TIME);
		assert_noop!(purchase(), Error::<Test>::AlreadyBought);
		deliver(id);
		after(10_000);
		assert_noop!(purchase(), Error::<Test>::AlreadyBought);
		// Somebody else may.
		buy(FRIEND, TITLE, Currency::Ssh);
	});
}

#[test]
fn a_rental_that_has_ended_makes_way_for_the_next() {
	run(|| {
		let rent = || order(TITLE, SaleKind::Rental, Currency::Cfx, RENT);
		assert_ok!(rent());
		deliver(0);
		after(RENTED - 1);
		assert_noop!(rent(), Error::<Test>::AlreadyBought);
		after(1);
		assert_ok!(rent());
		System::assert_has_event(Event::Forgotten { purchase: 0 }.into());
		assert_eq!(Settlement::purchase(0), None);
		assert!(Settlement::has_access(TITLE, BUYER));
	});
}

#[test]
fn a_gift_is_paid_by_one_and_watched_by_another() {
	run(|| {
		let kind = SaleKind::Purchase;
		let gift =
			|who| Settlement::buy(signed(who), TITLE, Some(FRIEND), kind, Currency::Cfx, WEALTH);
		assert_ok!(gift(BUYER));
		assert_eq!((held(BUYER), held(FRIEND)), (PRICE, 0));
		assert!(Settlement::has_access(TITLE, FRIEND));
		assert!(!Settlement::has_access(TITLE, BUYER));
		assert_noop!(gift(BUYER), Error::<Test>::AlreadyBought);
		deliver(0);
		assert_eq!((held(BUYER), free(BUYER)), (0, WEALTH - PRICE));
		assert!(Settlement::has_access(TITLE, FRIEND));
		// Who gave it may still buy it for itself.
		buy(BUYER, TITLE, Currency::Cfx);
	});
}

#[test]
fn what_was_bought_before_anything_was_said_is_the_creators_for_good() {
	run(|| {
		buy(BUYER, OWN, Currency::Cfx);
		assert!(!Rights::may_declare(OWN));
		deliver(0);
		let fee = PRICE * u128::from(FEE_BP) / 10_000;
		assert_eq!(free(CREATOR), 100 * ED + PRICE - fee);
	});
}
