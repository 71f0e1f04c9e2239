//! Calls, by the names of their arguments: a runtime that names them otherwise is refused before anything is signed.

use reel_primitives::{
	AccountId, Balance, ContentId, Hash32, Round,
	content::{Licence, ReasonCode, RewardSplit},
	geometry::Geometry,
};
use std::fmt;
use subxt::dynamic::Value;

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
	pub(super) pallet: &'static str,
	pub(super) name: &'static str,
	pub(super) fields: Vec<(&'static str, Value)>,
}

impl fmt::Display for Call {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}.{}", self.pallet, self.name)
	}
}

/// A verdict on a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Verdict {
	/// True: the deposit goes back, with a reward.
	Upheld,
	/// Untrue but in good faith: the deposit goes back.
	Dismissed,
	/// Made to harm: the deposit goes to the treasury.
	Abusive,
}

pub(super) fn number(value: impl Into<u128>) -> Value {
	Value::u128(value.into())
}

pub(super) fn bytes(value: &[u8]) -> Value {
	Value::from_bytes(value)
}

pub(super) fn wrapped(value: &[u8]) -> Value {
	Value::unnamed_composite([bytes(value)])
}

pub(super) fn account(account: &AccountId) -> Value {
	wrapped(account.as_ref())
}

pub(super) fn content_id(content: &ContentId) -> Value {
	wrapped(&content.0)
}

/// The variant whose name is the one that `Debug` prints.
pub(super) fn named(variant: &impl fmt::Debug) -> Value {
	Value::unnamed_variant(format!("{variant:?}"), [])
}

/// A call within another.
pub(super) fn as_value(call: Call) -> Value {
	let name = call.name;
	let fields = call.fields.into_iter().map(|(name, value)| (name.to_owned(), value));
	Value::unnamed_variant(call.pallet, [Value::named_variant(name, fields)])
}

/// Several calls as one: all of them are done, or none.
pub fn all_or_none(calls: impl IntoIterator<Item = Call>) -> Call {
	let calls = Value::unnamed_composite(calls.into_iter().map(as_value));
	Call { pallet: "Utility", name: "batch_all", fields: vec![("calls", calls)] }
}

const REGISTRY: &str = "ContentRegistry";
const SUPERVISORS: &str = "Supervisors";

/// Sends CFX and keeps the sender's account alive.
pub fn transfer(to: &AccountId, amount: Balance) -> Call {
	let dest = Value::unnamed_variant("Id", [account(to)]);
	let fields = vec![("dest", dest), ("value", number(amount))];
	Call { pallet: "Balances", name: "transfer_keep_alive", fields }
}

/// Sends planck of SSH, or tokens of a campaign, by the number of the asset; all may be sent.
pub fn transfer_asset(asset: u32, to: &AccountId, amount: Balance) -> Call {
	let target = Value::unnamed_variant("Id", [account(to)]);
	let fields = vec![("id", number(asset)), ("target", target), ("amount", number(amount))];
	Call { pallet: "Assets", name: "transfer", fields }
}

/// What is registered of a title beside its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration {
	/// Root over the cell descriptors.
	pub cells_root: Hash32,
	/// Cells, play time, size.
	pub geometry: Geometry,
	/// Division of the rewards.
	pub split: RewardSplit,
	/// What the bearer may do with it.
	pub licence: Licence,
	/// SHA2-256 of the metadata record.
	pub metadata_hash: Hash32,
	/// Price of watching in planck.
	pub price_cfx: Balance,
	/// Whether donations are welcome.
	pub takes_donations: bool,
}

/// Registers a title.
pub fn register_title(content: &ContentId, title: &Registration) -> Call {
	let Geometry { cells, duration_ms, size_bytes } = title.geometry;
	let geometry = Value::named_composite([
		("cells", number(cells)),
		("duration_ms", number(duration_ms)),
		("size_bytes", number(size_bytes)),
	]);
	let split = Value::named_composite([
		("viewer_bp", number(title.split.viewer_bp)),
		("creator_bp", number(title.split.creator_bp)),
		("sharing_bp", number(title.split.sharing_bp)),
		("validators_bp", number(title.split.validators_bp)),
		("supervisor_bp", number(title.split.supervisor_bp)),
	]);
	let fields = vec![
		("content", content_id(content)),
		("cells_root", bytes(&title.cells_root)),
		("geometry", geometry),
		("split", split),
		("licence", named(&title.licence)),
		("metadata_hash", bytes(&title.metadata_hash)),
		("price_cfx", number(title.price_cfx)),
		("takes_donations", Value::bool(title.takes_donations)),
	];
	Call { pallet: REGISTRY, name: "register_title", fields }
}

