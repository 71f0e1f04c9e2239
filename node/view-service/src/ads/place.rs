//! Which ad a viewer is shown.
//!
//! The auction is `reel_primitives::ads::auction`, over what the chain says at the best block and what this desk knows to be
//! promised. A campaign whose ad this desk cannot send, having no key or no provider of it, is passed over: then the next
//! best wins.

use crate::{
	ChainError,
	ads::ShownCampaigns,
	desk::{check_playable, internal},
	service::Core,
	signature::key_bytes,
};
use rand::{RngCore, rngs::OsRng};
use reel_primitives::{
	AccountId, Balance, CellIndex, ContentId, Hash32,
	ads::{
		AD_CELL, AdAsk, AdPlacement, Campaign, CampaignId, Category,
		auction::{Bidder, Place, winner},
		counting::Payer,
		day_of,
	},
	content::TitleView,
	ids::PovId,
	keys::ContentSecret,
	play::{PlayAsk, PlayCode},
	time::round_of_ms,
};
use reel_rpc_api::Rejection;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Most campaigns tried for one place whose ads this desk cannot send.
const MAX_TRIES: usize = 8;

/// What is to be played under a ticket.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
	pub(crate) content: ContentId,
	pub(crate) cell: CellIndex,
	/// Drawn before the ad was chosen.
	pub(crate) play_code: PlayCode,
	pub(crate) ad: Option<AdPlacement>,
}

impl Wanted {
	/// The cell that is asked for.
	pub(crate) fn of(ask: &PlayAsk) -> Self {
		Self { content: ask.content, cell: ask.cell, play_code: drawn_code(), ad: None }
	}

	/// Whether a ticket of this title and cell is what is wanted: an ad is not the same in another title.
	pub(crate) fn is_like(&self, placement: Option<&AdPlacement>) -> bool {
		self.ad.as_ref().map(|ad| ad.content) == placement.map(|ad| ad.content)
	}
}

/// What it takes to send a cell.
pub(crate) struct Sending {
	pub(crate) secret: Zeroizing<ContentSecret>,
	pub(crate) duration_ms: u32,
	/// The desk's own store, if it holds the cell.
	pub(crate) own: Option<AccountId>,
	/// Others that do.
	pub(crate) drawn: Vec<AccountId>,
}

/// The code of a new ticket.
fn drawn_code() -> PlayCode {
	let mut play_code = [0; 32];
	OsRng.fill_bytes(&mut play_code);
	play_code
}

/// A campaign with what counts at a place.
struct Bid<'a> {
	id: CampaignId,
	payer: &'a Payer<AccountId>,
	promised_cfx: Balance,
	seen_today: u16,
}

impl Bid<'_> {
	fn bidder(&self) -> Bidder<'_, AccountId> {
		let Self { id, payer, promised_cfx, seen_today } = *self;
		let spent_today_cfx = payer.spent_today_cfx.saturating_add(promised_cfx);
		Bidder { id, campaign: &payer.campaign, spent_today_cfx, promised_cfx, seen_today }
	}
}

impl Core {
	/// The ad for a place, and what it takes to send it: the one that runs for the same ask, or the winner of the auction.
	pub(crate) async fn ad_for(
		&self,
		ask: &PlayAsk,
		place: AdAsk,
		key: &PovId,
	) -> Result<(Wanted, Sending), Rejection> {
		if !place.is_sound() {
			return Err(Rejection::Malformed);
		}
		if let Some(running) = self.running_ad(ask, &key_bytes(key)) {
			let sending = self.sending(&running.content, running.cell, &ask.viewer).await?;
			return Ok((running, sending));
		}
		let campaigns = self.shown_campaigns().map_err(internal)?;
		if campaigns.is_empty() {
			return Err(Rejection::NoAd);
		}
		let categories = self.parts.provider.categories(ask.content).await;
		let now_ms = self.now_ms();
		let round = round_of_ms(now_ms);
		let (AdAsk { country, language }, content) = (place, ask.content);
		let (viewer, play_code) = (&ask.viewer, drawn_code());
		let categories: &[Category] = &categories;
		let place = Place { viewer, country, language, content, categories, round };
		let mut bids = self.bids(&campaigns, &place, now_ms);
		for _ in 0..MAX_TRIES {
			let Some(won) = winner(&place, bids.iter().map(Bid::bidder), &play_code) else { break };
			let Some(at) = bids.iter().position(|bid| bid.id == won) else { break };
			let campaign = &bids.swap_remove(at).payer.campaign;
			match self.sending_ad(campaign, viewer).await {
				Ok(sending) => {
					let (content, ad) = (campaign.terms.creative, Some(place.filled_by(won)));
					return Ok((Wanted { content, cell: AD_CELL, play_code, ad }, sending));
				},
				Err(Rejection::Internal) => return Err(Rejection::Internal),
				Err(why) => log::debug!(
					target: crate::service::LOG_TARGET,
					"the ad of campaign {won} cannot be sent: {why}",
				),
			}
		}
		Err(Rejection::NoAd)
	}

