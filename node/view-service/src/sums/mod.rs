//! Cumulative payouts (C9): what rounds with many payees owe to each account, as one tree. The model is in
//! `reel_primitives::sums`.
//!
//! ```text
//! each best block:  books in line with the chain ─► vote on the open step, or propose one in this desk's turn
//!                          │ what is missing: asked of one validator's desk after the other,
//!                          └ in parts that are proven against the roots on the chain
//! ```
//!
//! Everything is computed out of what the chain commits to: the last tree (its root), the payees of each round (its payout
//! root) and which leaves were claimed by round. So there is one right answer, every desk has the same, and none has to
//! believe another. A desk votes no when it has all of that and finds another root, and does not vote when it lacks
//! something.
//!
//! # What is kept
//!
//! | what | where | lost |
//! |---|---|---|
//! | trees of the generations that are open (module `book`) | memory, and `sums-<generation>.book` beside the log, sealed | peers have them |
//! | trees of steps that were voted on, until another step | memory, and `sums-<generation>.next`, sealed | computed again |
//! | payees of rounds that are not summed up | the log, as long as batches; asked-for ones in memory | peers have them |
//!
//! Payees name accounts and shares of a round and no title; they go to validators' desks alone.
//!
//! # A round whose payees nobody has
//!
//! would hold up all that come after it. Its turn's proposer passes over what it has asked for in vain for
//! [`GIVE_UP_ROUNDS`] rounds; desks that do know it then do not vote. What was passed over stays open to claims by round.

mod award;
mod book;
mod memory;
mod parts;
mod step;

pub(crate) use book::Book;
pub(crate) use memory::SumsMemory;
pub use parts::{LeavesOf, LeavesPart, WantLeaves};

use crate::service::{Core, LOG_TARGET};
use reel_primitives::{
	Round,
	batch::{BATCH_DEADLINE_ROUNDS, Payee},
	sums::{SumLeaf, SummableRound, SumsStatus},
};
use std::sync::Arc;

/// Rounds for which payees are asked for before a proposer passes over their round.
const GIVE_UP_ROUNDS: Round = BATCH_DEADLINE_ROUNDS;

impl Core {
	/// What is to be done for the sums at each best block.
	pub(crate) async fn keep_sums(&self) {
		let status = match self.parts.chain.sums() {
			Ok(status) => status,
			Err(error) => {
				log::debug!(target: LOG_TARGET, "sums: {error}");
				return;
			},
		};
		self.keep_books(&status);
		match status.open {
			Some(_) => self.vote_on_step(&status).await,
			None if status.due.is_empty() => {},
			None => self.propose_step(&status).await,
		}
		self.ask_for_leaves();
	}

	/// Has the trees that the chain has: those computed for a vote become books, others are asked for.
	fn keep_books(&self, status: &SumsStatus) {
		let mut sums = self.sums();
		for (generation, tree) in &status.trees {
			match sums.adopt(*generation, &tree.root) {
				Ok(true) => {},
				Ok(false) => {
					sums.want(LeavesOf::Sums(*generation), tree.root, tree.count, self.round_now());
				},
				Err(error) => log::error!(target: LOG_TARGET, "sums: {error}"),
			}
		}
		let open: Vec<u32> = status.trees.iter().map(|(generation, _)| *generation).collect();
		sums.forget_all_but(&open, &status.due);
	}

	pub(crate) fn round_now(&self) -> Round {
		reel_primitives::time::round_of_ms(self.now_ms())
	}

	/// The payees of a round that can be summed up, if this desk knows them; else they are asked for.
	fn payees_of(&self, round: &SummableRound) -> Option<Arc<Vec<Payee>>> {
		if let Some(known) = self.sums().payees.get(&round.round) {
			return Some(known.clone());
		}
		let logged = {
			let store = self.store();
			let entry = store.state().batches.get(&round.round);
			entry.map(|entry| entry.payees.clone()).filter(|payees| !payees.is_empty())
		};
		let known = logged.filter(|payees| book::is_committed(payees, &round.root));
		let mut sums = self.sums();
		match known {
			Some(payees) => {
				let payees = Arc::new(payees);
				sums.payees.insert(round.round, payees.clone());
				Some(payees)
			},
			None => {
				let now = self.round_now();
				sums.want(LeavesOf::Round(round.round), round.root, round.count, now);
				None
			},
		}
	}
}

/// The leaf of an account, and its place.
pub(crate) fn leaf_of<'a>(
	leaves: &'a [SumLeaf],
	account: &reel_primitives::AccountId,
) -> Option<(u32, &'a SumLeaf)> {
	let place = leaves.binary_search_by(|leaf| leaf.account.cmp(account)).ok()?;
	Some((u32::try_from(place).ok()?, leaves.get(place)?))
}
