//! What batches say of ads, and what they pay.

use super::*;
use codec::Encode;
use reel_merkle::binary::{self, BinaryProof};
use reel_primitives::ads::{AdPlacement, ad_claims};
use reel_rpc_api::PlayState;

#[tokio::test]
async fn an_ad_is_drawn_watched_and_billed_and_earns_no_part_of_the_round() {
	let world = advertising(4, vec![campaign()]);
	let viewer = Viewer::new(1);
	let grant = ask(&world, &viewer).await.unwrap();
	let ticket = ticket_of(&grant);
	let AdAsk { country, language } = PLACE;
	let placement = AdPlacement { campaign: 0, content: content(1), country, language };
	assert_eq!((ticket.content, ticket.cell, ticket.ad), (content(CREATIVE), 0, Some(placement)));
	assert!(grant.paid);
	// The same place is filled once.
	assert_eq!(ticket_of(&ask(&world, &viewer).await.unwrap()).id(), ticket.id());
	let id = watch(&world, &viewer).await;
	assert_eq!(id, ticket.id());
	// Nobody is paid a round for it: it waits for a play of a title.
	pay_round(&world).await;
	assert_eq!(paid(&world), []);
	viewer.watch(&world, 0, 0).await;
	pay_round(&world).await;

	let paid = paid(&world);
	let [batch] = &paid[..] else { panic!("one batch") };
	assert_eq!((batch.plays, batch.totals.len(), batch.totals[0].plays), (2, 1, 1));
	assert_eq!(batch.totals[0].content, content(1));
	let Payees::Direct(payees) = &batch.payees else { panic!("few payees") };
	let of_viewer = payees.iter().find(|payee| payee.account == viewer.account()).unwrap();
	assert_eq!(of_viewer.shares, u128::from(CELL_MS) * 4_000, "the title's play alone");
	let [bill] = &batch.charged[..] else { panic!("one bill") };
	let award = Payee { account: viewer.account(), shares: VIEWERS_PART.0 };
	assert_eq!(told(bill), (1, 0, vec![award]));
	assert_eq!(left(&world), BUDGET_CFX - VIEW_CFX);
	let state = PlayState::Paid { round: batch.round };
	assert!(world.desks.iter().all(|desk| desk.handle.play_status(&id) == state));
	let votes = world.with_chain(|chain| chain.votes.clone());
	assert!(votes.values().flatten().all(|(_, approve)| *approve));
	world.assert_nobody_voted_twice();
	// Nothing of it is left for another batch.
	viewer.watch(&world, 0, 1).await;
	pay_round(&world).await;
	assert_eq!(super::paid(&world)[1].charged, []);
}

#[tokio::test]
async fn a_click_is_charged_and_one_without_an_ad_refused() {
	let world = advertising(4, vec![campaign()]);
	let viewer = Viewer::new(1);
	watch_at(&world, &viewer, (0, 1), true).await;
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.pump();
	let play = viewer.play(&world.desks[0], &grant);
	world.pass(u64::from(CELL_MS));
	let clicked = PlayData { clicked: true, ..play.clone() };
	let refused = viewer.submit(&world.desks[0], clicked).await;
	assert_eq!(refused, Err(Rejection::NotAnAd));
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	pay_round(&world).await;
	let award = Payee { account: viewer.account(), shares: VIEWERS_PART.0 + VIEWERS_PART.1 };
	assert_eq!(told(&paid(&world)[0].charged[0]), (1, 1, vec![award]));
	assert_eq!(left(&world), BUDGET_CFX - VIEW_CFX - CLICK_CFX);
}

#[tokio::test]
async fn what_does_not_fit_a_budget_waits_and_stands_apart_from_the_others() {
	let of_title = |seed: u8| Targets {
		titles: vec![content(seed)].try_into().unwrap(),
		..Targets::default()
	};
	let mut campaigns = vec![campaign(), campaign()];
	campaigns[0].terms.targets = of_title(2);
	campaigns[1].terms.targets = of_title(1);
	let world = advertising(4, campaigns);
	let viewers = [1, 2, 3].map(Viewer::new);
	watch_at(&world, &viewers[0], (0, 1), false).await;
	watch_at(&world, &viewers[1], (0, 2), false).await;
	watch_at(&world, &viewers[2], (0, 2), false).await;
	world.with_chain(|chain| chain.campaigns[0].left_cfx = VIEW_CFX + 5);
	viewers[0].watch(&world, 0, 0).await;
	pay_round(&world).await;
	let first = paid(&world)[0].charged.clone();
	let named = |bills: &[AdBill]| -> Vec<u64> {
		bills.iter().flat_map(|bill| &bill.charges).map(|charge| charge.campaign).collect()
	};
	assert_eq!((first.len(), named(&first)), (2, vec![1, 0]));
	assert_eq!((left(&world), first[1].charges[0].views()), (5, 1));
	// What was not paid is paid when there is money, and a title is watched.
	world.with_chain(|chain| chain.campaigns[0].left_cfx += VIEW_CFX);
	viewers[0].watch(&world, 0, 1).await;
	pay_round(&world).await;
	let second = paid(&world)[1].charged.clone();
	assert_eq!((named(&second), left(&world)), (vec![0], 5));
	let who = |bill: &AdBill| match &bill.viewers {
		Payees::Direct(viewers) => viewers[0].account.clone(),
		Payees::Root { .. } => panic!("one viewer"),
	};
	assert_ne!(who(&first[1]), who(&second[0]));
}

#[tokio::test]
async fn many_viewers_claim_what_an_ad_pays_them_out_of_its_bills_root() {
	let mut world = advertising(2, vec![campaign()]);
	let viewers: Vec<_> = (20..90).map(Viewer::new).collect();
	let mut plays = Vec::new();
	for viewer in &viewers {
		let grant = ask(&world, viewer).await.unwrap();
		plays.push((viewer, viewer.play(&world.desks[0], &grant)));
	}
	world.pump();
	world.pass(u64::from(CELL_MS));
	for (viewer, play) in plays {
		viewer.submit(&world.desks[0], play).await.unwrap();
	}
	world.pump();
	Viewer::new(1).watch(&world, 0, 0).await;
	pay_round(&world).await;
	let batch = paid(&world).remove(0);
	let Payees::Root { root, count } = batch.charged[0].viewers else { panic!("many viewers") };
	assert_eq!((count, batch.charged[0].charges[0].viewers), (70, 70));
	world.desks[1].core.store().compact().unwrap();
	world.desks[1].restart();
	for desk in &world.desks {
		let account = viewers[7].account();
		let [claimable] = &desk.handle.claimable(&account)[..] else { panic!("one award") };
		assert_eq!((claimable.round, claimable.bill), (batch.round, Some(0)));
		assert_eq!(claimable.shares, VIEWERS_PART.0.to_string());
		desk.handle.claim(account.clone(), Source::Unknown).await.unwrap();
		let claim = world.with_chain(|chain| chain.claims.pop().unwrap().1).remove(0);
		let leaf = Payee { account, shares: claim.shares }.encode();
		let proof = BinaryProof { index: claim.index, count, path: claim.path };
		let number = ad_claims(batch.round, 0);
		assert_eq!((claim.round, binary::verify(&root, &leaf, &proof)), (number, Ok(())));
	}
}
