//! A campaign is opened, added to, paused, resumed, cancelled and stopped: by the calls of those names.

use crate::{
	Campaigns, CampaignsOf, Config, Due, DueKey, Error, Event, HoldReason, Ledger, Listed,
	MIN_VIEWER_BP, NextCampaign, Pallet,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, fungible::MutateHold},
};
use reel_primitives::{
	BASIS_POINTS, Balance, BasisPoints, Round,
	ads::{
		AdTerms, Campaign, CampaignId, CampaignState, EndCause, MAX_FREQUENCY, MIN_VIEW_CFX,
		settled_in,
	},
	content::{ReasonCode, TitleStatus},
	traits::{RoundClock, Sanctioners, Titles},
};

/// Most campaigns told at once, and most numbers looked through for those that are shown.
pub const MAX_CAMPAIGNS_PAGE: u32 = 16;

/// Most numbers looked through for campaigns that are shown.
pub(crate) const MAX_SPAN: u32 = 64;

impl<T: Config> Pallet<T> {
	/// Part of a view or click that the viewers of campaigns get which are opened now.
	fn viewer_part() -> BasisPoints {
		T::ViewerPart::get().clamp(MIN_VIEWER_BP, BASIS_POINTS)
	}

	/// Checks what can be checked of terms and budget; the play time of the ad.
	fn check_terms(terms: &AdTerms, budget_cfx: Balance, now: Round) -> Result<u32, Error<T>> {
		ensure!(terms.targets.is_sound(), Error::<T>::TargetsMalformed);
		ensure!(terms.view_cfx >= MIN_VIEW_CFX, Error::<T>::PriceTooSmall);
		let most = terms.most_of_a_play().ok_or(Error::<T>::SumOverflow)?;
		ensure!(budget_cfx >= most.max(T::MinBudget::get()), Error::<T>::BudgetTooSmall);
		ensure!(
			terms.last >= terms.first
				&& terms.last >= now
				&& terms.last <= now.saturating_add(T::MaxRounds::get()),
			Error::<T>::ScheduleOutOfRange
		);
		ensure!(terms.daily_cap_cfx.is_none_or(|cap| cap >= most), Error::<T>::DailyCapTooSmall);
		ensure!(
			(1..=MAX_FREQUENCY).contains(&terms.frequency_cap),
			Error::<T>::FrequencyOutOfRange
		);
		let ad = T::Titles::terms(&terms.creative)
			.filter(|ad| ad.status == TitleStatus::Playable)
			.ok_or(Error::<T>::CreativeNotPlayable)?;
		ensure!(ad.cells == 1, Error::<T>::CreativeTooLong);
		u32::try_from(ad.duration_ms).map_err(|_| Error::<T>::CreativeTooLong)
	}

	pub(crate) fn do_open(
		advertiser: T::AccountId,
		mut terms: AdTerms,
		budget_cfx: Balance,
	) -> DispatchResult {
		let now = T::Clock::round();
		let duration_ms = Self::check_terms(&terms, budget_cfx, now)?;
		terms.first = terms.first.max(now);
		let id = NextCampaign::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::SumOverflow)?;
		let viewer_bp = Self::viewer_part();
		CampaignsOf::<T>::try_mutate(&advertiser, |own| own.try_push(id))
			.map_err(|_| Error::<T>::TooManyCampaigns)?;
		Self::take(&advertiser, budget_cfx)?;

