//! What desks and clients ask the chain about logs of ratings, and the extrinsic that the runtime builds for it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use reel_primitives::{
	ids::PovSignature,
	rating::{AnchorStatus, HeadStatement},
};

sp_api::decl_runtime_apis! {
	/// Heads of the validators' logs of ratings (C16).
	pub trait RatingsApi<AccountId> where AccountId: Codec {
		/// The last statement of each validator that made one, ascending by account.
		fn anchors() -> Vec<(AccountId, HeadStatement)>;

		/// The last statement of a validator, and whether the chain takes another.
		fn anchor_status(validator: AccountId) -> AnchorStatus;

		/// A feeless transaction that anchors a head.
		fn anchor_extrinsic(
			statement: HeadStatement,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as sp_runtime::traits::Block>::Extrinsic>;
	}
}
