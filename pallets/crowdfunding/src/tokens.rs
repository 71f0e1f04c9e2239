//! Royalty tokens: issued once, handed out to contributors, and followed wherever they go.

use crate::{
	Campaign, Campaigns, Config, Contribution, Error, Event, Holding, Holdings, Movement, Moving,
	Pallet, Royalties, Royalty, contributions::cut,
};
use frame_support::{
	dispatch::DispatchResult,
	traits::{
		fungibles::{Create, Inspect, Mutate},
		tokens::Preservation,
	},
};
use reel_primitives::{
	Balance,
	funding::{CampaignId, campaign_of, royalty_asset},
	traits::TokenMoves,
};

impl<T: Config> Pallet<T> {
	/// All is moved: makes the tokens, and pays the first milestone.
	pub(crate) fn succeed(id: CampaignId, campaign: &mut Campaign<T::AccountId>) -> DispatchResult {
		let (asset, account, tokens) =
			(royalty_asset(id), Self::account(id), campaign.offer.tokens);
		// Not sufficient: whoever has a token has CFX, too, which is what accounts cost here.
		T::Tokens::create(asset, account.clone(), false, 1)?;
		T::Tokens::mint_into(asset, &account, tokens)?;
		Royalties::<T>::insert(id, Royalty { tokens, ..Default::default() });
		campaign.issued = true;
		campaign.cursor = 0;
		Self::deposit_event(Event::TokensIssued { campaign: id, asset, tokens });
		Self::pay_milestone(id, campaign)
	}

	/// Tokens that fall to a contribution.
	pub(crate) fn tokens_of(
		campaign: &Campaign<T::AccountId>,
		row: &Contribution,
	) -> Result<Balance, Error<T>> {
		let before = row.before.unwrap_or_default();
		cut(campaign.offer.tokens, before, row.amount, campaign.gathered)
			.ok_or(Error::<T>::SumOverflow)
	}

	/// Hands a contributor's tokens out, with what they brought until now.
	pub(crate) fn collect(
		id: CampaignId,
		campaign: &Campaign<T::AccountId>,
		who: &T::AccountId,
		row: &mut Contribution,
	) -> DispatchResult {
		let tokens = Self::tokens_of(campaign, row)?;
		if tokens > 0 {
			let (asset, account) = (royalty_asset(id), Self::account(id));
			Self::arriving(asset, who);
			T::Tokens::transfer(asset, &account, who, tokens, Preservation::Expendable)?;
			let mut royalty = Royalties::<T>::get(id).unwrap_or_default();
			Self::catch_up(id, &mut royalty);
			// They shared before they were handed out, and were its own since they are there.
			royalty.tokens = royalty.tokens.saturating_sub(tokens);
			Holdings::<T>::mutate(id, who, |holding| holding.credit(tokens, &royalty));
			Royalties::<T>::insert(id, royalty);
		}

		// Effects.
		row.collected = true;
		Self::deposit_event(Event::TokensHandedOut { campaign: id, who: who.clone(), tokens });
		Ok(())
	}

	/// What an account has of a campaign's tokens as pallet-assets says, and may earn with.
	pub(crate) fn balance(id: CampaignId, who: &T::AccountId) -> Balance {
		// The campaign's own are not handed out, or were given up.
		if *who == Self::account(id) { 0 } else { T::Tokens::balance(royalty_asset(id), who) }
	}

	/// Books what an account's tokens brought, and how many it has now.
	pub(crate) fn look(id: CampaignId, who: &T::AccountId, royalty: &mut Royalty) -> Holding {
		let mut holding = Holdings::<T>::get(id, who);
		holding.look(royalty);
		let now = Self::balance(id, who);
		// There are no more than were issued: sums of tokens fit.
		royalty.tokens = royalty.tokens.saturating_sub(holding.tokens).saturating_add(now);
		holding.tokens = now;
		holding
	}

	/// Looks at those between whom tokens moved last. No income was divided since: they have what they had before it.
	pub(crate) fn catch_up(id: CampaignId, royalty: &mut Royalty) {
		let Movement { from, to, .. } = Moving::<T>::get(id);
		for who in from.iter().chain(&to) {
			Self::look_and_put(id, who, royalty);
		}
	}

	fn look_and_put(id: CampaignId, who: &T::AccountId, royalty: &mut Royalty) {
		let holding = Self::look(id, who, royalty);
		Self::put_holding(id, who, holding);
	}

	/// Keeps a holding while there is anything of it.
	pub(crate) fn put_holding(id: CampaignId, who: &T::AccountId, holding: Holding) {
		if holding.tokens == 0 && holding.owed == Default::default() {
			Holdings::<T>::remove(id, who);
		} else {
			Holdings::<T>::insert(id, who, holding);
		}
	}
}

impl<T: Config> TokenMoves<T::AccountId> for Pallet<T> {
	fn leaving(asset: u32, from: &T::AccountId) {
		let Some(id) = campaign_of(asset) else { return };
		// Tokens are made before there is anything to divide.
		let Some(mut royalty) = Royalties::<T>::get(id) else { return };
		Self::catch_up(id, &mut royalty);
		// One that has tokens is never removed.
		if let Some(campaign) = Campaigns::<T>::get(id) {
			Self::divide_income(id, &campaign, &mut royalty);
		}
		let next = Moving::<T>::get(id).next;
		for who in core::iter::once(from).chain(&next) {
			Self::look_and_put(id, who, &mut royalty);
		}
		Royalties::<T>::insert(id, royalty);
		let movement = Movement { from: Some(from.clone()), to: next.clone(), next };
		Moving::<T>::insert(id, movement);
	}

	fn arriving(asset: u32, to: &T::AccountId) {
		// Only a note: it is taken before the call begins, and stays when that fails.
		if let Some(id) = campaign_of(asset).filter(|id| Royalties::<T>::contains_key(id)) {
			Moving::<T>::mutate(id, |movement| movement.next = Some(to.clone()));
		}
	}

	fn moved_weight() -> (u64, u64) {
		let weight = <<T as Config>::WeightInfo as crate::WeightInfo>::moved();
		let weight = weight.saturating_add(Self::collect_weight());
		(weight.ref_time(), weight.proof_size())
	}

	fn may_create(asset: u32, owner: &T::AccountId) -> bool {
		campaign_of(asset).is_none_or(|id| *owner == Self::account(id))
	}
}
