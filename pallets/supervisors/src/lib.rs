//! # Supervisors
//!
//! Who may publish, what is stopped, and what becomes of a report.
//!
//! ## Model
//!
//! A *supervisor* is an association or a public body that governance admitted for a country. It checks off chain who a
//! creator is, keeps the papers itself, and *authorizes* the creator's account here under a random case number. Nothing
//! about a person is on chain, not even a hash of it.
//!
//! ```text
//! supervisor   admit ──► Active ⇄ Suspended ──remove (no creators left)──► former
//! creator      authorize ──► may publish ──expires, is revoked, or its supervisor is suspended──► may not
//!                              └──sanction──► may not until the round named, or until lifted
//! title        playable ──stop──► stopped ──reinstate──► playable      (kept by the registry of titles)
//! report       report (deposit held) ──decide──► upheld    deposit back + reward from the treasury
//!                       │                ├─────► dismissed deposit back
//!                       │                └─────► abusive   deposit to the treasury
//!                       └──withdraw, after a time in which nobody decided──► deposit back
//! ```
//!
//! A supervisor acts only for its own country and those that governance added. Over a title act the supervisor that
//! answers for it and those of the same country: the one for which that supervisor was admitted, or for which the
//! creator is authorized now. Creators of a suspended supervisor cannot publish until any active supervisor of their
//! country takes them over; a supervisor that still has creators cannot be removed, so none is orphaned. Governance
//! can revoke a creator that nobody takes over.
//!
//! ## Invariants
//!
//! - **V1** Every authorization names a registered supervisor and one of its countries, and no account is both a
//!   registered and a former supervisor.
//! - **V2** A supervisor's number of creators is the number of authorizations that name it.
//! - **V3** An authorization takes exactly its fixed size in storage: there is no room for personal data. It ends after
//!   it was given.
//! - **V4** A sanction ends after it was imposed, and was imposed by a registered or former supervisor.
//! - **V5** An account's hold for reports is the sum of the deposits of its open reports; the index by title names each
//!   open report once and nothing else; ids are below the next one.
//!
//! ## Money and rounding
//!
//! Amounts are whole planck and are never divided. A report keeps the deposit that was asked when it was made. The
//! reward of an upheld report is paid out of the treasury account as long as that keeps its existential deposit; when
//! it cannot pay, or the reporter cannot receive, the deposit goes back all the same and the event says reward 0.
//!
//! ## Bounds
//!
//! No hook runs here. A call touches a constant number of entries; a title has at most
//! [`Config::MaxOpenReportsPerTitle`] open reports. Decided reports are removed: the event is their record.
//!
//! ## What this does not stop
//!
//! A supervisor may uphold the reports of its friends, at one reward each out of the treasury and in public, or authorize
//! somebody whom it never checked. Council can suspend it.
//!
//! Source: mission C3, C17.

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

