//! The store, behind its loopback API. Whatever it answers is taken for hostile: cut at a most number of bytes, decoded
//! strictly, and checked by whoever uses it.

use alloc::{
	format,
	string::{String, ToString},
	vec,
	vec::Vec,
};
use codec::{DecodeAll, Encode};
use reel_fragments::keeping::{
	CELLS_PATH, CellsReply, MAX_ANSWER_BYTES, PROOFS_PATH, Piece, ProofsReply, ProofsRequest,
	SYNC_PATH, StoreAddress, SyncReply, SyncRequest,
};
use sp_runtime::offchain::{
	Duration,
	http::{Error, Request},
};

/// Longest wait for an answer. A run asks three times at most, and two workers that wait block all others on a machine
/// of two cores.
const DEADLINE_MS: u64 = 2_000;

/// What is asked of a store.
pub(crate) trait Store {
	/// Tells what to keep and what to fetch.
	fn sync(&self, request: &SyncRequest) -> Result<SyncReply, StoreFault>;

	/// The cells of a span.
	fn cells(&self, piece: &Piece) -> Result<CellsReply, StoreFault>;

	/// Proofs of leaves.
	fn proofs(&self, request: &ProofsRequest) -> Result<ProofsReply, StoreFault>;
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoreFault {
	/// Nobody answered in time.
	Unreachable(&'static str),
	/// It refused, with this HTTP status.
	Status(u16),
	/// It answered with more bytes than any honest answer has.
	TooLong,
	/// What it answered is not an answer.
	Garbage,
}

impl StoreFault {
	pub(super) fn text(&self) -> String {
		match self {
			Self::Unreachable(how) => format!("the store does not answer: {how}"),
			Self::Status(status) => format!("the store refused with HTTP status {status}"),
			Self::TooLong => "the store answered more than any answer has".to_string(),
			Self::Garbage => "the store answered nonsense".to_string(),
		}
	}
}

/// A store at an address.
pub(crate) struct HttpStore {
	url: String,
	authorization: String,
}

impl HttpStore {
	pub(super) fn new(address: &StoreAddress) -> Self {
		let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
		Self {
			url: text(&address.url).trim_end_matches('/').to_string(),
			authorization: format!("Bearer {}", text(&address.token)),
		}
	}

	fn ask<Reply: DecodeAll>(&self, path: &str, body: Vec<u8>) -> Result<Reply, StoreFault> {
		let deadline = sp_io::offchain::timestamp().add(Duration::from_millis(DEADLINE_MS));
		let url = format!("{}{path}", self.url);
		let pending = Request::post(&url, vec![body])
			.add_header("authorization", &self.authorization)
			.add_header("content-type", "application/octet-stream")
			.deadline(deadline)
			.send()
			.map_err(|_| StoreFault::Unreachable("no connection"))?;
		let response = match pending.try_wait(deadline) {
			Ok(Ok(response)) => response,
			Ok(Err(Error::DeadlineReached)) | Err(_) => {
				return Err(StoreFault::Unreachable("not in time"));
			},
			Ok(Err(_)) => return Err(StoreFault::Unreachable("no connection")),
		};
		if response.code != 200 {
			return Err(StoreFault::Status(response.code));
		}
		let mut body = response.body();
		body.deadline(deadline);
		// One more than is allowed shows that there are too many; the rest is never read.
		let bytes: Vec<u8> = body.by_ref().take(MAX_ANSWER_BYTES.saturating_add(1)).collect();
		if bytes.len() > MAX_ANSWER_BYTES {
			return Err(StoreFault::TooLong);
		}
		if body.error().is_some() {
			return Err(StoreFault::Unreachable("cut off in the middle"));
		}
		Reply::decode_all(&mut &bytes[..]).map_err(|_| StoreFault::Garbage)
	}
}

impl Store for HttpStore {
	fn sync(&self, request: &SyncRequest) -> Result<SyncReply, StoreFault> {
		self.ask(SYNC_PATH, request.encode())
	}

	fn cells(&self, piece: &Piece) -> Result<CellsReply, StoreFault> {
		self.ask(CELLS_PATH, piece.encode())
	}

	fn proofs(&self, request: &ProofsRequest) -> Result<ProofsReply, StoreFault> {
		self.ask(PROOFS_PATH, request.encode())
	}
}
