//! What this desk has to tell advertisers: ads that it showed and nobody is charged for, and play data that it refused (C11).
//!
//! Each ticket of an ad that this desk issued is told of once, by whoever knows how it ended:
//!
//! | what became of it | told as | when |
//! |---|---|---|
//! | its play is charged | an impression and a view, voted on | in the bill that charges it, by any desk |
//! | no play came | an impression; unproven | its window is over |
//! | its play was beyond the frequency of its viewer | an impression; frequency | this desk, proposing, leaves it out |
//! | its play was left out for another cause, or found no batch | an impression; that cause, or expired | no batch can take it |
//!
//! Beside that it tells of attempts that were refused: of each ticket and cause one.
//!
//! # Told once
//!
//! What is counted goes into the bills of this desk's own batches, as far as there is room, and counts as told for as long as such a
//! batch is open or paid: of one that was not paid it is told again. The tally stands in the desk's log, with the time up to which
//! tickets were looked at, so that what ended while the desk was down is counted, and nothing twice. A crash loses the attempts
//! and the causes of some ten rounds.
//!
//! A play that was left out for its viewer's frequency may be charged after all, by a batch of the next day or when an earlier one was
//! not paid: then it stands in the results twice. That is not mended: it concerns numbers alone.
//!
//! What no desk can tell any more is lost: of a campaign that is over, and of desks that are no validators any more.

use crate::{
	ads::bills::BuiltBill,
	retention::is_lapsed,
	state::{OwnProposal, Stage, State},
	witness::SKEW_MS,
};
use codec::{Decode, Encode};
use reel_primitives::{
	ContentId, Round,
	ads::{
		AdBill, AdCharge, AdPlacement, CampaignId, ChargePart, Country, DropCause, Dropped,
		MAX_BILLS_PER_BATCH, MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL, MAX_TOLD,
	},
	batch::BatchProposal,
	play::{PlayId, TicketId},
	time::round_of_ms,
};
use reel_rpc_api::Rejection;
use std::collections::{BTreeMap, BTreeSet};

/// Most campaigns of which something is kept until it is told. Of further ones nothing is counted.
const MAX_CAMPAIGNS: usize = 256;

/// Most titles and countries of a campaign whose impressions are kept apart. In further ones they count by cause alone.
const MAX_PLACES: usize = MAX_PARTS_PER_BILL as usize;

/// Most plays that are told of before no batch can take them any more.
const MAX_EARLY: usize = 1_024;

/// Most attempts remembered as counted.
const MAX_TRIED: usize = 65_536;

/// Rounds after which a tally that has changed is written to the log again.
const KEEP_EVERY_ROUNDS: Round = 10;

/// What of a campaign is to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Uncharged {
	/// By cause.
	pub(crate) dropped: Dropped,
	/// Times that it was shown and not charged, by title and country.
	pub(crate) shown: BTreeMap<(ContentId, Country), u32>,
}

/// That of each campaign.
pub(crate) type ByCampaign = BTreeMap<CampaignId, Uncharged>;

/// What this desk has counted, as it stands in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct AdTally {
	campaigns: ByCampaign,
	/// Tickets and plays that ended until then are in it, Unix milliseconds.
	counted_to_ms: u64,
	/// What batches before this round told is not in it any more.
	told_to: Round,
	/// Plays that are in it already, though a batch might still take them.
	early: BTreeSet<PlayId>,
}

/// The tally with what need not outlive the desk.
#[derive(Debug, Default)]
pub(crate) struct Tallying {
	pub(crate) tally: AdTally,
	/// Why plays of this desk were left out of a batch when it last proposed.
	left_out: BTreeMap<PlayId, DropCause>,
	/// Attempts that were counted.
	tried: BTreeSet<(TicketId, DropCause)>,
	/// The tally is not in the log as it is.
	has_changed: bool,
	/// When it was last written.
	kept_in: Round,
}

/// What refusing play data says of a campaign; `None` when it says nothing of whoever handed it in.
fn cause_of(rejection: &Rejection) -> Option<DropCause> {
	match rejection {
		Rejection::WrongSignature
		| Rejection::WrongDescriptor
		| Rejection::WrongNonce
		| Rejection::WrongLeaf
		| Rejection::WrongViewHash
		| Rejection::ReceiptMismatch => Some(DropCause::Invalid),
		Rejection::TooFast { .. } => Some(DropCause::TooEarly),
		Rejection::TooSlow { .. } => Some(DropCause::TooLate),
		Rejection::AlreadySubmitted => Some(DropCause::Repeated),
		_ => None,
	}
}

impl Uncharged {
	fn is_empty(&self) -> bool {
		self.dropped == Dropped::default() && self.shown.is_empty()
	}

	/// Takes away what a charge tells.
	fn take(&mut self, charge: &AdCharge) {
		self.dropped = self.dropped.less(&charge.dropped);
		for part in &charge.parts {
			let told = part.impressions.saturating_sub(part.views);
			if let Some(times) = self.shown.get_mut(&(part.content, part.country)) {
				*times = times.saturating_sub(told);
			}
		}
		self.shown.retain(|_, times| *times > 0);
	}
}

