//! From a purchase over a play to those whose film it is: buy, watch, propose, vote, pay (S5, K3).

use crate::{
	chain::{Chain, free, round},
	market::{BUYER, PRICE, buy, gained, held, parts, ready, wealth},
	views::{CONTENT, proposal, propose_by, proposer, vote_by},
};
use frame_support::dispatch::GetDispatchInfo;
use pallet_proof_of_view::WeightInfo as _;
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use pallet_settlement::{Call, Event};
use reel_primitives::{
	Balance,
	batch::{BatchProposal, BatchVote, MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH},
	market::{Currency, MAX_DELIVERIES, PurchaseId, PurchaseState},
	traits::{Deliveries, RewardRounds},
};
use reelchain_runtime::{
	AccountId, Block, Payouts, Runtime, RuntimeEvent, Settlement, System,
	configs::{consensus::MAX_AUTHORITIES, fragments::ViewWeights},
	params::PLATFORM_FEE_BP,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};

/// A batch of the round before, which the buyer watched, that delivers `delivered`.
pub(crate) fn watched(chain: &mut Chain, delivered: &[PurchaseId]) -> BatchProposal {
	chain.look(|| BatchProposal { delivered: delivered.to_vec(), ..proposal(round() - 1) })
}

/// Two authorities of four say yes: one is missing.
pub(crate) fn put_to_the_vote(chain: &mut Chain, batch: &BatchProposal) {
	let extrinsic = chain.look(|| propose_by(proposer(batch.round), batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	vote_once(chain, batch);
}

pub(crate) fn vote_once(chain: &mut Chain, batch: &BatchProposal) {
	let vote = chain.look(|| {
		let open = Runtime::open_batches().into_iter().find(|open| open.round == batch.round);
		let voted = open.unwrap().voted;
		let (_, authorities) = <Runtime as ProofOfViewApi<Block, AccountId>>::authorities();
		let is_left = |who: &sp_keyring::Sr25519Keyring| {
			let place = authorities.iter().position(|(account, _)| *account == who.to_account_id());
			!voted.contains(&(place.unwrap() as u32))
		};
		let who = [Alice, Bob, Charlie, Dave].into_iter().find(is_left).unwrap();
		vote_by(who, batch, true)
	});
	assert_eq!(chain.block(vec![vote]).remove(0).unwrap(), Ok(()));
}

pub(crate) fn last_paid(chain: &mut Chain) -> Option<u64> {
	chain.look(Payouts::last_paid_round)
}

/// What holders and treasury have when the batch was paid.
fn wealth_after(delivered: &[PurchaseId]) -> [Balance; 4] {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	let batch = watched(&mut chain, delivered);
	put_to_the_vote(&mut chain, &batch);
	assert_eq!(chain.look(|| held(BUYER)), PRICE);
	vote_once(&mut chain, &batch);
	assert_eq!(last_paid(&mut chain), Some(batch.round));
	let open = if delivered.is_empty() { PRICE } else { 0 };
	assert_eq!(chain.look(|| held(BUYER)), open);
	assert!(chain.look(|| Settlement::has_access(CONTENT, BUYER.to_account_id())));
	chain.look(|| wealth(free))
}

#[test]
fn a_film_is_bought_and_watched_and_the_vote_that_decides_pays_three_holders_to_the_planck() {
	// Validators, viewer and supervisor are paid for the round in both; the price is the difference.
	let gains = gained(wealth_after(&[]), wealth_after(&[0]));
	assert_eq!(gains, parts(PRICE, PLATFORM_FEE_BP.into()));
	assert_eq!(gains.iter().sum::<Balance>(), PRICE);
}

#[test]
fn what_is_refused_before_the_deciding_vote_goes_back_and_the_round_is_paid_all_the_same() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	let batch = watched(&mut chain, &[0]);
	put_to_the_vote(&mut chain, &batch);
	let refusal = Call::<Runtime>::refuse { purchase: 0 };
	assert_eq!(chain.submit(BUYER, refusal).unwrap(), Ok(()));
	assert_eq!(chain.look(|| held(BUYER)), 0);
	vote_once(&mut chain, &batch);
	assert_eq!(last_paid(&mut chain), Some(batch.round));
	chain.look(|| {
		assert!(!System::events().into_iter().any(|record| matches!(
			record.event,
			RuntimeEvent::Settlement(Event::Delivered { .. } | Event::Credited { .. })
		)));
		assert!(!Settlement::has_access(CONTENT, BUYER.to_account_id()));
	});
}

#[test]
fn a_purchase_that_two_batches_name_is_paid_once() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	for is_first in [true, false] {
		let batch = watched(&mut chain, &[0]);
		put_to_the_vote(&mut chain, &batch);
		vote_once(&mut chain, &batch);
		assert_eq!(last_paid(&mut chain), Some(batch.round));
		let paid = chain.look(|| {
			let of_sale = |event: &RuntimeEvent| {
				matches!(event, RuntimeEvent::Settlement(Event::Delivered { purchase: 0, .. }))
			};
			System::events().iter().filter(|record| of_sale(&record.event)).count()
		});
		assert_eq!(paid, usize::from(is_first));
		let next = batch.round + 2;
		chain.run_until(6, || round() >= next);
	}
}

#[test]
fn desks_are_told_what_is_open_what_is_over_and_what_there_is_not() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	let buyer = BUYER.to_account_id();
	let pairs = || vec![(CONTENT, Alice.to_account_id()), (CONTENT, BUYER.to_account_id())];
	let open = PurchaseState::Open { content: CONTENT, beneficiary: buyer.clone() };
	chain.look(|| {
		assert!(Runtime::has_access(CONTENT, buyer.clone()));
		assert!(!Runtime::has_access(CONTENT, Alice.to_account_id()));
		assert_eq!(Runtime::open_purchases(pairs()), [0]);
		let states = Runtime::purchase_states(vec![0, 1]);
		assert_eq!(states, [open, PurchaseState::NotMade]);
	});
	chain.block_with(1, || assert_eq!(Settlement::delivered(&[0]), 1));
	chain.look(|| {
		assert!(Runtime::has_access(CONTENT, buyer.clone()));
		assert!(Runtime::open_purchases(pairs()).is_empty());
		let states = Runtime::purchase_states(vec![1, 0]);
		assert_eq!(states, [PurchaseState::NotMade, PurchaseState::Over]);
	});
	// One that went back is over as well.
	let again = Call::<Runtime>::forget { purchase: 0 };
	assert_eq!(chain.submit(BUYER, again).unwrap(), Ok(()));
	chain.look(|| assert_eq!(Runtime::purchase_states(vec![0]), [PurchaseState::Over]));
}

#[test]
fn the_deciding_vote_is_charged_eight_deliveries_among_thirty_two_holders() {
	let vote = BatchVote { round: 1, batch: [0; 32], approve: true };
	let signature = codec::Decode::decode(&mut &[0u8; 64][..]).expect("64 bytes");
	let call = pallet_proof_of_view::Call::<Runtime>::vote_batch {
		vote,
		authority: 0,
		session: 0,
		signature,
	};
	Chain::development().look(|| {
		let (time, proof) = Settlement::delivered_weight(MAX_DELIVERIES);
		let paid =
			ViewWeights::accept_batch(MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES, MAX_AUTHORITIES);
		let charged = call.get_dispatch_info().call_weight;
		assert!(charged.ref_time() >= paid.ref_time() + time, "{charged:?}");
		assert!(charged.proof_size() >= paid.proof_size() + proof, "{charged:?}");
		assert!(time > 0 && proof > 0);
	});
}
