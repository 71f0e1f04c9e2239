//! What the chain holds, decoded by the runtime's own types.

use super::Rpc;
use codec::{Decode, DecodeAll, Encode};
use frame_system::EventRecord;
use pallet_proof_of_view::AcceptedBatch;
use reel_primitives::{AccountId, Balance, Round};
use reel_rpc_api::{from_hex, to_hex};
use reelchain_runtime::{Hash, RuntimeEvent};
use serde_json::json;
use sp_io::hashing::{blake2_128, twox_64, twox_128};

/// Nonce, three counters, free, held, frozen, flags.
type Account = (u32, u32, u32, u32, Balance, Balance, Balance, u128);

impl Rpc {
	/// A stored value at block `at`, or at the best block.
	async fn stored<T: Decode>(&self, key: &[u8], at: Option<&str>) -> Option<T> {
		let value = self.call("state_getStorage", json!([to_hex(key), at])).await;
		let bytes = from_hex(value.as_str()?).expect("storage is hex");
		Some(T::decode_all(&mut &bytes[..]).expect("the runtime's own type"))
	}
}

fn key(pallet: &str, item: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

/// All coins, and those of some accounts, in planck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Books {
	/// Total issuance.
	pub(crate) issuance: Balance,
	/// Minted for views, ever.
	pub(crate) minted: Balance,
	/// Of each account that was asked for: free and held.
	pub(crate) balances: Vec<Balance>,
}

impl Books {
	/// At block `at`, or at the best block of now.
	pub(crate) async fn of(rpc: &Rpc, accounts: &[AccountId], at: Option<&str>) -> Self {
		let best;
		let at = match at {
			Some(at) => at,
			None => {
				best = rpc.hash(rpc.best().await).await;
				&best
			},
		};
		let mut balances = Vec::new();
		for account in accounts {
			let hashed = blake2_128(account.as_ref());
			let place = [&key("System", "Account"), &hashed[..], account.as_ref()].concat();
			let account: Option<Account> = rpc.stored(&place, Some(at)).await;
			balances.push(account.map_or(0, |account| account.4 + account.5));
		}
		let issuance = rpc.stored(&key("Balances", "TotalIssuance"), Some(at)).await;
		let minted = rpc.stored(&key("Emission", "TotalMinted"), Some(at)).await;
		Self {
			issuance: issuance.expect("there are coins"),
			minted: minted.unwrap_or_default(),
			balances,
		}
	}

	/// What each account has more than in `before`.
	pub(crate) fn gains(&self, before: &Self) -> Vec<Balance> {
		let pairs = self.balances.iter().zip(&before.balances);
		pairs.map(|(now, then)| now.checked_sub(*then).expect("nobody lost a coin")).collect()
	}
}

/// The batch that was accepted for a round, at block `at`.
pub(crate) async fn accepted_batch(rpc: &Rpc, round: Round, at: &str) -> Option<AcceptedBatch> {
	let round = round.encode();
	let place = [&key("ProofOfView", "AcceptedBatches"), &twox_64(&round)[..], &round[..]].concat();
	rpc.stored(&place, Some(at)).await
}

/// The events of block `at`.
pub(crate) async fn events(rpc: &Rpc, at: &str) -> Vec<RuntimeEvent> {
	let records: Option<Vec<EventRecord<RuntimeEvent, Hash>>> =
		rpc.stored(&key("System", "Events"), Some(at)).await;
	records.unwrap_or_default().into_iter().map(|record| record.event).collect()
}

/// When block `at` was made, by its author's clock, Unix milliseconds.
pub(crate) async fn moment(rpc: &Rpc, at: &str) -> u64 {
	let now: Option<u64> = rpc.stored(&key("Timestamp", "Now"), Some(at)).await;
	now.expect("every block has a time")
}
