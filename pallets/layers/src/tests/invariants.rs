//! Each invariant is seen when it is broken.

use crate::{Layers as Stored, LayersOf, OwedTotal, SharesOf, Stage, mock::*};
use frame_support::traits::{fungible::MutateHold, tokens::Precision};

/// Breaks a good state, in which ANNA has a share and BERT an offer, and checks that this is what is seen.
fn broken(by: impl FnOnce(), seen: &'static str) {
	build().execute_with(|| {
		accepted(ANNA, share(500));
		offer(BERT, price(7));
		views(10_000);
		assert_eq!(Layers::do_try_state(), Ok(()));
		by();
		assert_eq!(Layers::do_try_state(), Err(seen.into()));
	});
}

fn change(change: impl FnOnce(&mut crate::Layer<u64>)) {
	Stored::<Test>::mutate_extant(0, change);
}

#[test]
fn l1_is_seen_when_lists_and_layers_part() {
	broken(|| change(|layer| layer.content = UNKNOWN), "L1: a layer of no title");
	let list = |ids: Vec<u64>| LayersOf::<Test>::insert(TITLE, crate::LayerIds::truncate_from(ids));
	broken(|| list(vec![0]), "L1: a layer is not in its title's list, once");
	broken(|| list(vec![0, 1, 1]), "L1: a layer is not in its title's list, once");
	broken(|| list(vec![0, 1, 7]), "L1: a list names what is not there");
	broken(|| LayersOf::<Test>::insert(OTHER, crate::LayerIds::default()), "L1: an empty list");
	let crowd = || {
		for _ in 0..crate::MAX_OFFERS {
			accepted(ANNA, price(0));
		}
		for id in 2..2 + u64::from(crate::MAX_OFFERS) {
			Stored::<Test>::mutate_extant(id, |layer| layer.stage = Stage::Offered);
		}
	};
	broken(crowd, "L1: more offers than there may be");
}

#[test]
fn l2_is_seen_when_a_layer_is_unsound() {
	let seen = "L2: a layer is unsound";
	broken(|| change(|layer| layer.file.size_bytes = 0), seen);
	broken(|| change(|layer| layer.language.0 = [0; 16]), seen);
	broken(|| change(|layer| layer.terms = share(0)), seen);
}

#[test]
fn l3_is_seen_when_a_deposit_is_not_held() {
	let release = || {
		let reason = crate::HoldReason::Layer.into();
		Balances::release(&reason, &BERT, 1, Precision::Exact).unwrap();
	};
	broken(release, "L3: what an activator has on hold is not its deposits");
}

#[test]
fn l4_is_seen_when_shares_and_layers_part() {
	broken(|| SharesOf::<Test>::remove(TITLE), "L4: shares are not of the layers that have one");
	broken(
		|| SharesOf::<Test>::insert(OTHER, crate::Shares::default()),
		"L4: an empty list of shares",
	);
	let change = |change: fn(&mut crate::Share<u64>)| {
		SharesOf::<Test>::mutate(TITLE, |shares| change(&mut shares[0]));
	};
	let seen = "L4: a share is not its layer's";
	broken(|| change(|share| share.share_bp = 501), seen);
	broken(|| change(|share| share.activator = BERT), seen);
	broken(|| change(|share| share.ends = Some(1)), seen);
	broken(|| change(|share| share.stopped = true), seen);
	let stray = || {
		let of_title = SharesOf::<Test>::get(TITLE);
		SharesOf::<Test>::insert(OTHER, of_title);
		SharesOf::<Test>::mutate(OTHER, |shares| shares[0].layer = 77);
	};
	broken(stray, "L4: a share of no layer");
	let more = || {
		let id = accepted(BERT, share(9_500));
		Stored::<Test>::mutate_extant(id, |layer| layer.terms = share(9_501));
		SharesOf::<Test>::mutate(TITLE, |shares| shares[1].share_bp = 9_501);
	};
	broken(more, "L4: shares of more than there is");
}

#[test]
fn l5_is_seen_when_the_pot_or_the_sum_is_wrong() {
	broken(|| OwedTotal::<Test>::put(1), "L5: the sum of what is owed");
	let take = || {
		let all = free(Layers::pot_account());
		Balances::burn(signed(Layers::pot_account()), all, false).unwrap();
	};
	broken(take, "L5: the pot does not hold what is owed");
}
