//! What comes together is checked together, and each for itself.

use super::{Viewer, World, world::*};
use crate::{Message, Misconduct, PeerKey, Seal, play_item};
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
	told_ticket: Vec<u8>,
	play: SignedPlay,
}

impl Told {
	fn ticket(&self) -> Vec<u8> {
		self.told_ticket.clone()
	}

	/// As accepted by desk 0 now, after `change`.
	fn play(&self, world: &World, change: impl FnOnce(&mut SignedPlay)) -> Vec<u8> {
		let mut play = self.play.clone();
		change(&mut play);
		told_play(&world.desks[0].key, self.ticket.clone(), play, world.now_ms()).to_bytes()
	}
}

async fn told(world: &World, viewer: u8) -> Told {
	let viewer = Viewer::new(viewer);
	let grant = viewer.request(world, 0, 0).await.unwrap();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap();
	let play = viewer.sign(viewer.play(&world.desks[0], &grant));
	world.drain();
	let told_ticket = told_ticket(&world.desks[0].key, ticket.clone()).to_bytes();
	Told { id: ticket.ticket.id(), ticket, told_ticket, play }
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
	let tickets: Vec<_> = all.iter().map(|told| (from(0), told.ticket())).collect();
	world.desks[1].core.on_messages(tickets.into_iter());
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
	let plays: Vec<_> = plays.collect();
	world.desks[1].core.on_messages(plays.into_iter());
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
async fn what_is_no_signature_at_all_seals_nothing_however_often_it_comes() {
	let world = World::new(2);
	let told = told(&world, 1).await;
	let forged = |message: Vec<u8>, change: fn(&mut [u8])| {
		let mut forged = message;
		// The signature of the seal comes last: `R`, then `s` with its mark.
		let start = forged.len() - 64;
		change(&mut forged[start..]);
		forged
	};
	let changes: [fn(&mut [u8]); 4] = [
		|signature| signature.fill(0),
		|signature| signature[63] &= 0x7f,
		|signature| signature[32..].fill(0xff),
		|signature| signature[..32].fill(0xff),
	];
	// More than there are threads, each from a peer of its own, so that none is muted.
	let mut peer = 0;
	let mut often = |message: Vec<u8>| {
		let copies = (0..16).map(|_| {
			peer += 1;
			(from(100 + peer), message.clone())
		});
		world.desks[1].core.on_messages(copies);
	};
	for change in changes {
		often(forged(told.ticket(), change));
	}
	assert!(world.desks[1].core.store().state().tickets.is_empty());
	world.desks[1].core.on_messages([(from(0), told.ticket())].into_iter());
	world.pass(u64::from(CELL_MS));
	for change in changes {
		often(forged(told.play(&world, |_| {}), change));
	}
	assert!(!matches!(status(&world, &told), PlayState::Accepted { .. }));
	let reports = world.reports.lock().unwrap().clone();
	assert_eq!(reports.len(), 128, "each that passed one on");
	assert!(reports.iter().all(|(_, _, why)| *why == Misconduct::Garbage));
	world.desks[1].core.on_messages([(from(0), told.play(&world, |_| {}))].into_iter());
	assert!(matches!(status(&world, &told), PlayState::Accepted { .. }));
}

#[tokio::test]
async fn a_spoiled_copy_in_front_of_the_true_play_keeps_it_out_of_nothing() {
	let world = World::new(2);
	let told = told(&world, 1).await;
	world.desks[1].core.on_messages([(from(0), told.ticket())].into_iter());
	world.pass(u64::from(CELL_MS));
	let spoiled = told.play(&world, |play| play.play.leaves[0].bytes[0] ^= 1);
	let right = told.play(&world, |_| {});
	world.desks[1].core.on_messages([(from(9), spoiled), (from(0), right)].into_iter());
	assert!(matches!(status(&world, &told), PlayState::Accepted { .. }));
	assert_eq!(*world.reports.lock().unwrap(), [(1, from(9), Misconduct::Garbage)]);
}

#[tokio::test]
async fn what_several_peers_pass_on_at_once_is_kept_and_passed_on_once() {
	let world = World::new(3);
	let told = told(&world, 1).await;
	let ticket = |peer| (from(peer), told.ticket());
	world.desks[1].core.on_messages([ticket(0), ticket(2), ticket(0)].into_iter());
	world.pass(u64::from(CELL_MS));
	let play = told.play(&world, |_| {});
	let twice = vec![(from(0), play.clone()), (from(2), play)];
	world.desks[1].core.on_messages(twice.into_iter());
	let name = Message::Have { ids: vec![told.play.id()] }.to_bytes();
	assert_eq!(world.queued(2), [told.ticket(), name], "not back to whom it came from");
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
	world.desks[1].core.on_messages([play, (from(0), told.ticket())].into_iter());
	let store = world.desks[1].core.store();
	assert!(!store.state().play_of(&told.id).unwrap().witness.may_vote());
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
		world.desks[1].core.on_messages([(from(peer), forged)].into_iter());
	}
	let core = &world.desks[1].core;
	let admitted = (0..130_000).take_while(|_| core.admit_play_of(&desk)).count();
	assert_eq!(admitted, 120_000);
	assert!(!core.has_room_for(&desk));
}

