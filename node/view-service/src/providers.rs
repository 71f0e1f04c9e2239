//! Providers beside the desk's own store (C5): who offers to send, who is drawn for a ticket, what they say they sent.
//!
//! ```text
//! offer ──► table ──drawn──► ticket ──► viewer ──► provider ──► report ──► held against the receipts (`play::Senders`)
//! ```
//!
//! Providers come to the desk; it never calls an address that it was told. All of this lies in memory: an offer is made
//! again every twenty seconds, and a report is needed for a minute or two. What is lost with the desk costs the plays that
//! are under way their senders' part, and no viewer its own.
//!
//! # Bounds
//!
//! | what | most |
//! |---|---|
//! | offers | `max_providers`, 1,024 runs of cells each; then those that are over go, then newcomers are refused |
//! | messages of one provider a minute | `per_provider`, counted when the signature is right and the message no copy |
//! | wrongly signed messages a minute | `forged_providers`; beyond it those of known providers alone, `per_provider` each |
//! | reported hashes | `max_reported_hashes`, of tickets that run, a sixteenth of them of one provider; then reports are refused |
//!
//! A message that is no later than one before of the same provider is a copy, and costs nobody anything. Of a report only what
//! was sent takes room.
//!
//! A provider whose reports differ from the receipts under three tickets, with none that agrees between, is not drawn for
//! ten minutes. Longer would let viewers that lie drive an honest one away. What it never reported is held against nobody: a
//! viewer can name whom it likes.

use crate::{
	ProviderReport,
	rate_limit::{Bucket, RateLimiter},
};
use crypto_box::PublicKey;
use rand::{rngs::OsRng, seq::IteratorRandom};
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32,
	play::{Ticket, TicketId},
};
use reel_rpc_api::{HeldCells, MAX_OFFER_SKEW_MS, OFFER_LIFE_MS, Offer, Rejection, SignedOffer};
use std::collections::HashMap;

/// Disagreements in a row after which a provider is not drawn for a while.
const MAX_FAULTS: u8 = 3;

/// How long it is not drawn.
const SHUN_MS: u64 = 600_000;

/// Providers that can fill the room for reports together.
const PARTS: usize = 16;

/// How long a report is kept after its ticket is over.
const KEEP_REPORT_MS: u64 = 10_000;

struct Entry {
	public: [u8; 32],
	gateway: String,
	held: Vec<HeldCells>,
	made_at_ms: u64,
	until_ms: u64,
	faults: u8,
	shunned_until_ms: u64,
}

impl Entry {
	fn stands(&self, now_ms: u64) -> bool {
		self.until_ms > now_ms && self.shunned_until_ms <= now_ms
	}
}

/// A report with room for what was sent alone.
struct Sparse {
	fragments: usize,
	sent: Vec<(usize, Hash32)>,
	bytes: u64,
}

impl From<ProviderReport> for Sparse {
	fn from(ProviderReport { hashes, bytes }: ProviderReport) -> Self {
		let sent = hashes.iter().enumerate().filter_map(|(place, hash)| Some((place, (*hash)?)));
		Self { fragments: hashes.len(), sent: sent.collect(), bytes }
	}
}

impl From<&Sparse> for ProviderReport {
	fn from(sparse: &Sparse) -> Self {
		let mut hashes = vec![None; sparse.fragments];
		for (place, hash) in &sparse.sent {
			if let Some(to) = hashes.get_mut(*place) {
				*to = Some(*hash);
			}
		}
		Self { hashes, bytes: sparse.bytes }
	}
}

/// What is noted of the transfers of a ticket.
struct Transfers {
	until_ms: u64,
	by: Vec<(AccountId, Sparse)>,
	/// With whom the ticket's viewer disagreed: once a ticket, however often it hands in its play.
	faulted: Vec<AccountId>,
	/// What the view hash has to be, once that was looked into.
	expected: Option<Option<Hash32>>,
}

impl Transfers {
	fn of(ticket: &Ticket) -> Self {
		let until_ms = ticket.closes_at_ms().saturating_add(KEEP_REPORT_MS);
		Self { until_ms, by: Vec::new(), faulted: Vec::new(), expected: None }
	}
}

/// Who has reported something.
#[derive(Default)]
struct Reporter {
	/// The time of its last message.
	made_at_ms: u64,
	/// Hashes that it has in all reports.
	hashes: usize,
}

/// What this desk knows of other providers.
pub(crate) struct Providers {
	max: usize,
	max_hashes: usize,
	table: HashMap<AccountId, Entry>,
	transfers: HashMap<TicketId, Transfers>,
	reporters: HashMap<AccountId, Reporter>,
	/// Hashes in all of `transfers`.
	hashes: usize,
	per_forged: u64,
	forged: Bucket,
	/// By name, while there are too many forged ones.
	claimed: RateLimiter,
	each: RateLimiter,
}

