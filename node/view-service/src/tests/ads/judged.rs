//! What desks think of each other's bills.

use super::*;
use crate::tests::lies::{propose, verdicts};
use reel_primitives::{
	ContentId, Round,
	ads::{AdCharge, ChargePart},
	batch::Payees,
	time::round_of_ms,
};

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
	let (names, bills) = core.bill_ads(round, &plays);
	assert_eq!(names.len(), 2);
	let charged = bills.into_iter().map(|built| built.bill).collect();
	plays.push(title);
	let built = core.build(round, &plays).unwrap();
	(BatchProposal { charged, ..built.proposal }, built.plays)
}

/// What the others say of a batch that was changed.
async fn judged(
	change: impl FnOnce(&mut BatchProposal),
	before_the_vote: impl FnOnce(&mut ChainState),
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
	let nothing = |_: &mut ChainState| ();
	assert_eq!(judged(|_| (), nothing).await, [true; 3]);
	let lies: [fn(&mut BatchProposal); 8] = [
		|it| {
			// Told besides, of a campaign of which nothing is charged; but somebody is paid for it.
			let mut bill = it.charged[0].clone();
			bill.charges[0].campaign = 1;
			bill.charges[0].viewers = 0;
			bill.charges[0].parts[0].views = 0;
			it.charged.push(bill);
		},
		|it| {
			part(it).views += 1;
			part(it).impressions += 1;
		},
		|it| {
			part(it).views -= 1;
			it.charged[0].charges[0].viewers -= 1;
		},
		|it| part(it).clicks += 1,
		|it| part(it).content = ContentId([2; 32]),
		|it| it.charged[0].charges[0].campaign = 1,
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
async fn what_a_proposer_tells_besides_is_nobodys_to_judge() {
	let nothing = |_: &mut ChainState| ();
	let told: [fn(&mut BatchProposal); 3] = [
		|it| part(it).impressions += 7,
		|it| it.charged[0].charges[0].dropped.invalid = 9,
		|it| {
			let dropped = Dropped { unproven: 1, ..Dropped::default() };
			let charge = AdCharge { campaign: 1, viewers: 0, dropped, parts: vec![] };
			it.charged[0].charges.push(charge);
		},
	];
	for besides in told {
		assert_eq!(judged(besides, nothing).await, [true; 3]);
	}
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
