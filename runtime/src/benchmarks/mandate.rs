//! Benchmark of acting as root.

use crate::mandate::{Call, Config, Event, Pallet};
use alloc::{boxed::Box, vec};
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;

#[benchmarks(where <T as Config>::Call: From<frame_system::Call<T>>)]
mod benchmarks {
	use super::*;

	/// The call is the cheapest there is: what it costs is charged besides.
	#[benchmark]
	fn execute_as_root() -> Result<(), BenchmarkError> {
		let origin =
			T::MandateOrigin::try_successful_origin().map_err(|()| "the mandate has an origin")?;
		let call = frame_system::Call::<T>::remark { remark: vec![] };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Box::new(call.into()));

		let event = Event::<T>::MandateExecuted { result: Ok(()) };
		frame_system::Pallet::<T>::assert_last_event(event.into());
		Ok(())
	}
}
