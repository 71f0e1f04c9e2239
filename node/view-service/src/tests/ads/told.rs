//! What advertisers are told of ads that nobody is charged for.

use super::*;
use reel_primitives::{
	ads::{AdCharge, DayResults, DropCounts, EndCause, Figures},
	play::SignedPlay,
	time::{ROUND_MS, round_of_ms},
};

/// Milliseconds after which an ad's play is taken no more, whatever the clocks say.
const OVER_MS: u64 = CELL_MS as u64 * 3 / 2 + 2_001;

/// What the chain makes of all bills that were paid, of one campaign.
fn results(world: &World, campaign: u64) -> DayResults {
	let mut results = DayResults::default();
	let is_of = |charge: &&AdCharge| charge.campaign == campaign;
	for batch in paid(world) {
		for charge in batch.charged.iter().flat_map(|bill| &bill.charges).filter(is_of) {
			results.enter(charge, &vec![0; charge.parts.len()]);
		}
	}
	results
}

/// Desk 0 proposes, being the first whose turn it is, with a title's play of somebody new; the batch is paid.
async fn pay_own_round(world: &World, seed: u8) {
	Viewer::new(seed).watch(world, 0, 0).await;
	for _ in 0..3 {
		world.next_round();
	}
	pay_round(world).await;
}

/// An ad is asked for and not watched: the grant.
async fn shown(world: &World, viewer: &Viewer) -> TicketGrant {
	let grant = ask(world, viewer).await.unwrap();
	world.pump();
	grant
}

fn shown_not_viewed(impressions: u64) -> Figures {
	Figures { impressions, ..Figures::default() }
}

#[tokio::test]
async fn what_was_shown_and_not_proven_is_told_once_by_the_desk_that_showed_it() {
	let world = advertising(4, vec![campaign()]);
	for seed in 1..=3 {
		shown(&world, &Viewer::new(seed)).await;
	}
	world.block().await;
	let untold = || world.desks[0].core.store().state().untold();
	assert!(untold().is_empty(), "it may still be proven");
	world.pass(OVER_MS);
	world.block().await;
	assert_eq!(untold()[&0].dropped, Dropped { unproven: 3, ..Dropped::default() });
	assert!(world.desks[1].core.store().state().untold().is_empty(), "another's tickets");
	pay_own_round(&world, 30).await;
	let told = results(&world, 0);
	assert_eq!(told.total, shown_not_viewed(3));
	assert_eq!(told.titles.to_vec(), [(content(1), shown_not_viewed(3))]);
	assert_eq!(told.countries.to_vec(), [(PLACE.country, shown_not_viewed(3))]);
	assert_eq!(told.dropped, DropCounts { unproven: 3, ..DropCounts::default() });
	// Of the ad nobody paid anything: the bill only tells.
	let bills: Vec<AdBill> = paid(&world).into_iter().flat_map(|batch| batch.charged).collect();
	let [bill] = &bills[..] else { panic!("told once") };
	assert_eq!((bill.plays(), &bill.viewers), (0, &Payees::Direct(vec![])));
	assert_eq!(left(&world), BUDGET_CFX);
	let votes = world.with_chain(|chain| chain.votes.clone());
	assert!(votes.values().flatten().all(|(_, approve)| *approve));
	pay_own_round(&world, 40).await;
	assert_eq!(results(&world, 0), told);
}

#[tokio::test]
async fn refused_play_data_and_a_view_above_the_frequency_stand_in_the_next_bill() {
	let world = advertising(4, vec![campaign()]);
	let desk = &world.desks[0];
	let viewer = Viewer::new(1);
	let grant = shown(&world, &viewer).await;
	let play = viewer.play(desk, &grant);
	let early = viewer.submit(desk, play.clone()).await;
	assert!(matches!(early, Err(Rejection::TooFast { .. })));
	world.pass(u64::from(CELL_MS));
	let forged = SignedPlay { play: play.clone(), signature: [7; 64] };
	let mut wrong = play.clone();
	wrong.leaves.pop();
	// Of one ticket it counts once, however often it is tried.
	for _ in 0..2 {
		let answer = desk.handle.submit_play(forged.clone(), Source::Unknown).await;
		assert_eq!(answer, Err(Rejection::WrongSignature));
		assert_eq!(viewer.submit(desk, wrong.clone()).await, Err(Rejection::WrongLeaf));
	}
	viewer.submit(desk, play.clone()).await.unwrap();
	world.pump();
	assert_eq!(viewer.submit(desk, play).await, Err(Rejection::AlreadySubmitted));
	watch(&world, &viewer).await;
	let late = viewer.play(desk, &shown(&world, &Viewer::new(2)).await);
	world.pass(OVER_MS);
	let answer = Viewer::new(2).submit(desk, late).await;
	assert!(matches!(answer, Err(Rejection::TooSlow { .. })));
	world.with_chain(|chain| chain.campaigns[0].terms.frequency_cap = 1);
	world.block().await;
	pay_own_round(&world, 20).await;

	let told = results(&world, 0);
	let figures = Figures { impressions: 3, views: 1, ..Figures::default() };
	assert_eq!((told.total, told.viewers), (figures, 1));
	let counts = DropCounts {
		frequency: 1,
		unproven: 1,
		invalid: 1,
		too_early: 1,
		too_late: 1,
		repeated: 1,
		..DropCounts::default()
	};
	assert_eq!(told.dropped, counts);
	assert_eq!(left(&world), BUDGET_CFX - VIEW_CFX);
	let votes = world.with_chain(|chain| chain.votes.clone());
	assert!(votes.values().flatten().all(|(_, approve)| *approve));
	// Two hours later it is forgotten, and not told again.
	world.pass(7_200_000);
	world.block().await;
	pay_own_round(&world, 30).await;
	assert_eq!(results(&world, 0), told);
}

