//! What the chain knows of sums.

use crate::ChainError;
use reel_primitives::{
	AccountId, Balance, Hash32, Round,
	batch::is_quorum,
	sums::{OpenStep, SumLeaf, SumProposal, SumTree, SumVote, SummableRound, SumsStatus},
};
use std::collections::BTreeMap;

/// A claim that was sent: generation, first leaf, leaves, path.
pub(crate) type SumClaim = (u32, u32, Vec<SumLeaf>, Vec<Hash32>);

/// Rounds, trees, the open step. All rounds are due.
#[derive(Default)]
pub(crate) struct SumChain {
	pub(crate) rounds: BTreeMap<Round, SummableRound>,
	pub(crate) trees: BTreeMap<u32, SumTree>,
	pub(crate) paid: BTreeMap<(u32, AccountId), Balance>,
	pub(crate) step: u64,
	pub(crate) generation: u32,
	pub(crate) is_over: bool,
	pub(crate) open: Option<(OpenStep, u32, u32)>,
	pub(crate) last_turn: Option<Round>,
	/// First round that no step has looked at.
	first: Round,
	/// Every vote ever sent, with the voter.
	pub(crate) votes: Vec<(u32, SumVote)>,
	pub(crate) claims: Vec<SumClaim>,
	/// Proposals that were voted down.
	pub(crate) refused: Vec<SumProposal>,
}

impl SumChain {
	fn due(&self) -> Vec<Round> {
		self.rounds.range(self.first..).map(|(round, _)| *round).collect()
	}

	pub(crate) fn status(&self) -> SumsStatus {
		SumsStatus {
			step: self.step,
			trees: self.trees.iter().map(|(of, tree)| (*of, *tree)).collect(),
			generation: self.generation,
			is_over: self.is_over || self.generation == 0,
			due: self.due(),
			last_turn: self.last_turn,
			open: self.open.as_ref().map(|(open, ..)| open.clone()),
		}
	}

	pub(crate) fn propose(
		&mut self,
		proposal: SumProposal,
		session: u32,
		authority: u32,
		authorities: u32,
	) -> Result<(), ChainError> {
		if self.open.is_some() || self.last_turn.is_some_and(|last| proposal.round <= last) {
			return Err(ChainError("another's turn".into()));
		}
		assert_eq!(proposal.step, self.step);
		let taken = self.taken(&proposal);
		let open = |round: &Round| {
			let round = &self.rounds[round];
			round.persons_cfx - round.claimed_cfx
		};
		assert_eq!(taken.iter().map(open).sum::<Balance>(), proposal.open_cfx);
		self.last_turn = Some(proposal.round);
		let open = OpenStep { proposal, session, voted: vec![authority] };
		self.open = Some((open, 1, 0));
		self.decide(authorities);
		Ok(())
	}

	fn taken(&self, proposal: &SumProposal) -> Vec<Round> {
		let due = self.due().into_iter().skip(proposal.passed_over as usize);
		let taken: Vec<Round> = due.take(proposal.rounds as usize).collect();
		assert_eq!(taken.len(), proposal.rounds as usize);
		taken
	}

	pub(crate) fn vote(
		&mut self,
		vote: SumVote,
		authority: u32,
		authorities: u32,
	) -> Result<(), ChainError> {
		self.votes.push((authority, vote));
		let open = self.open.as_mut().filter(|(open, ..)| open.proposal.hash() == vote.proposal);
		let Some((open, yes, no)) = open else { return Err(ChainError("not open".into())) };
		assert!(!open.voted.contains(&authority));
		open.voted.push(authority);
		*(if vote.approve { yes } else { no }) += 1;
		self.decide(authorities);
		Ok(())
	}

	fn decide(&mut self, authorities: u32) {
		let Some((open, yes, no)) = self.open.take() else { return };
		let proposal = open.proposal;
		if is_quorum(yes, authorities) {
			let taken = self.taken(&proposal);
			self.first = taken.last().unwrap() + 1;
			taken.iter().for_each(|round| drop(self.rounds.remove(round)));
			let SumProposal { generation, root, count, total_cfx, .. } = proposal;
			let tree = SumTree { root, count, total_cfx, ..SumTree::default() };
			self.trees.insert(generation, tree);
			self.generation = generation;
			self.is_over = false;
			self.step += 1;
		} else if is_quorum(authorities - no, authorities) {
			self.open = Some((open, yes, no));
		} else {
			self.refused.push(proposal);
		}
	}
}
