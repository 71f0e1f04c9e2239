//! Who may watch what: the functions behind the views.

use crate::{Access, Config, Pallet, Purchase, Purchases};
use alloc::vec::Vec;
use reel_primitives::{ContentId, market::PurchaseId, traits::RoundClock};

/// Most purchases told at once.
pub const MAX_PURCHASES_PAGE: u32 = 100;

impl<T: Config> Pallet<T> {
	/// Whether `account` has bought a title, or was given it, and may watch it now. Cost: three reads.
	pub fn gives_access(content: &ContentId, account: &T::AccountId) -> bool {
		Access::<T>::get(account, content)
			.and_then(Purchases::<T>::get)
			.is_some_and(|purchase| purchase.is_live(T::Clock::round()))
	}

	/// Purchases under which `account` may or could watch, in storage order, behind the title `from`, at most `limit` and
	/// never more than [`MAX_PURCHASES_PAGE`]. Start with `None`, go on with the last title of the page before.
	pub fn purchases_page(
		account: T::AccountId,
		from: Option<ContentId>,
		limit: u32,
	) -> Vec<(PurchaseId, Purchase<T::AccountId>)> {
		let entries = match from {
			None => Access::<T>::iter_prefix(&account),
			Some(last) => {
				Access::<T>::iter_prefix_from(&account, Access::<T>::hashed_key_for(&account, last))
			},
		};
		entries
			.take(limit.min(MAX_PURCHASES_PAGE) as usize)
			.filter_map(|(_, id)| Some((id, Purchases::<T>::get(id)?)))
			.collect()
	}
}
