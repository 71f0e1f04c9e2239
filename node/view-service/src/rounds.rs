//! Voting on open batches and proposing for finished rounds (C7).
//!
//! A vote or a proposal is on the disk before it is sent. For one round and key there is one vote and one proposal,
//! ever; the same may be sent again.

use crate::{
	ads::{BillsVerdict, BuiltBill},
	batch::BuiltBatch,
	gossip::{MAX_WANTED, Message},
	selection::{Chosen, Standing},
	service::{Core, LOG_TARGET},
	settle::{claimants, is_same, proposable},
	signature::key_bytes,
	state::OwnProposal,
	store::Record,
};
use reel_primitives::{
	AccountId, Hash32, Round,
	batch::{BatchHash, BatchProposal, BatchVote, OpenBatch, Payees},
	ids::PovId,
};
use std::sync::Arc;

/// What this desk thinks of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
	Approve,
	/// It is wrong by itself: its proposer loses part of its bond.
	Refuse,
	/// It cannot tell: it saw a play too late, or knows of a play what others may not, or a purchase is not final yet.
	Abstain,
	/// It must have these first.
	Want(Vec<Hash32>),
}

impl Core {
	pub(crate) async fn vote_on_open_batches(&self) {
		let chain = &self.parts.chain;
		let (Ok(_), Ok(open), Ok(last_paid)) =
			(self.authorities(), chain.open_batches(), chain.last_paid_round())
		else {
			return;
		};
		if !self.knows_what_was_paid(last_paid) {
			return;
		}
		for batch in open {
			let voters = self.net().sessions.get(&batch.session).cloned().unwrap_or_default();
			let mut seats = self.own_seats(&voters);
			seats.retain(|(index, _)| !batch.voted.contains(index));
			if seats.is_empty() || self.is_quiet(batch.round) {
				continue;
			}
			let approve = match self.verdict(&batch) {
				Verdict::Approve => true,
				Verdict::Refuse => false,
				Verdict::Abstain => continue,
				Verdict::Want(ids) => {
					self.want(ids);
					continue;
				},
			};
			for (index, key) in seats {
				self.vote(&batch, index, &key, approve).await;
			}
		}
	}

	async fn vote(&self, batch: &OpenBatch, index: u32, key: &PovId, approve: bool) {
		let mut vote = BatchVote { round: batch.round, batch: batch.batch, approve };
		let bytes = key_bytes(key);
		{
			let mut store = self.store();
			match store.state().vote(batch.round, &bytes) {
				// What was said stays said, even if it would be judged otherwise now.
				Some(earlier) if earlier.batch == vote.batch => vote = *earlier,
				Some(_) => return,
				None => {
					if let Err(error) = store.append_now(Record::Vote { key: bytes, vote }) {
						log::error!(target: LOG_TARGET, "not voting: {error}");
						return;
					}
				},
			}
		}
		let payload = vote.signing_payload(&self.genesis, batch.session);
		let Some(signature) = self.parts.signer.sign(key, &payload) else { return };
		let sent = self.parts.chain.submit_vote(vote, index, batch.session, signature).await;
		match sent {
			Ok(()) => self.metrics.vote(vote.approve),
			Err(error) => log::debug!(target: LOG_TARGET, "vote for round {}: {error}", vote.round),
		}
	}

	fn verdict(&self, open: &OpenBatch) -> Verdict {
		let ids = {
			let store = self.store();
			match store.state().batches.get(&open.round) {
				Some(entry) if entry.batch == open.batch => entry.plays.clone(),
				_ => return Verdict::Want(vec![open.batch]),
			}
		};
		// What follows from its plays, but for what it delivers and charges; each of them still has to stand.
		let built = self.net().built.take().filter(|(batch, _)| *batch == open.batch);
		let mut chosen = Chosen::with_room(ids.len());
		let (mut facts, mut ads) = (Vec::new(), Vec::new());
		{
			let store = self.store();
			let state = store.state();
			let unknown = ids.iter().filter(|id| !state.plays.contains_key(*id));
			let unknown: Vec<Hash32> = unknown.take(MAX_WANTED).copied().collect();
			if !unknown.is_empty() {
				return Verdict::Want(unknown);
			}
			let mut cannot_tell = false;
			for play in ids.iter().filter_map(|id| state.plays.get(id)) {
				let standing = state.standing(play, open.round, &chosen);
				if standing == Standing::Wrong {
					return Verdict::Refuse;
				}
				cannot_tell |= standing == Standing::Taken || !play.witness.may_vote();
				chosen.add(&play.facts);
				if play.facts.ad.is_some() {
					ads.push(play.facts.clone());
				}
				if built.is_none() || !open.delivered.is_empty() {
					facts.push(play.facts.clone());
				}
			}
			if cannot_tell {
				return Verdict::Abstain;
			}
		}
		let built = match built {
			Some((_, built)) => Some(built),
			None => self.build(open.round, &facts).map(Arc::new),
		};
		// The chain could not be asked for a split.
		let Some(built) = built else { return Verdict::Abstain };
		let mut proposal = built.proposal.clone();
		proposal.delivered.clone_from(&open.delivered);
		proposal.charged.clone_from(&open.charged);
		if !is_same(&proposal, open) {
			return Verdict::Refuse;
		}
		let delivered = self.was_delivered(&open.delivered, &facts);
		match (delivered, self.judge_bills(open.round, &open.charged, &ads)) {
			(Some(true), BillsVerdict::Right(bills)) => {
				self.learn_claimants(open, &built);
				self.learn_awards(open.round, open.batch, bills);
				Verdict::Approve
			},
			(Some(false), _) | (_, BillsVerdict::Wrong) => Verdict::Refuse,
			(None, _) | (_, BillsVerdict::CannotTell) => Verdict::Abstain,
		}
	}

