//! What this desk knows of the ads that were shown: to whom, and for which campaign.

use crate::{
	ads::tally::{AdTally, Tallying},
	id_map::{IdMap, IdSet},
	state::{PlayEntry, PlayFacts, Stage, State},
	witness::SKEW_MS,
};
use codec::{Decode, Encode};
use reel_primitives::{
	AccountId, Hash32, Round,
	ads::{AdPlacement, CampaignId, Day, counting::AdPlay, day_of},
	batch::{BatchHash, Payee},
	play::{PlayId, TicketId},
};
use std::{cell::RefCell, collections::BTreeMap};

/// How long what a campaign has promised is not counted anew, in milliseconds.
const RECOUNT_MS: u64 = 1_000;

/// What sets the play of an ad apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct ShownAd {
	pub(crate) placement: AdPlacement,
	pub(crate) is_clicked: bool,
}

/// Who has to claim what of a bill.
#[derive(Clone, Debug)]
pub(crate) struct Awards {
	/// The batch whose bill it is.
	pub(crate) batch: BatchHash,
	pub(crate) payees: Vec<Payee>,
}

/// Ads by campaign, and how often older ones were paid.
#[derive(Default)]
pub(crate) struct AdBook {
	/// Tickets of each campaign, of those that are kept or whose play is.
	shown: BTreeMap<CampaignId, IdSet<TicketId>>,
	/// Plays that each campaign may yet have to pay for, and when they were counted; what came since is added.
	promised: RefCell<BTreeMap<CampaignId, (u64, u32)>>,
	/// Views that were paid and whose plays are forgotten, under a keyed hash of viewer, campaign and day.
	seen: IdMap<Hash32, (Day, u32)>,
	/// By round of the batch and place of the bill.
	awards: BTreeMap<(Round, u8), Awards>,
	/// What is to be told to advertisers.
	pub(super) tallying: Tallying,
}

impl AdBook {
	/// A ticket of a campaign, or a play of one.
	pub(crate) fn note(&mut self, campaign: CampaignId, ticket: TicketId) {
		let is_new = self.shown.entry(campaign).or_default().insert(ticket);
		if is_new && let Some((_, plays)) = self.promised.get_mut().get_mut(&campaign) {
			*plays = plays.saturating_add(1);
		}
	}

	/// Tickets of ads that are kept, or whose play is, with their campaigns.
	pub(crate) fn all_shown(&self) -> impl Iterator<Item = (CampaignId, &TicketId)> {
		self.shown
			.iter()
			.flat_map(|(campaign, tickets)| tickets.iter().map(move |ticket| (*campaign, ticket)))
	}

	/// What this desk has counted, as the log has it.
	pub(crate) fn set_tally(&mut self, tally: AdTally) {
		self.tallying.set(tally);
	}

	/// That.
	pub(crate) fn tally(&self) -> &AdTally {
		&self.tallying.tally
	}

	/// That, when it is time to write it to the log again.
	pub(crate) fn tally_to_keep(&mut self, current: Round) -> Option<AdTally> {
		self.tallying.due(current)
	}

	/// So many views of a day were paid of which nothing else is kept.
	pub(crate) fn set_seen(&mut self, tag: Hash32, day: Day, views: u32) {
		self.seen.insert(tag, (day, views));
	}

	/// All of those.
	pub(crate) fn all_seen(&self) -> impl ExactSizeIterator<Item = (Hash32, Day, u32)> {
		self.seen.iter().map(|(tag, (day, views))| (*tag, *day, *views))
	}

	/// Who has to claim what of a bill.
	pub(crate) fn put_awards(&mut self, round: Round, bill: u8, awards: Awards) {
		self.awards.insert((round, bill), awards);
	}

	/// All of those, with round and place of the bill.
	pub(crate) fn all_awards(&self) -> impl Iterator<Item = (Round, u8, &Awards)> {
		self.awards.iter().map(|((round, bill), awards)| (*round, *bill, awards))
	}

	/// Whether a bill of the batch of a round has to be claimed.
	pub(crate) fn has_awards(&self, round: Round) -> bool {
		self.awards.range((round, 0)..=(round, u8::MAX)).next().is_some()
	}

	/// Forgets the awards of the rounds before `first`.
	pub(crate) fn forget_awards(&mut self, first: Round) {
		self.awards.retain(|(round, _), _| *round >= first);
	}

	/// Forgets tickets and plays that are not kept, and the days before yesterday.
	pub(crate) fn retain(
		&mut self,
		today: Day,
		is_kept: impl Fn(&TicketId) -> bool,
		is_play: impl Fn(&PlayId) -> bool,
	) {
		self.tallying.retain(&is_kept, is_play);
		self.shown.retain(|_, tickets| {
			tickets.retain(|ticket| is_kept(ticket));
			!tickets.is_empty()
		});
		let shown = &self.shown;
		self.promised.get_mut().retain(|campaign, _| shown.contains_key(campaign));
		self.seen.retain(|_, (day, _)| day.saturating_add(1) >= today);
	}
}

impl PlayEntry {
	fn is_ad_of(&self, campaign: CampaignId) -> bool {
		self.facts.ad.as_ref().is_some_and(|ad| ad.placement.campaign == campaign)
	}
}

