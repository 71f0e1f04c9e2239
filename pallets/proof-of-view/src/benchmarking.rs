//! Benchmarks of every call in its dearest form. The vote that decides is measured with all that it leads to in the
//! runtime: paying the round, or reporting and slashing the proposer.

#![allow(missing_docs)]

use crate::{
	AcceptedBatch, AcceptedBatches, AcceptedCount, AcceptedRing, Authorities, Call, ClosedRounds,
	Config, CurrentSession, EquivocationProof, Event, LastVoted, MAX_OPEN_BATCHES, OpenBatches,
	OpenBills, OpenStep, Pallet, REMEMBERED_BATCHES, SignedStatement, Statement, Views,
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
	ads::{
		AdBill, AdCharge, ChargePart, Dropped, MAX_BILLS_PER_BATCH, MAX_CHARGES_PER_BILL,
		MAX_PARTS_PER_BILL,
	},
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, BatchVote, MAX_DIRECT_PAYEES, MAX_TITLES_PER_BATCH,
		Payee, Payees, Shares, TitleTotal, is_quorum,
	},
	blake2b_256,
	content::RewardSplit,
	ids::{POV_KEY_TYPE, PovId, PovSignature},
	sums::{MAX_ROUNDS_PER_STEP, SumProposal, SumVote},
	traits::{RewardRounds, RoundClock, SumRounds, Titles},
};
use sp_runtime::RuntimeAppPublic;

/// Begins sessions, so that key proofs and offences are of real validators.
pub trait BenchmarkSessions {
	/// Begins a session of these authorities, ascending by account, each of them bonded and reportable.
	fn begin(authorities: &[(AccountId, PovId)]);
}

/// Most authorities that are measured.
const MOST_AUTHORITIES: u32 = 100;

/// A session with keys of ours.
struct Cast {
	/// Key of authority 0, which proposes.
	proposer: PovId,
	/// Index and key of another, which votes.
	voter: (u32, PovId),
	/// A round that is the proposer's turn and over.
	round: Round,
}

/// Chooses `count` authorities; the first and `voter` have keys of ours.
fn choose(count: u32, voter: u32) -> (Cast, Vec<(AccountId, PovId)>) {
	let own = |index: u8| PovId::generate_pair(Some([b"//reel/", &[b'0' + index][..]].concat()));
	let (first, second) = (own(0), own(1));
	let mut accounts: Vec<AccountId> =
		(0..count).map(|index| account("authority", index, 0)).collect();
	accounts.sort();
	let authorities = accounts
		.into_iter()
		.zip(0u32..)
		.map(|(who, index)| {
			let key = match index {
				0 => first.clone(),
				index if index == voter => second.clone(),
				_ => sp_core::sr25519::Public::from_raw(blake2b_256(&[who.as_ref()])).into(),
			};
			(who, key)
		})
		.collect();
	let round = 1_000 * u64::from(count);
	(Cast { proposer: first, voter: (voter, second), round }, authorities)
}

/// Authorities as this pallet knows them, no more.
fn seated<T: Config>() -> Cast {
	let (cast, authorities) = choose(T::MaxAuthorities::get(), 1);
	let bounded = BoundedVec::truncate_from(authorities);
	Authorities::<T>::insert(CurrentSession::<T>::get(), bounded);
	T::Clock::set_round(cast.round + 2);
	cast
}

/// A real session of them.
fn session<T: Config>(count: u32, voter: u32) -> Cast {
	let (cast, authorities) = choose(count, voter);
	T::Clock::set_round(cast.round + 2);
	T::BenchmarkSessions::begin(&authorities);
	assert_eq!(Pallet::<T>::authorities_now().1, authorities);
	for (who, _) in authorities {
		LastVoted::<T>::insert(who, cast.round);
	}
	cast
}

fn content(n: u32) -> ContentId {
	let mut id = [0; 32];
	id[..4].copy_from_slice(&n.to_be_bytes());
	ContentId(id)
}

/// A batch of `t` registered titles, each another creator's, and `p` payees.
fn proposal<T: Config>(round: Round, t: u32, p: u32) -> BatchProposal {
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
	let payees = Payees::Direct(payees);
	let delivered = Vec::new();
	BatchProposal {
		round,
		plays_root: [7; 32],
		plays: t,
		totals,
		payees,
		delivered,
		charged: Vec::new(),
	}
}

