//! Ads: asked for, watched, billed and judged (C11).

use super::{
	Viewer, World,
	lies::{propose, verdicts},
	world::*,
};
use crate::{Source, state::PlayFacts};
use reel_primitives::{
	AccountId, Balance, ContentId, Round,
	ads::{
		AdAsk, AdBill, AdPlacement, AdTerms, Campaign, CampaignState, ChargePart, Dropped,
		ROUNDS_PER_DAY, Targets, UNKNOWN_COUNTRY, auction,
	},
	batch::{BatchProposal, Payee, Payees},
	play::{PlayAsk, PlayData, SignedTicket, Ticket, TicketId},
	time::{ROUND_MS, round_of_ms},
};
use reel_rpc_api::{PlayState, Rejection, TicketGrant, scale_from_hex};

const CREATIVE: u8 = 9;
const VIEW_CFX: Balance = 10_001;
const CLICK_CFX: Balance = 503;
const BUDGET_CFX: Balance = 1_000_000;

/// What the viewer gets of a view, and of a click: seven tenths, rounded down.
const VIEWERS_PART: (Balance, Balance) = (7_000, 352);

const PLACE: AdAsk = AdAsk { country: *b"DE", language: Some(*b"de") };

fn advertiser() -> Viewer {
	Viewer::new(210)
}

fn campaign() -> Campaign<AccountId> {
	Campaign {
		advertiser: advertiser().account(),
		terms: AdTerms {
			creative: content(CREATIVE),
			view_cfx: VIEW_CFX,
			click_cfx: CLICK_CFX,
			targets: Targets::default(),
			first: 999_999,
			last: 2_000_000,
			daily_cap_cfx: None,
			frequency_cap: 2,
		},
		duration_ms: CELL_MS,
		viewer_bp: 7_000,
		left_cfx: BUDGET_CFX,
		spent_cfx: 0,
		state: CampaignState::Running,
	}
}

/// Desks that have the keys of title 1 and of the creative, and a chain with these campaigns.
fn advertising(desks: usize, campaigns: Vec<Campaign<AccountId>>) -> World {
	let world = World::new(desks);
	world.with_chain(|chain| {
		chain.titles.insert(content(CREATIVE), title(CREATIVE));
		chain.campaigns = campaigns;
	});
	let deposit = world.deposit(CREATIVE, &[78; 32]);
	world.desks[0].handle.deposit_secret(deposit, Source::Unknown).unwrap();
	world.pump();
	world
}

fn ticket_of(grant: &TicketGrant) -> Ticket {
	scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket
}

/// Asks for an ad before cell 0 of a title.
async fn ask_at(
	world: &World,
	viewer: &Viewer,
	(desk, title): (usize, u8),
	place: AdAsk,
) -> Result<TicketGrant, Rejection> {
	let ask = PlayAsk { ad: Some(place), ..viewer.ask(world, title, 0) };
	viewer.send(&world.desks[desk], ask).await
}

async fn ask(world: &World, viewer: &Viewer) -> Result<TicketGrant, Rejection> {
	ask_at(world, viewer, (0, 1), PLACE).await
}

/// Watches an ad before a title at a desk, to its end.
async fn watch_at(
	world: &World,
	viewer: &Viewer,
	(desk, title): (usize, u8),
	clicked: bool,
) -> TicketId {
	let grant = ask_at(world, viewer, (desk, title), PLACE).await.unwrap();
	world.pump();
	let play = viewer.play(&world.desks[desk], &grant);
	world.pass(u64::from(CELL_MS));
	let id = play.ticket;
	viewer.submit(&world.desks[desk], PlayData { clicked, ..play }).await.unwrap();
	world.pump();
	id
}

async fn watch(world: &World, viewer: &Viewer) -> TicketId {
	watch_at(world, viewer, (0, 1), false).await
}

/// Blocks in which what was watched is proposed, voted on and paid.
async fn pay_round(world: &World) {
	world.next_round();
	for _ in 0..4 {
		world.block().await;
	}
}

fn paid(world: &World) -> Vec<BatchProposal> {
	world.with_chain(|chain| chain.paid.clone())
}

fn left(world: &World) -> Balance {
	world.with_chain(|chain| chain.campaigns[0].left_cfx)
}

fn facts(world: &World, ticket: &TicketId) -> PlayFacts {
	let store = world.desks[0].core.store();
	store.state().play_of(ticket).unwrap().facts.clone()
}

