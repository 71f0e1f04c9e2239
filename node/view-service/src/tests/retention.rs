//! What lies on the disk, and what does not any more.

use super::{Desk, Viewer, World, world::*};
use crate::{
	retention::{DISPUTE_ROUNDS, ERASE_WITHIN_ROUNDS},
	store::Store,
	vault::Vault,
};
use codec::Encode;
use reel_primitives::time::{ROUND_MS, ROUNDS_PER_PERIOD};
use reel_rpc_api::{PlayState, Rejection, UnpaidReason};
use std::path::Path;

fn holds(path: &Path, needle: &[u8]) -> bool {
	std::fs::read_dir(path).unwrap().any(|entry| {
		let path = entry.unwrap().path();
		if path.is_dir() {
			return holds(&path, needle);
		}
		std::fs::read(&path).unwrap().windows(needle.len()).any(|bytes| bytes == needle)
	})
}

/// Whether a desk's memory, as it would be written out, holds these bytes; and whether the log, once opened, does.
fn remembers(desk: &Desk, needle: &[u8]) -> [bool; 2] {
	let found = |store: &Store| {
		let snapshot = store.state().snapshot();
		snapshot.encode().windows(needle.len()).any(|bytes| bytes == needle)
	};
	let vault = Vault::open(&desk.config.key_file, &desk.config.data_dir).unwrap();
	let reopened = Store::open(&vault, &desk.config.data_dir).unwrap();
	[found(&desk.core.store()), found(&reopened)]
}

async fn paid() -> (World, Viewer, reel_primitives::play::TicketId) {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let id = viewer.watch(&world, 0, 0).await;
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert!(matches!(world.desks[0].handle.play_status(&id), PlayState::Paid { .. }));
	(world, viewer, id)
}

#[tokio::test]
async fn play_data_never_lies_in_clear_and_is_gone_after_the_dispute_window() {
	let (world, viewer, id) = paid().await;
	let desk = &world.desks[0];
	let account: [u8; 32] = *viewer.account().as_ref();
	let on_disk = || holds(&desk.config.data_dir, &account);
	assert!(!on_disk(), "sealed while it is needed");
	assert!(!holds(&desk.config.data_dir, &content(1).0));
	assert_eq!(remembers(desk, &account), [true, true]);
	world.pass((DISPUTE_ROUNDS - 1) * ROUND_MS);
	world.block().await;
	assert_eq!(remembers(desk, &account), [true, true], "kept to the end of the window");
	world.next_round();
	world.next_round();
	world.block().await;
	assert!(!remembers(desk, &account)[0], "forgotten at once");
	world.pass(ERASE_WITHIN_ROUNDS * ROUND_MS);
	world.block().await;
	assert_eq!(remembers(desk, &account), [false, false], "and off the disk");
	assert!(!on_disk());
	assert_eq!(desk.handle.play_status(&id), PlayState::Unknown);
}

#[tokio::test]
async fn what_was_counted_stays_counted_after_the_data_is_gone_and_over_a_restart() {
	let (mut world, viewer, _) = paid().await;
	for _ in 0..2 {
		world.pass((DISPUTE_ROUNDS + ERASE_WITHIN_ROUNDS + 3) * ROUND_MS);
		world.block().await;
		world.desks[0].restart();
	}
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	assert_eq!(grant.unpaid_because, Some(UnpaidReason::AlreadyCounted));
	let play = viewer.play(&world.desks[0], &grant);
	world.pass(u64::from(CELL_MS));
	let refused = viewer.submit(&world.desks[0], play).await;
	assert_eq!(refused, Err(Rejection::AlreadyCounted));
	assert!(viewer.request(&world, 0, 1).await.unwrap().paid);
	world.pass(2 * ROUNDS_PER_PERIOD * ROUND_MS);
	world.block().await;
	assert!(viewer.request(&world, 0, 0).await.unwrap().paid);
}

#[tokio::test]
async fn a_play_that_nobody_paid_in_time_is_forgotten_and_may_be_watched_again() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	world.with_chain(|chain| chain.loses_votes = true);
	let id = viewer.watch(&world, 0, 0).await;
	world.pass((DISPUTE_ROUNDS + 60) * ROUND_MS);
	world.block().await;
	world.block().await;
	assert_eq!(world.desks[0].handle.play_status(&id), PlayState::Unknown);
	assert!(viewer.request(&world, 0, 0).await.unwrap().paid);
	assert_eq!(world.with_chain(|chain| chain.open.len()), 0, "too old to be proposed");
}

#[tokio::test]
async fn a_compacted_log_remembers_paid_plays_as_paid() {
	let (mut world, viewer, id) = paid().await;
	let before = world.desks[0].handle.play_status(&id);
	world.desks[0].core.store().compact().unwrap();
	world.desks[0].restart();
	assert_eq!(world.desks[0].handle.play_status(&id), before);
	assert!(!viewer.request(&world, 0, 0).await.unwrap().paid);
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
}
