//! From a batch that says what its ads come to, over the votes on it, to viewers, creators and what is left of a budget (C11).

use crate::{
	ads::{AD, BUDGET, CHARGED, CLICK, VIEW, bill, held, part, ready, wealth},
	chain::{Chain, round},
	delivery::{last_paid, put_to_the_vote, vote_once},
	views::{proposal, propose_by, proposer, vote_by},
};
use pallet_ad_escrow::{Campaigns, Event};
use pallet_proof_of_view::{AcceptedBatches, OpenBills};
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_primitives::{
	Balance, Round,
	ads::{AdBill, BillRefusal, CampaignId, counting::Payer},
	batch::{BatchProposal, Payees},
};
use reelchain_runtime::{
	AccountId, AdEscrow, Balances, Block, Emission, Runtime, RuntimeEvent, System,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};

/// Plays of ads that a bill tells of.
const AD_PLAYS: u32 = 3;

/// A chain whose campaign was shown for a whole round, in the first slot of the next.
fn shown() -> Chain {
	let mut chain = ready(1_000, |_| {});
	chain.block_after(6, vec![]);
	while !chain.slot().is_multiple_of(6) {
		chain.block(vec![]);
	}
	chain
}

/// A batch of the round before with these bills.
fn with_bills(chain: &mut Chain, bills: Vec<AdBill>) -> BatchProposal {
	let plays = 1 + AD_PLAYS * bills.len() as u32;
	chain.look(|| BatchProposal { charged: bills, plays, ..proposal(round() - 1) })
}

/// Campaigns as the batch of `round` finds them, as the node asks.
fn payers(campaigns: Vec<CampaignId>, round: Round) -> Vec<Option<Payer<AccountId>>> {
	<Runtime as ProofOfViewApi<Block, AccountId>>::payers(campaigns, round)
}

