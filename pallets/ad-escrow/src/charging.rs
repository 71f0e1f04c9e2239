//! What a batch proves is charged. Led to by proof of view, through [`AdCharges`].

use crate::{Campaigns, Config, Days, Event, HoldReason, Ledger, Pallet, WeightInfo};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
	},
};
use reel_primitives::{
	Balance, ContentId, Round,
	ads::{
		AdBill, AdCharge, BillRefusal, Campaign, CampaignId, MAX_BILLS_PER_BATCH,
		MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL, day_of,
	},
	batch::Payees,
	traits::{AdCharges, AdPayouts, Titles},
};
use sp_runtime::DispatchError;

/// What one campaign is charged, worked out.
struct Charged<AccountId> {
	id: CampaignId,
	campaign: Campaign<AccountId>,
	views: u32,
	clicks: u32,
	viewers_cfx: Balance,
	creators_cfx: Balance,
	/// Planck of each part.
	spent: Vec<Balance>,
}

/// A bill, worked out.
struct Worked<'a, AccountId> {
	/// Charges of which something is entered.
	charged: Vec<(&'a AdCharge, Charged<AccountId>)>,
	/// What each title gets, ascending.
	titles: Vec<(ContentId, Balance)>,
	viewers_cfx: Balance,
}

fn add(a: Balance, b: Balance) -> Result<Balance, BillRefusal> {
	a.checked_add(b).ok_or(BillRefusal::Amounts)
}

impl<T: Config> Pallet<T> {
	/// What a charge comes to, if the campaign may be charged it; `None` when there is nothing to enter.
	fn work_out(
		round: Round,
		charge: &AdCharge,
		titles: &mut BTreeMap<ContentId, Balance>,
	) -> Result<Option<Charged<T::AccountId>>, BillRefusal> {
		let found = Campaigns::<T>::get(charge.campaign);
		// Plays that were all dropped cost nobody anything: where nothing is kept of them, the bill goes without.
		if charge.parts.is_empty() && !found.as_ref().is_some_and(Campaign::is_open) {
			return Ok(None);
		}
		let campaign = found.ok_or(BillRefusal::NoCampaign)?;
		ensure!(charge.parts.is_empty() || campaign.is_charged_in(round), BillRefusal::NotShown);
		let most = u64::from(charge.viewers).saturating_mul(campaign.terms.frequency_cap.into());
		ensure!(charge.views() <= most, BillRefusal::Frequency);
		let mut charged = Charged {
			id: charge.campaign,
			campaign,
			views: 0,
			clicks: 0,
			viewers_cfx: 0,
			creators_cfx: 0,
			spent: Vec::with_capacity(charge.parts.len()),
		};
		for part in &charge.parts {
			let amounts =
				charged.campaign.amounts(part.views, part.clicks).ok_or(BillRefusal::Amounts)?;
			charged.views = charged.views.checked_add(part.views).ok_or(BillRefusal::Malformed)?;
			charged.clicks = charged.clicks.saturating_add(part.clicks);
			charged.viewers_cfx = add(charged.viewers_cfx, amounts.viewers_cfx)?;
			charged.creators_cfx = add(charged.creators_cfx, amounts.creator_cfx)?;
			charged.spent.push(add(amounts.viewers_cfx, amounts.creator_cfx)?);
			if amounts.creator_cfx > 0 {
				ensure!(T::Titles::terms(&part.content).is_some(), BillRefusal::NoTitle);
				let sum = titles.entry(part.content).or_default();
				*sum = add(*sum, amounts.creator_cfx)?;
			}
		}
		let all = add(charged.viewers_cfx, charged.creators_cfx)?;
		ensure!(all <= charged.campaign.left_cfx, BillRefusal::Budget);
		if let Some(cap) = charged.campaign.terms.daily_cap_cfx {
			let today = add(Self::spent_on(charge.campaign, day_of(round)), all)?;
			ensure!(today <= cap, BillRefusal::DailyCap);
		}
		Ok(Some(charged))
	}

