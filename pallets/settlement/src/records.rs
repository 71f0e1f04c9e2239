//! What holders were credited, period by period, for as long as it is kept (K3).

use crate::{Config, Event, OldestPeriod, Pallet, Sales, Source};
use frame_support::traits::Get;
use reel_primitives::{Balance, market::Currency, traits::RoundClock};

impl<T: Config> Pallet<T> {
	/// The running period.
	pub(crate) fn period_now() -> u64 {
		T::Clock::round().checked_div(T::SalesPeriod::get()).unwrap_or_default()
	}

	/// Adds a holder's part to its record.
	pub(crate) fn record(
		holder: &T::AccountId,
		source: Source,
		currency: Currency,
		amount: Balance,
	) {
		let period = Self::period_now();
		if OldestPeriod::<T>::get().is_none() {
			OldestPeriod::<T>::put(period);
		}
		Sales::<T>::mutate(period, holder, |record| {
			let record = record.get_or_insert_default();
			// Never above what there is of the currency times a period's blocks; a record stops nothing.
			let sum = match currency {
				Currency::Cfx => &mut record.cfx,
				Currency::Ssh => &mut record.ssh,
			};
			*sum = sum.saturating_add(amount);
			let count = match source {
				Source::Purchase(_) => &mut record.sales,
				Source::Donation => &mut record.donations,
			};
			*count = count.saturating_add(1);
		});
	}

	/// The oldest period, if it is over for long enough.
	fn period_to_clear() -> Option<u64> {
		let oldest = OldestPeriod::<T>::get()?;
		(oldest.saturating_add(T::KeptPeriods::get()) < Self::period_now()).then_some(oldest)
	}

	/// Whether there may be something to clear.
	pub(crate) fn is_clearing_due() -> bool {
		Self::period_to_clear().is_some()
	}

	/// Removes at most `limit` records of the oldest period, if it is over for long enough; says whether it is.
	pub(crate) fn clear_step(limit: u32) -> bool {
		let Some(period) = Self::period_to_clear() else { return false };
		let removed = Sales::<T>::clear_prefix(period, limit, None);
		if removed.maybe_cursor.is_none() {
			OldestPeriod::<T>::put(period.saturating_add(1));
		}
		if removed.unique > 0 {
			Self::deposit_event(Event::SalesCleared { period, records: removed.unique });
		}
		true
	}
}
