//! Files become known, and titles are said to be of them.

use crate::{
	Config, Error, Event, FileOfTitle, Files, FilesOf, HoldReason, KnownFile, Linked, MAX_TITLES,
	Pallet, Pattern, PatternView, Patterns, Permits, TitlesOfFile,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, fungible::MutateHold},
};
use reel_primitives::{
	ContentId, Hash32,
	pattern::{FileIdentity, OwnedPattern, PatternId, PatternRefusal},
	traits::{PatternFollowers, PublisherRefusal, RoundClock, Supervision, Titles},
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// The pattern that a name leads to, and what is stored of it.
	pub(crate) fn root(pattern: &PatternId) -> Option<(PatternId, Pattern<T::AccountId>)> {
		let found = Patterns::<T>::get(pattern)?;
		match found.leads_to {
			None => Some((*pattern, found)),
			// One step is enough: P2.
			Some(root) => Some((root, Patterns::<T>::get(root)?)),
		}
	}

	pub(crate) fn root_of_file(file: &Hash32) -> Option<PatternId> {
		Self::root(&Files::<T>::get(file)?.pattern).map(|(root, _)| root)
	}

	/// Whether `who` may publish files of a pattern that leads nowhere.
	pub(crate) fn is_allowed(
		who: &T::AccountId,
		root: &PatternId,
		pattern: &Pattern<T::AccountId>,
	) -> bool {
		pattern.owner == *who || Permits::<T>::contains_key(root, who)
	}

	/// See `may_publish`.
	pub(crate) fn check(
		who: &T::AccountId,
		file: &Hash32,
		named: Option<PatternId>,
	) -> Result<Option<PatternId>, PatternRefusal> {
		let find = |name: PatternId| Self::root(&name).ok_or(PatternRefusal::NotFound(name));
		let named = named.map(find).transpose()?;
		let own = Files::<T>::get(file).map(|known| find(known.pattern)).transpose()?;
		if let (Some((named, _)), Some((own, _))) = (&named, &own) {
			ensure!(named == own, PatternRefusal::Elsewhere(*own));
		}
		let Some((root, pattern)) = own.or(named) else { return Ok(None) };
		ensure!(Self::is_allowed(who, &root, &pattern), PatternRefusal::OfAnother(root));
		Ok(Some(root))
	}

	pub(crate) fn ensure_publisher(who: &T::AccountId) -> DispatchResult {
		T::Supervision::publisher(who).map_err(Error::<T>::from)?;
		Ok(())
	}

	/// Makes a file known that is not, unless it is another's; the pattern that it is in.
	pub(crate) fn admit(
		who: &T::AccountId,
		identity: FileIdentity,
		named: Option<PatternId>,
	) -> Result<PatternId, DispatchError> {
		let FileIdentity { file, fingerprint } = identity;
		let joined = Self::check(who, &file, named).map_err(Error::<T>::from)?;
		let deposit_cfx = T::FileDeposit::get();
		T::Currency::hold(&HoldReason::File.into(), who, deposit_cfx)?;
		let pattern = match joined {
			Some(pattern) => pattern,
			None => Self::open(file, who)?,
		};
		let registrant = who.clone();
		let known = KnownFile { pattern, fingerprint, registrant: registrant.clone(), deposit_cfx };
		Files::<T>::insert(file, known);
		FilesOf::<T>::insert(pattern, file, ());
		Self::deposit_event(Event::FileRegistered {
			file,
			pattern,
			fingerprint,
			registrant,
			deposit_cfx,
		});
		Ok(pattern)
	}

	/// Opens the first pattern after `file` that there is not yet.
	pub(crate) fn open(file: Hash32, owner: &T::AccountId) -> Result<PatternId, DispatchError> {
		// A file is split off once for each turn, by a supervisor: the search is as short as that list.
		const TURNS: u32 = 64;
		let pattern = (0..TURNS)
			.map(|turn| PatternId::opened_by(&file, turn))
			.find(|pattern| !Patterns::<T>::contains_key(pattern))
			.ok_or(Error::<T>::NothingToSplit)?;
		let opened_in = T::Clock::round();
		Patterns::<T>::insert(pattern, Pattern { owner: owner.clone(), opened_in, leads_to: None });
		Self::deposit_event(Event::PatternOpened { pattern, file, owner: owner.clone() });
		Ok(pattern)
	}

	pub(crate) fn do_identify_title(
		who: &T::AccountId,
		content: ContentId,
		identity: FileIdentity,
		named: Option<PatternId>,
	) -> DispatchResult {
		let terms = T::Titles::terms(&content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(terms.creator == *who, Error::<T>::NotCreator);
		Self::ensure_publisher(who)?;
		ensure!(!FileOfTitle::<T>::contains_key(content), Error::<T>::TitleIdentifiedBefore);
		let file = identity.file;
		let pattern = if Files::<T>::contains_key(file) {
			let found = Self::check(who, &file, named).map_err(Error::<T>::from)?;
			found.ok_or(Error::<T>::FileNotFound)?
		} else {
			Self::admit(who, identity, named)?
		};
		let (pattern, stored) = Self::root(&pattern).ok_or(Error::<T>::PatternNotFound)?;
		let of = OwnedPattern { pattern, owner: stored.owner };
		T::Rights::identified(&content, who, of).map_err(|_| Error::<T>::HeldOtherwise)?;
		FileOfTitle::<T>::insert(content, file);
		TitlesOfFile::<T>::insert(file, content, ());
		Self::deposit_event(Event::TitleIdentified { content, file, pattern });
		Ok(())
	}

	pub(crate) fn view(name: PatternId) -> Option<PatternView<T::AccountId>> {
		let (pattern, Pattern { owner, opened_in, .. }) = Self::root(&name)?;
		let linked = Linked::<T>::get(pattern).into_inner();
		Some(PatternView { pattern, owner, opened_in, linked })
	}

	pub(crate) fn titles(name: PatternId, limit: u32) -> Vec<ContentId> {
		let Some((root, _)) = Self::root(&name) else { return Vec::new() };
		let limit = limit.min(MAX_TITLES) as usize;
		core::iter::once(root)
			.chain(Linked::<T>::get(root))
			.flat_map(FilesOf::<T>::iter_key_prefix)
			.take(MAX_TITLES as usize)
			.flat_map(TitlesOfFile::<T>::iter_key_prefix)
			.take(limit)
			.collect()
	}
}

impl<T> From<PublisherRefusal> for Error<T> {
	fn from(refusal: PublisherRefusal) -> Self {
		match refusal {
			PublisherRefusal::NotAuthorized => Self::NotAuthorized,
			PublisherRefusal::Expired => Self::AuthorizationExpired,
			PublisherRefusal::Sanctioned => Self::Sanctioned,
		}
	}
}

impl<T> From<PatternRefusal> for Error<T> {
	fn from(refusal: PatternRefusal) -> Self {
		match refusal {
			PatternRefusal::OfAnother(_) => Self::PatternOfAnother,
			PatternRefusal::NotFound(_) => Self::PatternNotFound,
			PatternRefusal::Elsewhere(_) => Self::FileOfOtherPattern,
		}
	}
}
