//! What would happen if a call were submitted: nothing goes into a block.
//!
//! The node is handed a signed transaction to try, since it applies no other. So that a node that one should not have
//! trusted has little use of it, it is good for four blocks only.

use super::{AtBlock, Chain, Transaction, calls::Call, dispatch, node, refused};
use crate::{Error, Result, account::Signer};
use reel_primitives::Balance;
use subxt::{
	error::DispatchError,
	rpcs::client::RpcParams,
	transactions::{TransactionInvalid, ValidationResult},
	utils::H256,
};

/// For how many blocks a transaction on trial is good: the least that there is.
const TRIAL_BLOCKS: u64 = 4;

/// What a call would cost and come to.
#[derive(Debug)]
pub struct Forecast {
	/// Estimated fee in planck.
	pub fee: Balance,
	/// Why the chain would refuse it now; `None` when it would take it.
	pub refusal: Option<Error>,
}

impl Chain {
	/// Signs a call, has the node apply it to its best block without keeping the outcome, and asks for its fee.
	///
	/// # Errors
	/// [`Error::Node`], [`Error::Timeout`].
	pub async fn forecast(&self, signer: &Signer, call: &Call) -> Result<Forecast> {
		let at = self.best().await?;
		let signed = self.trial(&at, signer, call).await?;
		let fee = signed.partial_fee_estimate().await.map_err(node)?;
		let refusal = match signed.validate().await.map_err(node)? {
			ValidationResult::Valid(_) => outcome(&at, signed.encoded()).await?,
			ValidationResult::Invalid(TransactionInvalid::Payment) => {
				Some(refused(&"the account cannot pay the fee"))
			},
			ValidationResult::Invalid(reason) => {
				Some(refused(&format!("invalid transaction: {reason:?}")))
			},
			ValidationResult::Unknown(reason) => {
				Some(refused(&format!("the transaction cannot be checked: {reason:?}")))
			},
		};
		Ok(Forecast { fee, refusal })
	}

	/// The fee of a call, in planck, whatever comes of it.
	///
	/// # Errors
	/// [`Error::Node`], [`Error::Timeout`].
	pub async fn fee(&self, signer: &Signer, call: &Call) -> Result<Balance> {
		let signed = self.trial(&self.best().await?, signer, call).await?;
		signed.partial_fee_estimate().await.map_err(node)
	}

	/// A transaction that is good for as short as there is, from the parent of the best block on: the state behind a
	/// block does not know the hash of that block itself.
	async fn trial(&self, at: &AtBlock, signer: &Signer, call: &Call) -> Result<Transaction> {
		let Some(parent) = at.block_number().checked_sub(1) else {
			return self.signed(at, signer, call, self.parameters().build()).await;
		};
		let mut params = RpcParams::new();
		params.push(parent)?;
		let hash: H256 = self.rpc().request("chain_getBlockHash", params).await?;
		let parameters =
			self.parameters().mortal_from_unchecked(TRIAL_BLOCKS, parent, hash).build();
		self.signed(at, signer, call, parameters).await
	}
}

/// Applies a transaction to the state behind the best block, as `system_dryRun` does, which nodes keep to themselves.
async fn outcome(at: &AtBlock, transaction: &[u8]) -> Result<Option<Error>> {
	let apis = at.runtime_apis();
	let applied = apis.call_raw("BlockBuilder_apply_extrinsic", Some(transaction)).await;
	match applied.map_err(node)?.as_slice() {
		[0, 0, ..] => Ok(None),
		[0, 1, error @ ..] => {
			let error = DispatchError::decode_from(error, at.metadata()).map_err(node)?;
			Ok(Some(dispatch(&error, &at.metadata())))
		},
		[1, reason @ ..] => {
			let reason = hex::encode(reason);
			Ok(Some(refused(&format!(
				"no block would take the transaction: validity error 0x{reason}"
			))))
		},
		_ => Err(node("the outcome of a transaction on trial cannot be read")),
	}
}
