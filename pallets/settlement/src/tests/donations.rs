//! Anyone may give to who takes donations.

use crate::{Error, Event, Source, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{
	content::{ReasonCode, TitleStatus},
	market::Currency,
};
use sp_runtime::{TokenError, traits::BadOrigin};

#[test]
fn a_donation_is_divided_like_a_sale_at_once_and_without_a_fee() {
	run(|| {
		let treasury = free(TREASURY);
		let result = Settlement::donate(signed(BUYER), TITLE, Currency::Cfx, 100_009);
		assert_ok!(&result);
		// What fewer holders cost less is given back.
		let three = <() as crate::WeightInfo>::donate(3);
		assert_eq!(result.unwrap().actual_weight, Some(three));
		assert_eq!(
			[ANNA, BERT, CARL].map(free),
			[50_006, 30_002, 20_001].map(|part| part + 100 * ED)
		);
		assert_eq!(free(TREASURY), treasury);
		assert_eq!((held(BUYER), free(BUYER)), (0, WEALTH - 100_009));
		System::assert_has_event(
			Event::Credited {
				source: Source::Donation,
				content: TITLE,
				holder: BERT,
				currency: Currency::Cfx,
				amount: 30_002,
			}
			.into(),
		);
		let (currency, amount) = (Currency::Cfx, 100_009);
		System::assert_last_event(
			Event::Donated { content: TITLE, donor: BUYER, currency, amount }.into(),
		);
		assert_ok!(Settlement::donate(signed(BUYER), TITLE, Currency::Ssh, 100_009));
		assert_eq!([ANNA, BERT, CARL].map(ssh), [50_006, 30_002, 20_001]);
		assert!(!Settlement::has_access(TITLE, BUYER));
	});
}

#[test]
fn a_free_title_may_be_given_to_and_is_the_creators_from_then_on() {
	run(|| {
		assert_ok!(Settlement::donate(signed(BUYER), FREE, Currency::Cfx, 1));
		assert_eq!(free(CREATOR), 100 * ED + 1);
		assert!(!Rights::may_declare(FREE));
	});
}

#[test]
fn refuses_donations_that_nobody_takes_or_has() {
	run(|| {
		let give = |content, amount| {
			Settlement::donate(signed(BUYER), content, Currency::Cfx, amount)
				.map_err(|refusal| refusal.error)
		};
		assert_noop!(give(UNKNOWN, 1), Error::<Test>::TitleNotFound);
		assert_noop!(give(TITLE, 0), Error::<Test>::NothingToGive);
		assert_noop!(give(TITLE, WEALTH), TokenError::FundsUnavailable);
		Known::mutate(|titles| titles.get_mut(&TITLE).unwrap().takes_donations = false);
		assert_noop!(give(TITLE, 1), Error::<Test>::NoDonations);
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Rights));
		assert_noop!(give(TITLE, 1), Error::<Test>::TitleNotPlayable);
		let nobody = Settlement::donate(RuntimeOrigin::none(), TITLE, Currency::Cfx, 1);
		assert_eq!(nobody.map_err(|refusal| refusal.error), Err(BadOrigin.into()));
	});
}