impl Providers {
	pub(crate) fn new(config: &crate::Config, limiter_key: Hash32, now_ms: u64) -> Self {
		let per_forged = config.forged_providers.max(1).into();
		Self {
			max: config.max_providers,
			max_hashes: config.max_reported_hashes,
			table: HashMap::new(),
			transfers: HashMap::new(),
			reporters: HashMap::new(),
			hashes: 0,
			per_forged,
			forged: Bucket::full(per_forged, now_ms),
			claimed: RateLimiter::new(limiter_key, config.per_provider),
			each: RateLimiter::new(limiter_key, config.per_provider),
		}
	}

	/// Whether the signature of a message in the name of `provider` is looked at.
	pub(crate) fn may_check(&mut self, provider: &AccountId, now_ms: u64) -> Result<(), Rejection> {
		let limited = |retry_after_ms| Rejection::RateLimited { retry_after_ms };
		if self.forged.has_one(self.per_forged, now_ms) {
			Ok(())
		} else if self.table.contains_key(provider) || self.reporters.contains_key(provider) {
			self.claimed.take(provider.as_ref(), now_ms).map_err(limited)
		} else {
			Err(limited(60_000_u64.div_ceil(self.per_forged)))
		}
	}

	/// Notes a message with a wrong signature.
	pub(crate) fn note_forged(&mut self, now_ms: u64) {
		// None left: it was one that is counted by name.
		let _ = self.forged.take(1, self.per_forged, now_ms);
	}

	/// Of a provider that has shown who it is.
	fn limit(&mut self, provider: &AccountId, now_ms: u64) -> Result<(), Rejection> {
		let taken = self.each.take(provider.as_ref(), now_ms);
		taken.map_err(|retry_after_ms| Rejection::RateLimited { retry_after_ms })
	}

	/// Whether an offer is later than those before of the same provider.
	pub(crate) fn is_new_offer(&self, offer: &Offer) -> bool {
		let known = self.table.get(&offer.provider);
		known.is_none_or(|entry| offer.made_at_ms > entry.made_at_ms)
	}

	/// Whether reports are later than those before of the same provider.
	pub(crate) fn are_new_reports(&self, provider: &AccountId, made_at_ms: u64) -> bool {
		let known = self.reporters.get(provider);
		known.is_none_or(|reporter| made_at_ms > reporter.made_at_ms)
	}

	/// Begins to take reports of a provider, signed by it.
	pub(crate) fn begin_reports(
		&mut self,
		provider: &AccountId,
		made_at_ms: u64,
		now_ms: u64,
	) -> Result<(), Rejection> {
		if !self.are_new_reports(provider, made_at_ms) {
			return Err(Rejection::AskExpired);
		}
		self.limit(provider, now_ms)?;
		self.reporters.entry(provider.clone()).or_default().made_at_ms = made_at_ms;
		Ok(())
	}

	/// Notes an offer, checked before. Until when it stands.
	pub(crate) fn take(
		&mut self,
		SignedOffer { offer, .. }: SignedOffer,
		now_ms: u64,
	) -> Result<u64, Rejection> {
		if !self.is_new_offer(&offer) {
			return Err(Rejection::AskExpired);
		}
		self.limit(&offer.provider, now_ms)?;
		let until_ms = now_ms.saturating_add(OFFER_LIFE_MS);
		if let Some(entry) = self.table.get_mut(&offer.provider) {
			(entry.public, entry.gateway, entry.held) = (offer.public, offer.gateway, offer.held);
			(entry.made_at_ms, entry.until_ms) = (offer.made_at_ms, until_ms);
			return Ok(until_ms);
		}
		if self.table.len() >= self.max {
			self.table.retain(|_, entry| entry.until_ms.max(entry.shunned_until_ms) > now_ms);
			if self.table.len() >= self.max {
				return Err(Rejection::Busy);
			}
		}
		let entry = Entry {
			public: offer.public,
			gateway: offer.gateway,
			held: offer.held,
			made_at_ms: offer.made_at_ms,
			until_ms,
			faults: 0,
			shunned_until_ms: 0,
		};
		self.table.insert(offer.provider, entry);
		Ok(until_ms)
	}

	/// At most `most` of those that hold a cell, drawn at random; never the viewer itself.
	pub(crate) fn draw(
		&self,
		(content, cell): (&ContentId, CellIndex),
		not: [&AccountId; 2],
		most: usize,
		now_ms: u64,
	) -> Vec<AccountId> {
		let holds = |entry: &Entry| entry.held.iter().any(|held| held.holds(content, cell));
		let able = self.table.iter().filter(|(account, entry)| {
			!not.contains(account) && entry.stands(now_ms) && holds(entry)
		});
		able.map(|(account, _)| account.clone()).choose_multiple(&mut OsRng, most)
	}

