//! Steps of sums: who computes, who votes, who lies.

use super::{World, world::*};
use crate::{
	Chain, LeavesOf, LeavesPart, Message, Misconduct, PeerKey, Source, WantLeaves, store::Record,
	sums::Book,
};
use codec::Encode;
use reel_merkle::binary::{self, Tree};
use reel_primitives::{
	AccountId, Balance, Hash32, Round,
	batch::{BatchProposal, Payee, Payees},
	sums::{SumLeaf, SumProposal, SummableRound},
	time::round_of_ms,
};
use reel_rpc_api::Rejection;
use sp_core::Pair;

/// Persons' part of a round in planck; 130 payees of unequal shares do not divide it.
const PERSONS_CFX: Balance = 49_500_000_000_000_000_000;
const PAYEES: u32 = 130;

fn account_of(n: u32) -> AccountId {
	let mut bytes = [7; 32];
	bytes[..4].copy_from_slice(&n.to_be_bytes());
	AccountId::new(bytes)
}

fn payees() -> Vec<Payee> {
	(0..PAYEES)
		.map(|n| Payee { account: account_of(n), shares: 80_000_000 + u128::from(n) * 7 })
		.collect()
}

fn total_shares() -> u128 {
	payees().iter().map(|payee| payee.shares).sum()
}

/// What a payee gets of a round.
fn part(n: u32) -> Balance {
	reel_economics::split::mul_div_floor(PERSONS_CFX, payees()[n as usize].shares, total_shares())
		.unwrap()
}

/// A round with a crowd was paid; the desks in `knowing` know its payees.
fn crowd(world: &World, round: Round, knowing: &[usize]) {
	let items: Vec<Vec<u8>> = payees().iter().map(Encode::encode).collect();
	let root = binary::root(&items);
	let proposal = BatchProposal {
		round,
		plays_root: binary::root(&[[1; 32]]),
		plays: 1,
		totals: Vec::new(),
		payees: Payees::Root { root, count: PAYEES },
		delivered: Vec::new(),
		charged: Vec::new(),
	};
	let batch = proposal.hash();
	world.with_chain(|chain| {
		chain.paid.push(proposal);
		chain.last_paid = Some(round);
		let summable = SummableRound {
			round,
			root,
			count: PAYEES,
			total_shares: total_shares(),
			persons_cfx: PERSONS_CFX,
			claimed_cfx: 0,
			claimed: Vec::new(),
		};
		chain.sums.rounds.insert(round, summable);
	});
	for (place, desk) in world.desks.iter().enumerate() {
		let payees = if knowing.contains(&place) { payees() } else { Vec::new() };
		let mut store = desk.core.store();
		store.append(Record::Batch { round, batch, plays: vec![[1; 32]], payees }).unwrap();
		store.append(Record::Settled { round, paid: true }).unwrap();
	}
}

fn now(world: &World) -> Round {
	round_of_ms(world.now_ms())
}

/// Rounds go by until a step was taken, ten at most.
async fn until_step(world: &World, step: u64) {
	for _ in 0..10 {
		world.next_round();
		for _ in 0..2 {
			world.block().await;
		}
		if world.with_chain(|chain| chain.sums.step) >= step {
			// Whoever saw it open only after it was taken asks the others for the tree.
			for _ in 0..8 {
				world.block().await;
			}
			return;
		}
	}
	panic!("no step was taken");
}

/// Whether a desk has the tree that the chain has.
fn has_book(world: &World, desk: usize) -> bool {
	let status = world.chain.sums().unwrap();
	let tree = status.trees.last().unwrap().1;
	world.desks[desk].core.sums().book(status.generation, &tree.root).is_some()
}

