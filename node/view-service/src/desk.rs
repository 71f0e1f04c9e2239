//! From an ask to a ticket, from play data to an accepted play (C5, C6).

use crate::{
	ads::{Sending, Wanted},
	gossip::PLAY_PREFIX,
	kept::FullPlay,
	play::{
		Disagreement, Evidence, KnownCells, MatchedPlay, ProvenPlay, Senders, TimedPlay,
		is_accounted_for,
	},
	seal::{Seal, play_item},
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes, signature_bytes},
	state::State,
	store::Record,
	witness::Witness,
};
use codec::Encode;
use reel_primitives::{
	AccountId, CellIndex, ContentId,
	content::{TitleStatus, TitleView},
	geometry::MAX_CELL_MS,
	ids::PovId,
	keys::{cell_key, download_key, download_key_commitment},
	play::{MAX_PROVIDERS, PlayAsk, SignedPlay, SignedTicket, Ticket},
	play_ref::{PlayRef, TicketRef},
	time::{period_of, round_of_ms},
};
use reel_rpc_api::{PlayAccepted, Rejection, TicketGrant, UnpaidReason, to_hex};
use std::collections::HashMap;
use zeroize::Zeroizing;

/// Farthest that a viewer's clock may be off.
const MAX_ASK_SKEW_MS: u64 = 60_000;

/// Titles remembered until the next best block.
const MAX_TITLES: usize = 4_096;

/// Internal errors are told to the log, not to the viewer.
pub(crate) fn internal(error: impl std::fmt::Display) -> Rejection {
	log::error!(target: LOG_TARGET, "{error}");
	Rejection::Internal
}

impl Core {
	/// A registered title. The chain is asked once for each best block.
	pub(crate) fn title(&self, content: &ContentId) -> Result<TitleView<AccountId>, Rejection> {
		let best = self.parts.chain.best();
		{
			let mut net = self.net();
			if net.titles.0 != best || net.titles.1.len() >= MAX_TITLES {
				net.titles = (best, HashMap::new());
			}
			if let Some(title) = net.titles.1.get(content) {
				return Ok(title.clone());
			}
		}
		let title = self.parts.chain.title(content).map_err(internal)?;
		let title = title.ok_or(Rejection::TitleNotFound)?;
		let mut net = self.net();
		if net.titles.0 == best {
			net.titles.1.insert(*content, title.clone());
		}
		Ok(title)
	}

	/// Issues a ticket, or gives the one that runs for the same ask.
	pub(crate) async fn request_play(
		&self,
		ask: PlayAsk,
		signature: [u8; 64],
	) -> Result<TicketGrant, Rejection> {
		if ask.genesis != self.genesis {
			return Err(Rejection::WrongChain);
		}
		if self.now_ms().abs_diff(ask.asked_at_ms) > MAX_ASK_SKEW_MS {
			return Err(Rejection::AskExpired);
		}
		let viewer: &[u8; 32] = ask.viewer.as_ref();
		if !is_signed(viewer, &signature, &ask.signing_payload()) {
			return Err(Rejection::WrongSignature);
		}
		// Only now is the account known to be the one that asks.
		self.limit_account(&ask.viewer)?;
		let title = self.title(&ask.content)?;
		check_may_watch(&title, &ask)?;
		self.check_bought(&title, &ask)?;
		self.authorities().map_err(internal)?;
		let key = self.own_seat().ok_or(Rejection::NotAValidator)?;
		// Nobody would vouch for its play.
		if self.is_alone() {
			return Err(Rejection::Busy);
		}
		let (wanted, sending) = match ask.ad {
			Some(place) => self.ad_for(&ask, place, &key).await?,
			None => (Wanted::of(&ask), self.sending(&ask.content, ask.cell, &ask.viewer).await?),
		};
		let (content, cell) = (wanted.content, wanted.cell);
		let secret = sending.secret.clone();
		let download_key = Zeroizing::new(download_key(&secret, &content, cell, &ask.viewer));
		let commitment = download_key_commitment(&download_key);
		let (signed, unpaid, is_new) =
			self.ticket_for(&ask.viewer, &key, wanted, sending, commitment)?;
		// Even of one that runs: who asked for it first may still be waiting for the disk.
		self.commit().map_err(internal)?;
		self.tell();
		if is_new {
			self.metrics.ticket();
		}
		let (id, ends) = (signed.ticket.id(), signed.ticket.closes_at_ms());
		let provider = &self.parts.provider;
		let account = provider.account();
		if signed.ticket.providers.contains(&account)
			&& !provider.grant(id, *download_key, content, cell, ends).await
		{
			return Err(Rejection::NoProvider);
		}
		let (gateways, introductions) =
			self.reach_providers((&key, &account), &signed.ticket, id, &download_key)?;
		Ok(TicketGrant {
			ticket: to_hex(signed.encode()),
			download_key: to_hex(*download_key),
			cell_key: to_hex(cell_key(&secret, cell)),
			gateways,
			introductions,
			paid: unpaid.is_none(),
			unpaid_because: unpaid,
		})
	}

