//! `rights sales` and `rights claim --owed`: what sales and donations brought an account.

use super::super::{context::Context, history::utc};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::sales::{self, SalesRecord},
	money::{coin, format_cfx},
};
use clap::Args;
use reel_primitives::{market::Currency, time::ROUND_MS};
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub(in crate::cli) struct SalesArgs {
	/// Whose: SS58 address or //Name [default: the signing account].
	#[arg(long, value_name = "ACCOUNT")]
	holder: Option<String>,
	/// Only this period [default: all that the chain keeps].
	#[arg(long)]
	period: Option<u64>,
}

pub(super) async fn sales(context: &Context, arguments: SalesArgs) -> Result<()> {
	let holder = context.account(arguments.holder.as_deref())?;
	let chain = context.chain().await?;
	let (now, oldest, rounds) = chain.sales_periods().await?;
	let (first, last) = match arguments.period {
		Some(period) => (period, period),
		None => (oldest.unwrap_or(now), now),
	};
	if last > now {
		return Err(Error::NotFound(format!("period {last} has not begun: it is period {now}")));
	}
	let (mut lines, mut periods) = (vec![], vec![]);
	for period in first..=last {
		let Some(record) = chain.sales(&holder, period).await? else { continue };
		let begins_ms = period.saturating_mul(rounds).saturating_mul(ROUND_MS);
		let (line, fields) = told(period, begins_ms, &record);
		lines.push(line);
		periods.push(fields);
	}
	let account = to_ss58(&holder);
	let text = match lines.is_empty() {
		true => format!(
			"the chain keeps no sales of {account} in periods {first} to {last}: for older ones see reel rights report"
		),
		false => format!(
			"{:>8}  {:19}  {:>8}  {:>9}  income\n{}",
			"period",
			"from (UTC)",
			"sales",
			"donations",
			lines.join("\n")
		),
	};
	let fields = json!({
		"account": account,
		"period_now": now,
		"oldest_period": oldest,
		"period_ms": rounds.saturating_mul(ROUND_MS),
		"periods": periods,
	});
	context.output.event("sales", &text, fields);
	Ok(())
}

/// A period as a line of the table and as fields.
fn told(period: u64, begins_ms: u64, record: &SalesRecord) -> (String, Value) {
	let SalesRecord { cfx, ssh, sales, donations } = *record;
	let line = format!(
		"{period:>8}  {}  {sales:>8}  {donations:>9}  {} CFX, {} SSH",
		utc(begins_ms),
		format_cfx(cfx),
		format_cfx(ssh)
	);
	let fields = json!({
		"period": period,
		"begins_unix_ms": begins_ms,
		"cfx_planck": cfx.to_string(),
		"ssh_planck": ssh.to_string(),
		"sales": sales,
		"donations": donations,
	});
	(line, fields)
}

/// Pays an account what it could not take before.
pub(super) async fn claim_owed(context: &Context, account: Option<&str>) -> Result<()> {
	let who = context.account(account)?;
	let (cfx, ssh) = context.chain().await?.owed_of_sales(&who).await?;
	let account = to_ss58(&who);
	let owed = [(Currency::Cfx, cfx), (Currency::Ssh, ssh)].into_iter().filter(|owed| owed.1 > 0);
	let (mut is_owed, mut refusal) = (false, None);
	for (currency, amount) in owed {
		is_owed = true;
		let text = format!("{} {} is paid to {account}", format_cfx(amount), coin(currency));
		let fields = json!({
			"account": account,
			"currency": coin(currency),
			"amount_planck": amount.to_string(),
		});
		// What cannot be taken in one coin keeps nobody from the other.
		match context.send(sales::claim_owed(&who, currency), "owed-claimed", &text, fields).await {
			Err(error @ Error::Refused { .. }) => refusal = Some(error),
			sent => sent?,
		}
	}
	if !is_owed {
		return Err(Error::Refused {
			label: "nothing-owed".to_owned(),
			message: format!(
				"sales owe {account} nothing; what views brought is claimed by title: reel rights claim MAGNET"
			),
			retry_after_ms: None,
		});
	}
	refusal.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::money::CFX;

	#[test]
	fn a_period_is_told_by_its_beginning_and_its_sums() {
		let record = SalesRecord { cfx: 5 * CFX / 2, ssh: 0, sales: 3, donations: 1 };
		let (line, fields) = told(2, 86_400_000, &record);
		assert!(line.contains("1970-01-02 00:00:00"), "{line}");
		assert!(line.ends_with("2.5 CFX, 0 SSH"), "{line}");
		assert_eq!(fields["cfx_planck"], (5 * CFX / 2).to_string());
		assert_eq!(fields["sales"], 3);
	}
}