	/// Where a provider is reached, and the key in its offer; `None` when it is gone.
	pub(crate) fn reach(&self, provider: &AccountId, now_ms: u64) -> Option<(String, PublicKey)> {
		let entry = self.table.get(provider).filter(|entry| entry.stands(now_ms))?;
		Some((entry.gateway.clone(), PublicKey::from(entry.public)))
	}

	/// Notes a report of a ticket that names `provider`. Whether it was taken: not one of nothing sent, nor of less than
	/// before, nor one for which there is no room.
	pub(crate) fn note(
		&mut self,
		ticket: &Ticket,
		id: TicketId,
		provider: &AccountId,
		report: ProviderReport,
	) -> bool {
		let of_ticket = self.transfers.get(&id).map(|noted| &noted.by[..]).unwrap_or_default();
		let before = of_ticket.iter().find(|(account, _)| account == provider);
		let before = before.map_or(0, |(_, before)| before.sent.len());
		let report = Sparse::from(report);
		let sent = report.sent.len();
		if sent == 0 || before > sent {
			return false;
		}
		let own = self.reporters.get(provider).map_or(0, |reporter| reporter.hashes);
		let (all, own) = (self.hashes - before + sent, own.saturating_sub(before) + sent);
		// One that reports more than any line carries keeps nobody else out.
		if all > self.max_hashes || own > (self.max_hashes / PARTS).max(1) {
			return false;
		}
		self.hashes = all;
		self.reporters.entry(provider.clone()).or_default().hashes = own;
		let by = &mut self.transfers.entry(id).or_insert_with(|| Transfers::of(ticket)).by;
		by.retain(|(account, _)| account != provider);
		by.push((provider.clone(), report));
		true
	}

	pub(crate) fn report(&self, id: &TicketId, provider: &AccountId) -> Option<ProviderReport> {
		let by = &self.transfers.get(id)?.by;
		by.iter().find(|(account, _)| account == provider).map(|(_, report)| report.into())
	}

	/// What was noted of the view hash of a ticket's cell.
	pub(crate) fn expected(&self, id: &TicketId) -> Option<Option<Hash32>> {
		self.transfers.get(id)?.expected
	}

	/// Notes what it has to be; `None` when this desk cannot tell.
	pub(crate) fn note_expected(&mut self, ticket: &Ticket, id: TicketId, hash: Option<Hash32>) {
		self.transfers.entry(id).or_insert_with(|| Transfers::of(ticket)).expected = Some(hash);
	}

	/// Notes that a provider and a viewer said the same.
	pub(crate) fn agreed(&mut self, provider: &AccountId) {
		if let Some(entry) = self.table.get_mut(provider) {
			entry.faults = 0;
		}
	}

	/// Notes that they did not. Whether that was new of this ticket.
	pub(crate) fn differed(
		&mut self,
		ticket: &Ticket,
		id: TicketId,
		provider: &AccountId,
		now_ms: u64,
	) -> bool {
		let noted = self.transfers.entry(id).or_insert_with(|| Transfers::of(ticket));
		if noted.faulted.contains(provider) {
			return false;
		}
		noted.faulted.push(provider.clone());
		// It never said that it sent anything: the viewer may name whom it likes.
		if !noted.by.iter().any(|(account, _)| account == provider) {
			return true;
		}
		let Some(entry) = self.table.get_mut(provider) else { return true };
		entry.faults = entry.faults.saturating_add(1);
		if entry.faults >= MAX_FAULTS {
			entry.faults = 0;
			entry.shunned_until_ms = now_ms.saturating_add(SHUN_MS);
		}
		true
	}

	/// Drops the reports of a ticket.
	pub(crate) fn forget(&mut self, id: &TicketId) {
		let Some(gone) = self.transfers.remove(id) else { return };
		for (provider, report) in gone.by {
			let sent = report.sent.len();
			self.hashes = self.hashes.saturating_sub(sent);
			if let Some(reporter) = self.reporters.get_mut(&provider) {
				reporter.hashes = reporter.hashes.saturating_sub(sent);
			}
		}
	}

	/// Drops what is over.
	pub(crate) fn prune(&mut self, now_ms: u64) {
		let over = self.transfers.iter().filter(|(_, noted)| noted.until_ms < now_ms);
		let over: Vec<TicketId> = over.map(|(id, _)| *id).collect();
		over.iter().for_each(|id| self.forget(id));
		self.table.retain(|_, entry| entry.until_ms.max(entry.shunned_until_ms) > now_ms);
		// A copy of what it said is too old to be taken by then.
		self.reporters.retain(|_, reporter| {
			let copies_end = reporter.made_at_ms.saturating_add(2 * MAX_OFFER_SKEW_MS);
			reporter.hashes > 0 || copies_end > now_ms
		});
	}

	/// Offers that stand.
	pub(crate) fn standing(&self, now_ms: u64) -> usize {
		self.table.values().filter(|entry| entry.stands(now_ms)).count()
	}
}
