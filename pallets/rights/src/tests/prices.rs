//! What a title costs.

use crate::{Error, Event, RentalTerms, Terms, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{
	Balance, ContentId,
	content::{ReasonCode, TitleStatus},
	market::{Currency, PRICE_BY_QUALITY, PriceTiers, Quote, QuoteRefusal, SaleKind},
};

const RENTAL: RentalTerms = RentalTerms { cfx: Some(1_000), ssh: Some(30), rounds: 600 };
const ALL: Terms = Terms { for_cfx: true, ssh: Some(70), rental: Some(RENTAL) };

fn price(content: ContentId, kind: SaleKind, currency: Currency) -> Result<Balance, QuoteRefusal> {
	Rights::price_of(content, kind, currency).map(|quote| quote.price)
}

/// Prices of purchase in CFX and SSH and of rental in CFX and SSH.
fn prices(content: ContentId) -> [Result<Balance, QuoteRefusal>; 4] {
	[
		price(content, SaleKind::Purchase, Currency::Cfx),
		price(content, SaleKind::Purchase, Currency::Ssh),
		price(content, SaleKind::Rental, Currency::Cfx),
		price(content, SaleKind::Rental, Currency::Ssh),
	]
}

const NOT_OFFERED: Result<Balance, QuoteRefusal> = Err(QuoteRefusal::NotOffered);

#[test]
fn without_terms_a_title_is_sold_at_the_price_of_watching() {
	run(|| {
		assert_eq!(prices(TITLE), [Ok(PRICE), NOT_OFFERED, NOT_OFFERED, NOT_OFFERED]);
		assert_eq!(prices(FREE), [Err(QuoteRefusal::Free); 4]);
		assert_eq!(prices(UNKNOWN), [Err(QuoteRefusal::NotFound); 4]);
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Rights));
		assert_eq!(prices(TITLE), [Err(QuoteRefusal::NotPlayable); 4]);
	});
}

#[test]
fn a_title_of_which_nobody_said_what_recording_it_is_of_is_not_sold() {
	run(|| {
		assert_ok!(Rights::set_terms(signed(CREATOR), TITLE, Some(ALL)));
		NotCleared::set(vec![TITLE, FREE]);
		assert_eq!(prices(TITLE), [Err(QuoteRefusal::NotCleared); 4]);
		assert_eq!(prices(FREE), [Err(QuoteRefusal::Free); 4]);
		NotCleared::set(vec![]);
		assert!(prices(TITLE).iter().all(Result::is_ok));
	});
}

#[test]
fn a_title_without_a_price_costs_what_its_quality_costs() {
	run(|| {
		// Ninety minutes at 20 MB a minute: HD.
		let hd = 90 * PriceTiers::DEFAULT.0[1].minute_cfx;
		assert_eq!(prices(UNPRICED), [Ok(hd), NOT_OFFERED, NOT_OFFERED, NOT_OFFERED]);
		let mut tiers = PriceTiers::DEFAULT;
		tiers.0[1].minute_cfx = 7;
		TiersInForce::set(tiers);
		assert_eq!(price(UNPRICED, SaleKind::Purchase, Currency::Cfx), Ok(630));
		assert_eq!(Rights::price_tiers(), tiers);
		// What nobody could have set is not used.
		tiers.0[1].minute_cfx = 0;
		TiersInForce::set(tiers);
		assert_eq!(price(UNPRICED, SaleKind::Purchase, Currency::Cfx), Ok(hd));
	});
}

#[test]
fn terms_add_ssh_and_rentals_and_may_leave_cfx_out() {
	run(|| {
		assert_ok!(Rights::set_terms(signed(CREATOR), TITLE, Some(ALL)));
		System::assert_last_event(Event::TermsSet { content: TITLE, terms: Some(ALL) }.into());
		assert_eq!(prices(TITLE), [Ok(PRICE), Ok(70), Ok(1_000), Ok(30)]);
		assert_eq!(
			Rights::price_of(TITLE, SaleKind::Rental, Currency::Ssh),
			Ok(Quote { price: 30, access_rounds: Some(600) })
		);
		assert_eq!(
			Rights::price_of(TITLE, SaleKind::Purchase, Currency::Ssh),
			Ok(Quote { price: 70, access_rounds: None })
		);
		let only_ssh =
			Terms { for_cfx: false, rental: Some(RentalTerms { cfx: None, ..RENTAL }), ..ALL };
		assert_ok!(Rights::set_terms(signed(CREATOR), TITLE, Some(only_ssh)));
		assert_eq!(prices(TITLE), [NOT_OFFERED, Ok(70), NOT_OFFERED, Ok(30)]);
		assert_eq!(Rights::terms(TITLE), Some(only_ssh));
		assert_ok!(Rights::set_terms(signed(CREATOR), TITLE, None));
		assert_eq!(prices(TITLE), [Ok(PRICE), NOT_OFFERED, NOT_OFFERED, NOT_OFFERED]);
		// What is free is free whatever the terms say.
		assert_ok!(Rights::set_terms(signed(CREATOR), FREE, Some(ALL)));
		assert_eq!(prices(FREE), [Err(QuoteRefusal::Free); 4]);
	});
}

#[test]
fn refuses_terms_that_nobody_could_buy_by() {
	run(|| {
		let set = |terms| Rights::set_terms(signed(CREATOR), TITLE, Some(terms));
		let rental = |rental| Terms { rental: Some(rental), ..ALL };
		for wrong in [
			Terms { ssh: Some(0), ..ALL },
			Terms { ssh: Some(PRICE_BY_QUALITY), ..ALL },
			rental(RentalTerms { cfx: Some(0), ..RENTAL }),
			rental(RentalTerms { ssh: Some(0), ..RENTAL }),
		] {
			assert_noop!(set(wrong), Error::<Test>::PriceOutOfRange);
		}
		for wrong in [
			rental(RentalTerms { cfx: None, ssh: None, ..RENTAL }),
			rental(RentalTerms { rounds: 0, ..RENTAL }),
			rental(RentalTerms { rounds: MAX_RENTAL + 1, ..RENTAL }),
		] {
			assert_noop!(set(wrong), Error::<Test>::RentalOutOfRange);
		}
		assert_ok!(set(rental(RentalTerms { rounds: MAX_RENTAL, ..RENTAL })));
	});
}

#[test]
fn only_the_creator_of_a_title_that_is_there_sets_terms() {
	run(|| {
		let set = |who, content| Rights::set_terms(who, content, Some(ALL));
		assert_noop!(set(RuntimeOrigin::none(), TITLE), sp_runtime::traits::BadOrigin);
		assert_noop!(set(signed(ANNA), TITLE), Error::<Test>::NotCreator);
		assert_noop!(set(signed(CREATOR), UNKNOWN), Error::<Test>::TitleNotFound);
		set_status(TITLE, TitleStatus::Deleted);
		assert_noop!(set(signed(CREATOR), TITLE), Error::<Test>::TitleDeleted);
	});
}
