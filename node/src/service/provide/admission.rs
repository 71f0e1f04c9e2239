//! What a viewer brings from a desk: opened, checked, granted.

use super::{Introduced, MAX_INTRODUCED, Provider};
use async_trait::async_trait;
use bytes::Bytes;
use codec::DecodeAll;
use reel_fragment_store::{Admission, DownloadKey, GrantId, Handle, NotAdmitted};
use reel_primitives::geometry::MAX_CELL_MS;
use reel_rpc_api::{ProviderGrant, SEALED_GRANT_BYTES, SignedProviderGrant};
use reel_view_service::{Clock, SystemClock};
use sp_core::{Pair, sr25519};
use std::time::{Duration, UNIX_EPOCH};
use zeroize::Zeroizing;

/// Longest life of a ticket, with one cell before it and clocks that differ.
const MAX_LIFE_MS: u64 = 4 * MAX_CELL_MS as u64;

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

	/// The desk that signed, if everything about the grant is right.
	fn check(&self, signed: &SignedProviderGrant, now_ms: u64) -> Result<usize, NotAdmitted> {
		let SignedProviderGrant { grant, signature } = signed;
		let desk = self.desks.place_of(&grant.desk).ok_or(UNKNOWN_DESK)?;
		let ends = now_ms..now_ms.saturating_add(MAX_LIFE_MS);
		let is_ours = grant.genesis == self.genesis
			&& grant.provider == self.account()
			&& ends.contains(&grant.ends_at_ms);
		let (signature, key) =
			(sr25519::Signature::from_raw(*signature), sr25519::Public::from_raw(grant.desk));
		if is_ours && sr25519::Pair::verify(&signature, grant.signing_payload(), &key) {
			Ok(desk)
		} else {
			Err(WRONG_GRANT)
		}
	}

	/// Notes a ticket, so that what is sent under it is reported.
	fn note(&self, grant: &ProviderGrant, desk: usize, now_ms: u64) -> Result<(), NotAdmitted> {
		let mut introduced = self.introduced();
		if introduced.len() >= MAX_INTRODUCED {
			introduced.retain(|_, ticket| ticket.ends_at_ms > now_ms);
			if introduced.len() >= MAX_INTRODUCED {
				return Err(BUSY);
			}
		}
		let ends_at_ms = grant.ends_at_ms;
		introduced.entry(grant.ticket).or_insert(Introduced { desk, ends_at_ms, told: 0 });
		Ok(())
	}
}

#[async_trait]
impl Admission for Provider {
	async fn admit(&self, store: &Handle, introduction: Bytes) -> Result<(), NotAdmitted> {
		let signed = self.open(&introduction).ok_or(DOES_NOT_OPEN)?;
		let now_ms = SystemClock.now_ms();
		let desk = self.check(&signed, now_ms)?;
		let grant = &signed.grant;
		let cell = store.local_cell(grant.content, grant.cell).await;
		let cell = cell.ok().flatten().ok_or(NOT_HERE)?;
		self.note(grant, desk, now_ms)?;
		let ends_at = UNIX_EPOCH + Duration::from_millis(grant.ends_at_ms);
		let key = DownloadKey::new(grant.download_key);
		let granted = store.grant(GrantId(grant.ticket), key, cell.fragments, ends_at);
		granted.map_err(|_| BUSY)
	}
}
