//! Benchmarks of the call in its dearest form: a session of the most authorities, all of which have anchored, and one that
//! has not makes another's statement give way.

#![allow(missing_docs)]

use crate::{Anchors, Call, Config, Pallet};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	pallet_prelude::{Authorize, TransactionSource},
	traits::Get,
};
use frame_system::RawOrigin;
use reel_primitives::{
	AccountId, blake2b_256,
	ids::{PovId, PovSignature},
	rating::{HeadStatement, RatingsHead},
	traits::{PovAuthorities, RoundClock},
};
use sp_runtime::RuntimeAppPublic;

const ROUND: u64 = 1_000_000;

/// A statement of authority 0, with its session and signature, where all places are taken by others.
fn prepare<T: Config>() -> (HeadStatement, u32, PovSignature) {
	T::Clock::set_round(ROUND);
	let key = PovId::generate_pair(Some(b"//reel/ratings".to_vec()));
	let most = T::MaxAuthorities::get();
	let other = |n: u32| account::<AccountId>("authority", n, 0);
	let mut kept: Vec<_> = (1..=most)
		.map(|n| {
			let head = RatingsHead { count: 1, hash: [1; 32] };
			(other(n), HeadStatement { round: ROUND - u64::from(n), head })
		})
		.collect();
	kept.sort_by(|one, two| one.0.cmp(&two.0));
	Anchors::<T>::put(BoundedVec::truncate_from(kept));
	let seats = (0..most).map(|n| match n {
		0 => (other(0), key.clone()),
		_ => {
			let bytes = blake2b_256(&[other(n).as_ref()]);
			(other(n), sp_core::sr25519::Public::from_raw(bytes).into())
		},
	});
	let session = T::Authorities::seat_for_benchmark(seats.collect());
	let statement = HeadStatement { round: ROUND, head: RatingsHead { count: 9, hash: [9; 32] } };
	let payload = statement.signing_payload(&Pallet::<T>::genesis(), session);
	(statement, session, key.sign(&payload).unwrap())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn anchor() {
		let (statement, session, signature) = prepare::<T>();

		#[extrinsic_call]
		_(RawOrigin::Authorized, statement, 0, session, signature);

		assert!(Pallet::<T>::anchors().iter().any(|(_, kept)| *kept == statement));
	}

	#[benchmark]
	fn authorize_anchor() -> Result<(), BenchmarkError> {
		let (statement, session, signature) = prepare::<T>();
		let call = Call::<T>::anchor { statement, authority: 0, session, signature };
		let admitted;

		#[block]
		{
			admitted = call.authorize(TransactionSource::External);
		}

		admitted.ok_or("not authorized by the call")??;
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build_with_keystore(),
		crate::mock::Test
	);
}
