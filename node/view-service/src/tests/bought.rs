//! Titles with a price: who watches them, and what a play of them delivers.

use super::{Viewer, World, world::*};
use crate::{BatchPlay, Chain, Message, build, state::PlayFacts};
use reel_primitives::{
	AccountId, Balance,
	content::RewardSplit,
	market::{MAX_DELIVERIES, PRICE_BY_QUALITY, PurchaseId, PurchaseState},
	play::TicketId,
	time::round_of_ms,
};
use reel_rpc_api::Rejection;
use sp_core::Pair;

const NOTHING: [PurchaseId; 0] = [];

/// Desks that hold the secret of title 1, which costs something.
fn priced(desks: usize, price_cfx: Balance) -> World {
	let world = World::new(desks);
	world.with_chain(|chain| {
		chain.titles.get_mut(&content(1)).unwrap().state.price_cfx = price_cfx;
	});
	world
}

fn buy(world: &World, viewer: &Viewer) -> PurchaseId {
	world.with_chain(|chain| chain.buy(content(1), viewer.account()))
}

/// Blocks in which the round that runs is proposed, voted on and paid.
async fn pay_round(world: &World) {
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
}

fn delivered(world: &World) -> Vec<PurchaseId> {
	world.with_chain(|chain| chain.delivered.clone())
}

/// What every paid batch said to deliver.
fn named(world: &World) -> Vec<Vec<PurchaseId>> {
	world.with_chain(|chain| chain.paid.iter().map(|paid| paid.delivered.clone()).collect())
}

#[tokio::test]
async fn what_was_bought_is_watched_and_the_first_play_delivers_it() {
	for price in [5, PRICE_BY_QUALITY] {
		let world = priced(4, price);
		let viewer = Viewer::new(1);
		let id = buy(&world, &viewer);
		viewer.watch(&world, 0, 0).await;
		assert_eq!(delivered(&world), NOTHING);
		pay_round(&world).await;
		assert_eq!(delivered(&world), [id]);
		// It is watched on under the same purchase, and delivered once.
		viewer.watch(&world, 0, 1).await;
		pay_round(&world).await;
		assert_eq!(named(&world), [vec![id], NOTHING.to_vec()]);
		world.assert_nobody_voted_twice();
	}
}

#[tokio::test]
async fn who_has_not_bought_it_gets_no_ticket() {
	let world = priced(1, 5);
	let (buyer, other) = (Viewer::new(1), Viewer::new(2));
	assert_eq!(buyer.request(&world, 0, 0).await, Err(Rejection::NotBought));
	let id = buy(&world, &buyer);
	assert!(buyer.request(&world, 0, 0).await.is_ok());
	assert_eq!(other.request(&world, 0, 0).await, Err(Rejection::NotBought));
	// Bought by one for another: a gift is watched by whom it was given to.
	buy(&world, &other);
	assert!(other.request(&world, 0, 0).await.is_ok());
	world.with_chain(|chain| chain.refuse(id));
	assert_eq!(buyer.request(&world, 0, 1).await, Err(Rejection::NotBought));
	// Another title's purchase is none of this one.
	let third = Viewer::new(3);
	world.with_chain(|chain| chain.buy(content(2), third.account()));
	assert_eq!(third.request(&world, 0, 0).await, Err(Rejection::NotBought));
}

#[tokio::test]
async fn plays_of_free_titles_ask_nothing_of_the_chain() {
	let world = World::new(4);
	let viewer = Viewer::new(1);
	buy(&world, &viewer);
	viewer.watch(&world, 0, 0).await;
	pay_round(&world).await;
	assert_eq!(named(&world), [NOTHING]);
	assert!(world.with_chain(|chain| chain.asked_at_once.is_empty()));
}

#[tokio::test]
async fn what_was_bought_and_not_watched_is_not_delivered() {
	let world = priced(4, 5);
	let (watches, waits) = (Viewer::new(1), Viewer::new(2));
	let unwatched = buy(&world, &waits);
	let id = buy(&world, &watches);
	// The creator watches what is its own, under no purchase.
	Viewer::new(200).watch(&world, 0, 0).await;
	watches.watch(&world, 0, 0).await;
	pay_round(&world).await;
	assert_eq!(delivered(&world), [id]);
	let states = world.chain.purchase_states(vec![unwatched, id]).unwrap();
	assert!(matches!(states[..], [PurchaseState::Open { .. }, PurchaseState::Over]));
}

