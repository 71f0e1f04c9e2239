//! Curators: who keeps what, registering as one, and being paid for it (C12, S2).

use super::{
	Chain,
	calls::{Call, account, as_value, bytes, number, wrapped},
	network::SSH,
	node,
	reports::Country,
};
use crate::{Error, Result, account::to_ss58};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{AccountId, Balance, ContentId, time::ROUND_MS};
use reel_rpc_api::{
	Challenge, Contract, Curator, CuratorSeat, KeepingEpoch, MAX_KEEPING_PAGE, Rejection,
	SpanKeeping, TitleKeeping, from_hex, to_hex,
};
use serde_json::{Value as Json, json};
use std::time::Duration;
use subxt::{dynamic::Value, ext::scale_decode::DecodeAsType};

/// Most contracts that one claim may bundle.
pub const MAX_CLAIMS: usize = 64;

/// Most contracts read of one curator: as many as the chain lets it have.
const MAX_CONTRACTS: u32 = 4_096;

const CURATORS: &str = "Curators";
const STAKING: &str = "FragmentStaking";

/// What a curator offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
	/// The key that signs for its machine.
	pub hot_key: AccountId,
	/// Where the machine stands: ISO 3166-1 alpha-2.
	pub region: Country,
	/// Fragments of 1 MiB.
	pub capacity: u32,
	/// One to four addresses at which it can be reached, 1 to 128 bytes each.
	pub endpoints: Vec<String>,
}

fn endpoints(all: &[String]) -> Value {
	Value::unnamed_composite(all.iter().map(|endpoint| bytes(endpoint.as_bytes())))
}

/// Registers the signer as a curator.
pub fn register(offer: &Offer) -> Call {
	let fields = vec![
		("hot_key", account(&offer.hot_key)),
		("region", wrapped(&offer.region)),
		("capacity", number(offer.capacity)),
		("endpoints", endpoints(&offer.endpoints)),
	];
	Call { pallet: CURATORS, name: "register_curator", fields }
}

/// Changes the capacity, and holds or releases collateral.
pub fn set_capacity(capacity: u32) -> Call {
	Call { pallet: CURATORS, name: "set_capacity", fields: vec![("capacity", number(capacity))] }
}

/// Says where the curator can be reached.
pub fn set_endpoints(all: &[String]) -> Call {
	Call { pallet: CURATORS, name: "set_endpoints", fields: vec![("endpoints", endpoints(all))] }
}

/// Replaces the hot key.
pub fn set_hot_key(key: &AccountId) -> Call {
	Call { pallet: CURATORS, name: "set_hot_key", fields: vec![("hot_key", account(key))] }
}

/// Begins to leave.
pub const fn leave() -> Call {
	Call { pallet: CURATORS, name: "leave", fields: Vec::new() }
}

/// Ends leaving: the collateral is released.
pub const fn finish_leave() -> Call {
	Call { pallet: CURATORS, name: "finish_leave", fields: Vec::new() }
}

/// Claims what contracts have earned, at most [`MAX_CLAIMS`] of them.
pub fn claim_reward(contracts: &[u64]) -> Call {
	let all = Value::unnamed_composite(contracts.iter().map(|contract| number(*contract)));
	Call { pallet: STAKING, name: "claim_reward", fields: vec![("contracts", all)] }
}

/// Pays what is owed to an account.
pub fn claim_owed(who: &AccountId) -> Call {
	Call { pallet: STAKING, name: "claim_owed", fields: vec![("account", account(who))] }
}

/// Ends a contract that binds no longer.
pub fn end_contract(contract: u64) -> Call {
	Call { pallet: STAKING, name: "end_contract", fields: vec![("contract", number(contract))] }
}

/// All of these calls or none.
pub fn all_of(calls: Vec<Call>) -> Call {
	let calls = Value::unnamed_composite(calls.into_iter().map(as_value));
	Call { pallet: "Utility", name: "batch_all", fields: vec![("calls", calls)] }
}

/// The time that so many rounds take.
pub const fn rounds_last(rounds: u64) -> Duration {
	Duration::from_millis(rounds.saturating_mul(ROUND_MS))
}

/// Rounds until the next epoch begins.
pub fn rounds_to_next_epoch(epoch: &KeepingEpoch) -> u64 {
	let into = epoch.round.checked_rem(epoch.epoch_rounds).unwrap_or(0);
	epoch.epoch_rounds.saturating_sub(into)
}