/// Sets the price of watching, in planck.
pub fn set_price(content: &ContentId, price: Balance) -> Call {
	let fields = vec![("content", content_id(content)), ("price_cfx", number(price))];
	Call { pallet: REGISTRY, name: "set_price", fields }
}

/// Says whether donations for a title are welcome.
pub fn set_donations(content: &ContentId, takes_donations: bool) -> Call {
	let fields =
		vec![("content", content_id(content)), ("takes_donations", Value::bool(takes_donations))];
	Call { pallet: REGISTRY, name: "set_donations", fields }
}

/// Deletes a title for good.
pub fn delete_title(content: &ContentId) -> Call {
	Call { pallet: REGISTRY, name: "delete_title", fields: vec![("content", content_id(content))] }
}

/// Lets a creator publish until a round.
pub fn authorize_creator(
	creator: &AccountId,
	country: [u8; 2],
	case: &Hash32,
	expires_in: Round,
) -> Call {
	let fields = vec![
		("creator", account(creator)),
		("country", wrapped(&country)),
		("case", bytes(case)),
		("expires_in", number(expires_in)),
	];
	Call { pallet: SUPERVISORS, name: "authorize_creator", fields }
}

/// Takes an authorization back.
pub fn revoke_creator(creator: &AccountId) -> Call {
	let fields = vec![("creator", account(creator))];
	Call { pallet: SUPERVISORS, name: "revoke_creator", fields }
}

/// Stops the playback of a title.
pub fn stop_title(content: &ContentId, reason: ReasonCode) -> Call {
	let fields = vec![("content", content_id(content)), ("reason", named(&reason))];
	Call { pallet: SUPERVISORS, name: "stop_title", fields }
}

/// Allows it again.
pub fn reinstate_title(content: &ContentId) -> Call {
	let fields = vec![("content", content_id(content))];
	Call { pallet: SUPERVISORS, name: "reinstate_title", fields }
}

/// Reports a title to the supervisors of its country.
pub fn report_title(content: &ContentId, reason: ReasonCode) -> Call {
	let fields = vec![("content", content_id(content)), ("reason", named(&reason))];
	Call { pallet: SUPERVISORS, name: "report_title", fields }
}

/// Forbids a creator to publish until a round.
pub fn sanction_creator(creator: &AccountId, until: Round, reason: ReasonCode) -> Call {
	let fields =
		vec![("creator", account(creator)), ("until", number(until)), ("reason", named(&reason))];
	Call { pallet: SUPERVISORS, name: "sanction_creator", fields }
}

/// Lets a sanctioned creator publish again.
pub fn lift_sanction(creator: &AccountId) -> Call {
	let fields = vec![("creator", account(creator))];
	Call { pallet: SUPERVISORS, name: "lift_sanction", fields }
}

/// Takes one's own report back, once it is old enough.
pub fn withdraw_report(report: u64) -> Call {
	Call { pallet: SUPERVISORS, name: "withdraw_report", fields: vec![("report", number(report))] }
}

/// Decides a report.
pub fn decide_report(report: u64, verdict: Verdict) -> Call {
	let fields = vec![("report", number(report)), ("verdict", named(&verdict))];
	Call { pallet: SUPERVISORS, name: "decide_report", fields }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_call_is_named_by_its_pallet_and_variants_by_their_names() {
		let call = stop_title(&ContentId([1; 32]), ReasonCode::Misleading);
		assert_eq!(call.to_string(), "Supervisors.stop_title");
		assert_eq!(call.fields[1].1, Value::unnamed_variant("Misleading", []));
		assert_eq!(named(&Licence::CcBySa), Value::unnamed_variant("CcBySa", []));
	}
}
