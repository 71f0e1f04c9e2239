//! Benchmarks.

#![allow(missing_docs)]

use crate::{
	Call, ClaimedLeaves, Config, ExpiryBounds, ExpiryQueue, FirstSumPeriod, Generations,
	MAX_CLAIMS_PER_CALL, MAX_PATH, OpenTotal, Owed, OwedTotal, Pallet, RoundClaims, Rounds,
	SumTrees, SumsOpen, TotalPaid, TotalReceived, sum_claims::Leaves,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	pallet_prelude::{Authorize, ConstU32, TransactionSource},
	traits::{
		EnsureOrigin, Get,
		fungible::{Inspect, Mutate},
	},
};
use frame_system::RawOrigin;
use reel_primitives::{
	Balance, ContentId, Hash32,
	ads::MAX_PARTS_PER_BILL,
	batch::{MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH, Payee, Payees, PayoutClaim, TitleTotal},
	blake2b_256,
	content::RewardSplit,
	sums::{MAX_LEAVES_PER_CLAIM, SumLeaf, SumProposal, SumTree},
	traits::{AdPayouts, RewardRounds, RewardStanding, RoundClock, RoundTotals, Titles},
};

/// Gives the pot and the treasury what a genesis gives them.
fn endow<T: Config>() {
	let deposit = T::Currency::minimum_balance();
	for who in [Pallet::<T>::pot(), T::TreasuryAccount::get()] {
		if T::Currency::total_balance(&who) < deposit {
			T::Currency::set_balance(&who, deposit);
		}
	}
	// What persons are paid goes on hold.
	T::Standing::ask_bond_for_benchmark(Balance::MAX);
}

/// Lets the next step of sums take `rounds` rounds, each of which was claimed from.
pub(crate) fn summable<T: Config>(rounds: u32) -> SumProposal {
	endow::<T>();
	let each: Balance = T::Currency::minimum_balance().saturating_mul(1_000);
	let open_cfx = each * Balance::from(rounds);
	T::Currency::mint_into(&Pallet::<T>::pot(), open_cfx).unwrap();
	OpenTotal::<T>::put(open_cfx);
	TotalReceived::<T>::put(open_cfx + each * Balance::from(rounds));
	TotalPaid::<T>::put(each * Balance::from(rounds));
	for (position, round) in (0..u64::from(rounds)).zip(1u64..) {
		ExpiryQueue::<T>::insert(position, round);
		let claims = RoundClaims {
			root: [1; 32],
			count: 1 << MAX_PATH,
			total_shares: 1_000,
			persons_cfx: 2 * each,
			claimed_cfx: each,
			claimed_leaves: 1,
			expires_in: u64::MAX,
		};
		Rounds::<T>::insert(round, claims);
		let mut bits = [0; 32];
		bits[0] = 1;
		ClaimedLeaves::<T>::insert(round, 0, bits);
	}
	ExpiryBounds::<T>::put((0, u64::from(rounds)));
	FirstSumPeriod::<T>::put(1);
	SumProposal {
		round: 0,
		step: 0,
		generation: 1,
		passed_over: 0,
		rounds,
		open_cfx,
		root: [2; 32],
		count: 1 << MAX_PATH,
		// What rounding leaves over goes to the treasury.
		total_cfx: open_cfx - 1,
	}
}

