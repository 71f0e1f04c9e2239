//! Voting on the open step, and proposing one.

use super::{Book, book};
use crate::service::{Core, LOG_TARGET};
use reel_primitives::{
	Round,
	batch::Payee,
	ids::PovId,
	sums::{
		MAX_GENERATIONS, MAX_PASSED_OVER, MAX_ROUNDS_PER_STEP, MAX_SUMS, OpenStep, SumProposal,
		SumVote, SummableRound, SumsStatus,
	},
};
use std::sync::Arc;

/// A desk proposes in its turn of these last rounds: of the older ones another has had its turn since.
const TURN_ROUNDS: Round = 2;

/// Rounds that a step takes, with their payees.
type Taken = Vec<(SummableRound, Arc<Vec<Payee>>)>;

impl Core {
	pub(super) async fn vote_on_step(&self, status: &SumsStatus) {
		let Some(open) = &status.open else { return };
		// Asked first, so that the session is remembered.
		if self.authorities().is_err() {
			return;
		}
		let voters = self.net().sessions.get(&open.session).cloned().unwrap_or_default();
		let mut seats = self.own_seats(&voters);
		seats.retain(|(index, _)| !open.voted.contains(index));
		if seats.is_empty() {
			return;
		}
		let hash = open.proposal.hash();
		let judged = self.sums().judged.filter(|(of, _)| *of == hash).map(|(_, verdict)| verdict);
		let Some(approve) = judged.or_else(|| self.judge_step(status, open)) else { return };
		self.sums().judged = Some((hash, approve));
		for (index, key) in seats {
			self.send_step_vote(SumVote { proposal: hash, approve }, index, open.session, &key)
				.await;
		}
	}

	async fn send_step_vote(&self, vote: SumVote, index: u32, session: u32, key: &PovId) {
		let payload = vote.signing_payload(&self.genesis, session);
		let Some(signature) = self.parts.signer.sign(key, &payload) else { return };
		let sent = self.parts.chain.submit_step_vote(vote, index, session, signature).await;
		match sent {
			Ok(()) => self.metrics.vote(vote.approve),
			Err(error) => log::debug!(target: LOG_TARGET, "vote on a step of sums: {error}"),
		}
	}

	/// Whether the open step is right; `None` when this desk cannot tell.
	fn judge_step(&self, status: &SumsStatus, open: &OpenStep) -> Option<bool> {
		let SumProposal { generation, passed_over, rounds, root, count, total_cfx, .. } =
			open.proposal;
		let passed_over = status.due.get(..passed_over as usize)?;
		let known = passed_over.iter().any(|round| {
			let summable = self.parts.chain.summable_round(*round).ok().flatten();
			summable.is_some_and(|round| self.payees_of(&round).is_some())
		});
		if known {
			// The proposer lacks what it can be told. That is no offence, and no reason to give up the round.
			return None;
		}
		let first = passed_over.len();
		let due = status.due.get(first..first.saturating_add(rounds as usize))?;
		let taken = self.all_known(due)?;
		let base =
			if generation == status.generation { Some(self.running_book(status)?) } else { None };
		let leaves = book::after(base.as_deref(), &taken)?;
		if generation != status.generation && !status.is_over {
			// Begun before its time: only a tree that is full is a reason.
			let running = self.running_book(status)?;
			let together = book::after(Some(&*running), &taken)?;
			if together.len() <= MAX_SUMS as usize {
				return Some(false);
			}
		}
		let book = Book::new(leaves);
		let is_right =
			(book.root(), book.leaves.len(), book.total_cfx()) == (root, count as usize, total_cfx);
		if is_right {
			let kept = self.sums().vouch(generation, Arc::new(book));
			if let Err(error) = kept {
				log::error!(target: LOG_TARGET, "not voting on sums: {error}");
				return None;
			}
		} else {
			log::warn!(
				target: LOG_TARGET,
				"step {} of sums is not what {} rounds come to: voting no",
				open.proposal.step,
				taken.len(),
			);
		}
		Some(is_right)
	}

