//! What the registry stores beside the shared types, and the bounds within which creators divide rewards.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::ensure;
use reel_primitives::{
	BASIS_POINTS, Balance, BasisPoints, ContentId, Hash32, blake2b_256,
	content::{Licence, RewardSplit, TitleRecord},
	geometry::Geometry,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

const RECORD_DOMAIN: &[u8] = b"reelchain/title-record/v1";

/// Written once, when a title is registered; the deposit goes to 0 when it is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Registration {
	/// [`record_hash`] of the record as it was then.
	pub record_hash: Hash32,
	/// CFX of the creator on hold for it, in planck.
	pub deposit_cfx: Balance,
}

/// `BLAKE2b-256("reelchain/title-record/v1" ‖ content ‖ SCALE(record))`: what pins a record (invariant K2).
pub fn record_hash<AccountId: Encode>(
	content: &ContentId,
	record: &TitleRecord<AccountId>,
) -> Hash32 {
	blake2b_256(&[RECORD_DOMAIN, &content.0, &record.encode()])
}

/// What a creator says of a new title.
pub(crate) struct NewTitle {
	pub(crate) cells_root: Hash32,
	pub(crate) geometry: Geometry,
	pub(crate) split: RewardSplit,
	pub(crate) licence: Licence,
	pub(crate) metadata_hash: Hash32,
	pub(crate) price_cfx: Balance,
	pub(crate) takes_donations: bool,
}

/// Why a split was turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitRefusal {
	/// The five parts do not sum to 10,000 basis points.
	NotWhole,
	/// A fixed part differs, or a part lies below its least.
	OutsideBounds,
}

/// What governance leaves to the creator of a title's rewards (C9). Looked at when a title is registered; later
/// changes leave titles as they are.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct SplitBounds {
	/// Exactly what validators get.
	pub validators_bp: BasisPoints,
	/// Exactly what the supervisor gets.
	pub supervisor_bp: BasisPoints,
	/// Least that viewers get.
	pub least_viewer_bp: BasisPoints,
	/// Least that sharing peers get.
	pub least_sharing_bp: BasisPoints,
	/// Least that the creator keeps.
	pub least_creator_bp: BasisPoints,
}

impl SplitBounds {
	/// Around [`RewardSplit::DEFAULT`]: validators 10 %, supervisor 5 %; viewers at least 20 %, sharing peers at least
	/// 5 %, no least for the creator, who may give everything away.
	pub const DEFAULT: Self = Self {
		validators_bp: RewardSplit::DEFAULT.validators_bp,
		supervisor_bp: RewardSplit::DEFAULT.supervisor_bp,
		least_viewer_bp: 2_000,
		least_sharing_bp: 500,
		least_creator_bp: 0,
	};

	/// Whether some split lies within: fixed parts and leasts leave room in the whole.
	pub fn is_satisfiable(&self) -> bool {
		[
			self.validators_bp,
			self.supervisor_bp,
			self.least_viewer_bp,
			self.least_sharing_bp,
			self.least_creator_bp,
		]
		.into_iter()
		.map(u32::from)
		.sum::<u32>()
			<= u32::from(BASIS_POINTS)
	}

	/// Checks a creator's choice.
	///
	/// # Errors
	/// When the parts do not make up the whole, or one lies outside the bounds.
	pub fn check(&self, split: &RewardSplit) -> Result<(), SplitRefusal> {
		ensure!(split.is_whole(), SplitRefusal::NotWhole);
		ensure!(
			split.validators_bp == self.validators_bp
				&& split.supervisor_bp == self.supervisor_bp
				&& split.viewer_bp >= self.least_viewer_bp
				&& split.sharing_bp >= self.least_sharing_bp
				&& split.creator_bp >= self.least_creator_bp,
			SplitRefusal::OutsideBounds
		);
		Ok(())
	}
}