	/// Works a bill out; nothing changes.
	fn check_bill(
		round: Round,
		bill: &AdBill<T::AccountId>,
	) -> Result<Worked<'_, T::AccountId>, BillRefusal> {
		ensure!(bill.is_sound(), BillRefusal::Malformed);
		let (mut charged, mut titles) = (Vec::new(), BTreeMap::new());
		for charge in &bill.charges {
			let entered = Self::work_out(round, charge, &mut titles)?;
			charged.extend(entered.map(|entered| (charge, entered)));
		}
		let viewers_cfx =
			charged.iter().try_fold(0, |sum, (_, charged)| add(sum, charged.viewers_cfx))?;
		let is_paid_out = match &bill.viewers {
			Payees::Direct(payees) => {
				payees.iter().try_fold(0, |sum, payee| add(sum, payee.shares))? == viewers_cfx
			},
			Payees::Root { .. } => viewers_cfx > 0,
		};
		ensure!(is_paid_out, BillRefusal::Amounts);
		Ok(Worked { charged, titles: titles.into_iter().collect(), viewers_cfx })
	}

	/// Whether a bill could be charged in this state: what a desk asks before it proposes or votes.
	///
	/// # Errors
	/// Why not.
	pub fn try_bill(round: Round, bill: &AdBill<T::AccountId>) -> Result<(), BillRefusal> {
		Self::check_bill(round, bill).map(|_| ())
	}

	fn charge_bill(
		round: Round,
		place: u8,
		bill: &AdBill<T::AccountId>,
	) -> Result<(), BillRefusal> {
		let worked = Self::check_bill(round, bill)?;
		let mut flows = Ledger::<T>::get();
		let pot = T::Payouts::pot();

		// Effects.
		for (charge, charged) in worked.charged {
			let Charged { id, mut campaign, views, clicks, viewers_cfx, creators_cfx, spent } =
				charged;
			let all = add(viewers_cfx, creators_cfx)?;
			campaign.left_cfx = campaign.left_cfx.checked_sub(all).ok_or(BillRefusal::Budget)?;
			campaign.spent_cfx = add(campaign.spent_cfx, all)?;
			flows.viewers_cfx = add(flows.viewers_cfx, viewers_cfx)?;
			flows.creators_cfx = add(flows.creators_cfx, creators_cfx)?;
			if all > 0 {
				T::Currency::transfer_on_hold(
					&HoldReason::Campaign.into(),
					&campaign.advertiser,
					&pot,
					all,
					Precision::Exact,
					Restriction::Free,
					Fortitude::Force,
				)
				.map_err(|_| BillRefusal::Payment)?;
			}
			Campaigns::<T>::insert(id, campaign);
			Days::<T>::mutate(id, day_of(round), |results| {
				results.get_or_insert_default().enter(charge, &spent);
			});
			Self::deposit_event(Event::CampaignCharged {
				campaign: id,
				round,
				views,
				clicks,
				viewers_cfx,
				creators_cfx,
			});
		}
		Ledger::<T>::put(flows);
		// Nothing to pay: the bill only tells what was begun, or dropped.
		if worked.viewers_cfx == 0 && worked.titles.is_empty() {
			return Ok(());
		}
		T::Payouts::pay_ads(round, place, &worked.titles, &bill.viewers, worked.viewers_cfx)
			.map_err(|_| BillRefusal::Payment)
	}
}

impl<T: Config> AdCharges<T::AccountId> for Pallet<T> {
	fn charge(round: Round, bills: &[AdBill<T::AccountId>]) -> u32 {
		let mut charged: u32 = 0;
		for (place, bill) in (0u8..).zip(bills.iter().take(MAX_BILLS_PER_BATCH as usize)) {
			let mut refusal = None;
			let done = with_storage_layer(|| {
				Self::charge_bill(round, place, bill).map_err(|why| {
					refusal = Some(why);
					DispatchError::Other("the bill is not charged")
				})
			});
			if done.is_ok() {
				charged = charged.saturating_add(1);
				continue;
			}
			// A layer too many is the only failure without a reason of ours.
			let refusal = refusal.unwrap_or(BillRefusal::Payment);
			Self::note_dropped(round, bill, refusal);
			Self::deposit_event(Event::BillDropped { round, bill: place, refusal });
		}
		charged
	}

	fn charge_weight(bills: u32) -> (u64, u64) {
		let own = T::WeightInfo::charge(MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL);
		let (time, proof) = T::Payouts::pay_ads_weight(MAX_PARTS_PER_BILL);
		let bills = u64::from(bills.min(MAX_BILLS_PER_BATCH));
		(
			own.ref_time().saturating_add(time).saturating_mul(bills),
			own.proof_size().saturating_add(proof).saturating_mul(bills),
		)
	}
}