#[tokio::test]
async fn a_batch_delivers_the_eight_oldest_and_later_plays_the_others() {
	let world = priced(4, 5);
	let viewers: Vec<Viewer> = (20..20 + MAX_DELIVERIES as u8 + 2).map(Viewer::new).collect();
	let ids: Vec<PurchaseId> = viewers.iter().rev().map(|viewer| buy(&world, viewer)).collect();
	for cell in 0..2 {
		let mut plays = Vec::new();
		for viewer in &viewers {
			let grant = viewer.request(&world, 0, cell).await.unwrap();
			plays.push((viewer, viewer.play(&world.desks[0], &grant)));
		}
		world.pump();
		world.pass(u64::from(CELL_MS));
		for (viewer, play) in plays {
			viewer.submit(&world.desks[0], play).await.unwrap();
		}
		world.pump();
		pay_round(&world).await;
	}
	let (first, rest) = ids.split_at(MAX_DELIVERIES as usize);
	assert_eq!(named(&world), [first.to_vec(), rest.to_vec()]);
	assert!(
		world.with_chain(|chain| chain.asked_at_once.iter().all(|pairs| *pairs == viewers.len()))
	);
}

#[tokio::test]
async fn what_is_refused_between_proposal_and_vote_makes_no_proposer_guilty() {
	let world = priced(4, 5);
	let viewer = Viewer::new(1);
	let id = buy(&world, &viewer);
	viewer.watch(&world, 0, 0).await;
	world.next_round();
	let round = round_of_ms(world.now_ms()) - 1;
	let proposer = world.chain.proposer(round).unwrap().unwrap() as usize;
	world.desks[proposer].core.on_block().await;
	world.pump();
	assert_eq!(world.chain.open_batches().unwrap()[0].delivered, [id]);
	world.with_chain(|chain| chain.refuse(id));
	for _ in 0..2 {
		world.block().await;
	}
	assert_eq!(named(&world), [[id]]);
	assert_eq!(delivered(&world), NOTHING);
	let votes = world.with_chain(|chain| chain.votes.clone());
	assert!(votes.values().flatten().all(|(_, approve)| *approve));
}

#[tokio::test]
async fn a_desk_that_cannot_ask_the_finalized_block_names_nothing_and_votes_on_nothing_named() {
	let world = priced(4, 5);
	let viewer = Viewer::new(1);
	let id = buy(&world, &viewer);
	viewer.watch(&world, 0, 0).await;
	world.with_chain(|chain| chain.loses_finalized = true);
	pay_round(&world).await;
	assert_eq!(named(&world), [NOTHING]);
	world.with_chain(|chain| chain.loses_finalized = false);
	// A later play delivers it.
	viewer.watch(&world, 0, 1).await;
	pay_round(&world).await;
	assert_eq!(delivered(&world), [id]);
	let (world, ..) = lied(|_, ids| vec![ids[0]], |chain| chain.loses_finalized = true).await;
	assert!(verdicts(&world).await.is_empty());
}

#[tokio::test]
async fn what_stands_in_another_open_batch_is_not_named_again() {
	let world = priced(4, 5);
	let viewer = Viewer::new(1);
	let id = buy(&world, &viewer);
	viewer.watch(&world, 0, 0).await;
	let facts = |ticket: &TicketId| {
		let store = world.desks[0].core.store();
		store.state().play_of(ticket).unwrap().facts.clone()
	};
	world.with_chain(|chain| chain.loses_votes = true);
	world.next_round();
	world.block().await;
	let open = world.chain.open_batches().unwrap();
	assert_eq!(open.iter().map(|batch| &batch.delivered[..]).collect::<Vec<_>>(), [[id]]);
	let second = [facts(&viewer.watch(&world, 0, 1).await)];
	let core = &world.desks[0].core;
	assert_eq!(core.deliverable(open[0].round + 1, &second), NOTHING);
	// The batch's own name does not stand in its own way.
	assert_eq!(core.deliverable(open[0].round, &second), [id]);
}

