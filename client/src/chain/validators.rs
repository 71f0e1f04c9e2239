//! Validators: their records, session keys and sessions.

use super::{
	Chain,
	calls::{Call, account, bytes, wrapped},
	governance::Declaration,
	node,
};
use crate::{Error, Result};
use reel_primitives::{AccountId, Balance, Round};
use reel_rpc_api::{from_hex, to_hex};
use serde::Deserialize;
use std::time::Duration;
use subxt::{dynamic::Value, ext::scale_decode::DecodeAsType};

/// Session keys of Reelchain, in their order on chain; 32 bytes each.
const SESSION_KEYS: [&str; 3] = ["babe", "grandpa", "pov"];

/// Where a validator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Standing {
	/// Admitted, and asked for a bond.
	Admitted {
		/// CFX in planck that it has to bond.
		asked_cfx: Balance,
	},
	/// A member.
	Active,
	/// Removed; its bond is still held.
	Leaving {
		/// Round from which the bond can be withdrawn.
		withdrawable_from: Round,
	},
}

/// The record of a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Validator {
	/// What it declared.
	pub declaration: Declaration,
	/// Where it stands.
	pub standing: Standing,
	/// CFX in planck held as its bond.
	pub bond_cfx: Balance,
	/// Offences found so far.
	pub strikes: u32,
	/// First round in which it may be rewarded; 0 when it never was barred.
	pub barred_until: Round,
}

/// Session keys made in a node's keystore, with the proof that they are the account's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKeys {
	/// The public keys, one after the other.
	pub keys: Vec<u8>,
	/// A signature of each over the account.
	pub proof: Vec<u8>,
}

#[derive(Deserialize)]
struct GeneratedKeys {
	keys: String,
	#[serde(default)]
	proof: Option<String>,
}

/// The running session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
	/// Its number.
	pub index: u32,
	/// Time until it ends.
	pub rest: Duration,
	/// Time that a session takes.
	pub length: Duration,
}

impl Session {
	/// The session from which a change made now takes effect, and the time until then: the set of the next session is
	/// planned already.
	pub const fn of_a_change(&self) -> (u32, Duration) {
		(self.index.saturating_add(2), self.rest.saturating_add(self.length))
	}
}

/// Registers session keys for the signer.
///
/// # Errors
/// [`Error::Node`] for keys of another chain.
pub fn set_keys(keys: &SessionKeys) -> Result<Call> {
	let (each, rest) = keys.keys.as_chunks::<32>();
	if each.len() != SESSION_KEYS.len() || !rest.is_empty() {
		return Err(Error::Node(format!(
			"the node made {} bytes of session keys, not {} keys: it is of another chain",
			keys.keys.len(),
			SESSION_KEYS.len()
		)));
	}
	let named = SESSION_KEYS.into_iter().zip(each.iter().map(|key| wrapped(key)));
	let fields = vec![("keys", Value::named_composite(named)), ("proof", bytes(&keys.proof))];
	Ok(Call { pallet: "Session", name: "set_keys", fields })
}

/// Keys that stand in for real ones where only the fee is asked for.
pub fn stand_in_keys() -> SessionKeys {
	SessionKeys { keys: vec![0; 32 * SESSION_KEYS.len()], proof: vec![0; 64 * SESSION_KEYS.len()] }
}

/// Places the bond that admission asked for.
pub const fn accept_admission() -> Call {
	Call { pallet: "ValidatorSet", name: "accept_admission", fields: Vec::new() }
}

/// Releases the bond of a removed validator.
pub fn withdraw(who: &AccountId) -> Call {
	Call { pallet: "ValidatorSet", name: "withdraw", fields: vec![("who", account(who))] }
}

