//! What the ads of a batch come to: the bills that a proposer makes, and what the others think of them. See [`crate::ads`].
//!
//! What is left of budgets and days the proposer asks for at the best block, where it is newest; whose a campaign's number is, and on
//! what terms, it takes from the *finalized* block, as who votes does: on another fork a number may be another campaign.

use crate::{
	ChainError,
	ads::tally::{ByCampaign, tell},
	batch::committed,
	service::{Core, LOG_TARGET},
	state::PlayFacts,
};
use reel_primitives::{
	AccountId, Balance, Round,
	ads::{
		AdBill, Campaign, CampaignId, MAX_BILLS_PER_BATCH,
		counting::{AdPlay, Count, Payer, charge_all, count},
		day_of,
	},
	batch::Payee,
	play::PlayId,
	time::round_of_ms,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most campaigns that the chain is asked about for a batch.
const MAX_ASKED: usize = 64;

/// Whether the ticket of an ad play is what its campaign admits, as far as all can tell alike.
fn is_rightly_shown(facts: &PlayFacts, campaign: &Campaign<AccountId>) -> bool {
	let Some(ad) = &facts.ad else { return false };
	let round = round_of_ms(facts.starts_at_ms);
	campaign.may_show(&facts.content, &facts.viewer, &ad.placement, round)
}

/// Whether two blocks know the same campaign under a number.
fn is_same(one: &Campaign<AccountId>, other: &Campaign<AccountId>) -> bool {
	one.advertiser == other.advertiser
		&& one.terms == other.terms
		&& one.viewer_bp == other.viewer_bp
}

/// Whether another batch for as many plays, charged before this one, might leave too little for it.
fn is_near_its_end(payer: &Payer<AccountId>, plays: usize) -> bool {
	let campaign = &payer.campaign;
	let most = campaign.terms.most_of_a_play().unwrap_or(Balance::MAX);
	let both = most.saturating_mul(plays as Balance).saturating_mul(2);
	let today = payer.spent_today_cfx.saturating_add(both);
	both > campaign.left_cfx || campaign.terms.daily_cap_cfx.is_some_and(|cap| today > cap)
}

/// A bill with what its root hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuiltBill {
	pub(crate) bill: AdBill,
	/// Who is paid, ascending.
	pub(crate) awards: Vec<Payee>,
}

impl BuiltBill {
	/// Nothing yet.
	pub(super) fn empty() -> Self {
		let (charges, awards) = (Vec::new(), Vec::new());
		Self { bill: AdBill { charges, viewers: committed(&awards) }, awards }
	}

	/// What follows from plays which are charged every one.
	fn of(count: Count<AccountId>) -> Self {
		let Count { charges, awards, .. } = count;
		Self { bill: AdBill { charges, viewers: committed(&awards) }, awards }
	}
}

/// What a desk thinks of the bills of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BillsVerdict {
	/// With what their roots hide, in order.
	Right(Vec<BuiltBill>),
	/// By themselves: everybody says so.
	Wrong,
	CannotTell,
}

type Campaigns = BTreeMap<CampaignId, Campaign<AccountId>>;

impl Core {
	/// Of the ad plays that might stand in a batch for `round` those that it charges, ascending, and the bills that they come to, with what
	/// is to be told besides. None when the chain cannot say: then they wait.
	pub(crate) fn bill_ads(
		&self,
		round: Round,
		ads: &[PlayFacts],
	) -> (BTreeSet<PlayId>, Vec<BuiltBill>) {
		if ads.is_empty() && self.store().state().untold().is_empty() {
			return Default::default();
		}
		self.try_bill_ads(round, ads).unwrap_or_else(|error| {
			log::warn!(target: LOG_TARGET, "charging no ads in round {round}: {error}");
			Default::default()
		})
	}

