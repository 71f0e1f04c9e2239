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
//! | messages of one provider a minute | `per_provider` |
//! | messages of all a minute, wrongly signed ones included | `per_providers` |
//! | reported hashes | `max_reported_hashes`, of tickets that run; then reports are refused |
//!
//! A provider whose reports differ from the receipts under three tickets, with none that agrees between, is not drawn for
//! ten minutes. Longer would let viewers that lie drive an honest one away.

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
use reel_rpc_api::{HeldCells, OFFER_LIFE_MS, Rejection, SignedOffer};
use std::collections::HashMap;

/// Disagreements in a row after which a provider is not drawn for a while.
const MAX_FAULTS: u8 = 3;

/// How long it is not drawn.
const SHUN_MS: u64 = 600_000;

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

/// What is noted of the transfers of a ticket.
struct Transfers {
	until_ms: u64,
	by: Vec<(AccountId, ProviderReport)>,
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

/// What this desk knows of other providers.
pub(crate) struct Providers {
	max: usize,
	max_hashes: usize,
	per_all: u64,
	table: HashMap<AccountId, Entry>,
	reports: HashMap<TicketId, Transfers>,
	/// Places for hashes in all of `reports`.
	hashes: usize,
	all: Bucket,
	each: RateLimiter,
}

impl Providers {
	pub(crate) fn new(config: &crate::Config, limiter_key: Hash32, now_ms: u64) -> Self {
		let per_all = config.per_providers.max(1).into();
		Self {
			max: config.max_providers,
			max_hashes: config.max_reported_hashes,
			per_all,
			table: HashMap::new(),
			reports: HashMap::new(),
			hashes: 0,
			all: Bucket::full(per_all, now_ms),
			each: RateLimiter::new(limiter_key, config.per_provider),
		}
	}

	pub(crate) fn limit_all(&mut self, now_ms: u64) -> Result<(), Rejection> {
		let taken = self.all.take(1, self.per_all, now_ms);
		taken.map_err(|retry_after_ms| Rejection::RateLimited { retry_after_ms })
	}

	/// Of a provider that has shown who it is. Only copies of what it signed use it up beside itself.
	pub(crate) fn limit(&mut self, provider: &AccountId, now_ms: u64) -> Result<(), Rejection> {
		let taken = self.each.take(provider.as_ref(), now_ms);
		taken.map_err(|retry_after_ms| Rejection::RateLimited { retry_after_ms })
	}

	/// Notes an offer, checked before. Until when it stands.
	pub(crate) fn take(
		&mut self,
		SignedOffer { offer, .. }: SignedOffer,
		now_ms: u64,
	) -> Result<u64, Rejection> {
		self.limit(&offer.provider, now_ms)?;
		let until_ms = now_ms.saturating_add(OFFER_LIFE_MS);
		if let Some(entry) = self.table.get_mut(&offer.provider) {
			if offer.made_at_ms <= entry.made_at_ms {
				return Err(Rejection::AskExpired);
			}
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
		let sent = |report: &ProviderReport| report.hashes.iter().flatten().count();
		let of_ticket = self.reports.get(&id).map(|reported| &reported.by[..]).unwrap_or_default();
		let before = of_ticket.iter().find(|(account, _)| account == provider);
		let places = before.map_or(0, |(_, before)| before.hashes.len());
		if before.is_some_and(|(_, before)| sent(before) > sent(&report)) {
			return false;
		}
		let hashes = (self.hashes - places).saturating_add(report.hashes.len());
		// What says that nothing was sent takes no place from others.
		if sent(&report) == 0 || hashes > self.max_hashes {
			return false;
		}
		self.hashes = hashes;
		let by = &mut self.reports.entry(id).or_insert_with(|| Transfers::of(ticket)).by;
		by.retain(|(account, _)| account != provider);
		by.push((provider.clone(), report));
		true
	}

	pub(crate) fn report(&self, id: &TicketId, provider: &AccountId) -> Option<ProviderReport> {
		let by = &self.reports.get(id)?.by;
		by.iter().find(|(account, _)| account == provider).map(|(_, report)| report.clone())
	}

	/// What was noted of the view hash of a ticket's cell.
	pub(crate) fn expected(&self, id: &TicketId) -> Option<Option<Hash32>> {
		self.reports.get(id)?.expected
	}

	/// Notes what it has to be; `None` when this desk cannot tell.
	pub(crate) fn note_expected(&mut self, ticket: &Ticket, id: TicketId, hash: Option<Hash32>) {
		self.reports.entry(id).or_insert_with(|| Transfers::of(ticket)).expected = Some(hash);
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
		let reported = self.reports.entry(id).or_insert_with(|| Transfers::of(ticket));
		if reported.faulted.contains(provider) {
			return false;
		}
		reported.faulted.push(provider.clone());
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
		if let Some(gone) = self.reports.remove(id) {
			self.hashes -= gone.by.iter().map(|(_, report)| report.hashes.len()).sum::<usize>();
		}
	}

	/// Drops what is over.
	pub(crate) fn prune(&mut self, now_ms: u64) {
		let over = self.reports.iter().filter(|(_, reported)| reported.until_ms < now_ms);
		let over: Vec<TicketId> = over.map(|(id, _)| *id).collect();
		over.iter().for_each(|id| self.forget(id));
		self.table.retain(|_, entry| entry.until_ms.max(entry.shunned_until_ms) > now_ms);
	}

	/// Offers that stand.
	pub(crate) fn standing(&self, now_ms: u64) -> usize {
		self.table.values().filter(|entry| entry.stands(now_ms)).count()
	}
}
