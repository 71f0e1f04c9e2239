//! What became of batches: paid or lapsed, as the chain tells.
//!
//! The chain remembers which batch each of the last rounds was paid for. Every round up to the last one paid is looked
//! at once, so that nothing is missed when several batches are paid between two best blocks, or while the node was
//! down. A batch of a round that was paid for another, was passed over, or is past its deadline was not paid, and its
//! plays wait for the next.
//!
//! Whoever does not know which plays an open or paid batch holds asks for them and meanwhile proposes nothing, and
//! votes on nothing if it is a paid one: it would have plays paid twice.

use crate::{
	ChainError, ServiceError,
	batch::{BuiltBatch, build_of},
	gossip::Message,
	retention::{DISPUTE_ROUNDS, first_disputed},
	service::{Core, LOG_TARGET},
	state::PlayFacts,
	store::Record,
};
use reel_merkle::binary;
use reel_primitives::{
	ContentId, Hash32, Round,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchHash, BatchProposal, MAX_DIRECT_PAYEES, OpenBatch, PaidBatch,
	},
	content::TitleStatus,
	time::round_of_ms,
};
use std::{collections::BTreeMap, sync::Arc};

/// Rounds looked at for what was paid at one best block: after a start all that matter, at some 0.1 ms each.
const LOOKS_PER_BLOCK: usize = 256;

/// Paid rounds looked at again at each best block, since another fork may have become the best: nineteen blocks.
const FORK_ROUNDS: Round = 3;

/// Batches remembered as given up: all whose rounds are looked at again.
const MAX_GIVEN_UP: usize = 64;

/// Best blocks before the same thing is asked for again.
const WANT_BLOCKS: u64 = 4;

/// Things remembered as asked for.
const MAX_ASKED: usize = 65_536;

/// Why batches could not be settled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettleError {
	#[error(transparent)]
	Chain(#[from] ChainError),
	#[error(transparent)]
	Log(#[from] ServiceError),
}

/// A batch whose plays this desk does not know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unresolved {
	pub(crate) batch: BatchHash,
	pub(crate) plays_root: Hash32,
	plays: u32,
	pub(crate) paid: bool,
	/// The round in which it was first asked for.
	since: Round,
}

impl Core {
	/// Brings the desk's memory in line with the chain's open and paid batches.
	pub(crate) fn settle(&self) -> Result<(), SettleError> {
		let chain = &self.parts.chain;
		let (current, last_paid) = (chain.current_round()?, chain.last_paid_round()?);
		let open = chain.open_batches()?;
		for OpenBatch { round, batch, plays_root, plays, .. } in open.iter().cloned() {
			self.learn(round, PaidBatch { batch, plays_root, plays }, false, current)?;
		}
		// What lapsed is nobody's concern any more.
		let is_open = |round: &Round| open.iter().any(|batch| batch.round == *round);
		self.net().unresolved.retain(|round, batch| batch.paid || is_open(round));
		if let Some(last_paid) = last_paid {
			self.look_at_paid_rounds(last_paid, current)?;
		}
		self.unsettle(last_paid)?;
		self.settle_undecided(&open, last_paid, current)?;
		self.want_unresolved(current);
		Ok(())
	}

	fn look_at_paid_rounds(&self, last_paid: Round, current: Round) -> Result<(), SettleError> {
		// What is older than plays are kept concerns no play any more.
		let oldest = last_paid.saturating_sub(DISPUTE_ROUNDS);
		let next = self.net().looked_to.map_or(oldest, |round| oldest.max(round.saturating_add(1)));
		let next = next.min(last_paid.saturating_sub(FORK_ROUNDS)).max(first_disputed(current));
		if next > last_paid {
			// Nothing was paid for so long that nobody has these batches: to ask for them would only keep this desk from voting.
			self.net().looked_to = Some(last_paid);
		}
		for round in (next..=last_paid).take(LOOKS_PER_BLOCK) {
			if let Some(paid) = self.parts.chain.paid_batch(round)? {
				self.learn(round, paid, true, current)?;
			}
			self.net().looked_to = Some(round);
		}
		Ok(())
	}

