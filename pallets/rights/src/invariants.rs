//! R1 to R4 of the crate docs.

use crate::{
	Config, HoldersOf, OwedTotal, Pallet, PatternHoldersOf, Stakes, TermsOf, TitleHolders,
	shares::{is_distinct, is_whole},
};
use frame_support::{ensure, traits::fungible::Inspect};
use reel_primitives::{
	Balance,
	traits::{Patterns, TitlesOnSale},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// R1 to R4 of the crate docs; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut owed: Balance = 0;
		for (content, held) in HoldersOf::<T>::iter() {
			ensure!(T::Titles::on_sale(&content).is_some(), "R2: holders of no title");
			match held {
				TitleHolders::Own(stakes) => owed = Self::check_stakes(owed, stakes)?,
				TitleHolders::OfPattern(of) => {
					let exists = T::Patterns::owned(&of.pattern).is_some();
					ensure!(exists, "R2: a title follows no pattern");
				},
			}
		}
		for (of, stakes) in PatternHoldersOf::<T>::iter() {
			ensure!(T::Patterns::owned(&of.pattern).is_some(), "R2: holders of no pattern");
			owed = Self::check_stakes(owed, stakes)?;
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
	/// R1, and what these and others are owed.
	fn check_stakes(
		owed: Balance,
		stakes: Stakes<T::AccountId>,
	) -> Result<Balance, TryRuntimeError> {
		let added = stakes.iter().try_fold(owed, |sum, stake| sum.checked_add(stake.owed_cfx));
		let holders = Self::unowed(stakes);
		ensure!(is_whole(&holders), "R1: the shares of a title or a pattern are not whole");
		ensure!(is_distinct(&holders), "R1: a holder is there twice");
		Ok(added.ok_or("R4: what is owed overflows")?)
	}
}
