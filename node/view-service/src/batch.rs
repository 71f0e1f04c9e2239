//! What a set of plays pays: the batch that everybody who holds the same plays builds alike (C7, C9).
//!
//! ```text
//! w = duration of the cell in ms
//! viewer                 += w × viewer_bp
//! provider i             += floor(w × sharing_bp × sent_i / Σ sent), the rest to the first receipt
//! no bytes in receipts   → the sharing part goes to the treasury
//! ```
//!
//! So all shares sum to Σ over titles of weight × persons' basis points, which the chain checks.

use codec::Encode;
use reel_merkle::binary;
use reel_primitives::{
	AccountId, ContentId, Hash32, Round,
	batch::{
		BatchProposal, MAX_DIRECT_PAYEES, MAX_PAYEES, MAX_TITLES_PER_BATCH, Payee, Payees, Shares,
		TitleTotal,
	},
	content::RewardSplit,
	play::Receipt,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most plays of a batch, so that the list of their ids fits one gossip message.
pub(crate) const MAX_PLAYS_PER_BATCH: usize = 131_072;

/// What a batch needs of a play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchPlay {
	/// Name of the play.
	pub id: Hash32,
	/// The title.
	pub content: ContentId,
	/// Play time of the cell in milliseconds.
	pub duration_ms: u32,
	/// Who watched.
	pub viewer: AccountId,
	/// Who sent.
	pub receipts: Vec<Receipt>,
}

/// A batch with what its hash hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltBatch {
	/// What goes to the chain.
	pub proposal: BatchProposal,
	/// Ids of its plays, ascending.
	pub plays: Vec<Hash32>,
	/// Everybody who is paid, ascending by account.
	pub payees: Vec<Payee>,
}

/// Why a set of plays makes no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
	/// No plays.
	#[error("a batch needs a play")]
	Empty,
	/// A play twice.
	#[error("a play is in the batch twice")]
	Twice,
	/// More titles, plays or payees than a batch may have.
	#[error("more titles, plays or payees than a batch may have")]
	TooLarge,
	/// The split of a title is not known.
	#[error("a title of the batch is not registered")]
	UnknownTitle,
}

/// Builds the batch of `plays` for `round`. The order of `plays` does not matter.
///
/// # Errors
/// [`BatchError`].
pub fn build(
	round: Round,
	plays: &[BatchPlay],
	splits: &BTreeMap<ContentId, RewardSplit>,
	treasury: &AccountId,
) -> Result<BuiltBatch, BatchError> {
	if plays.is_empty() {
		return Err(BatchError::Empty);
	}
	if plays.len() > MAX_PLAYS_PER_BATCH {
		return Err(BatchError::TooLarge);
	}
	let ids: BTreeSet<Hash32> = plays.iter().map(|play| play.id).collect();
	if ids.len() != plays.len() {
		return Err(BatchError::Twice);
	}
	let mut totals: BTreeMap<ContentId, TitleTotal> = BTreeMap::new();
	let mut shares: BTreeMap<AccountId, Shares> = BTreeMap::new();
	for play in plays {
		let split = splits.get(&play.content).ok_or(BatchError::UnknownTitle)?;
		let total = totals.entry(play.content).or_insert(TitleTotal {
			content: play.content,
			plays: 0,
			weight_ms: 0,
		});
		total.plays += 1;
		total.weight_ms += u64::from(play.duration_ms);
		for (account, part) in shares_of(play, split, treasury) {
			*shares.entry(account).or_default() += part;
		}
	}
	if totals.len() > MAX_TITLES_PER_BATCH as usize || shares.len() > MAX_PAYEES as usize {
		return Err(BatchError::TooLarge);
	}
	let payees: Vec<Payee> = shares
		.into_iter()
		.filter(|(_, shares)| *shares > 0)
		.map(|(account, shares)| Payee { account, shares })
		.collect();
	let plays: Vec<Hash32> = ids.into_iter().collect();
	let proposal = BatchProposal {
		round,
		plays_root: binary::root(&plays),
		plays: plays.len() as u32,
		totals: totals.into_values().collect(),
		payees: committed(&payees),
	};
	Ok(BuiltBatch { proposal, plays, payees })
}

fn committed(payees: &[Payee]) -> Payees {
	if payees.len() <= MAX_DIRECT_PAYEES as usize {
		return Payees::Direct(payees.to_vec());
	}
	let leaves: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
	Payees::Root { root: binary::root(&leaves), count: leaves.len() as u32 }
}

fn shares_of(
	play: &BatchPlay,
	split: &RewardSplit,
	treasury: &AccountId,
) -> Vec<(AccountId, Shares)> {
	let weight = Shares::from(play.duration_ms);
	let mut parts = vec![(play.viewer.clone(), weight * Shares::from(split.viewer_bp))];
	let pool = weight * Shares::from(split.sharing_bp);
	let sent: Shares = play.receipts.iter().map(|receipt| Shares::from(receipt.sent_bytes)).sum();
	if sent == 0 {
		parts.push((treasury.clone(), pool));
		return parts;
	}
	// pool ≤ 2^32 × 2^16 and sent_bytes < 2^64: the products stay below 2^112.
	let floors: Vec<Shares> = play
		.receipts
		.iter()
		.map(|receipt| pool * Shares::from(receipt.sent_bytes) / sent)
		.collect();
	let mut rest = pool - floors.iter().sum::<Shares>();
	for (receipt, floor) in play.receipts.iter().zip(floors) {
		parts.push((receipt.provider.clone(), floor + std::mem::take(&mut rest)));
	}
	parts
}