/// A viewer that bought and watched, one that only bought, and a batch of desk 0 that names what `name` likes.
async fn lied(
	name: impl FnOnce(&World, [PurchaseId; 2]) -> Vec<PurchaseId>,
	before_the_vote: impl FnOnce(&mut super::parts::ChainState),
) -> (World, [PurchaseId; 2]) {
	let world = priced(4, 5);
	let viewer = Viewer::new(1);
	let ids = [buy(&world, &viewer), buy(&world, &Viewer::new(2))];
	let ticket = viewer.watch(&world, 0, 0).await;
	world.next_round();
	while round_of_ms(world.now_ms()) % 4 != 1 {
		world.next_round();
	}
	let play = {
		let store = world.desks[0].core.store();
		let facts = store.state().play_of(&ticket).unwrap().facts.clone();
		let PlayFacts { id, content, duration_ms, viewer, receipts, .. } = facts;
		BatchPlay { id, content, duration_ms, viewer, receipts }
	};
	let splits = [(content(1), RewardSplit::DEFAULT)].into();
	let round = round_of_ms(world.now_ms()) - 1;
	let mut built = build(round, &[play], &splits, None, &treasury()).unwrap();
	built.proposal.delivered = name(&world, ids);
	let (batch, proposal) = (built.proposal.hash(), built.proposal);
	let signature = world.desks[0].key.sign(&proposal.signing_payload(&GENESIS, 5)).into();
	world.chain.submit_proposal(proposal, 0, 5, signature).await.unwrap();
	let body = Message::Body { round, batch, plays: built.plays }.to_bytes();
	for desk in &world.desks {
		desk.core.on_message(crate::PeerKey(vec![0]), &body);
	}
	world.with_chain(before_the_vote);
	(world, ids)
}

async fn verdicts(world: &World) -> Vec<bool> {
	for desk in &world.desks[1..] {
		desk.core.settle().unwrap();
		desk.core.vote_on_open_batches().await;
	}
	let votes = world.with_chain(|chain| chain.votes.clone());
	votes.values().flatten().map(|(_, approve)| *approve).collect()
}

#[tokio::test]
async fn a_proposer_that_delivers_what_nobody_watched_is_voted_down_by_all() {
	let named: [fn([PurchaseId; 2]) -> Vec<PurchaseId>; 2] =
		[|[_, unwatched]| vec![unwatched], |[watched, unwatched]| vec![watched, unwatched]];
	for name in named {
		let (world, _) = lied(|_, ids| name(ids), |_| {}).await;
		assert_eq!(verdicts(&world).await, [false, false, false]);
		assert_eq!(delivered(&world), NOTHING);
	}
	// What was watched, or is over, is right.
	let (world, [watched, _]) = lied(|_, ids| vec![ids[0]], |_| {}).await;
	assert_eq!(verdicts(&world).await, [true, true, true]);
	assert_eq!(delivered(&world), [watched]);
	let (world, _) = lied(|_, ids| ids.to_vec(), |chain| chain.refuse(1)).await;
	assert_eq!(verdicts(&world).await, [true, true, true]);
	assert_eq!(delivered(&world), [0]);
}

#[tokio::test]
async fn another_title_s_play_delivers_nothing() {
	let name = |world: &World, _: [PurchaseId; 2]| {
		let watches: AccountId = Viewer::new(1).account();
		vec![world.with_chain(|chain| chain.buy(content(2), watches))]
	};
	let (world, _) = lied(name, |_| {}).await;
	assert_eq!(verdicts(&world).await, [false, false, false]);
}

#[tokio::test]
async fn a_purchase_that_is_not_made_yet_gets_no_vote_until_it_can_be_judged() {
	let name = |_: &World, _: [PurchaseId; 2]| vec![2];
	let (world, _) = lied(name, |_| {}).await;
	assert!(verdicts(&world).await.is_empty());
	// Somebody buys, and has the number that was waiting for it.
	assert_eq!(buy(&world, &Viewer::new(3)), 2);
	assert_eq!(verdicts(&world).await, [false, false, false]);
	assert_eq!(delivered(&world), NOTHING);
}