	fn try_bill_ads(
		&self,
		round: Round,
		ads: &[PlayFacts],
	) -> Result<(BTreeSet<PlayId>, Vec<BuiltBill>), ChainError> {
		let untold = self.store().state().untold();
		let (finals, payers) = self.payers_of(round, ads, &untold)?;
		// The chain takes nothing of others.
		let is_charged = |payer: &Payer<AccountId>| payer.campaign.is_charged_in(round);
		let tellable: BTreeSet<CampaignId> =
			payers.iter().filter(|(_, payer)| is_charged(payer)).map(|(id, _)| *id).collect();
		let shown = |facts: &&PlayFacts| {
			let placement = facts.ad.as_ref().map(|ad| ad.placement);
			placement.is_some_and(|ad| {
				finals.get(&ad.campaign).is_some_and(|campaign| is_rightly_shown(facts, campaign))
					&& self.is_registered(&ad.content)
			})
		};
		let plays: Vec<AdPlay<AccountId>> =
			ads.iter().filter(shown).filter_map(PlayFacts::ad_play).collect();
		let plays_of = |id: CampaignId| plays.iter().filter(|play| play.campaign == id).count();
		// Campaigns near their end stand apart, so that they take no other with them.
		let (ending, safe): (BTreeMap<_, _>, BTreeMap<_, _>) =
			payers.into_iter().partition(|(id, payer)| is_near_its_end(payer, plays_of(*id)));
		let (mut charged, mut bills) = (BTreeSet::new(), Vec::new());
		for payers in [safe, ending] {
			let of_group = plays.iter().filter(|play| payers.contains_key(&play.campaign));
			let of_group: Vec<_> = of_group.cloned().collect();
			let counted = {
				let mut store = self.store();
				let state = store.state();
				let day = day_of(round);
				let counted = count(round, of_group.clone(), &payers, |viewer, id| {
					state.views_on(day, viewer, id, true)
				});
				store.note_left_out(&counted.dropped);
				counted
			};
			let mut of_bill = of_group;
			of_bill.retain(|play| counted.charged.binary_search(&play.id).is_ok());
			if of_bill.is_empty() {
				continue;
			}
			// All of them were charged a moment ago.
			let Some(all) = charge_all(of_bill, &finals) else { continue };
			charged.extend(all.charged.iter().copied());
			bills.push(BuiltBill::of(all));
		}
		// With what was left out just now.
		let mut untold = self.store().state().untold();
		untold.retain(|id, _| tellable.contains(id));
		tell(&mut bills, &untold);
		Ok((charged, bills))
	}

	/// The campaigns of ad plays, of many those of the least numbers, and with room left those of which something is to be told: on
	/// what terms at the finalized block, and as a batch for `round` finds them at the best. None that the two do not know alike.
	/// What is to be told of campaigns that have ended is forgotten.
	fn payers_of(
		&self,
		round: Round,
		ads: &[PlayFacts],
		untold: &ByCampaign,
	) -> Result<(Campaigns, BTreeMap<CampaignId, Payer<AccountId>>), ChainError> {
		let named = ads.iter().filter_map(|facts| Some(facts.ad.as_ref()?.placement.campaign));
		let named: BTreeSet<CampaignId> = named.collect();
		let others = untold.keys().filter(|id| !named.contains(id)).copied();
		let asked: Vec<CampaignId> = named.iter().copied().chain(others).take(MAX_ASKED).collect();
		let chain = &self.parts.chain;
		let finals = chain.final_payers(asked.clone(), round)?;
		let now = chain.payers(asked.clone(), round)?;
		let is_gone = |payer: &Option<Payer<AccountId>>| {
			!payer.as_ref().is_some_and(|payer| payer.campaign.is_open())
		};
		let gone = asked.iter().zip(&now).filter(|(_, payer)| is_gone(payer));
		let gone: Vec<CampaignId> = gone.map(|(id, _)| *id).collect();
		self.store().forget_uncharged(&gone);
		let (mut campaigns, mut payers) = (BTreeMap::new(), BTreeMap::new());
		for (id, found) in asked.into_iter().zip(finals.into_iter().zip(now)) {
			if let (Some(last), Some(payer)) = found
				&& is_same(&last.campaign, &payer.campaign)
			{
				campaigns.insert(id, last.campaign);
				payers.insert(id, payer);
			}
		}
		Ok((campaigns, payers))
	}

