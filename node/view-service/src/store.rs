//! The log with the memory over it: nothing changes in memory that is not in the log first.

use crate::{
	ServiceError,
	ads::AdTally,
	kept::FullPlay,
	log::{FRAME_BYTES, Frame, Log, Opened, Unsynced},
	play::PlayId,
	pool::Pool,
	retention::ERASE_WITHIN_ROUNDS,
	seal::Seal,
	state::{PlayFacts, State},
	vault::Vault,
	witness::Witness,
};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	Hash32, Period, Round,
	ads::{CampaignId, Day, DropCause},
	batch::{BatchHash, BatchProposal, BatchVote, Payee},
	play::{SignedTicket, TicketId},
	time::round_of_ms,
};
use reel_rpc_api::Rejection;
use std::path::Path;

const LOG_PURPOSE: &[u8] = b"reelchain/desk-log/v1";
const TAG_PURPOSE: &[u8] = b"reelchain/desk-tag/v1";

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Record {
	/// A ticket, and when this desk first knew of it.
	#[codec(index = 0)]
	Ticket { signed: SignedTicket, first_seen_ms: u64 },
	/// A play of this desk.
	#[codec(index = 1)]
	Play { full: FullPlay, witness: Witness },
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
	/// A play of another desk that this one has checked, without its proof.
	#[codec(index = 9)]
	Checked { facts: PlayFacts, witness: Witness },
	/// How often a viewer was paid for an ad on a day, of plays that are forgotten.
	#[codec(index = 10)]
	Seen { tag: Hash32, day: Day, views: u32 },
	/// Who has to claim what of a bill of a batch.
	#[codec(index = 11)]
	Awards { round: Round, bill: u8, batch: BatchHash, payees: Vec<Payee> },
	/// What this desk has counted and not told of ads that nobody is charged for.
	#[codec(index = 12)]
	Tally { tally: AdTally },
}

/// A ticket or a play of another desk that is kept together with others: the play whole in memory, and on the disk what it
/// counts for. Its proof lies on the disk of the desk that accepted it.
pub(crate) enum Addition {
	Ticket { id: TicketId, signed: SignedTicket, first_seen_ms: u64 },
	Play { facts: PlayFacts, full: FullPlay, witness: Witness, told_by: Option<Hash32> },
}

impl Addition {
	/// Appends the record of it.
	fn write(&self, to: &mut Vec<u8>) {
		match self {
			Self::Ticket { signed, first_seen_ms, .. } => {
				(0u8, signed, first_seen_ms).encode_to(to)
			},
			Self::Play { facts, witness, .. } => (9u8, facts, witness).encode_to(to),
		}
	}

	fn size(&self) -> usize {
		match self {
			Self::Ticket { .. } | Self::Play { .. } => 512,
		}
	}
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

	/// From now on the proofs of plays take at most `bytes` of memory.
	pub(crate) fn limit_proofs(&mut self, bytes: usize) {
		self.state.limit_proofs(bytes);
	}

	pub(crate) fn state(&self) -> &State {
		&self.state
	}

	/// Appends and applies. On the disk for sure after [`crate::service::Core::commit`].
	pub(crate) fn append(&mut self, record: Record) -> Result<(), ServiceError> {
		self.log.append(&record.encode())?;
		self.state.apply(record);
		Ok(())
	}

	/// Appends and applies many at once: sealed by several threads, written in few frames.
	pub(crate) fn append_group(
		&mut self,
		group: Vec<Addition>,
		sealers: &Pool<Vec<Vec<u8>>>,
	) -> Result<(), ServiceError> {
		let Some(size) = group.iter().map(Addition::size).max() else { return Ok(()) };
		let (sealer, first) = self.log.sealer();
		let frames =
			sealers.run(&group, (FRAME_BYTES / size.max(1)).max(1), |rooms, place, part| {
				let mut frame = Frame::empty(rooms.pop().unwrap_or_default());
				part.iter().for_each(|addition| frame.push(|to| addition.write(to)));
				frame.seal(sealer, first + place as u64)
			});
		let frames: Option<Vec<Vec<u8>>> = frames.into_iter().collect();
		let frames = frames.ok_or(ServiceError::LogFailed)?;
		let appended = self.log.append_frames(&frames);
		sealers.give(frames);
		appended?;
		for addition in group {
			match addition {
				Addition::Ticket { id, signed, first_seen_ms } => {
					self.state.add_ticket(id, signed, first_seen_ms);
				},
				Addition::Play { facts, full, witness, told_by } => {
					self.state.add_checked(facts, Some(full), witness, told_by);
				},
			}
		}
		Ok(())
	}

