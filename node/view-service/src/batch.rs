//! What a set of plays pays: the batch that everybody who holds the same plays builds alike (C7, C9).
//!
//! ```text
//! w = duration of the cell in ms
//! viewer                 += w × viewer_bp
//! provider i             += floor(w × sharing_bp × sent_i / Σ sent), the rest to the first receipt
//! what no receipt names   → its part goes to the treasury
//! ```
//!
//! all of it times the rate of the title, which is 1 unless a title is above the cap (`reel_economics::split`).
//!
//! Plays of ads stand under the root of the plays, and have no part in this: what they come to is in bills (module `ads`).
//!
//! So all shares sum to Σ over titles of weight × persons' basis points, which the chain checks.

use codec::Encode;
use reel_economics::split::title_rates;
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
use std::{collections::BTreeMap, panic::resume_unwind, thread};

/// Most plays of a batch, so that the list of their ids fits one gossip message.
pub(crate) const MAX_PLAYS_PER_BATCH: usize = 131_072;

/// Stands for the sender of what no receipt names: its part goes to the treasury. Nobody has the key of this account.
pub(crate) fn nobody() -> AccountId {
	AccountId::new([0; 32])
}

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
	/// What goes to the chain. It delivers and charges nothing yet.
	pub proposal: BatchProposal,
	/// Ids of its plays, ascending.
	pub plays: Vec<Hash32>,
	/// Everybody who is paid, ascending by account.
	pub payees: Vec<Payee>,
}

/// Why a set of plays makes no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
	/// No plays of titles.
	#[error("a batch needs a play of a title")]
	Empty,
	/// A play twice.
	#[error("a play is in the batch twice")]
	Twice,
	/// More titles, plays or payees than a batch may have.
	#[error("more titles, plays or payees than a batch may have")]
	TooLarge,
	/// Nothing was watched for any time, or the cap of a title is none.
	#[error("the plays weigh nothing")]
	Weightless,
	/// The split of a title is not known.
	#[error("a title of the batch is not registered")]
	UnknownTitle,
}

/// The same where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched<'a> {
	pub(crate) id: &'a Hash32,
	pub(crate) content: &'a ContentId,
	pub(crate) duration_ms: u32,
	pub(crate) viewer: &'a AccountId,
	pub(crate) receipts: &'a [Receipt],
	/// It stands under the plays root, and earns no part of the round.
	pub(crate) is_ad: bool,
}

/// Builds the batch of `plays` for `round`. The order of `plays` does not matter.
///
/// # Errors
/// [`BatchError`].
pub fn build(
	round: Round,
	plays: &[BatchPlay],
	splits: &BTreeMap<ContentId, RewardSplit>,
	title_cap: Option<u16>,
	treasury: &AccountId,
) -> Result<BuiltBatch, BatchError> {
	let watched = plays.iter().map(|BatchPlay { id, content, duration_ms, viewer, receipts }| {
		Watched { id, content, duration_ms: *duration_ms, viewer, receipts, is_ad: false }
	});
	build_of(round, watched, splits, title_cap, treasury)
}

