//! # Content identification
//!
//! Which files are of one recording, whose it is to publish them, and who says so when that is disputed.
//!
//! ## Model
//!
//! A *file* is known by the hash of its bytes. A *pattern* is all files of one recording; it is named after the file that
//! opened it. What a file sounds and looks like is found out off chain (`reel-identification`): whoever publishes says
//! which pattern a file is of, or that it is of none that is known, and with the hash of its fingerprint can be held to it.
//!
//! ```text
//! creator     register_file, identify_title
//!                │ hash unknown, no pattern named ─► opens a pattern, whose owner the signer becomes
//!                │ hash unknown, pattern named    ─► joins it, if the signer may publish it
//!                └ hash known                     ─► its pattern, if the signer may publish it; else refused
//!             appeal ─► rule, by a supervisor ─► dismissed, permitted, or transferred
//! supervisor  link two patterns that are one, unlink them, split a file off
//! ```
//!
//! A refusal names the pattern: ask `may_publish` before signing. Registering a title and identifying it belong into one
//! `batch_all`, so that a title whose pattern is another's is not registered at all. A title that was not identified is
//! not *cleared*, and nor is one whose file is of a pattern that became another's since: neither is sold (`Clearance`).
//!
//! Of an identified title rights is told (`PatternFollowers`): whose income it is, the pattern's owner may say there for all
//! titles of the pattern at once (K2).
//!
//! Linked patterns keep their files; their names *lead to* the one that was kept, and its owner is who may publish. A split
//! gives a file a pattern of its own, whose owner is who registered the file.
//!
//! ## Invariants
//!
//! - **P1** A file is in a pattern that exists, and in the index of that pattern's files, which has no other.
//! - **P2** A pattern leads to one that leads nowhere, which has it in its list once; lists hold no other and at most
//!   [`MAX_LINKED`].
//! - **P3** Identified titles are of files that are known, and in the index of those files' titles, which has no other.
//! - **P4** An account's holds for files and for appeals are the sums of its files' and its appeals' deposits.
//! - **P5** Permits and appeals are of patterns that exist.
//!
//! ## Money and rounding
//!
//! A file's deposit is held for as long as the file is known, which is for good: a hash that was forgotten could be
//! claimed by another. An appeal's deposit goes back when it is ruled on or withdrawn, whatever the ruling. Both are
//! constants in whole planck; nothing is divided.
//!
//! ## Bounds and cost
//!
//! No hook. A link touches as many entries as patterns lead to the one that goes, [`MAX_LINKED`] at most; every other call
//! a constant number. Views answer [`MAX_TITLES`] titles at most.
//!
//! ## Who may do what
//!
//! Files and titles: who may publish (`Supervision`). Link, unlink, split, rule: every supervisor that may act, but not on
//! what is its own or on its own appeal.
//!
//! ## What this does not stop
//!
//! Who publishes another's work first, opens its pattern: that is what appeals are for. Who says nothing of a title's
//! file may have it watched free of charge, and paid by views: supervisors stop titles that are reported. A fingerprint that was lied about is found out by
//! whoever has the file, not by the chain. Hashes of files are public; who holds the file can tell that it was published.
//!
//! Source: mission K1, K2, K4.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

mod appeals;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod clearance;
mod files;
mod groups;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use reel_primitives::pattern::{Appeal, PatternView, Ruling};
pub use types::{KnownFile, Pattern};
pub use weights::WeightInfo;

/// Most patterns that lead to one.
pub const MAX_LINKED: u32 = 64;

