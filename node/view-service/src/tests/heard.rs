//! Asking others for plays that they say they have.

use super::World;
use crate::{Message, PeerKey};
use reel_primitives::Hash32;

fn have(world: &World, desk: usize, by: u8, ids: &[Hash32]) {
	for ids in ids.chunks(1_024) {
		let message = Message::Have { ids: ids.to_vec() }.to_bytes();
		world.desks[desk].core.on_message(PeerKey(vec![by]), &message);
	}
}

/// What desk 0 asks each of the others for now, and forgets.
fn asked(world: &World) -> Vec<Vec<Hash32>> {
	world.drain();
	world.desks[0].core.ask_for_heard();
	let of = |desk: usize| {
		let wanted = world.queued(desk).into_iter().filter_map(|bytes| {
			let Some(Message::Want { ids }) = Message::from_bytes(&bytes) else { return None };
			Some(ids)
		});
		wanted.flatten().collect::<Vec<Hash32>>()
	};
	let all = (1..world.desks.len()).map(of).collect();
	world.drain();
	all
}

fn names(first: u32, count: u32) -> Vec<Hash32> {
	let name = |n: u32| {
		let mut id = [0; 32];
		id[..4].copy_from_slice(&n.to_be_bytes());
		id
	};
	(first..first + count).map(name).collect()
}

#[tokio::test]
async fn what_several_have_is_asked_of_each_in_equal_parts() {
	let world = World::new(4);
	let all = names(0, 900);
	for by in 1..4 {
		have(&world, 0, by, &all);
	}
	world.pass(500);
	let asked = asked(&world);
	assert_eq!(asked.iter().map(Vec::len).collect::<Vec<_>>(), [300, 300, 300]);
	let mut once = asked.concat();
	once.sort_unstable();
	assert_eq!(once, all, "each of one alone");
}

#[tokio::test]
async fn what_is_not_answered_is_asked_of_the_next_and_given_up_after_four_times() {
	let world = World::new(3);
	let all = names(0, 1);
	have(&world, 0, 1, &all);
	have(&world, 0, 2, &all);
	world.pass(500);
	let mut turns = Vec::new();
	for _ in 0..6 {
		let asked = asked(&world);
		turns.push(asked.iter().position(|ids| !ids.is_empty()));
		world.pass(1_999);
		assert!(self::asked(&world).concat().is_empty(), "an answer may take two seconds");
		world.pass(1);
	}
	assert_eq!(turns, [Some(0), Some(1), Some(0), Some(1), None, None]);
	// Told again, it is asked for again.
	have(&world, 0, 2, &all);
	world.pass(500);
	assert_eq!(asked(&world), [vec![], all]);
}

#[tokio::test]
async fn nobody_is_asked_for_more_than_it_answers_while_there_are_others() {
	let world = World::new(3);
	let all = names(0, 10_000);
	have(&world, 0, 1, &all);
	world.pass(500);
	let first = asked(&world);
	assert_eq!(first[0].len(), 8_192);
	have(&world, 0, 2, &all);
	world.pass(500);
	let second = asked(&world);
	assert!(second[1].len() > 1_500, "another has them: {}", second[1].len());
	assert!(second[0].len() < 300, "as many as came in since: {}", second[0].len());
}

#[tokio::test]
async fn names_without_end_of_one_desk_keep_out_none_of_anothers() {
	let world = World::new(3);
	have(&world, 0, 1, &names(0, 200_000));
	have(&world, 0, 2, &names(1_000_000, 1_000));
	// A stranger's are not noted.
	have(&world, 0, 9, &names(2_000_000, 1_000));
	world.pass(500);
	let asked = asked(&world);
	assert_eq!((asked[0].len(), asked[1].len()), (8_192, 1_000));
	assert!(world.desks[0].core.net().heard.len() <= 131_072 + 1_000);
}
