//! Crashes, restarts, and what a desk must never say twice differently.

use super::{Viewer, World, world::*};
use crate::{
	store::{Record, Store},
	vault::Vault,
};
use reel_primitives::{
	batch::{BatchProposal, BatchVote, Payees, TitleTotal},
	time::round_of_ms,
};
use reel_rpc_api::{PlayState, Rejection};

#[tokio::test]
async fn a_restart_between_every_two_steps_changes_nothing() {
	let mut world = World::new(1);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.desks[0].restart();
	assert_eq!(viewer.request(&world, 0, 0).await.unwrap(), grant);
	let play = viewer.play(&world.desks[0], &grant);
	let id = play.ticket;
	world.pass(u64::from(CELL_MS));
	viewer.submit(&world.desks[0], play.clone()).await.unwrap();
	world.desks[0].restart();
	let again = viewer.submit(&world.desks[0], play).await;
	assert_eq!(again, Err(Rejection::AlreadySubmitted));
	let round = round_of_ms(world.now_ms());
	world.next_round();
	world.block().await;
	world.desks[0].restart();
	let status = world.desks[0].handle.play_status(&id);
	assert_eq!(status, PlayState::Batched { round });
	world.block().await;
	world.desks[0].restart();
	world.block().await;
	world.desks[0].core.store().compact().unwrap();
	world.desks[0].restart();
	let status = world.desks[0].handle.play_status(&id);
	assert_eq!(status, PlayState::Paid { round });
	assert!(!viewer.request(&world, 0, 0).await.unwrap().paid);
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
	world.assert_nobody_voted_twice();
}

#[tokio::test]
async fn after_a_torn_tail_the_desk_goes_on_but_is_silent_about_the_rounds_before() {
	let mut world = World::new(1);
	let viewer = Viewer::new(1);
	let id = viewer.watch(&world, 0, 0).await;
	let path = world.desks[0].config.data_dir.join("desk.log");
	let mut bytes = std::fs::read(&path).unwrap();
	bytes.extend([9, 0, 0, 0, 1, 2]);
	std::fs::write(&path, bytes).unwrap();
	let round = round_of_ms(world.now_ms());
	world.next_round();
	world.desks[0].restart();
	assert_eq!(world.desks[0].handle.play_status(&id), PlayState::Accepted { round });
	world.block().await;
	world.block().await;
	assert!(world.with_chain(|chain| chain.paid.is_empty() && chain.votes.is_empty()));
	world.next_round();
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	let status = world.desks[0].handle.play_status(&id);
	assert_eq!(status, PlayState::Paid { round: round + 2 });
}

#[tokio::test]
async fn a_lost_vote_is_sent_again_and_is_the_same() {
	let mut world = World::new(1);
	Viewer::new(1).watch(&world, 0, 0).await;
	world.with_chain(|chain| chain.loses_votes = true);
	world.next_round();
	for _ in 0..3 {
		world.block().await;
		world.desks[0].restart();
	}
	assert_eq!(world.with_chain(|chain| chain.votes.len()), 1);
	world.with_chain(|chain| chain.loses_votes = false);
	world.block().await;
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
	world.assert_nobody_voted_twice();
}

#[tokio::test]
async fn a_desk_that_voted_does_not_vote_for_another_batch_of_the_round() {
	let mut world = World::new(1);
	Viewer::new(1).watch(&world, 0, 0).await;
	let round = round_of_ms(world.now_ms());
	let key = sp_core::Pair::public(&world.desks[0].key).0;
	let vote = BatchVote { round, batch: [7; 32], approve: true };
	world.desks[0].core.store().append_now(Record::Vote { key, vote }).unwrap();
	world.desks[0].restart();
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert!(world.with_chain(|chain| chain.votes.is_empty()));
}

#[tokio::test]
async fn a_proposal_is_sent_again_and_is_the_same() {
	let mut world = World::new(1);
	let viewer = Viewer::new(1);
	viewer.watch(&world, 0, 0).await;
	world.next_round();
	world.block().await;
	let first = crate::Chain::open_batches(&*world.chain).unwrap();
	// The transaction was lost, and a play of the same round came late.
	world.chain.lapse_all();
	world.desks[0].restart();
	world.block().await;
	let second = crate::Chain::open_batches(&*world.chain).unwrap();
	assert_eq!(first.len(), 1);
	assert_eq!(first[0].batch, second[0].batch);
}

#[test]
fn a_compacted_log_gives_the_same_memory() {
	let dir = tempfile::tempdir().unwrap();
	let vault = Vault::open(&dir.path().join("key"), dir.path()).unwrap();
	let mut store = Store::open(&vault, dir.path()).unwrap();
	let total = TitleTotal { content: content(1), plays: 1, weight_ms: 1 };
	let proposal = BatchProposal {
		round: 7,
		plays_root: [1; 32],
		plays: 1,
		totals: vec![total],
		payees: Payees::Direct(Vec::new()),
		delivered: vec![4],
		charged: Vec::new(),
	};
	let vote = BatchVote { round: 7, batch: proposal.hash(), approve: true };
	let plays = vec![[3; 32]];
	let payees = Vec::new();
	store.append(Record::Proposal { key: [1; 32], proposal, plays, payees }).unwrap();
	store.append_now(Record::Vote { key: [1; 32], vote }).unwrap();
	store.append_now(Record::Settled { round: 7, paid: true }).unwrap();
	let before = store.state().snapshot();
	store.compact().unwrap();
	drop(store);
	let store = Store::open(&vault, dir.path()).unwrap();
	assert_eq!(store.state().snapshot(), before);
	assert_eq!(store.state().vote(7, &[1; 32]), Some(&vote));
	assert!(!store.was_torn);
}

#[tokio::test]
async fn a_log_of_what_is_still_needed_is_not_written_anew() {
	let world = World::new(1);
	for viewer in 1..5 {
		Viewer::new(viewer).watch(&world, 0, 1).await;
	}
	let store = world.desks[0].core.store();
	let records: usize = store.state().snapshot().iter().map(codec::Encode::encoded_size).sum();
	let kept = store.state().kept_bytes() as usize;
	assert!(kept >= records && kept < records * 2, "{kept} {records}");
}
