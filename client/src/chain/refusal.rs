//! Why the chain did not take a transaction or did not do what it asks for, in words that say what to do.

use super::{Coin, Network, node};
use crate::{Error, Result, account::to_ss58, transport::plain};
use codec::Decode;
use reel_primitives::AccountId;
use std::fmt;
use subxt::{
	ArcMetadata, Metadata,
	error::{ArithmeticError, BackendError, DispatchError, ExtrinsicError, RpcError, TokenError},
	extrinsics::ExtrinsicEvents,
	rpcs::{self, UserError},
	transactions::TransactionInvalid,
};

/// Code of a node that does not let a transaction into its pool.
const INVALID_TRANSACTION: i32 = 1010;

/// How such a node begins to say that the fee is not there.
const INABILITY_TO_PAY: &str = "Inability to pay";

/// Who signs, and what its fees are paid in.
#[derive(Clone, Debug)]
pub(super) struct Payer {
	pub(super) account: AccountId,
	pub(super) fee_coin: Option<Coin>,
}

impl Payer {
	/// The fee is not there.
	pub(super) fn cannot_pay(&self) -> Error {
		let what = match self.fee_coin {
			None | Some(Coin::Native) => {
				"in CFX: it needs some, or SSH and --fee-in ssh (see reel wallet balance)"
			},
			Some(Coin::WithId(_)) => {
				"in SSH: it needs some, or CFX and no --fee-in (see reel wallet balance)"
			},
		};
		let message = format!("{} cannot pay the fee {what}", to_ss58(&self.account));
		Error::Refused { label: "cannot-pay-fee".to_owned(), message, retry_after_ms: None }
	}

	/// A transaction that no block takes.
	pub(super) fn invalid(&self, reason: &TransactionInvalid) -> Error {
		match reason {
			TransactionInvalid::Payment => self.cannot_pay(),
			TransactionInvalid::ExhaustsResources => {
				refused(&"blocks are full: try again in some seconds")
			},
			reason => refused(&format!("invalid transaction: {reason:?}")),
		}
	}

	/// What a node said that did not take a transaction.
	pub(super) fn not_taken(&self, error: &ExtrinsicError) -> Error {
		match error {
			ExtrinsicError::ErrorSubmittingTransaction(BackendError::Rpc(
				RpcError::ClientError(rpcs::Error::User(error)),
			)) => self.not_pooled(error),
			ExtrinsicError::ErrorSubmittingTransaction(error) => node(error),
			error => refused(error),
		}
	}

	fn not_pooled(&self, error: &UserError) -> Error {
		let UserError { code, message, data } = error;
		let said = data.as_ref().map(|data| {
			let said: Option<String> = serde_json::from_str(data.get()).ok();
			said.unwrap_or_else(|| data.get().to_owned())
		});
		match said {
			Some(said) if *code == INVALID_TRANSACTION && said.starts_with(INABILITY_TO_PAY) => {
				self.cannot_pay()
			},
			Some(said) => refused(&format!("{message}: {said} ({code})")),
			None => refused(&format!("{message} ({code})")),
		}
	}

	/// A call that failed.
	pub(super) fn failed(&self, error: &DispatchError, metadata: &Metadata) -> Error {
		if let DispatchError::Module(module) = error
			&& let Some(pallet) = metadata.pallet_by_error_index(module.pallet_index())
			&& let Some(variant) = pallet.error_variant_by_index(module.error_index())
		{
			let docs = variant.docs.join(" ");
			return Error::of_dispatch(pallet.name(), &variant.name, docs.trim());
		}
		let too_little = || {
			format!(
				"{} has not that much free: what is held or frozen does not count (see reel wallet balance)",
				to_ss58(&self.account)
			)
		};
		match error {
			DispatchError::BadOrigin => {
				Error::of_dispatch("System", "BadOrigin", "this account may not do that")
			},
			DispatchError::Token(token) => {
				let message = match token {
					TokenError::FundsUnavailable => too_little(),
					token => token.to_string(),
				};
				Error::of_dispatch("Token", &format!("{token:?}"), &message)
			},
			DispatchError::Arithmetic(error) => {
				let message = match error {
					ArithmeticError::Underflow => too_little(),
					_ => "an amount is larger than what there can be".to_owned(),
				};
				Error::of_dispatch("Arithmetic", &format!("{error:?}"), &message)
			},
			other => Error::of_dispatch("System", "DispatchFailed", &other.to_string()),
		}
	}

