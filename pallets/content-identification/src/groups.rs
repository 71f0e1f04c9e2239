//! Supervisors put right what was identified wrongly.

use crate::{Config, Error, Event, Files, FilesOf, Linked, Pallet, Patterns};
use frame_support::{dispatch::DispatchResult, ensure};
use reel_primitives::{Hash32, pattern::PatternId};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// How many patterns led to the one that goes.
	pub(crate) fn do_link(
		by: T::AccountId,
		kept: PatternId,
		gone: PatternId,
	) -> Result<u32, DispatchError> {
		Self::ensure_supervisor(&by)?;
		let (kept, stays) = Self::root(&kept).ok_or(Error::<T>::PatternNotFound)?;
		let (gone, mut goes) = Self::root(&gone).ok_or(Error::<T>::PatternNotFound)?;
		ensure!(kept != gone, Error::<T>::AlreadyLinked);
		ensure!(by != stays.owner && by != goes.owner, Error::<T>::OwnCase);
		let moved = Linked::<T>::take(gone);
		let count = moved.len() as u32;
		let mut linked = Linked::<T>::get(kept);
		for pattern in &moved {
			linked.try_push(*pattern).map_err(|_| Error::<T>::TooManyLinked)?;
			Patterns::<T>::mutate(pattern, |stored| {
				if let Some(stored) = stored {
					stored.leads_to = Some(kept);
				}
			});
		}
		linked.try_push(gone).map_err(|_| Error::<T>::TooManyLinked)?;
		Linked::<T>::insert(kept, linked);
		goes.leads_to = Some(kept);
		Patterns::<T>::insert(gone, goes);
		Self::deposit_event(Event::PatternsLinked { kept, gone, by });
		Ok(count)
	}

	pub(crate) fn do_unlink(by: T::AccountId, pattern: PatternId) -> DispatchResult {
		Self::ensure_supervisor(&by)?;
		let mut stored = Patterns::<T>::get(pattern).ok_or(Error::<T>::PatternNotFound)?;
		let from = stored.leads_to.take().ok_or(Error::<T>::NotLinked)?;
		let root = Patterns::<T>::get(from).ok_or(Error::<T>::PatternNotFound)?;
		ensure!(by != stored.owner && by != root.owner, Error::<T>::OwnCase);
		Linked::<T>::mutate_exists(from, |linked| {
			let mut left = linked.take().unwrap_or_default();
			left.retain(|other| *other != pattern);
			*linked = (!left.is_empty()).then_some(left);
		});
		Patterns::<T>::insert(pattern, stored);
		Self::deposit_event(Event::PatternUnlinked { pattern, from, by });
		Ok(())
	}

	pub(crate) fn do_split(by: T::AccountId, file: Hash32) -> DispatchResult {
		Self::ensure_supervisor(&by)?;
		let mut known = Files::<T>::get(file).ok_or(Error::<T>::FileNotFound)?;
		let from = known.pattern;
		let (root, stored) = Self::root(&from).ok_or(Error::<T>::PatternNotFound)?;
		ensure!(by != stored.owner && by != known.registrant, Error::<T>::OwnCase);
		let alone = FilesOf::<T>::iter_key_prefix(from).take(2).count() == 1;
		// Alone in a pattern that leads elsewhere: unlink the pattern instead.
		ensure!(
			!alone || root != from || !Linked::<T>::get(root).is_empty(),
			Error::<T>::NothingToSplit
		);
		let to = Self::open(file, &known.registrant)?;
		FilesOf::<T>::remove(from, file);
		FilesOf::<T>::insert(to, file, ());
		known.pattern = to;
		Files::<T>::insert(file, known);
		Self::deposit_event(Event::FileSplit { file, from, to, by });
		Ok(())
	}
}
