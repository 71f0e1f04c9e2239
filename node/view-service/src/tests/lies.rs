//! Proposers and desks that lie.

use super::{Viewer, World, world::*};
use crate::{BatchPlay, Chain, Message, build, state::PlayFacts};
use reel_primitives::{
	AccountId, Hash32,
	batch::{BatchProposal, Payees},
	content::RewardSplit,
	play::{SignedPlay, SignedTicket},
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::{PlayState, scale_from_hex};
use sp_core::Pair;

/// Desk 0 proposes what it likes; the round is one in which it may.
pub(super) async fn propose(world: &World, proposal: BatchProposal, plays: Vec<Hash32>) {
	let batch = proposal.hash();
	let round = proposal.round;
	let signature = world.desks[0].key.sign(&proposal.signing_payload(&GENESIS, 5)).into();
	world.chain.submit_proposal(proposal, 0, 5, signature).await.unwrap();
	let body = Message::Body { round, batch, plays }.to_bytes();
	for desk in &world.desks {
		desk.core.on_message(crate::PeerKey(vec![0]), &body);
	}
}

fn batch_play(facts: &PlayFacts) -> BatchPlay {
	let PlayFacts { id, content, duration_ms, viewer, receipts, .. } = facts.clone();
	BatchPlay { id, content, duration_ms, viewer, receipts }
}

/// Four desks, a play accepted at desk 0 in a round whose proposer it is, and the round after.
async fn accepted() -> (World, Vec<BatchPlay>) {
	let world = World::new(4);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	world.next_round();
	while round_of_ms(world.now_ms()) % 4 != 1 {
		world.next_round();
	}
	let store = world.desks[0].core.store();
	let play = batch_play(&store.state().play_of(&id).unwrap().facts);
	drop(store);
	(world, vec![play])
}

fn honest(world: &World, plays: &[BatchPlay]) -> crate::BuiltBatch {
	let splits = [(content(1), RewardSplit::DEFAULT)].into();
	build(round_of_ms(world.now_ms()) - 1, plays, &splits, None, &treasury()).unwrap()
}

pub(super) async fn verdicts(world: &World) -> Vec<bool> {
	for desk in &world.desks[1..] {
		desk.core.settle().unwrap();
		desk.core.vote_on_open_batches().await;
	}
	let votes = world.with_chain(|chain| chain.votes.clone());
	votes.values().flatten().map(|(_, approve)| *approve).collect()
}

#[tokio::test]
async fn an_honest_batch_is_approved() {
	let (world, plays) = accepted().await;
	let built = honest(&world, &plays);
	propose(&world, built.proposal, built.plays).await;
	assert_eq!(verdicts(&world).await, [true, true, true]);
}

#[tokio::test]
async fn a_batch_that_pays_the_proposer_is_refused_by_all() {
	let (world, plays) = accepted().await;
	let mut built = honest(&world, &plays);
	let Payees::Direct(payees) = &mut built.proposal.payees else { panic!("direct") };
	payees.last_mut().unwrap().account = AccountId::new([255; 32]);
	propose(&world, built.proposal, built.plays).await;
	assert_eq!(verdicts(&world).await, [false, false, false]);
}

/// What the others say of a play that was paid, proposed again so many rounds later.
async fn proposed_again(rounds: u64) -> Vec<bool> {
	let (world, plays) = accepted().await;
	for _ in 0..3 {
		world.block().await;
	}
	let paid = world.with_chain(|chain| chain.paid.clone());
	assert_eq!(paid.len(), 1);
	world.with_chain(|chain| chain.votes.clear());
	// The next round that is desk 0's turn.
	let round = (paid[0].round + rounds).next_multiple_of(4);
	world.set_time((round + 1) * ROUND_MS);
	let built = honest(&world, &plays);
	propose(&world, built.proposal, built.plays).await;
	verdicts(&world).await
}

#[tokio::test]
async fn plays_that_were_paid_are_refused_in_a_second_batch() {
	assert_eq!(proposed_again(24).await, [false, false, false]);
}

#[tokio::test]
async fn nobody_loses_a_bond_for_what_it_may_not_have_known() {
	// Just paid: nobody votes for it either.
	assert!(proposed_again(4).await.is_empty());
	assert!(proposed_again(20).await.is_empty());
	// In another batch that is open: proposed late, so that both come into one block.
	let (world, plays) = accepted().await;
	world.with_chain(|chain| chain.loses_votes = true);
	let first = round_of_ms(world.now_ms()) - 4;
	world.desks[1].core.on_block().await;
	world.pump();
	assert_eq!(world.chain.open_batches().unwrap()[0].round, first);
	for desk in &world.desks {
		desk.core.settle().unwrap();
	}
	let built = honest(&world, &plays);
	let second = built.proposal.round;
	propose(&world, built.proposal, built.plays).await;
	verdicts(&world).await;
	let votes = world.with_chain(|chain| chain.votes.clone());
	let rounds: Vec<u64> = votes.keys().map(|(_, round)| *round).collect();
	assert!(rounds.contains(&first) && !rounds.contains(&second), "{rounds:?}");
}

#[tokio::test]
async fn a_batch_of_a_round_before_its_plays_is_refused() {
	let world = World::new(4);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let facts = {
		let store = world.desks[0].core.store();
		store.state().play_of(&id).unwrap().facts.clone()
	};
	let before = (0..facts.round()).rev().find(|round| round % 4 == 0).unwrap();
	let splits = [(content(1), RewardSplit::DEFAULT)].into();
	let built = build(before, &[batch_play(&facts)], &splits, None, &treasury()).unwrap();
	propose(&world, built.proposal, built.plays).await;
	assert_eq!(verdicts(&world).await, [false, false, false]);
}

#[tokio::test]
async fn a_batch_of_plays_that_nobody_has_gets_no_vote() {
	let (world, mut plays) = accepted().await;
	plays[0].id = [9; 32];
	let built = honest(&world, &plays);
	propose(&world, built.proposal, built.plays).await;
	assert!(verdicts(&world).await.is_empty());
}

#[tokio::test]
async fn a_false_body_does_not_keep_out_the_true_one() {
	let (world, plays) = accepted().await;
	let built = honest(&world, &plays);
	let (round, batch) = (built.proposal.round, built.proposal.hash());
	let lie = Message::Body { round, batch, plays: vec![[1; 32]] }.to_bytes();
	for desk in &world.desks {
		desk.core.on_message(crate::PeerKey(vec![2]), &lie);
		desk.core.settle().unwrap();
	}
	let signature = world.desks[0].key.sign(&built.proposal.signing_payload(&GENESIS, 5)).into();
	world.chain.submit_proposal(built.proposal, 0, 5, signature).await.unwrap();
	assert!(verdicts(&world).await.is_empty());
	let truth = Message::Body { round, batch, plays: built.plays }.to_bytes();
	for desk in &world.desks {
		desk.core.on_message(crate::PeerKey(vec![0]), &truth);
	}
	assert_eq!(verdicts(&world).await, [true, true, true]);
}

/// A play of desk 0's ticket that desk 0 accepts although it should not: what does desk 1 think of it?
async fn accepted_by_a_liar(change: impl FnOnce(&mut SignedPlay), wait_ms: u64) -> PlayState {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 1).await.unwrap();
	world.pump();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap();
	let mut play = viewer.sign(viewer.play(&world.desks[0], &grant));
	change(&mut play);
	world.pass(wait_ms);
	let id = ticket.ticket.id();
	let message = told_play(&world.desks[0].key, ticket, play, world.now_ms());
	world.desks[1].core.on_message(crate::PeerKey(vec![0]), &message.to_bytes());
	world.desks[1].handle.play_status(&id)
}

