//! Keyed transfers from other nodes than the desk's own (C5): what a provider tells a desk, and a viewer a provider.
//!
//! ```text
//! provider ── SignedOffer ────► desk        where it is reached, which cells it holds, a key to seal to
//! desk ────── TicketGrant ────► viewer      three providers at most, drawn among those that hold the cell; for each of them
//!                                           a ProviderGrant with the DownloadKey, sealed to the key in its offer
//! viewer ──── that box ───────► provider    POST /keyed
//! provider ── sealed fragments ► viewer     GET /keyed/{ticket}/{index}
//! provider ── SignedReports ──► desk        what it sent
//! ```
//!
//! A desk calls nobody whom it was told of, and keeps no key for anybody: the viewer carries the grant to the provider, in a
//! box that only the provider opens, signed by the desk. The grant names ticket, title and cell, not the viewer: no provider
//! learns who watches what.

use codec::{Decode, Encode};
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32, keys::download_key_commitment, play::TicketId,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize;

const OFFER_DOMAIN: &[u8] = b"reelchain/offer/v1";
const GRANT_DOMAIN: &[u8] = b"reelchain/provider-grant/v1";
const REPORTS_DOMAIN: &[u8] = b"reelchain/transfer-reports/v2";

/// Most runs of cells in an offer.
pub const MAX_HELD_RUNS: usize = 1_024;

/// Longest URL in an offer, in bytes.
pub const MAX_GATEWAY_BYTES: usize = 256;

/// How long an offer stands, in milliseconds.
pub const OFFER_LIFE_MS: u64 = 90_000;

/// Farthest that a provider's clock may be off, in milliseconds.
pub const MAX_OFFER_SKEW_MS: u64 = 60_000;

/// Most tickets in one message of reports.
pub const MAX_REPORTS: usize = 256;

/// Most fragments in a report: a cell of 60 s at 100 Mbit/s has 716.
pub const MAX_REPORT_FRAGMENTS: usize = 2_048;

/// Largest encoded message of reports, in bytes.
pub const MAX_REPORTS_BYTES: usize = 1 << 20;

/// Length of a sealed grant: ephemeral key 32, tag 16, and an encoded [`SignedProviderGrant`].
pub const SEALED_GRANT_BYTES: usize = 48 + 204 + 64;

/// Successive cells of a title, all of them whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct HeldCells {
	/// The title.
	pub content: ContentId,
	/// The first of them.
	pub first: CellIndex,
	/// How many; 0 says nothing.
	pub count: u32,
}

impl HeldCells {
	/// Whether a cell is one of them.
	pub fn holds(&self, content: &ContentId, cell: CellIndex) -> bool {
		self.content == *content
			&& cell.checked_sub(self.first).is_some_and(|place| place < self.count)
	}
}

/// A provider tells a desk that it sends, from where, and what.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offer {
	/// Genesis hash of the chain.
	pub genesis: Hash32,
	/// Who sends, signs and is paid.
	pub provider: AccountId,
	/// X25519 key to which desks seal DownloadKeys for it.
	pub public: [u8; 32],
	/// Base URL under which viewers reach its store, `http://` or `https://`, at most [`MAX_GATEWAY_BYTES`].
	pub gateway: String,
	/// What it holds, ascending; at most [`MAX_HELD_RUNS`].
	pub held: Vec<HeldCells>,
	/// The provider's clock, Unix milliseconds. A later offer replaces an earlier one.
	pub made_at_ms: u64,
}

/// An offer with its provider's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SignedOffer {
	/// What was signed.
	pub offer: Offer,
	/// sr25519 by the provider, over [`Offer::signing_payload`].
	pub signature: [u8; 64],
}

impl Offer {
	/// The bytes that the provider signs.
	pub fn signing_payload(&self) -> Vec<u8> {
		[OFFER_DOMAIN, &self.encode()].concat()
	}
}

/// A desk took an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferTaken {
	/// Hex of the session key by which this desk signs tickets, 32 bytes.
	pub desk: String,
	/// Until when it stands, by the desk's clock, Unix milliseconds.
	pub until_ms: u64,
}

