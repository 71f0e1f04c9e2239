//! The log with the memory over it: nothing changes in memory that is not in the log first.

use crate::{
	ServiceError,
	log::{Log, Opened},
	play::PlayId,
	retention::ERASE_WITHIN_ROUNDS,
	state::{PlayFacts, State},
	vault::Vault,
};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	Hash32, Period, Round,
	batch::{BatchHash, BatchProposal, BatchVote, Payee},
	play::{SignedPlay, SignedTicket},
	time::round_of_ms,
};
use std::path::Path;

const LOG_PURPOSE: &[u8] = b"reelchain/desk-log/v1";
const TAG_PURPOSE: &[u8] = b"reelchain/desk-tag/v1";

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[expect(clippy::large_enum_variant, reason = "encoded or taken apart at once, never kept in bulk")]
pub(crate) enum Record {
	/// A ticket, and when this desk first knew of it.
	#[codec(index = 0)]
	Ticket { signed: SignedTicket, first_seen_ms: u64 },
	/// A play. `timely`: this desk saw ticket and play in time.
	#[codec(index = 1)]
	Play {
		ticket: SignedTicket,
		play: SignedPlay,
		accepted_at_ms: u64,
		signature: [u8; 64],
		timely: bool,
	},
	/// Body of a batch that was open on the chain. `payees`: all of them when they have to claim.
	#[codec(index = 2)]
	Batch { round: Round, batch: BatchHash, plays: Vec<PlayId>, payees: Vec<Payee> },
	/// A batch was decided: paid, or lapsed.
	#[codec(index = 3)]
	Settled { round: Round, paid: bool },
	/// This node's vote by one of its keys.
	#[codec(index = 4)]
	Vote { key: Hash32, vote: BatchVote },
	/// This node's proposal.
	#[codec(index = 5)]
	Proposal { key: Hash32, proposal: BatchProposal, plays: Vec<PlayId>, payees: Vec<Payee> },
	/// A paid play, without its proof.
	#[codec(index = 6)]
	Paid { facts: PlayFacts, round: Round },
	/// What is left of a paid play after the dispute window.
	#[codec(index = 7)]
	Past { tag: Hash32, period: Period },
	/// A play that the log holds whole was paid.
	#[codec(index = 8)]
	PaidPlay { id: PlayId, round: Round },
}

/// Log and memory.
pub(crate) struct Store {
	log: Log,
	state: State,
	/// Length of the log after it was last rewritten.
	compact_length: u64,
	/// Since when the log holds what memory has forgotten.
	stale_since: Option<Round>,
	/// Whether a torn tail was cut when the log was opened.
	pub(crate) was_torn: bool,
}

impl Store {
	pub(crate) fn open(vault: &Vault, data_dir: &Path) -> Result<Self, ServiceError> {
		let path = data_dir.join("desk.log");
		let Opened { log, records, cut_bytes } =
			Log::open(path.clone(), vault.cipher(LOG_PURPOSE))?;
		let mut state = State::new(vault.derive(TAG_PURPOSE));
		for body in records {
			let record = Record::decode_all(&mut &body[..]).map_err(|_| ServiceError::Corrupt {
				path: path.clone(),
				reason: "record of another version",
			})?;
			state.apply(record);
		}
		let compact_length = log.length();
		let was_torn = cut_bytes > 0;
		Ok(Self { log, state, compact_length, stale_since: None, was_torn })
	}

	pub(crate) fn state(&self) -> &State {
		&self.state
	}

	/// Appends and applies. On the disk for sure after [`Store::sync`].
	pub(crate) fn append(&mut self, record: Record) -> Result<(), ServiceError> {
		self.log.append(&record.encode())?;
		self.state.apply(record);
		Ok(())
	}

	/// Appends, forces to the disk, applies.
	pub(crate) fn append_now(&mut self, record: Record) -> Result<(), ServiceError> {
		self.log.append(&record.encode())?;
		self.log.sync()?;
		self.state.apply(record);
		Ok(())
	}

	pub(crate) fn sync(&mut self) -> Result<(), ServiceError> {
		self.log.sync()
	}

	/// Forgets what is too old, and rewrites the log when most of it is forgotten or something must be off the disk.
	pub(crate) fn prune(&mut self, now_ms: u64) -> Result<(), ServiceError> {
		let current = round_of_ms(now_ms);
		if self.state.prune(now_ms) {
			self.stale_since.get_or_insert(current);
		}
		let must = self.stale_since.is_some_and(|since| since + ERASE_WITHIN_ROUNDS <= current);
		let is_slack = self.log.length() > 1 << 20 && self.log.length() > self.compact_length * 2;
		if must || is_slack {
			self.compact()?;
		}
		Ok(())
	}

	pub(crate) fn compact(&mut self) -> Result<(), ServiceError> {
		let bodies: Vec<Vec<u8>> = self.state.snapshot().iter().map(Encode::encode).collect();
		self.log.rewrite(&bodies)?;
		self.compact_length = self.log.length();
		self.stale_since = None;
		Ok(())
	}
}