#[tokio::test]
async fn what_a_lying_desk_accepts_is_checked_again() {
	let duration = u64::from(CELL_MS);
	let honest = accepted_by_a_liar(|_| {}, duration).await;
	assert!(matches!(honest, PlayState::Accepted { .. }));
	let refused = PlayState::Ticketed;
	assert_eq!(accepted_by_a_liar(|_| {}, duration - 1).await, refused);
	assert_eq!(accepted_by_a_liar(|_| {}, duration * 3 / 2 + 1).await, refused);
	assert_eq!(accepted_by_a_liar(|play| play.signature[0] ^= 1, duration).await, refused);
	let resign = |play: &mut SignedPlay, change: fn(&mut SignedPlay)| {
		change(play);
		*play = Viewer::new(1).sign(play.play.clone());
	};
	let leaf = |play: &mut SignedPlay| resign(play, |p| p.play.leaves[0].bytes[0] ^= 1);
	assert_eq!(accepted_by_a_liar(leaf, duration).await, refused);
	let cell = |play: &mut SignedPlay| resign(play, |p| p.play.descriptor.descriptor.index = 0);
	assert_eq!(accepted_by_a_liar(cell, duration).await, refused);
}

/// Whether desk 1 vouches at once for an honest play of whose ticket it heard `late_ms` after the issue.
async fn is_vouched_for(late_ms: u64) -> bool {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.pass(late_ms);
	world.pump();
	let play = viewer.play(&world.desks[0], &grant);
	world.pass(u64::from(CELL_MS) - late_ms);
	let id = play.ticket;
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	let store = world.desks[1].core.store();
	store.state().play_of(&id).is_some_and(|play| play.witness.may_vote())
}

#[tokio::test]
async fn a_play_is_vouched_for_by_who_has_seen_its_time_pass() {
	assert!(is_vouched_for(0).await);
	assert!(is_vouched_for(4_000).await, "a ticket that the network held up");
	assert!(!is_vouched_for(4_001).await, "not yet");
	assert!(!is_vouched_for(u64::from(CELL_MS)).await, "ticket and play at once prove nothing");
}

#[tokio::test]
async fn a_ticket_from_the_future_is_not_vouched_for() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let now_ms = world.now_ms();
	// The issuing desk's clock is ahead while it makes the ticket.
	world.pass(2_001);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.set_time(now_ms);
	world.pump();
	world.pass(2_001 + u64::from(CELL_MS));
	let play = viewer.play(&world.desks[0], &grant);
	let id = play.ticket;
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	let store = world.desks[1].core.store();
	assert!(!store.state().play_of(&id).unwrap().witness.may_vote());
}
