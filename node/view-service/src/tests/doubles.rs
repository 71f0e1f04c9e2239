//! Several plays of one ticket, and one play under several times: what a desk does that would have the others disagree.

use super::{Viewer, World, world::*};
use crate::{PeerKey, witness::Witness};
use reel_primitives::{
	play::{SignedPlay, SignedTicket, TicketId, is_work_done},
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::{PlayState, scale_from_hex};

fn from(peer: u8) -> PeerKey {
	PeerKey(vec![peer])
}

/// A ticket of desk 0, which all know of, and plays of it by its viewer, right ones all of them.
struct Foul {
	id: TicketId,
	ticket: SignedTicket,
	plays: Vec<SignedPlay>,
}

impl Foul {
	async fn new(world: &World, plays: usize) -> Self {
		let viewer = Viewer::new(1);
		let grant = viewer.request(world, 0, 0).await.unwrap();
		world.pump();
		let ticket: SignedTicket = scale_from_hex(&grant.ticket).unwrap();
		let play = viewer.play(&world.desks[0], &grant);
		let works = |nonce: &u64| {
			let ticket = &ticket.ticket;
			let (code, bits) = (&ticket.play_code, ticket.difficulty_bits);
			is_work_done(code, &play.view_hash, &viewer.account(), *nonce, bits)
		};
		let nonces = (0..).filter(works).take(plays);
		let plays = nonces.map(|nonce| {
			let mut play = play.clone();
			play.nonce = nonce;
			viewer.sign(play)
		});
		let plays = plays.collect();
		Self { id: ticket.ticket.id(), ticket, plays }
	}

	/// Desk 0, or whoever passes it on, tells a desk of a play.
	fn tell(&self, world: &World, (by, to): (u8, usize), play: usize, accepted_at_ms: u64) {
		let play = self.plays[play].clone();
		let told = told_play(&world.desks[0].key, self.ticket.clone(), play, accepted_at_ms);
		world.desks[to].core.on_message(from(by), &told.to_bytes());
	}

	fn knows(&self, world: &World, desk: usize, play: usize) -> Option<Witness> {
		let store = world.desks[desk].core.store();
		store.state().plays.get(&self.plays[play].id()).map(|play| play.witness)
	}

	fn status(&self, world: &World, desk: usize) -> PlayState {
		world.desks[desk].handle.play_status(&self.id)
	}
}

/// Every vote that was sent.
fn votes(world: &World) -> Vec<bool> {
	let votes = world.with_chain(|chain| chain.votes.clone());
	votes.values().flatten().map(|(_, approve)| *approve).collect()
}

#[tokio::test]
async fn whatever_time_a_desk_says_it_accepted_a_play_the_play_counts_for_one_round() {
	let world = World::new(4);
	let foul = Foul::new(&world, 1).await;
	let round = round_of_ms(foul.ticket.ticket.opens_at_ms());
	// Just over the end of the round, one tenth of a second before the end of the window.
	world.set_time((round + 1) * ROUND_MS + 100);
	assert!(world.now_ms() < foul.ticket.ticket.closes_at_ms());
	let times = [world.now_ms() - 200, world.now_ms()];
	assert_eq!(times.map(round_of_ms), [round, round + 1]);
	foul.tell(&world, (0, 1), 0, times[0]);
	foul.tell(&world, (0, 2), 0, times[1]);
	foul.tell(&world, (0, 3), 0, times[1]);
	world.pump();
	for _ in 0..4 {
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid[0].round), round);
	for desk in 1..4 {
		assert_eq!(foul.status(&world, desk), PlayState::Paid { round });
	}
	assert!(votes(&world).into_iter().all(|approve| approve));
}

#[tokio::test]
async fn of_a_ticket_with_two_plays_none_is_proposed_and_no_round_is_lost() {
	let world = World::new(4);
	let foul = Foul::new(&world, 2).await;
	world.pass(u64::from(CELL_MS));
	let now_ms = world.now_ms();
	for (desk, play) in [(1, 0), (2, 1), (3, 1)] {
		foul.tell(&world, (0, desk), play, now_ms);
	}
	world.pump();
	world.pass(500);
	for desk in 1..4 {
		world.desks[desk].core.ask_for_heard();
		world.pump();
	}
	for desk in 1..4 {
		for play in [0, 1] {
			assert_eq!(foul.knows(&world, desk, play), Some(Witness::Timely), "{desk} {play}");
		}
	}
	// An honest play beside it is paid in its round.
	let id = Viewer::new(2).watch(&world, 2, 1).await;
	let round = round_of_ms(world.now_ms());
	world.next_round();
	for _ in 0..4 {
		world.block().await;
	}
	let paid = world.with_chain(|chain| chain.paid.clone());
	assert_eq!((paid.len(), paid[0].round, paid[0].plays), (1, round, 1));
	assert_eq!(world.desks[1].handle.play_status(&id), PlayState::Paid { round });
	assert!(matches!(foul.status(&world, 1), PlayState::Accepted { .. }));
	assert!(votes(&world).into_iter().all(|approve| approve));
}

