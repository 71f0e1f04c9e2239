//! How a campaign ends, by itself or before its time, and is forgotten.

use crate::{
	Campaigns, CampaignsOf, Config, DAYS_PER_STEP, Days, Due, DueKey, Error, Event, HoldReason,
	Ledger, MAX_DUE_PER_BLOCK, Pallet, WeightInfo,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{Get, defensive_prelude::*, fungible::MutateHold, tokens::Precision},
	weights::{Weight, WeightMeter},
};
use reel_primitives::{
	Round,
	ads::{Campaign, CampaignId, CampaignState, EndCause, settled_in},
	traits::RoundClock,
};

impl<T: Config> Pallet<T> {
	/// The round in which something is due for a campaign: its end, or to be forgotten.
	pub(crate) fn due_in(campaign: &Campaign<T::AccountId>) -> Round {
		match campaign.state {
			CampaignState::Running | CampaignState::Paused { .. } => {
				settled_in(campaign.terms.last)
			},
			CampaignState::Ending { shown_until, .. } => settled_in(shown_until),
			CampaignState::Ended { ended_in, .. } => {
				ended_in.saturating_add(T::KeptRounds::get().max(1))
			},
		}
	}

	/// Ends a campaign that is open: at once if nothing of it can still be charged.
	pub(crate) fn end(
		id: CampaignId,
		mut campaign: Campaign<T::AccountId>,
		cause: EndCause,
	) -> DispatchResult {
		let now = T::Clock::round();
		let shown_until = campaign.shown_until().min(now);
		let ends_in = settled_in(shown_until);
		// Of what begins later, or was paused before it began, nothing was ever shown.
		if shown_until < campaign.terms.first || ends_in <= now {
			return Self::finish(id, campaign, cause);
		}

		// Effects.
		Due::<T>::remove(DueKey::new(Self::due_in(&campaign), id));
		Due::<T>::insert(DueKey::new(ends_in, id), ());
		campaign.state = CampaignState::Ending { cause, shown_until };
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignEnding { campaign: id, cause, ends_in });
		Ok(())
	}

	/// Gives back what is left.
	fn finish(
		id: CampaignId,
		mut campaign: Campaign<T::AccountId>,
		cause: EndCause,
	) -> DispatchResult {
		let returned_cfx = campaign.left_cfx;
		let mut flows = Ledger::<T>::get();
		flows.returned_cfx =
			flows.returned_cfx.checked_add(returned_cfx).ok_or(Error::<T>::SumOverflow)?;

		// Effects.
		if returned_cfx > 0 {
			let reason = HoldReason::Campaign.into();
			T::Currency::release(&reason, &campaign.advertiser, returned_cfx, Precision::Exact)?;
		}
		Ledger::<T>::put(flows);
		Due::<T>::remove(DueKey::new(Self::due_in(&campaign), id));
		campaign.left_cfx = 0;
		campaign.state = CampaignState::Ended { cause, ended_in: T::Clock::round() };
		Due::<T>::insert(DueKey::new(Self::due_in(&campaign), id), ());
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignEnded { campaign: id, cause, returned_cfx });
		Ok(())
	}

	pub(crate) fn do_close(id: CampaignId) -> DispatchResult {
		let campaign = Campaigns::<T>::get(id).ok_or(Error::<T>::CampaignNotFound)?;
		let cause = match campaign.state {
			CampaignState::Ended { .. } => return Err(Error::<T>::CampaignOver.into()),
			CampaignState::Ending { cause, .. } => cause,
			_ => EndCause::Over,
		};
		ensure!(Self::due_in(&campaign) <= T::Clock::round(), Error::<T>::NotDueYet);
		Self::finish(id, campaign, cause)
	}

	/// Ends and forgets what is due, within what is left of a block.
	pub(crate) fn tidy(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		// Looking at the clock, the first that is due and its campaign.
		if meter.try_consume(T::DbWeight::get().reads(3)).is_err() {
			return meter.consumed();
		}
		let now = T::Clock::round();
		for _ in 0..MAX_DUE_PER_BLOCK {
			let most = T::WeightInfo::close_campaign().max(T::WeightInfo::forget());
			if !meter.can_consume(most) {
				break;
			}
			let Some(first) = Due::<T>::iter_keys().next() else { break };
			if first.round() > now {
				break;
			}
			meter.consume(most);
			Self::settle_due(first);
		}
		meter.consumed()
	}

	fn settle_due(due: DueKey) {
		let id = due.id();
		let Some(campaign) = Campaigns::<T>::get(id).defensive() else {
			return Due::<T>::remove(due);
		};
		if matches!(campaign.state, CampaignState::Ended { .. }) {
			return Self::forget_step(due, &campaign);
		}
		if with_storage_layer(|| Self::do_close(id)).defensive().is_err() {
			// Impossible; were it not, the others must not wait behind it. Whoever looks can close it.
			Due::<T>::remove(due);
		}
	}

	/// Removes a piece of what is kept of a campaign that ended long ago, and the campaign with the last one.
	pub(crate) fn forget_step(due: DueKey, campaign: &Campaign<T::AccountId>) {
		let id = due.id();
		let removed = Days::<T>::clear_prefix(id, DAYS_PER_STEP, None);
		if removed.maybe_cursor.is_some() {
			return;
		}
		Due::<T>::remove(due);
		Campaigns::<T>::remove(id);
		CampaignsOf::<T>::mutate_exists(&campaign.advertiser, |own| {
			if let Some(list) = own {
				list.retain(|other| *other != id);
				if list.is_empty() {
					*own = None;
				}
			}
		});
		Self::deposit_event(Event::CampaignForgotten { campaign: id });
	}
}