	/// How much was appended: what [`Store::unsynced`] takes.
	pub(crate) fn appended(&self) -> u64 {
		self.log.appended()
	}

	/// How much of that is on the disk for sure.
	pub(crate) fn synced(&self) -> u64 {
		self.log.synced()
	}

	/// What has to be forced to the disk so that what was appended up to then is safe; `None`: it is.
	pub(crate) fn unsynced(&self, upto: u64) -> Result<Option<Unsynced>, ServiceError> {
		self.log.unsynced(upto)
	}

	/// Notes how forcing something to the disk went.
	pub(crate) fn note_synced(
		&mut self,
		unsynced: &Unsynced,
		result: std::io::Result<()>,
	) -> Result<(), ServiceError> {
		self.log.note_synced(unsynced, result)
	}

	/// Appends, forces to the disk, applies.
	pub(crate) fn append_now(&mut self, record: Record) -> Result<(), ServiceError> {
		self.log.append(&record.encode())?;
		self.log.sync()?;
		self.state.apply(record);
		Ok(())
	}

	/// Puts the seal under a play of this desk that it tells of now. In memory alone: after a start it is sealed anew.
	pub(crate) fn seal_play(&mut self, id: &PlayId, seal: &Seal) -> Option<FullPlay> {
		self.state.seal_play(id, seal)
	}

	/// Counts ads that ended and nobody is charged for. `is_own`: whether this desk issued a ticket.
	pub(crate) fn tally_ads(&mut self, now_ms: u64, is_own: impl Fn(&Hash32) -> bool) {
		self.state.tally_ads(now_ms, is_own);
	}

	/// Play data of a ticket of this desk was refused. In memory, until the tally is next written.
	pub(crate) fn note_refused_ad(&mut self, ticket: &TicketId, rejection: &Rejection) {
		self.state.note_refused_ad(ticket, rejection);
	}

	/// Ad plays are left out of a batch of this desk. In memory, until the tally is next written.
	pub(crate) fn note_left_out(&mut self, dropped: &[(PlayId, DropCause)]) {
		self.state.note_left_out(dropped);
	}

	/// Nothing can be told of these campaigns any more.
	pub(crate) fn forget_uncharged(&mut self, gone: &[CampaignId]) {
		self.state.forget_uncharged(gone);
	}

	/// Forgets what is too old, and rewrites the log when most of it is forgotten or something must be off the disk.
	pub(crate) fn prune(&mut self, now_ms: u64) -> Result<(), ServiceError> {
		let current = round_of_ms(now_ms);
		if self.state.prune(now_ms) {
			self.stale_since.get_or_insert(current);
		}
		if let Some(tally) = self.state.ads.tally_to_keep(current) {
			self.append(Record::Tally { tally })?;
		}
		let must = self.stale_since.is_some_and(|since| since + ERASE_WITHIN_ROUNDS <= current);
		let length = self.log.length();
		// A log that has grown by what is still needed is not worth writing anew: what is needed is counted only then.
		let has_grown = length > 1 << 20 && length > self.compact_length * 2;
		let is_slack = has_grown && length > self.state.kept_bytes().saturating_mul(2);
		if must || is_slack {
			self.compact()?;
		}
		Ok(())
	}

	pub(crate) fn compact(&mut self) -> Result<(), ServiceError> {
		let records = self.state.snapshot();
		self.log.rewrite(records.iter().map(Encode::encode))?;
		self.compact_length = self.log.length();
		self.stale_since = None;
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_added_in_a_group_is_written_as_the_record_of_it() {
		let signed = SignedTicket {
			ticket: reel_primitives::play::Ticket {
				genesis: [1; 32],
				desk: [2; 32],
				viewer: reel_primitives::AccountId::new([3; 32]),
				content: reel_primitives::ContentId([4; 32]),
				cell: 5,
				duration_ms: 60_000,
				play_code: [6; 32],
				issued_at_ms: 1_000,
				starts_at_ms: 2_000,
				difficulty_bits: 8,
				download_key_commitment: [7; 32],
				providers: vec![reel_primitives::AccountId::new([9; 32])],
				ad: None,
			},
			signature: [8; 64],
		};
		let mut written = Vec::new();
		let id = signed.ticket.id();
		Addition::Ticket { id, signed: signed.clone(), first_seen_ms: 7 }.write(&mut written);
		assert_eq!(written, Record::Ticket { signed, first_seen_ms: 7 }.encode());
	}
}
