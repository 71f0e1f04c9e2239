//! From an offer to its end.

use crate::{Error, Layers as Stored, LayersOf, MAX_LAYERS, MAX_OFFERS, SharesOf, mock::*};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use reel_primitives::{
	content::{ReasonCode, TitleStatus},
	layers::{Language, LayerKind},
};

fn held(who: u64) -> u128 {
	Balances::balance_on_hold(&crate::HoldReason::Layer.into(), &who)
}

#[test]
fn an_offer_is_accepted_and_shown_and_its_deposit_held() {
	run(|| {
		let id = offer(ANNA, share(500));
		assert_eq!(held(ANNA), DEPOSIT);
		assert!(Layers::shown_of(TITLE).is_empty());
		assert_ok!(Layers::accept(signed(CREATOR), id));
		assert_eq!(Layers::shown_of(TITLE), Layers::layers_of(TITLE));
		assert_eq!(Layers::layers_of(TITLE).len(), 1);
		assert_eq!(Layers::layer(id).unwrap().activator, ANNA);
		assert_noop!(Layers::accept(signed(CREATOR), id), Error::<Test>::AcceptedAlready);
	});
}

#[test]
fn unsound_offers_are_refused() {
	run(|| {
		let with = |file, language, terms| {
			Layers::offer(signed(ANNA), TITLE, LayerKind::Dub, language, file, terms)
		};
		let mut empty = file();
		empty.size_bytes = 0;
		assert_noop!(with(empty, korean(), share(1)), Error::<Test>::FileOutOfRange);
		let none = Language([b'!'; 16]);
		assert_noop!(with(file(), none, share(1)), Error::<Test>::LanguageOutOfRange);
		for bp in [0, 10_001] {
			assert_noop!(with(file(), korean(), share(bp)), Error::<Test>::TermsOutOfRange);
		}
		assert_noop!(try_offer(ANNA, UNKNOWN, share(1)), Error::<Test>::TitleNotFound);
		set_status(TITLE, TitleStatus::Deleted);
		assert_noop!(try_offer(ANNA, TITLE, share(1)), Error::<Test>::TitleNotPlayable);
		assert!(try_offer(99, OTHER, share(1)).is_err(), "nothing to hold");
	});
}

#[test]
fn only_the_creator_accepts_declines_and_ends() {
	run(|| {
		let id = offer(ANNA, share(500));
		for who in [ANNA, BERT, SUPERVISOR] {
			assert_noop!(Layers::accept(signed(who), id), Error::<Test>::NotCreator);
			assert_noop!(Layers::decline(signed(who), id), Error::<Test>::NotCreator);
			assert_noop!(Layers::end(signed(who), id), Error::<Test>::NotCreator);
		}
		assert_noop!(Layers::accept(signed(CREATOR), id + 1), Error::<Test>::LayerNotFound);
	});
}

#[test]
fn what_is_declined_or_withdrawn_is_gone_and_its_deposit_free() {
	run(|| {
		let (one, other) = (offer(ANNA, share(500)), offer(ANNA, price(70)));
		assert_ok!(Layers::decline(signed(CREATOR), one));
		assert_noop!(Layers::withdraw(signed(BERT), other), Error::<Test>::NotActivator);
		assert_ok!(Layers::withdraw(signed(ANNA), other));
		assert_eq!((held(ANNA), free(ANNA)), (0, WEALTH));
		assert!(!LayersOf::<Test>::contains_key(TITLE));
		let id = accepted(ANNA, share(500));
		assert_noop!(Layers::decline(signed(CREATOR), id), Error::<Test>::AcceptedAlready);
	});
}

#[test]
fn a_price_is_paid_once_and_what_was_paid_for_stays() {
	run(|| {
		let id = accepted(ANNA, price(70_000));
		assert_eq!(free(CREATOR), WEALTH - 70_000);
		assert_eq!(free(ANNA), WEALTH - DEPOSIT + 70_000);
		assert_noop!(Layers::withdraw(signed(ANNA), id), Error::<Test>::PaidFor);
		assert!(SharesOf::<Test>::get(TITLE).is_empty());
		let dear = offer(BERT, price(WEALTH));
		assert!(Layers::accept(signed(CREATOR), dear).is_err());
		let gift = accepted(BERT, price(0));
		assert!(Layers::layer(gift).unwrap().is_shown(NOW));
	});
}