/// The largest bill there is, in form.
fn bill() -> AdBill {
	let part = |n: u32| ChargePart {
		content: content(n),
		country: *b"KR",
		impressions: 2,
		views: 1,
		clicks: 1,
	};
	let parts = MAX_PARTS_PER_BILL / MAX_CHARGES_PER_BILL;
	let charge = |campaign: u32| AdCharge {
		campaign: campaign.into(),
		viewers: 1,
		dropped: Dropped::default(),
		parts: (0..parts).map(part).collect(),
	};
	let mut payees: Vec<Payee> = (0..MAX_DIRECT_PAYEES)
		.map(|n| Payee { account: account("viewer", n, 0), shares: 1 })
		.collect();
	payees.sort_by(|one, two| one.account.cmp(&two.account));
	AdBill {
		charges: (0..MAX_CHARGES_PER_BILL).map(charge).collect(),
		viewers: Payees::Direct(payees),
	}
}

/// [`proposal`] with `b` of the largest bills.
fn billed<T: Config>(round: Round, t: u32, p: u32, b: u32) -> BatchProposal {
	let charged: Vec<AdBill> = (0..b).map(|_| bill()).collect();
	assert!(charged.iter().all(AdBill::is_sound));
	let mut batch = proposal::<T>(round, t, p);
	let plays: u64 = charged.iter().map(AdBill::plays).sum();
	batch.plays += plays as u32;
	batch.charged = charged;
	batch
}

fn signed_proposal<T: Config>(key: &PovId, proposal: &BatchProposal) -> PovSignature {
	let session = CurrentSession::<T>::get();
	key.sign(&proposal.signing_payload(&Pallet::<T>::genesis(), session)).unwrap()
}

/// Opens a batch and returns the voter's vote on it.
fn open<T: Config>(cast: &Cast, t: u32, p: u32, approve: bool) -> (BatchVote, PovSignature) {
	let batch = proposal::<T>(cast.round, t, p);
	let signature = signed_proposal::<T>(&cast.proposer, &batch);
	let vote = BatchVote { round: batch.round, batch: batch.hash(), approve };
	let session = CurrentSession::<T>::get();
	Pallet::<T>::do_propose(batch, 0, session, &signature).unwrap();
	let payload = vote.signing_payload(&Pallet::<T>::genesis(), session);
	(vote, cast.voter.1.sign(&payload).unwrap())
}

fn signed_step<T: Config>(key: &PovId, step: &SumProposal) -> PovSignature {
	let session = CurrentSession::<T>::get();
	key.sign(&step.signing_payload(&Pallet::<T>::genesis(), session)).unwrap()
}

/// Opens a step of `rounds` rounds and returns the voter's vote on it.
fn open_step<T: Config>(cast: &Cast, rounds: u32) -> (SumVote, PovSignature) {
	let step = SumProposal { round: cast.round, ..T::Sums::prepare_step(rounds) };
	let signature = signed_step::<T>(&cast.proposer, &step);
	let session = CurrentSession::<T>::get();
	Pallet::<T>::do_propose_step(step, 0, session, &signature).unwrap();
	let vote = SumVote { proposal: step.hash(), approve: true };
	let payload = vote.signing_payload(&Pallet::<T>::genesis(), session);
	(vote, cast.voter.1.sign(&payload).unwrap())
}

/// Lets `count` authorities have voted: those between the proposer and `voter`, or those behind it.
fn preset_votes<T: Config>(round: Round, from: u32, count: u32, approve: bool) {
	OpenBatches::<T>::mutate(round, |batch| {
		let batch = batch.as_mut().unwrap();
		for index in from..from + count {
			batch.note(index, approve);
		}
	});
}

/// Fewest authorities of `count` that decide.
fn quorum(count: u32) -> u32 {
	(1..=count).find(|yes| is_quorum(*yes, count)).unwrap()
}

