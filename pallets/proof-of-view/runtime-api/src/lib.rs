//! What the view service asks the chain, and the extrinsics that the runtime builds for it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use reel_primitives::{
	Balance, ContentId, Hash32, Round,
	ads::{CampaignId, counting::Payer},
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, PayoutClaim},
	ids::{PovId, PovSignature},
	market::{PurchaseId, PurchaseState},
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
};

sp_api::decl_runtime_apis! {
	/// Batches of plays: who proposes, what is open, what to send (C7).
	pub trait ProofOfViewApi<AccountId> where AccountId: Codec {
		/// The session's index and its authorities in order, with their proof-of-view keys.
		fn authorities() -> (u32, Vec<(AccountId, PovId)>);

		/// Round of the block.
		fn current_round() -> Round;

		/// The last round that was paid; batches of it and of earlier rounds come too late.
		fn last_paid_round() -> Option<Round>;

		/// Basis points of `round` that one title may bring at most; `None`: no cap. A batch's shares follow from it.
		fn title_cap(round: Round) -> Option<u16>;

		/// The batch that `round` was paid for; `None` when none was, or when more than
		/// `reel_primitives::batch::REMEMBERED_BATCHES` were paid since.
		fn paid_batch(round: Round) -> Option<PaidBatch>;

		/// Batches that are being voted on.
		fn open_batches() -> Vec<OpenBatch>;

		/// Whether `account` has bought a title, or was given it, and may watch it now. Says nothing of titles that are free,
		/// nor whether the title may be played.
		fn has_access(content: ContentId, account: AccountId) -> bool;

		/// Numbers of the open purchases under which these accounts watch these titles, ascending. Two reads each.
		fn open_purchases(watched: Vec<(ContentId, AccountId)>) -> Vec<PurchaseId>;

		/// How each of these purchases stands, in the same order. Two reads each.
		fn purchase_states(purchases: Vec<PurchaseId>) -> Vec<PurchaseState<AccountId>>;

		/// Campaigns that may be shown now, ascending, among the `span` numbers from `from` on, at most 64, as the batch of the
		/// current round would find them; and the number that the next campaign will have. Go on at `from` + `span`, until
		/// that is not below it. Two reads for each number.
		fn shown_campaigns(
			from: CampaignId,
			span: u32,
		) -> (CampaignId, Vec<(CampaignId, Payer<AccountId>)>);

		/// Campaigns as the batch of `round` would find them, in the same order, at most 64: less what open batches of earlier
		/// rounds charge. `None` for one that does not exist or has ended. Two reads each.
		fn payers(campaigns: Vec<CampaignId>, round: Round) -> Vec<Option<Payer<AccountId>>>;

		/// Index of the authority whose turn `round` is; `None` without authorities.
		fn proposer(round: Round) -> Option<u32>;

		/// A feeless transaction that proposes a batch.
		fn propose_extrinsic(
			proposal: BatchProposal,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;

		/// A feeless transaction that votes on a batch.
		fn vote_extrinsic(
			vote: BatchVote,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;

		/// Whether a leaf of a paid round can still be claimed.
		fn is_claimable(round: Round, index: u32) -> bool;

		/// A feeless transaction that claims what `account` was awarded.
		fn claim_extrinsic(
			account: AccountId,
			claims: Vec<PayoutClaim>,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;

		/// How the sums of what was not claimed stand.
		fn sums() -> SumsStatus;

		/// What it takes to sum a round up; `None` when it is not claimed over a root.
		fn summable_round(round: Round) -> Option<SummableRound>;

		/// What accounts were paid of their sums of a generation, CFX in planck.
		fn sums_paid(generation: u32, accounts: Vec<AccountId>) -> Vec<Balance>;

		/// A feeless transaction that proposes a step of sums.
		fn propose_step_extrinsic(
			proposal: SumProposal,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;

		/// A feeless transaction that votes on a step of sums.
		fn vote_step_extrinsic(
			vote: SumVote,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;

		/// A feeless transaction that claims the sums of neighbours.
		fn claim_sums_extrinsic(
			generation: u32,
			first: u32,
			leaves: Vec<SumLeaf<AccountId>>,
			path: Vec<Hash32>,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;
	}
}