#[tokio::test]
async fn desks_agree_on_what_a_crowd_is_owed_and_one_claim_pays_neighbours() {
	let world = World::new(4);
	let all = [0, 1, 2, 3];
	crowd(&world, now(&world) - 2, &all);
	crowd(&world, now(&world) - 1, &all);
	// One has claimed one of them by round.
	world.with_chain(|chain| {
		let round = chain.sums.rounds.values_mut().next().unwrap();
		round.claimed = vec![0b10_0000];
		round.claimed_cfx = part(5);
	});
	until_step(&world, 1).await;
	let (tree, votes) = world
		.with_chain(|chain| (chain.sums.trees[&1], chain.sums.votes.iter().all(|v| v.1.approve)));
	assert!(votes);
	let expected: Balance = 2 * (0..PAYEES).map(part).sum::<Balance>() - part(5);
	assert_eq!((tree.count, tree.total_cfx), (PAYEES, expected));
	assert!(all.iter().all(|desk| has_book(&world, *desk)));
	let handle = &world.desks[2].handle;
	let award = handle.sums(&account_of(70)).unwrap();
	assert_eq!((award[0].generation, &award[0].sum_planck), (1, &(2 * part(70)).to_string()));
	assert_eq!(handle.sums(&account_of(5)).unwrap()[0].sum_planck, part(5).to_string());
	assert!(handle.sums(&account_of(999)).unwrap().is_empty());

	handle.claim_sums(account_of(70), Source::Unknown).await.unwrap();
	let (generation, first, leaves, path) =
		world.with_chain(|chain| chain.sums.claims.pop().unwrap());
	assert_eq!((generation, first, leaves.len()), (1, 64, 64), "with its neighbours");
	let items: Vec<Vec<u8>> = leaves.iter().map(Encode::encode).collect();
	let root = binary::root_of_subtree(&items, first, tree.count, &path);
	assert_eq!(root, Ok(tree.root));
	// It is on its way; asking again sends nothing, not even for a neighbour.
	for n in [70, 71] {
		let again = handle.claim_sums(account_of(n), Source::Unknown).await;
		assert_eq!(again, Err(Rejection::Malformed));
	}
	// Those whose neighbours were paid already are claimed for alone, or with whom it is worth it.
	world.with_chain(|chain| {
		for n in (0..62).chain(64..128) {
			chain.sums.paid.insert((1, account_of(n)), 2 * part(n));
		}
	});
	handle.claim_sums(account_of(62), Source::Unknown).await.unwrap();
	let (_, first, leaves, _) = world.with_chain(|chain| chain.sums.claims.pop().unwrap());
	assert_eq!((first, leaves.len()), (60, 4));
	assert!(handle.sums(&account_of(70)).unwrap().is_empty(), "it was paid");
}

/// Desk 0 proposes what it likes, in a round in which it may.
async fn lie(world: &World, change: impl FnOnce(&mut Vec<SumLeaf>, &mut SumProposal)) {
	while !now(world).is_multiple_of(4) {
		world.next_round();
	}
	let round = now(world);
	world.next_round();
	let sums = (0..PAYEES).map(|n| SumLeaf { account: account_of(n), sum_cfx: part(n) });
	let mut leaves: Vec<SumLeaf> = sums.collect();
	let mut proposal = SumProposal {
		round,
		step: 0,
		generation: 1,
		passed_over: 0,
		rounds: 1,
		open_cfx: PERSONS_CFX,
		root: [0; 32],
		count: 0,
		total_cfx: 0,
	};
	change(&mut leaves, &mut proposal);
	let book = Book::new(leaves);
	proposal.root = book.root();
	proposal.count = book.leaves.len() as u32;
	proposal.total_cfx = book.total_cfx();
	let signature = world.desks[0].key.sign(&proposal.signing_payload(&GENESIS, 5)).into();
	world.chain.submit_step(proposal, 0, 5, signature).await.unwrap();
}

/// How the other three vote.
async fn verdicts(world: &World) -> Vec<bool> {
	for desk in &world.desks[1..] {
		desk.core.keep_sums().await;
		world.pump();
	}
	world.with_chain(|chain| chain.sums.votes.iter().map(|(_, vote)| vote.approve).collect())
}

#[tokio::test]
async fn an_honest_step_is_approved() {
	let world = World::new(4);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	lie(&world, |_, _| {}).await;
	assert_eq!(verdicts(&world).await, [true, true]);
	assert_eq!(world.with_chain(|chain| chain.sums.step), 1);
}