/// Views, clicks and awards of a bill of one campaign and one title.
fn told(bill: &AdBill) -> (u32, u32, Vec<Payee>) {
	let [charge] = &bill.charges[..] else { panic!("one campaign") };
	let [ChargePart { content: title, country, impressions, views, clicks }] = charge.parts[..]
	else {
		panic!("one title, one country")
	};
	assert_eq!((title, country, impressions), (content(1), PLACE.country, views));
	assert_eq!(charge.dropped, Dropped::default());
	let Payees::Direct(viewers) = bill.viewers.clone() else { panic!("few viewers") };
	assert_eq!(charge.viewers as usize, viewers.len());
	(views, clicks, viewers)
}

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
	assert_eq!(self::paid(&world)[1].charged, []);
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
	let priced = |chain: &mut super::parts::ChainState| {
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

/// A batch of desk 0 with a title's play and two of an ad, by two viewers, and what desk 0 would bill; in a round of its turn.
async fn billed(world: &World) -> (BatchProposal, Vec<[u8; 32]>) {
	let viewers = [1, 2].map(Viewer::new);
	let mut plays = Vec::new();
	for viewer in &viewers {
		plays.push(facts(world, &watch(world, viewer).await));
	}
	let title = facts(world, &viewers[0].watch(world, 0, 0).await);
	world.next_round();
	while round_of_ms(world.now_ms()) % 4 != 1 {
		world.next_round();
	}
	let (core, round) = (&world.desks[0].core, round_of_ms(world.now_ms()) - 1);
	let (charged, bills) = core.bill_ads(round, &plays);
	assert_eq!(charged.len(), 2);
	plays.push(title);
	let built = core.build(round, &plays).unwrap();
	(BatchProposal { charged: bills, ..built.proposal }, built.plays)
}

/// What the others say of a batch that was changed.
async fn judged(
	change: impl FnOnce(&mut BatchProposal),
	before_the_vote: impl FnOnce(&mut super::parts::ChainState),
) -> Vec<bool> {
	let world = advertising(4, vec![campaign(), campaign()]);
	world.with_chain(|chain| chain.campaigns[1].terms.view_cfx -= 1);
	let (mut proposal, plays) = billed(&world).await;
	change(&mut proposal);
	propose(&world, proposal, plays).await;
	world.with_chain(before_the_vote);
	verdicts(&world).await
}

fn part(proposal: &mut BatchProposal) -> &mut ChargePart {
	&mut proposal.charged[0].charges[0].parts[0]
}

#[tokio::test]
async fn a_proposer_that_lies_about_ads_is_voted_down_by_all() {
	let nothing = |_: &mut super::parts::ChainState| ();
	assert_eq!(judged(|_| (), nothing).await, [true; 3]);
	let lies: [fn(&mut BatchProposal); 8] = [
		|it| {
			part(it).views += 1;
			part(it).impressions += 1;
		},
		|it| part(it).views -= 1,
		|it| part(it).clicks += 1,
		|it| part(it).content = ContentId([2; 32]),
		|it| it.charged[0].charges[0].campaign = 1,
		|it| it.charged[0].charges[0].dropped.budget = 1,
		|it| {
			let Payees::Direct(viewers) = &mut it.charged[0].viewers else { panic!("direct") };
			viewers[1].account = AccountId::new([255; 32]);
		},
		|it| it.charged.clear(),
	];
	for lie in lies {
		assert_eq!(judged(lie, nothing).await, [false; 3]);
	}
	let twice = |it: &mut BatchProposal| it.charged.push(it.charged[0].clone());
	assert_eq!(judged(twice, nothing).await, [false; 3]);
}

#[tokio::test]
async fn nobody_loses_a_bond_for_what_changes_on_the_chain() {
	let changes: [fn(&mut Campaign<AccountId>); 2] =
		[|it| it.left_cfx = 100_000, |it| it.state = CampaignState::Paused { since: 1 }];
	for change in changes {
		// The chain drops what does not fit: it is no vote's concern.
		let verdicts = judged(|_| (), |chain| change(&mut chain.campaigns[0])).await;
		assert_eq!(verdicts, [true; 3]);
	}
	// A number that is nobody's at the finalized block; a chain that cannot be asked.
	assert!(judged(|_| (), |chain| chain.campaigns.clear()).await.is_empty());
	assert!(judged(|_| (), |chain| chain.loses_finalized = true).await.is_empty());
	// A ticket that the terms do not admit was never right.
	let for_others = |it: &mut Campaign<AccountId>| {
		it.terms.targets.countries = vec![*b"FR"].try_into().unwrap();
	};
	let verdicts = judged(|_| (), |chain| for_others(&mut chain.campaigns[0])).await;
	assert_eq!(verdicts, [false; 3]);
}

#[tokio::test]
async fn more_views_than_a_day_may_have_get_no_vote_of_who_knows_of_the_others() {
	let world = advertising(4, vec![campaign()]);
	let cap = |views: u16| {
		world.with_chain(|chain| chain.campaigns[0].terms.frequency_cap = views);
	};
	let viewer = Viewer::new(1);
	watch(&world, &viewer).await;
	viewer.watch(&world, 0, 1).await;
	pay_round(&world).await;
	let first: Round = paid(&world)[0].round;
	world.with_chain(|chain| chain.votes.clear());
	let (proposal, plays) = billed(&world).await;
	cap(1);
	assert!(proposal.round > first);
	propose(&world, proposal, plays).await;
	assert!(verdicts(&world).await.is_empty());
	cap(2);
	assert_eq!(verdicts(&world).await, [true; 3]);
}
