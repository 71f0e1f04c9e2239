//! What is told of a campaign, as text and as fields.

use crate::{
	account::to_ss58,
	chain::funding::{Campaign, Phase, Reason},
	money::format_cfx,
};
use reel_primitives::funding::CampaignId;
use serde_json::{Value, json};

/// Why contributions go back, for programs.
const fn reason_label(reason: Reason) -> &'static str {
	match reason {
		Reason::GoalMissed => "goal-missed",
		Reason::Cancelled => "cancelled",
		Reason::Stopped => "stopped",
		Reason::ShareGone => "share-gone",
		Reason::VotedDown => "voted-down",
		Reason::NotReported => "not-reported",
	}
}

/// The same for people.
const fn reason_in_words(reason: Reason) -> &'static str {
	match reason {
		Reason::GoalMissed => "the goal was not met in time",
		Reason::Cancelled => "its creator called it off",
		Reason::Stopped => "a supervisor stopped it",
		Reason::ShareGone => "the creator had not as much of the income as was offered",
		Reason::VotedDown => "a milestone was voted down",
		Reason::NotReported => "a milestone was not reported in time",
	}
}

/// Where a campaign stands, for people and programs.
const fn label(campaign: &Campaign) -> &'static str {
	match campaign.phase {
		Phase::Open => "open",
		Phase::Gathering => "gathering",
		Phase::Working { .. } => "working",
		Phase::Voting { .. } => "voting",
		Phase::Done => "done",
		// Nothing is due to anybody any more.
		Phase::Refunding { .. } if campaign.open_rows == 0 => "refunded",
		Phase::Refunding { .. } => "refunding",
	}
}

pub(super) fn fields_of(id: CampaignId, campaign: &Campaign) -> Value {
	let Campaign { creator, offer, raised, left, paid, contributors, phase, .. } = campaign;
	let (until, against, reason) = match phase {
		Phase::Working { until } => (Some(*until), None, None),
		Phase::Voting { until, against } => (Some(*until), Some(against.to_string()), None),
		Phase::Refunding { reason, .. } => (None, None, Some(reason_label(*reason))),
		_ => (None, None, None),
	};
	let milestones = offer.milestones.iter().map(|milestone| {
		json!({
			"amount_planck": milestone.amount.to_string(),
			"description": hex::encode(milestone.description),
			"within_rounds": milestone.within,
		})
	});
	json!({
		"campaign": id,
		"creator": to_ss58(creator),
		"phase": label(campaign),
		"until": until,
		"against_planck": against,
		"reason": reason,
		"goal_planck": offer.goal.to_string(),
		"raised_planck": raised.to_string(),
		"left_planck": left.to_string(),
		"ends": offer.ends,
		"milestones": milestones.collect::<Vec<_>>(),
		"milestones_paid": paid,
		"contributors": contributors,
		"share_bp": offer.share_bp,
		"tokens": offer.tokens.to_string(),
		"content": offer.content.map(|content| content.to_string()),
		"description": hex::encode(offer.description),
	})
}

/// One line about a campaign.
pub(super) fn line(id: CampaignId, campaign: &Campaign) -> String {
	let Campaign { creator, offer, raised, paid, phase, .. } = campaign;
	let why = match phase {
		Phase::Refunding { reason, .. } => format!(", {}", reason_in_words(*reason)),
		_ => String::new(),
	};
	format!(
		"{id}  {}{why}  {} of {} CFX  {paid} of {} milestones paid  {}",
		label(campaign),
		format_cfx(*raised),
		format_cfx(offer.goal),
		offer.milestones.len(),
		to_ss58(creator)
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::chain::funding::Offer;
	use reel_primitives::AccountId;

	#[test]
	fn a_campaign_whose_refunds_are_paid_is_refunded() {
		let offer = Offer {
			goal: 1,
			ends: 1,
			milestones: vec![],
			share_bp: 1,
			tokens: 1,
			voting_rounds: 1,
			content: None,
			description: [0; 32],
		};
		let campaign = |open_rows| Campaign {
			creator: AccountId::new([1; 32]),
			country: *b"KR",
			offer: offer.clone(),
			deposit: 0,
			raised: 0,
			gathered: 0,
			left: 0,
			paid: 0,
			issued: false,
			contributors: 2,
			open_rows,
			cursor: 0,
			phase: Phase::Refunding { reason: Reason::VotedDown, of: 1 },
			wake: None,
		};
		assert_eq!((label(&campaign(1)), label(&campaign(0))), ("refunding", "refunded"));
		assert!(line(7, &campaign(0)).contains("refunded, a milestone was voted down"));
		let fields = fields_of(7, &campaign(0));
		assert_eq!(
			(&fields["phase"], &fields["reason"]),
			(&json!("refunded"), &json!("voted-down"))
		);
	}
}