/// What happened to bills in the last block.
fn of_bills() -> Vec<Event<Runtime>> {
	let of_ads = |event| match event {
		RuntimeEvent::AdEscrow(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(|record| of_ads(record.event)).collect()
}

/// What viewers, the creator and the brand have when the batch was paid.
fn wealth_after(bills: Vec<AdBill>) -> ([Balance; 4], Balance) {
	let mut chain = shown();
	let batch = with_bills(&mut chain, bills);
	put_to_the_vote(&mut chain, &batch);
	assert_eq!(chain.look(held), BUDGET, "two of four have said yes");
	vote_once(&mut chain, &batch);
	assert_eq!(last_paid(&mut chain), Some(batch.round));
	chain.look(|| (wealth(), held()))
}

#[test]
fn the_vote_that_decides_pays_viewers_and_creators_out_of_the_budget_to_the_planck() {
	// Viewers are validators here and are paid for the round in both; the ads are the difference.
	let (without, untouched) = wealth_after(vec![]);
	let (with, left) = wealth_after(vec![bill()]);
	let gains = [0, 1, 2].map(|who| with[who] - without[who]);
	let creators = 3 * (VIEW - part(VIEW)) + CLICK - part(CLICK);
	assert_eq!(gains, [2 * part(VIEW) + part(CLICK), part(VIEW), creators]);
	assert_eq!((untouched, left), (BUDGET, BUDGET - CHARGED));
	assert_eq!(gains.iter().sum::<Balance>(), CHARGED);
	assert_eq!(with[3], without[3], "the brand pays from its hold");
}

#[test]
fn plays_of_ads_mint_nothing_and_count_for_no_title() {
	let mut chain = shown();
	let batch = with_bills(&mut chain, vec![bill()]);
	put_to_the_vote(&mut chain, &batch);
	let before = chain.look(Balances::total_issuance);
	vote_once(&mut chain, &batch);
	chain.look(|| {
		assert_eq!(Balances::total_issuance(), before + Emission::minted().0);
		let accepted = AcceptedBatches::<Runtime>::get(batch.round).unwrap();
		assert_eq!((accepted.plays, accepted.ad_plays), (1 + AD_PLAYS, AD_PLAYS));
		assert_eq!(pallet_proof_of_view::Views::<Runtime>::get(AD).plays, 0);
		let rewarded = System::events().into_iter().find_map(|record| match record.event {
			RuntimeEvent::Emission(pallet_emission::Event::RoundRewarded { plays, .. }) => {
				Some(plays)
			},
			_ => None,
		});
		assert_eq!(rewarded, Some(1));
	});
}

#[test]
fn a_wrong_bill_is_left_out_whole_and_the_other_and_the_round_are_paid() {
	let mut chain = shown();
	let mut wrong = bill();
	let Payees::Direct(payees) = &mut wrong.viewers else { panic!("named") };
	payees[0].shares += 1;
	let batch = with_bills(&mut chain, vec![wrong, bill()]);
	put_to_the_vote(&mut chain, &batch);
	vote_once(&mut chain, &batch);
	assert_eq!(last_paid(&mut chain), Some(batch.round));
	chain.look(|| {
		assert_eq!(held(), BUDGET - CHARGED);
		let events = of_bills();
		let refusal = BillRefusal::Amounts;
		assert_eq!(events[0], Event::BillDropped { round: batch.round, bill: 0, refusal });
		assert!(matches!(events[1], Event::CampaignCharged { views: 3, clicks: 1, .. }));
		assert_eq!(events.len(), 2);
	});
}

#[test]
fn a_batch_that_is_voted_down_charges_nobody() {
	let mut chain = shown();
	let batch = with_bills(&mut chain, vec![bill()]);
	let first = chain.look(|| proposer(batch.round));
	let extrinsic = chain.look(|| propose_by(first, batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	assert!(chain.look(|| OpenBills::<Runtime>::contains_key(batch.round)));
	let others = [Alice, Bob, Charlie, Dave].into_iter().filter(|who| *who != first);
	for who in others.take(2) {
		let vote = chain.look(|| vote_by(who, &batch, false));
		assert_eq!(chain.block(vec![vote]).remove(0).unwrap(), Ok(()));
	}
	assert_eq!(last_paid(&mut chain), None);
	chain.look(|| {
		assert_eq!(held(), BUDGET);
		assert!(!OpenBills::<Runtime>::contains_key(batch.round));
		assert!(Runtime::open_batches().is_empty());
	});
}

#[test]
fn desks_are_told_what_open_batches_leave_of_a_campaign() {
	let mut chain = shown();
	let batch = with_bills(&mut chain, vec![bill()]);
	put_to_the_vote(&mut chain, &batch);
	chain.look(|| {
		assert_eq!(Runtime::open_batches()[0].charged, [bill()]);
		let of = |round| {
			let payer = payers(vec![0, 7], round);
			assert_eq!(payer[1], None);
			let payer = payer[0].clone().unwrap();
			(payer.campaign.left_cfx, payer.spent_today_cfx)
		};
		assert_eq!(of(batch.round), (BUDGET, 0), "as the batch itself finds it");
		assert_eq!(of(batch.round + 1), (BUDGET - CHARGED, CHARGED));
		let shown = <Runtime as ProofOfViewApi<Block, AccountId>>::shown_campaigns(0, 64);
		assert_eq!((shown.0, shown.1.len()), (1, 1));
		assert_eq!(shown.1[0].1.campaign.left_cfx, BUDGET - CHARGED);
		assert_eq!(
			Campaigns::<Runtime>::get(0).unwrap().left_cfx,
			BUDGET,
			"nothing is charged yet"
		);
	});
	vote_once(&mut chain, &batch);
	chain.look(|| {
		let payer = payers(vec![0], batch.round + 1)[0].clone().unwrap();
		assert_eq!((payer.campaign.left_cfx, payer.spent_today_cfx), (BUDGET - CHARGED, CHARGED));
		assert_eq!(AdEscrow::campaign(0).unwrap().spent_cfx, CHARGED);
	});
}