	/// A transaction that carries a call for somebody else succeeds although that call failed: what became of it is an event.
	pub(super) fn decided(
		&self,
		events: &ExtrinsicEvents<Network>,
		metadata: &ArcMetadata,
	) -> Result<()> {
		for event in events.iter() {
			let event = event.map_err(node)?;
			if (event.pallet_name(), event.event_name()) != ("Sudo", "Sudid") {
				continue;
			}
			if let [1, error @ ..] = event.field_bytes() {
				let error = DispatchError::decode_from(error, metadata.clone()).map_err(node)?;
				return Err(self.failed(&error, metadata));
			}
		}
		Ok(())
	}
}

/// Why a transaction is invalid, as a runtime writes it; `None` for what is no such reason.
pub(super) fn invalidity(validity: &[u8]) -> Option<TransactionInvalid> {
	let (0, mut reason) = validity.split_first()? else { return None };
	TransactionInvalid::decode(&mut reason).ok()
}

/// A transaction that was not taken.
pub(super) fn refused(error: &impl fmt::Display) -> Error {
	Error::Refused {
		label: "transaction-refused".to_owned(),
		message: plain(&error.to_string()),
		retry_after_ms: None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use subxt::rpcs::client::RawValue;

	fn payer(fee_coin: Option<Coin>) -> Payer {
		Payer { account: AccountId::new([2; 32]), fee_coin }
	}

	fn said(code: i32, data: Option<&str>) -> ExtrinsicError {
		let data = data.map(|data| RawValue::from_string(data.to_owned()).expect("JSON"));
		let error = UserError { code, message: "Invalid Transaction".to_owned(), data };
		ExtrinsicError::ErrorSubmittingTransaction(rpcs::Error::User(error).into())
	}

	#[test]
	fn who_cannot_pay_a_fee_is_named_with_what_it_needs() {
		let no_fee = said(
			INVALID_TRANSACTION,
			Some(r#""Inability to pay some fees (e.g. account balance too low)""#),
		);
		let who = to_ss58(&AccountId::new([2; 32]));
		for (coin, needs) in [(None, "in CFX"), (Some(Coin::WithId(1)), "in SSH")] {
			let error = payer(coin).not_taken(&no_fee);
			assert_eq!((error.label(), error.exit_code()), ("cannot-pay-fee", 4));
			let text = error.to_string();
			assert!(text.starts_with(&format!("{who} cannot pay the fee {needs}")), "{text}");
		}
	}

	#[test]
	fn what_a_node_says_of_a_transaction_is_told_once() {
		let text = |code, data| payer(None).not_taken(&said(code, data)).to_string();
		assert_eq!(
			text(INVALID_TRANSACTION, Some(r#""Transaction is outdated""#)),
			"Invalid Transaction: Transaction is outdated (1010) (transaction-refused)"
		);
		assert_eq!(text(1016, None), "Invalid Transaction (1016) (transaction-refused)");
	}

	#[test]
	fn a_full_block_is_told_from_other_reasons() {
		assert_eq!(invalidity(&[0, 6]), Some(TransactionInvalid::ExhaustsResources));
		assert_eq!(invalidity(&[0, 1]), Some(TransactionInvalid::Payment));
		assert_eq!(invalidity(&[1, 0]), None);
		let error = payer(None).invalid(&TransactionInvalid::Payment);
		assert_eq!(error.label(), "cannot-pay-fee");
	}
}
