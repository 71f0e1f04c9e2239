//! Whatever happens, every planck is somewhere, and events say where all of it went.

use crate::{Event, OpenTotal, OwedTotal, Purchases, mock::*};
use proptest::prelude::*;
use reel_primitives::{
	Balance,
	content::{ReasonCode, TitleStatus},
	market::{Currency, SaleKind},
	traits::Deliveries,
};
use std::collections::BTreeMap;

const TITLES: [reel_primitives::ContentId; 2] = [TITLE, OWN];
const PEOPLE: [u64; 4] = [BUYER, FRIEND, ANNA, NEW];

fn status(of: u8) -> TitleStatus {
	match of % 8 {
		0 => TitleStatus::Stopped(ReasonCode::Rights),
		_ => TitleStatus::Playable,
	}
}

fn step(what: u8, one: u8, other: u8, amount: u32) {
	let content = TITLES[usize::from(one % 2)];
	let who = PEOPLE[usize::from(other % 4)];
	let currency = if amount.is_multiple_of(2) { Currency::Cfx } else { Currency::Ssh };
	let kind = if one.is_multiple_of(3) { SaleKind::Rental } else { SaleKind::Purchase };
	let id = u64::from(amount) % (crate::NextPurchase::<Test>::get() + 1);
	let beneficiary = one.is_multiple_of(5).then_some(NEW);
	// Refusals are as good as successes here.
	let _ = match what % 10 {
		0..=2 => Settlement::buy(signed(who), content, beneficiary, kind, currency, WEALTH),
		3 => Settlement::refuse(signed(who), id),
		4 => Settlement::return_undelivered(signed(who), id),
		5 => Settlement::donate(signed(who), content, currency, (amount % 20_000).into())
			.map(drop)
			.map_err(|refusal| refusal.error),
		6 => Settlement::claim_owed(signed(BUYER), who, currency),
		7 => Rights::transfer_share(signed(who), content, NEW, amount as u16 % 2_000),
		8 => {
			Settlement::delivered(&[id, id / 2]);
			Ok(())
		},
		_ => {
			set_status(content, status(other));
			after(u64::from(one % 32));
			idle();
			Settlement::forget(signed(who), id)
		},
	};
}

/// What holders got by events: credited, less deferred, and what was owed and paid.
fn by_events() -> BTreeMap<(u64, Currency), Balance> {
	let mut sums = BTreeMap::new();
	for record in System::events() {
		let RuntimeEvent::Settlement(event) = record.event else { continue };
		match event {
			Event::Credited { holder, currency, amount, .. }
			| Event::OwedPaid { who: holder, currency, amount } => {
				*sums.entry((holder, currency)).or_insert(0) += amount;
			},
			Event::Returned { payer, currency, price, .. } => {
				*sums.entry((payer, currency)).or_insert(0) += price;
			},
			Event::Delivered { currency, fee, .. } => {
				*sums.entry((TREASURY, currency)).or_insert(0) += fee;
			},
			_ => {},
		}
	}
	for record in System::events() {
		let RuntimeEvent::Settlement(event) = record.event else { continue };
		match event {
			Event::Deferred { who, currency, amount, .. } => {
				*sums.get_mut(&(who, currency)).unwrap() -= amount;
			},
			Event::EscrowEndowed { .. } | Event::Credited { .. } => {},
			_ => {},
		}
	}
	sums
}

/// What payers gave by events.
fn given() -> BTreeMap<(u64, Currency), Balance> {
	let mut sums = BTreeMap::new();
	for record in System::events() {
		let RuntimeEvent::Settlement(event) = record.event else { continue };
		let (who, currency, amount) = match event {
			Event::Bought { payer, currency, price, .. } => (payer, currency, price),
			Event::Donated { donor, currency, amount, .. } => (donor, currency, amount),
			Event::EscrowEndowed { amount_cfx } => (TREASURY, Currency::Cfx, amount_cfx),
			_ => continue,
		};
		*sums.entry((who, currency)).or_insert(0) += amount;
	}
	sums
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]
	#[test]
	fn every_planck_is_somewhere_and_the_events_say_where(
		steps in prop::collection::vec(any::<(u8, u8, u8, u32)>(), 0..120),
	) {
		run(|| {
			declare(OWN, &[(NEW, 3_333), (CREATOR, 6_667)]);
			let people = [TREASURY, CREATOR, ANNA, BERT, CARL, BUYER, FRIEND, NEW];
			let before = people.map(|who| (who, free(who), ssh(who)));
			System::reset_events();
			for (what, one, other, amount) in steps {
				step(what, one, other, amount);
				assert_eq!(Settlement::do_try_state(), Ok(()));
			}
			let (got, gave) = (by_events(), given());
			let of = |sums: &BTreeMap<_, _>, who, currency| {
				sums.get(&(who, currency)).copied().unwrap_or(0)
			};
			for (who, cfx, in_ssh) in before {
				let expected = |had: Balance, currency| {
					had + of(&got, who, currency) - of(&gave, who, currency)
				};
				assert_eq!(free(who), expected(cfx, Currency::Cfx), "CFX of {who}");
				assert_eq!(ssh(who), expected(in_ssh, Currency::Ssh), "SSH of {who}");
			}
			// What is not with people is held, or in escrow for somebody.
			let open: Balance = Purchases::<Test>::iter_values()
				.filter(|purchase| purchase.stage.is_held() && purchase.currency == Currency::Cfx)
				.map(|purchase| purchase.price)
				.sum();
			assert_eq!(OpenTotal::<Test>::get(Currency::Cfx), open);
			let escrow = Settlement::escrow();
			assert_eq!(
				ssh(escrow),
				OpenTotal::<Test>::get(Currency::Ssh) + OwedTotal::<Test>::get(Currency::Ssh)
			);
			let endowed = of(&gave, TREASURY, Currency::Cfx);
			assert_eq!(free(escrow), endowed + OwedTotal::<Test>::get(Currency::Cfx));
		});
	}
}