	/// The body may have come before the last of its plays: only now is it known who has to claim.
	fn learn_claimants(&self, open: &OpenBatch, built: &BuiltBatch) {
		let (round, batch, payees) = (open.round, open.batch, claimants(built));
		let mut store = self.store();
		let known = store.state().batches.get(&round).map_or(0, |entry| entry.payees.len());
		if known < payees.len() {
			let record = Record::Batch { round, batch, plays: built.plays.clone(), payees };
			if let Err(error) = store.append(record) {
				log::error!(target: LOG_TARGET, "desk log: {error}");
			}
		}
	}

	/// Keeps who has to claim what of bills with more viewers than are paid by name.
	fn learn_awards(&self, round: Round, batch: BatchHash, bills: Vec<BuiltBill>) {
		for (bill, built) in (0u8..).zip(bills) {
			if matches!(built.bill.viewers, Payees::Direct(_)) {
				continue;
			}
			let record = Record::Awards { round, bill, batch, payees: built.awards };
			if let Err(error) = self.store().append(record) {
				log::error!(target: LOG_TARGET, "desk log: {error}");
			}
		}
	}

	pub(crate) async fn propose_for_my_rounds(&self) {
		let chain = &self.parts.chain;
		let (Ok(now), Ok(current), Ok(last_paid), Ok(open)) = (
			self.authorities(),
			chain.current_round(),
			chain.last_paid_round(),
			chain.open_batches(),
		) else {
			return;
		};
		let seats = self.own_seats(&now.authorities);
		// Whoever does not know what is in an open batch would propose the same plays again.
		if seats.is_empty()
			|| !self.net().unresolved.is_empty()
			|| !self.knows_what_was_paid(last_paid)
		{
			return;
		}
		for round in proposable(current, last_paid) {
			if open.iter().any(|batch| batch.round == round) || self.is_quiet(round) {
				continue;
			}
			let Ok(Some(turn)) = chain.proposer(round) else { continue };
			let Some((index, key)) = seats.iter().find(|(index, _)| *index == turn) else {
				continue;
			};
			if let Some(proposal) = self.proposal_for(round, key, &now.authorities) {
				self.send_proposal(proposal, *index, now.session, key).await;
			}
		}
	}

	/// The proposal of this node for a round: the one made before, or a new one.
	fn proposal_for(
		&self,
		round: Round,
		key: &PovId,
		authorities: &[(AccountId, PovId)],
	) -> Option<BatchProposal> {
		let bytes = key_bytes(key);
		let mut facts = {
			let store = self.store();
			let state = store.state();
			if let Some(OwnProposal { key, proposal }) = state.proposals.get(&round) {
				let still_there =
					state.batches.get(&round).is_some_and(|entry| entry.paid.is_none());
				return (*key == bytes && still_there).then(|| proposal.clone());
			}
			state.select(round, &|content| self.is_playable(content))
		};
		// Ads alone pay no round: they wait for one in which a title was watched.
		if facts.iter().all(|play| play.ad.is_some()) {
			return None;
		}
		let ads = facts.iter().filter(|play| play.ad.is_some()).cloned();
		let (charged, bills) = self.bill_ads(round, &ads.collect::<Vec<_>>());
		facts.retain(|play| play.ad.is_none() || charged.contains(&play.id));
		let built = self.build(round, &facts)?;
		let payees = claimants(&built);
		let (plays, mut proposal) = (built.plays, built.proposal);
		proposal.delivered = self.deliverable(round, &facts);
		proposal.charged = bills.iter().map(|built| built.bill.clone()).collect();
		let batch = proposal.hash();
		let record = Record::Proposal {
			key: bytes,
			proposal: proposal.clone(),
			plays: plays.clone(),
			payees,
		};
		if let Err(error) = self.store().append_now(record) {
			log::error!(target: LOG_TARGET, "not proposing: {error}");
			return None;
		}
		log::debug!(
			target: LOG_TARGET,
			"proposing {} plays for round {round} to {} authorities",
			plays.len(),
			authorities.len(),
		);
		self.learn_awards(round, batch, bills);
		self.metrics.proposal();
		self.broadcast(&Message::Body { round, batch, plays });
		Some(proposal)
	}

	async fn send_proposal(&self, proposal: BatchProposal, index: u32, session: u32, key: &PovId) {
		let round = proposal.round;
		let payload = proposal.signing_payload(&self.genesis, session);
		let Some(signature) = self.parts.signer.sign(key, &payload) else { return };
		let sent = self.parts.chain.submit_proposal(proposal, index, session, signature).await;
		if let Err(error) = sent {
			log::debug!(target: LOG_TARGET, "proposal for round {round}: {error}");
		}
	}

	/// After a torn log nobody knows what was said of the rounds before.
	fn is_quiet(&self, round: Round) -> bool {
		self.quiet_until.is_some_and(|last| round <= last)
	}
}
