//! What providers may say, and how much of it.

use super::{
	Viewer, World,
	keyed::{Peer, ticket_of, whole_report},
	world::*,
};
use crate::{Source, ViewService};
use reel_primitives::Hash32;
use reel_rpc_api::{
	HeldCells, MAX_HELD_RUNS, MAX_REPORTS, OFFER_LIFE_MS, Offer, Rejection, SignedOffer,
	SignedReports, TransferReport,
};
use sp_core::Pair;

#[tokio::test]
async fn offers_are_refused_for_what_they_say() {
	let world = World::new(1);
	let peer = Peer::new(60);
	let offer = || peer.offering(&world, CELLS);
	let run = HeldCells { content: content(1), first: 0, count: 1 };
	for (changed, why) in [
		(Offer { genesis: [0; 32], ..offer() }, Rejection::WrongChain),
		(Offer { made_at_ms: world.now_ms() - 60_001, ..offer() }, Rejection::AskExpired),
		(Offer { made_at_ms: world.now_ms() + 60_001, ..offer() }, Rejection::AskExpired),
		(Offer { gateway: "file:///etc".into(), ..offer() }, Rejection::Malformed),
		(Offer { held: vec![run; MAX_HELD_RUNS + 1], ..offer() }, Rejection::Malformed),
		(Offer { provider: Peer::new(61).account(), ..offer() }, Rejection::WrongSignature),
	] {
		assert_eq!(peer.make(&world, 0, changed).map(drop), Err(why));
	}
	let taken = peer.make(&world, 0, offer()).unwrap();
	assert_eq!(taken.until_ms, world.now_ms() + OFFER_LIFE_MS);
	// Somebody repeats it.
	assert_eq!(peer.make(&world, 0, offer()).map(drop), Err(Rejection::AskExpired));
	world.with_chain(|chain| chain.keys = vec![pair(99).public().into()]);
	world.pass(1);
	let later = peer.make(&world, 0, peer.offering(&world, CELLS));
	assert_eq!(later.map(drop), Err(Rejection::NotAValidator));
}

#[tokio::test]
async fn an_offer_is_over_after_a_while_and_covers_what_it_names() {
	let world = World::new(1);
	let peer = Peer::new(60);
	peer.make(&world, 0, peer.offering(&world, 1)).unwrap();
	let providers = async |seed, cell| {
		let grant = Viewer::new(seed).request(&world, 0, cell).await.unwrap();
		ticket_of(&grant).providers.len()
	};
	assert_eq!((providers(1, 0).await, providers(1, 1).await), (2, 1));
	world.pass(OFFER_LIFE_MS);
	assert_eq!(providers(2, 0).await, 1);
	// A ticket that runs still names who has gone, and gives no address of it.
	peer.make(&world, 0, peer.offering(&world, 1)).unwrap();
	let grant = Viewer::new(3).request(&world, 0, 0).await.unwrap();
	world.desks[0].core.providers().prune(u64::MAX);
	let again = Viewer::new(3).request(&world, 0, 0).await.unwrap();
	assert_eq!(again.ticket, grant.ticket);
	assert_eq!((again.gateways[0].as_str(), again.introductions[0].as_ref()), ("", None));
}

#[tokio::test]
async fn offers_and_messages_are_bounded_and_what_others_say_uses_up_nothing() {
	let mut world = World::new(1);
	let desk = &mut world.desks[0];
	(desk.config.max_providers, desk.config.per_provider) = (2, 3);
	desk.config.forged_providers = 4;
	let opened = ViewService::open(desk.parts(), desk.config.clone(), None).unwrap();
	(desk.core, desk.handle) = (opened.0.core, opened.1);
	let (one, two, three) = (Peer::new(60), Peer::new(61), Peer::new(62));
	one.offer(&world, 0);
	two.offer(&world, 0);
	let full = three.make(&world, 0, three.offering(&world, 1)).map(drop);
	assert_eq!(full, Err(Rejection::Busy));
	world.pass(1);
	// Copies of what it said, without end.
	let offer = Offer { made_at_ms: world.now_ms() - 1, ..one.offering(&world, 1) };
	for _ in 0..10 {
		assert_eq!(one.make(&world, 0, offer.clone()).map(drop), Err(Rejection::AskExpired));
	}
	// Its name wrongly signed: so many are looked at, then as many as it may say itself.
	let forge = |peer: &Peer| {
		let forged = SignedOffer { offer: peer.offering(&world, 1), signature: [0; 64] };
		world.desks[0].handle.offer(forged, Source::Unknown).map(drop).unwrap_err()
	};
	let told: Vec<_> = (0..8).map(|_| forge(&two)).collect();
	let looked_at = told.iter().filter(|why| **why == Rejection::WrongSignature).count();
	assert_eq!(looked_at, 4 + 3, "{told:?}");
	assert!(matches!(told[7], Rejection::RateLimited { .. }));
	// Meanwhile newcomers wait, and others that are known are heard.
	assert!(matches!(forge(&three), Rejection::RateLimited { .. }));
	for _ in 0..2 {
		world.pass(1);
		one.offer(&world, 0);
	}
	world.pass(1);
	let limited = one.make(&world, 0, one.offering(&world, 1)).map(drop);
	assert!(matches!(limited, Err(Rejection::RateLimited { .. })), "{limited:?}");
	// Those that are over make room.
	world.pass(OFFER_LIFE_MS + 60_000);
	three.offer(&world, 0);
}