		// Effects.
		NextCampaign::<T>::put(next);
		Due::<T>::insert(DueKey::new(settled_in(terms.last), id), ());
		let creative = terms.creative;
		let campaign = Campaign {
			advertiser: advertiser.clone(),
			terms,
			duration_ms,
			viewer_bp,
			left_cfx: budget_cfx,
			spent_cfx: 0,
			state: CampaignState::Running,
		};
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignOpened {
			campaign: id,
			advertiser,
			creative,
			budget_cfx,
			viewer_bp,
		});
		Ok(())
	}

	/// Puts a budget on hold.
	fn take(advertiser: &T::AccountId, amount_cfx: Balance) -> DispatchResult {
		let mut flows = Ledger::<T>::get();
		flows.funded_cfx =
			flows.funded_cfx.checked_add(amount_cfx).ok_or(Error::<T>::SumOverflow)?;
		T::Currency::hold(&HoldReason::Campaign.into(), advertiser, amount_cfx)?;
		Ledger::<T>::put(flows);
		Ok(())
	}

	/// A campaign that may still be shown, or will be.
	fn open_one(id: CampaignId) -> Result<Campaign<T::AccountId>, Error<T>> {
		let campaign = Campaigns::<T>::get(id).ok_or(Error::<T>::CampaignNotFound)?;
		let is_open =
			matches!(campaign.state, CampaignState::Running | CampaignState::Paused { .. });
		ensure!(is_open && T::Clock::round() <= campaign.terms.last, Error::<T>::CampaignOver);
		Ok(campaign)
	}

	/// The same, if it is `who`'s.
	fn own(who: &T::AccountId, id: CampaignId) -> Result<Campaign<T::AccountId>, Error<T>> {
		let advertiser = Campaigns::<T>::get(id).map(|campaign| campaign.advertiser);
		ensure!(advertiser.ok_or(Error::<T>::CampaignNotFound)? == *who, Error::<T>::NotAdvertiser);
		Self::open_one(id)
	}

	pub(crate) fn do_fund(
		who: &T::AccountId,
		id: CampaignId,
		amount_cfx: Balance,
	) -> DispatchResult {
		let mut campaign = Self::own(who, id)?;
		let most = campaign.terms.most_of_a_play().ok_or(Error::<T>::SumOverflow)?;
		ensure!(amount_cfx >= most, Error::<T>::BudgetTooSmall);
		let left_cfx = campaign.left_cfx.checked_add(amount_cfx).ok_or(Error::<T>::SumOverflow)?;
		Self::take(who, amount_cfx)?;

		// Effects.
		campaign.left_cfx = left_cfx;
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignFunded { campaign: id, amount_cfx, left_cfx });
		Ok(())
	}

	pub(crate) fn do_pause(who: &T::AccountId, id: CampaignId) -> DispatchResult {
		let mut campaign = Self::own(who, id)?;
		ensure!(campaign.state == CampaignState::Running, Error::<T>::AlreadyPaused);

		// Effects.
		campaign.state = CampaignState::Paused { since: T::Clock::round() };
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignPaused { campaign: id });
		Ok(())
	}

	pub(crate) fn do_resume(who: &T::AccountId, id: CampaignId) -> DispatchResult {
		let mut campaign = Self::own(who, id)?;
		ensure!(campaign.state != CampaignState::Running, Error::<T>::NotPaused);

		// Effects.
		campaign.state = CampaignState::Running;
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignResumed { campaign: id });
		Ok(())
	}

	pub(crate) fn do_cancel(who: &T::AccountId, id: CampaignId) -> DispatchResult {
		let campaign = Self::own(who, id)?;
		Self::end(id, campaign, EndCause::Cancelled)
	}

	pub(crate) fn do_stop(
		supervisor: T::AccountId,
		id: CampaignId,
		reason: ReasonCode,
	) -> DispatchResult {
		let campaign = Campaigns::<T>::get(id).ok_or(Error::<T>::CampaignNotFound)?;
		let countries = &campaign.terms.targets.countries;
		let may_stop = match countries.is_empty() {
			true => T::Sanctioners::country(&supervisor).is_some(),
			false => {
				countries.iter().any(|country| T::Sanctioners::acts_for(&supervisor, *country))
			},
		};
		ensure!(may_stop, Error::<T>::NotSupervisor);
		let campaign = Self::open_one(id)?;

		// Effects.
		Self::deposit_event(Event::CampaignStopped { campaign: id, supervisor, reason });
		Self::end(id, campaign, EndCause::Stopped(reason))
	}

	/// An advertiser's campaigns from `from` on.
	pub(crate) fn page_of(
		advertiser: &T::AccountId,
		from: CampaignId,
		limit: u32,
	) -> Listed<T::AccountId> {
		CampaignsOf::<T>::get(advertiser)
			.into_iter()
			.filter(|id| *id >= from)
			.take(limit.min(MAX_CAMPAIGNS_PAGE) as usize)
			.filter_map(|id| Some((id, Campaigns::<T>::get(id)?)))
			.collect()
	}

	/// Campaigns that may be shown now, among `span` numbers, and the number that the next one will have.
	pub(crate) fn shown_page(from: CampaignId, span: u32) -> (CampaignId, Listed<T::AccountId>) {
		let now = T::Clock::round();
		let next = NextCampaign::<T>::get();
		let to = from.saturating_add(span.min(MAX_SPAN).into()).min(next);
		let shown = (from..to)
			.filter_map(|id| Some((id, Campaigns::<T>::get(id)?)))
			.filter(|(_, campaign)| campaign.is_shown(now));
		(next, shown.collect())
	}
}
