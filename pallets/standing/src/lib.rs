//! # Standing
//!
//! Under what standing viewers and sharing peers earn: a bond out of the first rewards, and sanctions that reach it and
//! what is not claimed yet.
//!
//! ## Model
//!
//! Accounts cost nothing, so somebody who fakes views makes as many as it likes. Here each of them works for its bond
//! first: what an account is paid for watching and sharing goes on hold *in that account* until [`ViewerBond`] is held;
//! all above is free. Nobody pays anything in.
//!
//! ```text
//! reward ──► held < bond ──────────────► on hold up to the bond, the rest free
//!        ├─► leaving, or sanctioned ───► on hold, all of it
//!        └─► sanction upheld ──────────► treasury (payouts asks first)
//!
//! bond      held ──leave──► cooling down ──withdraw_bond──► all of it free
//!                  ◄──stay──┘
//! sanction  open ──appeal──► appealed ──uphold──► upheld: held and unclaimed rewards go to the treasury
//!             │                 └──governance lets it lie──► lifted: all above the bond is free
//!             └──nobody appeals in time──► upheld, once anybody settles it
//!           lifted at any stage by governance; before it is upheld also by a supervisor of the country it came from
//! ```
//!
//! **Who leaves** gets all back after [`Config::CoolDownRounds`], the time in which a sanction for what it did last can
//! still come. What it earns meanwhile comes with it, not before: nothing is lost to a claim that comes late. Then it
//! may begin anew, with a bond to work for again.
//!
//! **Who may sanction whom.** Viewers have no country and are known to nobody. So any active supervisor may begin a
//! sanction against any account, and governance may; a code says why. The record names the supervisor's country, and
//! supervisors of that country may take it back. No supervisor can take anything: an appeal, one call without reasons,
//! moves the decision to governance, and what governance does not decide in time is lifted. Only what nobody appeals
//! against is upheld by time. An upheld sanction closes the account for rewards for good, until governance lifts it;
//! whoever holds the key may use another one, and works for its bond again.
//!
//! ## Invariants
//!
//! - **S1** What [`Bonds`] says of an account is above 0 and is what it has on hold under [`HoldReason::ViewerBond`].
//! - **S2** [`HeldTotal`] is the sum of [`Bonds`].
//! - **S3** A sanction was imposed in the past and ends after that.
//! - **S4** An account whose sanction was upheld has nothing on hold.
//!
//! ## Money and rounding
//!
//! Whole planck, nothing is divided. Held CFX is the account's own, in its own balance: it votes, it is counted, it
//! cannot be spent. The existential deposit of an account stays free, so an account of which nothing else is left has
//! that much less on hold than it was paid. What cannot be put on hold stays free: it was paid for something.
//!
//! ## Bounds and cost
//!
//! No hook. A reward costs three reads, and while it is put on hold one hold and three writes. A sanction is one entry
//! of fixed size, written by supervisors and governance only.
//!
//! ## What this does not stop
//!
//! A supervisor may sanction honest accounts again and again: each time an appeal sets them right, after the weeks that
//! governance takes, in which they earn but cannot spend. Council can suspend it. Who loses a bond makes the next
//! account: the bond is a price, not a wall (`docs/threat-model.md`).
//!
//! Source: mission C6; design 5.7.

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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bonds;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod sanctions;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, Round,
		traits::{RoundClock, Sanctioners},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Governance: sets the bond, decides on sanctions.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may begin a sanction besides governance.
		type Sanctioners: Sanctioners<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Takes what is forfeited.
		type TreasuryAccount: Get<Self::AccountId>;

		/// Most CFX in planck that may be asked as a bond.
		#[pallet::constant]
		type MaxViewerBond: Get<Balance>;

		/// Rounds from leaving to the bond.
		#[pallet::constant]
		type CoolDownRounds: Get<Round>;

		/// Rounds in which an account may appeal, at least 1.
		#[pallet::constant]
		type AppealRounds: Get<Round>;

		/// Rounds in which governance decides on an appeal, at least 1.
		#[pallet::constant]
		type DecisionRounds: Get<Round>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Bond of an account that earns by watching or sharing, and what a sanction keeps.
		#[codec(index = 0)]
		ViewerBond,
	}

	/// CFX in planck that an account has on hold before its rewards are free.
	#[pallet::storage]
	pub type ViewerBond<T> = StorageValue<_, Balance, ValueQuery>;

	/// What accounts have on hold. An entry exists only while that is above 0.
	#[pallet::storage]
	pub type Bonds<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Bond>;

	/// Sum of [`Bonds`] in planck.
	#[pallet::storage]
	pub type HeldTotal<T> = StorageValue<_, Balance, ValueQuery>;

	/// Sanctions by account. Written by supervisors and governance only, which bounds it.
	#[pallet::storage]
	pub type Sanctions<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Sanction<T::AccountId>>;

	/// What a chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// CFX in planck that an account has on hold before its rewards are free; 0 is no bond.
		pub viewer_bond: Balance,
		#[doc(hidden)]
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.viewer_bond <= T::MaxViewerBond::get(), "genesis: bond above its maximum");
			if self.viewer_bond > 0 {
				ViewerBond::<T>::put(self.viewer_bond);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Governance set the bond.
		#[codec(index = 0)]
		ViewerBondSet {
			/// CFX in planck.
			bond_cfx: Balance,
		},
		/// A reward, or a part of it, was put on hold.
		#[codec(index = 1)]
		Held {
			/// Whose it is.
			who: T::AccountId,
			/// CFX in planck put on hold now.
			amount_cfx: Balance,
			/// CFX in planck that the account has on hold in all.
			held_cfx: Balance,
		},
		/// What was on hold is free again.
		#[codec(index = 2)]
		Released {
			/// Whose it is.
			who: T::AccountId,
			/// CFX in planck.
			amount_cfx: Balance,
		},
		/// An account is leaving.
		#[codec(index = 3)]
		LeaveStarted {
			/// The account.
			who: T::AccountId,
			/// First round in which it may withdraw what is on hold.
			free_in: Round,
		},
		/// An account changed its mind and stays.
		#[codec(index = 4)]
		LeaveCancelled {
			/// The account.
			who: T::AccountId,
		},
		/// An account may not spend what it earns for now.
		#[codec(index = 5)]
		Sanctioned {
			/// The account.
			account: T::AccountId,
			/// The supervisor that began it; `None`: governance.
			by: Option<T::AccountId>,
			/// Why.
			reason: SanctionReason,
			/// First round in which it is too late to appeal.
			until: Round,
		},
		/// An account appealed to governance.
		#[codec(index = 6)]
		Appealed {
			/// The account.
			account: T::AccountId,
			/// First round in which governance decides too late, and the sanction is lifted.
			until: Round,
		},
		/// A sanction is over; what was kept is free but for the bond.
		#[codec(index = 7)]
		SanctionLifted {
			/// The account.
			account: T::AccountId,
			/// The supervisor that lifted it; `None`: governance, or time.
			by: Option<T::AccountId>,
			/// CFX in planck that came free.
			released_cfx: Balance,
		},
		/// A sanction was upheld; what the account had on hold went to the treasury, and so does what it earns.
		#[codec(index = 8)]
		SanctionUpheld {
			/// The account.
			account: T::AccountId,
			/// CFX in planck that went to the treasury now.
			forfeited_cfx: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The bond is above [`Config::MaxViewerBond`].
		#[codec(index = 0)]
		BondOutOfRange,
		/// The account has nothing on hold: there is nothing to leave with.
		#[codec(index = 1)]
		NothingHeld,
		/// The account is leaving already.
		#[codec(index = 2)]
		AlreadyLeaving,
		/// The account is not leaving. Call `leave` first.
		#[codec(index = 3)]
		NotLeaving,
		/// The cool-down is not over.
		#[codec(index = 4)]
		CoolDownRunning,
		/// A sanction is in force. Appeal, or wait for the decision.
		#[codec(index = 5)]
		UnderSanction,
		/// The signer is no supervisor that may act.
		#[codec(index = 6)]
		SupervisorNotActive,
		/// The account is sanctioned already.
		#[codec(index = 7)]
		AlreadySanctioned,
		/// There is no sanction against the account.
		#[codec(index = 8)]
		SanctionNotFound,
		/// An appeal was made already, comes too late, or the sanction was upheld.
		#[codec(index = 9)]
		NotAppealable,
		/// Nobody appealed: the sanction is upheld by time.
		#[codec(index = 10)]
		NotAppealed,
		/// The time to decide is over: the sanction is lifted.
		#[codec(index = 11)]
		DecisionTooLate,
		/// The sanction came from governance, or from a country that the signer does not act for.
		#[codec(index = 12)]
		OutsideCountry,
		/// The sanction was upheld: only governance can lift it.
		#[codec(index = 13)]
		AlreadyUpheld,
		/// Nothing is decided by time yet, and nothing is on hold above the bond.
		#[codec(index = 14)]
		NothingToSettle,
		/// A sum overflowed, which issuance makes impossible.
		#[codec(index = 15)]
		SumOverflow,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Sets the bond. What accounts have on hold above a lower one is freed by `settle` or with a leave; with a
		/// higher one their next rewards go on hold.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - `bond_cfx`: CFX in planck, at most [`Config::MaxViewerBond`]; 0 is no bond.
		/// - Errors: [`Error::BondOutOfRange`]. Event: [`Event::ViewerBondSet`]. Cost: one write.
		#[pallet::call_index(0)]
		pub fn set_viewer_bond(origin: OriginFor<T>, bond_cfx: Balance) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			ensure!(bond_cfx <= T::MaxViewerBond::get(), Error::<T>::BondOutOfRange);
			ViewerBond::<T>::put(bond_cfx);
			Self::deposit_event(Event::ViewerBondSet { bond_cfx });
			Ok(())
		}

		/// Begins to leave: after [`Config::CoolDownRounds`] all that is on hold may be withdrawn. What comes in
		/// meanwhile goes on hold, too.
		///
		/// - Origin: Signed, by the account.
		/// - Errors: [`Error::NothingHeld`], [`Error::AlreadyLeaving`].
		/// - Event: [`Event::LeaveStarted`]. Cost: one read, one write.
		#[pallet::call_index(1)]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			Self::do_leave(ensure_signed(origin)?)
		}

		/// Stays after all. What came in meanwhile above the bond is free at once.
		///
		/// - Origin: Signed, by the account.
		/// - Errors: [`Error::NothingHeld`], [`Error::NotLeaving`].
		/// - Event: [`Event::LeaveCancelled`], [`Event::Released`]. Cost: three reads, one release.
		#[pallet::call_index(2)]
		pub fn stay(origin: OriginFor<T>) -> DispatchResult {
			Self::do_stay(ensure_signed(origin)?)
		}

		/// Frees all that is on hold, after the cool-down. There is no time limit.
		///
		/// - Origin: Signed, by the account.
		/// - Errors: [`Error::NothingHeld`], [`Error::NotLeaving`], [`Error::CoolDownRunning`],
		///   [`Error::UnderSanction`].
		/// - Event: [`Event::Released`]. Cost: two reads, one release.
		#[pallet::call_index(3)]
		pub fn withdraw_bond(origin: OriginFor<T>) -> DispatchResult {
			Self::do_withdraw(ensure_signed(origin)?)
		}

		/// Begins a sanction: what the account earns goes on hold, and nothing on hold leaves it, until it is decided.
		/// It may appeal for [`Config::AppealRounds`].
		///
		/// - Origin: Signed by an active supervisor, or [`Config::AdminOrigin`].
		/// - Errors: [`Error::SupervisorNotActive`], [`Error::AlreadySanctioned`].
		/// - Event: [`Event::Sanctioned`]. Cost: two reads, one write.
		#[pallet::call_index(4)]
		pub fn sanction_account(
			origin: OriginFor<T>,
			account: T::AccountId,
			reason: SanctionReason,
		) -> DispatchResult {
			let by = Self::speaker(origin)?;
			Self::do_sanction(by, account, reason)
		}

		/// Appeals to governance, which has [`Config::DecisionRounds`] to decide; then the sanction is lifted.
		///
		/// - Origin: Signed, by the sanctioned account.
		/// - Errors: [`Error::SanctionNotFound`], [`Error::NotAppealable`].
		/// - Event: [`Event::Appealed`]. Cost: one read, one write.
		#[pallet::call_index(5)]
		pub fn appeal(origin: OriginFor<T>) -> DispatchResult {
			Self::do_appeal(ensure_signed(origin)?)
		}

		/// Lifts a sanction: what is on hold above the bond is free. What went to the treasury stays there.
		///
		/// - Origin: [`Config::AdminOrigin`]; or signed by an active supervisor of the country that the sanction came
		///   from, while it is not upheld.
		/// - Errors: [`Error::SupervisorNotActive`], [`Error::SanctionNotFound`], [`Error::OutsideCountry`],
		///   [`Error::AlreadyUpheld`].
		/// - Event: [`Event::SanctionLifted`]. Cost: four reads, one release.
		#[pallet::call_index(6)]
		pub fn lift_account_sanction(
			origin: OriginFor<T>,
			account: T::AccountId,
		) -> DispatchResult {
			let by = Self::speaker(origin)?;
			Self::do_lift(by, account)
		}

		/// Decides against an appeal: what the account has on hold goes to the treasury, and so does what it earns,
		/// claimed or not.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - Errors: [`Error::SanctionNotFound`], [`Error::NotAppealed`], [`Error::DecisionTooLate`].
		/// - Event: [`Event::SanctionUpheld`]. Cost: two reads, one transfer.
		#[pallet::call_index(7)]
		pub fn uphold_sanction(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_uphold(account)
		}

		/// Carries out what time decided: upholds what nobody appealed against, lifts what governance let lie, frees
		/// what an account without a sanction has on hold above the bond.
		///
		/// - Origin: Signed, by anyone.
		/// - Errors: [`Error::NothingToSettle`].
		/// - Event: [`Event::SanctionUpheld`], [`Event::SanctionLifted`] or [`Event::Released`]. Cost: three reads,
		///   one transfer or release.
		#[pallet::call_index(8)]
		pub fn settle(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle(account)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::AppealRounds::get() > 0, "nobody could appeal");
			assert!(T::DecisionRounds::get() > 0, "no appeal could be decided");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// How an account stands. Cost: three reads.
		pub fn standing(account: T::AccountId) -> AccountStanding<T::AccountId> {
			let bond = Bonds::<T>::get(&account).unwrap_or_default();
			AccountStanding {
				bond_cfx: ViewerBond::<T>::get(),
				held_cfx: bond.held_cfx,
				free_in: bond.free_in,
				sanction: Sanctions::<T>::get(&account),
			}
		}
	}
}
