//! P1 to P5 of the crate docs.

use crate::{
	Appeals, Config, FileOfTitle, Files, FilesOf, HoldReason, Linked, Pallet, Patterns, Permits,
	TitlesOfFile,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use reel_primitives::Balance;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// P1 to P5 of the crate docs; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut files, mut deposits) = (0_usize, BTreeMap::<T::AccountId, Balance>::new());
		for (file, known) in Files::<T>::iter() {
			ensure!(Patterns::<T>::contains_key(known.pattern), "P1: a file of no pattern");
			ensure!(
				FilesOf::<T>::contains_key(known.pattern, file),
				"P1: a file that its pattern's index lacks"
			);
			files = files.saturating_add(1);
			let sum = deposits.entry(known.registrant).or_default();
			*sum = sum.saturating_add(known.deposit_cfx);
		}
		ensure!(FilesOf::<T>::iter_keys().count() == files, "P1: the index has a file too many");
		for (account, sum) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::File.into(), &account);
			ensure!(held == sum, "P4: a hold is not the sum of the files' deposits");
		}
		Self::check_links()?;

		let mut titles = 0_usize;
		for (content, file) in FileOfTitle::<T>::iter() {
			ensure!(Files::<T>::contains_key(file), "P3: a title of no known file");
			ensure!(
				TitlesOfFile::<T>::contains_key(file, content),
				"P3: a title that its file's index lacks"
			);
			titles = titles.saturating_add(1);
		}
		ensure!(
			TitlesOfFile::<T>::iter_keys().count() == titles,
			"P3: the index has a title too many"
		);

		let mut appeals = BTreeMap::<T::AccountId, Balance>::new();
		for (pattern, who, appeal) in Appeals::<T>::iter() {
			ensure!(Patterns::<T>::contains_key(pattern), "P5: an appeal on no pattern");
			let sum = appeals.entry(who).or_default();
			*sum = sum.saturating_add(appeal.deposit_cfx);
		}
		for (account, sum) in appeals {
			let held = T::Currency::balance_on_hold(&HoldReason::Appeal.into(), &account);
			ensure!(held == sum, "P4: a hold is not the sum of the appeals' deposits");
		}
		for (pattern, _) in Permits::<T>::iter_keys() {
			ensure!(Patterns::<T>::contains_key(pattern), "P5: a permit on no pattern");
		}
		Ok(())
	}

	/// P2.
	fn check_links() -> Result<(), TryRuntimeError> {
		let mut leading = 0_usize;
		for (pattern, stored) in Patterns::<T>::iter() {
			let Some(root) = stored.leads_to else { continue };
			leading = leading.saturating_add(1);
			let root_leads = Patterns::<T>::get(root).map(|root| root.leads_to);
			ensure!(
				root_leads == Some(None),
				"P2: a pattern leads to one that leads on, or nowhere"
			);
			let times = Linked::<T>::get(root).iter().filter(|other| **other == pattern).count();
			ensure!(times == 1, "P2: a pattern is not once in the list of the one it leads to");
		}
		let listed: usize = Linked::<T>::iter_values().map(|linked| linked.len()).sum();
		ensure!(listed == leading, "P2: a list has a pattern that does not lead there");
		Ok(())
	}
}
