//! Which ad a viewer is shown, and how often.

use super::*;
use crate::PeerKey;
use reel_primitives::{
	ads::{AdPlacement, ROUNDS_PER_DAY, UNKNOWN_COUNTRY, auction},
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::PlayState;

#[tokio::test]
async fn nobody_is_shown_an_ad_more_often_than_a_day_may_have() {
	let mut world = advertising(4, vec![campaign()]);
	let (viewer, other) = (Viewer::new(1), Viewer::new(2));
	watch(&world, &viewer).await;
	// Accepted; then ticketed elsewhere, too.
	let second = ask_at(&world, &viewer, (1, 1), PLACE).await.unwrap();
	world.pump();
	assert_eq!(ask(&world, &viewer).await, Err(Rejection::NoAd));
	assert!(ask(&world, &other).await.is_ok());
	let play = viewer.play(&world.desks[1], &second);
	world.pass(u64::from(CELL_MS));
	viewer.submit(&world.desks[1], play).await.unwrap();
	world.pump();
	viewer.watch(&world, 0, 0).await;
	pay_round(&world).await;
	assert_eq!(told(&paid(&world)[0].charged[0]).0, 2);
	assert_eq!(ask(&world, &viewer).await, Err(Rejection::NoAd));
	// Two hours later the plays are forgotten, and the views are not.
	world.pass(7_200_000);
	for again in [false, true] {
		world.block().await;
		if again {
			world.desks[0].restart();
			world.desks[0].core.say_hello();
			world.desks[1].core.say_hello();
			world.pump();
		}
		assert_eq!(ask(&world, &viewer).await, Err(Rejection::NoAd));
		world.desks[0].core.store().compact().unwrap();
	}
	world.set_time((round_of_ms(world.now_ms()) / ROUNDS_PER_DAY + 1) * ROUNDS_PER_DAY * ROUND_MS);
	assert!(ask(&world, &viewer).await.is_ok());
}

#[tokio::test]
async fn what_may_not_be_shown_is_not() {
	let world = advertising(1, vec![campaign()]);
	let viewer = Viewer::new(1);
	let none = Err(Rejection::NoAd);
	assert_eq!(ask(&world, &advertiser()).await, none, "nobody is paid for its own ad");
	let odd = AdAsk { country: *b"de", language: None };
	assert_eq!(ask_at(&world, &viewer, (0, 1), odd).await, Err(Rejection::Malformed));
	assert_eq!(ask_at(&world, &viewer, (0, 77), PLACE).await, Err(Rejection::TitleNotFound));
	assert_eq!(ask_at(&world, &viewer, (0, CREATIVE), PLACE).await, none, "not before itself");
	let changed = async |change: &dyn Fn(&mut Campaign<AccountId>)| {
		world.with_chain(|chain| {
			chain.campaigns = vec![campaign()];
			change(&mut chain.campaigns[0]);
		});
		ask_at(&world, &viewer, (0, 1), AdAsk { country: UNKNOWN_COUNTRY, language: None }).await
	};
	assert_eq!(changed(&|it| it.left_cfx = VIEW_CFX).await, none);
	assert_eq!(changed(&|it| it.state = CampaignState::Paused { since: 1 }).await, none);
	assert_eq!(changed(&|it| it.terms.first = 1_000_001).await, none);
	let only = |country: [u8; 2]| Targets {
		countries: vec![country].try_into().unwrap(),
		..Targets::default()
	};
	assert_eq!(changed(&|it| it.terms.targets = only(*b"DE")).await, none);
	assert_eq!(changed(&|it| it.terms.creative = content(2)).await, none, "no key of it");
	// Whoever did not make what costs something does not show it to all.
	let priced = |chain: &mut ChainState| {
		chain.titles.get_mut(&content(CREATIVE)).unwrap().state.price_cfx = 5;
	};
	world.with_chain(priced);
	assert_eq!(changed(&|_| ()).await, none);
	let creator = Viewer::new(200).account();
	assert!(changed(&|it| it.advertiser = creator.clone()).await.is_ok());
}

#[tokio::test]
async fn the_best_bid_wins_and_a_tie_is_drawn_by_the_play_code() {
	let (mut unsendable, mut low) = (campaign(), campaign());
	unsendable.terms.creative = content(2);
	unsendable.terms.view_cfx = 3 * VIEW_CFX;
	low.terms.view_cfx = VIEW_CFX - 1;
	let world = advertising(1, vec![low, campaign(), unsendable, campaign()]);
	let shown = world.with_chain(|chain| chain.campaigns.clone());
	for seed in 1..=12 {
		let viewer = Viewer::new(seed);
		let ticket = ticket_of(&ask(&world, &viewer).await.unwrap());
		// What an auditor works out, who knows that the desk has no key of the second.
		let place = auction::Place {
			viewer: &viewer.account(),
			country: PLACE.country,
			language: PLACE.language,
			content: content(1),
			categories: &[],
			round: round_of_ms(ticket.issued_at_ms),
		};
		let bidders = [0, 1, 3].map(|id: usize| auction::Bidder {
			id: id as u64,
			campaign: &shown[id],
			spent_today_cfx: 0,
			promised_cfx: 0,
			seen_today: 0,
		});
		let won = auction::winner(&place, bidders, &ticket.play_code);
		assert!(matches!(won, Some(1 | 3)));
		assert_eq!(ticket.ad.map(|ad| ad.campaign), won);
	}
}

#[tokio::test]
async fn no_more_is_shown_than_is_left_with_what_other_desks_show() {
	let most = VIEW_CFX + CLICK_CFX;
	let world = advertising(4, vec![Campaign { left_cfx: 2 * most + 7, ..campaign() }]);
	ask_at(&world, &Viewer::new(1), (0, 1), PLACE).await.unwrap();
	ask_at(&world, &Viewer::new(2), (1, 1), PLACE).await.unwrap();
	world.pump();
	let third = Viewer::new(3);
	assert_eq!(ask_at(&world, &third, (2, 1), PLACE).await, Err(Rejection::NoAd));
	// Nobody watched to the end.
	world.pass(u64::from(CELL_MS) * 3 / 2 + 2_001);
	assert!(ask_at(&world, &third, (2, 1), PLACE).await.is_ok());
}

#[tokio::test]
async fn a_ticket_that_says_of_an_ad_what_cannot_be_is_garbage() {
	let world = advertising(2, vec![campaign()]);
	let grant = ask(&world, &Viewer::new(1)).await.unwrap();
	world.drain();
	let SignedTicket { ticket, signature } = scale_from_hex(&grant.ticket).unwrap();
	let ad = ticket.ad.unwrap();
	let of = |ad: AdPlacement| Ticket { ad: Some(ad), ..ticket.clone() };
	let status = |ticket: Ticket| {
		let id = ticket.id();
		let told = told_ticket(&world.desks[0].key, SignedTicket { ticket, signature });
		world.desks[1].core.on_message(PeerKey(vec![0]), &told.to_bytes());
		world.desks[1].handle.play_status(&id)
	};
	for wrong in [
		of(AdPlacement { content: ticket.content, ..ad }),
		of(AdPlacement { country: *b"de", ..ad }),
		Ticket { cell: 1, ..ticket.clone() },
	] {
		assert_eq!(status(wrong), PlayState::Unknown);
	}
	assert_eq!(world.reports.lock().unwrap().len(), 3);
	assert_eq!(status(ticket.clone()), PlayState::Ticketed);
}
