//! What became of batches: paid or lapsed, as the chain's counters tell.
//!
//! `last_paid_round` only grows. When it reaches a round, that round's batch was accepted; a batch that it skips, or
//! whose deadline passed, was not, and its plays wait for the next.

use crate::{
	ChainError, ServiceError,
	batch::{BatchPlay, BuiltBatch, build},
	gossip::Message,
	service::{Core, LOG_TARGET},
	state::{BatchEntry, PlayFacts},
	store::Record,
};
use reel_merkle::binary;
use reel_primitives::{
	ContentId, Round,
	batch::{BATCH_DEADLINE_ROUNDS, BatchProposal, MAX_DIRECT_PAYEES, OpenBatch},
};
use std::collections::BTreeMap;

/// Why batches could not be settled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettleError {
	#[error(transparent)]
	Chain(#[from] ChainError),
	#[error(transparent)]
	Log(#[from] ServiceError),
}

impl Core {
	/// Brings the desk's memory in line with the chain's open and paid batches.
	pub(crate) fn settle(&self) -> Result<(), SettleError> {
		let chain = &self.parts.chain;
		let (current, last_paid) = (chain.current_round()?, chain.last_paid_round()?);
		let open = chain.open_batches()?;
		for batch in &open {
			self.learn_body(batch)?;
		}
		let overdue = current.saturating_sub(BATCH_DEADLINE_ROUNDS);
		{
			let mut net = self.net();
			net.unresolved.retain(|round, _| *round >= overdue);
			let wanted: Vec<_> = net.unresolved.values().map(|(batch, _)| *batch).collect();
			drop(net);
			if !wanted.is_empty() {
				self.broadcast(&Message::Want { ids: wanted });
			}
		}
		let mut store = self.store();
		let undecided: Vec<Round> = store
			.state()
			.batches
			.iter()
			.filter(|(round, entry)| {
				entry.paid.is_none() && !open.iter().any(|batch| batch.round == **round)
			})
			.map(|(round, _)| *round)
			.collect();
		for round in undecided {
			let passed = last_paid.is_some_and(|last| round <= last);
			if passed || round < overdue {
				let paid = last_paid == Some(round);
				store.append_now(Record::Settled { round, paid })?;
				log::debug!(target: LOG_TARGET, "batch of round {round}: paid {paid}");
				if paid {
					self.metrics.paid();
				}
			}
		}
		Ok(())
	}

	/// Keeps the plays of an open batch as soon as they are known.
	fn learn_body(&self, open: &OpenBatch) -> Result<(), ServiceError> {
		let known = |entry: &BatchEntry| entry.batch == open.batch;
		if self.store().state().batches.get(&open.round).is_some_and(known) {
			self.net().unresolved.remove(&open.round);
			return Ok(());
		}
		let plays = {
			let mut net = self.net();
			let body = net.bodies.get(&(open.round, open.batch)).map(|(_, plays)| plays.clone());
			let true_body = body.filter(|plays| {
				plays.len() == open.plays as usize && binary::root(plays) == open.plays_root
			});
			match true_body {
				Some(plays) => {
					net.unresolved.remove(&open.round);
					plays
				},
				None => {
					net.unresolved.insert(open.round, (open.batch, open.plays_root));
					return Ok(());
				},
			}
		};
		// Payees are kept only when they have to claim, and can be told only when all plays are known.
		let facts = self.facts_of(&plays);
		let built = facts.and_then(|facts| self.build(open.round, &facts));
		let payees = built.map_or_else(Vec::new, |built| claimants(&built));
		let (round, batch) = (open.round, open.batch);
		self.store().append_now(Record::Batch { round, batch, plays, payees })
	}

	/// The facts of plays, if all are known.
	pub(crate) fn facts_of(&self, plays: &[[u8; 32]]) -> Option<Vec<PlayFacts>> {
		let store = self.store();
		let state = store.state();
		plays.iter().map(|id| state.plays.get(id).map(|play| play.facts.clone())).collect()
	}

	/// Builds the batch of some plays with the splits that the chain has.
	pub(crate) fn build(&self, round: Round, facts: &[PlayFacts]) -> Option<BuiltBatch> {
		let mut splits = BTreeMap::new();
		for content in facts.iter().map(|facts| facts.content) {
			if let std::collections::btree_map::Entry::Vacant(entry) = splits.entry(content) {
				entry.insert(self.parts.chain.title(&content).ok()??.record.split);
			}
		}
		let plays: Vec<BatchPlay> = facts.iter().map(PlayFacts::batch_play).collect();
		build(round, &plays, &splits, &self.config.treasury).ok()
	}

	/// Whether the chain knows a title.
	pub(crate) fn is_registered(&self, content: &ContentId) -> bool {
		matches!(self.parts.chain.title(content), Ok(Some(_)))
	}
}

/// The payees of a batch that have to claim.
pub(crate) fn claimants(built: &BuiltBatch) -> Vec<reel_primitives::batch::Payee> {
	let BuiltBatch { payees, .. } = built;
	if payees.len() > MAX_DIRECT_PAYEES as usize { payees.clone() } else { Vec::new() }
}

/// The rounds for which a batch may be proposed now, oldest first.
pub(crate) fn proposable(current: Round, last_paid: Option<Round>) -> std::ops::Range<Round> {
	let first = current.saturating_sub(BATCH_DEADLINE_ROUNDS);
	let after_paid = last_paid.map_or(first, |last| last.saturating_add(1));
	first.max(after_paid)..current
}

/// Whether two proposals are one.
pub(crate) fn is_same(one: &BatchProposal, other: &OpenBatch) -> bool {
	one.hash() == other.batch
}
