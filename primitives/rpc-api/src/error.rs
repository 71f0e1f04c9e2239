//! Why a desk, or a node asked about the chain, says no. Codes and labels are part of the interface and never change their meaning.

use serde::{Deserialize, Serialize};

/// Why an ask, a play, a claim, a secret or a question was turned down. In JSON an object with its `label` and its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "label", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rejection {
	/// The play came before the cell could have ended (C6).
	#[error(
		"play came after {watched_ms} ms, the cell lasts {duration_ms} ms: submit when it has been watched"
	)]
	TooFast {
		/// From the ticket's start to the submission.
		watched_ms: u64,
		/// Play time of the cell.
		duration_ms: u64,
	},
	/// The play came after 1.5 × the play time (C6).
	#[error(
		"play came after {watched_ms} ms, the cell lasts {duration_ms} ms: submit within 1.5 times that"
	)]
	TooSlow {
		/// From the ticket's start to the submission.
		watched_ms: u64,
		/// Play time of the cell.
		duration_ms: u64,
	},
	/// The nonce is not the work asked for (C6).
	#[error("nonce does not reach the difficulty: search for one over the final view hash")]
	WrongNonce,
	/// A leaf is not the one picked, or does not lead to the cell's root.
	#[error("a leaf is not what the play code picks: reveal the picked leaves in order")]
	WrongLeaf,
	/// The view hash is not that of the fragments as sent (C5).
	#[error("view hash differs from what was sent: hash the fragments as transferred")]
	WrongViewHash,
	/// The descriptor is not that of the ticket's cell.
	#[error("descriptor is not that of the cell: take it from the title's manifest")]
	WrongDescriptor,
	/// Not signed by whom it names.
	#[error("signature does not match: sign with the account named")]
	WrongSignature,
	/// This desk has no such ticket.
	#[error("no such ticket: submit to the desk that issued it")]
	TicketUnknown,
	/// The account's view of this cell counts in this period already (C6). Only said of play data: an ask for the cell
	/// is granted, unpaid.
	#[error("cell was counted for this account in this period: it earns again in the next")]
	AlreadyCounted,
	/// The ticket's play was accepted before.
	#[error("play of this ticket was submitted already: ask for its status")]
	AlreadySubmitted,
	/// The chain knows no such title.
	#[error("no such title: check the magnet")]
	TitleNotFound,
	/// A supervisor stopped the title (C3).
	#[error("title was stopped by a supervisor: it cannot be played")]
	TitleStopped,
	/// The owner deleted the title.
	#[error("title was deleted by its owner: it cannot be played")]
	TitleDeleted,
	/// The title costs and the viewer has not bought it.
	#[error("title is not free: buy it first")]
	NotBought,
	/// The title has fewer cells.
	#[error("title has fewer cells: they count from 0")]
	CellOutOfRange,
	/// One ticket of the account runs and one is ahead.
	#[error("account already watches one cell with one ahead: ask again when the first has ended")]
	StreamBusy,
	/// Too many requests from this address or account.
	#[error("too many requests: try again in {retry_after_ms} ms")]
	RateLimited {
		/// Milliseconds until one more is taken.
		retry_after_ms: u64,
	},
	/// The desk has no secret of this title.
	#[error("desk has no key of this title: ask another validator")]
	NoSecret,
	/// No provider at hand holds the cell.
	#[error("no provider holds the cell: try again later or ask another validator")]
	NoProvider,
	/// The ask was made more than a minute away from the desk's clock.
	#[error("ask is more than a minute off the desk's clock: set the clock and ask again")]
	AskExpired,
	/// Made for another chain.
	#[error("made for another chain: use this chain's genesis hash")]
	WrongChain,
	/// The receipts are not what the providers report.
	#[error("receipts differ from what was sent: sign what was received from each provider")]
	ReceiptMismatch,
	/// The desk is at one of its limits.
	#[error("desk is busy: try again in a moment")]
	Busy,
	/// The node holds no session key of a current authority.
	#[error("node is no validator of this session: ask another")]
	NotAValidator,
	/// A parameter could not be read.
	#[error("parameter could not be read: send 0x and the SCALE encoding")]
	Malformed,
	/// The desk itself failed; its log says why.
	#[error("desk failed to answer: ask another validator")]
	Internal,
	/// The account is no curator, nor the hot key of one (C12).
	#[error("no such curator: name the account that registered it, or its hot key")]
	CuratorNotFound,
	/// The title has fewer spans (C12).
	#[error("title has fewer spans: each has 16 cells, and they count from 0")]
	SpanNotFound,
	/// No campaign may be shown to this viewer in this title now, or none whose ad this desk can send (C11).
	#[error("no ad for this place: go on with the title")]
	NoAd,
	/// A click under a ticket that is of no ad (C11).
	#[error("ticket is of no ad: there is nothing to click")]
	NotAnAd,
}

