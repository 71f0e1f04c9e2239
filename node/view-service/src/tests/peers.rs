//! Peers that say too much, or make things up.

use super::{Viewer, World, world::*};
use crate::{DeskKeyCard, Hello, Message, Misconduct, PeerKey, gossip::MAX_WANTED};
use reel_primitives::play::SignedTicket;
use reel_rpc_api::{PlayState, scale_from_hex};

fn from(peer: u8) -> PeerKey {
	PeerKey(vec![peer])
}

fn reports(world: &World) -> Vec<(PeerKey, Misconduct)> {
	let reports = world.reports.lock().unwrap().clone();
	reports.into_iter().map(|(_, peer, what)| (peer, what)).collect()
}

fn answers(world: &World) -> usize {
	world.queued(1).len()
}

#[tokio::test]
async fn the_chain_is_asked_for_the_authorities_once_a_block() {
	let world = World::new(2);
	let asked = || world.with_chain(|chain| chain.authorities_asked);
	let ticket = |n| {
		let viewer = Viewer::new(n);
		let grant = futures::executor::block_on(viewer.request(&world, 0, 0)).unwrap();
		scale_from_hex::<SignedTicket>(&grant.ticket).unwrap()
	};
	let tickets: Vec<_> = (30..60).map(ticket).collect();
	let before = asked();
	for ticket in tickets {
		let told = told_ticket(&world.desks[0].key, ticket).to_bytes();
		world.desks[1].core.on_message(from(0), &told);
	}
	assert!(asked() - before <= 1, "{}", asked() - before);
	let asked = world.with_chain(|chain| chain.titles_asked);
	(60..70).for_each(|n| drop(ticket(n)));
	assert!(world.with_chain(|chain| chain.titles_asked) - asked <= 1);
	// Another best block, other authorities: seen at once.
	world.with_chain(|chain| {
		chain.session += 1;
		chain.keys.pop();
	});
	let gone = sp_core::Pair::public(&world.desks[1].key).0;
	assert!(!world.desks[0].core.is_authority(&gone));
}

#[tokio::test]
async fn garbage_is_reported_and_after_four_times_nobody_listens() {
	let world = World::new(2);
	let core = &world.desks[0].core;
	let card = DeskKeyCard {
		authority: sp_core::Pair::public(&world.desks[1].key).0,
		public: [1; 32],
		signature: [2; 64],
	};
	let lie = Message::DeskKey(card).to_bytes();
	let garbage = [
		vec![],
		vec![crate::gossip::TICKET_PREFIX[0], 200],
		[Message::Want { ids: vec![] }.to_bytes(), vec![0]].concat(),
		lie,
	];
	for message in garbage {
		core.on_message(from(9), &message);
	}
	assert_eq!(reports(&world), vec![(from(9), Misconduct::Garbage); 4]);
	core.on_message(from(9), &[]);
	assert_eq!(reports(&world).len(), 4, "a muted peer is not even reported");
	// A desk of another version is neither heard nor punished.
	core.on_message(from(8), &[1, 0, 0]);
	assert_eq!(reports(&world).len(), 4);
	world.pass(600_000);
	core.on_message(from(9), &[]);
	assert_eq!(reports(&world).len(), 5, "listened to again after ten minutes");
}

#[tokio::test]
async fn a_ticket_and_a_play_that_no_desk_would_pass_on_are_garbage() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap();
	let mut forged = told_ticket(&world.desks[0].key, ticket.clone());
	if let Message::Ticket { ticket, .. } = &mut forged {
		ticket.ticket.duration_ms -= 1;
	}
	world.desks[1].core.on_message(from(9), &forged.to_bytes());
	world.pump();
	let mut play = viewer.sign(viewer.play(&world.desks[0], &grant));
	world.pass(u64::from(CELL_MS));
	play.play.nonce ^= 1 << 60;
	let play = viewer.sign(play.play);
	let id = ticket.ticket.id();
	let message = told_play(&world.desks[0].key, ticket, play, world.now_ms());
	world.desks[1].core.on_message(from(9), &message.to_bytes());
	assert_eq!(reports(&world), vec![(from(9), Misconduct::Garbage); 2]);
	assert_eq!(world.desks[1].handle.play_status(&id), PlayState::Ticketed);
}