/// What a provider sent under a ticket. A later report of a ticket replaces an earlier one of fewer fragments.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TransferReport {
	/// The ticket.
	pub ticket: TicketId,
	/// For each fragment of the cell the SHA2-256 of the sealed bytes, if it was sent; at most
	/// [`MAX_REPORT_FRAGMENTS`].
	pub hashes: Vec<Option<Hash32>>,
	/// Sealed bytes sent.
	pub bytes: u64,
}

/// Reports of a provider to the desk that issued the tickets.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TransferReports {
	/// Genesis hash of the chain.
	pub genesis: Hash32,
	/// The session key of the desk for which they are: copies are of no use at another.
	pub desk: Hash32,
	/// Who sent.
	pub provider: AccountId,
	/// The provider's clock, Unix milliseconds; later than in every message of reports before, so that copies are told.
	pub made_at_ms: u64,
	/// At most [`MAX_REPORTS`].
	pub reports: Vec<TransferReport>,
}

impl TransferReports {
	/// The bytes that the provider signs.
	pub fn signing_payload(&self) -> Vec<u8> {
		[REPORTS_DOMAIN, &self.encode()].concat()
	}
}

/// Reports with their provider's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SignedReports {
	/// What was signed.
	pub reports: TransferReports,
	/// sr25519 by the provider, over [`TransferReports::signing_payload`].
	pub signature: [u8; 64],
}

/// A desk lets a provider send a cell to the bearer of a ticket. Travels in a libsodium sealed box (X25519,
/// XSalsa20-Poly1305) to the key in the provider's offer. `Debug` leaves out the key, which is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ProviderGrant {
	/// Genesis hash of the chain.
	pub genesis: Hash32,
	/// The session key by which the desk signs tickets, and this.
	pub desk: Hash32,
	/// Who may send. Nobody else takes it, should this provider pass it on.
	pub provider: AccountId,
	/// The ticket.
	pub ticket: TicketId,
	/// The title.
	pub content: ContentId,
	/// The cell.
	pub cell: CellIndex,
	/// When the ticket's window ends, Unix milliseconds.
	pub ends_at_ms: u64,
	/// The DownloadKey of the ticket's viewer for the cell.
	pub download_key: [u8; 32],
}

impl ProviderGrant {
	/// The bytes that the desk signs. They hold the key's commitment in place of the key.
	pub fn signing_payload(&self) -> Vec<u8> {
		let Self { genesis, desk, provider, ticket, content, cell, ends_at_ms, download_key } =
			self;
		let commitment = download_key_commitment(download_key);
		let fields = (genesis, desk, provider, ticket, content, cell, ends_at_ms, commitment);
		[GRANT_DOMAIN, &fields.encode()].concat()
	}
}

impl Drop for ProviderGrant {
	fn drop(&mut self) {
		self.download_key.zeroize();
	}
}

impl fmt::Debug for ProviderGrant {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("ProviderGrant")
			.field("provider", &self.provider)
			.field("content", &self.content)
			.field("cell", &self.cell)
			.finish_non_exhaustive()
	}
}

/// A grant with its desk's signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SignedProviderGrant {
	/// What was signed.
	pub grant: ProviderGrant,
	/// sr25519 by the desk, over [`ProviderGrant::signing_payload`].
	pub signature: [u8; 64],
}

