//! R1 to R4 of the crate docs.

use crate::{
	Config, HoldersOf, OwedTotal, Pallet, TermsOf,
	shares::{is_distinct, is_whole},
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::fungible::Inspect};
use reel_primitives::{Balance, market::Holder, traits::TitlesOnSale};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// R1 to R4 of the crate docs; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut owed: Balance = 0;
		for (content, stakes) in HoldersOf::<T>::iter() {
			let added = stakes.iter().try_fold(owed, |sum, stake| sum.checked_add(stake.owed_cfx));
			owed = added.ok_or("R4: what is owed overflows")?;
			let holders: Vec<_> = stakes.into_iter().map(Holder::from).collect();
			ensure!(is_whole(&holders), "R1: the shares of a title are not whole");
			ensure!(is_distinct(&holders), "R1: a holder is there twice");
			ensure!(T::Titles::on_sale(&content).is_some(), "R2: holders of no title");
		}
		for (content, terms) in TermsOf::<T>::iter() {
			ensure!(T::Titles::on_sale(&content).is_some(), "R2: terms of no title");
			ensure!(Self::check_terms(&terms).is_ok(), "R3: terms are out of range");
		}
		ensure!(owed == OwedTotal::<T>::get(), "R4: the sum of what is owed");
		let pot = T::Currency::total_balance(&Self::pot_account());
		ensure!(pot >= owed, "R4: the pot does not hold what is owed");
		Ok(())
	}
}