#[tokio::test]
async fn whoever_proposed_a_play_before_it_knew_of_the_other_is_voted_for() {
	let world = World::new(4);
	let foul = Foul::new(&world, 2).await;
	let round = round_of_ms(foul.ticket.ticket.opens_at_ms());
	world.set_time((round + 1) * ROUND_MS - 100);
	let now_ms = world.now_ms();
	for (desk, play) in [(1, 0), (2, 1), (3, 1)] {
		foul.tell(&world, (0, desk), play, now_ms);
	}
	// Nobody hears of what the others have.
	world.drain();
	world.next_round();
	for _ in 0..4 {
		world.block().await;
	}
	let paid = world.with_chain(|chain| chain.paid.clone());
	assert_eq!((paid.len(), paid[0].round, paid[0].plays), (1, round, 1));
	assert!(votes(&world).into_iter().all(|approve| approve));
	// The other one is never paid.
	for _ in 0..6 {
		world.next_round();
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
}

#[tokio::test]
async fn each_desk_may_tell_one_play_more_of_a_ticket_and_nobody_takes_its_place() {
	let mut world = World::new(4);
	let foul = Foul::new(&world, 5).await;
	world.pass(u64::from(CELL_MS));
	let now_ms = world.now_ms();
	let known = |world: &World| (0..5).filter(|play| foul.knows(world, 1, *play).is_some()).count();
	for (by, play, expected) in [(0, 0, 1), (0, 1, 2), (0, 2, 2), (9, 2, 2), (2, 3, 3), (2, 4, 3)] {
		foul.tell(&world, (by, 1), play, now_ms);
		assert_eq!(known(&world), expected, "play {play} of peer {by}");
	}
	foul.tell(&world, (3, 1), 4, now_ms);
	assert_eq!(known(&world), 4);
	// They are known as several after a restart, too.
	world.desks[1].restart();
	world.desks[1].core.store().compact().unwrap();
	world.desks[1].restart();
	assert_eq!(known(&world), 4);
	let selected = world.desks[1].core.store().state().select(u64::MAX, &|_| true);
	assert!(selected.is_empty());
}

#[tokio::test]
async fn what_comes_at_the_last_moment_is_voted_for_and_not_proposed() {
	for (after_ms, expected) in [
		(2_000, Witness::Timely),
		(2_001, Witness::Barely),
		(4_000, Witness::Barely),
		(4_001, Witness::Late),
	] {
		let world = World::new(2);
		let foul = Foul::new(&world, 1).await;
		let closes_at_ms = foul.ticket.ticket.closes_at_ms();
		world.set_time(closes_at_ms + after_ms);
		foul.tell(&world, (0, 1), 0, closes_at_ms);
		assert_eq!(foul.knows(&world, 1, 0), Some(expected), "{after_ms}");
		let round = round_of_ms(world.now_ms());
		let selected = world.desks[1].core.store().state().select(round, &|_| true).len();
		assert_eq!(selected, usize::from(expected == Witness::Timely), "{after_ms}");
	}
}

#[tokio::test]
async fn a_play_that_comes_too_early_for_a_desk_is_asked_for_when_its_time_has_passed() {
	let world = World::new(2);
	let foul = Foul::new(&world, 1).await;
	let opens_at_ms = foul.ticket.ticket.opens_at_ms();
	// The accepting desk's clock is ahead by more than two seconds.
	world.set_time(opens_at_ms - 2_001);
	foul.tell(&world, (0, 1), 0, opens_at_ms);
	assert_eq!(foul.knows(&world, 1, 0), None, "from the future");
	world.set_time(opens_at_ms - 2_000);
	foul.tell(&world, (0, 1), 0, opens_at_ms);
	assert_eq!(foul.knows(&world, 1, 0), Some(Witness::Timely));

	// A ticket that was kept back from desk 1 for nine seconds.
	let world = World::new(2);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.pass(9_000);
	world.pump();
	let play = viewer.play(&world.desks[0], &grant);
	let id = viewer.sign(play.clone()).play.ticket;
	world.pass(u64::from(CELL_MS) - 9_000);
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	assert_eq!(world.desks[1].handle.play_status(&id), PlayState::Ticketed);
	world.pass(4_999);
	world.desks[1].core.ask_for_heard();
	assert!(world.queued(0).is_empty(), "its time has not passed");
	world.pass(1);
	world.desks[1].core.ask_for_heard();
	world.pump();
	let store = world.desks[1].core.store();
	assert_eq!(store.state().play_of(&id).unwrap().witness, Witness::Timely);
}