#[tokio::test]
async fn a_step_that_takes_from_one_and_gives_to_another_is_refused_and_the_next_turn_does_it_right()
 {
	let world = World::new(4);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	lie(&world, |leaves, _| {
		leaves[3].sum_cfx -= 1;
		leaves[4].sum_cfx += 1;
	})
	.await;
	assert_eq!(verdicts(&world).await, [false, false]);
	assert_eq!(world.with_chain(|chain| chain.sums.refused.len()), 1);
	until_step(&world, 1).await;
	let total = world.with_chain(|chain| chain.sums.trees[&1].total_cfx);
	assert_eq!(total, (0..PAYEES).map(part).sum::<Balance>());
}

#[tokio::test]
async fn a_step_that_adds_somebody_or_leaves_somebody_out_is_refused() {
	let additions: [fn(&mut Vec<SumLeaf>); 3] = [
		|leaves| leaves.push(SumLeaf { account: AccountId::new([255; 32]), sum_cfx: 1 }),
		|leaves| {
			leaves.remove(7);
		},
		// One planck of what rounding leaves over.
		|leaves| leaves[0].sum_cfx += 1,
	];
	for change in additions {
		let world = World::new(4);
		crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
		lie(&world, |leaves, _| change(leaves)).await;
		assert_eq!(verdicts(&world).await, [false, false]);
	}
}

#[tokio::test]
async fn a_step_that_passes_over_what_others_know_gets_no_vote_and_is_no_offence() {
	let world = World::new(4);
	crowd(&world, now(&world) - 2, &[0, 1, 2, 3]);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	lie(&world, |_, proposal| proposal.passed_over = 1).await;
	assert!(verdicts(&world).await.is_empty());
}

#[tokio::test]
async fn a_desk_without_the_payees_asks_for_them_before_it_votes() {
	let world = World::new(4);
	crowd(&world, now(&world) - 1, &[0, 1, 2]);
	lie(&world, |_, _| {}).await;
	world.desks[3].core.keep_sums().await;
	assert!(world.with_chain(|chain| chain.sums.votes.is_empty()));
	// It is told at one of the next blocks, whomever it asks first.
	for _ in 0..8 {
		world.desks[3].core.on_block().await;
		world.pump();
	}
	let votes = world.with_chain(|chain| chain.sums.votes.clone());
	assert_eq!(
		votes.iter().map(|(who, vote)| (*who, vote.approve)).collect::<Vec<_>>(),
		[(3, true)]
	);
}

#[tokio::test]
async fn a_restarted_desk_has_its_book_and_one_that_lost_it_gets_it_from_others() {
	let mut world = World::new(4);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	until_step(&world, 1).await;
	world.desks[1].restart();
	world.desks[1].core.keep_sums().await;
	assert!(has_book(&world, 1), "it was on its disk");
	let file = world.desks[1].config.data_dir.join("sums-1.book");
	// Sealed: what nobody has claimed yet is nobody else's business.
	let bytes = std::fs::read(&file).unwrap();
	let name: &[u8] = &account_of(3).encode();
	assert!(!bytes.windows(32).any(|part| part == name));
	std::fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
	// What it voted for, if the step was not decided before.
	let _ = std::fs::remove_file(world.desks[1].config.data_dir.join("sums-1.next"));
	world.desks[1].restart();
	world.desks[1].core.say_hello();
	world.pump();
	world.desks[1].core.keep_sums().await;
	assert!(!has_book(&world, 1), "a spoiled file is none");
	for _ in 0..8 {
		world.block().await;
	}
	assert!(has_book(&world, 1));
	// And goes on from there with the others.
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	until_step(&world, 2).await;
	assert!((0..4).all(|desk| has_book(&world, desk)));
	let award = world.desks[1].handle.sums(&account_of(9)).unwrap();
	assert_eq!(award[0].sum_planck, (2 * part(9)).to_string());
}

#[tokio::test]
async fn a_desk_that_stops_between_its_vote_and_the_end_of_the_step_has_the_tree_all_the_same() {
	let mut world = World::new(1);
	crowd(&world, now(&world) - 1, &[0]);
	world.next_round();
	// It proposes, which decides; before the next block it is gone, and there is no other to ask.
	world.desks[0].core.keep_sums().await;
	assert_eq!(world.with_chain(|chain| chain.sums.step), 1);
	world.desks[0].restart();
	world.desks[0].core.keep_sums().await;
	assert!(has_book(&world, 0));
}

