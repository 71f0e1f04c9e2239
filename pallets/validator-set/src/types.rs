//! What is recorded of a validator, and what the session tells of its keys.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Balance, Hash32, Round};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::DispatchResult;

/// How a validator's node is kept from the open network (C1).
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkSecurity {
	/// A firewall that lets in the ports of the node only.
	#[codec(index = 0)]
	Firewalled,
	/// A firewall, and filtering of floods upstream.
	#[codec(index = 1)]
	FloodProtected,
	/// Reached through sentry nodes only.
	#[codec(index = 2)]
	Sentries,
}

/// The machine.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Server {
	/// Processor cores.
	pub cores: u16,
	/// Memory in GiB.
	pub memory_gib: u16,
	/// Free disk in GiB.
	pub disk_gib: u32,
}

/// What a validator declared when it was admitted. No free text: nothing personal can be put on chain by it.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Declaration {
	/// Symmetric bandwidth in Mbit/s.
	pub bandwidth_mbps: u32,
	/// How the node is kept from the open network.
	pub network: NetworkSecurity,
	/// The machine.
	pub server: Server,
}

impl Declaration {
	/// Whether bandwidth and server are at least those of `requirement`. Any kind of network security will do, since each
	/// is one.
	pub const fn meets(&self, requirement: &Self) -> bool {
		self.bandwidth_mbps >= requirement.bandwidth_mbps
			&& self.server.cores >= requirement.server.cores
			&& self.server.memory_gib >= requirement.server.memory_gib
			&& self.server.disk_gib >= requirement.server.disk_gib
	}
}

/// Where a validator stands.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Standing {
	/// Admitted by governance, and asked for a bond.
	#[codec(index = 0)]
	Admitted {
		/// CFX in planck to be held by `accept_admission`.
		asked_cfx: Balance,
	},
	/// A member.
	#[codec(index = 1)]
	Active,
	/// Removed, accountable still.
	#[codec(index = 2)]
	Leaving {
		/// Round from which the bond can be withdrawn.
		withdrawable_from: Round,
	},
}

/// The record of a validator.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
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

/// What the session knows of an account's keys.
pub trait SessionKeysOf<AccountId> {
	/// Fingerprint of the keys that `who` registered for coming sessions; `None` when there are none.
	fn fingerprint(who: &AccountId) -> Option<Hash32>;

	/// Forgets the keys of `who`.
	///
	/// # Errors
	/// When the session refuses; nothing changes then.
	fn purge(who: &AccountId) -> DispatchResult;

	/// Registers some keys for `who`.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(who: &AccountId);
}