/// Most titles that a view answers.
pub const MAX_TITLES: u32 = 100;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, Mutate, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, ContentId, Hash32,
		pattern::{FileIdentity, PatternId, PatternRefusal},
		traits::{PatternFollowers, RoundClock, Sanctioners, Supervision, Titles},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX: deposits are held in it.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Says who may publish.
		type Supervision: Supervision<Self::AccountId>;

		/// Says who is a supervisor that may act.
		type Supervisors: Sanctioners<Self::AccountId>;

		/// Knows titles and their creators.
		type Titles: Titles<Self::AccountId>;

		/// Is told of what pattern a title is, whose holders may share its income.
		type Rights: PatternFollowers<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Held for each file, in planck.
		#[pallet::constant]
		type FileDeposit: Get<Balance>;

		/// Held for an appeal that is not ruled on, in planck.
		#[pallet::constant]
		type AppealDeposit: Get<Balance>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposits of files.
		#[codec(index = 0)]
		File,
		/// Deposits of appeals that are not ruled on.
		#[codec(index = 1)]
		Appeal,
	}

	/// All patterns.
	// Blake2_128Concat here and below: whoever publishes chooses the bytes.
	#[pallet::storage]
	pub type Patterns<T: Config> =
		StorageMap<_, Blake2_128Concat, PatternId, Pattern<T::AccountId>>;

	/// The patterns that lead to one; absent when there are none.
	#[pallet::storage]
	pub type Linked<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		PatternId,
		BoundedVec<PatternId, ConstU32<MAX_LINKED>>,
		ValueQuery,
	>;

	/// Files by their exact hash.
	#[pallet::storage]
	pub type Files<T: Config> = StorageMap<_, Blake2_128Concat, Hash32, KnownFile<T::AccountId>>;

	/// Files by the pattern they are in.
	#[pallet::storage]
	pub type FilesOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatternId, Blake2_128Concat, Hash32, (), OptionQuery>;

	/// The file of each identified title.
	#[pallet::storage]
	pub type FileOfTitle<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, Hash32>;

	/// Identified titles by their file.
	#[pallet::storage]
	pub type TitlesOfFile<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Hash32, Blake2_128Concat, ContentId, (), OptionQuery>;

	/// Who may publish files of a pattern beside its owner.
	#[pallet::storage]
	pub type Permits<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatternId,
		Blake2_128Concat,
		T::AccountId,
		(),
		OptionQuery,
	>;

	/// Appeals that are not ruled on, by the pattern and who appeals.
	#[pallet::storage]
	pub type Appeals<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatternId,
		Blake2_128Concat,
		T::AccountId,
		Appeal,
		OptionQuery,
	>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A file that no known pattern fits opened one.
		#[codec(index = 0)]
		PatternOpened {
			/// The pattern.
			pattern: PatternId,
			/// The file.
			file: Hash32,
			/// Whose it is.
			owner: T::AccountId,
		},
		/// A file became known.
		#[codec(index = 1)]
		FileRegistered {
			/// The file.
			file: Hash32,
			/// The pattern it is in.
			pattern: PatternId,
			/// Hash of its fingerprint.
			fingerprint: Hash32,
			/// Who made it known.
			registrant: T::AccountId,
			/// CFX put on hold, in planck.
			deposit_cfx: Balance,
		},
		/// It was said what file a title is of.
		#[codec(index = 2)]
		TitleIdentified {
			/// The title.
			content: ContentId,
			/// Its file.
			file: Hash32,
			/// The pattern that the file's leads to.
			pattern: PatternId,
		},
		/// Somebody appealed against not being allowed to publish.
		#[codec(index = 3)]
		Appealed {
			/// The pattern.
			pattern: PatternId,
			/// Who.
			appellant: T::AccountId,
			/// The file in question.
			file: Hash32,
			/// Hash of what speaks for it.
			evidence: Hash32,
			/// CFX put on hold, in planck.
			deposit_cfx: Balance,
		},
		/// An appeal was taken back.
		#[codec(index = 4)]
		AppealWithdrawn {
			/// The pattern.
			pattern: PatternId,
			/// Who.
			appellant: T::AccountId,
		},
		/// A supervisor ruled on an appeal.
		#[codec(index = 5)]
		Ruled {
			/// The pattern that was appealed against.
			pattern: PatternId,
			/// Who had appealed.
			appellant: T::AccountId,
			/// The supervisor.
			by: T::AccountId,
			/// What it said.
			ruling: Ruling,
		},
		/// Two patterns are one from now on.
		#[codec(index = 6)]
		PatternsLinked {
			/// Its name.
			kept: PatternId,
			/// The name that leads to it, as do all that led to this one.
			gone: PatternId,
			/// The supervisor.
			by: T::AccountId,
		},
		/// A pattern leads nowhere any more.
		#[codec(index = 7)]
		PatternUnlinked {
			/// The pattern.
			pattern: PatternId,
			/// To which it had led.
			from: PatternId,
			/// The supervisor.
			by: T::AccountId,
		},
		/// A file left its pattern for one of its own.
		#[codec(index = 8)]
		FileSplit {
			/// The file.
			file: Hash32,
			/// The pattern it was in.
			from: PatternId,
			/// Its own.
			to: PatternId,
			/// The supervisor.
			by: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No supervisor has authorized the account, it was revoked, or its supervisor is suspended.
		#[codec(index = 0)]
		NotAuthorized,
		/// The account's authorization has run out. Its supervisor can renew it.
		#[codec(index = 1)]
		AuthorizationExpired,
		/// A supervisor's sanction against the account is in force.
		#[codec(index = 2)]
		Sanctioned,
		/// The pattern is another's: `may_publish` names it. Appeal if it is yours.
		#[codec(index = 3)]
		PatternOfAnother,
		/// There is no such pattern.
		#[codec(index = 4)]
		PatternNotFound,
		/// The file is known as one of another pattern than the one that was named.
		#[codec(index = 5)]
		FileOfOtherPattern,
		/// The file is known already.
		#[codec(index = 6)]
		FileKnown,
		/// No such file was registered.
		#[codec(index = 7)]
		FileNotFound,
		/// No title was registered under that id.
		#[codec(index = 8)]
		TitleNotFound,
		/// Only the creator of a title may do that.
		#[codec(index = 9)]
		NotCreator,
		/// It was said before what file the title is of.
		#[codec(index = 10)]
		TitleIdentifiedBefore,
		/// The signer may publish files of the pattern: there is nothing to appeal against.
		#[codec(index = 11)]
		NothingToAppeal,
		/// The signer's appeal is not ruled on yet.
		#[codec(index = 12)]
		AppealOpen,
		/// There is no such appeal.
		#[codec(index = 13)]
		AppealNotFound,
		/// The signer is no supervisor that may act.
		#[codec(index = 14)]
		SupervisorNotActive,
		/// Nobody rules on what is its own.
		#[codec(index = 15)]
		OwnCase,
		/// The two are one already.
		#[codec(index = 16)]
		AlreadyLinked,
		/// As many patterns lead there as there may be.
		#[codec(index = 17)]
		TooManyLinked,
		/// The pattern leads nowhere.
		#[codec(index = 18)]
		NotLinked,
		/// The file is the only one of its pattern: there is nothing to split.
		#[codec(index = 19)]
		NothingToSplit,
		/// The title has holders of its own, but the recording is another's, who said whose its income is. Publish the file
		/// as a title of which nothing is declared.
		#[codec(index = 20)]
		HeldOtherwise,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Makes a file known, as one of a pattern or as the first of a new one.
		///
		/// - Origin: Signed, by who may publish.
		/// - `identity`: hashes of the file and of its fingerprint.
		/// - `pattern`: the one it was identified as, by any name that leads to it; `None`: it is of none that is known.
		/// - Errors: [`Error::NotAuthorized`], [`Error::AuthorizationExpired`], [`Error::Sanctioned`],
		///   [`Error::FileKnown`], [`Error::PatternNotFound`], [`Error::PatternOfAnother`],
		///   `TokenError::FundsUnavailable`.
		/// - Events: [`Event::PatternOpened`], [`Event::FileRegistered`]. Cost: eight reads, four writes, one hold.
		#[pallet::call_index(0)]
		pub fn register_file(
			origin: OriginFor<T>,
			identity: FileIdentity,
			pattern: Option<PatternId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_publisher(&who)?;
			ensure!(!Files::<T>::contains_key(identity.file), Error::<T>::FileKnown);
			Self::admit(&who, identity, pattern).map(|_| ())
		}

		/// Says what file a title is of, once. Makes the file known if it is not.
		///
		/// - Origin: Signed, by the title's creator, who may publish.
		/// - `content`: the title.
		/// - `identity`: hashes of the file and of its fingerprint, which is not looked at when the file is known.
		/// - `pattern`: as for [`Call::register_file`]; of a known file its own, or `None`.
		/// - Errors: those of [`Call::register_file`] but [`Error::FileKnown`]; [`Error::TitleNotFound`],
		///   [`Error::NotCreator`], [`Error::TitleIdentifiedBefore`], [`Error::FileOfOtherPattern`],
		///   [`Error::HeldOtherwise`].
		/// - Events: [`Event::TitleIdentified`] after those of [`Call::register_file`]. Cost: thirteen reads, seven
		///   writes, one hold.
		#[pallet::call_index(1)]
		pub fn identify_title(
			origin: OriginFor<T>,
			content: ContentId,
			identity: FileIdentity,
			pattern: Option<PatternId>,
		) -> DispatchResult {
			Self::do_identify_title(&ensure_signed(origin)?, content, identity, pattern)
		}

		/// Asks a supervisor to look at whose a pattern is.
		///
		/// - Origin: Signed, by who may publish, but not files of that pattern.
		/// - `pattern`: any name that leads to it.
		/// - `file`: exact hash of the file in question, known or not.
		/// - `evidence`: hash of what speaks for it, kept off chain.
		/// - Errors: [`Error::NotAuthorized`], [`Error::AuthorizationExpired`], [`Error::Sanctioned`],
		///   [`Error::PatternNotFound`], [`Error::NothingToAppeal`], [`Error::AppealOpen`],
		///   `TokenError::FundsUnavailable`.
		/// - Event: [`Event::Appealed`]. Cost: eight reads, one write, one hold.
		#[pallet::call_index(2)]
		pub fn appeal(
			origin: OriginFor<T>,
			pattern: PatternId,
			file: Hash32,
			evidence: Hash32,
		) -> DispatchResult {
			Self::do_appeal(ensure_signed(origin)?, pattern, file, evidence)
		}

		/// Takes an appeal back. Its deposit is released.
		///
		/// - Origin: Signed, by who made it.
		/// - `pattern`: the name that it was made on.
		/// - Errors: [`Error::AppealNotFound`].
		/// - Event: [`Event::AppealWithdrawn`]. Cost: one read, one write, one release.
		#[pallet::call_index(3)]
		pub fn withdraw_appeal(origin: OriginFor<T>, pattern: PatternId) -> DispatchResult {
			Self::do_withdraw(ensure_signed(origin)?, pattern)
		}

		/// Rules on an appeal, for the pattern that its name leads to by now. Its deposit is released.
		///
		/// - Origin: Signed, by a supervisor that may act and neither appealed nor owns the pattern.
		/// - `pattern`: the name that it was made on. `appellant`: who made it.
		/// - `ruling`: see [`Ruling`].
		/// - Errors: [`Error::SupervisorNotActive`], [`Error::AppealNotFound`], [`Error::OwnCase`].
		/// - Event: [`Event::Ruled`]. Cost: five reads, three writes, one release.
		#[pallet::call_index(4)]
		pub fn rule(
			origin: OriginFor<T>,
			pattern: PatternId,
			appellant: T::AccountId,
			ruling: Ruling,
		) -> DispatchResult {
			Self::do_rule(ensure_signed(origin)?, pattern, appellant, ruling)
		}

		/// Makes two patterns one: a recording that was not recognised as what it is.
		///
		/// - Origin: Signed, by a supervisor that may act and owns neither.
		/// - `kept`, `gone`: names that lead to them. Who owns the first may publish from now on.
		/// - Errors: [`Error::SupervisorNotActive`], [`Error::PatternNotFound`], [`Error::AlreadyLinked`],
		///   [`Error::OwnCase`], [`Error::TooManyLinked`].
		/// - Event: [`Event::PatternsLinked`]. Cost: six reads and four writes; one of each for each pattern that led to the
		///   one that goes.
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::link(MAX_LINKED))]
		pub fn link(
			origin: OriginFor<T>,
			kept: PatternId,
			gone: PatternId,
		) -> DispatchResultWithPostInfo {
			let moved = Self::do_link(ensure_signed(origin)?, kept, gone)?;
			Ok(Some(T::WeightInfo::link(moved)).into())
		}

		/// Undoes a link: the pattern is one of its own again. What led to it before, stays where it leads.
		///
		/// - Origin: Signed, by a supervisor that may act and owns neither.
		/// - `pattern`: a pattern that leads to another.
		/// - Errors: [`Error::SupervisorNotActive`], [`Error::PatternNotFound`], [`Error::NotLinked`],
		///   [`Error::OwnCase`].
		/// - Event: [`Event::PatternUnlinked`]. Cost: four reads, two writes.
		#[pallet::call_index(6)]
		pub fn unlink(origin: OriginFor<T>, pattern: PatternId) -> DispatchResult {
			Self::do_unlink(ensure_signed(origin)?, pattern)
		}

		/// Gives a file a pattern of its own, owned by who registered the file: a wrong merge. Its titles go with it.
		///
		/// - Origin: Signed, by a supervisor that may act and neither owns the pattern nor registered the file.
		/// - `file`: its exact hash.
		/// - Errors: [`Error::SupervisorNotActive`], [`Error::FileNotFound`], [`Error::OwnCase`],
		///   [`Error::NothingToSplit`].
		/// - Events: [`Event::PatternOpened`], [`Event::FileSplit`]. Cost: eight reads, four writes.
		#[pallet::call_index(7)]
		pub fn split(origin: OriginFor<T>, file: Hash32) -> DispatchResult {
			Self::do_split(ensure_signed(origin)?, file)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The pattern of a file, links followed; `None` when the file is not known. Cost: two reads.
		pub fn pattern_of(file: Hash32) -> Option<PatternId> {
			Self::root_of_file(&file)
		}

		/// The pattern that a name leads to. Cost: three reads.
		pub fn pattern(pattern: PatternId) -> Option<PatternView<T::AccountId>> {
			Self::view(pattern)
		}

		/// The pattern of a title; `None` unless it was identified. Cost: three reads.
		pub fn pattern_of_title(content: ContentId) -> Option<PatternId> {
			Self::root_of_file(&FileOfTitle::<T>::get(content)?)
		}

		/// Titles of a pattern and of those that lead to it, in storage order, at most `limit` and never more than 100.
		/// Cost: one read for each pattern, file and title looked at; of files, 100 at most.
		pub fn titles_of(pattern: PatternId, limit: u32) -> Vec<ContentId> {
			Self::titles(pattern, limit)
		}

		/// Whether `who` may publish the file, which was identified as `pattern`: the pattern that it would be in, or
		/// `None` for a new one. Says nothing of authorization. Cost: five reads.
		pub fn may_publish(
			who: T::AccountId,
			file: Hash32,
			pattern: Option<PatternId>,
		) -> Result<Option<PatternId>, PatternRefusal> {
			Self::check(&who, &file, pattern)
		}

		/// An appeal that is not ruled on. Cost: one read.
		pub fn appeal_of(pattern: PatternId, appellant: T::AccountId) -> Option<Appeal> {
			Appeals::<T>::get(pattern, appellant)
		}
	}
}
