//! Calls that the operator of a development chain or the council decides on.

use super::{
	Chain,
	calls::{Call, account, as_value, named, number},
	node,
};
use crate::{Error, Result};
use reel_primitives::{AccountId, Hash32, blake2b_256};
use std::fmt;
use subxt::{
	dynamic::Value,
	ext::{scale_decode::DecodeAsType, scale_value::Composite},
};

/// How a validator's node is kept from the open network (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum NetworkSecurity {
	/// A firewall that lets in the ports of the node only.
	Firewalled,
	/// A firewall, and filtering of floods upstream.
	FloodProtected,
	/// Reached through sentry nodes only.
	Sentries,
}

/// The machine of a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Server {
	/// Processor cores.
	pub cores: u16,
	/// Memory in GiB.
	pub memory_gib: u16,
	/// Free disk in GiB.
	pub disk_gib: u32,
}

/// What a validator declares (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Declaration {
	/// Symmetric bandwidth in Mbit/s.
	pub bandwidth_mbps: u32,
	/// How the node is kept from the open network.
	pub network: NetworkSecurity,
	/// The machine.
	pub server: Server,
}

/// Admits a validator.
pub fn admit_validator(who: &AccountId, declaration: &Declaration) -> Call {
	let Server { cores, memory_gib, disk_gib } = declaration.server;
	let server = Value::named_composite([
		("cores", number(cores)),
		("memory_gib", number(memory_gib)),
		("disk_gib", number(disk_gib)),
	]);
	let declaration = Value::named_composite([
		("bandwidth_mbps", number(declaration.bandwidth_mbps)),
		("network", named(&declaration.network)),
		("server", server),
	]);
	let fields = vec![("who", account(who)), ("declaration", declaration)];
	Call { pallet: "ValidatorSet", name: "admit_validator", fields }
}

/// Removes a validator.
pub fn remove_validator(who: &AccountId) -> Call {
	let fields = vec![("who", account(who))];
	Call { pallet: "ValidatorSet", name: "remove_validator", fields }
}

/// `call` as root, where the signer is the sudo key.
pub fn sudo(call: Call) -> Call {
	Call { pallet: "Sudo", name: "sudo", fields: vec![("call", as_value(call))] }
}

/// `call` as a motion of the council.
pub fn propose(call: Call, motion: &Motion) -> Call {
	let fields = vec![
		("threshold", number(motion.threshold)),
		("proposal", as_value(call)),
		("length_bound", number(motion.length)),
	];
	Call { pallet: "Council", name: "propose", fields }
}

/// What a member of the council submits in any wallet: `council.propose(threshold, proposal, length_bound)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
	/// SCALE encoding of the proposed call.
	pub proposal: Vec<u8>,
	/// Its BLAKE2b hash, by which the council votes.
	pub hash: Hash32,
	/// Its length in bytes.
	pub length: u32,
	/// Votes that carry it: two thirds of the members, rounded up.
	pub threshold: u32,
	/// Members of the council.
	pub members: u32,
}

impl fmt::Display for Motion {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(
			f,
			"council.propose(threshold {}, proposal 0x{}, length_bound {})",
			self.threshold,
			hex::encode(&self.proposal),
			self.length
		)
	}
}

impl Chain {
	/// The key that may act as root; `None` on chains without.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn sudo_key(&self) -> Result<Option<AccountId>> {
		let address = subxt::dynamic::storage::<(), [u8; 32]>("Sudo", "Key");
		let at = self.best().await?;
		let key = at.storage().try_fetch(address, ()).await.map_err(node)?;
		key.map(|key| key.decode().map(AccountId::new).map_err(node)).transpose()
	}

	/// Members of the council.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn council(&self) -> Result<Vec<AccountId>> {
		let address = subxt::dynamic::storage::<(), Vec<[u8; 32]>>("Council", "Members");
		let at = self.best().await?;
		let members = at.storage().try_fetch(address, ()).await.map_err(node)?;
		let members = members.map(|members| members.decode()).transpose().map_err(node)?;
		Ok(members.unwrap_or_default().into_iter().map(AccountId::new).collect())
	}

	/// The motion by which the council decides `call`.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn motion(&self, call: &Call) -> Result<Motion> {
		let members = u32::try_from(self.council().await?.len()).unwrap_or(u32::MAX);
		let fields = Composite::named(call.fields.iter().cloned());
		let payload = subxt::dynamic::tx(call.pallet, call.name, fields);
		let proposal = self.best().await?.transactions().call_data(&payload).map_err(node)?;
		let length =
			u32::try_from(proposal.len()).map_err(|error| Error::Node(error.to_string()))?;
		Ok(Motion {
			hash: blake2b_256(&[&proposal]),
			length,
			threshold: threshold(members),
			members,
			proposal,
		})
	}
}

/// Two thirds, rounded up.
const fn threshold(members: u32) -> u32 {
	members.saturating_mul(2).div_ceil(3)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn two_thirds_carry_a_motion() {
		for (members, votes) in [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 4), (7, 5)] {
			assert_eq!(threshold(members), votes, "{members}");
		}
	}

	#[test]
	fn a_call_is_wrapped_with_its_pallet_and_its_name() {
		let call = sudo(remove_validator(&AccountId::new([1; 32])));
		assert_eq!(call.to_string(), "Sudo.sudo");
		let (_, inner) = &call.fields[0];
		assert!(format!("{inner:?}").contains("remove_validator"));
	}
}
