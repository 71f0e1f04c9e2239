//! `wallet send`.

use super::{by_name, context::Context, rights::coin};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::{
		calls::{transfer, transfer_asset},
		network::SSH,
	},
	money::{format_cfx, parse_cfx},
};
use clap::Args;
use reel_primitives::{funding::CampaignId, market::Currency};
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct SendArgs {
	/// SS58 address or //Name.
	to: String,
	/// In CFX, in SSH with --with ssh, or so many whole tokens with --token.
	amount: String,
	/// cfx or ssh.
	#[arg(long = "with", default_value = "cfx", value_parser = by_name::<Currency>)]
	currency: Currency,
	/// Send tokens of this campaign, and with them what they will bring.
	#[arg(long, value_name = "CAMPAIGN", conflicts_with = "currency")]
	token: Option<CampaignId>,
}

/// Reads a number of tokens, which cannot be divided.
fn parse_tokens(text: &str) -> Result<u128> {
	let wrong = || Error::Usage(format!("{text:?} is no number of tokens: write 40"));
	let number = text.parse().map_err(|_| wrong())?;
	// A sign is read as a part of a number.
	if text.starts_with('+') { Err(wrong()) } else { Ok(number) }
}

pub(super) async fn send(context: &Context, arguments: SendArgs) -> Result<()> {
	let SendArgs { to, amount, currency, token } = arguments;
	let to = parse_account(&to)?;
	let address = to_ss58(&to);
	if let Some(campaign) = token {
		let tokens = parse_tokens(&amount)?;
		let (asset, _) = context.chain().await?.campaign_accounts(campaign).await?;
		let text = format!("sent {tokens} tokens of campaign {campaign} to {address}");
		let fields = json!({
			"to": address,
			"campaign": campaign,
			"asset": asset,
			"tokens": tokens.to_string(),
		});
		return context.send(transfer_asset(asset, &to, tokens), "sent", &text, fields).await;
	}
	let planck = parse_cfx(&amount)?;
	let (amount, coin) = (format_cfx(planck), coin(currency));
	let mut fields = json!({
		"to": address,
		"currency": coin,
		"amount_planck": planck.to_string(),
	});
	let call = match currency {
		Currency::Cfx => {
			fields["amount_cfx"] = json!(amount);
			transfer(&to, planck)
		},
		Currency::Ssh => {
			fields["amount_ssh"] = json!(amount);
			transfer_asset(SSH, &to, planck)
		},
	};
	context.send(call, "sent", &format!("sent {amount} {coin} to {address}"), fields).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn tokens_are_whole() {
		assert_eq!(parse_tokens("40").expect("a number"), 40);
		for wrong in ["", "0.5", "-1", "+1", "many"] {
			assert_eq!(parse_tokens(wrong).expect_err("no number").exit_code(), 2, "{wrong}");
		}
	}
}
