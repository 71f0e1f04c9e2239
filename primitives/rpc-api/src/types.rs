//! What the methods take and give.

use crate::Rejection;
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{AccountId, ContentId, Hash32, Round};
use serde::{Deserialize, Serialize};
use std::fmt;

const DESK_KEY_DOMAIN: &[u8] = b"reelchain/desk-key/v1";
const SECRET_DOMAIN: &[u8] = b"reelchain/secret/v1";

/// Length of a sealed secret: ephemeral key 32, tag 16, content id 32, secret 32.
pub const SEALED_SECRET_BYTES: usize = 112;

/// What a box holds: content id ‖ secret. The id binds the box to its title: whoever copies it into a deposit of
/// another title is not handed that title's keys.
pub fn boxed_secret(content: &ContentId, secret: &[u8; 32]) -> [u8; 64] {
	let mut bytes = [0; 64];
	bytes[..32].copy_from_slice(&content.0);
	bytes[32..].copy_from_slice(secret);
	bytes
}

/// Most boxes in a deposit, one for each authority.
pub const MAX_SEALED_BOXES: usize = 1_024;

/// Bytes as `0x…`.
pub fn to_hex(bytes: impl AsRef<[u8]>) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// The bytes of `0x…`; the `0x` may be missing.
///
/// # Errors
/// [`Rejection::Malformed`] when the text is not pairs of hex digits.
pub fn from_hex(text: &str) -> Result<Vec<u8>, Rejection> {
	hex::decode(text.strip_prefix("0x").unwrap_or(text)).map_err(|_| Rejection::Malformed)
}

/// The object whose whole SCALE encoding the hex text is.
///
/// # Errors
/// [`Rejection::Malformed`] when it is not, or bytes are left over.
pub fn scale_from_hex<T: DecodeAll>(text: &str) -> Result<T, Rejection> {
	T::decode_all(&mut &from_hex(text)?[..]).map_err(|_| Rejection::Malformed)
}

/// Why a play will not be paid although it may be watched (C6). The labels never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UnpaidReason {
	/// The account's view of this cell counts in this period already.
	AlreadyCounted,
}

/// What a viewer gets for an ask (C5). Holds two keys, so it is for the viewer alone; `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketGrant {
	/// Hex SCALE of the `SignedTicket`.
	pub ticket: String,
	/// Key of the fragments in transit: hex of 32 bytes.
	pub download_key: String,
	/// Key of the cell at rest: hex of 16 bytes.
	pub cell_key: String,
	/// Base URL of each of the ticket's providers, in the same order; empty for one that is gone. Fragments are at
	/// `{gateway}/keyed/{ticket id}/{fragment index}`.
	pub gateways: Vec<String>,
	/// What each provider is shown first, at `POST {gateway}/keyed`: a [`ProviderGrant`](crate::ProviderGrant) sealed for it
	/// alone, hex of [`SEALED_GRANT_BYTES`](crate::SEALED_GRANT_BYTES). `null` for the desk's own store, which knows already.
	#[serde(default)]
	pub introductions: Vec<Option<String>>,
	/// Whether a play of this ticket can be paid. If not, the cell may be watched all the same, and play data for the
	/// ticket is refused: nobody need search for a nonce.
	pub paid: bool,
	/// Why it is not paid; `null` when it is.
	pub unpaid_because: Option<UnpaidReason>,
}

impl fmt::Debug for TicketGrant {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("TicketGrant")
			.field("ticket", &self.ticket)
			.field("gateways", &self.gateways)
			.field("paid", &self.paid)
			.field("unpaid_because", &self.unpaid_because)
			.finish_non_exhaustive()
	}
}

/// A play was found right and will be put into a batch (C6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayAccepted {
	/// Hex id of its ticket.
	pub ticket: String,
	/// Round that it belongs to.
	pub round: Round,
}

/// Where a play stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum PlayState {
	/// This desk knows no such ticket, or has forgotten it.
	Unknown,
	/// The ticket was issued; play data has not come.
	Ticketed,
	/// Play data was found right and waits for a batch.
	Accepted {
		/// Round that it belongs to.
		round: Round,
	},
	/// Part of a batch that is being voted on.
	Batched {
		/// Round of the batch.
		round: Round,
	},
	/// Its batch was accepted: the reward is paid or can be claimed.
	Paid {
		/// Round of the batch.
		round: Round,
	},
	/// Its batch was not accepted; it waits for a later one.
	RolledOver {
		/// Round of the batch that failed.
		round: Round,
	},
}

/// The key to which a creator seals secrets for one desk (C5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskKey {
	/// Hex of the authority's `pov1` session key, 32 bytes.
	pub authority: String,
	/// Hex of the desk's X25519 public key, 32 bytes.
	pub public: String,
	/// Hex of the authority's sr25519 signature over [`desk_key_payload`], 64 bytes.
	pub signature: String,
}

/// The bytes that an authority signs to vouch for its desk's X25519 key.
pub fn desk_key_payload(genesis: &Hash32, public: &[u8; 32]) -> Vec<u8> {
	[DESK_KEY_DOMAIN, genesis, public].concat()
}