	/// What it takes to send a cell.
	pub(crate) async fn sending(
		&self,
		content: &ContentId,
		cell: CellIndex,
		viewer: &AccountId,
	) -> Result<Sending, Rejection> {
		let Some(secret) = self.secrets.get(content).map_err(internal)? else {
			self.note_lacking(*content);
			return Err(Rejection::NoSecret);
		};
		let provider = &self.parts.provider;
		let duration_ms = provider.cell_duration_ms(*content, cell).await;
		let duration_ms = duration_ms
			.filter(|duration| (1..=MAX_CELL_MS).contains(duration))
			.ok_or(Rejection::NoProvider)?;
		let account = provider.account();
		let own = provider.has_cell(*content, cell).await.then(|| account.clone());
		let most = MAX_PROVIDERS - usize::from(own.is_some());
		let drawn = self.draw_providers(content, cell, [viewer, &account], most);
		if own.is_none() && drawn.is_empty() {
			return Err(Rejection::NoProvider);
		}
		Ok(Sending { secret, duration_ms, own, drawn })
	}

	/// Whether a title with a price was bought by who asks, or for it. Its creator watches what is its own.
	fn check_bought(&self, title: &TitleView<AccountId>, ask: &PlayAsk) -> Result<(), Rejection> {
		if title.state.price_cfx == 0 || title.record.creator == ask.viewer {
			return Ok(());
		}
		let has_access = self.parts.chain.has_access(&ask.content, &ask.viewer);
		if has_access.map_err(internal)? { Ok(()) } else { Err(Rejection::NotBought) }
	}

	/// A ticket, why its play will not be paid, if so, and whether the ticket is new. It is not yet on the disk for sure.
	///
	/// Whoever was counted for the cell already may watch it again as often as anybody may watch anything: the ticket
	/// takes its place in the account's one stream like every other, and play data for it is refused. Nobody else is made
	/// to send for such a ticket, which earns nothing, while the desk's own store can.
	fn ticket_for(
		&self,
		viewer: &AccountId,
		key: &PovId,
		wanted: Wanted,
		Sending { duration_ms, own, drawn, .. }: Sending,
		download_key_commitment: [u8; 32],
	) -> Result<(SignedTicket, Option<UnpaidReason>, bool), Rejection> {
		let now_ms = self.now_ms();
		let mut store = self.store();
		let state = store.state();
		let desk = key_bytes(key);
		let mut live = Vec::new();
		for entry in state.tickets_of(viewer) {
			let ticket = &entry.signed.ticket;
			let open = ticket.closes_at_ms() >= now_ms && state.play_of(&ticket.id()).is_none();
			let cell = (ticket.desk, ticket.content, ticket.cell);
			let same = cell == (desk, wanted.content, wanted.cell);
			if open && same && wanted.is_like(ticket.ad.as_ref()) {
				return Ok((entry.signed.clone(), unpaid(state, ticket), false));
			}
			if ticket.opens_at_ms() > now_ms {
				live.push(ticket.opens_at_ms());
			}
		}
		let starts_at_ms = live.iter().copied().fold(now_ms, u64::max);
		if live.len() > 1 {
			return Err(Rejection::StreamBusy);
		}
		if state.tickets.len() >= self.config.max_tickets {
			return Err(Rejection::Busy);
		}
		let Wanted { content, cell, play_code, ad } = wanted;
		let mut ticket = Ticket {
			genesis: self.genesis,
			desk,
			viewer: viewer.clone(),
			content,
			cell,
			duration_ms,
			play_code,
			issued_at_ms: now_ms,
			starts_at_ms,
			difficulty_bits: self.config.difficulty_bits,
			download_key_commitment,
			providers: Vec::new(),
			ad,
		};
		let unpaid = unpaid(state, &ticket);
		let others = if unpaid.is_some() && own.is_some() { Vec::new() } else { drawn };
		// Viewers try them in this order: the desk's own store is the last resort.
		ticket.providers = others.into_iter().chain(own).collect();
		let signature = self.parts.signer.sign(key, &ticket.signing_payload());
		let signature = signature_bytes(&signature.ok_or(Rejection::NotAValidator)?);
		let signed = SignedTicket { ticket, signature };
		let record = Record::Ticket { signed: signed.clone(), first_seen_ms: now_ms };
		store.append(record).map_err(internal)?;
		self.outbox.put_ticket(key, store.appended(), signed.clone());
		Ok((signed, unpaid, true))
	}

