//! # Mandate
//!
//! Lets the council act as root: runtime upgrades, forced changes of finality, spending from the treasury. Without sudo
//! there is no other way to root.
//!
//! ## Model
//!
//! A motion of the council carries a call; the call is dispatched as root when the motion is closed. What it did, and
//! whether it failed, is an event.
//!
//! ## What this does not stop
//!
//! The council can do anything. Who its members are is public, and so is every motion, for as long as it is voted on.

pub use pallet::*;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use alloc::boxed::Box;
	use frame_support::{
		dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
		pallet_prelude::*,
		traits::UnfilteredDispatchable,
		weights::Weight,
	};
	use frame_system::{RawOrigin, pallet_prelude::*};

	/// Weight functions that the pallet needs.
	pub trait WeightInfo {
		/// Weight of `execute_as_root` without the call in it.
		fn execute_as_root() -> Weight;
	}

	/// See the module.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What the runtime decides.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The runtime's calls.
		type Call: Parameter
			+ UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo;

		/// Who may act as root.
		type MandateOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Benchmarked weights.
		type WeightInfo: WeightInfo;
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A call was dispatched as root.
		#[codec(index = 0)]
		MandateExecuted {
			/// What came of it.
			result: DispatchResult,
		},
	}

	/// What may be called.
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Dispatches a call as root.
		///
		/// ## Origin
		/// [`Config::MandateOrigin`].
		///
		/// ## Details
		/// A failing call undoes itself; the motion counts as carried out all the same.
		///
		/// ## Parameters
		/// - `call`: what to do.
		///
		/// ## Events
		/// - [`Event::MandateExecuted`].
		///
		/// ## Cost
		/// That of the call.
		#[pallet::call_index(0)]
		#[pallet::weight((
			T::WeightInfo::execute_as_root().saturating_add(call.get_dispatch_info().call_weight),
			call.get_dispatch_info().class,
		))]
		pub fn execute_as_root(
			origin: OriginFor<T>,
			call: Box<<T as Config>::Call>,
		) -> DispatchResultWithPostInfo {
			T::MandateOrigin::ensure_origin(origin)?;
			let result = call.dispatch_bypass_filter(RawOrigin::Root.into());
			let used = match &result {
				Ok(post) => post.actual_weight,
				Err(error) => error.post_info.actual_weight,
			};
			let result = result.map(drop).map_err(|error| error.error);
			Self::deposit_event(Event::MandateExecuted { result });
			Ok(used.map(|weight| weight.saturating_add(T::WeightInfo::execute_as_root())).into())
		}
	}
}
