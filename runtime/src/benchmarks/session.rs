//! Benchmarks of session keys, and real sessions for the benchmarks of others.
//!
//! The SDK's own benchmarks of pallet-session need pallet-staking, which this chain has not.

use crate::{
	Balances, Runtime, RuntimeHoldReason, Session, SessionKeys,
	configs::consensus::LEAST_DECLARATION, constants::currency::CFX,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::fungible::{Mutate, MutateHold},
};
use frame_system::RawOrigin;
use pallet_session::{Call, NextKeys, Pallet as Sessions, SessionInterface};
use pallet_validator_set::{Floor, HoldReason, Members, Standing, Validator, Validators};
use reel_primitives::{AccountId, blake2b_256, ids::PovId};
use sp_core::{ed25519, sr25519};
use sp_runtime::traits::Convert;

/// What is benchmarked.
#[allow(missing_debug_implementations, reason = "never a value")]
pub(super) struct Pallet<T: Config>(Sessions<T>);

/// What the benchmarks need of the runtime.
pub(super) trait Config: pallet_session::Config {
	/// New keys in the keystore, and the proof that they are `owner`'s.
	fn new_keys(owner: &Self::AccountId) -> (Self::Keys, Vec<u8>);
}

impl Config for Runtime {
	fn new_keys(owner: &AccountId) -> (SessionKeys, Vec<u8>) {
		let made = SessionKeys::generate(&owner.encode(), None);
		(made.keys, made.proof.encode())
	}
}

/// Sessions of bonded members.
#[derive(Debug)]
pub struct BondedSessions;

impl pallet_proof_of_view::BenchmarkSessions for BondedSessions {
	fn begin(authorities: &[(AccountId, PovId)]) {
		let reason = RuntimeHoldReason::ValidatorSet(HoldReason::ValidatorBond);
		for (who, key) in authorities {
			Balances::mint_into(who, 10 * CFX).expect("issuance has room");
			Balances::hold(&reason, who, CFX).expect("it has ten times as much");
			let record = Validator {
				declaration: LEAST_DECLARATION,
				standing: Standing::Active,
				bond_cfx: CFX,
				strikes: 0,
				barred_until: 0,
			};
			Validators::<Runtime>::insert(who, record);
			let bytes = |part: u8| blake2b_256(&[who.as_ref(), &[part]]);
			let keys = SessionKeys {
				babe: sr25519::Public::from_raw(bytes(1)).into(),
				grandpa: ed25519::Public::from_raw(bytes(2)).into(),
				pov: key.clone(),
			};
			<Session as SessionInterface>::set_keys(who, keys).expect("keys are distinct");
		}
		let members = authorities.iter().map(|(who, _)| who.clone()).collect();
		Members::<Runtime>::put(BoundedVec::truncate_from(members));
		Floor::<Runtime>::put(1);
		// The set that is planned in one session takes over in the one after next.
		Session::rotate_session();
		Session::rotate_session();
		assert_eq!(Session::validators(), Members::<Runtime>::get().into_inner());
	}
}

/// An account that exists, with its keys.
fn with_keys<T: Config>() -> T::AccountId {
	let who: T::AccountId = whitelisted_caller();
	frame_system::Pallet::<T>::inc_providers(&who);
	let (keys, proof) = T::new_keys(&who);
	Sessions::<T>::set_keys(RawOrigin::Signed(who.clone()).into(), keys, proof)
		.expect("the proof is the owner's");
	who
}

fn keys_of<T: Config>(who: &T::AccountId) -> Option<T::Keys> {
	T::ValidatorIdOf::convert(who.clone()).and_then(NextKeys::<T>::get)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Replaces keys: the old ones have to be released.
	#[benchmark]
	fn set_keys() {
		let who = with_keys::<T>();
		let (keys, proof) = T::new_keys(&who);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), keys.clone(), proof);

		assert!(keys_of::<T>(&who) == Some(keys));
	}

	#[benchmark]
	fn purge_keys() {
		let who = with_keys::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(keys_of::<T>(&who).is_none());
	}
}