	/// The ad that a viewer was given for the same place, and may still play.
	fn running_ad(&self, ask: &PlayAsk, desk: &Hash32) -> Option<Wanted> {
		let (now_ms, store) = (self.now_ms(), self.store());
		let state = store.state();
		let is_open = |ticket: &reel_primitives::play::Ticket| {
			ticket.desk == *desk
				&& ticket.ad.is_some_and(|ad| ad.content == ask.content)
				&& ticket.closes_at_ms() >= now_ms
				&& state.play_of(&ticket.id()).is_none()
		};
		let mut tickets = state.tickets_of(&ask.viewer).map(|entry| &entry.signed.ticket);
		let ticket = tickets.find(|ticket| is_open(ticket))?;
		let (content, cell) = (ticket.content, ticket.cell);
		Some(Wanted { content, cell, play_code: ticket.play_code, ad: ticket.ad })
	}

	/// What each campaign that is for this place may still show.
	fn bids<'a>(
		&self,
		campaigns: &'a [(CampaignId, Payer<AccountId>)],
		place: &Place<'_, AccountId>,
		now_ms: u64,
	) -> Vec<Bid<'a>> {
		let (day, viewer) = (day_of(place.round), place.viewer);
		let store = self.store();
		let state = store.state();
		let mut bids = Vec::new();
		for (id, payer) in campaigns {
			let (id, terms) = (*id, &payer.campaign.terms);
			// What is not for this place need not be counted.
			if !terms.targets.admits(&place.filled_by(id)) {
				continue;
			}
			let Some(most) = terms.most_of_a_play() else { continue };
			let promised_cfx = most.saturating_mul(state.promised(id, now_ms).into());
			let seen = state.views_on(day, viewer, id, true);
			let seen = seen.saturating_add(state.views_under_way(viewer, id, now_ms));
			let seen_today = u16::try_from(seen).unwrap_or(u16::MAX);
			bids.push(Bid { id, payer, promised_cfx, seen_today });
		}
		bids
	}

	/// What it takes to send a campaign's ad. One that costs something is its advertiser's own: nobody shows another's
	/// work to all for the price of an ad.
	async fn sending_ad(
		&self,
		campaign: &Campaign<AccountId>,
		viewer: &AccountId,
	) -> Result<Sending, Rejection> {
		let creative = &campaign.terms.creative;
		let title: TitleView<AccountId> = self.title(creative)?;
		check_playable(&title)?;
		if title.state.price_cfx != 0 && title.record.creator != campaign.advertiser {
			return Err(Rejection::NotBought);
		}
		self.sending(creative, AD_CELL, viewer).await
	}

	/// Campaigns that may be shown now. The chain is asked once for each best block.
	fn shown_campaigns(&self) -> Result<ShownCampaigns, ChainError> {
		let best = self.parts.chain.best();
		if let Some((at, campaigns)) = &self.net().campaigns
			&& *at == best
		{
			return Ok(campaigns.clone());
		}
		let campaigns = Arc::new(self.parts.chain.shown_campaigns()?);
		self.net().campaigns = Some((best, campaigns.clone()));
		Ok(campaigns)
	}
}