fn assert_last<T: Config>(event: Event<T>) {
	frame_system::Pallet::<T>::assert_last_event(event.into());
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Stays undecided.
	#[benchmark]
	fn propose_batch(
		t: Linear<1, MAX_TITLES_PER_BATCH>,
		p: Linear<1, MAX_DIRECT_PAYEES>,
		b: Linear<0, MAX_BILLS_PER_BATCH>,
	) {
		let cast = seated::<T>();
		let batch = billed::<T>(cast.round, t, p, b);
		let signature = signed_proposal::<T>(&cast.proposer, &batch);

		#[extrinsic_call]
		_(RawOrigin::Authorized, batch, 0, CurrentSession::<T>::get(), signature);

		assert_eq!(OpenBatches::<T>::get(cast.round).unwrap().totals.len(), t as usize);
		assert_eq!(OpenBills::<T>::get(cast.round).len(), b as usize);
	}

	#[benchmark]
	fn authorize_propose_batch(
		t: Linear<1, MAX_TITLES_PER_BATCH>,
		b: Linear<0, MAX_BILLS_PER_BATCH>,
	) -> Result<(), BenchmarkError> {
		let cast = seated::<T>();
		let batch = billed::<T>(cast.round, t, MAX_DIRECT_PAYEES, b);
		let signature = signed_proposal::<T>(&cast.proposer, &batch);
		let session = CurrentSession::<T>::get();
		let call = Call::<T>::propose_batch { proposal: batch, authority: 0, session, signature };
		let admitted;

		#[block]
		{
			admitted = call.authorize(TransactionSource::External);
		}

		admitted.ok_or("not authorized by the call")??;
		Ok(())
	}

	/// Stays undecided.
	#[benchmark]
	fn vote_batch() {
		let cast = seated::<T>();
		let (vote, signature) = open::<T>(&cast, MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES, true);

		#[extrinsic_call]
		_(RawOrigin::Authorized, vote, 1, CurrentSession::<T>::get(), signature);

		assert!(OpenBatches::<T>::get(vote.round).unwrap().has_voted(1));
	}

	#[benchmark]
	fn authorize_vote_batch() -> Result<(), BenchmarkError> {
		let cast = seated::<T>();
		let (vote, signature) = open::<T>(&cast, MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES, true);
		let session = CurrentSession::<T>::get();
		let call = Call::<T>::vote_batch { vote, authority: 1, session, signature };
		let admitted;

		#[block]
		{
			admitted = call.authorize(TransactionSource::External);
		}

		admitted.ok_or("not authorized by the call")??;
		Ok(())
	}

	/// Of a batch that is paid; what they are charged is the escrow's to say.
	#[benchmark]
	fn take_bills(b: Linear<1, MAX_BILLS_PER_BATCH>) {
		let cast = seated::<T>();
		let batch = billed::<T>(cast.round, 1, 1, b);
		let signature = signed_proposal::<T>(&cast.proposer, &batch);
		Pallet::<T>::do_propose(batch, 0, CurrentSession::<T>::get(), &signature).unwrap();
		let open = OpenBatches::<T>::get(cast.round).unwrap();
		let taken;

		#[block]
		{
			taken = Pallet::<T>::take_bills(cast.round, &open);
		}

		assert_eq!(taken.len(), b as usize);
		assert!(OpenBills::<T>::get(cast.round).is_empty());
	}

	/// The vote that reaches the quorum of `v` authorities, all of them active: the round is paid.
	#[benchmark]
	fn accept_batch(
		t: Linear<1, MAX_TITLES_PER_BATCH>,
		p: Linear<1, MAX_DIRECT_PAYEES>,
		v: Linear<2, MOST_AUTHORITIES>,
	) {
		let voter = quorum(v) - 1;
		let cast = session::<T>(v, voter);
		let (vote, signature) = open::<T>(&cast, t, p, true);
		preset_votes::<T>(cast.round, 1, voter - 1, true);
		// The ring is full: an old batch is forgotten.
		AcceptedCount::<T>::put(REMEMBERED_BATCHES);
		AcceptedRing::<T>::insert(0, 1);
		let old = AcceptedBatch {
			hash: vote.batch,
			plays_root: [7; 32],
			plays: 1,
			ad_plays: 0,
			weight_ms: 1,
			minted_cfx: 1,
		};
		AcceptedBatches::<T>::insert(1, old);

		#[extrinsic_call]
		vote_batch(RawOrigin::Authorized, vote, voter, CurrentSession::<T>::get(), signature);

		assert_eq!(AcceptedBatches::<T>::get(cast.round).unwrap().plays, t);
		assert!(!AcceptedBatches::<T>::contains_key(1));
		assert_eq!(Views::<T>::get(content(t - 1)).plays, 1);
		assert_eq!(T::Rewards::last_paid_round(), Some(cast.round));
	}

	/// The vote by which the quorum gets out of reach: the proposer is reported.
	#[benchmark]
	fn reject_batch() {
		let count = T::MaxAuthorities::get();
		let cast = session::<T>(count, 1);
		let (vote, signature) = open::<T>(&cast, MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES, false);
		preset_votes::<T>(cast.round, 2, count - quorum(count), false);
		let closed = (1..u64::from(MAX_OPEN_BATCHES)).map(|step| cast.round + 2 - step).collect();
		ClosedRounds::<T>::put(BoundedVec::truncate_from(closed));
		let who = Pallet::<T>::authorities_now().1[0].0.clone();

		#[extrinsic_call]
		vote_batch(RawOrigin::Authorized, vote, 1, CurrentSession::<T>::get(), signature);

		assert_last::<T>(Event::BatchRejected { round: vote.round, batch: vote.batch, who });
		assert_eq!(OpenBatches::<T>::count(), 0);
	}

	/// Two proposals of the largest size, and a key of the running session: its owner is looked up among all keys.
	#[benchmark]
	fn report_equivocation() {
		let cast = session::<T>(T::MaxAuthorities::get(), 1);
		let batch = proposal::<T>(cast.round, MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES);
		let other = BatchProposal { plays_root: [9; 32], ..batch.clone() };
		let statement = |proposal: BatchProposal| SignedStatement {
			signature: signed_proposal::<T>(&cast.proposer, &proposal),
			statement: Statement::Proposal(proposal),
		};
		let proof = EquivocationProof {
			session: CurrentSession::<T>::get(),
			offender: cast.proposer.clone(),
			first: statement(batch),
			second: statement(other),
		};
		let owner = T::KeyOwnerProofSystem::prove((POV_KEY_TYPE, cast.proposer.clone())).unwrap();
		let reporter: AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), Box::new(proof), owner);

		assert_last::<T>(Event::EquivocationReported {
			offender: cast.proposer,
			round: cast.round,
		});
	}

	/// Stays undecided.
	#[benchmark]
	fn propose_step(r: Linear<1, MAX_ROUNDS_PER_STEP>) {
		let cast = seated::<T>();
		let step = SumProposal { round: cast.round, ..T::Sums::prepare_step(r) };
		let signature = signed_step::<T>(&cast.proposer, &step);

		#[extrinsic_call]
		_(RawOrigin::Authorized, step, 0, CurrentSession::<T>::get(), signature);

		assert_eq!(OpenStep::<T>::get().unwrap().proposal, step);
	}

	#[benchmark]
	fn authorize_propose_step(r: Linear<1, MAX_ROUNDS_PER_STEP>) -> Result<(), BenchmarkError> {
		let cast = seated::<T>();
		let proposal = SumProposal { round: cast.round, ..T::Sums::prepare_step(r) };
		let signature = signed_step::<T>(&cast.proposer, &proposal);
		let session = CurrentSession::<T>::get();
		let call = Call::<T>::propose_step { proposal, authority: 0, session, signature };
		let admitted;

		#[block]
		{
			admitted = call.authorize(TransactionSource::External);
		}

		admitted.ok_or("not authorized by the call")??;
		Ok(())
	}

	/// Stays undecided.
	#[benchmark]
	fn vote_step() {
		let cast = seated::<T>();
		let (vote, signature) = open_step::<T>(&cast, 1);

		#[extrinsic_call]
		_(RawOrigin::Authorized, vote, 1, CurrentSession::<T>::get(), signature);

		assert!(OpenStep::<T>::get().unwrap().has_voted(1));
	}

	#[benchmark]
	fn authorize_vote_step() -> Result<(), BenchmarkError> {
		let cast = seated::<T>();
		let (vote, signature) = open_step::<T>(&cast, 1);
		let session = CurrentSession::<T>::get();
		let call = Call::<T>::vote_step { vote, authority: 1, session, signature };
		let admitted;

		#[block]
		{
			admitted = call.authorize(TransactionSource::External);
		}

		admitted.ok_or("not authorized by the call")??;
		Ok(())
	}

	/// The vote that reaches the quorum: the rounds become sums.
	#[benchmark]
	fn accept_step(r: Linear<1, MAX_ROUNDS_PER_STEP>) {
		let cast = seated::<T>();
		let (vote, signature) = open_step::<T>(&cast, r);
		OpenStep::<T>::mutate(|step| {
			let step = step.as_mut().unwrap();
			for index in 2..quorum(T::MaxAuthorities::get()) {
				step.yes |= 1 << index;
			}
		});

		#[extrinsic_call]
		vote_step(RawOrigin::Authorized, vote, 1, CurrentSession::<T>::get(), signature);

		assert_last::<T>(Event::StepAccepted { step: 0, generation: 1, proposal: vote.proposal });
	}

	#[benchmark]
	fn lapse(n: Linear<0, 2>) {
		let cast = seated::<T>();
		open::<T>(&cast, MAX_TITLES_PER_BATCH, MAX_DIRECT_PAYEES, true);
		let batch = OpenBatches::<T>::get(cast.round).unwrap();
		for step in 1..u64::from(MAX_OPEN_BATCHES) {
			OpenBatches::<T>::insert(cast.round + step, batch.clone());
		}
		T::Clock::set_round(cast.round + BATCH_DEADLINE_ROUNDS + u64::from(n));
		let lapsed;

		#[block]
		{
			lapsed = Pallet::<T>::lapse_overdue();
		}

		assert_eq!(lapsed, n);
		assert_eq!(OpenBatches::<T>::count(), MAX_OPEN_BATCHES - n);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build_with_keystore(),
		crate::mock::Test
	);
}
