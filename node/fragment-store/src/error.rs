//! Why the store, its grants or its service refuse something.
//!
//! Codes are in the fragment range of the JSON-RPC surface, 9200 to 9299, and stable.

use crate::block::MAX_BLOCK_BYTES;
use cid::Cid;
use std::{io, path::PathBuf};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
	/// The block is not here.
	#[error("block {cid} is not in this store: fetch it from a provider")]
	NotFound {
		/// The block asked for.
		cid: Cid,
	},
	/// The block is on the deny list.
	#[error("block {cid} was taken down: {reason}")]
	Denied {
		/// The block asked for.
		cid: Cid,
		/// What was given when it was denied.
		reason: String,
	},
	/// The block's bytes no longer match its hash. It is quarantined; a new put repairs it.
	#[error("block {cid} is damaged on disk and set aside: put it again")]
	Corrupt {
		/// The damaged block.
		cid: Cid,
	},
	/// The bytes of a put are not those that its CID names.
	#[error("the bytes given are not those that {cid} names")]
	HashMismatch {
		/// The CID given.
		cid: Cid,
	},
	/// A CID of a kind that the store does not take.
	#[error("{cid} is not taken: {what}")]
	UnsupportedCid {
		/// The CID given.
		cid: Cid,
		/// The part that is not taken, and what is.
		what: String,
	},
	/// The block is above [`MAX_BLOCK_BYTES`].
	#[error("block of {size} bytes is above the limit of {max}: cut it smaller", max = MAX_BLOCK_BYTES)]
	TooLarge {
		/// Size of the block in bytes.
		size: usize,
	},
	/// The quota would be passed.
	#[error(
		"quota of {quota_bytes} bytes is reached: {used_bytes} are used and {needed_bytes} more are needed; \
		 delete blocks, collect garbage or raise the quota"
	)]
	QuotaExceeded {
		/// Bytes that the put needs on disk.
		needed_bytes: u64,
		/// Bytes of live blocks now.
		used_bytes: u64,
		/// The limit.
		quota_bytes: u64,
	},
	/// A pinned block was to be deleted.
	#[error("block {cid} is pinned: unpin what holds it first")]
	Pinned {
		/// The block that was to go.
		cid: Cid,
	},
	/// Nothing is pinned under this CID.
	#[error("{cid} is not pinned")]
	NotPinned {
		/// The CID given.
		cid: Cid,
	},
	/// There are as many pins as allowed.
	#[error("{max} pins are kept at most: unpin something")]
	PinsFull {
		/// The limit.
		max: usize,
	},
	/// The deny list is as long as allowed.
	#[error("{max} denied blocks are kept at most: raise the limit")]
	DenyListFull {
		/// The limit.
		max: usize,
	},
	/// What hangs below a root is more than may be walked.
	#[error("what is linked from {root} is above {max} blocks: pin its parts")]
	WalkTooLarge {
		/// Where the walk began.
		root: Cid,
		/// The limit in blocks.
		max: usize,
	},
	/// A dag-cbor block that does not decode.
	#[error("block {cid} is not valid dag-cbor: {reason}")]
	BadDag {
		/// The block.
		cid: Cid,
		/// What the decoder met.
		reason: String,
	},
	/// Another process has the store open.
	#[error("store {} is open in another process: stop it, or use another directory", path.display())]
	Locked {
		/// Directory of the store.
		path: PathBuf,
	},
	/// The directory was written by another version of this program.
	#[error("store {} has format {found}, this program knows {supported}: use the program that wrote it", path.display())]
	UnknownFormat {
		/// Directory of the store.
		path: PathBuf,
		/// What is written there.
		found: String,
		/// What this program reads and writes.
		supported: u32,
	},
	/// The directory holds segments that are not this store's.
	#[error("{} is not a readable part of this store: {what}", path.display())]
	Foreign {
		/// The file at fault.
		path: PathBuf,
		/// What is wrong with it.
		what: String,
	},
	/// The operating system refused.
	#[error("cannot {what}: {source}")]
	Io {
		/// What was being done.
		what: &'static str,
		/// What the system said.
		source: io::Error,
	},
	/// The index engine refused.
	#[error("index: {0}; delete the store's `index` directory to rebuild it from the segments")]
	Index(#[from] parity_db::Error),
	/// An earlier write could not be made durable, so nothing more is taken.
	#[error("the store stopped taking writes because {0}: check the disk and open it again")]
	Failed(String),
	/// The runtime that does the store's work is going down.
	#[error("the store is shutting down")]
	Stopped,
}

