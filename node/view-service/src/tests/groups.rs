//! What comes together is checked together, and each for itself.

use super::{Viewer, World, world::*};
use crate::{Message, Misconduct, PeerKey, accepted_payload};
use reel_primitives::play::{SignedPlay, SignedTicket, TicketId};
use reel_rpc_api::{PlayState, scale_from_hex};
use sp_core::Pair;

fn from(peer: u8) -> PeerKey {
	PeerKey(vec![peer])
}

/// A ticket of desk 0 and its play, as desk 0 would tell of them; desk 1 has heard of neither.
struct Told {
	id: TicketId,
	ticket: SignedTicket,
	play: SignedPlay,
}

impl Told {
	fn ticket(&self) -> Vec<u8> {
		Message::Ticket(self.ticket.clone()).to_bytes()
	}

	/// As accepted by desk 0 now, after `change`.
	fn play(&self, world: &World, change: impl FnOnce(&mut SignedPlay)) -> Vec<u8> {
		let mut play = self.play.clone();
		change(&mut play);
		let accepted_at_ms = world.now_ms();
		let payload = accepted_payload(&GENESIS, &play.id(), accepted_at_ms);
		let signature = world.desks[0].key.sign(&payload).0;
		Message::Play { ticket: self.ticket.clone(), play, accepted_at_ms, signature }.to_bytes()
	}
}

async fn told(world: &World, viewer: u8) -> Told {
	let viewer = Viewer::new(viewer);
	let grant = viewer.request(world, 0, 0).await.unwrap();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap();
	let play = viewer.sign(viewer.play(&world.desks[0], &grant));
	world.drain();
	Told { id: ticket.ticket.id(), ticket, play }
}

fn status(world: &World, told: &Told) -> PlayState {
	world.desks[1].handle.play_status(&told.id)
}

#[tokio::test]
async fn of_a_group_the_right_ones_are_kept_and_the_wrong_ones_are_told() {
	let world = World::new(2);
	let mut all = Vec::new();
	for viewer in 20..60 {
		all.push(told(&world, viewer).await);
	}
	let tickets = all.iter().map(|told| (from(0), told.ticket())).collect();
	world.desks[1].core.on_messages(tickets);
	world.pass(u64::from(CELL_MS));
	let plays = all.iter().enumerate().map(|(n, told)| {
		let message = match n {
			3 => told.play(&world, |play| play.signature[40] ^= 1),
			7 => told.play(&world, |play| play.play.leaves[2].bytes[0] ^= 1),
			11 => told.play(&world, |play| play.play.nonce ^= 1 << 50),
			13 => {
				let mut message = told.play(&world, |_| {});
				*message.last_mut().unwrap() ^= 1;
				message
			},
			17 => told.play(&world, |_| {})[..900].to_vec(),
			_ => told.play(&world, |_| {}),
		};
		// Each wrong one comes from a peer of its own, so that none is muted.
		(from(100 + n as u8), message)
	});
	let plays = plays.collect();
	world.desks[1].core.on_messages(plays);
	let wrong = [3, 7, 11, 13, 17];
	for (n, told) in all.iter().enumerate() {
		let is_kept = matches!(status(&world, told), PlayState::Accepted { .. });
		assert_eq!(is_kept, !wrong.contains(&n), "{n}");
	}
	let mut blamed: Vec<_> = world.reports.lock().unwrap().clone();
	blamed.sort_by_key(|(_, peer, _)| peer.clone());
	let expected = wrong.map(|n| (1, from(100 + n as u8), Misconduct::Garbage));
	assert_eq!(blamed, expected);
}

#[tokio::test]
async fn a_spoiled_copy_in_front_of_the_true_play_keeps_it_out_of_nothing() {
	let world = World::new(2);
	let told = told(&world, 1).await;
	world.desks[1].core.on_messages(vec![(from(0), told.ticket())]);
	world.pass(u64::from(CELL_MS));
	let spoiled = told.play(&world, |play| play.play.leaves[0].bytes[0] ^= 1);
	let right = told.play(&world, |_| {});
	world.desks[1].core.on_messages(vec![(from(9), spoiled), (from(0), right)]);
	assert!(matches!(status(&world, &told), PlayState::Accepted { .. }));
	assert_eq!(*world.reports.lock().unwrap(), [(1, from(9), Misconduct::Garbage)]);
}

#[tokio::test]
async fn what_several_peers_pass_on_at_once_is_kept_and_passed_on_once() {
	let world = World::new(3);
	let told = told(&world, 1).await;
	let ticket = |peer| (from(peer), told.ticket());
	world.desks[1].core.on_messages(vec![ticket(0), ticket(2), ticket(0)]);
	world.pass(u64::from(CELL_MS));
	let play = told.play(&world, |_| {});
	let twice = vec![(from(0), play.clone()), (from(2), play.clone())];
	world.desks[1].core.on_messages(twice);
	assert_eq!(world.queued(2), [told.ticket(), play], "not back to whom it came from");
	assert!(world.queued(0).is_empty());
	let store = world.desks[1].core.store();
	assert_eq!((store.state().tickets.len(), store.state().plays.len()), (1, 1));
}

#[tokio::test]
async fn a_play_in_the_group_of_its_ticket_is_kept_and_not_vouched_for() {
	let world = World::new(2);
	let told = told(&world, 1).await;
	world.pass(u64::from(CELL_MS));
	let play = (from(0), told.play(&world, |_| {}));
	world.desks[1].core.on_messages(vec![play, (from(0), told.ticket())]);
	let store = world.desks[1].core.store();
	assert!(!store.state().play_of(&told.id).unwrap().timely);
}

#[tokio::test]
async fn a_forged_name_of_a_desk_uses_up_nothing_of_its_allowance() {
	let world = World::new(2);
	let told = told(&world, 1).await;
	world.pass(u64::from(CELL_MS));
	let desk = world.desks[0].key.public().0;
	for peer in 100..110 {
		let mut forged = told.play(&world, |_| {});
		*forged.last_mut().unwrap() ^= 1;
		world.desks[1].core.on_messages(vec![(from(peer), forged)]);
	}
	let core = &world.desks[1].core;
	let admitted = (0..130_000).take_while(|_| core.admit_play_of(&desk)).count();
	assert_eq!(admitted, 120_000);
	assert!(!core.has_room_for(&desk));
}
