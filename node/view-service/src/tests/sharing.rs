//! Content secrets for validators that join later.

use super::{World, world::*};
use crate::{Message, Misconduct, PeerKey, SecretsAsk, SecretsGift, Source, secrets::Origin};
use crypto_box::PublicKey;
use rand::rngs::OsRng;
use reel_primitives::{ContentId, Hash32};
use reel_rpc_api::{Rejection, boxed_secret};
use sp_core::{Pair, sr25519};

/// Desks of which only the first `holders` have the secret of title 1; the others join with the next session.
fn joined(desks: usize, holders: usize) -> World {
	let world = World::without_secrets(desks);
	world.with_chain(|chain| chain.keys.truncate(holders));
	for desk in &world.desks[..holders] {
		desk.core.secrets.keep(&content(1), &SECRET, Origin::Creator).unwrap();
	}
	world.with_chain(|chain| {
		chain.session += 1;
		chain.keys = world.desks.iter().map(|desk| desk.key.public().into()).collect();
	});
	world
}

fn secret_at(world: &World, desk: usize) -> Option<Hash32> {
	world.desks[desk].core.secrets.get(&content(1)).unwrap().map(|secret| *secret)
}

fn ask(world: &World, by: &sr25519::Pair, titles: Vec<ContentId>) -> SecretsAsk {
	let mut ask = SecretsAsk {
		authority: by.public().0,
		public: world.desks[1].core.secrets.public(),
		at_ms: world.now_ms(),
		titles,
		signature: [0; 64],
	};
	ask.signature = by.sign(&ask.signing_payload(&GENESIS)).0;
	ask
}

fn gift(world: &World, from: usize, to: usize, title: u8, secret: Hash32) -> SecretsGift {
	let public = PublicKey::from(world.desks[to].core.secrets.public());
	let sealed = public.seal(&mut OsRng, &boxed_secret(&content(title), &secret)).unwrap();
	let mut gift = SecretsGift {
		from: world.desks[from].key.public().0,
		to: world.desks[to].key.public().0,
		boxes: vec![(content(title), sealed)],
		signature: [0; 64],
	};
	gift.signature = world.desks[from].key.sign(&gift.signing_payload(&GENESIS)).0;
	gift
}

#[tokio::test]
async fn a_validator_that_joins_gets_the_secrets_of_what_was_published_before() {
	let world = joined(3, 2);
	assert_eq!(secret_at(&world, 2), None);
	world.block().await;
	assert_eq!(secret_at(&world, 2), Some(SECRET));
	// And serves viewers.
	assert!(super::Viewer::new(1).request(&world, 2, 0).await.is_ok());
}

#[tokio::test]
async fn a_viewer_that_asks_in_vain_makes_the_desk_ask_for_the_secret() {
	let world = joined(2, 2);
	let desk = &world.desks[1];
	std::fs::remove_dir_all(desk.config.data_dir.join("secrets")).unwrap();
	let mut world = world;
	world.desks[1].restart();
	world.desks[0].core.say_hello();
	world.pump();
	world.drain();
	let viewer = super::Viewer::new(1);
	assert_eq!(viewer.request(&world, 1, 0).await, Err(Rejection::NoSecret));
	world.desks[1].core.ask_for_lacking(100);
	world.pump();
	assert!(viewer.request(&world, 1, 0).await.is_ok());
}

#[tokio::test]
async fn only_authorities_are_answered_and_the_answer_shows_nothing() {
	let world = joined(2, 1);
	let send = |ask: SecretsAsk| {
		world.drain();
		world.desks[0].core.on_message(PeerKey(vec![1]), &Message::SecretsAsk(ask).to_bytes());
		world.queued(1)
	};
	let titles = vec![content(1), content(2)];
	assert!(send(ask(&world, &pair(99), titles.clone())).is_empty(), "a stranger");
	let mut stale = ask(&world, &world.desks[1].key, titles.clone());
	stale.at_ms -= 60_001;
	stale.signature = world.desks[1].key.sign(&stale.signing_payload(&GENESIS)).0;
	assert!(send(stale).is_empty(), "an old ask");
	let mut other_key = ask(&world, &world.desks[1].key, titles.clone());
	other_key.public = [9; 32];
	assert!(send(other_key).is_empty(), "a key that the authority did not sign for");
	let many = vec![content(1); 65];
	assert!(send(ask(&world, &world.desks[1].key, many)).is_empty(), "too many titles");
	let answers = send(ask(&world, &world.desks[1].key, titles));
	assert_eq!(answers.len(), 1);
	assert!(!answers[0].windows(8).any(|bytes| bytes == &SECRET[..8]));
	let Some(Message::SecretsGift(gift)) = Message::from_bytes(&answers[0]) else {
		panic!("a gift")
	};
	assert_eq!(gift.boxes.len(), 1, "only of the title that it holds");
	let gone = world.desks[1].key.public().0;
	world.with_chain(|chain| chain.keys.truncate(1));
	assert!(send(ask(&world, &world.desks[1].key, vec![content(1)])).is_empty(), "{gone:?} left");
}

