//! The log with the memory over it: nothing changes in memory that is not in the log first.

use crate::{
	ServiceError,
	log::{Log, Opened},
	play::PlayId,
	state::{PlayFacts, State},
};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	Hash32, Round,
	batch::{BatchHash, BatchProposal, BatchVote, Payee},
	play::{SignedPlay, SignedTicket},
};
use std::path::Path;

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
}

/// Log and memory.
pub(crate) struct Store {
	log: Log,
	state: State,
	/// Length of the log after it was last rewritten.
	compact_length: u64,
	/// Whether a torn tail was cut when the log was opened.
	pub(crate) was_torn: bool,
}

impl Store {
	pub(crate) fn open(data_dir: &Path) -> Result<Self, ServiceError> {
		std::fs::create_dir_all(data_dir).map_err(ServiceError::io(data_dir))?;
		let path = data_dir.join("desk.log");
		let Opened { log, records, cut_bytes } = Log::open(path.clone())?;
		let mut state = State::default();
		for body in records {
			let record = Record::decode_all(&mut &body[..]).map_err(|_| ServiceError::Corrupt {
				path: path.clone(),
				reason: "record of another version",
			})?;
			state.apply(record);
		}
		let compact_length = log.length();
		Ok(Self { log, state, compact_length, was_torn: cut_bytes > 0 })
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

	/// Forgets what is too old, and rewrites the log when most of it is forgotten.
	pub(crate) fn prune(&mut self, now_ms: u64) -> Result<(), ServiceError> {
		self.state.prune(now_ms);
		if self.log.length() > 1 << 20 && self.log.length() > self.compact_length * 2 {
			self.compact()?;
		}
		Ok(())
	}

	pub(crate) fn compact(&mut self) -> Result<(), ServiceError> {
		let bodies: Vec<Vec<u8>> = self.state.snapshot().iter().map(Encode::encode).collect();
		self.log.rewrite(&bodies)?;
		self.compact_length = self.log.length();
		Ok(())
	}
}
