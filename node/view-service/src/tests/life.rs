//! From an ask to a paid play.

use super::{Viewer, World, world::*};
use crate::{Message, PeerKey};
use reel_primitives::{
	batch::{Payee, Payees},
	play::SignedTicket,
	time::round_of_ms,
};
use reel_rpc_api::{PlayState, scale_from_hex};

#[tokio::test]
async fn a_play_at_a_single_desk_is_ticketed_accepted_batched_and_paid() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let desk = &world.desks[0];
	let grant = viewer.request(&world, 0, 1).await.unwrap();
	let play = viewer.play(desk, &grant);
	let id = play.ticket;
	let status = || desk.handle.play_status(&id);
	assert_eq!(desk.handle.play_status(&[0; 32]), PlayState::Unknown);
	assert_eq!(status(), PlayState::Ticketed);
	world.pass(u64::from(CELL_MS));
	let round = round_of_ms(world.now_ms());
	assert_eq!(viewer.submit(desk, play).await.unwrap().round, round);
	assert_eq!(status(), PlayState::Accepted { round });
	world.block().await;
	assert_eq!(status(), PlayState::Accepted { round });
	world.next_round();
	world.block().await;
	assert_eq!(status(), PlayState::Batched { round });
	world.block().await;
	world.block().await;
	assert_eq!(status(), PlayState::Paid { round });
	let paid = world.with_chain(|chain| chain.paid.clone());
	assert_eq!(paid.len(), 1);
	let weight = u128::from(CELL_MS);
	let mut payees = vec![
		Payee { account: viewer.account(), shares: weight * 4_000 },
		Payee { account: crate::Provider::account(&*desk.provider), shares: weight * 1_500 },
	];
	payees.sort_by(|a, b| a.account.cmp(&b.account));
	assert_eq!(paid[0].payees, Payees::Direct(payees));
	for _ in 0..3 {
		world.next_round();
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.paid.len()), 1);
}

#[tokio::test]
async fn four_desks_agree_on_plays_of_several_desks_and_reach_quorum() {
	let world = World::new(4);
	let [ann, ben] = [Viewer::new(1), Viewer::new(2)];
	let grant = ann.request(&world, 0, 0).await.unwrap();
	let other = ben.request(&world, 3, 2).await.unwrap();
	world.pump();
	let plays = [ann.play(&world.desks[0], &grant), ben.play(&world.desks[3], &other)];
	let ids = plays.clone().map(|play| play.ticket);
	world.pass(u64::from(CELL_MS));
	let [first, second] = plays;
	ann.submit(&world.desks[0], first).await.unwrap();
	ben.submit(&world.desks[3], second).await.unwrap();
	world.pump();
	let round = round_of_ms(world.now_ms());
	world.next_round();
	for _ in 0..4 {
		world.block().await;
	}
	let paid = world.with_chain(|chain| chain.paid.clone());
	assert_eq!(paid.len(), 1);
	assert_eq!((paid[0].round, paid[0].plays), (round, 2));
	for desk in &world.desks {
		for id in &ids {
			assert_eq!(desk.handle.play_status(id), PlayState::Paid { round });
		}
	}
	world.assert_nobody_voted_twice();
}

#[tokio::test]
async fn the_service_runs_on_best_blocks() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let running = tokio::spawn(world.desks[0].service().run());
	tokio::task::yield_now().await;
	let id = viewer.watch(&world, 0, 0).await;
	world.next_round();
	// The desk runs whenever this test yields; a block wakes it.
	for _ in 0..10_000 {
		if matches!(world.desks[0].handle.play_status(&id), PlayState::Paid { .. }) {
			break;
		}
		world.announce_block();
		tokio::task::yield_now().await;
	}
	let status = world.desks[0].handle.play_status(&id);
	assert!(matches!(status, PlayState::Paid { .. }), "{status:?}");
	running.abort();
}

#[tokio::test]
async fn the_same_ask_gets_the_same_ticket_and_key_while_it_runs() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let first = viewer.request(&world, 0, 0).await.unwrap();
	world.pass(1_000);
	assert_eq!(viewer.request(&world, 0, 0).await.unwrap(), first);
	world.pass(u64::from(CELL_MS) * 3 / 2);
	let later = viewer.request(&world, 0, 0).await.unwrap();
	assert_ne!(later.ticket, first.ticket);
	assert_eq!(later.download_key, first.download_key);
	assert_eq!(later.cell_key, first.cell_key);
}

