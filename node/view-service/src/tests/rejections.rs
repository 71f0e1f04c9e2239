//! Every reason to say no.

use super::{Desk, Viewer, World, world::*};
use crate::Source;
use reel_primitives::{
	AccountId,
	content::{ReasonCode, TitleStatus},
	play::{PlayData, Receipt, SignedTicket},
};
use reel_rpc_api::{Rejection, TicketGrant, scale_from_hex};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn asks_are_refused_for_what_they_say() {
	let world = World::new(1);
	let (viewer, desk) = (Viewer::new(1), &world.desks[0]);
	let mut ask = viewer.ask(&world, 1, 0);
	ask.genesis = [0; 32];
	assert_eq!(viewer.send(desk, ask).await, Err(Rejection::WrongChain));
	for asked_at_ms in [world.now_ms() - 60_001, world.now_ms() + 60_001] {
		let ask = reel_primitives::play::PlayAsk { asked_at_ms, ..viewer.ask(&world, 1, 0) };
		assert_eq!(viewer.send(desk, ask).await, Err(Rejection::AskExpired));
	}
	let ask = Viewer::new(2).ask(&world, 1, 0);
	assert_eq!(viewer.send(desk, ask).await, Err(Rejection::WrongSignature));
	let ask = viewer.ask(&world, 9, 0);
	assert_eq!(viewer.send(desk, ask).await, Err(Rejection::TitleNotFound));
	let ask = viewer.ask(&world, 1, CELLS);
	assert_eq!(viewer.send(desk, ask).await, Err(Rejection::CellOutOfRange));
	let ask = viewer.ask(&world, 2, 0);
	assert_eq!(viewer.send(desk, ask).await, Err(Rejection::NoSecret));
	for asked_at_ms in [world.now_ms() - 60_000, world.now_ms() + 60_000] {
		let ask = reel_primitives::play::PlayAsk { asked_at_ms, ..viewer.ask(&world, 1, 0) };
		assert!(viewer.send(desk, ask).await.is_ok());
	}
}

#[tokio::test]
async fn asks_are_refused_for_the_state_of_the_title() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let set = |status, price| {
		world.with_chain(|chain| {
			let state = &mut chain.titles.get_mut(&content(1)).unwrap().state;
			state.status = status;
			state.price_cfx = price;
		});
	};
	set(TitleStatus::Stopped(ReasonCode::Rights), 0);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::TitleStopped));
	set(TitleStatus::Deleted, 0);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::TitleDeleted));
	set(TitleStatus::Playable, 1);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::NotBought));
	assert!(Viewer::new(200).request(&world, 0, 0).await.is_ok(), "the creator may watch");
	set(TitleStatus::Playable, 0);
	assert!(viewer.request(&world, 0, 0).await.is_ok());
}

#[tokio::test]
async fn asks_are_refused_when_the_desk_cannot_serve() {
	let mut world = World::new(1);
	let viewer = Viewer::new(1);
	world.desks[0].provider.is_empty.store(true, Ordering::SeqCst);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::NoProvider));
	world.desks[0].provider.is_empty.store(false, Ordering::SeqCst);
	world.with_chain(|chain| chain.keys = vec![pair(99).public_key()]);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::NotAValidator));
	world.with_chain(|chain| chain.keys = vec![pair(10).public_key()]);
	world.desks[0].config.max_tickets = 0;
	world.desks[0].restart();
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::Busy));
	world.desks[0].config.per_strangers = 1;
	world.desks[0].restart();
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::Busy));
	let limited = viewer.request(&world, 0, 0).await;
	assert_eq!(limited, Err(Rejection::RateLimited { retry_after_ms: 60_000 }));
}

trait PublicKey {
	fn public_key(&self) -> reel_primitives::ids::PovId;
}

impl PublicKey for sp_core::sr25519::Pair {
	fn public_key(&self) -> reel_primitives::ids::PovId {
		sp_core::Pair::public(self).into()
	}
}

#[tokio::test]
async fn an_account_is_limited_but_nobody_can_use_up_the_limit_of_another() {
	let mut world = World::new(1);
	world.desks[0].config.per_account = 2;
	world.desks[0].restart();
	let (viewer, thief) = (Viewer::new(1), Viewer::new(2));
	for _ in 0..5 {
		let forged = viewer.ask(&world, 1, 0);
		let refused = thief.send(&world.desks[0], forged).await;
		assert_eq!(refused, Err(Rejection::WrongSignature));
	}
	assert!(viewer.request(&world, 0, 0).await.is_ok());
	assert!(viewer.request(&world, 0, 0).await.is_ok());
	let limited = viewer.request(&world, 0, 0).await;
	assert_eq!(limited, Err(Rejection::RateLimited { retry_after_ms: 30_000 }));
}