impl StoreError {
	/// Stable number of the error, 9200 to 9299.
	pub const fn code(&self) -> i32 {
		match self {
			Self::NotFound { .. } => 9201,
			Self::Denied { .. } => 9202,
			Self::Corrupt { .. } => 9203,
			Self::HashMismatch { .. } => 9204,
			Self::UnsupportedCid { .. } => 9205,
			Self::TooLarge { .. } => 9206,
			Self::QuotaExceeded { .. } => 9207,
			Self::Pinned { .. } => 9208,
			Self::NotPinned { .. } => 9209,
			Self::PinsFull { .. } => 9210,
			Self::DenyListFull { .. } => 9211,
			Self::WalkTooLarge { .. } => 9212,
			Self::BadDag { .. } => 9213,
			Self::Locked { .. } => 9214,
			Self::UnknownFormat { .. } => 9215,
			Self::Foreign { .. } => 9216,
			Self::Io { .. } => 9217,
			Self::Index(_) => 9218,
			Self::Failed(_) => 9219,
			Self::Stopped => 9220,
		}
	}

	/// Stable name of the error, for metrics and for machines.
	pub const fn label(&self) -> &'static str {
		match self {
			Self::NotFound { .. } => "not_found",
			Self::Denied { .. } => "denied",
			Self::Corrupt { .. } => "corrupt",
			Self::HashMismatch { .. } => "hash_mismatch",
			Self::UnsupportedCid { .. } => "unsupported_cid",
			Self::TooLarge { .. } => "too_large",
			Self::QuotaExceeded { .. } => "quota_exceeded",
			Self::Pinned { .. } => "pinned",
			Self::NotPinned { .. } => "not_pinned",
			Self::PinsFull { .. } => "pins_full",
			Self::DenyListFull { .. } => "deny_list_full",
			Self::WalkTooLarge { .. } => "walk_too_large",
			Self::BadDag { .. } => "bad_dag",
			Self::Locked { .. } => "locked",
			Self::UnknownFormat { .. } => "unknown_format",
			Self::Foreign { .. } => "foreign",
			Self::Io { .. } => "io",
			Self::Index(_) => "index",
			Self::Failed(_) => "failed",
			Self::Stopped => "stopped",
		}
	}

	/// Wraps an error of the operating system; for `map_err`.
	pub(crate) fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
		move |source| Self::Io { what, source }
	}
}

/// Why a grant was not taken, or a granted fragment not given.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GrantError {
	/// No such grant.
	#[error("no such grant: ask the validator that issued the ticket to send it here")]
	Unknown,
	/// The grant's time is over.
	#[error("the grant has expired: ask for a new ticket")]
	Expired,
	/// The grant covers fewer fragments.
	#[error("the grant covers {fragments} fragments, {index} is not one of them")]
	OutOfRange {
		/// What was asked for.
		index: u32,
		/// Number of fragments granted.
		fragments: u32,
	},
	/// The table is full of grants that still run.
	#[error("{max} grants run already: try again when some have expired")]
	TableFull {
		/// The limit.
		max: usize,
	},
	/// More fragments than one grant may cover.
	#[error("{fragments} fragments are above the {max} of one grant")]
	TooManyFragments {
		/// What was asked for.
		fragments: usize,
		/// The limit.
		max: usize,
	},
	/// The id is taken by a grant with another key or other fragments.
	#[error("this grant exists with another key or other fragments: ids are for one use")]
	Conflict,
	/// A sealed fragment that the key does not open.
	#[error("the sealed fragment does not open: wrong key, grant, index, or damaged bytes")]
	DoesNotOpen,
}

impl GrantError {
	/// Stable name of the error, for metrics and for machines.
	pub const fn label(&self) -> &'static str {
		match self {
			Self::Unknown => "grant_unknown",
			Self::Expired => "grant_expired",
			Self::OutOfRange { .. } => "fragment_out_of_range",
			Self::TableFull { .. } => "grants_full",
			Self::TooManyFragments { .. } => "grant_too_large",
			Self::Conflict => "grant_conflict",
			Self::DoesNotOpen => "does_not_open",
		}
	}
}

/// Why the service did not start, or ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
	/// The store did not open.
	#[error(transparent)]
	Store(#[from] StoreError),
	/// The HTTP address cannot be listened on.
	#[error("cannot listen on {address}: {source}; choose another port")]
	Listen {
		/// The address of the configuration.
		address: std::net::SocketAddr,
		/// What the system said.
		source: io::Error,
	},
	/// The peer network did not start.
	#[error("the peer network did not start: {source}")]
	Network {
		/// What is at fault: the key, an address, the configuration.
		source: Box<dyn std::error::Error + Send + Sync>,
	},
	/// The token file cannot be made or read.
	#[error("cannot use the token file {}: {source}", path.display())]
	Token {
		/// The file.
		path: PathBuf,
		/// What the system said.
		source: io::Error,
	},
}
