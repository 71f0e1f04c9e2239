//! What would happen if a call were submitted: nothing goes into a block.
//!
//! The node is handed a signed transaction to try, since it applies no other. So that a node that one should not have
//! trusted has little use of it, it is good for four blocks only.

use super::{
	AtBlock, Chain, Transaction,
	calls::Call,
	node,
	refusal::{Payer, invalidity, refused},
};
use crate::{Error, Result, account::Signer};
use reel_primitives::Balance;
use subxt::{
	error::DispatchError,
	rpcs::client::RpcParams,
	transactions::{TransactionInvalid, ValidationResult},
	utils::H256,
};
use tokio::time::timeout;

/// For how many blocks a transaction on trial is good: the least that there is.
const TRIAL_BLOCKS: u64 = 4;

/// At how many blocks a call is tried when they are full.
const TRIES: usize = 5;

/// What a call would cost and come to.
#[derive(Debug)]
pub struct Forecast {
	/// Estimated fee in planck.
	pub fee: Balance,
	/// Why the chain would refuse it now; `None` when it would take it.
	pub refusal: Option<Error>,
}

impl Chain {
	/// Signs a call, has the node apply it to its best block without keeping the outcome, and asks for its fee. Where that
	/// block has no room for it, the next ones are tried.
	///
	/// # Errors
	/// [`Error::Node`], [`Error::Timeout`].
	pub async fn forecast(&self, signer: &Signer, call: &Call) -> Result<Forecast> {
		let mut blocks = None;
		for _ in 0..TRIES {
			if let Some(forecast) = self.forecast_at(self.best().await?, signer, call).await? {
				return Ok(forecast);
			}
			if blocks.is_none() {
				blocks = Some(self.best_blocks().await?);
			}
			if let Some(blocks) = &mut blocks {
				let late = || Error::Timeout("no block with room for it came in time".to_owned());
				timeout(self.patience, blocks.next()).await.map_err(|_| late())??;
			}
		}
		let refusal = self.payer(signer).invalid(&TransactionInvalid::ExhaustsResources);
		Ok(Forecast { fee: self.fee(signer, call).await?, refusal: Some(refusal) })
	}

	/// As [`Self::forecast`] at one block; `None` where the block has no room for it.
	async fn forecast_at(
		&self,
		at: AtBlock,
		signer: &Signer,
		call: &Call,
	) -> Result<Option<Forecast>> {
		let (signed, payer) = (self.trial(&at, signer, call).await?, self.payer(signer));
		let fee = signed.partial_fee_estimate().await.map_err(node)?;
		let refusal = match signed.validate().await.map_err(node)? {
			ValidationResult::Valid(_) => match outcome(&at, signed.encoded(), &payer).await? {
				Outcome::Done => None,
				Outcome::Refused(error) => Some(error),
				Outcome::NoRoom => return Ok(None),
			},
			ValidationResult::Invalid(TransactionInvalid::ExhaustsResources) => return Ok(None),
			ValidationResult::Invalid(reason) => Some(payer.invalid(&reason)),
			ValidationResult::Unknown(reason) => {
				Some(refused(&format!("the transaction cannot be checked: {reason:?}")))
			},
		};
		Ok(Some(Forecast { fee, refusal }))
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

/// What came of a transaction on trial.
enum Outcome {
	Done,
	Refused(Error),
	/// The block is full.
	NoRoom,
}

/// Applies a transaction to the state behind the best block, as `system_dryRun` does, which nodes keep to themselves.
async fn outcome(at: &AtBlock, transaction: &[u8], payer: &Payer) -> Result<Outcome> {
	let apis = at.runtime_apis();
	let applied = apis.call_raw("BlockBuilder_apply_extrinsic", Some(transaction)).await;
	match applied.map_err(node)?.as_slice() {
		[0, 0, ..] => Ok(Outcome::Done),
		[0, 1, error @ ..] => {
			let error = DispatchError::decode_from(error, at.metadata()).map_err(node)?;
			Ok(Outcome::Refused(payer.failed(&error, &at.metadata())))
		},
		[1, validity @ ..] => Ok(match invalidity(validity) {
			Some(TransactionInvalid::ExhaustsResources) => Outcome::NoRoom,
			Some(reason) => Outcome::Refused(payer.invalid(&reason)),
			None => Outcome::Refused(refused(&format!(
				"no block would take the transaction: validity error 0x{}",
				hex::encode(validity)
			))),
		}),
		_ => Err(node("the outcome of a transaction on trial cannot be read")),
	}
}
