//! What views and ads bring holders: booked when it comes, paid when it is claimed, or when its holder leaves.

use crate::{Config, Error, Event, OwedTotal, Pallet, Stake, WeightInfo, place::Place};
use frame_support::{
	ensure,
	traits::{
		Get,
		fungible::{Inspect, Mutate},
		tokens::{Preservation, Provenance},
	},
};
use reel_economics::split;
use reel_primitives::{BASIS_POINTS, Balance, ContentId, traits::HolderShares};
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
	/// The account that holds what is owed.
	pub fn pot_account() -> T::AccountId {
		T::PotId::get().into_account_truncating()
	}

	/// Adds to what holders other than `creator` are owed; the sum of what was added. `None` where nobody else holds
	/// anything, or when a sum overflows.
	fn book(content: &ContentId, creator: &T::AccountId, income_cfx: Balance) -> Option<Balance> {
		let (place, mut stakes) = Self::declared(content)?;
		if stakes.iter().all(|stake| stake.account == *creator) {
			return None;
		}
		let shares = stakes.iter().map(|stake| stake.share_bp.into());
		let division = split::divide(income_cfx, shares, BASIS_POINTS.into())?;
		let mut left_over = division.remainder;
		let mut shared_cfx: Balance = 0;
		for (stake, part) in stakes.iter_mut().zip(division.parts) {
			// What rounding leaves over is the first one's.
			let part = part.checked_add(core::mem::take(&mut left_over))?;
			if stake.account == *creator {
				continue;
			}
			stake.owed_cfx = stake.owed_cfx.checked_add(part)?;
			shared_cfx = shared_cfx.checked_add(part)?;
		}
		if shared_cfx == 0 {
			return None;
		}
		let owed = OwedTotal::<T>::get().checked_add(shared_cfx)?;

		// Effects.
		Self::keep(&place, stakes);
		OwedTotal::<T>::put(owed);
		Self::deposit_event(Event::IncomeBooked { content: *content, income_cfx, shared_cfx });
		Some(shared_cfx)
	}

	/// Pays what a holder is owed, if anything and if its account can take it; how much that was. The caller stores the
	/// stake.
	pub(crate) fn pay_owed(
		place: &Place<T::AccountId>,
		stake: &mut Stake<T::AccountId>,
	) -> Balance {
		let (pot, amount_cfx) = (Self::pot_account(), stake.owed_cfx);
		let Some(owed) = OwedTotal::<T>::get().checked_sub(amount_cfx) else { return 0 };
		let holder = stake.account.clone();
		// A transfer to itself would count as paid and move nothing.
		if amount_cfx == 0 || holder == pot {
			return 0;
		}
		let fits = T::Currency::can_deposit(&holder, amount_cfx, Provenance::Extant).into_result();
		if fits.is_err()
			|| T::Currency::transfer(&pot, &holder, amount_cfx, Preservation::Preserve).is_err()
		{
			return 0;
		}

		// Effects.
		stake.owed_cfx = 0;
		OwedTotal::<T>::put(owed);
		Self::deposit_event(match place.clone() {
			Place::Title(content) => Event::IncomePaid { content, holder, amount_cfx },
			Place::Pattern(of) => Event::PatternIncomePaid { of, holder, amount_cfx },
		});
		amount_cfx
	}

	/// Pays all holders that a title or a pattern has itself; says how many got something.
	pub(crate) fn do_claim(place: &Place<T::AccountId>) -> Result<u32, Error<T>> {
		let mut stakes = Self::kept_in(place).unwrap_or_default();
		ensure!(stakes.iter().any(|stake| stake.owed_cfx > 0), Error::<T>::NothingOwed);
		let mut paid: u32 = 0;
		for stake in &mut stakes {
			if Self::pay_owed(place, stake) > 0 {
				paid = paid.saturating_add(1);
			}
		}
		ensure!(paid > 0, Error::<T>::NotPayableYet);

		// Effects.
		Self::keep(place, stakes);
		Ok(paid)
	}

	/// Planck that a holder is owed of a title or of a pattern.
	pub(crate) fn owed_of(place: &Place<T::AccountId>, who: &T::AccountId) -> Balance {
		let stakes = Self::kept_in(place).unwrap_or_default();
		let own = stakes.iter().find(|stake| stake.account == *who);
		own.map(|stake| stake.owed_cfx).unwrap_or_default()
	}

	/// Pays one holder; how much that was.
	pub(crate) fn collect_for(place: Place<T::AccountId>, who: &T::AccountId) -> Balance {
		let Some(mut stakes) = Self::kept_in(&place) else { return 0 };
		let own = stakes.iter_mut().find(|stake| stake.account == *who);
		let paid = own.map(|stake| Self::pay_owed(&place, stake)).unwrap_or_default();
		if paid > 0 {
			Self::keep(&place, stakes);
		}
		paid
	}
}

impl<T: Config> HolderShares<T::AccountId> for Pallet<T> {
	fn accrue(content: &ContentId, creator: &T::AccountId, income_cfx: Balance) -> Balance {
		// More than there can be is the creator's.
		Self::book(content, creator, income_cfx).unwrap_or(0)
	}

	fn pot() -> Option<T::AccountId> {
		Some(Self::pot_account())
	}

	fn accrue_weight(titles: u32) -> (u64, u64) {
		// What all are owed is one entry: it is read and written once.
		let again = u64::from(titles.saturating_sub(1));
		let weight = T::WeightInfo::accrue().saturating_mul(titles.into());
		let weight = weight.saturating_sub(T::DbWeight::get().reads_writes(again, again));
		(weight.ref_time(), weight.proof_size())
	}
}
