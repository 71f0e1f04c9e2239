//! What is paid for what is there: `report`, `vote`, and the steps after them.

use crate::{Campaign, Config, Contributions, Error, Event, Pallet, Phase, Reason};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{fungible::Mutate, tokens::Preservation},
};
use reel_primitives::{funding::CampaignId, traits::RoundClock};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(who: &T::AccountId, id: CampaignId) -> DispatchResult {
		let mut campaign = Self::get(id)?;
		ensure!(campaign.creator == *who, Error::<T>::NotCreator);
		let now = T::Clock::round();
		let is_awaited = matches!(campaign.phase, Phase::Working { until } if now < until);
		ensure!(is_awaited, Error::<T>::NothingToReport);
		let milestone = campaign.paid;
		let is_last = milestone.saturating_add(1) as usize >= campaign.offer.milestones.len();
		ensure!(!is_last || campaign.offer.content.is_some(), Error::<T>::TitleMissing);
		let until = now.saturating_add(campaign.offer.voting_rounds);

		// Effects.
		campaign.phase = Phase::Voting { until, against: 0 };
		Self::save(id, &mut campaign);
		Self::deposit_event(Event::MilestoneReported { campaign: id, milestone, until });
		Ok(())
	}

	pub(crate) fn do_vote(who: &T::AccountId, id: CampaignId, is_against: bool) -> DispatchResult {
		let mut campaign = Self::get(id)?;
		let Phase::Voting { until, against } = campaign.phase else {
			return Err(Error::<T>::NoVote.into());
		};
		ensure!(T::Clock::round() < until, Error::<T>::NoVote);
		let mut row = Contributions::<T>::get(id, who).ok_or(Error::<T>::NotContributor)?;
		let vote = is_against.then_some(campaign.paid);
		// An earlier milestone's vote says nothing of this one.
		let before = row.against.filter(|milestone| *milestone == campaign.paid);
		ensure!(before != vote, Error::<T>::AlreadyVoted);
		let against = match is_against {
			true => against.checked_add(row.amount),
			false => against.checked_sub(row.amount),
		};
		let against = against.ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		row.against = vote;
		Contributions::<T>::insert(id, who, row);
		campaign.phase = Phase::Voting { until, against };
		let who = who.clone();
		Self::deposit_event(Event::Voted { campaign: id, who, is_against, against });
		// More than half of the goal; what is left over is what the others have.
		if against > campaign.offer.goal.saturating_sub(against) {
			Self::begin_refund(id, &mut campaign, Reason::VotedDown);
		}
		Self::save(id, &mut campaign);
		Ok(())
	}

	/// Pays the next milestone, and waits for the one after it.
	pub(crate) fn pay_milestone(
		id: CampaignId,
		campaign: &mut Campaign<T::AccountId>,
	) -> DispatchResult {
		let milestone = campaign.paid;
		let due = campaign.offer.milestones.get(milestone as usize);
		let amount = due.ok_or(Error::<T>::NothingDue)?.amount;
		let left = campaign.left.checked_sub(amount).ok_or(Error::<T>::SumOverflow)?;
		T::Currency::transfer(
			&Self::account(id),
			&campaign.creator,
			amount,
			Preservation::Preserve,
		)?;

		// Effects.
		campaign.left = left;
		campaign.paid = milestone.saturating_add(1);
		Self::deposit_event(Event::MilestonePaid { campaign: id, milestone, amount });
		match campaign.offer.milestones.get(campaign.paid as usize) {
			Some(next) => {
				let until = T::Clock::round().saturating_add(next.within);
				campaign.phase = Phase::Working { until };
			},
			None => {
				campaign.phase = Phase::Done;
				campaign.cursor = 0;
				Self::release_deposit(campaign)?;
			},
		}
		Ok(())
	}
}