mod admission;
mod authorization;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod reports;
mod sanctions;
#[cfg(test)]
mod tests;
mod titles;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, ContentId, Round,
		content::ReasonCode,
		traits::{PublisherRefusal, RoundClock, Supervision, TitleControl},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX: deposits of reports are held in it, rewards are paid in it.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Governance: admits, suspends, widens and removes supervisors, and may revoke a creator.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The registry of titles.
		type Titles: TitleControl<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Takes the deposits of abusive reports and pays the rewards of true ones.
		type TreasuryAccount: Get<Self::AccountId>;

		/// Held of whoever reports a title, in planck. At least the existential deposit (checked in `integrity_test`).
		#[pallet::constant]
		type ReportDeposit: Get<Balance>;

		/// Paid for a report that was upheld, in planck.
		#[pallet::constant]
		type ReportReward: Get<Balance>;

		/// Most open reports of one title, at least 1.
		#[pallet::constant]
		type MaxOpenReportsPerTitle: Get<u32>;

		/// Rounds after which a report that nobody decided may be withdrawn.
		#[pallet::constant]
		type ReportPatienceRounds: Get<Round>;

		/// Longest authorization in rounds, at least 1.
		#[pallet::constant]
		type MaxAuthorizationRounds: Get<Round>;

		/// Longest sanction in rounds, at least 1. There are no final ones.
		#[pallet::constant]
		type MaxSanctionRounds: Get<Round>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit of an open report.
		#[codec(index = 0)]
		ReportDeposit,
	}

	/// Supervisors by account. Written by governance only, which bounds it.
	#[pallet::storage]
	pub type Supervisors<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, SupervisorInfo>;

	/// Countries of removed supervisors: titles that they answered for stay within reach of that country.
	#[pallet::storage]
	pub type FormerSupervisors<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CountryCode>;

	/// Authorizations by creator.
	#[pallet::storage]
	pub type Authorizations<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Authorization<T::AccountId>>;

	/// Sanctions by creator. One that is over stays, without effect, until it is replaced or lifted.
	#[pallet::storage]
	pub type Sanctions<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Sanction<T::AccountId>>;

	/// Open reports by id. The reporter's hold pays for the entry while it exists.
	// Twox64Concat: ids are our own counter, nobody can choose them.
	#[pallet::storage]
	pub type Reports<T: Config> = StorageMap<_, Twox64Concat, ReportId, Report<T::AccountId>>;

	/// Open reports by title, oldest first.
	#[pallet::storage]
	pub type OpenReports<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		ContentId,
		BoundedVec<OpenReport<T::AccountId>, T::MaxOpenReportsPerTitle>,
		ValueQuery,
	>;

	/// Id of the next report.
	#[pallet::storage]
	pub type NextReport<T: Config> = StorageValue<_, ReportId, ValueQuery>;

	/// Supervisors and creators from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Supervisors.
		pub supervisors: Vec<GenesisSupervisor<T::AccountId>>,
		/// Creators that they authorized.
		pub creators: Vec<GenesisCreator<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// A chain must not start from a list that is only partly right.
			let built = Pallet::<T>::build_genesis(&self.supervisors, &self.creators);
			assert!(built.is_ok(), "genesis of supervisors: {built:?}");
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Governance admitted a supervisor.
		#[codec(index = 0)]
		SupervisorAdmitted {
			/// Its account.
			supervisor: T::AccountId,
			/// Country it acts for.
			country: CountryCode,
		},
		/// Governance suspended a supervisor; its creators cannot publish.
		#[codec(index = 1)]
		SupervisorSuspended {
			/// Its account.
			supervisor: T::AccountId,
			/// Creators that it answers for.
			creators: u32,
		},
		/// Governance ended a suspension.
		#[codec(index = 2)]
		SupervisorResumed {
			/// Its account.
			supervisor: T::AccountId,
		},
		/// Governance removed a supervisor.
		#[codec(index = 3)]
		SupervisorRemoved {
			/// Its account.
			supervisor: T::AccountId,
		},
		/// Governance let a supervisor act for one more country.
		#[codec(index = 4)]
		SupervisorWidened {
			/// Its account.
			supervisor: T::AccountId,
			/// The country.
			country: CountryCode,
		},
		/// A creator may publish.
		#[codec(index = 5)]
		CreatorAuthorized {
			/// The creator.
			creator: T::AccountId,
			/// Who answers for it.
			supervisor: T::AccountId,
			/// Country it was authorized for.
			country: CountryCode,
			/// First round in which the authorization is no longer good.
			expires_in: Round,
		},
		/// A creator's authorization was taken back.
		#[codec(index = 6)]
		CreatorRevoked {
			/// The creator.
			creator: T::AccountId,
			/// Who had answered for it.
			supervisor: T::AccountId,
		},
		/// A creator may not publish for a time.
		#[codec(index = 7)]
		CreatorSanctioned {
			/// The creator.
			creator: T::AccountId,
			/// Who decided it.
			supervisor: T::AccountId,
			/// First round in which the sanction is no longer in force.
			until: Round,
			/// Why.
			reason: ReasonCode,
		},
		/// A sanction was lifted.
		#[codec(index = 8)]
		SanctionLifted {
			/// The creator.
			creator: T::AccountId,
			/// Who decided it.
			supervisor: T::AccountId,
		},
		/// A supervisor stopped a title; the registry of titles says so too.
		#[codec(index = 9)]
		StopDecided {
			/// The title.
			content: ContentId,
			/// Who decided it.
			supervisor: T::AccountId,
			/// Why.
			reason: ReasonCode,
		},
		/// A supervisor allowed a title again; the registry of titles says so too.
		#[codec(index = 10)]
		ReinstatementDecided {
			/// The title.
			content: ContentId,
			/// Who decided it.
			supervisor: T::AccountId,
		},
		/// Somebody reported a title.
		#[codec(index = 11)]
		TitleReported {
			/// The report.
			report: ReportId,
			/// The title.
			content: ContentId,
			/// Who reported it.
			reporter: T::AccountId,
			/// What is wrong with it.
			reason: ReasonCode,
		},
		/// A supervisor decided a report.
		#[codec(index = 12)]
		ReportDecided {
			/// The report.
			report: ReportId,
			/// The title.
			content: ContentId,
			/// Who decided it.
			supervisor: T::AccountId,
			/// The decision.
			verdict: Verdict,
			/// CFX in planck paid on top of the deposit; 0 unless upheld, and when the treasury could not pay.
			reward_cfx: Balance,
		},
		/// A reporter took back a report that nobody had decided.
		#[codec(index = 13)]
		ReportWithdrawn {
			/// The report.
			report: ReportId,
			/// The title.
			content: ContentId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is not a registered supervisor. Governance admits one with `admit_supervisor`.
		#[codec(index = 0)]
		SupervisorNotFound,
		/// The supervisor is suspended. It may act again after `resume_supervisor`.
		#[codec(index = 1)]
		SupervisorIsSuspended,
		/// The supervisor is not suspended: there is nothing to resume, and an active one cannot be removed.
		#[codec(index = 2)]
		SupervisorIsActive,
		/// The account is a supervisor already.
		#[codec(index = 3)]
		SupervisorAlreadyAdmitted,
		/// The supervisor still answers for creators. They must be taken over or revoked first.
		#[codec(index = 4)]
		SupervisorHasCreators,
		/// The body's name is empty or not UTF-8.
		#[codec(index = 5)]
		BodyNameInvalid,
		/// The supervisor acts for that country already.
		#[codec(index = 6)]
		CountryAlreadyCovered,
		/// The supervisor has been given as many further countries as fit.
		#[codec(index = 7)]
		TooManyCountries,
		/// The supervisor does not act for that country. Governance can add it with `widen_supervisor`.
		#[codec(index = 8)]
		OutsideCountry,
		/// A supervisor cannot authorize itself.
		#[codec(index = 9)]
		SelfAuthorization,
		/// The creator has no authorization.
		#[codec(index = 10)]
		CreatorNotAuthorized,
		/// Another active supervisor answers for the creator. It must revoke first, or the authorization run out.
		#[codec(index = 11)]
		AuthorizedElsewhere,
		/// The authorization would end in the past or last longer than `MaxAuthorizationRounds`.
		#[codec(index = 12)]
		ExpiryOutOfRange,
		/// The sanction would end in the past or last longer than `MaxSanctionRounds`.
		#[codec(index = 13)]
		SanctionOutOfRange,
		/// No sanction is recorded against the creator.
		#[codec(index = 14)]
		SanctionNotFound,
		/// No such title.
		#[codec(index = 15)]
		TitleNotFound,
		/// Its owner deleted the title, which is final.
		#[codec(index = 16)]
		TitleDeleted,
		/// The title is stopped already.
		#[codec(index = 17)]
		TitleAlreadyStopped,
		/// The title is not stopped.
		#[codec(index = 18)]
		TitleNotStopped,
		/// The title has as many open reports as fit. Wait until a supervisor has decided some.
		#[codec(index = 19)]
		TooManyOpenReports,
		/// The account has an open report of this title already.
		#[codec(index = 20)]
		AlreadyReported,
		/// No such open report: never made, decided, or withdrawn.
		#[codec(index = 21)]
		ReportNotFound,
		/// A supervisor cannot decide its own report.
		#[codec(index = 22)]
		OwnReport,
		/// Only the reporter may withdraw a report.
		#[codec(index = 23)]
		NotReporter,
		/// A report may be withdrawn only after `ReportPatienceRounds` without a decision.
		#[codec(index = 24)]
		ReportTooYoung,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Admits a supervisor for a country. It is active from now on. A former supervisor may be admitted again.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - `country`: the country it acts for.
		/// - `body`: public name of the association or public body, UTF-8, 1 to 64 bytes. Never a person's.
		/// - Errors: [`Error::SupervisorAlreadyAdmitted`], [`Error::BodyNameInvalid`] (empty or not UTF-8).
		/// - Event: [`Event::SupervisorAdmitted`]. Cost: one read, two writes.
		#[pallet::call_index(0)]
		pub fn admit_supervisor(
			origin: OriginFor<T>,
			supervisor: T::AccountId,
			country: CountryCode,
			body: BodyName,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_admit(supervisor, country, body)
		}

		/// Suspends a supervisor. It cannot act, its creators cannot publish, and another supervisor of their country
		/// may take them over. Its titles go on playing.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`].
		/// - Event: [`Event::SupervisorSuspended`]. Cost: one read, one write.
		#[pallet::call_index(1)]
		pub fn suspend_supervisor(
			origin: OriginFor<T>,
			supervisor: T::AccountId,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_suspend(supervisor)
		}

		/// Ends a suspension. Creators that still name it may publish again at once.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsActive`].
		/// - Event: [`Event::SupervisorResumed`]. Cost: one read, one write.
		#[pallet::call_index(2)]
		pub fn resume_supervisor(origin: OriginFor<T>, supervisor: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_resume(supervisor)
		}

		/// Removes a suspended supervisor that no creator names any more. Its country is remembered: titles that it
		/// answered for can still be stopped by others of that country, and they go on paying its account.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsActive`], [`Error::SupervisorHasCreators`].
		/// - Event: [`Event::SupervisorRemoved`]. Cost: one read, two writes.
		#[pallet::call_index(3)]
		pub fn remove_supervisor(origin: OriginFor<T>, supervisor: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_remove(supervisor)
		}

		/// Lets a supervisor act for one more country. Final until it is removed.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::CountryAlreadyCovered`], [`Error::TooManyCountries`].
		/// - Event: [`Event::SupervisorWidened`]. Cost: one read, one write.
		#[pallet::call_index(4)]
		pub fn widen_supervisor(
			origin: OriginFor<T>,
			supervisor: T::AccountId,
			country: CountryCode,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_widen(supervisor, country)
		}

		/// Lets a creator publish until a round, or renews that. The supervisor has checked off chain who the creator
		/// is. A creator whose authorization ran out, or whose supervisor is suspended, is taken over from whoever
		/// answered for it. Sanctions stay in force.
		///
		/// - Origin: Signed, by an active supervisor of `country`.
		/// - `country`: the country it is authorized for.
		/// - `case`: 32 random bytes under which the supervisor keeps the papers.
		/// - `expires_in`: first round in which it is no longer good: after the present one, at most
		///   [`Config::MaxAuthorizationRounds`] later.
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`], [`Error::SelfAuthorization`],
		///   [`Error::OutsideCountry`], [`Error::ExpiryOutOfRange`], [`Error::AuthorizedElsewhere`].
		/// - Event: [`Event::CreatorAuthorized`]. Cost: three reads, three writes.
		#[pallet::call_index(5)]
		pub fn authorize_creator(
			origin: OriginFor<T>,
			creator: T::AccountId,
			country: CountryCode,
			case: CaseNumber,
			expires_in: Round,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_authorize(who, creator, country, case, expires_in)
		}

		/// Takes an authorization back. Titles already registered go on playing; they can be stopped one by one.
		///
		/// - Origin: Signed by the active supervisor that answers for the creator, or [`Config::AdminOrigin`].
		/// - Errors: [`Error::CreatorNotAuthorized`], [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`].
		/// - Event: [`Event::CreatorRevoked`]. Cost: two reads, two writes.
		#[pallet::call_index(6)]
		pub fn revoke_creator(origin: OriginFor<T>, creator: T::AccountId) -> DispatchResult {
			let by = match T::AdminOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(ensure_signed(origin)?),
			};
			Self::do_revoke(by, creator)
		}

		/// Forbids a creator to publish for a time. Replaces an earlier sanction.
		///
		/// - Origin: Signed, by an active supervisor of the country for which the creator is authorized.
		/// - `until`: first round in which it is over: after the present one, at most [`Config::MaxSanctionRounds`]
		///   later.
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`], [`Error::CreatorNotAuthorized`],
		///   [`Error::OutsideCountry`], [`Error::SanctionOutOfRange`].
		/// - Event: [`Event::CreatorSanctioned`]. Cost: two reads, one write.
		#[pallet::call_index(7)]
		pub fn sanction_creator(
			origin: OriginFor<T>,
			creator: T::AccountId,
			until: Round,
			reason: ReasonCode,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_sanction(who, creator, until, reason)
		}

		/// Ends a sanction early, or clears away one that is over. The creator may publish again if its authorization
		/// is good.
		///
		/// - Origin: Signed, by an active supervisor of the country for which it was imposed.
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`], [`Error::SanctionNotFound`],
		///   [`Error::OutsideCountry`].
		/// - Event: [`Event::SanctionLifted`]. Cost: two reads, one write.
		#[pallet::call_index(8)]
		pub fn lift_sanction(origin: OriginFor<T>, creator: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_lift_sanction(who, creator)
		}

		/// Stops the playback of a title. Desks issue no further tickets for it.
		///
		/// - Origin: Signed, by an active supervisor of the title's country.
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`], [`Error::TitleNotFound`],
		///   [`Error::OutsideCountry`], [`Error::TitleDeleted`], [`Error::TitleAlreadyStopped`].
		/// - Event: [`Event::StopDecided`]. Cost: six reads, one write.
		#[pallet::call_index(9)]
		pub fn stop_title(
			origin: OriginFor<T>,
			content: ContentId,
			reason: ReasonCode,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_stop_title(who, content, reason)
		}

		/// Allows the playback of a stopped title again. Not only by the one that stopped it: a supervisor that is gone
		/// must not leave a title stopped for ever.
		///
		/// - Origin: Signed, by an active supervisor of the title's country.
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`], [`Error::TitleNotFound`],
		///   [`Error::OutsideCountry`], [`Error::TitleDeleted`], [`Error::TitleNotStopped`].
		/// - Event: [`Event::ReinstatementDecided`]. Cost: six reads, one write.
		#[pallet::call_index(10)]
		pub fn reinstate_title(origin: OriginFor<T>, content: ContentId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reinstate_title(who, content)
		}

		/// Reports a title to the supervisors of its country. Holds [`Config::ReportDeposit`] of the signer until the
		/// report is decided or withdrawn.
		///
		/// - Origin: Signed, by anyone.
		/// - Errors: [`Error::TitleNotFound`], [`Error::AlreadyReported`], [`Error::TooManyOpenReports`],
		///   `TokenError::FundsUnavailable` (the signer has less than the deposit free).
		/// - Event: [`Event::TitleReported`]. Cost: O(its open reports), bounded; one hold.
		#[pallet::call_index(11)]
		pub fn report_title(
			origin: OriginFor<T>,
			content: ContentId,
			reason: ReasonCode,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report(who, content, reason)
		}

		/// Decides a report. Upheld: the deposit goes back and [`Config::ReportReward`] is paid from the treasury, or
		/// nothing if that cannot pay. Dismissed: the deposit goes back. Abusive: the deposit goes to the treasury. The
		/// title itself is not touched; `stop_title` does that.
		///
		/// - Origin: Signed, by an active supervisor of the title's country, who did not make the report.
		/// - Errors: [`Error::SupervisorNotFound`], [`Error::SupervisorIsSuspended`], [`Error::ReportNotFound`],
		///   [`Error::OwnReport`], [`Error::OutsideCountry`].
		/// - Event: [`Event::ReportDecided`]. Cost: O(its open reports), bounded; one release and one transfer.
		#[pallet::call_index(12)]
		pub fn decide_report(
			origin: OriginFor<T>,
			report: ReportId,
			verdict: Verdict,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_decide_report(who, report, verdict)
		}

		/// Takes back a report that nobody decided in time. The deposit goes back. Not before
		/// [`Config::ReportPatienceRounds`] have passed, so that nobody escapes a verdict.
		///
		/// - Origin: Signed, by the reporter.
		/// - Errors: [`Error::ReportNotFound`], [`Error::NotReporter`], [`Error::ReportTooYoung`].
		/// - Event: [`Event::ReportWithdrawn`]. Cost: O(its open reports), bounded; one release.
		#[pallet::call_index(13)]
		pub fn withdraw_report(origin: OriginFor<T>, report: ReportId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_report(who, report)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			Self::check_config();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is recorded of a supervisor; `None` when the account is none. Cost: one read.
		pub fn supervisor(account: T::AccountId) -> Option<SupervisorInfo> {
			Supervisors::<T>::get(account)
		}

		/// A creator's authorization, also when it has run out. Cost: one read.
		pub fn authorization(creator: T::AccountId) -> Option<Authorization<T::AccountId>> {
			Authorizations::<T>::get(creator)
		}

		/// A creator's sanction, also when it is over. Cost: one read.
		pub fn sanction(creator: T::AccountId) -> Option<Sanction<T::AccountId>> {
			Sanctions::<T>::get(creator)
		}

		/// The supervisor that answers for `creator`, or why `creator` may not publish now. Cost: three reads.
		pub fn may_publish(creator: T::AccountId) -> Result<T::AccountId, PublisherRefusal> {
			<Self as Supervision<T::AccountId>>::publisher(&creator)
		}

		/// Open reports of a title, oldest first. Cost: one read and one for each.
		pub fn open_reports(content: ContentId) -> Vec<(ReportId, Report<T::AccountId>)> {
			OpenReports::<T>::get(content)
				.into_iter()
				.filter_map(|open| Some((open.report, Reports::<T>::get(open.report)?)))
				.collect()
		}
	}
}
