//! Desks that are linked to nobody, and desks that are linked again.

use super::{Viewer, World, world::*};
use crate::{PeerKey, witness::Witness};
use reel_rpc_api::Rejection;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_desk_that_no_other_hears_issues_no_ticket() {
	let mut world = World::new(2);
	let viewer = Viewer::new(1);
	let cut = |world: &World, is: bool| world.desks[0].is_cut_off.store(is, Ordering::SeqCst);
	cut(&world, true);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::Busy));
	world.desks[0].core.say_hello();
	assert!(world.desks[0].core.linked_peers().is_empty(), "what is gone is no link");
	cut(&world, false);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::Busy), "not linked again");
	world.drain();
	world.block().await;
	assert!(viewer.request(&world, 0, 0).await.is_ok());
	// After a start nobody is known.
	world.desks[0].restart();
	assert_eq!(viewer.request(&world, 0, 1).await, Err(Rejection::Busy));
	world.block().await;
	assert!(viewer.request(&world, 0, 1).await.is_ok());
	// Where there is no other authority there is nobody to hear.
	let alone = World::new(1);
	assert!(viewer.request(&alone, 0, 0).await.is_ok());
}

#[tokio::test]
async fn a_desk_that_comes_later_is_told_the_tickets_that_run() {
	let world = World::new(3);
	let peer = |desk: u8| PeerKey(vec![desk]);
	for (one, other) in [(0, 2), (1, 2)] {
		world.desks[one].core.links().remove(&peer(other));
	}
	world.desks[2].core.links().clear();
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.pump();
	world.pass(9_000);
	// Of no use any more to whoever hears of it from now on, and of another viewer's that is.
	let late = Viewer::new(2);
	let other = late.request(&world, 0, 0).await.unwrap();
	world.pump();
	let tickets = |desk: usize| world.desks[desk].core.store().state().tickets.len();
	assert_eq!((tickets(1), tickets(2)), (2, 0));
	world.pass(6_000);
	world.desks[2].core.say_hello();
	world.pump();
	assert_eq!(tickets(2), 1, "the one whose time it can see pass");
	let play = late.play(&world.desks[0], &other);
	drop(grant);
	world.pass(u64::from(CELL_MS) - 6_000);
	let id = play.ticket;
	late.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	world.pass(2_000);
	world.desks[2].core.ask_for_heard();
	world.pump();
	let store = world.desks[2].core.store();
	assert_eq!(store.state().play_of(&id).unwrap().witness, Witness::Timely);
}
