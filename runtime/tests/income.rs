//! What views and ads bring is divided among those who hold the title, with the real pallets (K2, S9, C9).

use crate::{
	chain::{Chain, free, round},
	delivery::{put_to_the_vote, vote_once, watched},
	market::{gained, parts, pattern, ready, ready_by_pattern, wealth},
	views::{CONTENT, CREATOR},
};
use frame_support::assert_ok;
use pallet_rights::{Call, OwedTotal};
use reel_primitives::{Balance, pattern::OwnedPattern};
use reelchain_runtime::{
	Rights, Runtime, RuntimeEvent, RuntimeOrigin, System, configs::market::RightsPot,
	constants::currency::EXISTENTIAL_DEPOSIT,
};
use sp_keyring::Sr25519Keyring::{Alice, Charlie, Dave, Eve};

/// A round in which the title was watched is paid; what of it is those who made it.
pub(crate) fn paid_round(chain: &mut Chain) -> Balance {
	let batch = watched(chain, &[]);
	put_to_the_vote(chain, &batch);
	vote_once(chain, &batch);
	chain.look(|| {
		let creators = System::events().into_iter().find_map(|record| match record.event {
			RuntimeEvent::Payouts(pallet_payouts::Event::RoundPaid { division, .. }) => {
				Some(division.creators_cfx)
			},
			_ => None,
		});
		creators.expect("a round was paid")
	})
}

#[test]
fn views_pay_three_holders_to_the_planck_and_the_creator_only_what_it_holds() {
	let mut chain = ready();
	let creators = paid_round(&mut chain);
	// The creator gave all of its film away.
	let expected = parts(creators, 0);
	chain.look(|| {
		assert_eq!(OwedTotal::<Runtime>::get(), creators);
		assert_eq!(free(&RightsPot::get()), EXISTENTIAL_DEPOSIT + creators);
		let owed = [Charlie, Dave, Eve].map(|who| Rights::owed(CONTENT, who.to_account_id()));
		assert_eq!(owed[..], expected[..3]);
	});
	// Without a transaction around it, whose fee may come to a holder as the block's author.
	let gains = chain.block_with(1, || {
		let before = wealth(free);
		assert_ok!(Rights::claim(RuntimeOrigin::signed(Alice.to_account_id()), CONTENT));
		gained(before, wealth(free))
	});
	assert_eq!(gains, expected);
	assert_eq!(chain.look(|| free(&RightsPot::get())), EXISTENTIAL_DEPOSIT);
	let again = chain.submit(Alice, Call::<Runtime>::claim { content: CONTENT }).unwrap();
	assert_eq!(again, Err(pallet_rights::Error::<Runtime>::NothingOwed.into()));
}

#[test]
fn a_holder_who_sells_its_share_keeps_what_was_watched_before() {
	let mut chain = ready();
	let first = parts(paid_round(&mut chain), 0);
	chain.block_with(1, || {
		let (eve, dave) = (Eve.to_account_id(), Dave.to_account_id());
		let before = wealth(free);
		let origin = RuntimeOrigin::signed(eve.clone());
		assert_ok!(Rights::transfer_share(origin, CONTENT, dave.clone(), 1_666));
		assert_eq!(gained(before, wealth(free)), [0, 0, first[2], 0]);
		assert_eq!(Rights::owed(CONTENT, dave), first[1]);
		assert_eq!(Rights::owed(CONTENT, eve), 0);
	});
	let next = chain.look(round) + 1;
	chain.run_until(20, || round() > next);
	let creators = paid_round(&mut chain);
	chain.look(|| {
		let more = creators * 4_999 / 10_000;
		assert_eq!(Rights::owed(CONTENT, Dave.to_account_id()), first[1] + more);
		assert_eq!(Rights::owed(CONTENT, Charlie.to_account_id()), first[0] + creators - more);
	});
}

#[test]
fn views_of_a_title_that_follows_its_pattern_pay_the_patterns_holders_to_the_planck() {
	let mut chain = ready_by_pattern();
	let creators = paid_round(&mut chain);
	let expected = parts(creators, 0);
	let of = OwnedPattern { pattern: pattern(), owner: CREATOR.to_account_id() };
	chain.look(|| {
		assert_eq!(OwedTotal::<Runtime>::get(), creators);
		assert_eq!(free(&RightsPot::get()), EXISTENTIAL_DEPOSIT + creators);
		let owed = [Charlie, Dave, Eve];
		let owed = owed.map(|who| Rights::pattern_owed(of.clone(), who.to_account_id()));
		assert_eq!(owed[..], expected[..3]);
		assert_eq!(Rights::owed(CONTENT, Charlie.to_account_id()), 0);
	});
	let gains = chain.block_with(1, || {
		let before = wealth(free);
		let origin = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(Rights::claim_pattern(origin, of.clone()));
		gained(before, wealth(free))
	});
	assert_eq!(gains, expected);
	let again = chain.submit(Alice, Call::<Runtime>::claim_pattern { of }).unwrap();
	assert_eq!(again, Err(pallet_rights::Error::<Runtime>::NothingOwed.into()));
}
