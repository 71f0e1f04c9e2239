//! Benchmarks. The round's reward is paid by another pallet, which benchmarks it; what is measured here stays
//! undecided: three of four authorities vote nothing.

#![allow(missing_docs)]

use crate::{
	Authorities, Call, Config, CurrentSession, EquivocationProof, MAX_OPEN_BATCHES, OpenBatches,
	Pallet, SignedStatement, Statement,
};
use alloc::{boxed::Box, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	pallet_prelude::{Authorize, TransactionSource},
	traits::{Get, KeyOwnerProofSystem},
};
use frame_system::RawOrigin;
use reel_primitives::{
	AccountId, ContentId, Round,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, BatchVote, MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH,
		Payee, Payees, Shares, TitleTotal,
	},
	content::RewardSplit,
	ids::{POV_KEY_TYPE, PovId, PovSignature},
	traits::{RoundClock, Titles},
};
use sp_runtime::RuntimeAppPublic;

/// Round whose turn is authority 0's.
fn turn_of_first<T: Config>() -> Round {
	let authorities = u64::from(T::MaxAuthorities::get());
	1_000u64 * authorities
}

/// A full set of authorities, the first two with a key of ours.
fn authorities<T: Config>() -> [PovId; 2] {
	let keys = [0u8, 1]
		.map(|index| PovId::generate_pair(Some([b"//reel/", &[b'0' + index][..]].concat())));
	let set: Vec<_> = (0..T::MaxAuthorities::get())
		.map(|index| {
			let who: AccountId = account("authority", index, 0);
			(who, keys[usize::from(index > 0)].clone())
		})
		.collect();
	Authorities::<T>::insert(CurrentSession::<T>::get(), BoundedVec::truncate_from(set));
	T::Clock::set_round(turn_of_first::<T>() + 2);
	keys
}

fn content(n: u32) -> ContentId {
	let mut id = [0; 32];
	id[..4].copy_from_slice(&n.to_be_bytes());
	ContentId(id)
}

fn proposal<T: Config>(t: u32, p: u32) -> BatchProposal {
	let totals: Vec<_> = (0..t)
		.map(|n| {
			let creator: AccountId = account("creator", n, 0);
			T::Titles::register_for_benchmark(content(n), &creator);
			TitleTotal { content: content(n), plays: 1, weight_ms: 60_000 }
		})
		.collect();
	let total = Shares::from(t) * 60_000 * Shares::from(RewardSplit::DEFAULT.persons_bp());
	let each = total / Shares::from(p);
	let mut payees: Vec<Payee> = (0..p)
		.map(|n| Payee { account: account::<AccountId>("payee", n, 0), shares: each })
		.collect();
	payees.sort_by(|one, two| one.account.cmp(&two.account));
	payees[0].shares += total - each * Shares::from(p);
	BatchProposal {
		round: turn_of_first::<T>(),
		plays_root: [7; 32],
		plays: t,
		totals,
		payees: Payees::Direct(payees),
	}
}

fn sign<T: Config>(key: &PovId, payload: Vec<u8>) -> PovSignature {
	key.sign(&payload).unwrap()
}

fn signed_proposal<T: Config>(key: &PovId, proposal: &BatchProposal) -> PovSignature {
	let session = CurrentSession::<T>::get();
	sign::<T>(key, proposal.signing_payload(&Pallet::<T>::genesis(), session))
}

fn signed_vote<T: Config>(key: &PovId, vote: &BatchVote) -> PovSignature {
	let session = CurrentSession::<T>::get();
	sign::<T>(key, vote.signing_payload(&Pallet::<T>::genesis(), session))
}

