//! The order in which a transaction is checked is part of the encoding.

use crate::chain::{Chain, extension, sign};
use reelchain_runtime::{Runtime, RuntimeCall, TxExtension, UncheckedExtrinsic};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	traits::TransactionExtension,
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};

fn remark() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: vec![1, 2, 3] })
}

#[test]
fn authorize_call_is_first_and_weight_reclaim_last() {
	let names = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|entry| entry.identifier)
		.collect::<Vec<_>>();
	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeAssetTxPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);
}

#[test]
fn a_signed_transaction_passes_once() {
	let mut chain = Chain::development();
	let extrinsic = chain.signed(Alice, remark(), 0);
	assert!(chain.block(vec![extrinsic.clone()]).remove(0).unwrap().is_ok());
	assert_eq!(
		chain.block(vec![extrinsic]).remove(0),
		Err(TransactionValidityError::Invalid(InvalidTransaction::Stale))
	);
}

#[test]
fn a_general_transaction_that_no_call_authorizes_is_refused() {
	let mut chain = Chain::development();
	let extrinsic = UncheckedExtrinsic::new_transaction(remark(), extension(0, 0));
	assert_eq!(
		chain.block(vec![extrinsic]).remove(0),
		Err(TransactionValidityError::Invalid(InvalidTransaction::UnknownOrigin))
	);
}

#[test]
fn a_bare_call_that_is_no_inherent_is_refused() {
	let mut chain = Chain::development();
	assert!(chain.block(vec![UncheckedExtrinsic::new_bare(remark())]).remove(0).is_err());
}

#[test]
fn a_signature_of_somebody_else_is_refused() {
	let mut chain = Chain::development();
	let forged = chain.look(|| {
		let UncheckedExtrinsic { preamble, .. } = sign(Alice, remark(), 0, 0);
		let other = RuntimeCall::System(frame_system::Call::remark { remark: vec![9] });
		UncheckedExtrinsic::from_parts(other, preamble)
	});
	assert_eq!(
		chain.block(vec![forged]).remove(0),
		Err(TransactionValidityError::Invalid(InvalidTransaction::BadProof))
	);
}

#[test]
fn a_transaction_of_another_chain_is_refused() {
	let mut other = Chain::development();
	let foreign = other.look(|| {
		frame_system::BlockHash::<Runtime>::insert(0, sp_core::H256::repeat_byte(7));
		sign(Bob, remark(), 0, 0)
	});
	assert_eq!(
		Chain::development().block(vec![foreign]).remove(0),
		Err(TransactionValidityError::Invalid(InvalidTransaction::BadProof))
	);
}
