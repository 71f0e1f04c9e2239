//! What is contributed, on hold and back: `contribute`, `settle`, and the steps that gather and refund.

use crate::{
	Campaign, Campaigns, Config, Contribution, Contributions, Contributors, Error, Event,
	HoldReason, Pallet, Phase, Reason,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{
		Get,
		fungible::{Inspect, Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Provenance, Restriction},
	},
};
use reel_economics::split::mul_div_floor;
use reel_primitives::{Balance, funding::CampaignId, traits::RoundClock};

/// The part of `of` that falls to `own` of `whole`, behind `before`: cut at running sums, so that all parts sum to `of`.
pub(crate) fn cut(of: Balance, before: Balance, own: Balance, whole: Balance) -> Option<Balance> {
	let from = mul_div_floor(of, before, whole)?;
	let to = mul_div_floor(of, before.checked_add(own)?, whole)?;
	to.checked_sub(from)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_contribute(
		who: T::AccountId,
		id: CampaignId,
		amount: Balance,
	) -> DispatchResult {
		let mut campaign = Self::get(id)?;
		let is_open = campaign.phase == Phase::Open && T::Clock::round() < campaign.offer.ends;
		ensure!(is_open, Error::<T>::NotOpen);
		let missing = campaign.offer.goal.saturating_sub(campaign.raised);
		// The last one may be as small as what is missing.
		let least = T::Terms::get().min_contribution.min(missing).max(1);
		ensure!(amount >= least, Error::<T>::ContributionTooSmall);
		let amount = amount.min(missing);
		let own = Contributions::<T>::get(id, &who);
		let mut row = own.unwrap_or(Contribution {
			index: campaign.contributors,
			amount: 0,
			before: None,
			collected: false,
			refunded: false,
			against: None,
		});
		row.amount = row.amount.checked_add(amount).ok_or(Error::<T>::SumOverflow)?;
		campaign.raised = campaign.raised.checked_add(amount).ok_or(Error::<T>::SumOverflow)?;
		if own.is_none() {
			let count = campaign.contributors.checked_add(1).ok_or(Error::<T>::SumOverflow)?;
			campaign.contributors = count;
			campaign.open_rows = count;
		}
		T::Currency::hold(&HoldReason::Contribution.into(), &who, amount)?;

		// Effects.
		if own.is_none() {
			Contributors::<T>::insert(id, row.index, &who);
		}
		Contributions::<T>::insert(id, &who, row);
		let raised = campaign.raised;
		Self::deposit_event(Event::Contributed { campaign: id, who, amount, raised });
		if raised == campaign.offer.goal {
			Self::goal_met(id, &mut campaign);
		}
		Self::save(id, &mut campaign);
		Ok(())
	}

	/// The goal is met; without the part of the income that was promised, contributions go back instead.
	fn goal_met(id: CampaignId, campaign: &mut Campaign<T::AccountId>) {
		let taken = with_storage_layer(|| {
			Ok::<_, sp_runtime::DispatchError>(Self::take_share(id, campaign)?)
		});
		if taken.is_err() {
			return Self::begin_refund(id, campaign, Reason::ShareGone);
		}
		campaign.phase = Phase::Gathering;
		Self::deposit_event(Event::GoalMet { campaign: id });
	}

	/// Moves the next contribution to the campaign's account.
	pub(crate) fn gather(id: CampaignId, campaign: &mut Campaign<T::AccountId>) -> DispatchResult {
		let who = Contributors::<T>::get(id, campaign.cursor).ok_or(Error::<T>::NotContributor)?;
		let mut row = Contributions::<T>::get(id, &who).ok_or(Error::<T>::NotContributor)?;
		let before = campaign.gathered;
		let gathered = before.checked_add(row.amount).ok_or(Error::<T>::SumOverflow)?;
		let left = campaign.left.checked_add(row.amount).ok_or(Error::<T>::SumOverflow)?;
		T::Currency::transfer_on_hold(
			&HoldReason::Contribution.into(),
			&who,
			&Self::account(id),
			row.amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;

		// Effects.
		row.before = Some(before);
		campaign.gathered = gathered;
		campaign.left = left;
		campaign.cursor = campaign.cursor.saturating_add(1);
		Contributions::<T>::insert(id, &who, row);
		Self::deposit_event(Event::Gathered { campaign: id, who, amount: row.amount });
		Ok(())
	}

	/// What a contribution gets back of a campaign that is refunded; `None`: all of what is on hold.
	pub(crate) fn refund_of(
		campaign: &Campaign<T::AccountId>,
		row: &Contribution,
		of: Balance,
	) -> Result<Option<Balance>, Error<T>> {
		let Some(before) = row.before else { return Ok(None) };
		let part = cut(of, before, row.amount, campaign.gathered).ok_or(Error::<T>::SumOverflow)?;
		Ok(Some(part))
	}

	/// Gives a contributor back what there is for it.
	fn give_back(
		id: CampaignId,
		campaign: &mut Campaign<T::AccountId>,
		who: &T::AccountId,
		row: &mut Contribution,
		of: Balance,
	) -> DispatchResult {
		let amount = match Self::refund_of(campaign, row, of)? {
			None => {
				let reason = HoldReason::Contribution.into();
				T::Currency::release(&reason, who, row.amount, Precision::Exact)?;
				row.amount
			},
			Some(part) => {
				let left = campaign.left.checked_sub(part).ok_or(Error::<T>::SumOverflow)?;
				if part > 0 {
					let can = T::Currency::can_deposit(who, part, Provenance::Extant);
					ensure!(can.into_result().is_ok(), Error::<T>::NotPayableYet);
					T::Currency::transfer(&Self::account(id), who, part, Preservation::Preserve)?;
				}
				campaign.left = left;
				part
			},
		};

		// Effects.
		row.refunded = true;
		Self::deposit_event(Event::Refunded { campaign: id, who: who.clone(), amount });
		Ok(())
	}

	/// Keeps a contribution while something may be due for it.
	fn keep_or_drop(
		id: CampaignId,
		campaign: &mut Campaign<T::AccountId>,
		who: &T::AccountId,
		row: &Contribution,
	) {
		let is_over = row.refunded || campaign.phase == Phase::Done;
		if is_over && (row.collected || !campaign.issued) {
			Contributions::<T>::remove(id, who);
			Contributors::<T>::remove(id, row.index);
			campaign.open_rows = campaign.open_rows.saturating_sub(1);
		} else {
			Contributions::<T>::insert(id, who, row);
		}
		Campaigns::<T>::insert(id, &*campaign);
	}

	/// Does all that is due to one contributor. A refund that cannot be paid does not keep tokens back, nor the other way
	/// round: the first refusal is returned when nothing could be done.
	fn settle_row(
		id: CampaignId,
		campaign: &mut Campaign<T::AccountId>,
		who: &T::AccountId,
	) -> DispatchResult {
		let mut row = Contributions::<T>::get(id, who).ok_or(Error::<T>::NotContributor)?;
		let mut done = Err(Error::<T>::NothingDue.into());
		if let Phase::Refunding { of, .. } = campaign.phase
			&& !row.refunded
		{
			done = with_storage_layer(|| Self::give_back(id, campaign, who, &mut row, of));
			// Tokens that move next look at what is left.
			Campaigns::<T>::insert(id, &*campaign);
		}
		if campaign.issued && !row.collected {
			let collected = with_storage_layer(|| Self::collect(id, campaign, who, &mut row));
			done = if done.is_ok() { done } else { collected };
		} else if done.is_err() && campaign.phase == Phase::Done {
			// Nothing was due; its entry goes.
			done = Ok(());
		}
		Self::keep_or_drop(id, campaign, who, &row);
		done
	}

	pub(crate) fn do_settle(id: CampaignId, who: &T::AccountId) -> DispatchResult {
		let mut campaign = Self::get(id)?;
		Self::settle_row(id, &mut campaign, who)?;
		Self::save(id, &mut campaign);
		Ok(())
	}

	/// Does what is due to the next contributor; who cannot be paid waits for a call.
	pub(crate) fn settle_next(id: CampaignId, campaign: &mut Campaign<T::AccountId>) {
		if let Some(who) = Contributors::<T>::get(id, campaign.cursor) {
			let _ = Self::settle_row(id, campaign, &who);
		}
		campaign.cursor = campaign.cursor.saturating_add(1);
	}
}
