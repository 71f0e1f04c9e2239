//! What the chain says of a title (C2, C3, C9).

use crate::{Balance, ContentId, Hash32, Round, geometry::Geometry};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Hundredths of a percent.
pub type BasisPoints = u16;

/// The whole: 10,000 basis points.
pub const BASIS_POINTS: BasisPoints = 10_000;

/// How the reward of a title's plays is divided (C9). The five parts sum to exactly [`BASIS_POINTS`].
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
)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
pub struct RewardSplit {
	/// To whoever watched.
	pub viewer_bp: BasisPoints,
	/// To the creator, who pays activators out of it by contract.
	pub creator_bp: BasisPoints,
	/// To the peers that sent the bytes.
	pub sharing_bp: BasisPoints,
	/// To the validators that vote. Governed.
	pub validators_bp: BasisPoints,
	/// To the supervisor that authorized the creator. Governed.
	pub supervisor_bp: BasisPoints,
}

impl RewardSplit {
	/// The split used when a creator names none: 40 % viewers, 30 % creator, 15 % sharing peers, 10 % validators,
	/// 5 % supervisor.
	pub const DEFAULT: Self = Self {
		viewer_bp: 4_000,
		creator_bp: 3_000,
		sharing_bp: 1_500,
		validators_bp: 1_000,
		supervisor_bp: 500,
	};

	/// Whether the five parts sum to the whole.
	pub fn is_whole(&self) -> bool {
		[self.viewer_bp, self.creator_bp, self.sharing_bp, self.validators_bp, self.supervisor_bp]
			.into_iter()
			.map(u32::from)
			.sum::<u32>()
			== u32::from(BASIS_POINTS)
	}

	/// The part that is shared out person by person: viewers and sharing peers.
	pub fn persons_bp(&self) -> u32 {
		u32::from(self.viewer_bp).saturating_add(u32::from(self.sharing_bp))
	}
}

/// What the bearer may do with a title.
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
)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "kebab-case"))]
pub enum Licence {
	/// Watching only.
	#[codec(index = 0)]
	AllRightsReserved,
	/// Creative Commons Attribution.
	#[codec(index = 1)]
	CcBy,
	/// Creative Commons Attribution-ShareAlike.
	#[codec(index = 2)]
	CcBySa,
	/// Creative Commons Attribution-NonCommercial.
	#[codec(index = 3)]
	CcByNc,
	/// Creative Commons Attribution-NoDerivatives.
	#[codec(index = 4)]
	CcByNd,
	/// Public domain (CC0).
	#[codec(index = 5)]
	PublicDomain,
}

/// Why a supervisor stopped a title, or somebody reported it (C3, C17).
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
)]
#[cfg_attr(feature = "std", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "kebab-case"))]
pub enum ReasonCode {
	/// The rights belong to somebody else, or are disputed.
	#[codec(index = 0)]
	Rights,
	/// The content breaks the law of the supervisor's country.
	#[codec(index = 1)]
	Unlawful,
	/// The title is not what it claims to be.
	#[codec(index = 2)]
	Misleading,
	/// The content endangers the viewer's device or money.
	#[codec(index = 3)]
	Harmful,
	/// A court or authority ordered it.
	#[codec(index = 4)]
	Order,
}

/// Whether a title may be played now.
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
)]
pub enum TitleStatus {
	/// Anyone entitled may play it.
	#[codec(index = 0)]
	Playable,
	/// A supervisor stopped it.
	#[codec(index = 1)]
	Stopped(ReasonCode),
	/// Its owner deleted it. Final: the id is never used again.
	#[codec(index = 2)]
	Deleted,
}

/// The record of a title. Never altered once registered (C2).
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct TitleRecord<AccountId> {
	/// Who registered it.
	pub creator: AccountId,
	/// The supervisor that had authorized the creator at that moment.
	pub supervisor: AccountId,
	/// Root of the binary Merkle tree over the cell descriptors.
	pub cells_root: Hash32,
	/// Number of cells, total duration and size.
	pub geometry: Geometry,
	/// Division of the rewards.
	pub split: RewardSplit,
	/// What the bearer may do with it.
	pub licence: Licence,
	/// SHA2-256 of the off-chain metadata record.
	pub metadata_hash: Hash32,
	/// Round of registration.
	pub registered_in: Round,
}

/// What may change about a title.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct TitleState {
	/// Whether it may be played.
	pub status: TitleStatus,
	/// Price of watching in planck of CFX; 0 is free, [`PRICE_BY_QUALITY`](crate::market::PRICE_BY_QUALITY) what follows
	/// from the quality.
	pub price_cfx: Balance,
	/// Whether the creator takes donations (B1).
	pub takes_donations: bool,
}

/// Record and state of a title under its id, for clients and services.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TitleView<AccountId> {
	/// The title's id.
	pub content: ContentId,
	/// What never changes.
	pub record: TitleRecord<AccountId>,
	/// What may.
	pub state: TitleState,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_default_split_is_whole() {
		assert!(RewardSplit::DEFAULT.is_whole());
		assert!(!RewardSplit { viewer_bp: 4_001, ..RewardSplit::DEFAULT }.is_whole());
		assert_eq!(RewardSplit::DEFAULT.persons_bp(), 5_500);
	}
}