#[tokio::test]
async fn leaves_that_are_not_what_the_chain_commits_to_are_garbage() {
	let world = World::new(2);
	let round = now(&world) - 1;
	crowd(&world, round, &[0]);
	let root = world.with_chain(|chain| chain.sums.rounds[&round].root);
	let tree =
		|payees: &[Payee]| Tree::from_items(&payees.iter().map(Encode::encode).collect::<Vec<_>>());
	let wanted = WantLeaves { of: LeavesOf::Round(round), root, part: 0 };
	let told = |payees: Vec<Payee>, wanted: WantLeaves, path: Vec<Hash32>| {
		let leaves = payees.into_iter().map(|payee| (payee.account, payee.shares)).collect();
		let part = LeavesPart { wanted, leaves, path };
		world.desks[1].core.on_message(PeerKey(vec![0]), &Message::Leaves(part).to_bytes());
	};
	let known = || world.desks[1].core.sums().has_payees(round);
	// What nobody asked for is not looked at.
	told(payees(), wanted, tree(&payees()).prove_subtree(0, 16).unwrap());
	assert!(!known() && world.reports.lock().unwrap().is_empty());
	world.desks[1].core.keep_sums().await;
	world.next_round();
	world.desks[1].core.keep_sums().await;
	let mut false_ones = payees();
	false_ones[3].shares += 1;
	told(false_ones, wanted, Vec::new());
	told(payees()[1..].to_vec(), wanted, Vec::new());
	told(payees(), WantLeaves { part: 1, ..wanted }, Vec::new());
	assert!(!known());
	let garbage = (1, PeerKey(vec![0]), Misconduct::Garbage);
	assert_eq!(*world.reports.lock().unwrap(), vec![garbage; 3]);
	told(payees(), wanted, Vec::new());
	assert!(known());
}

#[tokio::test]
async fn only_validators_are_told_who_has_watched_in_a_round() {
	let world = World::new(2);
	let round = now(&world) - 1;
	crowd(&world, round, &[0, 1]);
	let root = world.with_chain(|chain| chain.sums.rounds[&round].root);
	world.drain();
	let ask = |part| {
		Message::WantLeaves(WantLeaves { of: LeavesOf::Round(round), root, part }).to_bytes()
	};
	world.desks[0].core.on_message(PeerKey(vec![9]), &ask(0));
	world.desks[0].core.on_message(PeerKey(vec![1]), &ask(1));
	assert!(world.queued(1).is_empty(), "there is one part");
	world.desks[0].core.on_message(PeerKey(vec![1]), &ask(0));
	assert_eq!(world.queued(1).len(), 1);
}

#[tokio::test]
async fn a_round_whose_payees_nobody_has_is_passed_over_in_the_end() {
	let world = World::new(4);
	let lost = now(&world) - 2;
	crowd(&world, lost, &[]);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	for _ in 0..4 {
		world.next_round();
		world.block().await;
	}
	assert_eq!(world.with_chain(|chain| chain.sums.step), 0, "it is asked for first");
	for _ in 0..20 {
		world.next_round();
		world.block().await;
	}
	until_step(&world, 1).await;
	assert!(world.with_chain(|chain| chain.sums.rounds.contains_key(&lost)));
	assert_eq!(world.with_chain(|chain| chain.sums.trees[&1].count), PAYEES);
}

#[tokio::test]
async fn a_generation_that_is_over_is_followed_by_one_that_begins_without_a_leaf() {
	let world = World::new(4);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	until_step(&world, 1).await;
	world.with_chain(|chain| chain.sums.is_over = true);
	crowd(&world, now(&world) - 1, &[0, 1, 2, 3]);
	until_step(&world, 2).await;
	let trees = world.with_chain(|chain| chain.sums.trees.clone());
	assert_eq!(trees[&1].total_cfx, trees[&2].total_cfx);
	let awards = world.desks[0].handle.sums(&account_of(3)).unwrap();
	assert_eq!(awards.len(), 2, "both can be claimed");
	// The first has ended.
	world.with_chain(|chain| chain.sums.trees.remove(&1));
	world.block().await;
	assert!(!world.desks[0].config.data_dir.join("sums-1.book").exists());
	assert_eq!(world.desks[0].handle.sums(&account_of(3)).unwrap().len(), 1);
}
