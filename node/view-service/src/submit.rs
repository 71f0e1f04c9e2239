//! Taking play data at the desk that issued the ticket (C6).

use crate::{
	authority::key_bytes,
	batch::play_id,
	book::{Book, PlayRecord, TicketRecord, Verdict},
	desk::Desk,
	gossip::{AcceptedPlay, Message},
	play::{CountedPlay, ProvenPlay, ReceivedPlay, TimedPlay},
	provider::ProviderReport,
};
use reel_primitives::{
	AccountId,
	play::{SignedPlay, Ticket},
	time::round_of_ms,
};
use reel_rpc_api::{PlayAccepted, Rejection, to_hex};
use std::net::IpAddr;

impl Desk {
	/// A viewer hands in a play.
	pub(crate) async fn submit_play(
		&self,
		signed: SignedPlay,
		origin: Option<IpAddr>,
	) -> Result<PlayAccepted, Rejection> {
		let now_ms = self.clock.now_ms();
		self.limits.origin(origin, now_ms)?;
		let record = self.open_ticket(&signed)?;
		let ticket = &record.signed.ticket;

		let received = ReceivedPlay::check(signed.clone(), ticket)?;
		let timed = TimedPlay::check(received, now_ms)?;
		let title = self.playable(&ticket.content)?;
		let proven = ProvenPlay::check(timed, &title)?;
		proven.check_reports(&self.reports(ticket).await)?;

		// Effects.
		let accepted = self.sign_accepted(&record, signed.clone(), now_ms)?;
		let id = play_id(&signed);
		{
			let mut book = self.book();
			// Another submission may have come in while the providers were asked.
			if book.tickets.get(&signed.play.ticket).is_none_or(|known| known.play.is_some()) {
				return Err(Rejection::AlreadySubmitted);
			}
			CountedPlay::check(proven, |key| book.is_taken(&Book::mark(&self.store, key)))?;
			let record = PlayRecord {
				accepted: accepted.clone(),
				first_seen_ms: now_ms,
				is_live: true,
				attempts: 0,
				paid_in: None,
				failed_in: None,
			};
			book.put_play(&self.store, id, &record)?;
			book.set_verdict(&id, Verdict::Valid);
		}
		self.metrics.accepted.inc();
		self.broadcast(&Message::Play(accepted));
		Ok(PlayAccepted { ticket: to_hex(signed.play.ticket), round: round_of_ms(now_ms) })
	}

	/// The ticket of a play that may still be submitted here.
	fn open_ticket(&self, signed: &SignedPlay) -> Result<TicketRecord, Rejection> {
		let book = self.book();
		let record = book.tickets.get(&signed.play.ticket).filter(|record| record.is_own);
		let record = record.ok_or(Rejection::TicketUnknown)?;
		if record.play.is_some() {
			return Err(Rejection::AlreadySubmitted);
		}
		if book.waiting() >= self.config.max_waiting_plays {
			return Err(Rejection::Busy);
		}
		Ok(record.clone())
	}

	/// What the providers at hand sent for a ticket.
	async fn reports(&self, ticket: &Ticket) -> Vec<(AccountId, ProviderReport)> {
		let mut reports = Vec::new();
		for provider in &self.providers {
			let account = provider.account();
			if ticket.providers.contains(&account)
				&& let Some(report) = provider.report(ticket.id()).await
			{
				reports.push((account, report));
			}
		}
		reports
	}

	/// Signs with the key that signed the ticket, which may be that of a session before.
	fn sign_accepted(
		&self,
		record: &TicketRecord,
		play: SignedPlay,
		accepted_at_ms: u64,
	) -> Result<AcceptedPlay, Rejection> {
		let desk = record.signed.ticket.desk;
		let key = self.signer.own_keys().into_iter().find(|key| key_bytes(key) == desk);
		let key = key.ok_or(Rejection::NotAValidator)?;
		let ticket = record.signed.clone();
		let mut accepted = AcceptedPlay { ticket, play, accepted_at_ms, signature: [0; 64] };
		let signature = self.signer.sign(&key, &accepted.signing_payload());
		accepted.signature = signature.ok_or(Rejection::NotAValidator)?.into_inner().0;
		Ok(accepted)
	}
}