#[tokio::test]
async fn one_lying_validator_of_four_cannot_hand_on_a_wrong_secret() {
	let world = World::without_secrets(4);
	let give = |from, secret| {
		let message = Message::SecretsGift(gift(&world, from, 3, 1, secret)).to_bytes();
		world.desks[3].core.on_message(PeerKey(vec![0]), &message);
		secret_at(&world, 3)
	};
	assert_eq!(give(0, [6; 32]), None);
	assert_eq!(give(0, [6; 32]), None, "the same one twice is one");
	assert_eq!(give(1, SECRET), None);
	assert_eq!(give(2, SECRET), Some(SECRET));
	assert_eq!(give(0, [6; 32]), Some(SECRET));
	assert!(world.reports.lock().unwrap().is_empty());
	// The creator's own word counts more than theirs.
	let deposit = world.deposit(1, &[8; 32]);
	world.desks[3].handle.deposit_secret(deposit, Source::Unknown).unwrap();
	assert_eq!(secret_at(&world, 3), Some([8; 32]));
}

#[tokio::test]
async fn secrets_of_strangers_and_for_others_are_not_taken() {
	let world = World::without_secrets(2);
	let take = |gift: SecretsGift| {
		world.desks[1].core.on_message(PeerKey(vec![0]), &Message::SecretsGift(gift).to_bytes());
		secret_at(&world, 1)
	};
	let mut forged = gift(&world, 0, 1, 1, SECRET);
	forged.signature[0] ^= 1;
	assert_eq!(take(forged), None);
	assert_eq!(world.reports.lock().unwrap().pop().unwrap().2, Misconduct::Garbage);
	let mut for_another = gift(&world, 0, 1, 1, SECRET);
	for_another.to = [9; 32];
	for_another.signature = world.desks[0].key.sign(&for_another.signing_payload(&GENESIS)).0;
	assert_eq!(take(for_another), None);
	// A box made for title 2 under the name of title 1.
	let mut renamed = gift(&world, 0, 1, 2, SECRET);
	renamed.boxes[0].0 = content(1);
	renamed.signature = world.desks[0].key.sign(&renamed.signing_payload(&GENESIS)).0;
	assert_eq!(take(renamed), None);
	// A title that the chain does not know.
	take(gift(&world, 0, 1, 9, SECRET));
	assert!(!world.desks[1].core.secrets.has(&content(9)));
	world.with_chain(|chain| {
		chain.keys.remove(0);
	});
	assert_eq!(take(gift(&world, 0, 1, 1, SECRET)), None);
	world.with_chain(|chain| chain.keys.insert(0, world.desks[0].key.public().into()));
	assert_eq!(take(gift(&world, 0, 1, 1, SECRET)), Some(SECRET));
}

#[tokio::test]
async fn without_its_key_file_a_desk_does_not_start_over_its_data() {
	let world = World::new(1);
	let desk = &world.desks[0];
	let parts = desk.parts();
	std::fs::write(&desk.config.key_file, [7; 32]).unwrap();
	let error = crate::ViewService::open(parts.clone(), desk.config.clone(), None).err().unwrap();
	assert!(error.to_string().contains("not the one"), "{error}");
	std::fs::remove_file(&desk.config.key_file).unwrap();
	let error = crate::ViewService::open(parts, desk.config.clone(), None).err().unwrap();
	assert!(error.to_string().contains("missing"), "{error}");
	assert!(error.advice().contains("backup"));
}

#[tokio::test]
async fn a_deposit_that_comes_before_the_block_with_its_title_waits_for_it() {
	let world = World::without_secrets(4);
	let deposit = world.deposit(1, &SECRET);
	let title = world.with_chain(|chain| chain.titles.remove(&content(1)).unwrap());
	let tell = |deposit| {
		world.desks[1].core.on_message(PeerKey(vec![0]), &Message::Secret(deposit).to_bytes());
	};
	tell(deposit.clone());
	tell(deposit.clone());
	let mut forged = deposit;
	forged.signature[0] ^= 1;
	tell(forged);
	assert_eq!(world.desks[1].core.net().early_deposits.len(), 1);
	world.block().await;
	assert_eq!(secret_at(&world, 1), None);

	world.with_chain(|chain| chain.titles.insert(content(1), title));
	world.next_round();
	world.block().await;
	world.pump();
	// And it is passed on, as if it had come just now.
	assert!((0..4).all(|desk| secret_at(&world, desk) == Some(SECRET)));
	assert!(world.desks[1].core.net().early_deposits.is_empty());
	assert!(world.reports.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_deposit_does_not_wait_for_ever() {
	let world = World::without_secrets(1);
	let deposit = world.deposit(9, &SECRET);
	world.desks[0].core.on_message(PeerKey(vec![0]), &Message::Secret(deposit).to_bytes());
	let core = &world.desks[0].core;
	core.take_early_deposits(49);
	assert_eq!(core.net().early_deposits.len(), 1);
	core.take_early_deposits(50);
	assert!(core.net().early_deposits.is_empty());
}
