//! Benchmarks of every call, each in its most expensive form.

#![allow(missing_docs)]

use crate::{
	Appeal, Appeals, Call, Config, FileOfTitle, Files, FilesOf, HoldReason, Linked, MAX_LINKED,
	Pallet, Pattern, Patterns, Permits, Ruling, TitlesOfFile,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	Get,
	fungible::{Inspect, Mutate, MutateHold},
};
use frame_system::RawOrigin;
use reel_primitives::{
	ContentId, Hash32,
	pattern::{FileIdentity, PatternId},
	traits::{RoundClock, Sanctioners, Supervision, Titles},
};

const CONTENT: ContentId = ContentId([7; 32]);
const IDENTITY: FileIdentity = FileIdentity { file: [1; 32], fingerprint: [2; 32] };

fn publisher<T: Config>(index: u32) -> T::AccountId {
	let who: T::AccountId = account("publisher", index, 0);
	let deposits = T::FileDeposit::get() + T::AppealDeposit::get();
	T::Currency::mint_into(&who, deposits * 2 + T::Currency::minimum_balance() * 10)
		.expect("issuance has room");
	T::Supervision::authorize_for_benchmark(&who);
	who
}

fn supervisor<T: Config>() -> T::AccountId {
	let who: T::AccountId = account("supervisor", 0, 0);
	T::Supervisors::admit_for_benchmark(&who);
	who
}

/// A pattern of somebody's, under a name by number.
fn pattern<T: Config>(number: u32, leads_to: Option<PatternId>) -> PatternId {
	let mut name = [9; 32];
	name[..4].copy_from_slice(&number.to_le_bytes());
	let owner = account("owner", number, 0);
	let pattern = PatternId(name);
	Patterns::<T>::insert(pattern, Pattern { owner, opened_in: T::Clock::round(), leads_to });
	pattern
}

/// A root with that many patterns which lead to it.
fn group<T: Config>(number: u32, linked: u32) -> PatternId {
	let root = pattern::<T>(number, None);
	let names = (1..=linked).map(|index| pattern::<T>(number + index, Some(root)));
	let names: alloc::vec::Vec<_> = names.collect();
	if !names.is_empty() {
		Linked::<T>::insert(root, frame_support::BoundedVec::truncate_from(names));
	}
	root
}

/// A name that leads to a pattern for which `who` has a permit: the longest way to be allowed.
fn permitted<T: Config>(who: &T::AccountId) -> PatternId {
	let root = group::<T>(1_000, 1);
	Permits::<T>::insert(root, who, ());
	Linked::<T>::get(root)[0]
}

fn known<T: Config>(file: Hash32, pattern: PatternId) {
	let registrant = account("registrant", 0, 0);
	let known = crate::KnownFile { pattern, fingerprint: [0; 32], registrant, deposit_cfx: 0 };
	Files::<T>::insert(file, known);
	FilesOf::<T>::insert(pattern, file, ());
}

/// A title of a file whose pattern leads to one for which its creator has a permit.
pub(crate) fn clear<T: Config>(content: &ContentId, creator: &T::AccountId) {
	let name = permitted::<T>(creator);
	known::<T>(IDENTITY.file, name);
	FileOfTitle::<T>::insert(content, IDENTITY.file);
	TitlesOfFile::<T>::insert(IDENTITY.file, content, ());
}

/// A name that leads to a pattern of `owner`'s.
pub(crate) fn open<T: Config>(owner: &T::AccountId) -> PatternId {
	let root = group::<T>(3_000, 1);
	Patterns::<T>::mutate(root, |stored| {
		if let Some(stored) = stored {
			stored.owner = owner.clone();
		}
	});
	Linked::<T>::get(root)[0]
}

fn appealed<T: Config>(who: &T::AccountId, pattern: PatternId) {
	let deposit_cfx = T::AppealDeposit::get();
	T::Currency::hold(&HoldReason::Appeal.into(), who, deposit_cfx).expect("it is rich");
	let made_in = T::Clock::round();
	let appeal = Appeal { file: [1; 32], evidence: [2; 32], made_in, deposit_cfx };
	Appeals::<T>::insert(pattern, who, appeal);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_file() {
		let who = publisher::<T>(0);
		let named = permitted::<T>(&who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), IDENTITY, Some(named));
		assert!(Files::<T>::contains_key(IDENTITY.file));
	}

	#[benchmark]
	fn identify_title() {
		let who = publisher::<T>(0);
		T::Titles::register_for_benchmark(CONTENT, &who);
		let named = permitted::<T>(&who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who), CONTENT, IDENTITY, Some(named));
		assert_eq!(FileOfTitle::<T>::get(CONTENT), Some(IDENTITY.file));
	}

	#[benchmark]
	fn appeal() {
		let who = publisher::<T>(0);
		let root = group::<T>(1_000, 1);
		let name = Linked::<T>::get(root)[0];
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), name, [1; 32], [2; 32]);
		assert!(Appeals::<T>::contains_key(root, who));
	}

	#[benchmark]
	fn withdraw_appeal() {
		let who = publisher::<T>(0);
		let name = pattern::<T>(0, None);
		appealed::<T>(&who, name);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), name);
		assert!(!Appeals::<T>::contains_key(name, who));
	}

	#[benchmark]
	fn rule() {
		let who = publisher::<T>(0);
		let by = supervisor::<T>();
		let root = group::<T>(1_000, 1);
		let name = Linked::<T>::get(root)[0];
		appealed::<T>(&who, name);
		#[extrinsic_call]
		_(RawOrigin::Signed(by), name, who.clone(), Ruling::Transferred);
		assert_eq!(Patterns::<T>::get(root).map(|pattern| pattern.owner), Some(who));
	}

	#[benchmark]
	fn link(n: Linear<0, { MAX_LINKED }>) {
		let by = supervisor::<T>();
		// As full as it can be before.
		let kept = group::<T>(1_000, (MAX_LINKED - 1).saturating_sub(n));
		let gone = group::<T>(2_000, n.min(MAX_LINKED - 1));
		#[extrinsic_call]
		_(RawOrigin::Signed(by), kept, gone);
		assert_eq!(Linked::<T>::get(kept).len() as u32, MAX_LINKED);
	}

	#[benchmark]
	fn unlink() {
		let by = supervisor::<T>();
		let root = group::<T>(1_000, MAX_LINKED);
		let name = Linked::<T>::get(root)[MAX_LINKED as usize - 1];
		#[extrinsic_call]
		_(RawOrigin::Signed(by), name);
		assert_eq!(Patterns::<T>::get(name).map(|pattern| pattern.leads_to), Some(None));
	}

	#[benchmark]
	fn split() {
		let by = supervisor::<T>();
		let root = group::<T>(1_000, 1);
		let name = Linked::<T>::get(root)[0];
		known::<T>([1; 32], name);
		known::<T>([3; 32], name);
		#[extrinsic_call]
		_(RawOrigin::Signed(by), [1; 32]);
		assert_ne!(Files::<T>::get([1; 32]).map(|file| file.pattern), Some(name));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(), crate::mock::Test);
}
