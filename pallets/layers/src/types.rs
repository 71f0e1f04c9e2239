//! Stored types.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use reel_primitives::{
	Balance, BasisPoints, Round,
	layers::{LayerId, MAX_SHARED_LAYERS},
};
use scale_info::TypeInfo;

pub use reel_primitives::layers::{Layer, LayerStage as Stage};

/// Most layers of a title, offered ones included.
pub const MAX_LAYERS: u32 = 64;

/// Most of them that nobody has accepted yet.
pub const MAX_OFFERS: u32 = 32;

/// Layers of a title.
pub type LayerIds = BoundedVec<LayerId, ConstU32<MAX_LAYERS>>;

/// Who shares what the creator of a title gets.
pub type Shares<AccountId> = BoundedVec<Share<AccountId>, ConstU32<MAX_SHARED_LAYERS>>;

/// A layer's share of what the creator of its title gets.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Share<AccountId> {
	/// The layer.
	pub layer: LayerId,
	/// Whose it is.
	pub activator: AccountId,
	/// How much, 1 to 10,000 basis points.
	pub share_bp: BasisPoints,
	/// First round in which it does not count any more.
	pub ends: Option<Round>,
	/// Whether a supervisor has stopped the layer: the share is the creator's until it is allowed again.
	pub stopped: bool,
	/// CFX in planck that has come of views and was not claimed yet.
	pub owed_cfx: Balance,
}

impl<AccountId> Share<AccountId> {
	/// Basis points that count in `round`; 0 for one that does not.
	pub fn counts(&self, round: Round) -> BasisPoints {
		if self.stopped || self.ends.is_some_and(|ends| ends <= round) { 0 } else { self.share_bp }
	}
}