/// A tree of sums of which `l` neighbours are known, at the end of it under the longest path there is for them.
fn sums<T: Config>(l: u32) -> (Leaves<T>, u32, BoundedVec<Hash32, ConstU32<MAX_PATH>>) {
	endow::<T>();
	let each: Balance = T::Currency::minimum_balance().saturating_mul(1_000);
	let total_cfx = each * Balance::from(l);
	T::Currency::mint_into(&Pallet::<T>::pot(), total_cfx).unwrap();
	SumsOpen::<T>::put(total_cfx);
	TotalReceived::<T>::put(total_cfx);
	let mut leaves: Vec<SumLeaf<T::AccountId>> =
		(0..l).map(|n| SumLeaf { account: account("viewer", n, 0), sum_cfx: each }).collect();
	leaves.sort_by(|one, two| one.account.cmp(&two.account));
	let items: Vec<Vec<u8>> = leaves.iter().map(Encode::encode).collect();
	let first = (1u32 << (MAX_PATH - 1)) - MAX_LEAVES_PER_CLAIM;
	let count = first + l;
	let (root, path) = (0..=MAX_PATH)
		.find_map(|length| {
			let path: Vec<Hash32> = (0..length).map(|n| [n as u8; 32]).collect();
			let root = reel_merkle::binary::root_of_subtree(&items, first, count, &path).ok()?;
			Some((root, path))
		})
		.unwrap();
	let tree = SumTree { root, count, total_cfx, ..SumTree::default() };
	SumTrees::<T>::insert(1, tree);
	Generations::<T>::put((1, 1));
	(leaves.try_into().unwrap(), first, path.try_into().unwrap())
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
	fn claim_sums(l: Linear<1, MAX_LEAVES_PER_CLAIM>) {
		let (leaves, first, path) = sums::<T>(l);

		#[extrinsic_call]
		_(RawOrigin::Authorized, 1, first, leaves, path);

		assert_eq!(SumsOpen::<T>::get(), 0);
	}

	#[benchmark]
	fn authorize_claim_sums(l: Linear<1, MAX_LEAVES_PER_CLAIM>) -> Result<(), BenchmarkError> {
		let (leaves, first, path) = sums::<T>(l);
		let call = Call::<T>::claim_sums { generation: 1, first, leaves, path };

		#[block]
		{
			call.authorize(TransactionSource::External).ok_or("not authorized")??;
		}

		Ok(())
	}

	#[benchmark]
	fn set_title_cap() -> Result<(), BenchmarkError> {
		T::Clock::set_round(1_000);
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Some(500));

		assert_eq!(Pallet::<T>::cap_of(u64::MAX), Some(500));
		Ok(())
	}

	#[benchmark]
	fn expire_step() {
		endow::<T>();
		crate::Clearing::<T>::put(7);
		for entry in 0..crate::expiry::ENTRIES_PER_STEP {
			ClaimedLeaves::<T>::insert(7, entry, [0xff; 32]);
		}

		#[block]
		{
			Pallet::<T>::expire_step();
		}

		assert_eq!(ClaimedLeaves::<T>::get(7, 0), [0; 32]);
	}

	#[benchmark]
	fn pay_round(
		t: Linear<1, MAX_TITLES_PER_BATCH>,
		p: Linear<1, MAX_DIRECT_PAYEES>,
		v: Linear<1, 100>,
	) {
		endow::<T>();
		T::Clock::set_round(1_000);
		let caps = crate::TitleCaps { before: Some(1), since: 0, cap_bp: Some(1) };
		crate::TitleCap::<T>::put(caps);
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

	/// A bill of one campaign: `t` titles of creators, each alone, and the most viewers by name, all of them new.
	#[benchmark]
	fn pay_ads(t: Linear<1, MAX_PARTS_PER_BILL>) {
		endow::<T>();
		let each: Balance = T::Currency::minimum_balance().saturating_mul(1_000);
		let titles: Vec<_> = (0..t)
			.map(|n| {
				let mut id = [0; 32];
				id[..4].copy_from_slice(&n.to_be_bytes());
				T::Titles::register_for_benchmark(ContentId(id), &account("creator", n, 0));
				(ContentId(id), each)
			})
			.collect();
		let viewers: Vec<_> = (0..MAX_DIRECT_PAYEES)
			.map(|n| Payee { account: account("viewer", n, 0), shares: each })
			.collect();
		let viewers_cfx = each * Balance::from(MAX_DIRECT_PAYEES);
		// The escrow pays the pot first.
		T::Currency::mint_into(&Pallet::<T>::pot(), viewers_cfx + each * Balance::from(t)).unwrap();
		let last: T::AccountId = account("viewer", MAX_DIRECT_PAYEES - 1, 0);

		#[block]
		{
			Pallet::<T>::pay_ads(1, 0, &titles, &Payees::Direct(viewers), viewers_cfx).unwrap();
		}

		assert_eq!(T::Currency::total_balance(&last), each);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
