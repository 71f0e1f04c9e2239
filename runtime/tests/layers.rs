//! What others add to a title shares what its creator gets, with the real pallets (C10).

use crate::{
	chain::{Chain, free},
	income::paid_round,
	market::{buy, ready},
	views::{CONTENT, CREATOR},
};
use frame_support::{assert_noop, assert_ok};
use pallet_layers::{Call, Error, OwedTotal};
use reel_primitives::{
	Balance,
	content::ReasonCode,
	layers::{CID_BYTES, Language, LayerFile, LayerKind, LayerTerms},
	market::Currency,
	traits::Deliveries,
};
use reelchain_runtime::{
	Layers, Runtime, RuntimeEvent, RuntimeOrigin, Settlement, System,
	configs::layers::{LayersPot, NOTICE_ROUNDS},
	constants::currency::EXISTENTIAL_DEPOSIT,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Eve, Ferdie};

const SHARE_BP: u16 = 1_234;

/// A chain on which the title has a layer with a share.
fn layered(activator: Sr25519Keyring) -> Chain {
	let mut chain = ready();
	let mut cid = [7; CID_BYTES];
	cid[..4].copy_from_slice(&[1, 0x55, 0x12, 0x20]);
	let offer = Call::<Runtime>::offer {
		content: CONTENT,
		kind: LayerKind::Subtitle,
		language: Language::new("ko").unwrap(),
		file: LayerFile { cid, size_bytes: 40_000 },
		terms: LayerTerms::Share { share_bp: SHARE_BP },
	};
	assert_eq!(chain.submit(activator, offer).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, Call::<Runtime>::accept { layer: 0 }).unwrap(), Ok(()));
	chain
}

fn part(amount: Balance) -> Balance {
	amount * Balance::from(SHARE_BP) / 10_000
}

#[test]
fn views_pay_the_activator_its_share_of_the_creators_part_to_the_planck() {
	let mut chain = layered(Ferdie);
	let (to, share_bp) = (CREATOR.to_account_id(), 1_000);
	let call = pallet_rights::Call::<Runtime>::transfer_share { content: CONTENT, to, share_bp };
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	let creators = paid_round(&mut chain);
	let owed = chain.look(|| {
		// Of what the creator holds itself, as of sales.
		let owed = part(creators * 1_000 / 10_000);
		assert!(owed > 0);
		assert_eq!(OwedTotal::<Runtime>::get(), owed);
		assert_eq!(free(&LayersPot::get()), EXISTENTIAL_DEPOSIT + owed);
		owed
	});
	let before = chain.look(|| free(&Ferdie.to_account_id()));
	let claim = Call::<Runtime>::claim { content: CONTENT };
	assert_eq!(chain.submit(Alice, claim).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!(free(&Ferdie.to_account_id()), before + owed);
		assert_eq!(free(&LayersPot::get()), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn sales_pay_the_activator_its_share_of_what_the_creator_holds() {
	let mut chain = layered(Alice);
	let (to, share_bp) = (CREATOR.to_account_id(), 1_000);
	let call = pallet_rights::Call::<Runtime>::transfer_share { content: CONTENT, to, share_bp };
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	buy(&mut chain, Currency::Cfx);
	chain.look(|| {
		System::reset_events();
		let id = pallet_settlement::NextPurchase::<Runtime>::get() - 1;
		assert_eq!(Settlement::delivered(&[id]), 1);
		let mut price = 0;
		let mut credited = vec![];
		for record in System::events() {
			match record.event {
				RuntimeEvent::Settlement(pallet_settlement::Event::Credited {
					holder,
					amount,
					..
				}) => credited.push((holder, amount)),
				RuntimeEvent::Settlement(pallet_settlement::Event::Delivered {
					price: paid,
					fee,
					..
				}) => price = paid - fee,
				_ => {},
			}
		}
		let of = |who: Sr25519Keyring| {
			let own = credited.iter().filter(|(holder, _)| *holder == who.to_account_id());
			own.map(|(_, amount)| amount).sum::<Balance>()
		};
		let own = price * 1_000 / 10_000;
		assert_eq!((of(CREATOR), of(Alice)), (own - part(own), part(own)));
		assert_eq!(credited.iter().map(|(_, amount)| amount).sum::<Balance>(), price);
	});
}

#[test]
fn the_titles_supervisor_stops_a_layer_and_the_creator_ends_it_with_a_weeks_notice() {
	let mut chain = layered(Ferdie);
	chain.look(|| {
		let stop = |who: Sr25519Keyring| {
			Layers::stop(RuntimeOrigin::signed(who.to_account_id()), 0, ReasonCode::Rights)
		};
		assert_noop!(stop(Alice), Error::<Runtime>::NotSupervisor);
		assert_eq!(Layers::shown_of(CONTENT).len(), 1);
		assert_ok!(stop(Eve));
		assert!(Layers::shown_of(CONTENT).is_empty());
	});
	assert_eq!(chain.submit(CREATOR, Call::<Runtime>::end { layer: 0 }).unwrap(), Ok(()));
	let clear = Call::<Runtime>::clear { layer: 0 };
	let early = Err(Error::<Runtime>::NotOver.into());
	assert_eq!(chain.submit(Alice, clear.clone()).unwrap(), early);
	chain.block_after(NOTICE_ROUNDS * 6, vec![]);
	assert_eq!(chain.submit(Alice, clear).unwrap(), Ok(()));
	assert!(chain.look(|| Layers::layers_of(CONTENT).is_empty()));
}