/// Takes away what the bills of a proposal tell.
fn take(campaigns: &mut ByCampaign, proposal: &BatchProposal) {
	for charge in proposal.charged.iter().flat_map(|bill| &bill.charges) {
		if let Some(uncharged) = campaigns.get_mut(&charge.campaign) {
			uncharged.take(charge);
		}
	}
	campaigns.retain(|_, uncharged| !uncharged.is_empty());
}

impl Tallying {
	/// As the log has it.
	pub(crate) fn set(&mut self, tally: AdTally) {
		self.tally = tally;
		self.has_changed = false;
	}

	/// Counts one of a campaign; `shown`: where, if it is an impression.
	fn count(
		&mut self,
		campaign: CampaignId,
		shown: Option<(ContentId, Country)>,
		cause: DropCause,
	) {
		let campaigns = &mut self.tally.campaigns;
		if campaigns.len() >= MAX_CAMPAIGNS && !campaigns.contains_key(&campaign) {
			return;
		}
		self.has_changed = true;
		let uncharged = campaigns.entry(campaign).or_default();
		uncharged.dropped.note(cause);
		if let Some(place) = shown
			&& (uncharged.shown.len() < MAX_PLACES || uncharged.shown.contains_key(&place))
		{
			let times = uncharged.shown.entry(place).or_default();
			*times = times.saturating_add(1);
		}
	}

	/// Play data of a ticket was refused.
	fn count_attempt(&mut self, campaign: CampaignId, ticket: TicketId, cause: DropCause) {
		if self.tried.len() < MAX_TRIED && self.tried.insert((ticket, cause)) {
			self.count(campaign, None, cause);
		}
	}

	/// Forgets what concerns tickets and plays that are not kept.
	pub(crate) fn retain(
		&mut self,
		is_ticket: impl Fn(&TicketId) -> bool,
		is_play: impl Fn(&PlayId) -> bool,
	) {
		self.tried.retain(|(ticket, _)| is_ticket(ticket));
		self.left_out.retain(|play, _| is_play(play));
		self.tally.early.retain(|play| is_play(play));
	}

	/// What is to be written to the log, if it is time.
	pub(crate) fn due(&mut self, current: Round) -> Option<AdTally> {
		let is_due = self.kept_in.saturating_add(KEEP_EVERY_ROUNDS) <= current;
		if !self.has_changed || !is_due {
			return None;
		}
		self.kept_in = current;
		Some(self.tally.clone())
	}
}

fn place_of(placement: &AdPlacement) -> (ContentId, Country) {
	(placement.content, placement.country)
}

impl State {
	/// Counts what ended since it was last looked at. `is_own`: whether this desk issued a ticket. To be done before anything is
	/// forgotten.
	pub(crate) fn tally_ads(&mut self, now_ms: u64, is_own: impl Fn(&[u8; 32]) -> bool) {
		let from_ms = self.ads.tallying.tally.counted_to_ms;
		if now_ms <= from_ms {
			return;
		}
		let (from, current) = (round_of_ms(from_ms), round_of_ms(now_ms));
		let tallying = &self.ads.tallying;
		let mut ended = Vec::new();
		for (campaign, ticket) in self.ads.all_shown() {
			if let Some(play) = self.play_of(ticket) {
				let round = play.facts.round();
				if play.is_own
					&& !matches!(play.stage, Stage::Paid(_))
					&& is_lapsed(round, current)
					&& !is_lapsed(round, from)
					&& !tallying.tally.early.contains(&play.facts.id)
					&& let Some(ad) = &play.facts.ad
				{
					let cause = tallying.left_out.get(&play.facts.id).copied();
					let cause = cause.unwrap_or(DropCause::Expired);
					ended.push((campaign, place_of(&ad.placement), cause));
				}
			} else if let Some(entry) = self.tickets.get(ticket) {
				let ticket = &entry.signed.ticket;
				let over_ms = ticket.closes_at_ms().saturating_add(SKEW_MS);
				if is_own(&ticket.desk)
					&& from_ms < over_ms
					&& over_ms <= now_ms
					&& let Some(placement) = &ticket.ad
				{
					ended.push((campaign, place_of(placement), DropCause::Unproven));
				}
			}
		}
		let tallying = &mut self.ads.tallying;
		for (campaign, place, cause) in ended {
			tallying.count(campaign, Some(place), cause);
		}
		tallying.tally.counted_to_ms = now_ms;
	}

	/// Play data of a ticket of this desk was refused.
	pub(crate) fn note_refused_ad(&mut self, ticket: &TicketId, rejection: &Rejection) {
		let ad = self.tickets.get(ticket).and_then(|entry| entry.signed.ticket.ad);
		let campaign = ad.map(|ad| ad.campaign);
		if let (Some(campaign), Some(cause)) = (campaign, cause_of(rejection)) {
			self.ads.tallying.count_attempt(campaign, *ticket, cause);
		}
	}