#[tokio::test]
async fn what_found_no_budget_is_told_when_no_batch_can_take_it() {
	let world = advertising(4, vec![campaign()]);
	watch(&world, &Viewer::new(1)).await;
	watch(&world, &Viewer::new(2)).await;
	world.with_chain(|chain| chain.campaigns[0].left_cfx = VIEW_CFX);
	pay_own_round(&world, 20).await;
	let figures = Figures { impressions: 1, views: 1, ..Figures::default() };
	assert_eq!(
		(results(&world, 0).total, results(&world, 0).dropped),
		(figures, DropCounts::default())
	);
	for _ in 0..30 {
		world.pass(10 * ROUND_MS);
		world.block().await;
	}
	let counted = world.desks[0].core.store().state().untold();
	assert_eq!(counted[&0].dropped, Dropped { budget: 1, ..Dropped::default() });
	assert_eq!(counted[&0].shown.get(&(content(1), PLACE.country)), Some(&1));
	// Batches are paid at once also when the last one that was is long forgotten; one in four is desk 0's.
	let paid_before = paid(&world).len();
	for seed in 30..34 {
		Viewer::new(seed).watch(&world, 0, 0).await;
		pay_round(&world).await;
		// Three rounds later it is another desk's turn.
		world.next_round();
	}
	assert_eq!(paid(&world).len(), paid_before + 4);
	let told = results(&world, 0);
	assert_eq!(told.total, Figures { impressions: 2, ..figures });
	assert_eq!(told.dropped, DropCounts { budget: 1, ..DropCounts::default() });
}

#[tokio::test]
async fn nothing_is_told_of_what_has_ended_and_others_are_told_of_all_the_same() {
	let of_title = |seed: u8| Targets {
		titles: vec![content(seed)].try_into().unwrap(),
		..Targets::default()
	};
	let mut campaigns = vec![campaign(), campaign()];
	campaigns[0].terms.targets = of_title(2);
	campaigns[1].terms.targets = of_title(1);
	let world = advertising(4, campaigns);
	ask_at(&world, &Viewer::new(1), (0, 2), PLACE).await.unwrap();
	ask_at(&world, &Viewer::new(2), (0, 1), PLACE).await.unwrap();
	world.pump();
	world.pass(OVER_MS);
	world.block().await;
	let ended_in = round_of_ms(world.now_ms());
	world.with_chain(|chain| {
		chain.campaigns[0].state = CampaignState::Ended { cause: EndCause::Over, ended_in };
	});
	pay_own_round(&world, 20).await;
	assert_eq!(results(&world, 0), DayResults::default());
	assert_eq!(results(&world, 1).total, shown_not_viewed(1));
	assert!(world.desks[0].core.store().state().untold().is_empty());
}

#[tokio::test]
async fn what_was_counted_outlives_the_desk_and_what_was_told_is_not_told_again() {
	let mut world = advertising(4, vec![campaign()]);
	shown(&world, &Viewer::new(1)).await;
	shown(&world, &Viewer::new(2)).await;
	let restart = |world: &mut World, compact: bool| {
		if compact {
			world.desks[0].core.store().compact().unwrap();
		}
		world.desks[0].restart();
		world.desks[0].core.say_hello();
		for desk in &world.desks[1..] {
			desk.core.say_hello();
		}
		world.pump();
	};
	// It ends while the desk is down.
	world.pass(OVER_MS);
	restart(&mut world, false);
	world.block().await;
	for compact in [false, true] {
		restart(&mut world, compact);
		world.block().await;
		let untold = world.desks[0].core.store().state().untold();
		assert_eq!(untold[&0].dropped, Dropped { unproven: 2, ..Dropped::default() });
	}
	// Batches that lapse have told nobody anything.
	world.with_chain(|chain| chain.loses_votes = true);
	pay_own_round(&world, 20).await;
	assert!(world.desks[0].core.store().state().untold().is_empty(), "in an open batch");
	world.chain.lapse_all();
	world.with_chain(|chain| chain.loses_votes = false);
	for _ in 0..21 {
		world.next_round();
	}
	world.block().await;
	pay_own_round(&world, 30).await;
	let told = results(&world, 0);
	assert_eq!(told.dropped, DropCounts { unproven: 2, ..DropCounts::default() });
	for (seed, compact) in [(40, false), (50, true)] {
		restart(&mut world, compact);
		// Past the time for which a desk keeps its proposals.
		for _ in 0..45 {
			world.next_round();
		}
		world.block().await;
		pay_own_round(&world, seed).await;
		assert_eq!(results(&world, 0), told);
	}
	let store = world.desks[0].core.store();
	assert!(store.state().untold().is_empty());
}
