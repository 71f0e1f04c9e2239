//! Ads: asked for, watched, billed and judged (C11).

mod billed;
mod judged;
mod shown;
mod told;

use super::{Viewer, World, parts::ChainState, world::*};
use crate::{Source, state::PlayFacts};
use reel_primitives::{
	AccountId, Balance,
	ads::{AdAsk, AdBill, AdTerms, Campaign, CampaignState, ChargePart, Dropped, Targets},
	batch::{BatchProposal, Payee, Payees},
	play::{PlayAsk, PlayData, SignedTicket, Ticket, TicketId},
};
use reel_rpc_api::{Rejection, TicketGrant, scale_from_hex};

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