/// Plays of desk 0, sealed together, after `change`.
fn sealed_together(
	world: &World,
	all: &[Told],
	change: impl Fn(usize, &mut Message),
) -> Vec<(PeerKey, Vec<u8>)> {
	let at_ms = world.now_ms();
	let items: Vec<_> =
		all.iter().map(|told| play_item(&told.id, &told.play.id(), at_ms)).collect();
	let key = &world.desks[0].key;
	let seals = Seal::all(&GENESIS, &items, |payload| Some(key.sign(payload).0)).unwrap();
	let message = |(n, (told, seal)): (usize, (&Told, Seal))| {
		let (ticket, play) = (told.ticket.clone(), told.play.clone());
		let mut message = Message::Play { ticket, play, accepted_at_ms: at_ms, seal };
		change(n, &mut message);
		(from(100 + n as u8), message.to_bytes())
	};
	all.iter().zip(seals).enumerate().map(message).collect()
}

async fn ten(world: &World) -> Vec<Told> {
	let mut all = Vec::new();
	for viewer in 20..30 {
		all.push(told(world, viewer).await);
	}
	let tickets: Vec<_> = all.iter().map(|told| (from(0), told.ticket())).collect();
	world.desks[1].core.on_messages(tickets.into_iter());
	world.pass(u64::from(CELL_MS));
	all
}

#[tokio::test]
async fn what_was_sealed_together_holds_its_desk_to_each_part_alone() {
	let world = World::new(2);
	let all = ten(&world).await;
	let messages = sealed_together(&world, &all, |_, _| {});
	// In another order, one by one, and not all of them.
	for message in messages.into_iter().rev().take(7) {
		world.desks[1].core.on_messages([message].into_iter());
	}
	let kept = all.iter().filter(|told| matches!(status(&world, told), PlayState::Accepted { .. }));
	assert_eq!(kept.count(), 7);
	assert!(world.reports.lock().unwrap().is_empty());
}

#[tokio::test]
async fn under_one_seal_a_part_that_was_not_sealed_is_refused_and_no_other() {
	let world = World::new(2);
	let all = ten(&world).await;
	let others = all.iter().map(|told| told.play.clone()).collect::<Vec<_>>();
	let messages = sealed_together(&world, &all, |n, message| {
		let Message::Play { play, accepted_at_ms, seal, .. } = message else { return };
		match n {
			1 => *accepted_at_ms += 1,
			3 => seal.index = 4,
			4 => seal.path[0][0] ^= 1,
			6 => seal.signature[5] ^= 1,
			8 => *play = others[9].clone(),
			_ => {},
		}
	});
	world.desks[1].core.on_messages(messages.into_iter());
	for (n, told) in all.iter().enumerate() {
		let is_kept = matches!(status(&world, told), PlayState::Accepted { .. });
		assert_eq!(is_kept, ![1, 3, 4, 6, 8].contains(&n), "{n}");
	}
	assert_eq!(world.reports.lock().unwrap().len(), 5);
}

