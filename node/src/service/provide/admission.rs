//! What a viewer brings from a desk: opened, checked, granted.

use super::{Introduced, MAX_INTRODUCED, Provider};
use async_trait::async_trait;
use bytes::Bytes;
use codec::DecodeAll;
use reel_fragment_store::{Admission, DownloadKey, GrantId, Handle, NotAdmitted};
use reel_primitives::{geometry::MAX_CELL_MS, play::TicketId};
use reel_rpc_api::{ProviderGrant, SEALED_GRANT_BYTES, SignedProviderGrant};
use reel_view_service::{Clock, SystemClock};
use sp_core::{Pair, sr25519};
use std::{
	collections::HashMap,
	time::{Duration, UNIX_EPOCH},
};
use zeroize::Zeroizing;

/// Longest life of a ticket, with one cell before it and clocks that differ.
const MAX_LIFE_MS: u64 = 4 * MAX_CELL_MS as u64;

/// How long a viewer has to ask for the first fragment before its ticket may have to make room.
const UNUSED_MS: u64 = 10_000;

const fn not(label: &'static str, message: &'static str) -> NotAdmitted {
	NotAdmitted { label, message }
}

const DOES_NOT_OPEN: NotAdmitted = not(
	"does_not_open",
	"this is not sealed for this provider as it runs now: ask for a new ticket",
);
const WRONG_GRANT: NotAdmitted = not(
	"wrong_grant",
	"what was sealed is for another chain, provider or time, or not by its desk",
);
const UNKNOWN_DESK: NotAdmitted =
	not("unknown_desk", "this provider sends for other desks than the one that sealed this");
const NOT_HERE: NotAdmitted = not("not_here", "this provider does not hold the cell any more");
const BUSY: NotAdmitted = not("busy", "too many tickets are under way here: try another provider");

impl Provider {
	/// Opens what a desk sealed for this provider.
	fn open(&self, sealed: &[u8]) -> Option<SignedProviderGrant> {
		if sealed.len() != SEALED_GRANT_BYTES {
			return None;
		}
		let open = Zeroizing::new(self.secret.unseal(sealed).ok()?);
		SignedProviderGrant::decode_all(&mut &open[..]).ok()
	}

	/// Whether everything about a grant is right.
	fn check(&self, signed: &SignedProviderGrant, now_ms: u64) -> Result<(), NotAdmitted> {
		let SignedProviderGrant { grant, signature } = signed;
		if !self.desks.know(&grant.desk) {
			return Err(UNKNOWN_DESK);
		}
		let ends = now_ms..now_ms.saturating_add(MAX_LIFE_MS);
		let is_ours = grant.genesis == self.genesis
			&& grant.provider == self.account()
			&& ends.contains(&grant.ends_at_ms);
		let (signature, key) =
			(sr25519::Signature::from_raw(*signature), sr25519::Public::from_raw(grant.desk));
		if is_ours && sr25519::Pair::verify(&signature, grant.signing_payload(), &key) {
			Ok(())
		} else {
			Err(WRONG_GRANT)
		}
	}

	/// Notes a ticket, so that what is sent under it is reported. Each desk has its part of the room; when that is used up,
	/// tickets under which nothing was asked for make room.
	fn note(&self, store: &Handle, grant: &ProviderGrant, now_ms: u64) -> Result<(), NotAdmitted> {
		let mut introduced = self.introduced();
		let part = MAX_INTRODUCED / self.desks.number().max(1);
		let of_desk = |introduced: &HashMap<TicketId, Introduced>| {
			introduced.values().filter(|ticket| ticket.desk == grant.desk).count()
		};
		if of_desk(&introduced) >= part && !introduced.contains_key(&grant.ticket) {
			introduced.retain(|id, ticket| {
				let is_used = || {
					let sent = store.transfer_report(&GrantId(*id));
					sent.is_some_and(|sent| sent.bytes > 0)
				};
				ticket.ends_at_ms > now_ms
					&& (ticket.desk != grant.desk
						|| ticket.since_ms.saturating_add(UNUSED_MS) > now_ms
						|| is_used())
			});
			if of_desk(&introduced) >= part {
				return Err(BUSY);
			}
		}
		let (desk, ends_at_ms) = (grant.desk, grant.ends_at_ms);
		let ticket = Introduced { desk, since_ms: now_ms, ends_at_ms, told: 0, refused: 0 };
		introduced.entry(grant.ticket).or_insert(ticket);
		Ok(())
	}
}

#[async_trait]
impl Admission for Provider {
	async fn admit(&self, store: &Handle, introduction: Bytes) -> Result<(), NotAdmitted> {
		let signed = self.open(&introduction).ok_or(DOES_NOT_OPEN)?;
		let now_ms = SystemClock.now_ms();
		self.check(&signed, now_ms)?;
		let grant = &signed.grant;
		let cell = store.local_cell(grant.content, grant.cell).await;
		let cell = cell.ok().flatten().ok_or(NOT_HERE)?;
		self.note(store, grant, now_ms)?;
		let ends_at = UNIX_EPOCH + Duration::from_millis(grant.ends_at_ms);
		let key = DownloadKey::new(grant.download_key);
		let granted = store.grant(GrantId(grant.ticket), key, cell.fragments, ends_at);
		granted.map_err(|_| BUSY)
	}
}
