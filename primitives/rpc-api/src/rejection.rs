//! Why a desk says no. Codes and labels are part of the RPC and never change their meaning.

use serde::{Deserialize, Serialize};

macro_rules! rejections {
	($(
		$(#[$doc:meta])*
		$code:literal $label:literal $variant:ident
			$({ $( $(#[$field_doc:meta])* $field:ident : $type:ty ),+ $(,)? })?
	)+) => {
		/// Why a desk turned an ask, a play, a claim or a secret down. In JSON, as the error's `data`, it is an
		/// object with its `label` and its figures.
		#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
		#[serde(tag = "label")]
		#[non_exhaustive]
		pub enum PlayRejection {
			$(
				$(#[$doc])*
				#[serde(rename = $label)]
				$variant $({ $( $(#[$field_doc])* $field: $type ),+ })?,
			)+
		}

		impl PlayRejection {
			/// Every label, with its code.
			pub const ALL: &'static [(i32, &'static str)] = &[$(($code, $label)),+];

			/// The code in the JSON-RPC error.
			pub const fn code(&self) -> i32 {
				match self { $( Self::$variant $({ $($field: _),+ })? => $code, )+ }
			}

			/// Its name in JSON, logs and metrics.
			pub const fn label(&self) -> &'static str {
				match self { $( Self::$variant $({ $($field: _),+ })? => $label, )+ }
			}
		}
	};
}

rejections! {
	/// The desk itself failed; the reason is in its log.
	#[error("the desk failed to answer: ask another validator")]
	9100 "internal" Internal
	/// Submitted before the cell could have ended (C6).
	#[error("play came after {watched_ms} ms, the cell lasts {duration_ms} ms: submit when it has been watched")]
	9101 "too_fast" TooFast {
		/// From the start of the ticket to the submission.
		watched_ms: u64,
		/// Play time of the cell.
		duration_ms: u64,
	}
	/// Submitted after 1.5 × the play time (C6).
	#[error("play came after {watched_ms} ms, at most {limit_ms} ms are allowed: watch the cell again")]
	9102 "too_slow" TooSlow {
		/// From the start of the ticket to the submission.
		watched_ms: u64,
		/// 1.5 × the play time.
		limit_ms: u64,
	}
	/// The nonce does not reach the difficulty (C6).
	#[error("nonce does not reach {difficulty_bits} zero bits: search on")]
	9103 "wrong_nonce" WrongNonce {
		/// Leading zero bits asked for.
		difficulty_bits: u8,
	}
	/// A revealed leaf is not the one that the PlayCode picks, or does not lead to the cell's root.
	#[error("leaf {position} of the answer is not leaf {expected} of the cell: reveal the picked leaves")]
	9104 "wrong_leaf" WrongLeaf {
		/// Position in the answer.
		position: u32,
		/// Leaf that the PlayCode picks.
		expected: u32,
	}
	/// The view hash is not that of the fragments as they were sent (C5, C6).
	#[error("view hash differs from what the providers sent: hash the fragments as transferred")]
	9105 "wrong_view_hash" WrongViewHash
	/// The descriptor is not that of the ticket's cell under the title's cells root.
	#[error("descriptor is not that of the cell: take it from the title's manifest")]
	9106 "wrong_descriptor" WrongDescriptor
	/// Not signed by whom it names.
	#[error("signature does not match {signer}: sign with that account's key")]
	9107 "wrong_signature" WrongSignature {
		/// Address of the account that should have signed.
		signer: String,
	}
	/// This desk has no such ticket.
	#[error("no such ticket: submit to the desk that issued it")]
	9108 "ticket_unknown" TicketUnknown
	/// The ticket's time is over.
	#[error("ticket ended at {closed_at_ms} ms: ask for a new one")]
	9109 "ticket_expired" TicketExpired {
		/// When, in Unix milliseconds.
		closed_at_ms: u64,
	}
	/// The account's view of this cell counts in this period already, or waits to be counted (C6).
	#[error("cell counts already in period {period}: watch it, but it earns nothing before the next period")]
	9110 "already_counted" AlreadyCounted {
		/// The period.
		period: u64,
	}
	/// The ticket's play was submitted before.
	#[error("play of this ticket was submitted already: ask for its status")]
	9111 "already_submitted" AlreadySubmitted
	/// The account watches in real time: one ticket runs, one is ahead.
	#[error("the account's stream is full until {free_at_ms} ms: ask again then")]
	9112 "stream_busy" StreamBusy {
		/// When the running cell ends, in Unix milliseconds.
		free_at_ms: u64,
	}
	/// Too many requests from this address or account.
	#[error("too many requests: try again in {retry_after_ms} ms")]
	9113 "rate_limited" RateLimited {
		/// Milliseconds until one more is taken.
		retry_after_ms: u64,
	}
	/// The ask was made too long ago, or in the future.
	#[error("ask was made {difference_ms} ms away from the desk's clock: set the clock and ask again")]
	9114 "ask_expired" AskExpired {
		/// Distance between the clocks.
		difference_ms: u64,
	}
	/// Receipts are not what the providers report.
	#[error("receipts differ from what the providers report: sign what was received from each")]
	9115 "receipt_mismatch" ReceiptMismatch
	/// The desk is at one of its limits.
	#[error("desk is busy: try again in {retry_after_ms} ms")]
	9116 "busy" Busy {
		/// Milliseconds to wait.
		retry_after_ms: u64,
	}
	/// The node holds no session key of a current authority.
	#[error("node is not a validator of this session: ask another")]
	9117 "not_a_validator" NotAValidator
	/// Made for another chain.
	#[error("made for another chain: use this chain's genesis hash")]
	9118 "wrong_chain" WrongChain
	/// A parameter could not be read.
	#[error("parameter {parameter} could not be read: {reason}")]
	9119 "malformed" Malformed {
		/// Its name.
		parameter: String,
		/// What is wrong with it.
		reason: String,
	}
	/// This desk has nothing to claim for the account.
	#[error("nothing to claim here: claimable rounds are known to the desk that holds the batch")]
	9120 "nothing_to_claim" NothingToClaim
	/// No provider at hand holds the cell.
	#[error("no provider holds the cell: try again later, or ask another validator")]
	9201 "no_provider" NoProvider
	/// No such title.
	#[error("no such title: check the magnet")]
	9301 "title_not_found" TitleNotFound
	/// A supervisor stopped it.
	#[error("a supervisor stopped the title: it cannot be played")]
	9302 "title_stopped" TitleStopped
	/// Its owner deleted it.
	#[error("the owner deleted the title: it cannot be played")]
	9303 "title_deleted" TitleDeleted
	/// The title costs, and the viewer has not bought it.
	#[error("the title costs {price_cfx} planck: buy it first")]
	9304 "not_bought" NotBought {
		/// Price in planck of CFX, decimal.
		price_cfx: String,
	}
	/// The title has fewer cells.
	#[error("cell is out of range: the title has {cells} cells, counted from 0")]
	9305 "cell_out_of_range" CellOutOfRange {
		/// Its number of cells.
		cells: u32,
	}
	/// This desk has no secret of the title.
	#[error("desk has no key of this title yet: try again in a moment, or ask another validator")]
	9306 "no_secret" NoSecret
	/// A deposit that this desk cannot take.
	#[error("secret was refused: {reason}")]
	9307 "secret_refused" SecretRefused {
		/// Why.
		reason: String,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::collections::BTreeSet;

	#[test]
	fn codes_and_labels_are_unique_and_in_our_ranges() {
		let codes: BTreeSet<_> = PlayRejection::ALL.iter().map(|(code, _)| code).collect();
		let labels: BTreeSet<_> = PlayRejection::ALL.iter().map(|(_, label)| label).collect();
		assert_eq!(codes.len(), PlayRejection::ALL.len());
		assert_eq!(labels.len(), PlayRejection::ALL.len());
		assert!(codes.iter().all(|code| (9_100..9_400).contains(*code)));
	}

	#[test]
	fn data_carries_label_and_figures() {
		let rejection = PlayRejection::TooFast { watched_ms: 1, duration_ms: 2 };
		let json = serde_json::to_value(&rejection).unwrap();
		let expected =
			serde_json::json!({ "label": "too_fast", "watched_ms": 1, "duration_ms": 2 });
		assert_eq!(json, expected);
		assert_eq!(serde_json::from_value::<PlayRejection>(json).unwrap(), rejection);
		assert_eq!((rejection.code(), rejection.label()), (9_101, "too_fast"));
		let bare = serde_json::to_value(PlayRejection::NoSecret).unwrap();
		assert_eq!(bare, serde_json::json!({ "label": "no_secret" }));
	}
}