impl Rejection {
	/// The code in the JSON-RPC error: 9101 and up.
	pub const fn code(&self) -> i32 {
		match self {
			Self::TooFast { .. } => 9101,
			Self::TooSlow { .. } => 9102,
			Self::WrongNonce => 9103,
			Self::WrongLeaf => 9104,
			Self::WrongViewHash => 9105,
			Self::WrongDescriptor => 9106,
			Self::WrongSignature => 9107,
			Self::TicketUnknown => 9108,
			Self::AlreadyCounted => 9109,
			Self::AlreadySubmitted => 9110,
			Self::TitleNotFound => 9111,
			Self::TitleStopped => 9112,
			Self::TitleDeleted => 9113,
			Self::NotBought => 9114,
			Self::CellOutOfRange => 9115,
			Self::StreamBusy => 9116,
			Self::RateLimited { .. } => 9117,
			Self::NoSecret => 9118,
			Self::NoProvider => 9119,
			Self::AskExpired => 9120,
			Self::WrongChain => 9121,
			Self::ReceiptMismatch => 9122,
			Self::Busy => 9123,
			Self::NotAValidator => 9124,
			Self::Malformed => 9125,
			Self::Internal => 9126,
			Self::CuratorNotFound => 9127,
			Self::SpanNotFound => 9128,
			Self::NoAd => 9129,
			Self::NotAnAd => 9130,
		}
	}

	/// Its name in JSON, logs and metrics.
	pub const fn label(&self) -> &'static str {
		match self {
			Self::TooFast { .. } => "too-fast",
			Self::TooSlow { .. } => "too-slow",
			Self::WrongNonce => "wrong-nonce",
			Self::WrongLeaf => "wrong-leaf",
			Self::WrongViewHash => "wrong-view-hash",
			Self::WrongDescriptor => "wrong-descriptor",
			Self::WrongSignature => "wrong-signature",
			Self::TicketUnknown => "ticket-unknown",
			Self::AlreadyCounted => "already-counted",
			Self::AlreadySubmitted => "already-submitted",
			Self::TitleNotFound => "title-not-found",
			Self::TitleStopped => "title-stopped",
			Self::TitleDeleted => "title-deleted",
			Self::NotBought => "not-bought",
			Self::CellOutOfRange => "cell-out-of-range",
			Self::StreamBusy => "stream-busy",
			Self::RateLimited { .. } => "rate-limited",
			Self::NoSecret => "no-secret",
			Self::NoProvider => "no-provider",
			Self::AskExpired => "ask-expired",
			Self::WrongChain => "wrong-chain",
			Self::ReceiptMismatch => "receipt-mismatch",
			Self::Busy => "busy",
			Self::NotAValidator => "not-a-validator",
			Self::Malformed => "malformed",
			Self::Internal => "internal",
			Self::CuratorNotFound => "curator-not-found",
			Self::SpanNotFound => "span-not-found",
			Self::NoAd => "no-ad",
			Self::NotAnAd => "not-an-ad",
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use Rejection::*;
	use std::collections::BTreeSet;

	const ALL: [Rejection; 30] = [
		TooFast { watched_ms: 1, duration_ms: 1 },
		TooSlow { watched_ms: 1, duration_ms: 1 },
		WrongNonce,
		WrongLeaf,
		WrongViewHash,
		WrongDescriptor,
		WrongSignature,
		TicketUnknown,
		AlreadyCounted,
		AlreadySubmitted,
		TitleNotFound,
		TitleStopped,
		TitleDeleted,
		NotBought,
		CellOutOfRange,
		StreamBusy,
		RateLimited { retry_after_ms: 1 },
		NoSecret,
		NoProvider,
		AskExpired,
		WrongChain,
		ReceiptMismatch,
		Busy,
		NotAValidator,
		Malformed,
		Internal,
		CuratorNotFound,
		SpanNotFound,
		NoAd,
		NotAnAd,
	];

	#[test]
	fn codes_are_pinned_and_unique_and_labels_are_those_of_the_json() {
		let codes: Vec<_> = ALL.iter().map(Rejection::code).collect();
		assert_eq!(codes, (9_101..9_101 + ALL.len() as i32).collect::<Vec<_>>());
		let labels: BTreeSet<_> = ALL.iter().map(Rejection::label).collect();
		assert_eq!(labels.len(), ALL.len());
		for rejection in ALL {
			let json = serde_json::to_value(rejection).unwrap();
			assert_eq!(json["label"], rejection.label());
			assert_eq!(serde_json::from_value::<Rejection>(json).unwrap(), rejection);
		}
	}
}