#[tokio::test]
async fn a_third_cell_at_once_is_refused_at_every_desk() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	viewer.request(&world, 0, 0).await.unwrap();
	world.pump();
	viewer.request(&world, 1, 1).await.unwrap();
	world.pump();
	for desk in [0, 1] {
		assert_eq!(viewer.request(&world, desk, 2).await, Err(Rejection::StreamBusy));
	}
	world.pass(u64::from(CELL_MS));
	assert!(viewer.request(&world, 0, 2).await.is_ok());
}

#[tokio::test]
async fn a_cell_counts_once_per_account_and_period() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	viewer.watch(&world, 0, 0).await;
	for desk in [0, 1] {
		assert!(!viewer.request(&world, desk, 0).await.unwrap().paid);
	}
	assert!(Viewer::new(2).request(&world, 0, 0).await.unwrap().paid);
	world.pass(10_000 * reel_primitives::time::ROUND_MS);
	assert!(viewer.request(&world, 0, 0).await.unwrap().paid);
}

#[tokio::test]
async fn a_second_ticket_for_a_counted_cell_does_not_count() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let grants =
		[viewer.request(&world, 0, 0).await.unwrap(), viewer.request(&world, 1, 0).await.unwrap()];
	world.pass(u64::from(CELL_MS));
	let play = viewer.play(&world.desks[0], &grants[0]);
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	let play = viewer.play(&world.desks[1], &grants[1]);
	assert_eq!(viewer.submit(&world.desks[1], play).await, Err(Rejection::AlreadyCounted));
}

#[tokio::test]
async fn the_window_is_exact_to_the_millisecond() {
	let duration_ms = u64::from(CELL_MS);
	for (after_ms, expected) in [
		(duration_ms - 1, Some(Rejection::TooFast { watched_ms: duration_ms - 1, duration_ms })),
		(duration_ms, None),
		(duration_ms * 3 / 2, None),
		(
			duration_ms * 3 / 2 + 1,
			Some(Rejection::TooSlow { watched_ms: duration_ms * 3 / 2 + 1, duration_ms }),
		),
	] {
		let world = World::new(1);
		let viewer = Viewer::new(1);
		let grant = viewer.request(&world, 0, 0).await.unwrap();
		let play = viewer.play(&world.desks[0], &grant);
		world.pass(after_ms);
		assert_eq!(viewer.submit(&world.desks[0], play).await.err(), expected, "{after_ms}");
	}
}

#[tokio::test]
async fn a_play_is_taken_once() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	let play = viewer.play(&world.desks[0], &grant);
	world.pass(u64::from(CELL_MS));
	let unknown = viewer.submit(&world.desks[1], play.clone()).await;
	assert_eq!(unknown, Err(Rejection::TicketUnknown));
	viewer.submit(&world.desks[0], play.clone()).await.unwrap();
	let again = viewer.submit(&world.desks[0], play).await;
	assert_eq!(again, Err(Rejection::AlreadySubmitted));
	let none = PlayData { ticket: [0; 32], ..viewer.play(&world.desks[0], &grant) };
	assert_eq!(viewer.submit(&world.desks[0], none).await, Err(Rejection::TicketUnknown));
}

/// Changes an honest play of cell 1 and does the work over again.
async fn tampered(change: impl FnOnce(&mut PlayData, &Desk)) -> Result<(), Rejection> {
	let world = World::new(1);
	let (viewer, desk) = (Viewer::new(1), &world.desks[0]);
	let grant: TicketGrant = viewer.request(&world, 0, 1).await.unwrap();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket;
	let mut play = viewer.play(desk, &grant);
	change(&mut play, desk);
	play.nonce = viewer.work(&ticket, &play.view_hash);
	world.pass(u64::from(CELL_MS));
	viewer.submit(desk, play).await.map(|_| ())
}