/// An amount as the node tells it.
///
/// # Errors
/// [`Error::Node`].
pub fn amount(text: &str) -> Result<Balance> {
	text.parse().map_err(|_| Error::Node(format!("{text:?} is no amount")))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AssetAccount {
	balance: Balance,
}

impl Chain {
	/// A curator, named by its account or its hot key; `None` when it is none.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn curator(&self, who: &AccountId) -> Result<Option<Curator>> {
		none_if_unknown(self.desk.call("fragment_v1_curator", &[to_ss58(who)]).await)
	}

	/// All seated curators.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn curators(&self) -> Result<Vec<CuratorSeat>> {
		let mut all: Vec<CuratorSeat> = Vec::new();
		loop {
			let from = u32::try_from(all.len()).unwrap_or(u32::MAX);
			let page: Vec<CuratorSeat> =
				self.desk.call("fragment_v1_curators", &[from, MAX_KEEPING_PAGE]).await?;
			let last = page.len() < MAX_KEEPING_PAGE as usize;
			all.extend(page);
			if last {
				return Ok(all);
			}
		}
	}

	/// Contracts of a curator, those that end or begin meanwhile perhaps twice or not at all; none for an account that
	/// is no curator.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn contracts(&self, who: &AccountId) -> Result<Vec<Contract>> {
		let mut all: Vec<Contract> = Vec::new();
		for from in (0..MAX_CONTRACTS).step_by(MAX_KEEPING_PAGE as usize) {
			let arguments = [json!(to_ss58(who)), json!(from), json!(MAX_KEEPING_PAGE)];
			let page: Option<Vec<Contract>> =
				none_if_unknown(self.desk.call("fragment_v1_contracts", &arguments).await)?;
			let page = page.unwrap_or_default();
			let last = page.len() < MAX_KEEPING_PAGE as usize;
			all.extend(page);
			if last {
				break;
			}
		}
		Ok(all)
	}

	/// What is asked of a curator in this epoch.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn challenges(&self, who: &AccountId) -> Result<Vec<Challenge>> {
		self.desk.call("fragment_v1_challenges", &[to_ss58(who)]).await
	}

	/// The running epoch, and the lengths of things.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn keeping_epoch(&self) -> Result<KeepingEpoch> {
		self.desk.call("fragment_v1_epoch", &[(); 0]).await
	}

	/// How a title is kept.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn title_keeping(&self, content: &ContentId) -> Result<TitleKeeping> {
		self.desk.call("fragment_v1_titleLoad", &[to_hex(content.0)]).await
	}

	/// Who keeps a span of a title.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn span_keeping(&self, content: &ContentId, span: u32) -> Result<SpanKeeping> {
		let arguments = [json!(to_hex(content.0)), json!(span)];
		self.desk.call("fragment_v1_spanLoad", &arguments).await
	}

	/// The public key with which this very node signs for a curator. It is made if there is none.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] when the node keeps the method to itself, [`Error::Node`].
	pub async fn hot_key(&self) -> Result<AccountId> {
		let made: Result<String> = self.desk.call("fragment_v1_hotKey", &[(); 0]).await;
		let text = made.map_err(|error| match error {
			Error::Node(text) if text.contains("unsafe") => Error::NotAuthorized {
				label: "unsafe-method".to_owned(),
				message: format!(
					"the node tells its key to nobody from elsewhere: run this on its machine against its loopback address, or give --hot-key ({text})"
				),
			},
			Error::Node(text) if text.contains("-32601") => Error::Node(format!(
				"the node curates nothing: start it as reelchain-node --curate, or give --hot-key ({text})"
			)),
			other => other,
		})?;
		let key: Option<[u8; 32]> = from_hex(&text).ok().and_then(|key| key.try_into().ok());
		key.map(AccountId::new).ok_or_else(|| Error::Node(format!("{text:?} is no public key")))
	}

	/// What this very node does as a curator, in its own words; `None` when it does not tell, or is none.
	pub async fn keeping(&self) -> Option<Json> {
		self.desk.call("fragment_v1_keeping", &[(); 0]).await.ok().filter(Json::is_object)
	}

	/// What an account has of SSH, in planck.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn ssh(&self, who: &AccountId) -> Result<Balance> {
		self.asset_balance(SSH, who).await
	}

	/// What an account has of an asset: planck of SSH, tokens of a campaign.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn asset_balance(&self, asset: u32, who: &AccountId) -> Result<Balance> {
		let address = subxt::dynamic::storage::<(u32, [u8; 32]), AssetAccount>("Assets", "Account");
		let key: [u8; 32] = *who.as_ref();
		let at = self.best().await?;
		match at.storage().try_fetch(address, (asset, key)).await.map_err(node)? {
			Some(found) => Ok(found.decode().map_err(node)?.balance),
			None => Ok(0),
		}
	}

	/// What an account has earned of SSH and could not be paid yet, in planck.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn ssh_owed(&self, who: &AccountId) -> Result<Balance> {
		let address = subxt::dynamic::storage::<([u8; 32],), Balance>(STAKING, "Owed");
		let key: [u8; 32] = *who.as_ref();
		let at = self.best().await?;
		match at.storage().try_fetch(address, (key,)).await.map_err(node)? {
			Some(found) => found.decode().map_err(node),
			None => Ok(0),
		}
	}

	/// CFX in planck that a capacity would cost as collateral today; `None` when that is above any balance.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn collateral_for(&self, capacity: u32) -> Result<Option<Balance>> {
		const NAME: &str = "collateral_for";
		let at = self.best().await?;
		let metadata = at.metadata();
		let view = metadata.pallet_by_name(CURATORS).and_then(|p| p.view_function_by_name(NAME));
		let view = view.ok_or_else(|| node("the chain does not tell what a capacity costs"))?;
		// Encoded here: the library leaves out the length of the input, which the runtime asks for.
		let asked = (*view.query_id(), capacity.encode()).encode();
		let answer = at.view_functions().call_raw(Some(&asked)).await.map_err(node)?;
		collateral(&answer)
			.ok_or_else(|| Error::Node("the chain's answer about collateral is cut off".to_owned()))
	}
}