#[tokio::test]
async fn one_validator_cannot_make_the_others_check_plays_without_end() {
	let world = World::new(2);
	let core = &world.desks[1].core;
	let desk = sp_core::Pair::public(&world.desks[0].key).0;
	let admitted = (0..130_000).take_while(|_| core.admit_play_of(&desk)).count();
	assert_eq!(admitted, 120_000);
	assert!(core.admit_play_of(&[1; 32]), "each has its own");
	world.next_round();
	assert_eq!((0..130_000).take_while(|_| core.admit_play_of(&desk)).count(), 28_800);
}

#[tokio::test]
async fn what_peers_want_is_answered_up_to_a_limit() {
	let world = World::new(2);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let play = {
		let store = world.desks[0].core.store();
		store.state().play_of(&id).unwrap().facts.id
	};
	world.drain();
	let want = |ids| world.desks[0].core.on_message(from(1), &Message::Want { ids }.to_bytes());
	want(vec![play; MAX_WANTED + 1]);
	assert_eq!(answers(&world), 0, "more than may be asked for is garbage");
	for _ in 0..20 {
		want(vec![play; MAX_WANTED]);
	}
	assert_eq!(answers(&world), 16 * MAX_WANTED);
	world.drain();
	// What is over the limit of messages is not even decoded, and told once.
	for _ in 0..700 {
		want(vec![]);
	}
	let flood: Vec<_> =
		reports(&world).into_iter().filter(|(_, what)| *what == Misconduct::Flood).collect();
	assert_eq!(flood, [(from(1), Misconduct::Flood)]);
	world.pass(60_000);
	want(vec![play; 5]);
	assert_eq!(answers(&world), 5);
}

#[tokio::test]
async fn tickets_and_plays_go_to_validators_alone() {
	let world = World::new(3);
	// Desk 2 is connected, and no authority any more.
	world.with_chain(|chain| {
		chain.session += 2;
		chain.keys.truncate(2);
	});
	for desk in &world.desks {
		desk.core.net().sessions.clear();
		desk.core.say_hello();
	}
	world.drain();
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	assert!(matches!(world.desks[1].handle.play_status(&id), PlayState::Accepted { .. }));
	assert_eq!(world.desks[2].handle.play_status(&id), PlayState::Unknown);
	let play = {
		let store = world.desks[0].core.store();
		store.state().play_of(&id).unwrap().facts.id
	};
	let want = Message::Want { ids: vec![play] }.to_bytes();
	for (peer, answers) in [(2, 0), (1, 1)] {
		world.desks[0].core.on_message(from(peer), &want);
		assert_eq!(world.queued(usize::from(peer)).len(), answers);
	}
}

#[tokio::test]
async fn a_hello_is_believed_of_the_peer_that_signed_it_alone() {
	let world = World::new(2);
	let core = &world.desks[0].core;
	let key = &world.desks[1].key;
	let hello = |signer: &sp_core::sr25519::Pair, peer: u8, at_ms| {
		let authority = sp_core::Pair::public(key).0;
		let mut hello = Hello { authority, peer: vec![peer], at_ms, signature: [0; 64] };
		hello.signature = sp_core::Pair::sign(signer, &hello.signing_payload(&GENESIS)).0;
		Message::Hello(hello).to_bytes()
	};
	let now_ms = world.now_ms();
	core.on_message(from(7), &hello(key, 1, now_ms));
	core.on_message(from(7), &hello(&pair(99), 7, now_ms));
	assert_eq!(reports(&world), vec![(from(7), Misconduct::Garbage); 2]);
	core.on_message(from(7), &hello(key, 7, now_ms - 60_001));
	assert!(!core.is_linked(&from(7)));
	core.on_message(from(7), &hello(key, 7, now_ms));
	assert!(core.is_linked(&from(7)));
}
