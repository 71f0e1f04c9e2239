//! Watching again what was paid for, and who may ask how often.

use super::{Viewer, World, world::*};
use crate::Source;
use reel_primitives::play::SignedTicket;
use reel_rpc_api::{Rejection, TicketGrant, UnpaidReason, scale_from_hex};

fn ticket(grant: &TicketGrant) -> reel_primitives::play::Ticket {
	scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket
}

#[tokio::test]
async fn a_cell_that_was_counted_may_be_watched_again_unpaid_at_every_desk() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let first = viewer.request(&world, 0, 0).await.unwrap();
	assert_eq!((first.paid, first.unpaid_because), (true, None));
	viewer.watch(&world, 0, 0).await;
	for desk in [0, 1] {
		let again = viewer.request(&world, desk, 0).await.unwrap();
		let reason = Some(UnpaidReason::AlreadyCounted);
		assert_eq!((again.paid, again.unpaid_because), (false, reason));
		assert_eq!((&again.cell_key, &again.download_key), (&first.cell_key, &first.download_key));
		assert_eq!(viewer.request(&world, desk, 0).await.unwrap(), again, "the same while it runs");
		let play = viewer.play(&world.desks[desk], &again);
		world.pass(u64::from(CELL_MS));
		let refused = viewer.submit(&world.desks[desk], play).await;
		assert_eq!(refused, Err(Rejection::AlreadyCounted));
	}
}

#[tokio::test]
async fn watching_again_takes_its_place_in_the_one_stream() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	viewer.watch(&world, 0, 0).await;
	let again = ticket(&viewer.request(&world, 0, 0).await.unwrap());
	let next = ticket(&viewer.request(&world, 0, 1).await.unwrap());
	assert_eq!(next.starts_at_ms, again.opens_at_ms(), "not two at once");
	assert_eq!(viewer.request(&world, 0, 2).await, Err(Rejection::StreamBusy));
}

#[tokio::test]
async fn watching_again_is_limited_like_everything() {
	let mut world = World::new(1);
	let viewer = Viewer::new(1);
	viewer.watch(&world, 0, 0).await;
	world.desks[0].config.per_account = 2;
	world.desks[0].restart();
	for _ in 0..2 {
		assert!(!viewer.request(&world, 0, 0).await.unwrap().paid);
	}
	let limited = viewer.request(&world, 0, 0).await;
	assert!(matches!(limited, Err(Rejection::RateLimited { .. })));
}

async fn ask_from(world: &World, source: Source) -> Result<TicketGrant, Rejection> {
	let viewer = Viewer::new(1);
	let ask = viewer.ask(world, 1, 0);
	let signature = sp_core::Pair::sign(&viewer.key, &ask.signing_payload()).0;
	world.desks[0].handle.request_play(ask, signature, source).await
}

#[tokio::test]
async fn a_network_and_a_connection_have_limits_of_their_own_and_strangers_one_together() {
	let mut world = World::new(1);
	world.desks[0].config.per_address = 2;
	world.desks[0].config.per_strangers = 5;
	world.desks[0].restart();
	let is_limited = |answer| matches!(answer, Err(Rejection::RateLimited { retry_after_ms: 1.. }));
	let address = |text: &str| Source::Address(text.parse().unwrap());
	for _ in 0..2 {
		assert!(ask_from(&world, address("192.0.2.1")).await.is_ok());
		assert!(ask_from(&world, Source::Connection(1)).await.is_ok());
	}
	assert!(is_limited(ask_from(&world, address("192.0.2.77")).await), "same /24");
	assert!(is_limited(ask_from(&world, Source::Connection(1)).await));
	assert!(ask_from(&world, address("198.51.100.1")).await.is_ok());
	for connection in 2..5 {
		assert!(ask_from(&world, Source::Connection(connection)).await.is_ok());
	}
	assert!(is_limited(ask_from(&world, Source::Connection(9)).await), "strangers together");
	assert!(ask_from(&world, address("203.0.113.1")).await.is_ok(), "whoever is known is not");
}
