//! `curate stop`.

use super::{known, lasting};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::{
		calls::Call,
		curators::{all_of, amount, end_contract, finish_leave, leave, rounds_last},
	},
	cli::context::{Context, with_receipt},
	money::{format_cfx, format_ssh},
};
use reel_primitives::{Round, time::ROUND_MS};
use reel_rpc_api::{Contract, Standing};
use serde_json::json;

/// Contracts ended in one transaction: each costs a score for every seat.
const ENDED_AT_ONCE: usize = 32;

pub(super) async fn stop(context: &Context) -> Result<()> {
	let chain = context.chain().await?;
	let account = context.account(None)?;
	let curator = known(chain.curator(&account).await?, &account)?;
	let round = chain.keeping_epoch().await?.round;
	match curator.standing {
		Standing::Leaving { until } | Standing::Ejected { until } if round >= until => {
			finish(context).await
		},
		Standing::Leaving { until } | Standing::Ejected { until } => {
			Err(cooling_down(until, round))
		},
		_ => begin(context).await,
	}
}

fn cooling_down(until: Round, now: Round) -> Error {
	let rounds = until.saturating_sub(now);
	Error::Refused {
		label: "Curators.CoolingDown".to_owned(),
		message: format!(
			"the collateral is free from round {until} on, in about {}: keep the node running until then, and run reel curate stop again",
			lasting(rounds_last(rounds))
		),
		retry_after_ms: Some(rounds.saturating_mul(ROUND_MS)),
	}
}

async fn begin(context: &Context) -> Result<()> {
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let account = signer.account();
	if context.is_dry() {
		return context.forecast(&chain, &signer, &leave()).await;
	}
	let receipt = chain.submit(&signer, leave(), context.wait()).await?;
	let curator = known(chain.curator(&account).await?, &account)?;
	let now = chain.keeping_epoch().await?.round;
	let Standing::Leaving { until } = curator.standing else {
		return Err(Error::Node(format!("{} is not leaving after all", curator.account)));
	};
	let rounds = until.saturating_sub(now);
	context.output.event(
		"leaving",
		&format!(
			"{} is leaving: it gets nothing new and others take over what it keeps; until then it is asked and earns as before\n  keep the node running; from round {until} on, in about {}, reel curate stop gets its {} CFX back",
			curator.account,
			lasting(rounds_last(rounds)),
			format_cfx(amount(&curator.collateral_cfx)?),
		),
		with_receipt(
			json!({
				"account": curator.account,
				"until": until,
				"seconds": rounds_last(rounds).as_secs(),
				"collateral_planck": curator.collateral_cfx,
			}),
			&receipt,
		),
	);
	Ok(())
}

/// The calls that end everything, a transaction each.
fn endings(contracts: &[Contract]) -> Vec<Call> {
	let mut ended: Vec<Vec<Call>> = contracts
		.chunks(ENDED_AT_ONCE)
		.map(|some| some.iter().map(|contract| end_contract(contract.contract)).collect())
		.collect();
	match ended.last_mut() {
		Some(last) => last.push(finish_leave()),
		None => return vec![finish_leave()],
	}
	ended.into_iter().map(all_of).collect()
}

async fn finish(context: &Context) -> Result<()> {
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let account = signer.account();
	let collateral = known(chain.curator(&account).await?, &account)?.collateral_cfx;
	let contracts = chain.contracts(&account).await?;
	let calls = endings(&contracts);
	let before = chain.ssh(&account).await?;
	for call in calls {
		if context.is_dry() {
			return context.forecast(&chain, &signer, &call).await;
		}
		chain.submit(&signer, call, context.wait()).await?;
	}
	let earned = chain.ssh(&account).await?.saturating_sub(before);
	let released = amount(&collateral)?;
	context.output.event(
		"left",
		&format!(
			"{} is no curator any more: {} CFX are free again, its last contracts earned {} SSH",
			to_ss58(&account),
			format_cfx(released),
			format_ssh(earned),
		),
		json!({
			"account": to_ss58(&account),
			"released_planck": released.to_string(),
			"contracts": contracts.len(),
			"earned_ssh_planck": earned.to_string(),
		}),
	);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn contracts(count: u64) -> Vec<Contract> {
		let one = |contract| Contract {
			contract,
			content: String::new(),
			span: 0,
			fragments: 1,
			started_in: 1,
			since: 1,
			misses: 0,
			due_ssh: "0".to_owned(),
		};
		(0..count).map(one).collect()
	}

	#[test]
	fn everything_ends_with_the_release_of_the_collateral() {
		assert_eq!(endings(&[])[0].to_string(), "Curators.finish_leave");
		let some = endings(&contracts(3));
		assert_eq!((some.len(), some[0].to_string()), (1, "Utility.batch_all".to_owned()));
		assert_eq!(endings(&contracts(65)).len(), 3);
	}

	#[test]
	fn a_cool_down_says_how_long_it_takes() {
		let error = cooling_down(110, 10);
		assert!(error.to_string().contains("24 min"), "{error}");
		assert!(matches!(error, Error::Refused { retry_after_ms: Some(1_440_000), .. }));
	}
}
