//! Who may watch what: the functions behind the views.

use crate::{Access, Config, NextPurchase, Pallet, Purchase, Purchases};
use alloc::vec::Vec;
use reel_primitives::{
	ContentId,
	market::{PurchaseId, PurchaseState},
	traits::RoundClock,
};

/// Most purchases told at once.
pub const MAX_PURCHASES_PAGE: u32 = 100;

impl<T: Config> Pallet<T> {
	/// Whether `account` has bought a title, or was given it, and may watch it now. Cost: three reads.
	pub fn gives_access(content: &ContentId, account: &T::AccountId) -> bool {
		Access::<T>::get(account, content)
			.and_then(Purchases::<T>::get)
			.is_some_and(|purchase| purchase.is_live(T::Clock::round()))
	}

	/// Numbers of the open purchases under which these accounts watch these titles, ascending. Cost: two reads each.
	pub fn open_purchases(watched: &[(ContentId, T::AccountId)]) -> Vec<PurchaseId> {
		let mut open: Vec<PurchaseId> = watched
			.iter()
			.filter_map(|(content, account)| Access::<T>::get(account, content))
			.filter(|id| Purchases::<T>::get(id).is_some_and(|purchase| purchase.stage.is_held()))
			.collect();
		open.sort_unstable();
		open.dedup();
		open
	}

	/// How a purchase stands. Cost: two reads.
	pub fn purchase_state(id: PurchaseId) -> PurchaseState<T::AccountId> {
		match Purchases::<T>::get(id) {
			Some(Purchase { content, beneficiary, stage, .. }) if stage.is_held() => {
				PurchaseState::Open { content, beneficiary }
			},
			None if id >= NextPurchase::<T>::get() => PurchaseState::NotMade,
			_ => PurchaseState::Over,
		}
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
