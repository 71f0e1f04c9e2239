//! A title is bought: `buy`.

use crate::{
	Access, Config, Due, DueKey, Error, Event, NextPurchase, Pallet, Purchase, Purchases, Stage,
};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use reel_primitives::{
	Balance, ContentId,
	market::{Currency, QuoteRefusal, SaleKind},
	traits::{Rights, RoundClock},
};

impl<T> From<QuoteRefusal> for Error<T> {
	fn from(refusal: QuoteRefusal) -> Self {
		match refusal {
			QuoteRefusal::NotFound => Self::TitleNotFound,
			QuoteRefusal::NotPlayable => Self::TitleNotPlayable,
			QuoteRefusal::Free => Self::TitleFree,
			QuoteRefusal::NotOffered => Self::NotOffered,
			QuoteRefusal::NotCleared => Self::NotCleared,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_buy(
		payer: T::AccountId,
		content: ContentId,
		beneficiary: T::AccountId,
		kind: SaleKind,
		currency: Currency,
		max_price: Balance,
	) -> DispatchResult {
		let quote = T::Rights::quote(&content, kind, currency).map_err(Error::<T>::from)?;
		ensure!(quote.price <= max_price, Error::<T>::PriceAboveMax);
		let now = T::Clock::round();
		let before = Access::<T>::get(&beneficiary, content);
		if let Some(before) = before {
			// A rental that has ended makes way; what is held still must go back first.
			let ended = Purchases::<T>::get(before)
				.is_some_and(|purchase| purchase.until().is_none() && !purchase.is_live(now));
			ensure!(ended, Error::<T>::AlreadyBought);
		}
		let id = NextPurchase::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::SumOverflow)?;
		let until = now.saturating_add(T::DeliveryRounds::get().max(1));
		Self::take(currency, &payer, quote.price)?;

		// Effects.
		T::Rights::on_sale_recorded(&content);
		if let Some(before) = before {
			Purchases::<T>::remove(before);
			Self::deposit_event(Event::Forgotten { purchase: before });
		}
		NextPurchase::<T>::put(next);
		Access::<T>::insert(&beneficiary, content, id);
		Due::<T>::insert(DueKey::new(until, id), ());
		let purchase = Purchase {
			content,
			payer: payer.clone(),
			beneficiary: beneficiary.clone(),
			kind,
			currency,
			price: quote.price,
			fee_bp: Self::fee_now(),
			access_rounds: quote.access_rounds,
			stage: Stage::Held { until },
		};
		Purchases::<T>::insert(id, purchase);
		let price = quote.price;
		Self::deposit_event(Event::Bought {
			purchase: id,
			content,
			payer,
			beneficiary,
			kind,
			currency,
			price,
			until,
		});
		Ok(())
	}
}