#[tokio::test]
async fn what_is_not_proven_does_not_count() {
	assert_eq!(tampered(|_, _| {}).await, Ok(()));
	let wrong_descriptor = Err(Rejection::WrongDescriptor);
	assert_eq!(tampered(|p, _| p.descriptor.descriptor = descriptor(0)).await, wrong_descriptor);
	assert_eq!(tampered(|p, _| p.descriptor.descriptor.duration_ms -= 1).await, wrong_descriptor);
	assert_eq!(tampered(|p, _| p.descriptor.path[0][0] ^= 1).await, wrong_descriptor);
	let wrong_leaf = Err(Rejection::WrongLeaf);
	assert_eq!(tampered(|p, _| drop(p.leaves.pop())).await, wrong_leaf);
	assert_eq!(tampered(|p, _| p.leaves[0].bytes[0] ^= 1).await, wrong_leaf);
	assert_eq!(tampered(|p, _| p.leaves[1].path[0][0] ^= 1).await, wrong_leaf);
	assert_eq!(tampered(|p, _| p.leaves.reverse()).await, wrong_leaf);
	assert_eq!(tampered(|p, _| p.view_hash[0] ^= 1).await, Err(Rejection::WrongViewHash));
	let made_up = |p: &mut PlayData, _: &Desk| {
		p.view_hash = [7; 32];
		p.receipts[0].sent_root = [7; 32];
	};
	assert_eq!(tampered(made_up).await, Err(Rejection::WrongViewHash));
	let partly = |p: &mut PlayData, desk: &Desk| {
		let mut reports = desk.provider.reports.lock().unwrap();
		reports.get_mut(&p.ticket).unwrap().hashes[1] = None;
	};
	assert_eq!(tampered(partly).await, Err(Rejection::WrongViewHash));
	let mismatch = Err(Rejection::ReceiptMismatch);
	assert_eq!(tampered(|p, _| p.receipts[0].sent_bytes += 1).await, mismatch);
	let wrong_root = tampered(|p, _| p.receipts[0].sent_root[0] ^= 1).await;
	assert_eq!(wrong_root, Err(Rejection::WrongViewHash));
	assert_eq!(tampered(|p, _| p.receipts.clear()).await, mismatch);
	assert_eq!(tampered(|p, _| p.receipts.push(p.receipts[0].clone())).await, mismatch);
	let stranger = Receipt { provider: AccountId::new([5; 32]), sent_bytes: 1, sent_root: [0; 32] };
	assert_eq!(tampered(|p, _| p.receipts.push(stranger)).await, mismatch);
}

#[tokio::test]
async fn without_work_or_the_viewers_signature_nothing_counts() {
	let world = World::new(1);
	let (viewer, desk) = (Viewer::new(1), &world.desks[0]);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket;
	let honest = viewer.play(desk, &grant);
	world.pass(u64::from(CELL_MS));
	let lazy = |nonce: &u64| {
		!reel_primitives::play::is_work_done(
			&ticket.play_code,
			&honest.view_hash,
			&viewer.account(),
			*nonce,
			ticket.difficulty_bits,
		)
	};
	let nonce = (0..).find(lazy).unwrap();
	let refused = viewer.submit(desk, PlayData { nonce, ..honest.clone() }).await;
	assert_eq!(refused, Err(Rejection::WrongNonce));
	let forged = Viewer::new(2).submit(desk, honest.clone()).await;
	assert_eq!(forged, Err(Rejection::WrongSignature));
	assert!(viewer.submit(desk, honest).await.is_ok());
}

#[tokio::test]
async fn secrets_are_taken_from_the_creator_alone() {
	let world = World::new(1);
	let handle = &world.desks[0].handle;
	let mut deposit = world.deposit(2, &[5; 32]);
	deposit.signature[0] ^= 1;
	assert_eq!(handle.deposit_secret(deposit, Source::Unknown), Err(Rejection::WrongSignature));
	let unknown = world.deposit(9, &[5; 32]);
	assert_eq!(handle.deposit_secret(unknown, Source::Unknown), Err(Rejection::TitleNotFound));
	let copied = world.deposit(2, &SECRET);
	assert_eq!(handle.deposit_secret(copied, Source::Unknown), Err(Rejection::Malformed));
	let short = world.deposit(2, &[5; 31]);
	assert_eq!(handle.deposit_secret(short, Source::Unknown), Err(Rejection::Malformed));
	assert_eq!(handle.deposit_secret(world.deposit(2, &[5; 32]), Source::Unknown), Ok(()));
}

#[tokio::test]
async fn there_is_no_claim_without_an_award() {
	let world = World::new(1);
	let account = Viewer::new(1).account();
	assert!(world.desks[0].handle.claimable(&account).is_empty());
	assert_eq!(
		world.desks[0].handle.claim(account, Source::Unknown).await,
		Err(Rejection::Malformed)
	);
}