impl PlayFacts {
	/// As it is counted; `None` when it is of no ad. What is proven was watched to its end.
	pub(crate) fn ad_play(&self) -> Option<AdPlay<AccountId>> {
		let ShownAd { placement, is_clicked } = **self.ad.as_ref()?;
		Some(AdPlay {
			id: self.id,
			campaign: placement.campaign,
			viewer: self.viewer.clone(),
			content: placement.content,
			country: placement.country,
			is_complete: true,
			is_clicked,
		})
	}
}

impl State {
	/// All payees that have to claim, of rounds that were paid and of their bills, by place.
	pub(crate) fn claims(&self) -> impl Iterator<Item = (Round, Option<u8>, &[Payee])> {
		let paid = self.batches.iter().filter(|(_, entry)| entry.paid == Some(true));
		let of_rounds = paid.map(|(round, entry)| (*round, None, &entry.payees[..]));
		let of_bills = self.ads.all_awards().filter_map(|(round, bill, awards)| {
			let entry = self.batches.get(&round)?;
			let is_paid = entry.paid == Some(true) && entry.batch == awards.batch;
			is_paid.then(|| (round, Some(bill), &awards.payees[..]))
		});
		of_rounds.chain(of_bills)
	}

	fn seen_tag(&self, viewer: &AccountId, campaign: CampaignId, day: Day) -> Hash32 {
		self.tag(&(viewer, campaign, day))
	}

	fn plays_of<'a>(
		&'a self,
		viewer: &AccountId,
		campaign: CampaignId,
	) -> impl Iterator<Item = &'a PlayEntry> {
		let ids = self.of_viewer.get(viewer).into_iter().flatten();
		let plays = ids.filter_map(|id| self.plays.get(id)).map(Box::as_ref);
		plays.filter(move |play| play.is_ad_of(campaign))
	}

	/// Views of a campaign that a viewer was paid for on a day; `with_open`: or is in a batch that is not decided.
	pub(crate) fn views_on(
		&self,
		day: Day,
		viewer: &AccountId,
		campaign: CampaignId,
		with_open: bool,
	) -> u32 {
		let is_of_day = |play: &&PlayEntry| match play.stage {
			Stage::Paid(round) => day_of(round) == day,
			Stage::Batched(round) => with_open && day_of(round) == day,
			Stage::Accepted | Stage::RolledOver(_) => false,
		};
		let kept = self.plays_of(viewer, campaign).filter(is_of_day).count();
		let past = self.ads.seen.get(&self.seen_tag(viewer, campaign, day));
		let past = past.map_or(0, |(_, views)| *views);
		past.saturating_add(u32::try_from(kept).unwrap_or(u32::MAX))
	}

	/// Ads of a campaign that a viewer watches now, or has watched and that stand in no batch.
	pub(crate) fn views_under_way(
		&self,
		viewer: &AccountId,
		campaign: CampaignId,
		now_ms: u64,
	) -> u32 {
		let is_of_campaign = |ticket: &TicketId| {
			self.ads.shown.get(&campaign).is_some_and(|tickets| tickets.contains(ticket))
		};
		let tickets = self.by_viewer.get(viewer).into_iter().flatten();
		let running = tickets.filter(|id| is_of_campaign(id) && self.is_running(id, now_ms));
		let waiting = self.plays_of(viewer, campaign);
		let waiting =
			waiting.filter(|play| matches!(play.stage, Stage::Accepted | Stage::RolledOver(_)));
		u32::try_from(running.count() + waiting.count()).unwrap_or(u32::MAX)
	}

	/// Whether a play of a ticket may still come.
	fn is_running(&self, ticket: &TicketId, now_ms: u64) -> bool {
		self.play_of(ticket).is_none()
			&& self.tickets.get(ticket).is_some_and(|entry| {
				entry.signed.ticket.closes_at_ms().saturating_add(SKEW_MS) >= now_ms
			})
	}

	/// Plays of a campaign that it may yet have to pay for: ads that run, and those that were watched and are not paid. All of
	/// the last hour are looked at for it, once in a second.
	pub(crate) fn promised(&self, campaign: CampaignId, now_ms: u64) -> u32 {
		let known = self.ads.promised.borrow().get(&campaign).copied();
		if let Some((at_ms, plays)) = known
			&& now_ms.abs_diff(at_ms) < RECOUNT_MS
		{
			return plays;
		}
		let plays = self.count_promised(campaign, now_ms);
		self.ads.promised.borrow_mut().insert(campaign, (now_ms, plays));
		plays
	}

	fn count_promised(&self, campaign: CampaignId, now_ms: u64) -> u32 {
		let tickets = self.ads.shown.get(&campaign).into_iter().flatten();
		let is_promised = |ticket: &&TicketId| match self.play_of(ticket) {
			Some(play) => !matches!(play.stage, Stage::Paid(_)),
			None => self.is_running(ticket, now_ms),
		};
		u32::try_from(tickets.filter(is_promised).count()).unwrap_or(u32::MAX)
	}

	/// What is left of paid ad plays that are about to be forgotten.
	pub(crate) fn remember_views(&mut self, forgotten: &[(AccountId, CampaignId, Day)]) {
		for (viewer, campaign, day) in forgotten {
			let tag = self.seen_tag(viewer, *campaign, *day);
			let (_, views) = self.ads.seen.entry(tag).or_insert((*day, 0));
			*views = views.saturating_add(1);
		}
	}
}
