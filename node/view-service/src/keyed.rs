//! What providers tell this desk, and what it tells viewers of them; see [`crate::providers`] (C5).

use crate::{
	ProviderReport, Source,
	service::Core,
	signature::{is_signed, key_bytes, signature_bytes},
};
use codec::Encode;
use crypto_box::PublicKey;
use rand::rngs::OsRng;
use reel_merkle::binary;
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32,
	ids::PovId,
	keys::{DownloadKey, download_key},
	play::{Ticket, TicketId},
};
use reel_rpc_api::{
	MAX_HELD_RUNS, MAX_OFFER_SKEW_MS, MAX_REPORT_FRAGMENTS, MAX_REPORTS, OfferTaken, ProviderGrant,
	Rejection, SignedOffer, SignedProviderGrant, SignedReports, is_gateway_url, to_hex,
};
use zeroize::Zeroizing;

impl Core {
	/// Takes a provider's offer.
	pub(crate) fn take_offer(
		&self,
		signed: SignedOffer,
		source: Source,
	) -> Result<OfferTaken, Rejection> {
		let now_ms = self.limit_providers(source)?;
		let SignedOffer { offer, signature } = &signed;
		if offer.genesis != self.genesis {
			return Err(Rejection::WrongChain);
		}
		if now_ms.abs_diff(offer.made_at_ms) > MAX_OFFER_SKEW_MS {
			return Err(Rejection::AskExpired);
		}
		if offer.held.len() > MAX_HELD_RUNS || !is_gateway_url(&offer.gateway) {
			return Err(Rejection::Malformed);
		}
		let desk = self.own_seat().ok_or(Rejection::NotAValidator)?;
		// What costs nothing first: copies use up nothing.
		if !self.providers().is_new_offer(offer) {
			return Err(Rejection::AskExpired);
		}
		self.check_provider(&offer.provider, signature, now_ms, &|| offer.signing_payload())?;
		let until_ms = self.providers().take(signed, now_ms)?;
		Ok(OfferTaken { desk: to_hex(key_bytes(&desk)), until_ms })
	}

	/// Takes what a provider says it sent under tickets of this desk; of how many.
	pub(crate) fn take_reports(
		&self,
		signed: SignedReports,
		source: Source,
	) -> Result<u32, Rejection> {
		let now_ms = self.limit_providers(source)?;
		let SignedReports { reports, signature } = signed;
		if reports.genesis != self.genesis {
			return Err(Rejection::WrongChain);
		}
		let too_long = reports.reports.iter().any(|it| it.hashes.len() > MAX_REPORT_FRAGMENTS);
		if reports.reports.len() > MAX_REPORTS || too_long {
			return Err(Rejection::Malformed);
		}
		let (provider, made_at_ms) = (&reports.provider, reports.made_at_ms);
		let own: Vec<Hash32> = self.parts.signer.own_keys().iter().map(key_bytes).collect();
		if !own.contains(&reports.desk) {
			return Err(Rejection::NotAValidator);
		}
		if now_ms.abs_diff(made_at_ms) > MAX_OFFER_SKEW_MS {
			return Err(Rejection::AskExpired);
		}
		// What costs nothing first: what is of no ticket that runs, and copies, use up nothing.
		let named: Vec<Option<Ticket>> = {
			let store = self.store();
			let tickets = reports.reports.iter().map(|report| {
				let ticket = &store.state().tickets.get(&report.ticket)?.signed.ticket;
				let is_named = own.contains(&ticket.desk)
					&& ticket.closes_at_ms() >= now_ms
					&& ticket.providers.contains(provider);
				is_named.then(|| ticket.clone())
			});
			tickets.collect()
		};
		if named.iter().all(Option::is_none) {
			return Ok(0);
		}
		if !self.providers().are_new_reports(provider, made_at_ms) {
			return Err(Rejection::AskExpired);
		}
		self.check_provider(provider, &signature, now_ms, &|| reports.signing_payload())?;
		let mut providers = self.providers();
		providers.begin_reports(provider, made_at_ms, now_ms)?;
		let mut taken = 0;
		for (report, ticket) in reports.reports.into_iter().zip(named) {
			let Some(ticket) = ticket else { continue };
			let (id, hashes) = (report.ticket, report.hashes);
			let report = ProviderReport { hashes, bytes: report.bytes };
			taken += u32::from(providers.note(&ticket, id, provider, report));
		}
		drop(providers);
		self.metrics.reports(taken);
		Ok(taken)
	}

