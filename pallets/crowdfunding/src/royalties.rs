//! What tokens bring: income that is noticed, divided, and claimed with `claim`.

use crate::{
	Amounts, Campaign, Campaigns, Config, Contributions, Error, Event, Holding, Holdings, Movement,
	Moving, Pallet, Royalties, Royalty,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation, Provenance},
	},
	weights::Weight,
};
use reel_primitives::{Balance, funding::CampaignId, market::Currency, traits::TitleShares};

// Sums here are of planck that were issued, and fit.

impl Royalty {
	/// Divides an amount that came in.
	fn divide(&mut self, currency: Currency, amount: Balance) {
		let kept = self.kept.of_mut(currency);
		*kept = kept.saturating_add(amount);
		let whole = self.rest.of(currency).saturating_add(amount);
		let each = whole.checked_div(self.tokens).unwrap_or_default();
		let per_token = self.per_token.of_mut(currency);
		*per_token = per_token.saturating_add(each);
		*self.rest.of_mut(currency) = whole.saturating_sub(each.saturating_mul(self.tokens));
	}
}

impl Holding {
	/// Books what its tokens brought since it was looked at last.
	pub(crate) fn look(&mut self, royalty: &Royalty) {
		for currency in Amounts::CURRENCIES {
			let since = royalty.per_token.of(currency).saturating_sub(self.seen.of(currency));
			let owed = self.owed.of_mut(currency);
			*owed = owed.saturating_add(since.saturating_mul(self.tokens));
		}
		self.seen = royalty.per_token;
	}

	/// Books what `tokens` brought since the beginning.
	pub(crate) fn credit(&mut self, tokens: Balance, royalty: &Royalty) {
		for currency in Amounts::CURRENCIES {
			let owed = self.owed.of_mut(currency);
			*owed = owed.saturating_add(royalty.per_token.of(currency).saturating_mul(tokens));
		}
	}
}

impl<T: Config> Pallet<T> {
	/// What came in of a currency since income was divided last: all in the account that is not accounted for.
	fn fresh(id: CampaignId, left: Balance, royalty: &Royalty, currency: Currency) -> Balance {
		let account = Self::account(id);
		let (all, own) = match currency {
			Currency::Cfx => (
				T::Currency::balance(&account),
				T::Currency::minimum_balance().saturating_add(left),
			),
			Currency::Ssh => (T::Ssh::balance(&account), 0),
		};
		all.saturating_sub(own).saturating_sub(royalty.kept.of(currency))
	}

	/// Divides what came in, with what views and ads of the title brought and is not paid yet.
	pub(crate) fn divide_income(
		id: CampaignId,
		campaign: &Campaign<T::AccountId>,
		royalty: &mut Royalty,
	) {
		if let Some(content) = &campaign.offer.content {
			T::Shares::collect(content, &Self::account(id));
		}
		let left = campaign.left;
		for currency in Amounts::CURRENCIES {
			let amount = Self::fresh(id, left, royalty, currency);
			if amount > 0 {
				royalty.divide(currency, amount);
				let per_token = royalty.per_token.of(currency);
				Self::deposit_event(Event::IncomeDivided {
					campaign: id,
					currency,
					amount,
					per_token,
				});
			}
		}
	}

	/// What `who` could claim, were income divided now.
	pub(crate) fn claimable_now(id: CampaignId, who: &T::AccountId) -> Amounts {
		let Some(mut royalty) = Royalties::<T>::get(id) else { return Amounts::default() };
		let Some(campaign) = Campaigns::<T>::get(id) else { return Amounts::default() };
		let mut holding = Holdings::<T>::get(id, who);
		// As `catch_up`, without a change.
		let Movement { from, to, .. } = Moving::<T>::get(id);
		let to = to.filter(|to| from.as_ref() != Some(to));
		for moved in from.iter().chain(&to) {
			let looked = Self::look(id, moved, &mut royalty);
			if moved == who {
				holding = looked;
			}
		}
		let content = campaign.offer.content;
		let owed = content.map(|content| T::Shares::owed_to(&content, &Self::account(id)));
		for currency in Amounts::CURRENCIES {
			let mut amount = Self::fresh(id, campaign.left, &royalty, currency);
			if currency == Currency::Cfx {
				amount = amount.saturating_add(owed.unwrap_or_default());
			}
			// Without income the rest is not divided either, even by fewer tokens.
			if amount > 0 {
				royalty.divide(currency, amount);
			}
		}
		holding.look(&royalty);
		if let Some(row) = Contributions::<T>::get(id, who).filter(|row| !row.collected) {
			holding.credit(Self::tokens_of(&campaign, &row).unwrap_or_default(), &royalty);
		}
		holding.owed
	}

	/// What it takes to look at what views brought, and to pay it.
	pub(crate) fn collect_weight() -> Weight {
		let (time, proof) = T::Shares::collect_weight();
		Weight::from_parts(time, proof)
	}

	/// What of an amount the account can pay now.
	fn payable(id: CampaignId, currency: Currency, amount: Balance) -> (Balance, Preservation) {
		let account = Self::account(id);
		match currency {
			// Its existential deposit is not anybody's.
			Currency::Cfx => (amount, Preservation::Preserve),
			Currency::Ssh if T::Ssh::balance(&account) == amount => {
				(amount, Preservation::Expendable)
			},
			// With anything left, at least the least balance must be.
			Currency::Ssh => {
				let most =
					T::Ssh::reducible_balance(&account, Preservation::Preserve, Fortitude::Polite);
				(amount.min(most), Preservation::Preserve)
			},
		}
	}

	pub(crate) fn do_claim(
		id: CampaignId,
		who: &T::AccountId,
		currency: Currency,
	) -> DispatchResult {
		let campaign = Self::get(id)?;
		ensure!(campaign.issued, Error::<T>::NothingToClaim);
		if Contributions::<T>::get(id, who).is_some_and(|row| !row.collected) {
			Self::do_settle(id, who)?;
		}
		let campaign = Self::get(id)?;
		let mut royalty = Royalties::<T>::get(id).ok_or(Error::<T>::NothingToClaim)?;
		Self::catch_up(id, &mut royalty);
		Self::divide_income(id, &campaign, &mut royalty);
		let mut holding = Self::look(id, who, &mut royalty);
		let owed = holding.owed.of(currency);
		ensure!(owed > 0, Error::<T>::NothingToClaim);
		let (amount, preservation) = Self::payable(id, currency, owed);
		let account = Self::account(id);
		let can_take = match currency {
			Currency::Cfx => T::Currency::can_deposit(who, amount, Provenance::Extant),
			Currency::Ssh => T::Ssh::can_deposit(who, amount, Provenance::Extant),
		};
		ensure!(amount > 0 && can_take.into_result().is_ok(), Error::<T>::NotPayableYet);
		let kept = royalty.kept.of(currency).checked_sub(amount).ok_or(Error::<T>::SumOverflow)?;
		match currency {
			Currency::Cfx => T::Currency::transfer(&account, who, amount, preservation)?,
			Currency::Ssh => T::Ssh::transfer(&account, who, amount, preservation)?,
		};

		// Effects.
		*royalty.kept.of_mut(currency) = kept;
		*holding.owed.of_mut(currency) = owed.saturating_sub(amount);
		Royalties::<T>::insert(id, royalty);
		Self::put_holding(id, who, holding);
		let who = who.clone();
		Self::deposit_event(Event::RoyaltiesClaimed { campaign: id, who, currency, amount });
		Ok(())
	}
}
