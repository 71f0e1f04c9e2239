//! Campaigns.

use super::{Fitting, Hand};
use crate::{chain::round, fuzz::world::Route};
use pallet_ad_escrow::{Call, Campaigns, NextCampaign};
use rand::Rng;
use reel_primitives::{
	ContentId,
	ads::{AdTerms, CampaignId, CampaignState, Category, MIN_VIEW_CFX, Targets},
	content::ReasonCode,
};
use reelchain_runtime::{
	AccountId, ContentRegistry, Runtime, configs::ads::MAX_CAMPAIGN_ROUNDS,
	constants::currency::CFX,
};

impl Hand<'_> {
	pub(super) fn ads(&mut self) -> Fitting {
		let (campaign, owner) = self.campaign();
		let owner = Route::Signed(owner);
		let call = match self.up_to(100) {
			0..=49 => {
				let (terms, budget_cfx) = (self.ad_terms(), self.budget());
				let call = Call::<Runtime>::open_campaign { terms, budget_cfx };
				return (Route::Signed(self.somebody()), call.into());
			},
			50..=60 => Call::fund_campaign { campaign, amount_cfx: self.amount() },
			61..=70 => Call::pause_campaign { campaign },
			71..=79 => Call::resume_campaign { campaign },
			80..=87 => Call::cancel_campaign { campaign },
			88..=95 => {
				let call = Call::<Runtime>::stop_campaign { campaign, reason: ReasonCode::Harmful };
				let world = self.world;
				return (Route::Signed(self.pick(&world.supervisors)), call.into());
			},
			_ => Call::close_campaign { campaign },
		};
		(owner, call.into())
	}

	/// A campaign that there is, in most cases, and whose it is.
	fn campaign(&mut self) -> (CampaignId, AccountId) {
		let next = NextCampaign::<Runtime>::get();
		for _ in 0..24 {
			// The latest are those that are open.
			let id = next.saturating_sub(self.random.gen_range(0..24));
			let is_open =
				|state| matches!(state, CampaignState::Running | CampaignState::Paused { .. });
			let found = Campaigns::<Runtime>::get(id);
			if let Some(campaign) = found.filter(|found| is_open(found.state) || self.coin(0.1)) {
				let own = if self.coin(0.9) { campaign.advertiser } else { self.somebody() };
				return (id, own);
			}
		}
		(next, self.somebody())
	}

	fn budget(&mut self) -> u128 {
		match self.up_to(10) {
			0 => self.amount(),
			_ => self.random.gen_range(CFX..12 * CFX),
		}
	}

	/// A title of one cell, in most cases.
	fn creative(&mut self) -> ContentId {
		let mut content = self.pick(&self.world.titles);
		for _ in 0..24 {
			content = self.pick(&self.world.titles);
			let title = ContentRegistry::title(content);
			if title.is_some_and(|title| title.record.geometry.cells == 1) {
				break;
			}
		}
		content
	}

	/// In range, in most cases, and nearly always but for one thing.
	fn ad_terms(&mut self) -> AdTerms {
		let now = round();
		let first = now + self.random.gen_range(0..3);
		let name = |text: &[u8]| Category::try_from(text.to_vec()).expect("short");
		let view_cfx = self.random.gen_range(CFX / 100..CFX);
		let mut terms = AdTerms {
			creative: self.creative(),
			view_cfx,
			click_cfx: if self.coin(0.5) { self.random.gen_range(0..CFX) } else { 0 },
			targets: Targets {
				countries: match self.up_to(3) {
					0 => vec![],
					1 => vec![*b"KR"],
					_ => vec![*b"DE", *b"FR"],
				}
				.try_into()
				.expect("two at most"),
				categories: vec![name(b"news")].try_into().expect("one"),
				..Targets::default()
			},
			first,
			last: first + self.random.gen_range(0..200),
			daily_cap_cfx: self.coin(0.4).then(|| self.random.gen_range(2 * CFX..6 * CFX)),
			frequency_cap: self.random.gen_range(1..4),
		};
		match self.up_to(24) {
			0 => terms.view_cfx = MIN_VIEW_CFX - 1,
			1 => terms.click_cfx = u128::MAX,
			2 => terms.click_cfx = 50 * CFX,
			3 => terms.last = first.saturating_sub(1),
			4 => terms.last = now + MAX_CAMPAIGN_ROUNDS + 1,
			5 => terms.daily_cap_cfx = Some(view_cfx - 1),
			6 => terms.frequency_cap = if self.coin(0.5) { 0 } else { 101 },
			7 => terms.targets.languages = vec![*b"DE"].try_into().expect("one"),
			8 => terms.creative = self.pick(&self.world.titles),
			_ => {},
		}
		terms
	}
}
