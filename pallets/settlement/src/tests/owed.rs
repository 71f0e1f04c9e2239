//! What an account cannot take is owed.

use crate::{Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok};
use reel_primitives::{market::Currency, traits::Deliveries};

fn donate(currency: Currency, amount: u128) {
	Settlement::donate(signed(BUYER), OWN, currency, amount).unwrap();
}

#[test]
fn what_is_below_the_existential_deposit_is_owed_and_paid_when_it_can_be() {
	run(|| {
		declare(OWN, &[(ANNA, 9_000), (NEW, 1_000)]);
		let treasury = free(TREASURY);
		donate(Currency::Cfx, 6_000);
		assert_eq!((free(NEW), Settlement::owed(NEW)), (0, (600, 0)));
		// The treasury lets the escrow account exist, once.
		System::assert_has_event(Event::EscrowEndowed { amount_cfx: ED }.into());
		assert_eq!(free(TREASURY), treasury - ED);
		assert_eq!(free(Settlement::escrow()), ED + 600);
		assert_noop!(
			Settlement::claim_owed(signed(BUYER), NEW, Currency::Cfx),
			Error::<Test>::NotPayableYet
		);
		donate(Currency::Cfx, 3_000);
		assert_eq!((free(NEW), Settlement::owed(NEW)), (0, (900, 0)));
		// With the next one it is enough.
		donate(Currency::Cfx, 1_000);
		assert_eq!((free(NEW), Settlement::owed(NEW)), (1_000, (0, 0)));
		System::assert_has_event(
			Event::OwedPaid { who: NEW, currency: Currency::Cfx, amount: 1_000 }.into(),
		);
		assert_eq!(free(TREASURY), treasury - ED);
		assert_eq!(free(Settlement::escrow()), ED);
	});
}

#[test]
fn what_is_owed_is_claimed_by_anyone_once_the_account_exists() {
	run(|| {
		declare(OWN, &[(ANNA, 9_000), (NEW, 1_000)]);
		assert_noop!(
			Settlement::claim_owed(signed(BUYER), NEW, Currency::Cfx),
			Error::<Test>::NothingOwed
		);
		donate(Currency::Cfx, 6_000);
		Balances::transfer_allow_death(signed(BUYER), NEW, ED).unwrap();
		assert_ok!(Settlement::claim_owed(signed(BUYER), NEW, Currency::Cfx));
		assert_eq!((free(NEW), Settlement::owed(NEW)), (ED + 600, (0, 0)));
	});
}

#[test]
fn ssh_below_the_least_balance_is_owed_and_no_dust_is_lost_on_the_way() {
	run(|| {
		declare(OWN, &[(ANNA, 9_000), (NEW, 1_000)]);
		donate(Currency::Ssh, 60);
		// 54 for ANNA would leave 6 in escrow, which is below the least of 10: both stay.
		assert_eq!((ssh(ANNA), ssh(NEW), ssh(Settlement::escrow())), (0, 0, 60));
		assert_eq!((Settlement::owed(ANNA), Settlement::owed(NEW)), ((0, 54), (0, 6)));
		donate(Currency::Ssh, 60);
		// Now there is enough: NEW gets both of its parts, and so does ANNA who asks for the first.
		assert_eq!((ssh(ANNA), ssh(NEW), ssh(Settlement::escrow())), (54, 12, 54));
		assert_ok!(Settlement::claim_owed(signed(BUYER), ANNA, Currency::Ssh));
		assert_eq!((ssh(ANNA), ssh(NEW), ssh(Settlement::escrow())), (108, 12, 0));
		assert_eq!((Settlement::owed(ANNA), Settlement::owed(NEW)), ((0, 0), (0, 0)));
	});
}

#[test]
fn a_delivery_for_which_the_treasury_cannot_endow_the_escrow_account_stays_open() {
	run(|| {
		declare(OWN, &[(ANNA, 9_999), (NEW, 1)]);
		let id = buy(BUYER, OWN, Currency::Cfx);
		let rest = free(TREASURY) - ED;
		Balances::transfer_allow_death(signed(TREASURY), FRIEND, rest).unwrap();
		Fee::set(0);
		Known::mutate(|_| ());
		crate::Purchases::<Test>::mutate_extant(id, |purchase| purchase.fee_bp = 0);
		let before = free(ANNA);
		assert_eq!(Settlement::delivered(&[id]), 0);
		// Nothing of it happened.
		assert_eq!((free(ANNA), held(BUYER)), (before, PRICE));
		Balances::transfer_allow_death(signed(FRIEND), TREASURY, rest).unwrap();
		deliver(id);
		assert_eq!(Settlement::owed(NEW), (100, 0));
	});
}

#[test]
fn a_holder_that_is_the_escrow_account_itself_is_owed() {
	run(|| {
		let escrow = Settlement::escrow();
		declare(OWN, &[(ANNA, 5_000), (escrow, 5_000)]);
		donate(Currency::Cfx, 10_000);
		donate(Currency::Ssh, 10_000);
		assert_eq!(Settlement::owed(escrow), (5_000, 5_000));
		assert_noop!(
			Settlement::claim_owed(signed(BUYER), escrow, Currency::Ssh),
			Error::<Test>::NotPayableYet
		);
	});
}
