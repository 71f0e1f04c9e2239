//! Lengths of time in slots and blocks. Every slot has an author (secondary VRF slots), so a block number
//! is a slot number short of the slots whose author was offline: good enough for deadlines of governance, and never
//! used for rewards (those count slots, C8).

use crate::BlockNumber;
use reel_primitives::time::SLOT_MS;

/// Length of a BABE slot in milliseconds: 2,400. Fixed at genesis.
pub const SLOT_DURATION_MS: u64 = SLOT_MS;

/// Slots in an epoch, which is also a session: 50 × 2.4 s = 2 min. Fixed at genesis.
pub const EPOCH_SLOTS: u64 = 50;

/// Blocks in a minute: 25.
pub const MINUTES: BlockNumber = (60_000 / SLOT_DURATION_MS) as BlockNumber;

/// Blocks in an hour.
pub const HOURS: BlockNumber = MINUTES * 60;

/// Blocks in a day.
pub const DAYS: BlockNumber = HOURS * 24;

/// BABE's c: a slot has a primary author with probability 1/4; secondary authors fill the rest.
pub const PRIMARY_PROBABILITY: (u64, u64) = (1, 4);

/// What BABE starts with: primary slots at [`PRIMARY_PROBABILITY`], and a secondary VRF author for every other slot, so
/// that the randomness of a whole epoch comes from VRF outputs.
pub const BABE_GENESIS_EPOCH_CONFIG: sp_consensus_babe::BabeEpochConfiguration =
	sp_consensus_babe::BabeEpochConfiguration {
		c: PRIMARY_PROBABILITY,
		allowed_slots: sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots,
	};
