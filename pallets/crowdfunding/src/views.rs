//! What clients ask.

use crate::{Campaign, Campaigns, Config, NextCampaign, Pallet};
use alloc::vec::Vec;
use reel_primitives::funding::{CampaignId, royalty_asset};

/// Most numbers of campaigns that one page looks at.
pub const MAX_PAGE: u32 = 100;

impl<T: Config> Pallet<T> {
	pub(crate) fn campaigns_page(
		from: CampaignId,
		limit: u32,
	) -> Vec<(CampaignId, Campaign<T::AccountId>)> {
		let end = NextCampaign::<T>::get().min(from.saturating_add(limit.min(MAX_PAGE)));
		(from..end).filter_map(|id| Some((id, Campaigns::<T>::get(id)?))).collect()
	}

	pub(crate) fn accounts_of(id: CampaignId) -> Option<(u32, T::AccountId)> {
		(id < NextCampaign::<T>::get()).then(|| (royalty_asset(id), Self::account(id)))
	}
}