/// Opens the largest batch and returns the second authority's vote on it.
fn open<T: Config>() -> (BatchVote, PovSignature) {
	let keys = authorities::<T>();
	let batch = proposal::<T>(MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES);
	let signature = signed_proposal::<T>(&keys[0], &batch);
	let vote = BatchVote { round: batch.round, batch: batch.hash(), approve: true };
	Pallet::<T>::do_propose(batch, 0, CurrentSession::<T>::get(), &signature).unwrap();
	(vote, signed_vote::<T>(&keys[1], &vote))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose_batch(t: Linear<1, MAX_TITLES_PER_BATCH>, p: Linear<1, MAX_DIRECT_PAYEES>) {
		let keys = authorities::<T>();
		let batch = proposal::<T>(t, p);
		let signature = signed_proposal::<T>(&keys[0], &batch);

		#[extrinsic_call]
		_(RawOrigin::Authorized, batch, 0, CurrentSession::<T>::get(), signature);

		assert_eq!(OpenBatches::<T>::count(), 1);
	}

	#[benchmark]
	fn authorize_propose_batch(t: Linear<1, MAX_TITLES_PER_BATCH>) -> Result<(), BenchmarkError> {
		let keys = authorities::<T>();
		let batch = proposal::<T>(t, MAX_DIRECT_PAYEES);
		let signature = signed_proposal::<T>(&keys[0], &batch);
		let session = CurrentSession::<T>::get();
		let call = Call::<T>::propose_batch { proposal: batch, authority: 0, session, signature };

		#[block]
		{
			call.authorize(TransactionSource::External).ok_or("not authorized")??;
		}

		Ok(())
	}

	#[benchmark]
	fn vote_batch() {
		let (vote, signature) = open::<T>();

		#[extrinsic_call]
		_(RawOrigin::Authorized, vote, 1, CurrentSession::<T>::get(), signature);

		assert!(OpenBatches::<T>::get(vote.round).unwrap().has_voted(1));
	}

	#[benchmark]
	fn authorize_vote_batch() -> Result<(), BenchmarkError> {
		let (vote, signature) = open::<T>();
		let session = CurrentSession::<T>::get();
		let call = Call::<T>::vote_batch { vote, authority: 1, session, signature };

		#[block]
		{
			call.authorize(TransactionSource::External).ok_or("not authorized")??;
		}

		Ok(())
	}

	/// Needs a session with a validator whose key this is; where there is none, the proof is refused, and
	/// what is measured is the checking.
	#[benchmark]
	fn report_equivocation() {
		let keys = authorities::<T>();
		let batch = proposal::<T>(MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES);
		let other = BatchProposal { plays_root: [9; 32], ..batch.clone() };
		let statement = |proposal: BatchProposal| SignedStatement {
			signature: signed_proposal::<T>(&keys[0], &proposal),
			statement: Statement::Proposal(proposal),
		};
		let proof = EquivocationProof {
			session: CurrentSession::<T>::get(),
			offender: keys[0].clone(),
			first: statement(batch),
			second: statement(other),
		};
		let owner = T::KeyOwnerProofSystem::prove((POV_KEY_TYPE, keys[0].clone())).or_else(|| {
			let (_, authorities) = Pallet::<T>::authorities_now();
			authorities
				.into_iter()
				.find_map(|(_, key)| T::KeyOwnerProofSystem::prove((POV_KEY_TYPE, key)))
		});
		let reporter: AccountId = whitelisted_caller();

		#[block]
		{
			if let Some(owner) = owner {
				let _ = Pallet::<T>::report_equivocation(
					RawOrigin::Signed(reporter).into(),
					Box::new(proof),
					owner,
				);
			}
		}
	}

	#[benchmark]
	fn lapse(n: Linear<0, 2>) {
		open::<T>();
		let batch = OpenBatches::<T>::get(turn_of_first::<T>()).unwrap();
		for step in 1..u64::from(MAX_OPEN_BATCHES) {
			OpenBatches::<T>::insert(turn_of_first::<T>() + step, batch.clone());
		}
		T::Clock::set_round(turn_of_first::<T>() + BATCH_DEADLINE_ROUNDS + u64::from(n));

		#[block]
		{
			assert_eq!(Pallet::<T>::lapse_overdue(), n);
		}
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build_with_keystore(),
		crate::mock::Test
	);
}
