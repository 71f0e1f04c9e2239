//! Benchmarks.

#![allow(missing_docs)]

use crate::{
	Call, Config, MAX_CLAIMS_PER_CALL, MAX_PATH, OpenTotal, Owed, OwedTotal, Pallet, RoundClaims,
	Rounds, TotalReceived,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	pallet_prelude::{Authorize, ConstU32, TransactionSource},
	traits::{
		Get,
		fungible::{Inspect, Mutate},
	},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId, Hash32,
	batch::{MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH, Payee, Payees, PayoutClaim, TitleTotal},
	blake2b_256,
	content::RewardSplit,
	traits::{RewardRounds, RoundClock, RoundTotals, Titles},
};

/// Gives the pot and the treasury what a genesis gives them.
fn endow<T: Config>() {
	let deposit = T::Currency::minimum_balance();
	for who in [Pallet::<T>::pot(), T::TreasuryAccount::get()] {
		if T::Currency::total_balance(&who) < deposit {
			T::Currency::set_balance(&who, deposit);
		}
	}
}

type Claims = BoundedVec<PayoutClaim, ConstU32<MAX_CLAIMS_PER_CALL>>;

/// Opens `c` rounds of 2^20 leaves, by roots that only one leaf is known of, and returns that leaf's claims.
fn open_rounds<T: Config>(account: &T::AccountId, c: u32) -> Claims {
	endow::<T>();
	let persons_cfx: Balance = T::Currency::minimum_balance().saturating_mul(1_000_000);
	let total = persons_cfx * Balance::from(c);
	T::Currency::mint_into(&Pallet::<T>::pot(), total).unwrap();
	OpenTotal::<T>::put(total);
	TotalReceived::<T>::put(total);
	let shares = 1_000;
	let leaf = Payee { account: account.clone(), shares }.encode();
	// The longest path there is; nothing is known of the other leaves.
	let path: Vec<Hash32> = (0..MAX_PATH).map(|n| [n as u8; 32]).collect();
	let count = 1u32 << MAX_PATH;
	let top = path.iter().fold(reel_merkle::binary::leaf_hash(&leaf), |node, sibling| {
		blake2b_256(&[&[1], &node, sibling])
	});
	let root = blake2b_256(&[&[2], &count.to_le_bytes(), &top]);
	let claims: Vec<_> = (1..=u64::from(c))
		.map(|round| {
			Rounds::<T>::insert(
				round,
				RoundClaims {
					root,
					count,
					total_shares: shares,
					persons_cfx,
					claimed_cfx: 0,
					claimed_leaves: 0,
					expires_in: u64::MAX,
				},
			);
			PayoutClaim { round, shares, index: 0, path: path.clone() }
		})
		.collect();
	claims.try_into().unwrap()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn claim(c: Linear<1, MAX_CLAIMS_PER_CALL>) {
		let account: T::AccountId = whitelisted_caller();
		let claims = open_rounds::<T>(&account, c);

		#[extrinsic_call]
		_(RawOrigin::Authorized, account, claims);

		assert!(Pallet::<T>::is_leaf_claimed(u64::from(c), 0));
	}

	#[benchmark]
	fn authorize_claim(c: Linear<1, MAX_CLAIMS_PER_CALL>) -> Result<(), BenchmarkError> {
		let account: T::AccountId = whitelisted_caller();
		let claims = open_rounds::<T>(&account, c);
		let call = Call::<T>::claim { account, claims };

		#[block]
		{
			call.authorize(TransactionSource::External).ok_or("not authorized")??;
		}

		Ok(())
	}

	#[benchmark]
	fn claim_owed() {
		endow::<T>();
		let account: T::AccountId = whitelisted_caller();
		let owed = T::Currency::minimum_balance();
		T::Currency::mint_into(&Pallet::<T>::pot(), owed).unwrap();
		Owed::<T>::insert(&account, owed);
		OwedTotal::<T>::put(owed);
		TotalReceived::<T>::put(owed);

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), account.clone());

		assert_eq!(T::Currency::total_balance(&account), owed);
	}

	#[benchmark]
	fn expire_step() {
		endow::<T>();
		crate::Clearing::<T>::put(7);
		for entry in 0..crate::expiry::ENTRIES_PER_STEP {
			crate::ClaimedLeaves::<T>::insert(7, entry, [0xff; 32]);
		}

		#[block]
		{
			Pallet::<T>::expire_step();
		}

		assert_eq!(crate::ClaimedLeaves::<T>::get(7, 0), [0; 32]);
	}

	#[benchmark]
	fn pay_round(
		t: Linear<1, MAX_TITLES_PER_BATCH>,
		p: Linear<1, MAX_DIRECT_PAYEES>,
		v: Linear<1, 100>,
	) {
		endow::<T>();
		T::Clock::set_round(1_000);
		let totals: Vec<_> = (0..t)
			.map(|n| {
				let mut id = [0; 32];
				id[..4].copy_from_slice(&n.to_be_bytes());
				let content = ContentId(id);
				T::Titles::register_for_benchmark(content, &account("creator", n, 0));
				TitleTotal { content, plays: 1, weight_ms: 60_000 }
			})
			.collect();
		let total_shares = u128::from(t) * 60_000 * u128::from(RewardSplit::DEFAULT.persons_bp());
		let payees = (0..p)
			.map(|n| Payee {
				account: account("payee", n, 0),
				shares: total_shares / u128::from(p),
			})
			.collect();
		let round = RoundTotals {
			round: 1,
			plays: t,
			totals,
			payees: Payees::Direct(payees),
			total_shares,
			validators: (0..v).map(|n| account("validator", n, 0)).collect(),
		};

		#[block]
		{
			Pallet::<T>::pay_round(round).unwrap();
		}

		assert_eq!(Pallet::<T>::last_paid_round(), Some(1));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
