//! Campaigns, and movements of their tokens.

use super::{Fitting, Hand};
use crate::fuzz::world::Route;
use pallet_crowdfunding::{
	Call, Campaign, Campaigns, Contributors, Holdings, Milestone, NextCampaign, Offer, Phase,
};
use rand::Rng;
use reel_primitives::{
	ContentId,
	funding::{CampaignId, royalty_asset},
	market::Currency,
	traits::{RoundClock, Supervision},
};
use reelchain_runtime::{
	AccountId, ContentRegistry, Runtime, RuntimeCall, Supervisors, configs::views::SlotClock,
	constants::currency::CFX, params::FUNDING_TERMS,
};

impl Hand<'_> {
	pub(super) fn funding(&mut self) -> Fitting {
		let somebody = self.somebody();
		let draw = self.up_to(100);
		if draw < 15 {
			return self.open();
		}
		let Some((campaign, known)) = self.funded_campaign() else { return self.open() };
		let creator = if self.coin(0.95) { known.creator.clone() } else { somebody.clone() };
		let (who, call): (AccountId, RuntimeCall) = match draw {
			15..=44 => {
				let amount = match self.up_to(8) {
					0 => self.amount(),
					// All that is missing.
					1..=3 => u128::MAX,
					_ => self.random.gen_range(CFX / 2..3 * CFX),
				};
				(somebody, Call::contribute { campaign, amount }.into())
			},
			45..=50 => {
				let content = self.title_of(&creator);
				(creator, Call::attach_title { campaign, content }.into())
			},
			51..=58 => (creator, Call::report { campaign }.into()),
			59..=66 => {
				let who = self.contributor(campaign, &known);
				(who, Call::vote { campaign, is_against: self.coin(0.7) }.into())
			},
			67 => {
				let who = if self.coin(0.5) { creator } else { self.pick(&self.world.supervisors) };
				(who, Call::stop { campaign }.into())
			},
			68..=73 => (somebody, Call::advance { campaign }.into()),
			74..=79 => {
				let who = self.contributor(campaign, &known);
				(somebody, Call::settle { campaign, who }.into())
			},
			80..=87 => {
				let (who, _) = self.owner(campaign, &known);
				let currency = self.pick(&[Currency::Cfx, Currency::Cfx, Currency::Ssh]);
				(somebody, Call::claim { campaign, who, currency }.into())
			},
			88..=91 => {
				// Income that no sale brings.
				let dest = pallet_crowdfunding::Pallet::<Runtime>::account(campaign).into();
				let value = self.random.gen_range(1..CFX);
				let call = pallet_balances::Call::<Runtime>::transfer_keep_alive { dest, value };
				(somebody, call.into())
			},
			_ => self.send(campaign, &known),
		};
		(Route::Signed(who), call)
	}

	/// A campaign that there is, most of the time one that goes on.
	fn funded_campaign(&mut self) -> Option<(CampaignId, Campaign<AccountId>)> {
		let next = NextCampaign::<Runtime>::get();
		let mut found = None;
		for _ in 0..8 {
			let id = self.random.gen_range(0..=next);
			let Some(campaign) = Campaigns::<Runtime>::get(id) else { continue };
			let goes_on = !matches!(campaign.phase, Phase::Refunding { .. });
			found = Some((id, campaign));
			if goes_on {
				break;
			}
		}
		found
	}

	/// A creator that may publish, in most cases.
	fn publisher(&mut self) -> AccountId {
		let mut creator = self.pick(&self.world.creators);
		for _ in 0..8 {
			if Supervisors::publisher(&creator).is_ok() {
				break;
			}
			creator = self.pick(&self.world.creators);
		}
		creator
	}

	/// A title of the creator, in most cases.
	fn title_of(&mut self, creator: &AccountId) -> ContentId {
		let mut content = self.pick(&self.world.titles);
		for _ in 0..40 {
			let title = ContentRegistry::title(content);
			if title.is_some_and(|title| title.record.creator == *creator) {
				break;
			}
			content = self.pick(&self.world.titles);
		}
		content
	}

	fn contributor(&mut self, id: CampaignId, campaign: &Campaign<AccountId>) -> AccountId {
		let index = self.up_to(campaign.contributors.max(1));
		match Contributors::<Runtime>::get(id, index) {
			Some(who) if self.coin(0.95) => who,
			_ => self.somebody(),
		}
	}

	/// Somebody with tokens, in most cases, and how many.
	fn owner(&mut self, id: CampaignId, campaign: &Campaign<AccountId>) -> (AccountId, u128) {
		let skip = self.up_to(6) as usize;
		let owners = Holdings::<Runtime>::iter_prefix(id).take(6).collect::<Vec<_>>();
		match owners.get(skip % owners.len().max(1)) {
			Some((who, holding)) if self.coin(0.9) => (who.clone(), holding.tokens),
			_ => (self.contributor(id, campaign), 1),
		}
	}

	/// Tokens go to anybody, now and then back to the campaign.
	fn send(&mut self, id: CampaignId, campaign: &Campaign<AccountId>) -> (AccountId, RuntimeCall) {
		use pallet_assets::Call;
		let (from, has) = self.owner(id, campaign);
		let to = match self.coin(0.03) {
			true => pallet_crowdfunding::Pallet::<Runtime>::account(id),
			false => self.somebody(),
		};
		let asset = codec::Compact(royalty_asset(id));
		let amount = self.random.gen_range(1..=has.max(1));
		let call = match self.up_to(8) {
			0 => Call::<Runtime>::transfer_all { id: asset, dest: to.into(), keep_alive: false },
			1 => Call::transfer_keep_alive { id: asset, target: to.into(), amount },
			_ => Call::transfer { id: asset, target: to.into(), amount },
		};
		(from, call.into())
	}

	fn open(&mut self) -> Fitting {
		let creator = self.publisher();
		let one = |hand: &mut Self| Milestone {
			amount: hand.random.gen_range(CFX / 2..3 * CFX),
			description: [1; 32],
			within: hand.random.gen_range(1..20_000),
		};
		let mut milestones = vec![];
		let content = self.title_of(&creator);
		let is_own =
			ContentRegistry::title(content).is_some_and(|title| title.record.creator == creator);
		let content = (self.coin(0.6) && (is_own || self.coin(0.05))).then_some(content);
		let least = if content.is_some() || self.coin(0.05) { 1 } else { 2 };
		for _ in 0..least + self.up_to(2) {
			milestones.push(one(self));
		}
		let mut goal = milestones.iter().map(|milestone| milestone.amount).sum();
		let is_odd = self.coin(0.1);
		let mut ends = SlotClock::round() + self.random.gen_range(10..6_000);
		let mut tokens = self.random.gen_range(1..2_000);
		if is_odd {
			match self.up_to(3) {
				0 => goal += 1,
				1 => ends = 0,
				_ => tokens = 0,
			}
		}
		let offer = Offer {
			goal,
			ends,
			milestones: milestones.try_into().expect("three at most"),
			share_bp: self.random.gen_range(1..4_000),
			tokens,
			voting_rounds: FUNDING_TERMS.min_voting_rounds,
			content,
			description: [2; 32],
		};
		(Route::Signed(creator), Call::<Runtime>::open { offer }.into())
	}
}