	/// Plays that this desk leaves out of a batch, and why. Nobody is paid for what is beyond the frequency of its viewer, so that is
	/// told at once; what a budget lacks may still be put into it.
	pub(crate) fn note_left_out(&mut self, dropped: &[(PlayId, DropCause)]) {
		for (id, cause) in dropped {
			let Some(play) = self.plays.get(id).filter(|play| play.is_own) else { continue };
			let Some(ad) = &play.facts.ad else { continue };
			let tallying = &mut self.ads.tallying;
			if *cause != DropCause::Frequency || tallying.tally.early.len() >= MAX_EARLY {
				tallying.left_out.insert(*id, *cause);
			} else if tallying.tally.early.insert(*id) {
				let AdPlacement { campaign, .. } = ad.placement;
				tallying.count(campaign, Some(place_of(&ad.placement)), *cause);
			}
		}
	}

	/// Nothing can be told of these campaigns any more.
	pub(crate) fn forget_uncharged(&mut self, gone: &[CampaignId]) {
		let tallying = &mut self.ads.tallying;
		for campaign in gone {
			tallying.has_changed |= tallying.tally.campaigns.remove(campaign).is_some();
		}
	}

	/// Whether what an own proposal tells is told: its batch is open, or paid.
	fn is_told(&self, round: Round, own: &OwnProposal) -> bool {
		self.batches
			.get(&round)
			.is_some_and(|entry| entry.paid != Some(false) && entry.batch == own.proposal.hash())
	}

	/// What is neither told nor in an open batch of this desk.
	pub(crate) fn untold(&self) -> ByCampaign {
		let AdTally { campaigns, told_to, .. } = &self.ads.tallying.tally;
		let mut left = campaigns.clone();
		if left.is_empty() {
			return left;
		}
		for (round, own) in self.proposals.range(told_to..) {
			if self.is_told(*round, own) {
				take(&mut left, &own.proposal);
			}
		}
		left
	}

	/// Takes out for good what was told in batches before `ended`. To be done before their proposals are forgotten.
	pub(crate) fn settle_told(&mut self, ended: Round) {
		let told_to = self.ads.tallying.tally.told_to;
		if ended <= told_to {
			return;
		}
		let over = self.proposals.range(told_to..ended);
		let told = over.filter(|(round, own)| self.is_told(**round, own));
		let told: Vec<BatchProposal> = told.map(|(_, own)| own.proposal.clone()).collect();
		let tallying = &mut self.ads.tallying;
		for proposal in &told {
			take(&mut tallying.tally.campaigns, proposal);
		}
		tallying.has_changed |= !told.is_empty();
		tallying.tally.told_to = ended;
	}
}

/// Puts into the bills of a batch what is to be told, as far as there is room.
pub(super) fn tell(bills: &mut Vec<BuiltBill>, untold: &ByCampaign) {
	for (campaign, uncharged) in untold {
		if let Some(built) = bill_for(bills, *campaign) {
			tell_of(&mut built.bill, *campaign, uncharged);
		}
	}
	bills.retain(|built| !built.bill.charges.is_empty());
}

/// The bill in which a campaign stands, else one in which it may: a new one if need be.
fn bill_for(bills: &mut Vec<BuiltBill>, campaign: CampaignId) -> Option<&mut BuiltBill> {
	let names = |bill: &AdBill| bill.charges.iter().any(|charge| charge.campaign == campaign);
	let has_room = |bill: &AdBill| bill.charges.len() < MAX_CHARGES_PER_BILL as usize;
	let named = bills.iter().position(|built| names(&built.bill));
	let at = named.or_else(|| bills.iter().position(|built| has_room(&built.bill)));
	if let Some(at) = at {
		return bills.get_mut(at);
	}
	if bills.len() >= MAX_BILLS_PER_BATCH as usize {
		return None;
	}
	bills.push(BuiltBill::empty());
	bills.last_mut()
}

fn tell_of(bill: &mut AdBill, campaign: CampaignId, uncharged: &Uncharged) {
	let parts = bill.charges.iter().map(|charge| charge.parts.len()).fold(0, usize::saturating_add);
	let mut room = (MAX_PARTS_PER_BILL as usize).saturating_sub(parts);
	let found = bill.charges.binary_search_by_key(&campaign, |charge| charge.campaign);
	let mut charge = match found {
		Ok(at) => bill.charges.remove(at),
		Err(_) => AdCharge { campaign, viewers: 0, dropped: Dropped::default(), parts: Vec::new() },
	};
	charge.dropped = uncharged.dropped.tellable();
	for ((content, country), times) in &uncharged.shown {
		let (content, country, impressions) = (*content, *country, (*times).min(MAX_TOLD));
		let places = charge
			.parts
			.binary_search_by_key(&(content, country), |part| (part.content, part.country));
		match places.map(|at| charge.parts.get_mut(at)) {
			Ok(Some(part)) => part.impressions = part.impressions.saturating_add(impressions),
			Err(at) if room > 0 => {
				room -= 1;
				let part = ChargePart { content, country, impressions, views: 0, clicks: 0 };
				charge.parts.insert(at, part);
			},
			// It waits for the next bill.
			_ => {},
		}
	}
	if charge.parts.is_empty() && charge.dropped == Dropped::default() {
		return;
	}
	let (Ok(at) | Err(at)) = found;
	bill.charges.insert(at, charge);
}