	/// Whether this desk knows the plays of every paid batch that matters.
	pub(crate) fn knows_what_was_paid(&self, last_paid: Option<Round>) -> bool {
		let net = self.net();
		let looked = last_paid.is_none_or(|last| net.looked_to.is_some_and(|round| round >= last));
		looked && !net.unresolved.values().any(|unresolved| unresolved.paid)
	}

	/// Takes back what is not paid on the fork that is the best now.
	fn unsettle(&self, last_paid: Option<Round>) -> Result<(), SettleError> {
		let first = last_paid.map_or(0, |last| last.saturating_sub(FORK_ROUNDS));
		let recent: Vec<(Round, BatchHash)> = {
			let store = self.store();
			let paid = store.state().batches.range(first..);
			let paid = paid.filter(|(_, entry)| entry.paid == Some(true));
			paid.map(|(round, entry)| (*round, entry.batch)).collect()
		};
		for (round, batch) in recent {
			let paid = self.parts.chain.paid_batch(round)?;
			if paid.is_none_or(|paid| paid.batch != batch) {
				self.decide(round, false)?;
			}
		}
		Ok(())
	}

	fn settle_undecided(
		&self,
		open: &[OpenBatch],
		last_paid: Option<Round>,
		current: Round,
	) -> Result<(), SettleError> {
		let overdue = current.saturating_sub(BATCH_DEADLINE_ROUNDS);
		let undecided: Vec<(Round, BatchHash)> = {
			let store = self.store();
			let batches = store.state().batches.iter();
			let undecided = batches.filter(|(round, entry)| {
				entry.paid.is_none() && !open.iter().any(|batch| batch.round == **round)
			});
			undecided.map(|(round, entry)| (*round, entry.batch)).collect()
		};
		for (round, batch) in undecided {
			if last_paid.is_some_and(|last| round <= last) || round < overdue {
				let paid = self.parts.chain.paid_batch(round)?;
				self.decide(round, paid.is_some_and(|paid| paid.batch == batch))?;
			}
		}
		Ok(())
	}

	fn decide(&self, round: Round, paid: bool) -> Result<(), ServiceError> {
		self.store().append_now(Record::Settled { round, paid })?;
		log::debug!(target: LOG_TARGET, "batch of round {round}: paid {paid}");
		// Of a batch for round 5 that is settled in round 6 no round too many has passed.
		let over = round_of_ms(self.now_ms()).saturating_sub(round.saturating_add(1));
		self.metrics.settled(paid, over);
		Ok(())
	}

	/// Keeps the plays of a batch on the chain as soon as they are known.
	fn learn(
		&self,
		round: Round,
		on_chain: PaidBatch,
		paid: bool,
		current: Round,
	) -> Result<(), ServiceError> {
		let PaidBatch { batch, plays_root, plays } = on_chain;
		let known = {
			let store = self.store();
			let entry = store.state().batches.get(&round);
			entry.filter(|entry| entry.batch == batch).map(|entry| entry.paid)
		};
		if known.is_none() {
			let mut net = self.net();
			let body = net.bodies.get(&(round, batch)).map(|(_, plays)| plays.clone());
			let true_body =
				body.filter(|ids| ids.len() == plays as usize && binary::root(ids) == plays_root);
			let Some(ids) = true_body else {
				if net.given_up.get(&round) == Some(&batch) {
					return Ok(());
				}
				let since = net.unresolved.get(&round).map_or(current, |before| before.since);
				let unresolved = Unresolved { batch, plays_root, plays, paid, since };
				net.unresolved.insert(round, unresolved);
				return Ok(());
			};
			drop(net);
			self.keep_body(round, batch, ids)?;
		}
		self.net().unresolved.remove(&round);
		if paid && known.flatten() != Some(true) {
			self.decide(round, true)?;
		}
		Ok(())
	}

