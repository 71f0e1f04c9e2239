//! What a title costs: `set_terms`, and [`Rights`], which tells those who sell.

use crate::{Config, Error, Event, Pallet, RentalTerms, Terms, TermsOf};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use reel_primitives::{
	Balance, ContentId,
	content::TitleStatus,
	market::{
		Currency, Holder, PRICE_BY_QUALITY, PriceTiers, Quote, QuoteRefusal, SaleKind, TitleOnSale,
	},
	traits::{Clearance, Rights, TitlesOnSale},
};

/// Whether a price could be paid.
fn in_range(price: Option<Balance>) -> bool {
	price.is_none_or(|price| price > 0 && price < PRICE_BY_QUALITY)
}

impl<T: Config> Pallet<T> {
	/// The tiers in force; the default where unsound ones got in.
	pub(crate) fn tiers() -> PriceTiers {
		let tiers = T::Tiers::get();
		if tiers.is_sound() { tiers } else { PriceTiers::DEFAULT }
	}

	/// Whether terms may be set.
	pub(crate) fn check_terms(terms: &Terms) -> Result<(), Error<T>> {
		ensure!(in_range(terms.ssh), Error::<T>::PriceOutOfRange);
		let Some(RentalTerms { cfx, ssh, rounds }) = terms.rental else { return Ok(()) };
		ensure!(in_range(cfx) && in_range(ssh), Error::<T>::PriceOutOfRange);
		ensure!(
			(cfx.is_some() || ssh.is_some()) && (1..=T::MaxRentalRounds::get()).contains(&rounds),
			Error::<T>::RentalOutOfRange
		);
		Ok(())
	}

	pub(crate) fn do_set_terms(
		who: &T::AccountId,
		content: ContentId,
		terms: Option<Terms>,
	) -> DispatchResult {
		Self::created_by(who, &content)?;
		if let Some(terms) = &terms {
			Self::check_terms(terms)?;
		}

		// Effects.
		TermsOf::<T>::set(content, terms);
		Self::deposit_event(Event::TermsSet { content, terms });
		Ok(())
	}

	/// Price of watching in planck of CFX.
	fn watching(title: &TitleOnSale<T::AccountId>) -> Option<Balance> {
		match title.price_cfx {
			PRICE_BY_QUALITY => Self::tiers().price(&title.geometry),
			price => Some(price),
		}
	}
}

impl<T: Config> Rights<T::AccountId> for Pallet<T> {
	fn quote(
		content: &ContentId,
		kind: SaleKind,
		currency: Currency,
	) -> Result<Quote, QuoteRefusal> {
		let title = T::Titles::on_sale(content).ok_or(QuoteRefusal::NotFound)?;
		ensure!(title.status == TitleStatus::Playable, QuoteRefusal::NotPlayable);
		ensure!(title.price_cfx != 0, QuoteRefusal::Free);
		ensure!(T::Clearance::is_cleared(content, &title.creator), QuoteRefusal::NotCleared);
		let terms = TermsOf::<T>::get(content);
		let rental = terms.and_then(|terms| terms.rental);
		let price = match (kind, currency) {
			(SaleKind::Purchase, Currency::Cfx) => match terms {
				Some(Terms { for_cfx: false, .. }) => None,
				_ => Self::watching(&title),
			},
			(SaleKind::Purchase, Currency::Ssh) => terms.and_then(|terms| terms.ssh),
			(SaleKind::Rental, Currency::Cfx) => rental.and_then(|rental| rental.cfx),
			(SaleKind::Rental, Currency::Ssh) => rental.and_then(|rental| rental.ssh),
		};
		let access_rounds = match kind {
			SaleKind::Purchase => None,
			SaleKind::Rental => rental.map(|rental| rental.rounds),
		};
		let price = price.ok_or(QuoteRefusal::NotOffered)?;
		Ok(Quote { price, access_rounds })
	}

	fn holders(content: &ContentId) -> Vec<Holder<T::AccountId>> {
		Self::holding(content).map(|holding| holding.holders).unwrap_or_default()
	}

	fn on_sale_recorded(content: &ContentId) {
		Self::fix_creator(content);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(content: &ContentId) -> Vec<T::AccountId> {
		if let Some(title) = T::Titles::on_sale(content) {
			T::Clearance::clear_for_benchmark(content, &title.creator);
		}
		let stakes = crate::benchmarking::full::<T>();
		crate::benchmarking::follow::<T>(content, &stakes);
		stakes.into_iter().map(|stake| stake.account).collect()
	}
}
