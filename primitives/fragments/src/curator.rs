//! What is recorded of a curator.

use crate::{Fragments, region::Region, traits::Standing};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Balance, Round};
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};

/// Most addresses of a curator.
pub const MAX_ENDPOINTS: u32 = 4;

/// Longest address in bytes.
pub const MAX_ENDPOINT_BYTES: u32 = 128;

/// Most seats told at once.
pub const MAX_SEATS_PAGE: u32 = 256;

/// A curator counts as full from here on, in percent of its capacity (design section 7).
pub const FULL_PERCENT: u64 = 90;

/// An address: a multiaddress or a URL, UTF-8, not empty.
pub type Endpoint = BoundedVec<u8, ConstU32<MAX_ENDPOINT_BYTES>>;

/// The addresses of a curator, at least one.
pub type Endpoints = BoundedVec<Endpoint, ConstU32<MAX_ENDPOINTS>>;

/// A curator.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct CuratorInfo<AccountId> {
	/// Key that signs for the machine.
	pub hot_key: AccountId,
	/// Where it is at home.
	pub region: Region,
	/// Where it can be reached.
	pub endpoints: Endpoints,
	/// Fragments that it offers to keep.
	pub capacity: Fragments,
	/// Fragments that it keeps by contract.
	pub used: Fragments,
	/// Collateral that it was asked for, in planck of CFX.
	pub asked_cfx: Balance,
	/// Collateral that is held, in planck of CFX. Less than asked for after a slash.
	pub collateral_cfx: Balance,
	/// How it stands.
	pub standing: Standing,
	/// Round of registration.
	pub registered_in: Round,
}

impl<AccountId> CuratorInfo<AccountId> {
	/// Whether it keeps what it holds and may take more.
	pub const fn is_live(&self) -> bool {
		matches!(self.standing, Standing::Live)
	}

	/// Whether its collateral is complete.
	pub const fn is_covered(&self) -> bool {
		self.collateral_cfx >= self.asked_cfx
	}

	/// Whether `used` fragments are at most 90 % of `capacity`.
	pub fn fits(used: u64, capacity: Fragments) -> bool {
		// Both products are below 2^40, and 2^72 at the very most is cut at the type's end, which refuses.
		used.saturating_mul(100) <= u64::from(capacity).saturating_mul(FULL_PERCENT)
	}

	/// Whether it is full: 90 % or more.
	pub fn is_full(&self) -> bool {
		u64::from(self.used).saturating_mul(100)
			>= u64::from(self.capacity).saturating_mul(FULL_PERCENT)
	}

	/// Whether it may take another span.
	pub fn is_open(&self) -> bool {
		self.is_live() && self.is_covered() && !self.is_full()
	}
}
