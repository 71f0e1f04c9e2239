//! What batches pay, and which are refused.

use super::{Viewer, World, world::*};
use crate::{BatchError, BatchPlay, Chain, Source, build};
use codec::Encode;
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use reel_economics::split::title_rates;
use reel_merkle::binary::{self, BinaryProof};
use reel_primitives::{
	AccountId,
	batch::{BATCH_DEADLINE_ROUNDS, Payee, Payees},
	content::RewardSplit,
	play::Receipt,
	time::round_of_ms,
};
use reel_rpc_api::PlayState;
use std::collections::BTreeMap;

fn plays(random: &mut StdRng, count: usize) -> Vec<BatchPlay> {
	(0..count)
		.map(|_| {
			let receipts = (0..random.gen_range(0..=3)).map(|_| Receipt {
				provider: AccountId::new([random.gen_range(100..110); 32]),
				sent_bytes: if random.gen_bool(0.1) { 0 } else { random.r#gen() },
				sent_root: [0; 32],
			});
			let receipts = receipts.collect();
			BatchPlay {
				id: random.r#gen(),
				content: content(random.gen_range(1..=4)),
				duration_ms: random.gen_range(1..=60_000),
				viewer: AccountId::new([random.gen_range(1..=90); 32]),
				receipts,
			}
		})
		.collect()
}

fn splits() -> BTreeMap<reel_primitives::ContentId, RewardSplit> {
	let odd = RewardSplit {
		viewer_bp: 3_333,
		creator_bp: 3_834,
		sharing_bp: 1_333,
		..RewardSplit::DEFAULT
	};
	assert!(odd.is_whole());
	(1..=4).map(|i| (content(i), if i < 3 { RewardSplit::DEFAULT } else { odd })).collect()
}

#[test]
fn shares_sum_exactly_to_weight_times_the_persons_part_and_order_does_not_matter() {
	let mut random = StdRng::seed_from_u64(1);
	for count in [1, 2, 10, 300] {
		for _ in 0..20 {
			let mut plays = plays(&mut random, count);
			let built = build(5, &plays, &splits(), None, &treasury()).unwrap();
			let due: u128 = built
				.proposal
				.totals
				.iter()
				.map(|t| u128::from(t.weight_ms) * u128::from(splits()[&t.content].persons_bp()))
				.sum();
			assert_eq!(built.payees.iter().map(|payee| payee.shares).sum::<u128>(), due);
			assert!(built.payees.is_sorted_by(|a, b| a.account < b.account));
			assert!(built.plays.is_sorted_by(|a, b| a < b));
			assert_eq!(built.proposal.plays_root, binary::root(&built.plays));
			plays.shuffle(&mut random);
			assert_eq!(build(5, &plays, &splits(), None, &treasury()).unwrap(), built);
		}
	}
}

#[test]
fn shares_of_capped_titles_are_those_without_a_cap_times_the_rates_that_the_chain_works_out() {
	let mut random = StdRng::seed_from_u64(3);
	for cap in [1, 100, 1_000, 2_500, 9_999] {
		let plays = plays(&mut random, 200);
		let built = build(5, &plays, &splits(), Some(cap), &treasury()).unwrap();
		let weights: Vec<u64> = built.proposal.totals.iter().map(|total| total.weight_ms).collect();
		let rates = title_rates(&weights, Some(cap)).unwrap().rates;
		let mut due = BTreeMap::<AccountId, u128>::new();
		for (total, rate) in built.proposal.totals.iter().zip(&rates) {
			let of_title: Vec<_> =
				plays.iter().filter(|play| play.content == total.content).cloned().collect();
			for payee in build(5, &of_title, &splits(), None, &treasury()).unwrap().payees {
				*due.entry(payee.account).or_default() += payee.shares * u128::from(*rate);
			}
		}
		let shares: BTreeMap<_, _> =
			built.payees.into_iter().map(|payee| (payee.account, payee.shares)).collect();
		assert_eq!(shares, due);
		// What the chain holds the sum against.
		let implied: u128 = built
			.proposal
			.totals
			.iter()
			.zip(&rates)
			.map(|(t, rate)| {
				let persons = u128::from(splits()[&t.content].persons_bp());
				u128::from(t.weight_ms) * u128::from(*rate) * persons
			})
			.sum();
		assert_eq!(due.values().sum::<u128>(), implied);
	}
}

#[test]
fn more_than_sixty_four_payees_are_committed_to_by_a_root() {
	let mut random = StdRng::seed_from_u64(2);
	let built = build(5, &plays(&mut random, 2_000), &splits(), None, &treasury()).unwrap();
	let leaves: Vec<_> = built.payees.iter().map(Encode::encode).collect();
	let Payees::Root { root, count } = built.proposal.payees else { panic!("a root") };
	assert_eq!((root, count as usize), (binary::root(&leaves), leaves.len()));
	assert!(count > 64);
	let few = build(5, &plays(&mut random, 3), &splits(), None, &treasury()).unwrap();
	assert_eq!(few.proposal.payees, Payees::Direct(few.payees));
}

#[test]
fn impossible_batches_are_not_built() {
	let mut random = StdRng::seed_from_u64(3);
	let plays = plays(&mut random, 2);
	let build = |plays: &[BatchPlay], splits| build(5, plays, splits, None, &treasury());
	let known = splits();
	assert_eq!(build(&[], &known), Err(BatchError::Empty));
	let twice = [plays[0].clone(), plays[0].clone()];
	assert_eq!(build(&twice, &known), Err(BatchError::Twice));
	let unknown = BTreeMap::new();
	assert_eq!(build(&plays, &unknown), Err(BatchError::UnknownTitle));
}

#[test]
fn the_rest_of_a_division_goes_to_the_first_receipt() {
	let receipt =
		|seed| Receipt { provider: AccountId::new([seed; 32]), sent_bytes: 1, sent_root: [0; 32] };
	let play = BatchPlay {
		id: [0; 32],
		content: content(1),
		duration_ms: 1,
		viewer: AccountId::new([1; 32]),
		receipts: vec![receipt(9), receipt(8), receipt(7)],
	};
	let split = RewardSplit { sharing_bp: 1_499, creator_bp: 3_001, ..RewardSplit::DEFAULT };
	let splits = [(content(1), split)].into();
	let built = build(1, &[play], &splits, None, &treasury()).unwrap();
	let payee = |seed, shares| Payee { account: AccountId::new([seed; 32]), shares };
	let expected = [payee(1, 4_000), payee(7, 499), payee(8, 499), payee(9, 501)];
	assert_eq!(built.payees, expected);
}

#[test]
fn what_no_receipt_names_goes_to_the_treasury() {
	let receipt = |seed, sent_bytes| Receipt {
		provider: AccountId::new([seed; 32]),
		sent_bytes,
		sent_root: [0; 32],
	};
	let play = BatchPlay {
		id: [0; 32],
		content: content(1),
		duration_ms: 10,
		viewer: AccountId::new([1; 32]),
		receipts: vec![receipt(9, 1), receipt(0, 3)],
	};
	let splits = [(content(1), RewardSplit::DEFAULT)].into();
	let built = build(1, &[play], &splits, None, &treasury()).unwrap();
	let of =
		|account: AccountId| built.payees.iter().find(|it| it.account == account).unwrap().shares;
	assert_eq!((of(AccountId::new([9; 32])), of(treasury())), (3_750, 11_250));
	assert_eq!(built.payees.len(), 3);
}

#[tokio::test]
async fn a_desk_that_missed_the_plays_asks_for_them_and_does_not_vouch_for_their_time() {
	let world = World::new(4);
	let viewer = Viewer::new(1);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	world.pump_but(&[3]);
	let play = viewer.play(&world.desks[0], &grant);
	world.pass(u64::from(CELL_MS));
	let id = play.ticket;
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump_but(&[3]);
	assert_eq!(world.desks[3].handle.play_status(&id), PlayState::Unknown);
	world.next_round();
	let round = round_of_ms(world.now_ms()) - 1;
	let proposer = world.chain.proposer(round).unwrap().unwrap();
	assert_ne!(proposer, 3);
	for _ in 0..4 {
		world.block().await;
	}
	assert_eq!(world.desks[3].handle.play_status(&id), PlayState::Paid { round });
	assert!(!world.with_chain(|chain| chain.votes.contains_key(&(3, round))));
}

#[tokio::test]
async fn plays_of_a_lapsed_batch_roll_over_to_a_later_round() {
	let world = World::new(4);
	world.with_chain(|chain| chain.loses_votes = true);
	let id = Viewer::new(1).watch(&world, 0, 0).await;
	let round = round_of_ms(world.now_ms());
	world.next_round();
	world.block().await;
	world.block().await;
	assert_eq!(world.desks[1].handle.play_status(&id), PlayState::Batched { round });
	for _ in 0..=BATCH_DEADLINE_ROUNDS + 1 {
		world.next_round();
	}
	world.chain.lapse_all();
	for desk in &world.desks {
		desk.core.settle().unwrap();
		assert_eq!(desk.handle.play_status(&id), PlayState::RolledOver { round });
	}
	world.with_chain(|chain| chain.loses_votes = false);
	for _ in 0..6 {
		world.block().await;
	}
	let paid = world.with_chain(|chain| chain.paid.clone());
	assert_eq!(paid.len(), 1);
	assert!(paid[0].round > round);
	let state = PlayState::Paid { round: paid[0].round };
	assert!(world.desks.iter().all(|desk| desk.handle.play_status(&id) == state));
	world.assert_nobody_voted_twice();
}

#[tokio::test]
async fn many_payees_claim_out_of_the_root() {
	let world = World::new(2);
	let viewers: Vec<_> = (20..100).map(Viewer::new).collect();
	let mut submissions = Vec::new();
	for viewer in &viewers {
		let grant = viewer.request(&world, 0, 0).await.unwrap();
		submissions.push((viewer, viewer.play(&world.desks[0], &grant)));
	}
	world.pump();
	world.pass(u64::from(CELL_MS));
	for (viewer, play) in submissions {
		viewer.submit(&world.desks[0], play).await.unwrap();
	}
	world.pump();
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	let paid = world.with_chain(|chain| chain.paid.clone());
	let Payees::Root { root, count } = paid[0].payees else { panic!("a root") };
	assert_eq!(count, 81);
	for desk in &world.desks {
		let account = viewers[7].account();
		let claimable = desk.handle.claimable(&account);
		assert_eq!(claimable.len(), 1);
		assert_eq!(claimable[0].shares, (u128::from(CELL_MS) * 4_000).to_string());
		desk.handle.claim(account.clone(), Source::Unknown).await.unwrap();
		assert!(desk.handle.claimable(&account).is_empty());
		let claims = world.with_chain(|chain| chain.claims.pop().unwrap().1);
		let leaf = Payee { account, shares: claims[0].shares }.encode();
		let proof = BinaryProof { index: claims[0].index, count, path: claims[0].path.clone() };
		assert_eq!(binary::verify(&root, &leaf, &proof), Ok(()));
	}
	// Both were lost on their way: offered again when the pool has forgotten them.
	let (desk, account) = (&world.desks[0], viewers[7].account());
	for _ in 0..64 {
		world.block().await;
	}
	let claim = desk.handle.claimable(&account).pop().expect("it is still open");
	// Another desk's claim came in: no desk offers the leaf again.
	world.with_chain(|chain| chain.claimed.insert((claim.round, claim.index)));
	assert!(world.desks.iter().all(|desk| desk.handle.claimable(&account).is_empty()));
}

#[tokio::test]
async fn tickets_and_plays_of_strangers_are_not_kept() {
	let world = World::new(2);
	let viewer = Viewer::new(1);
	world.with_chain(|chain| chain.keys.truncate(1));
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	// The desk loses its seat before its message arrives, and was none in a session before.
	let play = viewer.play(&world.desks[0], &grant);
	world.with_chain(|chain| chain.keys = vec![sp_core::Pair::public(&pair(11)).into()]);
	world.pump();
	assert_eq!(world.desks[1].handle.play_status(&play.ticket), PlayState::Unknown);
}