#[tokio::test]
async fn a_cell_ahead_starts_when_the_running_one_ends() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let ticket = |grant: reel_rpc_api::TicketGrant| {
		scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket
	};
	let first = ticket(viewer.request(&world, 0, 0).await.unwrap());
	world.pass(5_000);
	let second = ticket(viewer.request(&world, 0, 1).await.unwrap());
	assert_eq!(second.starts_at_ms, first.opens_at_ms());
	assert_eq!(second.issued_at_ms, first.issued_at_ms + 5_000);
}

#[tokio::test]
async fn desks_learn_each_others_keys_and_secrets() {
	let world = World::new(3);
	world.block().await;
	for desk in &world.desks {
		let keys = desk.handle.desk_keys();
		assert_eq!(keys.len(), 3);
		assert!(desk.core.secrets.get(&content(1)).unwrap().is_some());
	}
}

#[tokio::test]
async fn a_desk_that_missed_the_announcements_is_told_at_the_first_hello() {
	let world = World::new(3);
	world.block().await;
	let late = &world.desks[0];
	late.core.net().desk_keys.clear();
	for desk in &world.desks {
		desk.core.links().clear();
	}
	assert_eq!(late.handle.desk_keys().len(), 1);
	world.block().await;
	assert_eq!(late.handle.desk_keys().len(), 3);
}

#[tokio::test]
async fn a_known_key_is_not_passed_on_again_however_it_is_signed() {
	let world = World::new(3);
	world.block().await;
	let cards = [world.desks[0].core.own_cards(), world.desks[0].core.own_cards()].concat();
	assert_ne!(cards[0].signature, cards[1].signature);
	for card in cards {
		let message = Message::DeskKey(card).to_bytes();
		for desk in &world.desks {
			desk.core.on_message(PeerKey(vec![1]), &message);
		}
	}
	assert!((0..3).all(|desk| world.queued(desk).is_empty()));
}

#[tokio::test]
async fn a_play_without_receipts_pays_its_sharing_part_to_the_treasury() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let desk = &world.desks[0];
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	let mut play = viewer.play(desk, &grant);
	play.receipts.clear();
	desk.provider.reports.lock().unwrap().get_mut(&play.ticket).unwrap().bytes = 0;
	world.pass(u64::from(CELL_MS));
	viewer.submit(desk, play).await.unwrap();
	world.next_round();
	world.block().await;
	world.block().await;
	let paid = world.with_chain(|chain| chain.paid.clone());
	let Payees::Direct(payees) = &paid[0].payees else { panic!("direct") };
	let part = payees.iter().find(|payee| payee.account == treasury()).unwrap();
	assert_eq!(part.shares, u128::from(CELL_MS) * 1_500);
}

#[tokio::test]
async fn the_methods_answer_over_json_rpc_with_our_codes() {
	use crate::DeskRpc;
	use codec::Encode;
	use reel_rpc_api::{PovApiServer, Rejection, TicketGrant, TitleApiServer, to_hex};
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let rpc = DeskRpc::new(world.desks[0].handle.clone());
	let mut module = PovApiServer::into_rpc(rpc.clone());
	module.merge(TitleApiServer::into_rpc(rpc)).unwrap();
	let ask = viewer.ask(&world, 1, 0);
	let signature = sp_core::Pair::sign(&viewer.key, &ask.signing_payload()).0;
	let params = [to_hex(ask.encode()), to_hex(signature)];
	let grant: TicketGrant = module.call("pov_v1_requestPlay", params).await.unwrap();
	let play = viewer.sign(viewer.play(&world.desks[0], &grant));
	let params = [to_hex(play.encode())];
	let early = module.call::<_, serde::de::IgnoredAny>("pov_v1_submitPlay", params).await;
	let jsonrpsee::core::server::MethodsError::JsonRpc(error) = early.err().unwrap() else {
		panic!("an error of ours")
	};
	let duration_ms = u64::from(CELL_MS);
	assert_eq!(error.code(), Rejection::TooFast { watched_ms: 0, duration_ms }.code());
	let status = module.call("pov_v1_playStatus", [to_hex(play.play.ticket)]).await;
	assert_eq!(status.ok(), Some(PlayState::Ticketed));
	let keys: Vec<reel_rpc_api::DeskKey> =
		module.call("title_v1_deskKeys", Vec::<u8>::new()).await.unwrap();
	assert_eq!(keys.len(), 1);
}