	fn keep_body(
		&self,
		round: Round,
		batch: BatchHash,
		plays: Vec<Hash32>,
	) -> Result<(), ServiceError> {
		// Payees are kept only when they have to claim, and can be told only when all plays are known.
		let facts = self.facts_of(&plays);
		let built = facts.and_then(|facts| self.build(round, &facts)).map(Arc::new);
		let payees = built.as_ref().map_or_else(Vec::new, |built| claimants(built));
		self.net().built = built.map(|built| (batch, built));
		self.store().append_now(Record::Batch { round, batch, plays, payees })
	}

	/// Takes the bodies that came, asks for those that did not, and gives up on what nobody has.
	fn want_unresolved(&self, current: Round) {
		let waiting: Vec<(Round, Unresolved)> = {
			let net = self.net();
			net.unresolved.iter().map(|(round, unresolved)| (*round, *unresolved)).collect()
		};
		let mut wanted = Vec::new();
		for (round, unresolved) in waiting {
			let Unresolved { batch, plays_root, plays, paid, since } = unresolved;
			if since.saturating_add(BATCH_DEADLINE_ROUNDS) < current {
				if paid {
					log::warn!(
						target: LOG_TARGET,
						"nobody tells which plays round {round} was paid for: going on without",
					);
				}
				let mut net = self.net();
				net.unresolved.remove(&round);
				net.given_up.insert(round, batch);
				while net.given_up.len() > MAX_GIVEN_UP {
					net.given_up.pop_first();
				}
				continue;
			}
			let on_chain = PaidBatch { batch, plays_root, plays };
			// What is open was looked at already.
			if paid && let Err(error) = self.learn(round, on_chain, true, current) {
				log::error!(target: LOG_TARGET, "desk log: {error}");
			}
			if self.net().unresolved.contains_key(&round) {
				wanted.push(batch);
			}
		}
		self.want(wanted);
	}

	/// Asks all peers for plays and bodies, unless they were asked for just now.
	pub(crate) fn want(&self, mut ids: Vec<Hash32>) {
		{
			let mut net = self.net();
			let block = net.blocks;
			if net.wanted.len() > MAX_ASKED {
				net.wanted.retain(|_, asked| asked.saturating_add(WANT_BLOCKS) > block);
			}
			ids.retain(|id| {
				let asked = net.wanted.get(id).copied();
				let due = asked.is_none_or(|asked| asked.saturating_add(WANT_BLOCKS) <= block);
				if due {
					net.wanted.insert(*id, block);
				}
				due
			});
		}
		if !ids.is_empty() {
			self.broadcast(&Message::Want { ids });
		}
	}

	/// The facts of plays, if all are known.
	pub(crate) fn facts_of(&self, plays: &[Hash32]) -> Option<Vec<PlayFacts>> {
		let store = self.store();
		let state = store.state();
		plays.iter().map(|id| state.plays.get(id).map(|play| play.facts.clone())).collect()
	}

	/// Builds the batch of some plays with the splits that the chain has.
	pub(crate) fn build(&self, round: Round, facts: &[PlayFacts]) -> Option<BuiltBatch> {
		let mut splits = BTreeMap::new();
		for content in facts.iter().filter(|it| it.ad.is_none()).map(|facts| facts.content) {
			if let std::collections::btree_map::Entry::Vacant(entry) = splits.entry(content) {
				entry.insert(self.title(&content).ok()?.record.split);
			}
		}
		let plays = facts.iter().map(PlayFacts::watched);
		let title_cap = self.parts.chain.title_cap(round).ok()?;
		build_of(round, plays, &splits, title_cap, &self.config.treasury).ok()
	}

	/// Whether the chain knows a title.
	pub(crate) fn is_registered(&self, content: &ContentId) -> bool {
		self.title(content).is_ok()
	}

	/// Whether the chain takes batches with a title.
	pub(crate) fn is_playable(&self, content: &ContentId) -> bool {
		self.title(content).is_ok_and(|title| title.state.status == TitleStatus::Playable)
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
