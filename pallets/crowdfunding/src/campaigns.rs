//! How a campaign begins and ends: `open`, `attach_title`, `stop`.

use crate::{
	Campaign, Campaigns, Config, Error, Event, HoldReason, NextCampaign, Offer, Pallet, Phase,
	Reason,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Inspect, Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use reel_primitives::{
	BASIS_POINTS, Balance, ContentId, Round,
	content::TitleStatus,
	funding::{CampaignId, FIRST_ROYALTY_ASSET, MAX_ROYALTY_TOKENS},
	traits::{RoundClock, Sanctioners, Supervision, TitleShares, TitlesOnSale},
};
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
	/// The account that holds a campaign's money, its tokens and its part of the income.
	pub fn account(campaign: CampaignId) -> T::AccountId {
		T::AccountsId::get().into_sub_account_truncating(campaign)
	}

	pub(crate) fn get(id: CampaignId) -> Result<Campaign<T::AccountId>, Error<T>> {
		Campaigns::<T>::get(id).ok_or(Error::<T>::CampaignNotFound)
	}

	fn check_offer(offer: &Offer, now: Round) -> Result<(), Error<T>> {
		let terms = T::Terms::get();
		let sum = offer.milestones.iter().try_fold(0, |sum: Balance, milestone| {
			(milestone.amount > 0).then(|| sum.checked_add(milestone.amount)).flatten()
		});
		// What needs no title is all there is of a campaign that never gets one.
		let is_enough = offer.milestones.len() > usize::from(offer.content.is_none());
		ensure!(
			is_enough && sum == Some(offer.goal) && offer.goal >= terms.min_contribution.max(1),
			Error::<T>::MilestonesNotWhole
		);
		let latest = now.saturating_add(terms.max_funding_rounds);
		let mut later = offer.milestones.iter().skip(1);
		ensure!(
			now < offer.ends
				&& offer.ends <= latest
				&& terms.voting_rounds().contains(&offer.voting_rounds)
				&& later.all(|one| (1..=terms.max_milestone_rounds).contains(&one.within)),
			Error::<T>::TimeOutOfRange
		);
		ensure!(
			(1..=MAX_ROYALTY_TOKENS).contains(&offer.tokens)
				&& (1..=BASIS_POINTS).contains(&offer.share_bp),
			Error::<T>::TokensOutOfRange
		);
		Ok(())
	}

	/// Whether a title is the creator's, who has that much of its income.
	fn check_title(
		creator: &T::AccountId,
		content: &ContentId,
		offer: &Offer,
	) -> Result<(), Error<T>> {
		let title = T::Titles::on_sale(content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(
			title.creator == *creator && title.status != TitleStatus::Deleted,
			Error::<T>::TitleNotFound
		);
		ensure!(
			T::Shares::share_of(content, creator) >= offer.share_bp,
			Error::<T>::ShareNotAvailable
		);
		Ok(())
	}

	pub(crate) fn do_open(creator: T::AccountId, offer: Offer) -> DispatchResult {
		let now = T::Clock::round();
		Self::check_offer(&offer, now)?;
		if let Some(content) = &offer.content {
			Self::check_title(&creator, content, &offer)?;
		}
		let supervisor =
			T::Supervisors::publisher(&creator).map_err(|_| Error::<T>::MayNotPublish)?;
		let country = <T::Supervisors as Sanctioners<_>>::country(&supervisor)
			.ok_or(Error::<T>::MayNotPublish)?;
		let id = NextCampaign::<T>::get();
		ensure!(id < FIRST_ROYALTY_ASSET, Error::<T>::SumOverflow);
		let next = id.checked_add(1).ok_or(Error::<T>::SumOverflow)?;
		let deposit = T::Terms::get().deposit;
		let endowment = T::Currency::minimum_balance();
		let account = Self::account(id);
		T::Currency::transfer(&creator, &account, endowment, Preservation::Preserve)?;
		T::Currency::hold(&HoldReason::Campaign.into(), &creator, deposit)?;

		// Effects.
		NextCampaign::<T>::put(next);
		let (goal, ends) = (offer.goal, offer.ends);
		let mut campaign = Campaign {
			creator: creator.clone(),
			country,
			offer,
			deposit,
			raised: 0,
			gathered: 0,
			left: 0,
			paid: 0,
			issued: false,
			contributors: 0,
			open_rows: 0,
			cursor: 0,
			phase: Phase::Open,
			wake: None,
		};
		Self::save(id, &mut campaign);
		Self::deposit_event(Event::CampaignOpened { campaign: id, creator, goal, ends });
		Ok(())
	}

	/// Moves the part of the title's income that was agreed on to the campaign's account.
	pub(crate) fn take_share(
		id: CampaignId,
		campaign: &Campaign<T::AccountId>,
	) -> Result<(), Error<T>> {
		let Some(content) = campaign.offer.content else { return Ok(()) };
		let share_bp = campaign.offer.share_bp;
		T::Shares::move_share(content, &campaign.creator, &Self::account(id), share_bp)
			.map_err(|_| Error::<T>::ShareNotAvailable)
	}

	pub(crate) fn do_attach(
		who: &T::AccountId,
		id: CampaignId,
		content: ContentId,
	) -> DispatchResult {
		let mut campaign = Self::get(id)?;
		ensure!(campaign.creator == *who, Error::<T>::NotCreator);
		let is_over = matches!(campaign.phase, Phase::Done | Phase::Refunding { .. });
		ensure!(campaign.offer.content.is_none() && !is_over, Error::<T>::TitleNotAwaited);
		Self::check_title(who, &content, &campaign.offer)?;
		let share_bp = campaign.offer.share_bp;
		campaign.offer.content = Some(content);
		if campaign.phase != Phase::Open {
			Self::take_share(id, &campaign)?;
		}

		// Effects.
		Self::save(id, &mut campaign);
		Self::deposit_event(Event::TitleAttached { campaign: id, content, share_bp });
		Ok(())
	}

	pub(crate) fn do_stop(who: &T::AccountId, id: CampaignId) -> DispatchResult {
		let mut campaign = Self::get(id)?;
		let is_over = matches!(campaign.phase, Phase::Done | Phase::Refunding { .. });
		let reason = match campaign.creator == *who && campaign.phase == Phase::Open {
			true => Reason::Cancelled,
			false => {
				let may = T::Supervisors::acts_for(who, campaign.country);
				ensure!(may && !is_over, Error::<T>::MayNotStop);
				Reason::Stopped
			},
		};

		// Effects.
		Self::begin_refund(id, &mut campaign, reason);
		Self::save(id, &mut campaign);
		Ok(())
	}

	/// From here on contributions, or what is left of them, go back.
	pub(crate) fn begin_refund(
		id: CampaignId,
		campaign: &mut Campaign<T::AccountId>,
		reason: Reason,
	) {
		campaign.phase = Phase::Refunding { reason, of: campaign.left };
		campaign.cursor = 0;
		Self::deposit_event(Event::RefundBegun { campaign: id, reason });
	}

	/// Lets the creator's deposit go.
	pub(crate) fn release_deposit(campaign: &mut Campaign<T::AccountId>) -> DispatchResult {
		let deposit = core::mem::take(&mut campaign.deposit);
		let reason = HoldReason::Campaign.into();
		T::Currency::release(&reason, &campaign.creator, deposit, Precision::Exact)?;
		Ok(())
	}

	/// Ends a campaign of which all is refunded. Whether it is gone.
	pub(crate) fn close(
		id: CampaignId,
		campaign: &mut Campaign<T::AccountId>,
	) -> Result<bool, sp_runtime::DispatchError> {
		Self::release_deposit(campaign)?;
		if !campaign.issued {
			Self::empty_account(id, &campaign.creator)?;
			if let Some(wake) = campaign.wake {
				crate::Agenda::<T>::remove(crate::AgendaKey::new(wake, id));
			}
			Campaigns::<T>::remove(id);
		}
		Self::deposit_event(Event::CampaignClosed { campaign: id });
		Ok(!campaign.issued)
	}

	/// What is in the account of a campaign without success is its creator's: the existential deposit, and gifts.
	fn empty_account(id: CampaignId, creator: &T::AccountId) -> DispatchResult {
		let account = Self::account(id);
		let ssh = T::Ssh::balance(&account);
		if ssh > 0 {
			// A creator that cannot take it leaves it where it is.
			let _ = T::Ssh::transfer(&account, creator, ssh, Preservation::Expendable);
		}
		let rest =
			T::Currency::reducible_balance(&account, Preservation::Expendable, Fortitude::Polite);
		T::Currency::transfer(&account, creator, rest, Preservation::Expendable)?;
		Ok(())
	}
}