	/// The book on which the next step of the running generation builds.
	fn running_book(&self, status: &SumsStatus) -> Option<Arc<Book>> {
		let (generation, tree) =
			status.trees.iter().find(|(generation, _)| *generation == status.generation)?;
		self.sums().book(*generation, &tree.root)
	}

	/// The rounds with their payees, if all are known; what is not is asked for.
	fn all_known(&self, rounds: &[Round]) -> Option<Taken> {
		let known: Vec<_> = rounds.iter().map(|round| self.known(*round)).collect();
		known.into_iter().collect()
	}

	fn known(&self, round: Round) -> Option<(SummableRound, Arc<Vec<Payee>>)> {
		let summable = self.parts.chain.summable_round(round).ok().flatten()?;
		let payees = self.payees_of(&summable)?;
		Some((summable, payees))
	}

	pub(super) async fn propose_step(&self, status: &SumsStatus) {
		let (Ok(now), Ok(current)) = (self.authorities(), self.parts.chain.current_round()) else {
			return;
		};
		let seats = self.own_seats(&now.authorities);
		let first = current.saturating_sub(TURN_ROUNDS);
		let first = status.last_turn.map_or(first, |last| first.max(last.saturating_add(1)));
		let turn = (first..current).rev().find_map(|round| {
			let turn = self.parts.chain.proposer(round).ok().flatten()?;
			let (index, key) = seats.iter().find(|(index, _)| *index == turn)?;
			Some((round, *index, key))
		});
		let Some((round, index, key)) = turn else { return };
		let Some(proposal) = self.next_step(status, round) else { return };
		let payload = proposal.signing_payload(&self.genesis, now.session);
		let Some(signature) = self.parts.signer.sign(key, &payload) else { return };
		let sent = self.parts.chain.submit_step(proposal, index, now.session, signature).await;
		match sent {
			Ok(()) => log::debug!(
				target: LOG_TARGET,
				"proposing step {} of sums: {} rounds, {} accounts",
				proposal.step,
				proposal.rounds,
				proposal.count,
			),
			Err(error) => log::debug!(target: LOG_TARGET, "step of sums: {error}"),
		}
	}

	/// The next step, as far as this desk knows what it takes.
	fn next_step(&self, status: &SumsStatus, round: Round) -> Option<SumProposal> {
		let now = self.round_now();
		let is_unknown =
			|round: &Round| self.known(*round).is_none() && self.sums().is_given_up(*round, now);
		let passed_over =
			status.due.iter().take(MAX_PASSED_OVER as usize).take_while(|r| is_unknown(r)).count();
		let due = status.due.iter().skip(passed_over).take(MAX_ROUNDS_PER_STEP as usize);
		let mut taken: Taken = due.map_while(|round| self.known(*round)).collect();
		let has_room = status.trees.len() < MAX_GENERATIONS as usize;
		let base = if status.is_over { None } else { Some(self.running_book(status)?) };
		// Fewer rounds while their accounts are more than a tree has room for.
		let (generation, leaves) = loop {
			if taken.is_empty() {
				return None;
			}
			let leaves = book::after(base.as_deref(), &taken)?;
			if leaves.len() <= MAX_SUMS as usize {
				break (status.generation + u32::from(status.is_over), leaves);
			}
			if base.is_some() && has_room {
				let leaves = book::after(None, &taken)?;
				if leaves.len() <= MAX_SUMS as usize {
					break (status.generation + 1, leaves);
				}
			}
			taken.truncate(taken.len() / 2);
		};
		let open =
			taken.iter().map(|(round, _)| round.persons_cfx.saturating_sub(round.claimed_cfx));
		let open_cfx = open.sum();
		let book = Arc::new(Book::new(leaves));
		let proposal = SumProposal {
			round,
			step: status.step,
			generation,
			passed_over: passed_over as u32,
			rounds: taken.len() as u32,
			open_cfx,
			root: book.root(),
			count: book.leaves.len() as u32,
			total_cfx: book.total_cfx(),
		};
		let kept = self.sums().vouch(generation, book);
		kept.inspect_err(|error| log::error!(target: LOG_TARGET, "no step of sums: {error}"))
			.ok()?;
		Some(proposal)
	}
}
