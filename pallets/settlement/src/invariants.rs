//! M1 to M8 of the crate docs.

use crate::{
	Access, Config, Due, DueKey, HoldReason, NextPurchase, OldestPeriod, OpenTotal, Owed,
	OwedTotal, Pallet, Purchases, Sales, SalesRecord, Stage,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::fungible::{Inspect, InspectHold},
};
use reel_primitives::{
	Balance,
	market::{Currency, MAX_PLATFORM_FEE_BP, SaleKind},
};
use sp_runtime::TryRuntimeError;

const CURRENCIES: [Currency; 2] = [Currency::Cfx, Currency::Ssh];

impl<T: Config> Pallet<T> {
	/// M1 to M8 of the crate docs, in that order; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::open_is_held()?; // M1, M2
		Self::owed_is_exact()?; // M3
		Self::escrow_covers()?; // M4
		Self::indices_are_exact()?; // M5, M6
		Self::purchases_are_sound()?; // M7
		Self::records_are_kept_in_time() // M8
	}

	fn open_is_held() -> Result<(), TryRuntimeError> {
		let mut held: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
		let mut open: BTreeMap<Currency, Balance> = BTreeMap::new();
		for purchase in Purchases::<T>::iter_values() {
			let sum = held.entry(purchase.payer).or_default();
			if purchase.stage.is_held() {
				let total = open.entry(purchase.currency).or_default();
				*total = total.checked_add(purchase.price).ok_or("M2: what is open overflows")?;
				if purchase.currency == Currency::Cfx {
					*sum = sum.checked_add(purchase.price).ok_or("M1: what is held overflows")?;
				}
			}
		}
		let reason = HoldReason::Sale.into();
		for (payer, sum) in held {
			let on_hold = T::Currency::balance_on_hold(&reason, &payer);
			ensure!(on_hold == sum, "M1: an account's hold is not the sum of its open purchases");
		}
		for currency in CURRENCIES {
			ensure!(
				open.get(&currency).copied().unwrap_or_default() == OpenTotal::<T>::get(currency),
				"M2: the total open is not the sum of what is open"
			);
		}
		Ok(())
	}

	fn owed_is_exact() -> Result<(), TryRuntimeError> {
		let mut sums: BTreeMap<Currency, Balance> = BTreeMap::new();
		for (_, currency, owed) in Owed::<T>::iter() {
			ensure!(owed > 0, "M3: nothing is owed to somebody");
			let sum = sums.entry(currency).or_default();
			*sum = sum.checked_add(owed).ok_or("M3: what is owed overflows")?;
		}
		for currency in CURRENCIES {
			ensure!(
				sums.get(&currency).copied().unwrap_or_default() == OwedTotal::<T>::get(currency),
				"M3: the total owed is not the sum of what is owed"
			);
		}
		Ok(())
	}

	fn escrow_covers() -> Result<(), TryRuntimeError> {
		let escrow = Self::escrow();
		ensure!(
			T::Currency::total_balance(&escrow) >= OwedTotal::<T>::get(Currency::Cfx),
			"M4: the escrow account does not cover what is owed in CFX"
		);
		let ssh = OpenTotal::<T>::get(Currency::Ssh)
			.checked_add(OwedTotal::<T>::get(Currency::Ssh))
			.ok_or("M4: SSH overflows")?;
		ensure!(
			T::Ssh::total_balance(&escrow) >= ssh,
			"M4: the escrow account does not cover what is open and owed in SSH"
		);
		Ok(())
	}

	fn indices_are_exact() -> Result<(), TryRuntimeError> {
		let mut open: usize = 0;
		for (id, purchase) in Purchases::<T>::iter() {
			ensure!(
				Access::<T>::get(&purchase.beneficiary, purchase.content) == Some(id),
				"M5: a purchase is not named by its beneficiary and title"
			);
			if let Stage::Held { until } = purchase.stage {
				open = open.saturating_add(1);
				ensure!(
					Due::<T>::contains_key(DueKey::new(until, id)),
					"M6: an open purchase is not where its time ends"
				);
			}
		}
		ensure!(
			Access::<T>::iter().count() == Purchases::<T>::iter_keys().count(),
			"M5: access without a purchase"
		);
		ensure!(Due::<T>::iter_keys().count() == open, "M6: something is due that is not open");
		Ok(())
	}

	fn purchases_are_sound() -> Result<(), TryRuntimeError> {
		let next = NextPurchase::<T>::get();
		for (id, purchase) in Purchases::<T>::iter() {
			ensure!(
				id < next && purchase.price > 0 && purchase.fee_bp <= MAX_PLATFORM_FEE_BP,
				"M7: a purchase's number, price or fee is out of range"
			);
			let is_rental = purchase.kind == SaleKind::Rental;
			let has_end = match purchase.stage {
				Stage::Held { .. } => is_rental,
				Stage::Delivered { ends } => ends.is_some(),
			};
			ensure!(
				is_rental == purchase.access_rounds.is_some() && is_rental == has_end,
				"M7: what has an end is no rental, or the other way round"
			);
		}
		Ok(())
	}

	fn records_are_kept_in_time() -> Result<(), TryRuntimeError> {
		let oldest = OldestPeriod::<T>::get();
		for (period, _, record) in Sales::<T>::iter() {
			ensure!(
				oldest.is_some_and(|oldest| oldest <= period),
				"M8: a record of a period before the oldest"
			);
			ensure!(record != SalesRecord::default(), "M8: a record of nothing");
		}
		Ok(())
	}
}