/// An award that an account may claim out of a payout root (C9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimable {
	/// Round of the batch.
	pub round: Round,
	/// Place of the bill of ads in the batch that awards it; `None`: the round itself does. It is claimed under the number that
	/// `reel_primitives::ads::ad_claims` gives (C11).
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub bill: Option<u8>,
	/// The account's shares (milliseconds × basis points; of a bill planck), decimal.
	pub shares: String,
	/// Position of its leaf in the payout tree.
	pub index: u32,
}

/// What an account was awarded in rounds that became sums (C9); the difference is what it can claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumAward {
	/// Generation of the sums.
	pub generation: u32,
	/// Its sum, CFX in planck, decimal.
	pub sum_planck: String,
	/// What it was paid of it, CFX in planck, decimal.
	pub paid_planck: String,
}

/// How a desk stands. Numbers only: nobody is named, and no title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskStat {
	/// Tickets that it knows, its own and those of other desks, the last hour's.
	pub tickets: u64,
	/// Plays that it knows, the last hour's.
	pub plays: u64,
	/// Batches that it proposed or saw, and that are not decided.
	pub undecided_batches: u64,
	/// Round of the oldest of those.
	pub oldest_undecided_round: Option<Round>,
	/// Rounds from the end of the round of the last batch that was paid until this desk knew of it.
	pub batch_lag_rounds: Option<u64>,
	/// Offers of other providers that stand.
	pub providers: u64,
}

/// Size and use of a node's fragment store (S1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreStat {
	/// Blocks kept.
	pub blocks: u64,
	/// Bytes that they take.
	pub bytes: u64,
	/// Bytes that they may take.
	pub quota_bytes: u64,
}

/// A creator hands the secret of a title to the desks (C5).
///
/// Each box is a libsodium sealed box (X25519, XSalsa20-Poly1305) of [`boxed_secret`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SecretDeposit {
	/// The title.
	pub content: ContentId,
	/// Who registered it, and signs.
	pub creator: AccountId,
	/// The authority's `pov1` key with the box for its desk of [`SEALED_SECRET_BYTES`]; at most
	/// [`MAX_SEALED_BOXES`].
	pub sealed: Vec<(Hash32, Vec<u8>)>,
	/// sr25519 by the creator, over [`SecretDeposit::signing_payload`].
	pub signature: [u8; 64],
}

impl SecretDeposit {
	/// The bytes that the creator signs: domain ‖ genesis ‖ SCALE(content, creator, sealed).
	pub fn signing_payload(&self, genesis: &Hash32) -> Vec<u8> {
		let fields = (&self.content, &self.creator, &self.sealed).encode();
		[SECRET_DOMAIN, genesis, &fields].concat()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_grant_does_not_show_its_keys() {
		let grant = TicketGrant {
			ticket: "0x01".into(),
			download_key: to_hex([0xcd; 32]),
			cell_key: to_hex([0xef; 16]),
			gateways: vec!["http://127.0.0.1:1".into()],
			introductions: vec![None],
			paid: false,
			unpaid_because: Some(UnpaidReason::AlreadyCounted),
		};
		let shown = format!("{grant:?}");
		assert!(!shown.contains("cdcd") && !shown.contains("efef"), "{shown}");
		let json = serde_json::to_string(&grant).unwrap();
		assert_eq!(serde_json::from_str::<TicketGrant>(&json).unwrap(), grant);
		assert!(json.contains(r#""paid":false,"unpaid_because":"already-counted""#), "{json}");
	}

	#[test]
	fn states_are_tagged_in_kebab_case() {
		let json = serde_json::to_string(&PlayState::RolledOver { round: 7 }).unwrap();
		assert_eq!(json, r#"{"state":"rolled-over","round":7}"#);
		let unknown = serde_json::from_str::<PlayState>(r#"{"state":"unknown"}"#).unwrap();
		assert_eq!(unknown, PlayState::Unknown);
	}

	#[test]
	fn hex_is_read_with_and_without_prefix_and_nothing_may_be_left_over() {
		assert_eq!(to_hex([0, 0xab]), "0x00ab");
		assert_eq!(from_hex("0x00AB"), Ok(vec![0, 0xab]));
		assert_eq!(from_hex("00ab"), Ok(vec![0, 0xab]));
		assert_eq!(from_hex("0x0"), Err(Rejection::Malformed));
		assert_eq!(scale_from_hex::<u32>("0x07000000"), Ok(7));
		assert_eq!(scale_from_hex::<u32>("0x0700000000"), Err(Rejection::Malformed));
	}

	#[test]
	fn a_deposit_is_bound_to_chain_and_fields_but_not_to_its_signature() {
		let deposit = SecretDeposit {
			content: ContentId([1; 32]),
			creator: AccountId::new([2; 32]),
			sealed: vec![([4; 32], vec![5; SEALED_SECRET_BYTES])],
			signature: [6; 64],
		};
		let payload = deposit.signing_payload(&[7; 32]);
		assert!(payload.starts_with(b"reelchain/secret/v1"));
		assert_ne!(payload, deposit.signing_payload(&[8; 32]));
		let other = SecretDeposit { content: ContentId([9; 32]), ..deposit.clone() };
		assert_ne!(payload, other.signing_payload(&[7; 32]));
		let signed = SecretDeposit { signature: [0; 64], ..deposit.clone() };
		assert_eq!(payload, signed.signing_payload(&[7; 32]));
		assert_eq!(scale_from_hex::<SecretDeposit>(&to_hex(deposit.encode())), Ok(deposit));
	}
}