	/// Whether a provider signed a message, as far as that is looked at now.
	fn check_provider(
		&self,
		provider: &AccountId,
		signature: &[u8; 64],
		now_ms: u64,
		payload: &dyn Fn() -> Vec<u8>,
	) -> Result<(), Rejection> {
		self.providers().may_check(provider, now_ms)?;
		if is_signed(provider.as_ref(), signature, &payload()) {
			return Ok(());
		}
		self.providers().note_forged(now_ms);
		Err(Rejection::WrongSignature)
	}

	/// The limit of an address, if it is known; the time.
	fn limit_providers(&self, source: Source) -> Result<u64, Rejection> {
		// Not those of strangers, which are the viewers'.
		if let Source::Address(_) = source {
			self.limit_source(source)?;
		}
		Ok(self.now_ms())
	}

	/// Providers that may send a cell, at most `most` of them; `not`: the viewer, and this node's own.
	pub(crate) fn draw_providers(
		&self,
		content: &ContentId,
		cell: CellIndex,
		not: [&AccountId; 2],
		most: usize,
	) -> Vec<AccountId> {
		self.providers().draw((content, cell), not, most, self.now_ms())
	}

	/// Base URL of each provider of a ticket, and what the desk `key` seals for it; `None` for this node's own store. The
	/// URL of one that is gone is empty.
	pub(crate) fn reach_providers(
		&self,
		(key, own): (&PovId, &AccountId),
		ticket: &Ticket,
		id: TicketId,
		download_key: &DownloadKey,
	) -> Result<(Vec<String>, Vec<Option<String>>), Rejection> {
		let mut reached = (Vec::new(), Vec::new());
		for provider in &ticket.providers {
			let (gateway, sealed) = if provider == own {
				(self.parts.provider.gateway(), None)
			} else {
				let found = self.providers().reach(provider, self.now_ms());
				let introduced = found.and_then(|(gateway, public)| {
					let grant = ProviderGrant {
						genesis: ticket.genesis,
						desk: ticket.desk,
						provider: provider.clone(),
						ticket: id,
						content: ticket.content,
						cell: ticket.cell,
						ends_at_ms: ticket.closes_at_ms(),
						download_key: *download_key,
					};
					Some((gateway, Some(self.introduce(key, grant, &public)?)))
				});
				introduced.unwrap_or_default()
			};
			reached.0.push(gateway);
			reached.1.push(sealed);
		}
		if reached.0.iter().all(String::is_empty) {
			return Err(Rejection::NoProvider);
		}
		Ok(reached)
	}

	/// A grant, signed and sealed; `None` for a key that is no point: its provider cannot be sealed to.
	fn introduce(&self, key: &PovId, grant: ProviderGrant, public: &PublicKey) -> Option<String> {
		let signature = self.parts.signer.sign(key, &grant.signing_payload())?;
		let signed = SignedProviderGrant { signature: signature_bytes(&signature), grant };
		let bytes = Zeroizing::new(signed.encode());
		public.seal(&mut OsRng, &bytes).ok().map(to_hex)
	}

	/// What the providers of a ticket say of it.
	pub(crate) async fn reports_of(
		&self,
		ticket: &Ticket,
		id: TicketId,
		own: &AccountId,
	) -> Vec<(AccountId, Option<ProviderReport>)> {
		let mut reports = Vec::with_capacity(ticket.providers.len());
		for provider in &ticket.providers {
			let report = if provider == own {
				self.parts.provider.report(id).await
			} else {
				self.providers().report(&id, provider)
			};
			reports.push((provider.clone(), report));
		}
		reports
	}

	/// What the view hash of a ticket's cell has to be, if this node's own store holds the cell. That takes reading and
	/// sealing all of it, so it is done once for a ticket, whatever becomes of its plays, and for one ticket at a time.
	pub(crate) async fn expected_view_hash(&self, ticket: &Ticket, id: TicketId) -> Option<Hash32> {
		let _alone = self.sealing_cell.lock().await;
		let known = self.providers().expected(&id);
		if let Some(known) = known {
			return known;
		}
		let hashes = self.sealed_hashes(ticket, id).await;
		let expected = hashes.map(|hashes| binary::root(&hashes));
		self.providers().note_expected(ticket, id, expected);
		expected
	}

	/// Its grant may have been lost with an earlier life of the node.
	async fn sealed_hashes(&self, ticket: &Ticket, id: TicketId) -> Option<Vec<Hash32>> {
		let secret = self.secrets.get(&ticket.content).ok().flatten()?;
		let key = download_key(&secret, &ticket.content, ticket.cell, &ticket.viewer);
		let key = Zeroizing::new(key);
		let provider = &self.parts.provider;
		let ends_at_ms = ticket.closes_at_ms();
		let granted = provider.grant(id, *key, ticket.content, ticket.cell, ends_at_ms).await;
		if granted { provider.sealed_hashes(id).await } else { None }
	}
}
