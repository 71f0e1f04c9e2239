//! Issuing tickets (C5, C6).

use crate::{
	LOG,
	authority::{Seat, key_bytes},
	book::TicketRecord,
	desk::Desk,
	gossip::Message,
	keys::Secret,
	provider::Provider,
};
use codec::Encode;
use rand::{RngCore, rngs::OsRng, seq::SliceRandom};
use reel_primitives::{
	geometry::{CellDescriptor, MAX_CELL_MS},
	keys::{cell_key, download_key, download_key_commitment},
	play::{MAX_PROVIDERS, PlayAsk, SignedTicket, Ticket},
};
use reel_rpc_api::{Rejection, TicketGrant, to_hex};
use std::sync::Arc;
use zeroize::Zeroizing;

impl Desk {
	/// Makes a ticket, gives its providers their grants, and tells the other desks.
	pub(crate) async fn issue(
		&self,
		seat: &Seat,
		ask: &PlayAsk,
		now_ms: u64,
		starts_at_ms: u64,
		secret: &Secret,
	) -> Result<TicketGrant, Rejection> {
		let key =
			Zeroizing::new(download_key(secret.expose(), &ask.content, ask.cell, &ask.viewer));
		let (cell, mut holders) = self.holders(ask).await?;
		let (signed, gateways) = loop {
			let chosen = &holders[..holders.len().min(MAX_PROVIDERS)];
			if chosen.is_empty() {
				return Err(Rejection::NoProvider);
			}
			let mut play_code = [0; 32];
			OsRng.fill_bytes(&mut play_code);
			let ticket = Ticket {
				genesis: self.genesis,
				desk: key_bytes(&seat.key),
				viewer: ask.viewer.clone(),
				content: ask.content,
				cell: ask.cell,
				duration_ms: cell.duration_ms,
				play_code,
				issued_at_ms: now_ms,
				starts_at_ms,
				difficulty_bits: self.config.difficulty_bits,
				download_key_commitment: download_key_commitment(&key),
				providers: chosen.iter().map(|provider| provider.account()).collect(),
			};
			// The ticket names its providers, so one that refuses means another ticket. Nobody has seen this one.
			let Some(refused) = refusing(chosen, &ticket, &key).await else {
				let gateways: Vec<String> = chosen.iter().map(|it| it.gateway()).collect();
				let signature = seat.sign(&*self.signer, &ticket.signing_payload())?;
				break (SignedTicket { ticket, signature }, gateways);
			};
			holders.remove(refused);
		};
		let record = TicketRecord {
			signed: signed.clone(),
			first_seen_ms: now_ms,
			is_live: true,
			is_own: true,
			gateways,
			play: None,
		};
		self.book().put_ticket(&self.store, record.clone())?;
		self.metrics.tickets.inc();
		self.broadcast(&Message::Ticket(signed));
		Ok(self.grant_of(&record, secret))
	}

	/// The same ticket once more. Providers may have been restarted, so they get their grants again.
	pub(crate) async fn grant_again(
		&self,
		record: &TicketRecord,
		secret: &Secret,
	) -> Result<TicketGrant, Rejection> {
		let ticket = &record.signed.ticket;
		let key = Zeroizing::new(download_key(
			secret.expose(),
			&ticket.content,
			ticket.cell,
			&ticket.viewer,
		));
		let named = |provider: &&Arc<dyn Provider>| ticket.providers.contains(&provider.account());
		let providers: Vec<_> = self.providers.iter().filter(named).cloned().collect();
		if let Some(refused) = refusing(&providers, ticket, &key).await {
			log::debug!(target: LOG, "provider {refused} of a running ticket refuses its grant");
		}
		Ok(self.grant_of(record, secret))
	}

	fn grant_of(&self, record: &TicketRecord, secret: &Secret) -> TicketGrant {
		let ticket = &record.signed.ticket;
		let key = Zeroizing::new(download_key(
			secret.expose(),
			&ticket.content,
			ticket.cell,
			&ticket.viewer,
		));
		let cell_key = Zeroizing::new(cell_key(secret.expose(), ticket.cell));
		TicketGrant {
			ticket: to_hex(record.signed.encode()),
			download_key: to_hex(*key),
			cell_key: to_hex(*cell_key),
			gateways: record.gateways.clone(),
		}
	}

	/// Who holds the cell, in random order, and its descriptor. Those who disagree with the first are left out.
	async fn holders(
		&self,
		ask: &PlayAsk,
	) -> Result<(CellDescriptor, Vec<Arc<dyn Provider>>), Rejection> {
		let mut holders = Vec::new();
		for provider in &self.providers {
			if let Some(cell) = provider.cell(&ask.content, ask.cell).await
				&& cell.index == ask.cell
				&& (1..=MAX_CELL_MS).contains(&cell.duration_ms)
			{
				holders.push((cell, provider.clone()));
			}
		}
		holders.shuffle(&mut OsRng);
		let cell = holders.first().ok_or(Rejection::NoProvider)?.0;
		let agreeing = holders.into_iter().filter(|(other, _)| *other == cell);
		Ok((cell, agreeing.map(|(_, provider)| provider).collect()))
	}
}

/// Gives each provider its grant, and returns the position of the first that refuses.
async fn refusing(
	providers: &[Arc<dyn Provider>],
	ticket: &Ticket,
	key: &[u8; 32],
) -> Option<usize> {
	let (id, end) = (ticket.id(), ticket.closes_at_ms());
	for (place, provider) in providers.iter().enumerate() {
		if let Err(error) = provider.grant(id, *key, &ticket.content, ticket.cell, end).await {
			log::debug!(target: LOG, "{error}");
			return Some(place);
		}
	}
	None
}