/// What a view function answered: a success, whose bytes are an amount or none.
fn collateral(answer: &[u8]) -> Option<Option<Balance>> {
	let (0, mut bytes) = answer.split_first()? else { return None };
	let inner = Vec::<u8>::decode(&mut bytes).ok()?;
	Option::<Balance>::decode_all(&mut &inner[..]).ok()
}

/// A curator that is not there is an answer, not a failure.
fn none_if_unknown<T>(answer: Result<T>) -> Result<Option<T>> {
	match answer {
		Ok(found) => Ok(Some(found)),
		Err(Error::NotFound(text)) if text.contains(Rejection::CuratorNotFound.label()) => Ok(None),
		Err(error) => Err(error),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn epoch(round: u64) -> KeepingEpoch {
		KeepingEpoch {
			round,
			epoch: Some(round / 4),
			minted_ssh: "0".to_owned(),
			epoch_rounds: 4,
			answer_rounds: 2,
			min_holding_rounds: 6,
			patience_rounds: 2,
		}
	}

	#[test]
	fn the_next_epoch_begins_with_the_next_multiple_of_its_rounds() {
		assert_eq!([8, 9, 11].map(|round| rounds_to_next_epoch(&epoch(round))), [4, 3, 1]);
		assert_eq!(rounds_last(5), Duration::from_secs(72));
	}

	#[test]
	fn calls_are_named_as_on_chain_and_a_batch_holds_them_all() {
		let key = AccountId::new([1; 32]);
		let offer = Offer {
			hot_key: key.clone(),
			region: *b"CH",
			capacity: 10_240,
			endpoints: vec!["/ip4/192.0.2.1/tcp/30444".to_owned()],
		};
		assert_eq!(register(&offer).to_string(), "Curators.register_curator");
		assert_eq!(claim_reward(&[1, 2]).to_string(), "FragmentStaking.claim_reward");
		assert_eq!(claim_owed(&key).to_string(), "FragmentStaking.claim_owed");
		let batch = all_of(vec![leave(), finish_leave()]);
		assert_eq!(batch.to_string(), "Utility.batch_all");
		assert_eq!(batch.fields.len(), 1);
	}

	#[test]
	fn an_amount_out_of_a_view_function_is_read_whole_or_not_at_all() {
		let answer = |result: Result<Vec<u8>, u8>| result.encode();
		let some = answer(Ok(Some(5 as Balance).encode()));
		assert_eq!(collateral(&some), Some(Some(5)));
		assert_eq!(collateral(&answer(Ok(None::<Balance>.encode()))), Some(None));
		assert_eq!(collateral(&some[..some.len() - 1]), None);
		assert_eq!(collateral(&answer(Err(0))), None);
	}

	#[test]
	fn only_an_unknown_curator_is_no_failure() {
		let unknown: Result<u8> = Err(Rejection::CuratorNotFound.into());
		assert_eq!(none_if_unknown(unknown).expect("an answer"), None);
		let other: Result<u8> = Err(Rejection::TitleNotFound.into());
		assert!(none_if_unknown(other).is_err());
	}
}
