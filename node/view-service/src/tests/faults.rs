//! Senders that fail, or that viewers say failed (C5).

use super::{Viewer, World, keyed::*, world::*};
use reel_primitives::play::{PlayData, Receipt};
use reel_rpc_api::Rejection;

#[tokio::test]
async fn who_fails_costs_the_other_senders_nothing() {
	let (world, registry) = counted(4);
	let (one, two) = (Peer::new(60), Peer::new(61));
	one.offer(&world, 0);
	two.offer(&world, 0);
	let viewer = Viewer::new(1);
	let (ticket, play) = watched(&world, &viewer, 1, &[(&one, &[0]), (&two, &[1])]).await;
	// The first says in the end that it sent all of it.
	let key = transferred_key(&world, &ticket);
	assert_eq!(one.report(&world, 0, vec![report_of(&ticket, &key, &[0, 1])]), Ok(1));
	let desk = &world.desks[0];
	let refused = viewer.submit(desk, play.clone()).await;
	assert_eq!(refused, Err(Rejection::ReceiptMismatch));
	let of_two = play.receipts[1].clone();
	let more = Receipt { sent_bytes: of_two.sent_bytes + 1, ..of_two.clone() };
	for receipts in [vec![play.receipts[0].clone()], vec![more]] {
		let refused = viewer.submit(desk, PlayData { receipts, ..play.clone() }).await;
		assert_eq!(refused, Err(Rejection::ReceiptMismatch));
	}
	// What the two do not say of the view hash the desk knows by itself.
	let mut other = PlayData { view_hash: [7; 32], receipts: vec![of_two.clone()], ..play.clone() };
	other.nonce = viewer.work(&ticket, &other.view_hash);
	assert_eq!(viewer.submit(desk, other).await, Err(Rejection::WrongViewHash));
	let sent = of_two.sent_bytes;
	viewer.submit(desk, PlayData { receipts: vec![of_two], ..play }).await.unwrap();
	world.pump();
	let payees = paid(&world).await;
	let whole = cell_bytes(1).len() as u64 + 32;
	let of_two = SHARING * u128::from(sent) / u128::from(whole);
	// What is left of the division goes to the first.
	let got = shares(&payees, &two.account());
	assert!(of_two <= got && got <= of_two + 1, "{got} of {of_two}");
	assert_eq!(shares(&payees, &one.account()), 0);
	assert_eq!(shares(&payees, &treasury()), SHARING - got);
	assert_eq!(shares(&payees, &viewer.account()), u128::from(CELL_MS) * 4_000);
	assert_eq!((receipts(&registry, "agreed"), receipts(&registry, "differs")), (1.0, 2.0));
}

#[tokio::test]
async fn who_is_named_and_reported_nothing_is_not_held_to_it() {
	let (world, registry) = counted(1);
	let peer = Peer::new(60);
	for seed in 1..=5 {
		world.pass(1);
		peer.offer(&world, 0);
		let viewer = Viewer::new(seed);
		let grant = viewer.request(&world, 0, 1).await.unwrap();
		let ticket = ticket_of(&grant);
		assert!(ticket.providers.contains(&peer.account()), "viewer {seed}");
		let mut play = viewer.play(&world.desks[0], &grant);
		play.receipts[0].provider = peer.account();
		world.pass(u64::from(CELL_MS));
		let refused = viewer.submit(&world.desks[0], play).await;
		assert_eq!(refused, Err(Rejection::ReceiptMismatch));
	}
	assert_eq!(receipts(&registry, "unreported"), 5.0);
}

#[tokio::test]
async fn who_disagrees_under_three_tickets_is_not_drawn_for_ten_minutes() {
	let world = World::new(1);
	let peer = Peer::new(60);
	peer.offer(&world, 0);
	let draws = async |seed: u8| {
		peer.offer(&world, 0);
		let grant = Viewer::new(100 + seed).request(&world, 0, 0).await.unwrap();
		ticket_of(&grant).providers.contains(&peer.account())
	};
	for seed in 1..=3 {
		world.pass(1);
		assert!(draws(seed).await, "viewer {seed}");
		let viewer = Viewer::new(seed);
		let (_, mut play) = watched(&world, &viewer, 1, &[(&peer, &[0, 1])]).await;
		play.receipts[0].sent_root[0] ^= 1;
		play.view_hash = play.receipts[0].sent_root;
		let ticket =
			world.desks[0].core.store().state().tickets[&play.ticket].signed.ticket.clone();
		play.nonce = viewer.work(&ticket, &play.view_hash);
		for _ in 0..4 {
			let refused = viewer.submit(&world.desks[0], play.clone()).await;
			assert_eq!(refused, Err(Rejection::ReceiptMismatch));
		}
	}
	world.pass(1);
	assert!(!draws(4).await);
	world.pass(600_000);
	assert!(draws(5).await);
}
