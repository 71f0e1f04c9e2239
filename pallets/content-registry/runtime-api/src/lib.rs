//! What the node's services and clients ask about titles.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use reel_primitives::{
	ContentId, Hash32, content::TitleView, pattern::IdentifiedFile, traits::PublisherRefusal,
};

sp_api::decl_runtime_apis! {
	/// Titles and who may publish them (C2, C3).
	pub trait TitleApi<AccountId> where AccountId: Codec {
		/// A title's record and state; `None` when it was never registered. Cost: two storage reads.
		fn title(content: ContentId) -> Option<TitleView<AccountId>>;

		/// The supervisor that answers for `who`, or why `who` may not publish now.
		fn may_publish(who: AccountId) -> Result<AccountId, PublisherRefusal>;

		/// Titles of a creator in storage order, after `from`, at most 100 whatever `limit` says.
		fn titles_of(creator: AccountId, from: Option<ContentId>, limit: u32) -> Vec<ContentId>;

		/// What a file is by its exact hash: its pattern, with titles, prices and holders; `None` when the hash is not
		/// known. Cost: three reads, and some ten for each of at most sixteen titles.
		fn identify(file: Hash32) -> Option<IdentifiedFile<AccountId>>;
	}
}
