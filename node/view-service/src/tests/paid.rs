//! Which batch a round was paid for.

use super::{Viewer, World, world::*};
use crate::{BatchPlay, Chain, Message, PeerKey, build};
use reel_primitives::{
	content::{ReasonCode, RewardSplit, TitleStatus},
	time::round_of_ms,
};
use reel_rpc_api::PlayState;

/// Plays accepted in two rounds, each proposed by its own desk; nothing is decided yet.
async fn two_open() -> (World, [(reel_primitives::play::TicketId, u64); 2]) {
	let world = World::new(4);
	world.with_chain(|chain| chain.loses_votes = true);
	let mut plays = Vec::new();
	for viewer in [1, 2] {
		let id = Viewer::new(viewer).watch(&world, 0, 0).await;
		plays.push((id, round_of_ms(world.now_ms())));
		world.next_round();
		world.block().await;
	}
	world.block().await;
	assert_eq!(world.chain.open_batches().unwrap().len(), 2);
	world.with_chain(|chain| chain.loses_votes = false);
	(world, [plays[0], plays[1]])
}

#[tokio::test]
async fn two_batches_that_are_paid_between_two_blocks_are_both_known_as_paid() {
	let (world, plays) = two_open().await;
	// Only desks 0 to 2 vote, each on both: desk 3 sees both batches open, then both paid.
	for desk in &world.desks[..3] {
		desk.core.vote_on_open_batches().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 2);
	world.block().await;
	for desk in &world.desks {
		for (id, round) in plays {
			assert_eq!(desk.handle.play_status(&id), PlayState::Paid { round });
		}
	}
	for _ in 0..5 {
		world.next_round();
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 2, "nothing is proposed again");
}

#[tokio::test]
async fn a_round_paid_for_a_batch_that_was_never_seen_open_is_learnt_from_peers() {
	let world = World::new(4);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let round = round_of_ms(world.now_ms());
	world.next_round();
	// Desk 3 has the play, and is down while it is proposed, voted on and paid.
	for _ in 0..3 {
		for desk in &world.desks[..3] {
			desk.core.on_block().await;
			world.pump_but(&[3]);
		}
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
	assert_eq!(world.desks[3].handle.play_status(&id), PlayState::Accepted { round });
	// It asks which plays those were before it proposes anything.
	world.desks[3].core.on_block().await;
	assert!(!world.desks[3].core.knows_what_was_paid(Some(round)));
	world.pump();
	world.desks[3].core.on_block().await;
	assert_eq!(world.desks[3].handle.play_status(&id), PlayState::Paid { round });
	assert!(world.desks[3].core.knows_what_was_paid(Some(round)));
}

#[tokio::test]
async fn when_nobody_has_the_plays_of_a_paid_batch_the_desk_waits_and_then_goes_on() {
	let world = World::new(1);
	let round = round_of_ms(world.now_ms()) - 1;
	let facts = BatchPlay {
		id: [3; 32],
		content: content(1),
		duration_ms: CELL_MS,
		viewer: Viewer::new(9).account(),
		receipts: Vec::new(),
	};
	let splits = [(content(1), RewardSplit::DEFAULT)].into();
	let built = build(round, &[facts], &splits, None, &treasury()).unwrap();
	world.with_chain(|chain| {
		chain.last_paid = Some(round);
		chain.paid.push(built.proposal);
	});
	Viewer::new(1).watch(&world, 0, 0).await;
	world.next_round();
	world.block().await;
	assert!(world.chain.open_batches().unwrap().is_empty());
	for _ in 0..22 {
		world.next_round();
		world.block().await;
	}
	for _ in 0..3 {
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 2);
}

#[tokio::test]
async fn a_round_paid_for_another_batch_rolls_this_desks_plays_over() {
	let world = World::new(1);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let round = round_of_ms(world.now_ms());
	world.with_chain(|chain| chain.loses_votes = true);
	world.next_round();
	world.block().await;
	assert_eq!(world.desks[0].handle.play_status(&id), PlayState::Batched { round });
	let stranger = BatchPlay {
		id: [3; 32],
		content: content(1),
		duration_ms: CELL_MS,
		viewer: Viewer::new(9).account(),
		receipts: Vec::new(),
	};
	let splits = [(content(1), RewardSplit::DEFAULT)].into();
	let built = build(round, &[stranger], &splits, None, &treasury()).unwrap();
	let batch = built.proposal.hash();
	world.with_chain(|chain| {
		chain.open.clear();
		chain.last_paid = Some(round);
		chain.paid.push(built.proposal);
		chain.loses_votes = false;
	});
	let body = Message::Body { round, batch, plays: built.plays }.to_bytes();
	world.desks[0].core.on_message(PeerKey(vec![7]), &body);
	world.block().await;
	assert_eq!(world.desks[0].handle.play_status(&id), PlayState::RolledOver { round });
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	let status = world.desks[0].handle.play_status(&id);
	assert!(matches!(status, PlayState::Paid { round: later } if later > round), "{status:?}");
}

#[tokio::test]
async fn plays_of_a_stopped_title_do_not_keep_others_from_being_paid() {
	let world = World::new(1);
	let stopped = Viewer::new(1).watch(&world, 0, 0).await;
	world.desks[0]
		.handle
		.deposit_secret(world.deposit(2, &[5; 32]), crate::Source::Unknown)
		.unwrap();
	let viewer = Viewer::new(2);
	let grant = viewer.send(&world.desks[0], viewer.ask(&world, 2, 0)).await.unwrap();
	let play = viewer.play(&world.desks[0], &grant);
	let other = play.ticket;
	world.pass(u64::from(CELL_MS));
	viewer.submit(&world.desks[0], play).await.unwrap();
	let status = |status| {
		world.with_chain(|c| c.titles.get_mut(&content(1)).unwrap().state.status = status);
	};
	status(TitleStatus::Stopped(ReasonCode::Rights));
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	let state = |id| world.desks[0].handle.play_status(id);
	assert!(matches!(state(&other), PlayState::Paid { .. }));
	assert!(matches!(state(&stopped), PlayState::Accepted { .. }));
	status(TitleStatus::Playable);
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert!(matches!(state(&stopped), PlayState::Paid { .. }));
}

#[tokio::test]
async fn what_was_paid_on_a_fork_that_was_given_up_is_paid_again_on_the_other() {
	let world = World::new(1);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let round = round_of_ms(world.now_ms());
	world.next_round();
	world.block().await;
	let state = || world.desks[0].handle.play_status(&id);
	world.block().await;
	world.block().await;
	assert_eq!(state(), PlayState::Paid { round });
	world.with_chain(|chain| {
		chain.paid.clear();
		chain.last_paid = None;
	});
	world.desks[0].core.settle().unwrap();
	assert_eq!(state(), PlayState::RolledOver { round });
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert!(matches!(state(), PlayState::Paid { round: later } if later > round), "{:?}", state());
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
	world.assert_nobody_voted_twice();
}
