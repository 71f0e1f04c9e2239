//! How a curator's node signs: with sr25519 keys of type `cur1` out of its keystore, from within the off-chain worker.

use crate::{
	Address, Charge, Runtime, RuntimeCall, Signature, SignedPayload, TxExtension,
	UncheckedExtrinsic,
};
use alloc::vec::Vec;
use codec::Encode;
use pallet_fragment_staking::{Call, HotKeys, plan::LIFE};
use reel_fragments::keeping::HOT_KEY_TYPE;
use reel_primitives::AccountId;
use sp_core::{crypto::KeyTypeId, sr25519};
use sp_runtime::generic::Era;

const KEY_TYPE: KeyTypeId = KeyTypeId(HOT_KEY_TYPE);

/// Most keys of a keystore that are looked at.
const MAX_KEYS: usize = 4;

/// The keystore and the pool of the node that a worker runs on.
#[derive(Debug)]
pub struct NodeKeys;

impl HotKeys<Runtime> for NodeKeys {
	fn keys() -> Vec<AccountId> {
		let keys = sp_io::crypto::sr25519_public_keys(KEY_TYPE);
		keys.into_iter().take(MAX_KEYS).map(AccountId::from).collect()
	}

	fn submit(
		key: &AccountId,
		call: Call<Runtime>,
		nonce: crate::Nonce,
		born: crate::BlockNumber,
	) -> Result<(), ()> {
		let public = sr25519::Public::from_raw(*key.as_ref());
		let era = Era::mortal(LIFE.into(), born.into());
		let payload =
			SignedPayload::new(RuntimeCall::from(call), extension(nonce, era)).map_err(drop)?;
		let sign = |bytes: &[u8]| sp_io::crypto::sr25519_sign(KEY_TYPE, &public, bytes);
		let signature = payload.using_encoded(sign).ok_or(())?;
		let (call, extension, _) = payload.deconstruct();
		let transaction = UncheckedExtrinsic::new_signed(
			call,
			Address::Id(key.clone()),
			Signature::Sr25519(signature),
			extension,
		);
		sp_io::offchain::submit_transaction(transaction.encode())
	}
}

/// Of an ordinary signed transaction without tip.
fn extension(nonce: crate::Nonce, era: Era) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(era),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		Charge::from(0, None),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}
