//! The same crowd in more rounds, of which nobody claims one: they become sums, and one claim pays 64 accounts.

use crate::{
	generate::Plan,
	report::{Clocks, Report},
	runtime::ChainHandle,
	statements::{Seats, apply, genesis},
};
use codec::Encode;
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_merkle::binary::Tree;
use reel_primitives::{
	AccountId, Balance, Round,
	batch::{BatchProposal, BatchVote},
	sums::{MAX_LEAVES_PER_CLAIM, SumLeaf, SumProposal, SumVote},
};
use reel_view_service::BuiltBatch;
use reelchain_runtime::{Balances, Block, Payouts, ProofOfView, Runtime};
use std::collections::BTreeMap;

/// Rounds that become sums.
const ROUNDS: Round = 3;

/// Pays the crowd for one more round, by proposal and as many votes as it takes.
fn pay_round(chain: &ChainHandle, batch: BatchProposal) -> Result<(), String> {
	let round = batch.round;
	chain.ask(move |chain| chain.go_to(round + 1));
	let seats = Seats::of(chain, round)?;
	let vote = BatchVote { round, batch: batch.hash(), approve: true };
	seats.propose(chain, batch)?;
	seats.others().take(2).try_for_each(|index| seats.vote(chain, vote, index).map(drop))
}

/// The next step of what is due, and the sums after it.
fn next_step(
	chain: &ChainHandle,
	expected: &BuiltBatch,
) -> Result<(SumProposal, Vec<SumLeaf>), String> {
	let payees = expected.payees.clone();
	chain.look(move || {
		let status = ProofOfView::sums_status();
		let mut sums: BTreeMap<AccountId, Balance> = BTreeMap::new();
		let mut open_cfx = 0;
		for round in &status.due {
			let summable = Payouts::summable_round(*round).ok_or("a due round is not there")?;
			let claims = Payouts::round_claims(*round).ok_or("a due round is not there")?;
			open_cfx += claims.open_cfx();
			for (index, payee) in (0..).zip(&payees) {
				if !summable.is_claimed(index) {
					let part = claims.amount(payee.shares).ok_or("no shares")?;
					*sums.entry(payee.account.clone()).or_default() += part;
				}
			}
		}
		let leaves: Vec<SumLeaf> =
			sums.into_iter().map(|(account, sum_cfx)| SumLeaf { account, sum_cfx }).collect();
		let items: Vec<Vec<u8>> = leaves.iter().map(Encode::encode).collect();
		let proposal = SumProposal {
			round: 0,
			step: status.step,
			generation: status.generation + 1,
			passed_over: 0,
			rounds: status.due.len() as u32,
			open_cfx,
			root: Tree::from_items(&items).root(),
			count: leaves.len() as u32,
			total_cfx: leaves.iter().map(|leaf| leaf.sum_cfx).sum(),
		};
		Ok((proposal, leaves))
	})
}

/// Sums up and claims all, and some twice; checks what everybody has before and after.
pub(crate) fn sum_up(
	chain: &ChainHandle,
	plan: &Plan,
	expected: &BuiltBatch,
	report: &mut Report,
) -> Result<(), String> {
	let first = chain.ask(|chain| chain.round()).max(plan.round) + 1;
	for round in first..first + ROUNDS {
		pay_round(chain, BatchProposal { round, ..expected.proposal.clone() })?;
	}
	// Into the next period.
	while chain.look(|| ProofOfView::sums_status().due.len() < ROUNDS as usize) {
		chain.ask(|chain| chain.go_to(chain.round() + 1));
	}
	let (mut step, leaves) = next_step(chain, expected)?;
	step.round = chain.ask(|chain| chain.round()) - 1;
	let seats = Seats::of(chain, step.round)?;
	let (session, turn) = (seats.session, seats.turn);
	let vote = SumVote { proposal: step.hash(), approve: true };
	let genesis = genesis(chain);
	let signature = seats.sign(turn, &step.signing_payload(&genesis, session));
	let mut statements = vec![chain.look(move || {
		<Runtime as ProofOfViewApi<Block, AccountId>>::propose_step_extrinsic(
			step, turn, session, signature,
		)
	})];
	for index in seats.others().take(2) {
		let signature = seats.sign(index, &vote.signing_payload(&genesis, session));
		statements.push(chain.look(move || {
			<Runtime as ProofOfViewApi<Block, AccountId>>::vote_step_extrinsic(
				vote, index, session, signature,
			)
		}));
	}
	report.sum_step_bytes = apply(chain, statements)?;
	claim_all(chain, &leaves, report)
}

fn claim_all(chain: &ChainHandle, leaves: &[SumLeaf], report: &mut Report) -> Result<(), String> {
	let items: Vec<Vec<u8>> = leaves.iter().map(Encode::encode).collect();
	let tree = Tree::from_items(&items);
	let level = MAX_LEAVES_PER_CLAIM.ilog2();
	let generation = chain.look(|| ProofOfView::sums_status().generation);
	let mut claims = Vec::new();
	for (place, part) in (0u32..).zip(leaves.chunks(MAX_LEAVES_PER_CLAIM as usize)) {
		let first = place << level;
		let path = tree.prove_subtree(first, level).ok_or("no proof")?;
		let claim = <Runtime as ProofOfViewApi<Block, AccountId>>::claim_sums_extrinsic(
			generation,
			first,
			part.to_vec(),
			path,
		);
		claims.push(claim.ok_or("a claim could not be built")?);
	}
	let before = balances(chain, leaves);
	report.sum_accounts = leaves.len();
	report.sum_claim_bytes = claims.iter().map(Encode::encoded_size).sum();
	let again: Vec<_> = claims.iter().take(100).cloned().collect();
	let encoded = claims.iter().map(Encode::encode).collect();
	let start = Clocks::now();
	report.sum_blocks = chain
		.fill_blocks(encoded)
		.map_err(|refused| format!("a claim of right sums was refused: {refused}"))?;
	report.sum_apply = start.elapsed();
	if chain.block(again).iter().any(Result::is_ok) {
		return Err("a sum was paid twice".into());
	}
	for ((leaf, before), after) in leaves.iter().zip(before).zip(balances(chain, leaves)) {
		if after - before != leaf.sum_cfx {
			return Err(format!("a sum of {} was paid {}", leaf.sum_cfx, after - before));
		}
	}
	Ok(())
}

fn balances(chain: &ChainHandle, leaves: &[SumLeaf]) -> Vec<Balance> {
	let accounts: Vec<AccountId> = leaves.iter().map(|leaf| leaf.account.clone()).collect();
	chain.look(move || {
		let has =
			|account: AccountId| Balances::free_balance(&account) + Payouts::owed(account.clone());
		accounts.into_iter().map(has).collect()
	})
}