/// As [`build`].
pub(crate) fn build_of<'a>(
	round: Round,
	plays: impl ExactSizeIterator<Item = Watched<'a>> + Clone,
	splits: &BTreeMap<ContentId, RewardSplit>,
	title_cap: Option<u16>,
	treasury: &AccountId,
) -> Result<BuiltBatch, BatchError> {
	if plays.len() == 0 {
		return Err(BatchError::Empty);
	}
	if plays.len() > MAX_PLAYS_PER_BATCH {
		return Err(BatchError::TooLarge);
	}
	let mut totals: BTreeMap<ContentId, TitleTotal> = BTreeMap::new();
	let mut ids = Vec::with_capacity(plays.len());
	// A viewer and a provider of each, mostly; sorted and added up at the end.
	let mut parts: Vec<Payee> = Vec::with_capacity(plays.len().saturating_mul(2));
	ids.extend(plays.clone().map(|play| *play.id));
	for play in plays.clone().filter(|play| !play.is_ad) {
		let total = totals.entry(*play.content).or_insert(TitleTotal {
			content: *play.content,
			plays: 0,
			weight_ms: 0,
		});
		total.plays += 1;
		total.weight_ms += u64::from(play.duration_ms);
	}
	// Nobody is paid a round for ads.
	if totals.is_empty() {
		return Err(BatchError::Empty);
	}
	// What a title's minutes count for follows from all that was watched.
	let weights: Vec<u64> = totals.values().map(|total| total.weight_ms).collect();
	let rates = title_rates(&weights, title_cap).ok_or(BatchError::Weightless)?.rates;
	let terms: BTreeMap<&ContentId, (&RewardSplit, u64)> = totals
		.keys()
		.zip(rates)
		.map(|(content, rate)| {
			let split = splits.get(content).ok_or(BatchError::UnknownTitle)?;
			Ok((content, (split, rate)))
		})
		.collect::<Result<_, BatchError>>()?;
	for play in plays.filter(|play| !play.is_ad) {
		let (split, rate) = terms.get(play.content).ok_or(BatchError::UnknownTitle)?;
		add_shares(&play, split, *rate, treasury, &mut parts);
	}
	ids.sort_unstable();
	if ids.windows(2).any(|pair| matches!(pair, [one, next] if one == next)) {
		return Err(BatchError::Twice);
	}
	parts.sort_unstable_by(|one, other| one.account.cmp(&other.account));
	let mut payees: Vec<Payee> = Vec::with_capacity(parts.len());
	for part in parts {
		match payees.last_mut().filter(|last| last.account == part.account) {
			Some(last) => last.shares += part.shares,
			None => payees.push(part),
		}
	}
	if totals.len() > MAX_TITLES_PER_BATCH as usize || payees.len() > MAX_PAYEES as usize {
		return Err(BatchError::TooLarge);
	}
	payees.retain(|payee| payee.shares > 0);
	// Two trees of up to a hundred thousand leaves.
	let (plays_root, committed) = thread::scope(|scope| {
		let committed = scope.spawn(|| committed(&payees));
		let plays_root = binary::root(&ids);
		(plays_root, committed.join())
	});
	let payees_of_batch = match committed {
		Ok(committed) => committed,
		Err(panic) => resume_unwind(panic),
	};
	let proposal = BatchProposal {
		round,
		plays_root,
		plays: ids.len() as u32,
		totals: totals.into_values().collect(),
		payees: payees_of_batch,
		delivered: Vec::new(),
		charged: Vec::new(),
	};
	Ok(BuiltBatch { proposal, plays: ids, payees })
}

/// By name, or of many a root.
pub(crate) fn committed(payees: &[Payee]) -> Payees {
	if payees.len() <= MAX_DIRECT_PAYEES as usize {
		return Payees::Direct(payees.to_vec());
	}
	let leaves: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
	Payees::Root { root: binary::root(&leaves), count: leaves.len() as u32 }
}

/// Adds what the viewer and the providers of a play get.
fn add_shares(
	play: &Watched<'_>,
	split: &RewardSplit,
	rate: u64,
	treasury: &AccountId,
	parts: &mut Vec<Payee>,
) {
	let mut add = |account: &AccountId, shares| {
		// At most 2^48, at most 2^20 times.
		parts.push(Payee { account: account.clone(), shares: shares * Shares::from(rate) });
	};
	let weight = Shares::from(play.duration_ms);
	add(play.viewer, weight * Shares::from(split.viewer_bp));
	let pool = weight * Shares::from(split.sharing_bp);
	let sent: Shares = play.receipts.iter().map(|receipt| Shares::from(receipt.sent_bytes)).sum();
	if sent == 0 {
		add(treasury, pool);
		return;
	}
	// pool ≤ 2^32 × 2^16 and sent_bytes < 2^64: the products stay below 2^112.
	let floor = |receipt: &Receipt| pool * Shares::from(receipt.sent_bytes) / sent;
	let mut rest = pool - play.receipts.iter().map(floor).sum::<Shares>();
	let nobody = nobody();
	for receipt in play.receipts {
		let sender = if receipt.provider == nobody { treasury } else { &receipt.provider };
		add(sender, floor(receipt) + std::mem::take(&mut rest));
	}
}