#[tokio::test]
async fn a_copy_of_reports_is_told_and_no_other_desk_takes_them() {
	let mut world = World::new(2);
	let desk = &mut world.desks[0];
	desk.config.per_provider = 3;
	let opened = ViewService::open(desk.parts(), desk.config.clone(), None).unwrap();
	(desk.core, desk.handle) = (opened.0.core, opened.1);
	world.desks[1].core.say_hello();
	world.pump();
	let (peer, viewer) = (Peer::new(60), Viewer::new(1));
	peer.offer(&world, 0);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	let (id, report) = whole_report(&grant);
	let signed = peer.signed(&world, 0, vec![report.clone()]);
	let say = |desk: usize, signed: &SignedReports| {
		world.desks[desk].handle.report(signed.clone(), Source::Unknown)
	};
	assert_eq!(say(1, &signed), Err(Rejection::NotAValidator));
	assert_eq!(say(0, &signed), Ok(1));
	for _ in 0..10 {
		assert_eq!(say(0, &signed), Err(Rejection::AskExpired));
	}
	// It used up an offer and one message, and has one left.
	assert_eq!(peer.report(&world, 0, vec![report.clone()]), Ok(1));
	let limited = peer.report(&world, 0, vec![report]);
	assert!(matches!(limited, Err(Rejection::RateLimited { .. })), "{limited:?}");
	assert!(world.desks[0].core.providers().report(&id, &peer.account()).is_some());
	// Copies of before are refused for as long as their time is near.
	world.pass(59_000);
	world.desks[0].core.providers().prune(world.now_ms());
	assert_eq!(say(0, &signed), Ok(0), "its ticket is over");
}

#[tokio::test]
async fn reports_are_taken_of_tickets_that_name_who_reports() {
	let world = World::new(2);
	let (peer, stranger, viewer) = (Peer::new(60), Peer::new(61), Viewer::new(1));
	peer.offer(&world, 0);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.pump();
	let (id, report) = whole_report(&grant);
	assert_eq!(peer.report(&world, 0, vec![report.clone()]), Ok(1));
	let unknown = TransferReport { ticket: [9; 32], ..report.clone() };
	assert_eq!(peer.report(&world, 0, vec![unknown]), Ok(0));
	assert_eq!(stranger.report(&world, 0, vec![report.clone()]), Ok(0));
	assert_eq!(peer.report(&world, 1, vec![report.clone()]), Ok(0), "another desk's ticket");
	// One that says less is an old one.
	let less = TransferReport { hashes: vec![None], bytes: 0, ..report.clone() };
	assert_eq!(peer.report(&world, 0, vec![less]), Ok(0));
	let many = vec![report.clone(); MAX_REPORTS + 1];
	assert_eq!(peer.report(&world, 0, many), Err(Rejection::Malformed));
	let long = TransferReport { hashes: vec![None::<Hash32>; 2_049], ..report.clone() };
	assert_eq!(peer.report(&world, 0, vec![long]), Err(Rejection::Malformed));
	let ticket = world.desks[0].core.store().state().tickets[&id].signed.ticket.clone();
	world.set_time(ticket.closes_at_ms() + 1);
	assert_eq!(peer.report(&world, 0, vec![report]), Ok(0), "it is over");
}

#[tokio::test]
async fn reported_hashes_are_bounded_and_go_with_their_tickets() {
	let mut world = World::new(1);
	let desk = &mut world.desks[0];
	// A sixteenth for each.
	desk.config.max_reported_hashes = 32;
	let opened = ViewService::open(desk.parts(), desk.config.clone(), None).unwrap();
	(desk.core, desk.handle) = (opened.0.core, opened.1);
	let peer = Peer::new(60);
	peer.offer(&world, 0);
	let mut reports = Vec::new();
	for seed in 1..=3 {
		let grant = Viewer::new(seed).request(&world, 0, 0).await.unwrap();
		reports.push(whole_report(&grant).1);
	}
	assert_eq!(peer.report(&world, 0, reports.clone()), Ok(2));
	// Places of what was not sent take no room.
	let wide = |report: &TransferReport| {
		let mut hashes = report.hashes.clone();
		hashes.resize(2_048, None);
		TransferReport { hashes, ..report.clone() }
	};
	assert_eq!(peer.report(&world, 0, vec![wide(&reports[0])]), Ok(1));
	// The same again takes no room.
	assert_eq!(peer.report(&world, 0, reports[..2].to_vec()), Ok(2));
	world.desks[0].core.providers().forget(&reports[0].ticket);
	assert_eq!(peer.report(&world, 0, reports[2..].to_vec()), Ok(1));
	world.desks[0].core.providers().prune(u64::MAX);
	assert_eq!(peer.report(&world, 0, reports[..2].to_vec()), Ok(2));
}