impl Chain {
	/// The record of a validator; `None` when the account is none.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn validator(&self, who: &AccountId) -> Result<Option<Validator>> {
		let address =
			subxt::dynamic::storage::<([u8; 32],), Validator>("ValidatorSet", "Validators");
		let key: [u8; 32] = *who.as_ref();
		let at = self.best().await?;
		let value = at.storage().try_fetch(address, (key,)).await.map_err(node)?;
		value.map(|value| value.decode().map_err(node)).transpose()
	}

	/// Session keys that an account registered for coming sessions.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn registered_keys(&self, who: &AccountId) -> Result<Option<Vec<u8>>> {
		let address = subxt::dynamic::storage::<([u8; 32],), Value>("Session", "NextKeys");
		let key: [u8; 32] = *who.as_ref();
		let at = self.best().await?;
		let value = at.storage().try_fetch(address, (key,)).await.map_err(node)?;
		Ok(value.map(|value| value.bytes().to_vec()))
	}

	/// Makes new session keys for an account in the keystore of this very node, which has to allow that.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] when the node keeps the method to itself, [`Error::Node`].
	pub async fn rotate_keys(&self, owner: &AccountId) -> Result<SessionKeys> {
		let owner = to_hex(AsRef::<[u8; 32]>::as_ref(owner));
		let made: Result<GeneratedKeys> =
			self.desk.call("author_rotateKeysWithOwner", &[owner]).await;
		let made = made.map_err(|error| match error {
			Error::Node(text) if text.contains("unsafe") => Error::NotAuthorized {
				label: "unsafe-method".to_owned(),
				message: format!(
					"the node does not make keys for strangers: run this on its machine against its loopback address ({text})"
				),
			},
			other => other,
		})?;
		let read = |text: &str| {
			from_hex(text).map_err(|_| Error::Node("session keys that are no hex".to_owned()))
		};
		let proof = made.proof.ok_or_else(|| {
			Error::Node("the node made keys without a proof: it is too old".to_owned())
		})?;
		Ok(SessionKeys { keys: read(&made.keys)?, proof: read(&proof)? })
	}

	/// Whether this node's keystore has the private keys; `None` when it does not tell.
	pub async fn has_keys(&self, keys: &[u8]) -> Option<bool> {
		self.desk.call("author_hasSessionKeys", &[to_hex(keys)]).await.ok()
	}

	/// The running session.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn session(&self) -> Result<Session> {
		let at = self.best().await?;
		let (storage, constants) = (at.storage(), at.constants());
		let slot = |entry: &'static str| {
			let address = subxt::dynamic::storage::<(), u64>("Babe", entry);
			let storage = &storage;
			async move {
				let value = storage.fetch(address, ()).await.map_err(node)?;
				value.decode().map_err(node)
			}
		};
		let (genesis, epoch, now) =
			(slot("GenesisSlot").await?, slot("EpochIndex").await?, slot("CurrentSlot").await?);
		let constant = |name: &str| {
			let address = subxt::dynamic::constant::<u64>("Babe", name);
			constants.entry(address).map_err(node)
		};
		let (slots, slot_ms) = (constant("EpochDuration")?, constant("ExpectedBlockTime")?);
		let end = genesis.saturating_add(epoch.saturating_add(1).saturating_mul(slots));
		let lasting = |slots: u64| Duration::from_millis(slots.saturating_mul(slot_ms));
		let address = subxt::dynamic::storage::<(), u32>("Session", "CurrentIndex");
		let index = storage.fetch(address, ()).await.map_err(node)?.decode().map_err(node)?;
		let rest = lasting(end.saturating_sub(now).min(slots));
		Ok(Session { index, rest, length: lasting(slots) })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_are_registered_by_their_names_and_only_if_they_are_all_there() {
		let call = set_keys(&stand_in_keys()).expect("three keys");
		assert_eq!(call.to_string(), "Session.set_keys");
		let keys = SessionKeys { keys: vec![0; 64], proof: Vec::new() };
		assert_eq!(set_keys(&keys).expect_err("two keys").exit_code(), 1);
	}

	#[test]
	fn a_change_takes_effect_at_the_session_after_next() {
		let minute = Duration::from_secs(60);
		let session = Session { index: 7, rest: minute, length: 2 * minute };
		assert_eq!(session.of_a_change(), (9, 3 * minute));
	}
}
