//! What the node's services and clients ask about curators and what they keep.

#![cfg_attr(not(feature = "std"), no_std)]
#![allow(
	clippy::too_many_arguments,
	reason = "what the macro makes adds arguments to each function"
)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use reel_fragments::{
	ContractId, SpanIndex,
	challenge::LeafRef,
	contract::{AskedLeaf, EpochInfo, FragmentContract, SpanLoad, Timing, TitleLoad},
	curator::CuratorInfo,
	placement::Seat,
};
use reel_primitives::{Balance, ContentId};

sp_api::decl_runtime_apis! {
	/// Who keeps what, what is asked of it, and who may claim a place (S2, C12).
	pub trait FragmentApi<AccountId> where AccountId: Codec {
		/// The epoch that runs, with the seed that its leaves are drawn from.
		fn fragment_epoch() -> Option<EpochInfo>;

		/// Lengths of epoch, deadline, holding time and patience.
		fn fragment_timing() -> Timing;

		/// The curator that a key may act for: itself, or the one that named it as its hot key.
		fn curator_of(key: AccountId) -> Option<AccountId>;

		/// What is recorded of a curator.
		fn curator(who: AccountId) -> Option<CuratorInfo<AccountId>>;

		/// Seats `from` and following, ascending by account, at most 256 whatever `limit` says.
		fn seats(from: u32, limit: u32) -> Vec<Seat<AccountId>>;

		/// Contracts of a curator, `from` and following in its list, at most 256 whatever `limit` says.
		fn contracts_of(
			curator: AccountId,
			from: u32,
			limit: u32,
		) -> Vec<(ContractId, FragmentContract<AccountId>)>;

		/// What is asked of a curator, answered or not.
		fn challenges(curator: AccountId) -> Vec<AskedLeaf>;

		/// Epochs in a row in which a curator answered nothing; `None` when nothing is asked of it.
		fn silent_epochs(curator: AccountId) -> Option<u8>;

		/// The leaves to show with a claim in this epoch; `None` when nobody keeps the span yet, and they follow from the
		/// descriptors of its cells.
		fn start_leaves(
			curator: AccountId,
			content: ContentId,
			span: SpanIndex,
		) -> Option<Vec<LeafRef>>;

		/// Whether a curator may claim a place of a span now; proofs and space are not looked at.
		fn may_start(curator: AccountId, content: ContentId, span: SpanIndex) -> bool;

		/// SSH in planck that a claim for the contract would earn now.
		fn due(contract: ContractId) -> Balance;

		/// How a title is kept; `None` when it was never registered.
		fn title_load(content: ContentId) -> Option<TitleLoad>;

		/// Who keeps a span, how many replicas are wanted, and who may claim a place; `None` when there is no such span.
		fn span_load(content: ContentId, span: SpanIndex) -> Option<SpanLoad<AccountId>>;
	}
}
