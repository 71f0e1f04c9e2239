//! F1 to F8 of the crate docs.

use crate::{
	Agenda, AgendaKey, Amounts, Campaign, Campaigns, Config, Contribution, Contributions,
	Contributors, HoldReason, Holdings, Movement, Moving, NextCampaign, Pallet, Phase, Royalties,
	Royalty,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::fungible::{Inspect, InspectHold},
};
use reel_primitives::{Balance, funding::CampaignId, market::Currency};
use sp_runtime::TryRuntimeError;

type Rows<A> = Vec<(A, Contribution)>;

fn sum(parts: impl Iterator<Item = Balance>) -> Option<Balance> {
	let mut parts = parts;
	parts.try_fold(0, |sum: Balance, part| sum.checked_add(part))
}

impl<T: Config> Pallet<T> {
	/// F1 to F8 of the crate docs; the first broken one is returned.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::holds_are_exact()?; // F1
		for (id, campaign) in Campaigns::<T>::iter() {
			let rows: Rows<T::AccountId> = Contributions::<T>::iter_prefix(id).collect();
			Self::sums_are_exact(&campaign, &rows)?; // F2, F3
			Self::account_covers(id, &campaign)?; // F4
			if let Some(royalty) = Royalties::<T>::get(id) {
				Self::royalties_are_exact(id, &campaign, &rows, &royalty)?; // F5, F6
			}
			ensure!(
				Royalties::<T>::contains_key(id) == campaign.issued,
				"F6: tokens without royalties, or the other way round"
			);
			Self::index_is_exact(id, &campaign, &rows)?; // F7
		}
		Self::agenda_is_exact() // F8
	}

	fn holds_are_exact() -> Result<(), TryRuntimeError> {
		let mut held: BTreeMap<T::AccountId, (Balance, Balance)> = BTreeMap::new();
		for (_, who, row) in Contributions::<T>::iter() {
			let (contributed, _) = held.entry(who).or_default();
			if row.before.is_none() && !row.refunded {
				*contributed = contributed.checked_add(row.amount).ok_or("F1: holds overflow")?;
			}
		}
		for campaign in Campaigns::<T>::iter_values() {
			let (_, deposits) = held.entry(campaign.creator).or_default();
			*deposits = deposits.checked_add(campaign.deposit).ok_or("F1: holds overflow")?;
		}
		for (who, (contributed, deposits)) in held {
			let on_hold = |reason: HoldReason| T::Currency::balance_on_hold(&reason.into(), &who);
			ensure!(
				on_hold(HoldReason::Contribution) == contributed,
				"F1: an account's hold is not the sum of its contributions"
			);
			ensure!(
				on_hold(HoldReason::Campaign) == deposits,
				"F1: a creator's hold is not the sum of its deposits"
			);
		}
		Ok(())
	}

	fn sums_are_exact(
		campaign: &Campaign<T::AccountId>,
		rows: &Rows<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		let (goal, raised) = (campaign.offer.goal, campaign.raised);
		let all = sum(rows.iter().map(|(_, row)| row.amount)).ok_or("F2: sums overflow")?;
		match campaign.phase {
			Phase::Open => ensure!(
				all == raised && raised < goal,
				"F2: contributions do not sum to what was raised, or to the goal already"
			),
			Phase::Gathering | Phase::Working { .. } | Phase::Voting { .. } => ensure!(
				all == raised && raised == goal,
				"F2: contributions do not sum to the goal that was met"
			),
			_ => ensure!(all <= raised && raised <= goal, "F2: more than was raised"),
		}
		let unpaid = campaign.offer.milestones.iter().skip(campaign.paid as usize);
		let expected = match campaign.phase {
			Phase::Open | Phase::Gathering => Some(campaign.gathered),
			Phase::Refunding { of, .. } => {
				let due = rows.iter().filter(|(_, row)| !row.refunded);
				let parts = due.map(|(_, row)| Self::refund_of(campaign, row, of).ok());
				let parts = parts.collect::<Option<Vec<_>>>().ok_or("F3: a part overflows")?;
				sum(parts.into_iter().flatten())
			},
			_ => sum(unpaid.map(|milestone| milestone.amount)),
		};
		ensure!(expected == Some(campaign.left), "F3: what is left is not what is due");
		Ok(())
	}

	fn account_covers(
		id: CampaignId,
		campaign: &Campaign<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		let account = Self::account(id);
		let kept = Royalties::<T>::get(id).unwrap_or_default().kept;
		let parts = [T::Currency::minimum_balance(), campaign.left, kept.cfx];
		ensure!(
			sum(parts.into_iter()).is_some_and(|all| T::Currency::balance(&account) >= all),
			"F4: a campaign's account does not cover what is left and kept in CFX"
		);
		ensure!(
			T::Ssh::balance(&account) >= kept.ssh,
			"F4: a campaign's account does not cover what is kept in SSH"
		);
		Ok(())
	}

	fn royalties_are_exact(
		id: CampaignId,
		campaign: &Campaign<T::AccountId>,
		rows: &Rows<T::AccountId>,
		royalty: &Royalty,
	) -> Result<(), TryRuntimeError> {
		let due = rows.iter().filter(|(_, row)| !row.collected);
		let tokens = due.map(|(_, row)| Self::tokens_of(campaign, row).ok());
		let tokens = tokens.collect::<Option<Vec<_>>>().ok_or("F6: a part overflows")?;
		let not_handed_out = sum(tokens.into_iter()).ok_or("F6: tokens overflow")?;
		let mut owed = Amounts::default();
		for currency in Amounts::CURRENCIES {
			let each = royalty.per_token.of(currency);
			*owed.of_mut(currency) = each.saturating_mul(not_handed_out);
		}
		let mut all = not_handed_out;
		let Movement { from, to, .. } = Moving::<T>::get(id);
		for (who, mut holding) in Holdings::<T>::iter_prefix(id) {
			ensure!(
				[&from, &to].contains(&&Some(who.clone()))
					|| Self::balance(id, &who) >= holding.tokens,
				"F6: a holding is more than the asset says"
			);
			all = all.checked_add(holding.tokens).ok_or("F6: tokens overflow")?;
			holding.look(royalty);
			for currency in Amounts::CURRENCIES {
				let part = owed.of_mut(currency);
				*part = part.checked_add(holding.owed.of(currency)).ok_or("F5: owed overflows")?;
			}
		}
		ensure!(all == royalty.tokens, "F6: tokens that share are not those that are there");
		for currency in [Currency::Cfx, Currency::Ssh] {
			ensure!(
				owed.of(currency).checked_add(royalty.rest.of(currency))
					== Some(royalty.kept.of(currency)),
				"F5: what is kept is not what can be claimed and the rest"
			);
		}
		Ok(())
	}

	fn index_is_exact(
		id: CampaignId,
		campaign: &Campaign<T::AccountId>,
		rows: &Rows<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		for (who, row) in rows {
			ensure!(
				row.index < campaign.contributors
					&& Contributors::<T>::get(id, row.index).as_ref() == Some(who),
				"F7: a contributor is not where it says"
			);
		}
		ensure!(
			Contributors::<T>::iter_prefix(id).count() == rows.len()
				&& rows.len() == campaign.open_rows as usize,
			"F7: the index has something else than contributors"
		);
		Ok(())
	}

	fn agenda_is_exact() -> Result<(), TryRuntimeError> {
		let mut waking = 0usize;
		for (id, campaign) in Campaigns::<T>::iter() {
			ensure!(id < NextCampaign::<T>::get(), "F8: a campaign with a number not given yet");
			if let Some(wake) = campaign.wake {
				waking = waking.saturating_add(1);
				ensure!(
					Agenda::<T>::contains_key(AgendaKey::new(wake, id)),
					"F8: a campaign is not in the agenda where it says"
				);
			}
		}
		ensure!(
			Agenda::<T>::iter_keys().count() == waking,
			"F8: the agenda has something else than campaigns"
		);
		Ok(())
	}
}