#[test]
fn the_creator_ends_with_notice_and_anyone_clears() {
	run(|| {
		let id = accepted(ANNA, share(500));
		assert_noop!(Layers::clear(signed(BERT), id), Error::<Test>::NotOver);
		assert_ok!(Layers::end(signed(CREATOR), id));
		assert_noop!(Layers::end(signed(CREATOR), id), Error::<Test>::NotRunning);
		after(NOTICE - 1);
		assert_eq!(Layers::shown_of(TITLE).len(), 1);
		assert_noop!(Layers::clear(signed(BERT), id), Error::<Test>::NotOver);
		after(1);
		assert!(Layers::shown_of(TITLE).is_empty());
		assert_ok!(Layers::clear(signed(BERT), id));
		assert_eq!((held(ANNA), free(ANNA)), (0, WEALTH));
		assert!(!SharesOf::<Test>::contains_key(TITLE));
	});
}

#[test]
fn layers_of_a_deleted_title_are_cleared_by_anyone() {
	run(|| {
		let (one, other) = (offer(ANNA, share(500)), accepted(BERT, price(1)));
		set_status(TITLE, TitleStatus::Deleted);
		for id in [one, other] {
			assert_ok!(Layers::clear(signed(CREATOR), id));
		}
		assert_eq!((held(ANNA), held(BERT)), (0, 0));
	});
}

#[test]
fn supervisors_of_the_country_stop_a_layer_and_allow_it_again() {
	run(|| {
		let id = accepted(ANNA, share(500));
		for who in [FOREIGNER, CREATOR, ANNA] {
			let stop = Layers::stop(signed(who), id, ReasonCode::Rights);
			assert_noop!(stop, Error::<Test>::NotSupervisor);
		}
		assert_noop!(Layers::reinstate(signed(SUPERVISOR), id), Error::<Test>::NotStopped);
		assert_ok!(Layers::stop(signed(COLLEAGUE), id, ReasonCode::Rights));
		assert!(Layers::shown_of(TITLE).is_empty());
		assert_eq!(Layers::do_try_state(), Ok(()));
		let again = Layers::stop(signed(SUPERVISOR), id, ReasonCode::Order);
		assert_noop!(again, Error::<Test>::LayerStopped);
		assert_ok!(Layers::reinstate(signed(SUPERVISOR), id));
		assert_eq!(Layers::shown_of(TITLE).len(), 1);
		// Where nobody answers for the title any more, any supervisor does.
		Admitted::mutate(|admitted| admitted.remove(&SUPERVISOR));
		assert_ok!(Layers::stop(signed(FOREIGNER), id, ReasonCode::Order));
	});
}

#[test]
fn a_stopped_offer_is_not_accepted_and_a_stopped_title_takes_none() {
	run(|| {
		let id = offer(ANNA, share(500));
		assert_ok!(Layers::stop(signed(SUPERVISOR), id, ReasonCode::Harmful));
		assert_noop!(Layers::accept(signed(CREATOR), id), Error::<Test>::LayerStopped);
		assert_ok!(Layers::reinstate(signed(SUPERVISOR), id));
		set_status(TITLE, TitleStatus::Stopped(ReasonCode::Rights));
		assert_noop!(Layers::accept(signed(CREATOR), id), Error::<Test>::TitleNotPlayable);
	});
}

#[test]
fn offers_layers_and_shares_of_a_title_are_bounded() {
	run(|| {
		let offers: Vec<_> = (0..MAX_OFFERS).map(|_| offer(ANNA, price(0))).collect();
		assert_noop!(try_offer(BERT, TITLE, price(0)), Error::<Test>::TooManyOffers);
		assert_ok!(try_offer(BERT, OTHER, price(0)));
		for id in offers {
			assert_ok!(Layers::accept(signed(CREATOR), id));
		}
		let shares: Vec<_> = (0..5).map(|_| offer(BERT, share(2_000))).collect();
		for id in &shares[..4] {
			assert_ok!(Layers::accept(signed(CREATOR), *id));
		}
		let many = Layers::accept(signed(CREATOR), shares[4]);
		assert_noop!(many, Error::<Test>::TooManyShares);
		for _ in MAX_OFFERS + 5..MAX_LAYERS {
			accepted(BERT, price(0));
		}
		assert_noop!(try_offer(BERT, TITLE, price(0)), Error::<Test>::TooManyLayers);
		assert_eq!(Stored::<Test>::iter().count() as u32, MAX_LAYERS + 1);
	});
}

#[test]
fn shares_are_not_above_what_the_creator_gets() {
	run(|| {
		let one = accepted(ANNA, share(9_000));
		let id = offer(BERT, share(1_001));
		assert_noop!(Layers::accept(signed(CREATOR), id), Error::<Test>::SharesAboveWhole);
		accepted(BERT, share(1_000));
		assert_ok!(Layers::stop(signed(SUPERVISOR), one, ReasonCode::Rights));
		// It may come back.
		assert_noop!(Layers::accept(signed(CREATOR), id), Error::<Test>::SharesAboveWhole);
		assert_ok!(Layers::end(signed(CREATOR), one));
		after(NOTICE);
		assert_ok!(Layers::accept(signed(CREATOR), id));
	});
}
