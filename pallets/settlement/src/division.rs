//! What was paid is divided: deliveries and donations.

use crate::{
	Config, Due, DueKey, Error, Event, Pallet, Purchases, Reason, Source, Stage, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, ensure, storage::with_storage_layer, traits::Get};
use reel_economics::split;
use reel_primitives::{
	BASIS_POINTS, Balance, BasisPoints, ContentId,
	content::TitleStatus,
	layers::MAX_SHARED_LAYERS,
	market::{Currency, MAX_DELIVERIES, MAX_HOLDERS, MAX_PLATFORM_FEE_BP, PurchaseId},
	traits::{CreatorShares, Deliveries, Rights, RoundClock, TitlesOnSale},
};
use sp_runtime::DispatchError;

/// Most accounts that a sum is divided among besides the treasury.
pub(crate) const MAX_PAID: u32 = MAX_HOLDERS + MAX_SHARED_LAYERS;

/// What a sum came to.
struct Divided {
	/// Planck for the treasury.
	fee: Balance,
	/// Number of holders.
	holders: u32,
}

impl<T: Config> Pallet<T> {
	/// Basis points that the platform keeps of what is bought now.
	pub(crate) fn fee_now() -> BasisPoints {
		T::PlatformFee::get().min(MAX_PLATFORM_FEE_BP)
	}

	/// Whether a title may be played.
	pub(crate) fn is_playable(content: &ContentId) -> bool {
		T::Titles::on_sale(content).is_some_and(|title| title.status == TitleStatus::Playable)
	}

	/// Divides `amount`, which was taken from `payer`: the fee to the treasury, the rest to the holders.
	fn divide(
		source: Source,
		content: ContentId,
		currency: Currency,
		payer: &T::AccountId,
		amount: Balance,
		fee_bp: BasisPoints,
	) -> Result<Divided, DispatchError> {
		let whole = Balance::from(BASIS_POINTS);
		let fee =
			split::mul_div_floor(amount, fee_bp.into(), whole).ok_or(Error::<T>::SumOverflow)?;
		let rest = amount.checked_sub(fee).ok_or(Error::<T>::SumOverflow)?;
		let holders = T::Rights::holders(&content);
		ensure!(!holders.is_empty(), Error::<T>::TitleNotFound);
		let shares = holders.iter().map(|holder| holder.share_bp.into());
		let division = split::divide(rest, shares, whole).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		Self::close(currency, amount)?;
		Self::pay_part(currency, payer, &T::TreasuryAccount::get(), fee)?;
		let mut left_over = division.remainder;
		let mut parts = Vec::with_capacity(holders.len());
		for (holder, part) in holders.into_iter().zip(division.parts) {
			// What rounding leaves over is the first one's.
			let part =
				part.checked_add(core::mem::take(&mut left_over)).ok_or(Error::<T>::SumOverflow)?;
			parts.push((holder.account, part));
		}
		Self::share_with_layers(&content, &mut parts)?;
		let count = u32::try_from(parts.len()).unwrap_or(MAX_PAID);
		for (holder, part) in parts {
			if part == 0 {
				continue;
			}
			Self::record(&holder, source, currency, part);
			Self::deposit_event(Event::Credited {
				source,
				content,
				holder: holder.clone(),
				currency,
				amount: part,
			});
			Self::pay_part(currency, payer, &holder, part)?;
		}
		Ok(Divided { fee, holders: count })
	}

	/// Divides the creator's part, if it has one, with those who added layers to the title; the rest stays the creator's.
	fn share_with_layers(
		content: &ContentId,
		parts: &mut Vec<(T::AccountId, Balance)>,
	) -> Result<(), Error<T>> {
		let shares = T::Layers::shares(content);
		let Some(title) = T::Titles::on_sale(content).filter(|_| !shares.is_empty()) else {
			return Ok(());
		};
		let Some((_, own)) = parts.iter_mut().find(|(holder, _)| *holder == title.creator) else {
			return Ok(());
		};
		let counted = shares.iter().map(|share| share.share_bp.into());
		let division =
			split::divide(*own, counted, BASIS_POINTS.into()).ok_or(Error::<T>::SumOverflow)?;
		*own = division.remainder;
		parts.extend(shares.into_iter().map(|share| share.account).zip(division.parts));
		Ok(())
	}

	pub(crate) fn do_donate(
		donor: T::AccountId,
		content: ContentId,
		currency: Currency,
		amount: Balance,
	) -> Result<u32, DispatchError> {
		let title = T::Titles::on_sale(&content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(title.status == TitleStatus::Playable, Error::<T>::TitleNotPlayable);
		ensure!(title.takes_donations, Error::<T>::NoDonations);
		ensure!(amount > 0, Error::<T>::NothingToGive);
		Self::take(currency, &donor, amount)?;

		// Effects.
		T::Rights::on_sale_recorded(&content);
		let divided = Self::divide(Source::Donation, content, currency, &donor, amount, 0)?;
		Self::deposit_event(Event::Donated { content, donor, currency, amount });
		Ok(divided.holders)
	}

	/// Pays what was bought; gives it back when its title may not be played.
	pub(crate) fn deliver(id: PurchaseId) -> DispatchResult {
		let purchase = Purchases::<T>::get(id).ok_or(Error::<T>::PurchaseNotFound)?;
		let until = purchase.until().ok_or(Error::<T>::AlreadyDelivered)?;
		if !Self::is_playable(&purchase.content) {
			return Self::do_return(id, purchase, Reason::NotPlayable);
		}
		let (content, currency, price) = (purchase.content, purchase.currency, purchase.price);
		let now = T::Clock::round();
		let ends = purchase.access_rounds.map(|rounds| now.saturating_add(rounds));

		// Effects.
		let payer = &purchase.payer;
		let source = Source::Purchase(id);
		let divided = Self::divide(source, content, currency, payer, price, purchase.fee_bp)?;
		Due::<T>::remove(DueKey::new(until, id));
		Purchases::<T>::mutate_extant(id, |purchase| purchase.stage = Stage::Delivered { ends });
		let fee = divided.fee;
		Self::deposit_event(Event::Delivered { purchase: id, content, currency, price, fee, ends });
		Ok(())
	}
}

impl<T: Config> Deliveries for Pallet<T> {
	fn delivered(purchases: &[PurchaseId]) -> u32 {
		// What cannot be paid stays open, and goes back in time.
		let told = purchases.iter().take(MAX_DELIVERIES as usize);
		let done = told.filter(|id| with_storage_layer(|| Self::deliver(**id)).is_ok());
		u32::try_from(done.count()).unwrap_or(MAX_DELIVERIES)
	}

	fn delivered_weight(purchases: u32) -> (u64, u64) {
		let one = T::WeightInfo::deliver(MAX_PAID);
		let all = one.saturating_mul(purchases.min(MAX_DELIVERIES).into());
		(all.ref_time(), all.proof_size())
	}
}
