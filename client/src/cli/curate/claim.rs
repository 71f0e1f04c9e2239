//! `curate claim`.

use super::{known, lasting};
use crate::account::parse_account;
use crate::{
	Error, Result,
	chain::{
		calls::Call,
		curators::{MAX_CLAIMS, amount, claim_owed, claim_reward, rounds_last},
	},
	cli::context::Context,
	money::format_ssh,
};
use reel_primitives::{Balance, Round};
use reel_rpc_api::{Contract, KeepingEpoch};
use serde_json::json;

pub(super) async fn claim(context: &Context) -> Result<()> {
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let curator = known(chain.curator(&signer.account()).await?, &signer.account())?;
	// The hot key may claim; the cold account is paid.
	let paid = parse_account(&curator.account)?;
	let contracts = chain.contracts(&paid).await?;
	let open = chain.challenges(&paid).await?.iter().filter(|one| !one.is_answered).count();
	if open > 0 {
		return Err(Error::Refused {
			label: "FragmentStaking.ChallengesOpen".to_owned(),
			message: format!(
				"{open} leaves are asked for and not shown yet: the node shows them within the epoch, claim then"
			),
			retry_after_ms: None,
		});
	}
	let due = due(&contracts)?;
	let owed = chain.ssh_owed(&paid).await?;
	let mut calls: Vec<Call> =
		due.chunks(MAX_CLAIMS).map(|some| claim_reward(&ids(some))).collect();
	if calls.is_empty() && owed > 0 {
		calls.push(claim_owed(&paid));
	}
	if calls.is_empty() {
		return Err(nothing_due(&contracts, &chain.keeping_epoch().await?));
	}
	let before = chain.ssh(&paid).await?;
	for call in calls {
		if context.is_dry() {
			return context.forecast(&chain, &signer, &call).await;
		}
		chain.submit(&signer, call, context.wait()).await?;
	}
	let (now, still) = (chain.ssh(&paid).await?, chain.ssh_owed(&paid).await?);
	let came = now.saturating_sub(before);
	let left = match still {
		0 => String::new(),
		still => format!("; {} SSH are owed still, and come with a later claim", format_ssh(still)),
	};
	context.output.event(
		"claimed",
		&format!(
			"{} SSH for {} contracts came to {}, which has {} SSH now{left}",
			format_ssh(came),
			due.len(),
			curator.account,
			format_ssh(now),
		),
		json!({
			"account": curator.account,
			"contracts": due.len(),
			"minted_ssh_planck": came.to_string(),
			"minted_ssh": format_ssh(came),
			"owed_ssh_planck": still.to_string(),
			"ssh_planck": now.to_string(),
		}),
	);
	Ok(())
}

fn ids(contracts: &[(u64, Balance)]) -> Vec<u64> {
	contracts.iter().map(|(id, _)| *id).collect()
}

/// Contracts that would be paid now, with what they earn.
fn due(contracts: &[Contract]) -> Result<Vec<(u64, Balance)>> {
	let mut due = Vec::new();
	for contract in contracts {
		let earned = amount(&contract.due_ssh)?;
		if earned > 0 {
			due.push((contract.contract, earned));
		}
	}
	Ok(due)
}

/// Round from which the first contract pays.
fn first_pay(contracts: &[Contract], least: Round) -> Option<Round> {
	contracts.iter().map(|contract| contract.since.saturating_add(least)).min()
}

fn nothing_due(contracts: &[Contract], epoch: &KeepingEpoch) -> Error {
	let (message, retry_after_ms) = match first_pay(contracts, epoch.min_holding_rounds) {
		None => ("nothing is kept yet, so nothing is due".to_owned(), None),
		Some(from) => {
			let wait = rounds_last(from.saturating_sub(epoch.round).max(1));
			let text =
				format!("nothing is due yet; the first contract pays in about {}", lasting(wait));
			(text, u64::try_from(wait.as_millis()).ok())
		},
	};
	Error::Refused { label: "FragmentStaking.NothingDue".to_owned(), message, retry_after_ms }
}

#[cfg(test)]
mod tests {
	use super::*;

	fn contract(id: u64, since: Round, due: &str) -> Contract {
		Contract {
			contract: id,
			content: String::new(),
			span: 0,
			fragments: 3,
			started_in: 1,
			since,
			misses: 0,
			due_ssh: due.to_owned(),
		}
	}

	fn epoch() -> KeepingEpoch {
		KeepingEpoch {
			round: 10,
			epoch: Some(2),
			minted_ssh: "0".to_owned(),
			epoch_rounds: 4,
			answer_rounds: 2,
			min_holding_rounds: 6,
			patience_rounds: 2,
		}
	}

	#[test]
	fn only_contracts_that_pay_are_claimed() {
		let all = [contract(1, 2, "5"), contract(2, 9, "0"), contract(3, 2, "7")];
		assert_eq!(ids(&due(&all).expect("amounts")), [1, 3]);
		assert!(due(&[contract(1, 2, "much")]).is_err());
	}

	#[test]
	fn a_claim_that_comes_too_early_is_told_when_to_come_again() {
		let error = nothing_due(&[contract(1, 8, "0"), contract(2, 9, "0")], &epoch());
		assert!(matches!(error, Error::Refused { retry_after_ms: Some(57_600), .. }), "{error}");
		let error = nothing_due(&[], &epoch());
		assert!(matches!(error, Error::Refused { retry_after_ms: None, .. }), "{error}");
		assert_eq!(error.label(), "FragmentStaking.NothingDue");
	}
}