#[tokio::test]
async fn a_seal_that_its_desk_did_not_sign_seals_nothing() {
	let world = World::new(2);
	let all = ten(&world).await;
	let forged = world.desks[1].key.sign(b"something else").0;
	let messages = sealed_together(&world, &all, |_, message| {
		let Message::Play { seal, .. } = message else { return };
		seal.signature = forged;
	});
	world.desks[1].core.on_messages(messages.into_iter());
	assert!(all.iter().all(|told| status(&world, told) == PlayState::Ticketed));
	assert_eq!(world.reports.lock().unwrap().len(), 10);
}

#[tokio::test]
async fn plays_that_were_accepted_and_not_told_before_a_crash_are_told_after_it_under_one_seal() {
	let mut world = World::new(2);
	let mut grants = Vec::new();
	for viewer in 20..24 {
		let viewer = Viewer::new(viewer);
		grants.push((viewer.request(&world, 0, 0).await.unwrap(), viewer));
	}
	world.pump();
	world.pass(u64::from(CELL_MS));
	let mut ids = Vec::new();
	for (grant, viewer) in grants {
		let play = viewer.play(&world.desks[0], &grant);
		ids.push(play.ticket);
		viewer.submit(&world.desks[0], play).await.unwrap();
	}
	let alone = world.queued(1);
	assert_eq!(alone.len(), 4);
	world.drain();
	world.desks[0].core.tell();
	assert!(world.queued(1).is_empty(), "told once");
	world.desks[0].restart();
	world.desks[1].core.say_hello();
	world.pump();
	world.desks[0].core.on_block().await;
	let told = world.queued(1);
	let is_together = |bytes: &Vec<u8>| {
		let message = Message::from_bytes(bytes).unwrap();
		matches!(message, Message::Play { seal: Seal { count: 4, .. }, .. })
	};
	assert_eq!(told.iter().filter(|bytes| is_together(bytes)).count(), 4);
	world.pump();
	for id in &ids {
		let status = world.desks[1].handle.play_status(id);
		assert!(matches!(status, PlayState::Accepted { .. }));
	}
	// What nobody would vouch for any more is not told.
	world.pass(u64::from(CELL_MS));
	world.desks[0].restart();
	world.desks[1].core.say_hello();
	world.pump();
	world.desks[0].core.tell_what_was_left();
	assert!(world.queued(1).is_empty());
}

#[tokio::test]
async fn who_lacks_a_play_of_which_another_desk_tells_asks_for_it_after_half_a_second() {
	let world = World::new(3);
	let told = told(&world, 1).await;
	for desk in 1..3 {
		world.desks[desk].core.on_messages([(from(0), told.ticket())].into_iter());
	}
	world.pass(u64::from(CELL_MS));
	world.drain();
	// Its desk tells desk 1 alone.
	world.desks[1].core.on_messages([(from(0), told.play(&world, |_| {}))].into_iter());
	world.pump();
	let is_kept = |desk: usize| {
		let status = world.desks[desk].handle.play_status(&told.id);
		matches!(status, PlayState::Accepted { .. })
	};
	world.pass(499);
	world.desks[2].core.ask_for_heard();
	assert!(world.queued(1).is_empty(), "it may still be on its way");
	world.pass(1);
	world.desks[2].core.ask_for_heard();
	assert_eq!(world.queued(1), [Message::Want { ids: vec![told.play.id()] }.to_bytes()]);
	world.pump();
	assert!(is_kept(1) && is_kept(2));
	let store = world.desks[2].core.store();
	assert!(store.state().play_of(&told.id).unwrap().witness.may_vote());
}

#[tokio::test]
async fn what_a_desk_has_is_not_asked_for_and_who_is_no_desk_tells_nothing() {
	let world = World::new(2);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let known = world.desks[1].core.store().state().play_of(&id).unwrap().facts.id;
	world.drain();
	let core = &world.desks[1].core;
	let have = |peer: u8, ids: Vec<[u8; 32]>| {
		core.on_message(from(peer), &Message::Have { ids }.to_bytes());
		world.pass(1_000);
		core.ask_for_heard();
	};
	have(0, vec![known]);
	have(9, vec![[1; 32]]);
	assert!(world.queued(0).is_empty());
	have(0, vec![[1; 32], known]);
	assert_eq!(world.queued(0), [Message::Want { ids: vec![[1; 32]] }.to_bytes()]);
	have(0, vec![[2; 32]; 1_025]);
	assert_eq!(*world.reports.lock().unwrap(), [(1, from(0), Misconduct::Garbage)]);
}
