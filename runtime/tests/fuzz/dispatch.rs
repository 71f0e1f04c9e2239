//! One call on its way into the chain, and what it may leave behind.

use super::{
	histogram::Outcome,
	store::Store,
	world::{Draw, Route, world},
};
use crate::chain::{extension, treasury};
use frame_support::{
	dispatch::GetDispatchInfo,
	storage::{TransactionOutcome, with_transaction},
	traits::{Authorize, GetCallMetadata},
};
use reelchain_runtime::{
	AccountId, Executive, RuntimeCall, RuntimeOrigin, System, UncheckedExtrinsic,
	configs::exchange::pool_account,
};
use sp_io::hashing::twox_128;
use sp_runtime::{
	ApplyExtrinsicResult, DispatchError, traits::Dispatchable,
	transaction_validity::TransactionSource,
};

/// `Pallet.call`.
pub(crate) fn name_of(call: &RuntimeCall) -> String {
	let metadata = call.get_call_metadata();
	format!("{}.{}", metadata.pallet_name, metadata.function_name)
}

/// `Pallet.Error` for a typed error.
fn name_of_error(error: DispatchError) -> String {
	match error {
		DispatchError::Module(module) => {
			let pallet = pallet_of(module.index);
			format!("{pallet}.{}", module.message.unwrap_or("?"))
		},
		other => format!("{other:?}"),
	}
}

/// Name of the pallet at an index.
pub(crate) fn pallet_of(index: u8) -> &'static str {
	use frame_support::traits::{PalletInfoData, PalletsInfoAccess};
	use std::{collections::BTreeMap, sync::OnceLock};
	static NAMES: OnceLock<BTreeMap<usize, &'static str>> = OnceLock::new();
	let names = NAMES.get_or_init(|| {
		reelchain_runtime::AllPalletsWithSystem::infos()
			.into_iter()
			.map(|PalletInfoData { index, name, .. }| (index, name))
			.collect()
	});
	names.get(&usize::from(index)).copied().unwrap_or("?")
}

/// Sends a call on its way.
pub(crate) fn send(store: &mut Store, draw: &Draw, author: &AccountId) -> Outcome {
	let call = draw.call.clone();
	match &draw.route {
		Route::None => direct(store, call, RuntimeOrigin::none()),
		Route::Root => direct(store, call, RuntimeOrigin::root()),
		Route::Council(yes, of) => {
			direct(store, call, pallet_collective::RawOrigin::Members(*yes, *of).into())
		},
		Route::Signed(who) => direct(store, call, RuntimeOrigin::signed(who.clone())),
		Route::Authorized => authorized(store, call),
		Route::Paid(who, tip, coin) => {
			let (who, tip, coin) = (who.clone(), *tip, coin.clone());
			let extrinsic = store.run(|| {
				let nonce = System::account_nonce(&who);
				world().sign(&who, call, nonce, tip, coin)
			});
			// The pool takes part where the fee is paid in SSH.
			let pool = pool_account().expect("there is one");
			transaction(store, extrinsic, &[&who, author, &treasury(), &pool])
		},
		Route::General => {
			let extrinsic = UncheckedExtrinsic::new_transaction(call, extension(0, 0));
			transaction(store, extrinsic, &[])
		},
	}
}

/// Dispatches without a transaction around it; G8 then allows no trace at all of a refused call.
fn direct(store: &mut Store, call: RuntimeCall, origin: RuntimeOrigin) -> Outcome {
	let declared = call.get_dispatch_info().call_weight;
	let name = name_of(&call);
	store.watch();
	let result = store.run(|| call.dispatch(origin));
	match result {
		Ok(post) => {
			let used = post.actual_weight.unwrap_or(declared);
			assert!(used.all_lte(declared), "{name} used {used:?} and declared {declared:?}");
			Outcome::Done
		},
		Err(refusal) => {
			let error = refusal.error;
			let broken = matches!(error, DispatchError::Corruption | DispatchError::Exhausted);
			assert!(!broken, "{name}: {error:?}");
			let mut changed = store.touched().changed.into_iter();
			assert!(changed.all(|key| is_note(&key)), "G8: {name} failed and left a trace");
			Outcome::Failed(name_of_error(error))
		},
	}
}

/// What `authorize` lets in must succeed, and what it refuses must fail: nothing else keeps a feeless call out.
fn authorized(store: &mut Store, call: RuntimeCall) -> Outcome {
	let name = name_of(&call);
	store.watch();
	let verdict = store.run(|| call.authorize(TransactionSource::External));
	assert!(store.touched().changed.is_empty(), "{name} changed something to authorize itself");
	let outcome = direct(store, call, frame_system::RawOrigin::Authorized.into());
	if let Some(verdict) = verdict {
		let is_done = matches!(outcome, Outcome::Done);
		assert_eq!(verdict.is_ok(), is_done, "{name} was authorized with {verdict:?}");
	}
	outcome
}

/// Sends a transaction. What is not valid leaves nothing; what failed leaves its fee and nonce (G8).
fn transaction(store: &mut Store, extrinsic: UncheckedExtrinsic, payers: &[&AccountId]) -> Outcome {
	let name = name_of(&extrinsic.function);
	store.watch();
	let result: ApplyExtrinsicResult = store
		.run(|| {
			with_transaction(|| match Executive::apply_extrinsic(extrinsic) {
				Ok(result) => TransactionOutcome::Commit(Ok::<_, DispatchError>(Ok(result))),
				Err(error) => TransactionOutcome::Rollback(Ok(Err(error))),
			})
		})
		.expect("layers are not that deep");
	match result {
		Ok(Ok(())) => Outcome::Done,
		Ok(Err(error)) => {
			for key in store.touched().changed {
				let may = is_overhead(&key, payers) || is_note(&key);
				assert!(may, "G8: {name} failed and changed {key:02x?}");
			}
			Outcome::Failed(name_of_error(error))
		},
		Err(error) => {
			assert!(store.touched().changed.is_empty(), "G8: {name} was invalid, left a trace");
			Outcome::Failed(format!("{error:?}"))
		},
	}
}

/// Whether the call filter may have changed that entry: it notes to whom royalty tokens come before they do.
fn is_note(key: &[u8]) -> bool {
	key.starts_with(&[twox_128(b"Crowdfunding"), twox_128(b"Moving")].concat())
}

/// Whether a transaction may change that entry whatever its call does.
fn is_overhead(key: &[u8], payers: &[&AccountId]) -> bool {
	let accounts = [b"System".as_slice(), b"Assets"]
		.map(|pallet| [twox_128(pallet), twox_128(b"Account")].concat());
	if accounts.iter().any(|account| key.starts_with(account)) {
		return payers.iter().any(|who| key.ends_with((*who).as_ref()));
	}
	[b"System".as_slice(), b"TransactionPayment", b"Authorship"]
		.iter()
		.any(|pallet| key.starts_with(&twox_128(pallet)))
		|| key == b":extrinsic_index"
}
