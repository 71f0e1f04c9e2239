//! R1 to R3 of the crate docs.

use crate::{
	Config, HoldersOf, Pallet, TermsOf,
	shares::{is_distinct, is_whole},
};
use frame_support::ensure;
use reel_primitives::traits::TitlesOnSale;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// R1 to R3 of the crate docs; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (content, holders) in HoldersOf::<T>::iter() {
			ensure!(is_whole(&holders), "R1: the shares of a title are not whole");
			ensure!(is_distinct(&holders), "R1: a holder is there twice");
			ensure!(T::Titles::on_sale(&content).is_some(), "R2: holders of no title");
		}
		for (content, terms) in TermsOf::<T>::iter() {
			ensure!(T::Titles::on_sale(&content).is_some(), "R2: terms of no title");
			ensure!(Self::check_terms(&terms).is_ok(), "R3: terms are out of range");
		}
		Ok(())
	}
}
