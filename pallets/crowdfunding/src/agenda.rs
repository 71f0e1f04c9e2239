//! What is done when: the agenda, `advance`, and what blocks do by themselves.

use crate::{
	Agenda, AgendaKey, Campaign, Campaigns, Config, Error, Pallet, Phase, Reason, STEPS_PER_BLOCK,
	STEPS_PER_CALL, WeightInfo,
};
use frame_support::{
	storage::with_storage_layer,
	traits::{Get, defensive_prelude::*},
	weights::{Weight, WeightMeter},
};
use reel_primitives::{Round, funding::CampaignId, traits::RoundClock};
use sp_runtime::DispatchError;

/// Rounds after which is tried again what could not be done, which is impossible: about an hour.
const AGAIN_AFTER: Round = 250;

impl<T: Config> Pallet<T> {
	/// The round in which something is to be done next; `None`: nothing by itself.
	pub(crate) fn wake_of(campaign: &Campaign<T::AccountId>, now: Round) -> Option<Round> {
		let has_rows = campaign.open_rows > 0 && campaign.cursor < campaign.contributors;
		match campaign.phase {
			Phase::Open => Some(campaign.offer.ends),
			Phase::Gathering => Some(now),
			Phase::Working { until } | Phase::Voting { until, .. } => {
				Some(if has_rows { now } else { until })
			},
			Phase::Done => has_rows.then_some(now),
			Phase::Refunding { .. } => {
				let is_closing =
					campaign.open_rows == 0 && (!campaign.issued || campaign.deposit > 0);
				(has_rows || is_closing).then_some(now)
			},
		}
	}

	/// Stores a campaign, and puts it in its place in the agenda.
	pub(crate) fn save(id: CampaignId, campaign: &mut Campaign<T::AccountId>) {
		let wake = Self::wake_of(campaign, T::Clock::round());
		Self::save_at(id, campaign, wake);
	}

	fn save_at(id: CampaignId, campaign: &mut Campaign<T::AccountId>, wake: Option<Round>) {
		if campaign.wake != wake {
			if let Some(before) = campaign.wake {
				Agenda::<T>::remove(AgendaKey::new(before, id));
			}
			if let Some(wake) = wake {
				Agenda::<T>::insert(AgendaKey::new(wake, id), ());
			}
			campaign.wake = wake;
		}
		Campaigns::<T>::insert(id, &*campaign);
	}

	/// Does one step of what is to be done for a campaign now; whether there was any.
	fn step(id: CampaignId, now: Round) -> Result<bool, DispatchError> {
		let mut campaign = Self::get(id)?;
		let has_rows = campaign.open_rows > 0 && campaign.cursor < campaign.contributors;
		match campaign.phase {
			Phase::Open if now >= campaign.offer.ends => {
				Self::begin_refund(id, &mut campaign, Reason::GoalMissed);
			},
			Phase::Gathering if campaign.cursor < campaign.contributors => {
				Self::gather(id, &mut campaign)?;
			},
			Phase::Gathering => Self::succeed(id, &mut campaign)?,
			// What has its time comes before what can wait.
			Phase::Working { until } if now >= until => {
				Self::begin_refund(id, &mut campaign, Reason::NotReported);
			},
			Phase::Voting { until, .. } if now >= until => Self::pay_milestone(id, &mut campaign)?,
			Phase::Refunding { .. }
				if campaign.open_rows == 0 && (!campaign.issued || campaign.deposit > 0) =>
			{
				if Self::close(id, &mut campaign)? {
					return Ok(true);
				}
			},
			_ if has_rows && campaign.phase != Phase::Open => Self::settle_next(id, &mut campaign),
			_ => return Ok(false),
		}
		Self::save(id, &mut campaign);
		Ok(true)
	}

	/// What steps take, with what views brought, which each may find.
	pub(crate) fn advance_weight(steps: u32) -> Weight {
		let collects = Self::collect_weight().saturating_mul(steps.into());
		T::WeightInfo::advance(steps).saturating_add(collects)
	}

	/// Takes steps while there are any; says how many.
	pub(crate) fn do_advance(id: CampaignId) -> Result<u32, DispatchError> {
		let now = T::Clock::round();
		Self::get(id)?;
		let mut steps = 0u32;
		while steps < STEPS_PER_CALL && Campaigns::<T>::contains_key(id) {
			if !with_storage_layer(|| Self::step(id, now))? {
				break;
			}
			steps = steps.saturating_add(1);
		}
		if steps == 0 { Err(Error::<T>::NothingDue.into()) } else { Ok(steps) }
	}

	/// Takes steps for the campaigns whose time has come, in turns, within what is left of a block.
	pub(crate) fn tidy(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		// Looking at the clock and at the first in the agenda.
		if meter.try_consume(T::DbWeight::get().reads(2)).is_err() {
			return meter.consumed();
		}
		let now = T::Clock::round();
		for _ in 0..STEPS_PER_BLOCK {
			if !meter.can_consume(Self::advance_weight(1)) {
				break;
			}
			let Some(first) = Agenda::<T>::iter_keys().next() else { break };
			if first.wake() > now {
				break;
			}
			meter.consume(Self::advance_weight(1));
			let id = first.campaign();
			let stepped = with_storage_layer(|| Self::step(id, now)).defensive();
			if stepped == Ok(true) {
				continue;
			}
			// Impossible; were it not, the others must not wait behind it.
			match Campaigns::<T>::get(id) {
				Some(mut campaign) if campaign.wake == Some(first.wake()) => {
					Self::save_at(id, &mut campaign, Some(now.saturating_add(AGAIN_AFTER)));
				},
				_ => Agenda::<T>::remove(first),
			}
		}
		meter.consumed()
	}
}