/// Whether a URL may stand in an offer: web, short, plain, without name or password, query or fragment.
pub fn is_gateway_url(url: &str) -> bool {
	let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
	rest.is_some_and(|rest| {
		!rest.is_empty()
			&& url.len() <= MAX_GATEWAY_BYTES
			&& !rest.starts_with('/')
			&& rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"@?#\\\"<>".contains(&byte))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	fn offer() -> Offer {
		Offer {
			genesis: [1; 32],
			provider: AccountId::new([2; 32]),
			public: [3; 32],
			gateway: "https://cells.example".into(),
			held: vec![HeldCells { content: ContentId([4; 32]), first: 16, count: 16 }],
			made_at_ms: 5,
		}
	}

	#[test]
	fn an_offer_is_signed_with_all_that_it_says() {
		let base = offer();
		assert!(base.signing_payload().starts_with(OFFER_DOMAIN));
		for changed in [
			Offer { genesis: [9; 32], ..offer() },
			Offer { provider: AccountId::new([9; 32]), ..offer() },
			Offer { public: [9; 32], ..offer() },
			Offer { gateway: "https://other.example".into(), ..offer() },
			Offer { held: Vec::new(), ..offer() },
			Offer { made_at_ms: 9, ..offer() },
		] {
			assert_ne!(changed.signing_payload(), base.signing_payload());
		}
		let reports = || TransferReports {
			genesis: [1; 32],
			desk: [2; 32],
			provider: offer().provider,
			made_at_ms: 5,
			reports: Vec::new(),
		};
		let base = reports().signing_payload();
		assert!(base.starts_with(REPORTS_DOMAIN));
		for changed in [
			TransferReports { genesis: [9; 32], ..reports() },
			TransferReports { desk: [9; 32], ..reports() },
			TransferReports { made_at_ms: 9, ..reports() },
		] {
			assert_ne!(changed.signing_payload(), base);
		}
	}

	#[test]
	fn a_run_holds_its_cells_and_no_others() {
		let [run] = offer().held[..] else { panic!("one run") };
		let content = run.content;
		let held = [15, 16, 31, 32].map(|cell| run.holds(&content, cell));
		assert_eq!(held, [false, true, true, false]);
		assert!(!run.holds(&ContentId([9; 32]), 16));
		let last = HeldCells { content, first: u32::MAX, count: 1 };
		assert!(last.holds(&content, u32::MAX) && !last.holds(&content, 0));
	}

	#[test]
	fn only_plain_web_addresses_are_gateways() {
		for url in ["http://127.0.0.1:8945", "https://cells.example", "http://[::1]:80/base"] {
			assert!(is_gateway_url(url), "{url}");
		}
		let long = format!("http://{}", "a".repeat(MAX_GATEWAY_BYTES));
		for url in [
			"",
			"http://",
			"ftp://a",
			"http://a b",
			"http://u:p@a",
			"http://a?x",
			"http:///a",
			&long,
		] {
			assert!(!is_gateway_url(url), "{url}");
		}
	}

	#[test]
	fn a_grant_is_signed_with_all_that_it_says_and_shows_no_key() {
		let grant = || ProviderGrant {
			genesis: [1; 32],
			desk: [2; 32],
			provider: AccountId::new([3; 32]),
			ticket: [4; 32],
			content: ContentId([5; 32]),
			cell: 6,
			ends_at_ms: 7,
			download_key: [0xcd; 32],
		};
		let change = |change: fn(&mut ProviderGrant)| {
			let mut changed = grant();
			change(&mut changed);
			changed.signing_payload()
		};
		let base = grant().signing_payload();
		assert!(base.starts_with(GRANT_DOMAIN));
		for changed in [
			change(|it| it.genesis[0] ^= 1),
			change(|it| it.desk[0] ^= 1),
			change(|it| it.provider = AccountId::new([9; 32])),
			change(|it| it.ticket[0] ^= 1),
			change(|it| it.content.0[0] ^= 1),
			change(|it| it.cell ^= 1),
			change(|it| it.ends_at_ms ^= 1),
			change(|it| it.download_key[0] ^= 1),
		] {
			assert_ne!(changed, base);
		}
		assert!(!base.windows(4).any(|bytes| bytes == [0xcd; 4]), "the key is in the payload");
		let shown = format!("{:?}", grant());
		assert!(!shown.contains("205") && !shown.contains("cdcd"), "{shown}");
		let signed = SignedProviderGrant { grant: grant(), signature: [8; 64] };
		assert_eq!(signed.encoded_size() + 48, SEALED_GRANT_BYTES);
	}
}
