//! What a curator's chain node and its fragment store say to each other, over HTTP on the loopback interface.
//!
//! ```text
//! off-chain worker ──POST /keeping/v1/sync────►  store     what to keep, what to fetch, what may go
//!                  ──POST /keeping/v1/cells───►            descriptors of a span's cells, with their paths
//!                  ──POST /keeping/v1/proofs──►            leaves with their paths
//! ```
//!
//! Bodies are SCALE: ids and proofs, never fragments. A title's blocks are found by its id alone, which is the digest of
//! its manifest. The chain's side trusts no answer: it checks each proof as the chain would before it signs anything, and
//! reads no more bytes than an honest answer can have.
//!
//! **Lists.** A curator may keep thousands of spans, so its list travels in pages. It is named by the hash of the
//! curator's holdings; the store collects the pages of one list and takes it over when the last one is there, so that
//! half a list never drops anything. What is on no list any more is dropped after a time of grace, because a
//! reorganization may bring it back.

use crate::{
	Fragments, SpanIndex,
	challenge::LeafRef,
	proof::{PossessionProof, SpanCell},
	span::CELLS_PER_SPAN,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use reel_primitives::{ContentId, Hash32};
use sp_core::{ConstU32, bounded::BoundedVec};

/// Type of a curator's hot key in a node's keystore: sr25519.
pub const HOT_KEY_TYPE: [u8; 4] = *b"cur1";

/// Key of [`StoreAddress`] in a node's persistent off-chain storage. Without a value there the node curates nothing.
pub const ADDRESS_KEY: &[u8] = b"reel/keeping/address";

/// Key of [`BridgeState`] in a node's persistent off-chain storage.
pub const STATE_KEY: &[u8] = b"reel/keeping/state";

/// Key of the age in rounds, a [`Round`](reel_primitives::Round), at which a curator's node claims what a contract earned.
/// Without a value there it leaves claims to people.
pub const CLAIM_KEY: &[u8] = b"reel/keeping/claim";

/// Most spans in a page of a list.
pub const MAX_PAGE: u32 = 256;

/// Most spans that a curator prepares to claim at once.
pub const MAX_WANTED: u32 = 4;

/// Most leaves asked for at once.
pub const MAX_ASKED: u32 = 16;

/// Most bytes of an answer, whatever was asked: 16 proofs of 1,780 bytes, or 16 cells of 497, with their lengths.
pub const MAX_ANSWER_BYTES: usize = 32 << 10;

/// Path of [`SyncRequest`], answered with [`SyncReply`].
pub const SYNC_PATH: &str = "/keeping/v1/sync";

/// Path of [`Piece`], answered with [`CellsReply`].
pub const CELLS_PATH: &str = "/keeping/v1/cells";

/// Path of [`ProofsRequest`], answered with [`ProofsReply`].
pub const PROOFS_PATH: &str = "/keeping/v1/proofs";

/// Where a node's store is, as the node wrote it down when it started.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct StoreAddress {
	/// Base URL, such as `http://127.0.0.1:8945`.
	pub url: Vec<u8>,
	/// Bearer token of the store's API.
	pub token: Vec<u8>,
	/// Random for each start of the node: what an earlier process sent may have been lost with its pool.
	pub session: u64,
}

impl core::fmt::Debug for StoreAddress {
	/// Without the token.
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.debug_struct("StoreAddress").field("session", &self.session).finish_non_exhaustive()
	}
}

/// A span of a title: what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Piece {
	/// The title.
	pub content: ContentId,
	/// The span.
	pub span: SpanIndex,
}

/// A page of what a curator keeps, and all that it wants besides.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SyncRequest {
	/// Names the list.
	pub list: Hash32,
	/// Spans on the whole list.
	pub total: u32,
	/// Position of the first span of this page.
	pub from: u32,
	/// The page.
	pub kept: BoundedVec<Piece, ConstU32<MAX_PAGE>>,
	/// Spans that are to be fetched, so that they can be claimed.
	pub wanted: BoundedVec<Piece, ConstU32<MAX_WANTED>>,
}

/// What the store has of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct SyncReply {
	/// Position from which the list is to go on; its total when the store has all of it.
	pub next: u32,
	/// Of each wanted span, whether it is here completely.
	pub ready: BoundedVec<bool, ConstU32<MAX_WANTED>>,
	/// Fragments that are here, of all spans kept and wanted.
	pub held: Fragments,
	/// Fragments that are still to come, as far as is known.
	pub missing: Fragments,
}

/// Leaves to prove.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ProofsRequest {
	/// Each with its span.
	pub asked: BoundedVec<(Piece, LeafRef), ConstU32<MAX_ASKED>>,
}

/// The proofs that are ready, in the order in which they were asked for. Another is made meanwhile: ask again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct ProofsReply {
	/// The proofs.
	pub proofs: BoundedVec<Option<PossessionProof>, ConstU32<MAX_ASKED>>,
}

/// The cells of a span; `None` when they are not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct CellsReply {
	/// The cells.
	pub cells: Option<BoundedVec<SpanCell, ConstU32<CELLS_PER_SPAN>>>,
}

/// How the bridge stands, for people: written at the end of each run.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BridgeState<AccountId> {
	/// The curator that the node's hot key acts for.
	pub curator: Option<AccountId>,
	/// The hot key.
	pub hot_key: Option<AccountId>,
	/// Whether the store answered the last time it was asked.
	pub is_store_reachable: bool,
	/// Contracts of the curator.
	pub contracts: u32,
	/// Fragments that are in the store, of all spans kept and wanted.
	pub held: Fragments,
	/// Fragments that are still to come.
	pub missing: Fragments,
	/// Challenges that wait for an answer.
	pub open_challenges: u32,
	/// Challenges answered since the node's database was made.
	pub answered: u64,
	/// Contracts started since then.
	pub started: u64,
	/// Contracts ended since then because more kept the span than were wanted.
	pub shed: u64,
	/// Contracts claimed for since then, each as often as it was.
	pub claimed: u64,
	/// What went wrong in the last run, UTF-8.
	pub last_error: Option<Vec<u8>>,
	/// Block of the last run.
	pub last_block: u64,
}

impl<AccountId> Default for BridgeState<AccountId> {
	fn default() -> Self {
		Self {
			curator: None,
			hot_key: None,
			is_store_reachable: false,
			contracts: 0,
			held: 0,
			missing: 0,
			open_challenges: 0,
			answered: 0,
			started: 0,
			shed: 0,
			claimed: 0,
			last_error: None,
			last_block: 0,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::proof::MAX_PROOF_BYTES;
	use codec::MaxEncodedLen;

	#[test]
	fn the_largest_honest_answers_fit() {
		let proofs = 2 + MAX_ASKED * (1 + MAX_PROOF_BYTES);
		let cells = 2 + CELLS_PER_SPAN as usize * SpanCell::max_encoded_len();
		assert!(proofs as usize <= MAX_ANSWER_BYTES && cells <= MAX_ANSWER_BYTES);
	}

	#[test]
	fn an_address_does_not_show_its_token() {
		let address = StoreAddress { url: vec![], token: b"hush".to_vec(), session: 7 };
		assert_eq!(format!("{address:?}"), "StoreAddress { session: 7, .. }");
	}
}