	/// Whether a batch for `round` charges what its ad plays come to. What its bills tell besides is its proposer's to say. See
	/// [`crate::ads`].
	pub(crate) fn judge_bills(
		&self,
		round: Round,
		charged: &[AdBill],
		ads: &[PlayFacts],
	) -> BillsVerdict {
		let named: Vec<CampaignId> =
			charged.iter().flat_map(|bill| &bill.charges).map(|charge| charge.campaign).collect();
		let campaigns: BTreeSet<CampaignId> = named.iter().copied().collect();
		let is_billed = |facts: &PlayFacts| {
			facts.ad.as_ref().is_some_and(|ad| campaigns.contains(&ad.placement.campaign))
		};
		if charged.len() > MAX_BILLS_PER_BATCH as usize
			|| campaigns.len() != named.len()
			|| named.len() > MAX_ASKED
			|| !ads.iter().all(is_billed)
		{
			return BillsVerdict::Wrong;
		}
		let known = match &named[..] {
			[] => Ok(Vec::new()),
			_ => self.parts.chain.final_payers(named.clone(), round),
		};
		let finals = named.into_iter().zip(known.unwrap_or_default());
		let finals: Campaigns =
			finals.filter_map(|(id, payer)| Some((id, payer?.campaign))).collect();
		if finals.len() != campaigns.len() {
			return BillsVerdict::CannotTell;
		}
		let rightly = |facts: &PlayFacts| {
			let id = facts.ad.as_ref().map(|ad| ad.placement.campaign);
			let campaign = id.and_then(|id| finals.get(&id));
			campaign.is_some_and(|campaign| is_rightly_shown(facts, campaign))
		};
		let built = charged.iter().map(|bill| rebuilt(bill, ads, &finals)).collect::<Option<_>>();
		match built {
			Some(built) if ads.iter().all(rightly) => {
				if self.is_beyond_frequency(round, ads, &finals) {
					BillsVerdict::CannotTell
				} else {
					BillsVerdict::Right(built)
				}
			},
			_ => BillsVerdict::Wrong,
		}
	}

	/// Whether somebody is paid for more views than a day may have, with those that this desk knows were paid.
	fn is_beyond_frequency(&self, round: Round, ads: &[PlayFacts], finals: &Campaigns) -> bool {
		let mut views: BTreeMap<(&AccountId, CampaignId), u32> = BTreeMap::new();
		for facts in ads {
			if let Some(ad) = &facts.ad {
				*views.entry((&facts.viewer, ad.placement.campaign)).or_default() += 1;
			}
		}
		let (day, store) = (day_of(round), self.store());
		let state = store.state();
		views.into_iter().any(|((viewer, id), views)| {
			let cap = finals.get(&id).map_or(0, |campaign| campaign.terms.frequency_cap);
			state.views_on(day, viewer, id, false).saturating_add(views) > cap.into()
		})
	}
}

/// A bill with what its root hides, if what it charges is what follows from the plays of its campaigns.
fn rebuilt(bill: &AdBill, ads: &[PlayFacts], finals: &Campaigns) -> Option<BuiltBill> {
	let named: BTreeSet<CampaignId> = bill.charges.iter().map(|charge| charge.campaign).collect();
	let plays = ads.iter().filter_map(PlayFacts::ad_play);
	let plays: Vec<_> = plays.filter(|play| named.contains(&play.campaign)).collect();
	let built = BuiltBill::of(charge_all(plays, finals)?);
	(built.bill == bill.voted()).then_some(built)
}
