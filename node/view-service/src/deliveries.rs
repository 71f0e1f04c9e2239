//! Which purchases a batch delivers (S5): what a proposer names, and what the others think of it.
//!
//! A price is held until somebody who bought has watched. The proposer names the open purchases of whose beneficiary and
//! title there is a play in its batch; when the batch is paid, so are they. Everybody else has the same plays and looks
//! each up, so that one validator alone can have no price paid for what nobody watched.
//!
//! | a purchase that is named | verdict |
//! |---|---|
//! | open, and its beneficiary's play of its title is in the batch | right |
//! | open, and there is no such play | the batch is wrong |
//! | delivered, refused or returned meanwhile | harmless: the chain passes it over |
//! | not made yet | cannot tell: it may become anybody's |
//!
//! The chain is asked at its *finalized* block, by who proposes and by who votes. On another fork a number may be another
//! purchase: an honest proposer would be taken for a liar, and a yes to one would pay for the other.

use crate::{
	ChainError,
	service::{Core, LOG_TARGET},
	state::PlayFacts,
};
use reel_primitives::{
	AccountId, ContentId, Round,
	market::{MAX_DELIVERIES, PurchaseId, PurchaseState},
};
use std::collections::BTreeSet;

/// Most pairs of title and viewer of a batch that the chain is asked about: two reads each. Of more, those of the least
/// play ids, which is another draw in each batch.
const MAX_ASKED: usize = 1_024;

impl Core {
	/// The open purchases that the plays of a batch for `round` deliver, ascending: the oldest, and none that another open
	/// batch names. None when the chain cannot say: they are delivered by a later play, or by a batch of another desk.
	pub(crate) fn deliverable(&self, round: Round, facts: &[PlayFacts]) -> Vec<PurchaseId> {
		self.ask_deliverable(round, facts).unwrap_or_else(|error| {
			log::warn!(target: LOG_TARGET, "naming no purchases for round {round}: {error}");
			Vec::new()
		})
	}

	fn ask_deliverable(
		&self,
		round: Round,
		facts: &[PlayFacts],
	) -> Result<Vec<PurchaseId>, ChainError> {
		// An ad is not what somebody bought.
		let facts = || facts.iter().filter(|facts| facts.ad.is_none());
		let titles: BTreeSet<ContentId> = facts().map(|facts| facts.content).collect();
		let priced: BTreeSet<ContentId> =
			titles.into_iter().filter(|content| self.is_priced(content)).collect();
		let mut plays: Vec<&PlayFacts> =
			facts().filter(|facts| priced.contains(&facts.content)).collect();
		if plays.is_empty() {
			return Ok(Vec::new());
		}
		plays.sort_unstable_by_key(|facts| facts.id);
		let mut watched: BTreeSet<(ContentId, AccountId)> = BTreeSet::new();
		for facts in plays {
			watched.insert((facts.content, facts.viewer.clone()));
			if watched.len() >= MAX_ASKED {
				break;
			}
		}
		let chain = &self.parts.chain;
		let mut open = chain.open_purchases(watched.into_iter().collect())?;
		let others = chain.open_batches()?.into_iter().filter(|batch| batch.round != round);
		let named: BTreeSet<PurchaseId> = others.flat_map(|batch| batch.delivered).collect();
		open.retain(|purchase| !named.contains(purchase));
		open.sort_unstable();
		open.dedup();
		open.truncate(MAX_DELIVERIES as usize);
		Ok(open)
	}

	/// Whether what a batch says to deliver was watched in it; `None` when this desk cannot tell.
	pub(crate) fn was_delivered(
		&self,
		purchases: &[PurchaseId],
		facts: &[PlayFacts],
	) -> Option<bool> {
		if purchases.is_empty() {
			return Some(true);
		}
		let states = self.parts.chain.purchase_states(purchases.to_vec()).ok()?;
		let was_watched = |content: &ContentId, beneficiary: &AccountId| {
			facts.iter().any(|play| {
				play.ad.is_none() && play.content == *content && play.viewer == *beneficiary
			})
		};
		let mut can_tell = states.len() == purchases.len();
		for state in &states {
			match state {
				PurchaseState::Open { content, beneficiary } => {
					if !was_watched(content, beneficiary) {
						return Some(false);
					}
				},
				PurchaseState::Over => {},
				PurchaseState::NotMade => can_tell = false,
			}
		}
		can_tell.then_some(true)
	}

	/// Whether a title costs something now.
	fn is_priced(&self, content: &ContentId) -> bool {
		self.title(content).is_ok_and(|title| title.state.price_cfx != 0)
	}
}
