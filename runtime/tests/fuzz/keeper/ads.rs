//! Campaigns, worked out once more: what is left of each, and what a bill that is charged pays to whom.

use super::{Move, rounds::Rounds};
use crate::fuzz::ads::Told;
use pallet_ad_escrow::Event;
use reel_primitives::{
	ads::{CampaignId, ad_claims},
	batch::Payees,
};
use reelchain_runtime::{AccountId, Runtime};
use std::collections::{BTreeMap, VecDeque};

/// A campaign.
struct Open {
	advertiser: AccountId,
	left: u128,
	view: u128,
	click: u128,
	viewer_bp: u128,
	cap: Option<u128>,
	/// Charged by day.
	days: BTreeMap<u64, u128>,
}

/// See the module.
#[derive(Default)]
pub(super) struct Ads {
	open: BTreeMap<u64, Open>,
}

/// The bills behind what is charged in one entry, in the order in which they come.
pub(super) struct Bills<'a> {
	/// Of the batch that was accepted.
	of_batch: VecDeque<Told>,
	/// The one that the block ends with.
	at_end: &'a mut Option<Told>,
	/// Campaigns of the bill at hand of which nothing was said yet.
	rest: Vec<CampaignId>,
}

impl<'a> Bills<'a> {
	pub(super) fn new(of_batch: Vec<Told>, at_end: &'a mut Option<Told>) -> Self {
		Self { of_batch: of_batch.into(), at_end, rest: vec![] }
	}

	fn next(&mut self) -> Told {
		let next = self.of_batch.pop_front().or_else(|| self.at_end.take());
		next.expect("R2: nobody told that bill")
	}

	/// The bill of which the charging of `campaign` is the first that is said.
	fn begun_by(&mut self, campaign: CampaignId) -> Option<Told> {
		if let Some(place) = self.rest.iter().position(|id| *id == campaign) {
			self.rest.drain(..=place);
			return None;
		}
		let told = self.next();
		assert_ne!(told.is_charged, Some(false), "R2: a bill was charged that was not");
		let ids = told.bill.charges.iter().map(|charge| charge.campaign);
		assert!(ids.clone().any(|id| id == campaign), "R2: another bill was charged");
		self.rest = ids.filter(|id| *id > campaign).collect();
		Some(told)
	}

	/// Checks that each bill of the batch was charged or dropped.
	pub(super) fn end(&self) {
		assert!(self.of_batch.is_empty(), "R2: a bill of a batch was forgotten");
	}
}

/// `price × bp / 10,000`, as the mission divides it.
fn viewers_part(price: u128, bp: u128) -> u128 {
	price.checked_mul(bp).expect("R2: prices here are small") / 10_000
}

impl Ads {
	/// Enters what happened; `bills` are behind what was charged, if anything was. Says what CFX moved to the pot.
	pub(super) fn enter(
		&mut self,
		event: &Event<Runtime>,
		bills: &mut Bills<'_>,
		rounds: &mut Rounds,
		(pot, now): (&AccountId, u64),
	) -> Vec<Move> {
		match event {
			Event::CampaignOpened { campaign, advertiser, budget_cfx, viewer_bp, .. } => {
				// Terms never change, so that it is enough to read them once.
				let terms = pallet_ad_escrow::Campaigns::<Runtime>::get(campaign)
					.expect("R2: a campaign without terms")
					.terms;
				let open = Open {
					advertiser: advertiser.clone(),
					left: *budget_cfx,
					view: terms.view_cfx,
					click: terms.click_cfx,
					viewer_bp: u128::from(*viewer_bp),
					cap: terms.daily_cap_cfx,
					days: BTreeMap::new(),
				};
				self.open.insert(*campaign, open);
			},
			Event::CampaignFunded { campaign, amount_cfx, left_cfx } => {
				let open = self.open.get_mut(campaign).expect("R2: nobody's campaign");
				open.left += amount_cfx;
				assert_eq!(open.left, *left_cfx, "R2: what is left of campaign {campaign}");
			},
			Event::CampaignEnded { campaign, returned_cfx, .. } => {
				let open = self.open.remove(campaign).expect("R2: nobody's campaign");
				assert_eq!(open.left, *returned_cfx, "R2: what campaign {campaign} returns");
			},
			// The first of a bill stands for all of it.
			Event::CampaignCharged { campaign, .. } => {
				let Some(told) = bills.begun_by(*campaign) else { return vec![] };
				return self.charge(told, rounds, pot, now);
			},
			Event::BillDropped { round, bill, .. } => {
				let told = bills.next();
				assert_eq!(
					(told.round, told.place),
					(*round, *bill),
					"R2: another bill was dropped"
				);
				assert_ne!(told.is_charged, Some(true), "R2: a bill was dropped that was charged");
			},
			_ => {},
		}
		vec![]
	}

	fn charge(&mut self, told: Told, rounds: &mut Rounds, pot: &AccountId, now: u64) -> Vec<Move> {
		let (mut moves, mut viewers) = (vec![], 0);
		for charge in &told.bill.charges {
			let open = self.open.get_mut(&charge.campaign).expect("R2: nobody's campaign");
			let mut all = 0;
			for part in &charge.parts {
				let of = |count: u32, price: u128| {
					let part = viewers_part(price, open.viewer_bp);
					(u128::from(count) * part, u128::from(count) * (price - part))
				};
				let (of_views, of_clicks) =
					(of(part.views, open.view), of(part.clicks, open.click));
				viewers += of_views.0 + of_clicks.0;
				all += of_views.0 + of_clicks.0 + of_views.1 + of_clicks.1;
				rounds.owe_creator(&part.content, of_views.1 + of_clicks.1);
			}
			let left = open.left.checked_sub(all);
			open.left = left.expect("R2: a campaign was charged more than was left of it");
			let day = open.days.entry(told.round / 6_000).or_default();
			*day += all;
			assert!(open.cap.is_none_or(|cap| *day <= cap), "R2: more than a day's cap");
			moves.push(Move { from: open.advertiser.clone(), to: pot.clone(), amount: all });
		}
		match told.bill.viewers {
			Payees::Direct(payees) => {
				let sum: u128 = payees.iter().map(|payee| payee.shares).sum();
				assert_eq!(sum, viewers, "R2: what viewers of ads get");
				payees.into_iter().for_each(|payee| rounds.owe(&payee.account, payee.shares));
			},
			Payees::Root { .. } => {
				rounds.open_bill(ad_claims(told.round, told.place), viewers, now)
			},
		}
		moves
	}

	/// Compares what is left with the chain's.
	pub(super) fn agrees(&self) -> Result<(), String> {
		for (id, campaign) in pallet_ad_escrow::Campaigns::<Runtime>::iter() {
			let ours = self.open.get(&id).map_or(0, |open| open.left);
			if ours != campaign.left_cfx {
				let theirs = campaign.left_cfx;
				return Err(format!("R2: {ours} left of campaign {id}, the chain says {theirs}"));
			}
		}
		Ok(())
	}
}