	/// Checks play data and keeps the play.
	pub(crate) async fn submit_play(&self, play: SignedPlay) -> Result<PlayAccepted, Rejection> {
		let arrived_ms = self.now_ms();
		let id = play.play.ticket;
		let signed = {
			let store = self.store();
			let entry = store.state().tickets.get(&id).ok_or(Rejection::TicketUnknown)?;
			entry.signed.clone()
		};
		let own = self.parts.signer.own_keys();
		let key = own.into_iter().find(|key| key_bytes(key) == signed.ticket.desk);
		let key = key.ok_or(Rejection::TicketUnknown)?;
		self.check_new(&signed.ticket)?;
		let mut wire = PLAY_PREFIX.to_vec();
		(&signed, &play).encode_to(&mut wire);
		let evidence = self.evidence(&signed.ticket)?;
		let play_id = {
			let mut rest = wire.get(PLAY_PREFIX.len()..).unwrap_or_default();
			let parts = (TicketRef::take(&mut rest), PlayRef::take(&mut rest));
			let (Some(ticket), Some(play)) = parts else { return Err(Rejection::Malformed) };
			let matched = MatchedPlay::check(play, ticket, &id)?.check_signature()?;
			let timed = TimedPlay::check(matched, arrived_ms)?;
			let proven = ProvenPlay::check(timed, &evidence, &mut KnownCells::default())?;
			self.check_senders(&signed.ticket, &ticket, &proven).await?;
			play.id()
		};
		(arrived_ms, Seal::pending()).encode_to(&mut wire);
		let full = FullPlay::of(wire).ok_or(Rejection::Malformed)?;
		{
			// The same play may have come twice meanwhile: look again under the lock that writes.
			let mut store = self.store();
			is_new(store.state(), &signed.ticket)?;
			if store.state().plays.len() >= self.config.max_plays() {
				return Err(Rejection::Busy);
			}
			store.append(Record::Play { full, witness: Witness::Timely }).map_err(internal)?;
			let item = play_item(&id, &play_id, arrived_ms);
			self.put_play(&key, store.appended(), play_id, item);
		}
		self.providers().forget(&id);
		self.commit().map_err(internal)?;
		self.metrics.play();
		self.tell();
		Ok(PlayAccepted { ticket: to_hex(id), round: round_of_ms(signed.ticket.opens_at_ms()) })
	}

	fn check_new(&self, ticket: &Ticket) -> Result<(), Rejection> {
		is_new(self.store().state(), ticket)
	}

	/// What the plays of a ticket are held against.
	fn evidence(&self, ticket: &Ticket) -> Result<Evidence, Rejection> {
		let record = self.title(&ticket.content)?.record;
		Ok(Evidence { cells_root: record.cells_root, cells: record.geometry.cells })
	}

	/// Holds a proven play against what the providers of its ticket say, and notes who agrees.
	async fn check_senders(
		&self,
		ticket: &Ticket,
		read: &TicketRef<'_>,
		proven: &ProvenPlay<'_>,
	) -> Result<(), Rejection> {
		let (id, own) = (*proven.play.ticket, self.parts.provider.account());
		let reports = self.reports_of(ticket, id, &own).await;
		let mut senders = Senders { own: own.clone(), reports, expected: None };
		let receipts: Vec<AccountId> = proven.play.receipts().map(|it| it.provider).collect();
		if !is_accounted_for(&proven.play) && !senders.is_own_alone() {
			senders.expected = self.expected_view_hash(ticket, id).await;
		}
		let checked = senders.check(read, proven);
		let mut providers = self.providers();
		match &checked {
			Ok(()) => {
				for provider in receipts.iter().filter(|provider| **provider != own) {
					self.metrics.receipt("agreed");
					providers.agreed(provider);
				}
				senders.concealed(&proven.play).for_each(|_| self.metrics.receipt("concealed"));
			},
			Err(Disagreement { provider: Some(provider), .. }) if *provider != own => {
				let reported = senders
					.reports
					.iter()
					.any(|(account, report)| account == provider && report.is_some());
				if providers.differed(ticket, id, provider, self.now_ms()) {
					self.metrics.receipt(if reported { "differs" } else { "unreported" });
				}
			},
			Err(_) => {},
		}
		checked.map_err(|disagreement| disagreement.rejection)
	}
}

fn is_new(state: &State, ticket: &Ticket) -> Result<(), Rejection> {
	if state.play_of(&ticket.id()).is_some() {
		return Err(Rejection::AlreadySubmitted);
	}
	if unpaid(state, ticket).is_some() {
		return Err(Rejection::AlreadyCounted);
	}
	Ok(())
}

/// Why a play of this ticket would not be paid. What an ad earns its campaign says, and no period.
fn unpaid(state: &State, ticket: &Ticket) -> Option<UnpaidReason> {
	if ticket.ad.is_some() {
		return None;
	}
	let period = period_of(round_of_ms(ticket.starts_at_ms));
	let key = (ticket.viewer.clone(), ticket.content, ticket.cell, period);
	state.is_counted(&key).then_some(UnpaidReason::AlreadyCounted)
}

pub(crate) fn check_playable(title: &TitleView<AccountId>) -> Result<(), Rejection> {
	match title.state.status {
		TitleStatus::Playable => Ok(()),
		TitleStatus::Stopped(_) => Err(Rejection::TitleStopped),
		TitleStatus::Deleted => Err(Rejection::TitleDeleted),
	}
}

fn check_may_watch(title: &TitleView<AccountId>, ask: &PlayAsk) -> Result<(), Rejection> {
	check_playable(title)?;
	if ask.cell >= title.record.geometry.cells {
		return Err(Rejection::CellOutOfRange);
	}
	Ok(())
}
