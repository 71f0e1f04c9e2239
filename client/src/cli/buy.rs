//! `buy`, `refuse` and `donate`.

use super::{by_name, context::Context, rights::coin};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::market,
	magnet::Magnet,
	money::{format_cfx, parse_cfx},
};
use clap::Args;
use reel_primitives::{
	content::{TitleState, TitleStatus},
	market::{Currency, SaleKind},
};
use serde_json::json;

#[derive(Debug, Args)]
#[command(after_help = "Example: reel buy film.reel --key alice")]
pub(super) struct BuyArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// Rent it, for as long as its terms say.
	#[arg(long)]
	rent: bool,
	/// cfx or ssh.
	#[arg(long = "with", default_value = "cfx", value_parser = by_name::<Currency>)]
	currency: Currency,
	/// Who may watch, when it is a gift: SS58 address or //Name.
	#[arg(long = "for", value_name = "ACCOUNT")]
	beneficiary: Option<String>,
	/// Buy nothing above this price, in CFX or SSH [default: what it costs now].
	#[arg(long, value_name = "AMOUNT", value_parser = parse_cfx)]
	max: Option<u128>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: reel refuse film.reel --key alice")]
pub(super) struct RefuseArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// Who may watch, when it was a gift: SS58 address or //Name [default: the signing account].
	#[arg(long = "for", value_name = "ACCOUNT")]
	beneficiary: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: reel donate film.reel 2.5 --key alice")]
pub(super) struct DonateArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// How much, in CFX or SSH.
	#[arg(value_parser = parse_cfx)]
	amount: u128,
	/// cfx or ssh.
	#[arg(long = "with", default_value = "cfx", value_parser = by_name::<Currency>)]
	currency: Currency,
}

pub(super) async fn buy(context: &Context, arguments: BuyArgs) -> Result<()> {
	let content = Magnet::read(&arguments.magnet)?.content();
	let beneficiary = arguments.beneficiary.as_deref().map(parse_account).transpose()?;
	let kind = if arguments.rent { SaleKind::Rental } else { SaleKind::Purchase };
	let (currency, coin) = (arguments.currency, coin(arguments.currency));
	let quote = context.chain().await?.price_of(&content, kind, currency).await?;
	let price = format_cfx(quote.price);
	if arguments.max.is_some_and(|max| max < quote.price) {
		return Err(Error::Refused {
			label: "price-above-max".to_owned(),
			message: format!("it costs {price} {coin}"),
			retry_after_ms: None,
		});
	}
	// The price may not change between what was shown and what is paid, but by what was agreed to.
	let max = arguments.max.unwrap_or(quote.price);
	let fields = json!({
		"content": content.to_string(),
		"kind": kind,
		"currency": coin,
		"price_planck": quote.price.to_string(),
		"beneficiary": beneficiary.as_ref().map(to_ss58),
	});
	let text = format!("{price} {coin} held for {content}; paid when the first play is confirmed");
	let call = market::buy(&content, beneficiary.as_ref(), kind, currency, max);
	context.send_numbered(call, "bought", "purchase", &text, fields).await
}

/// Takes a purchase back before its first play is confirmed.
pub(super) async fn refuse(context: &Context, arguments: RefuseArgs) -> Result<()> {
	let content = Magnet::read(&arguments.magnet)?.content();
	let beneficiary = context.account(arguments.beneficiary.as_deref())?;
	let purchase = context.chain().await?.purchase_of(&content, &beneficiary).await?;
	let fields = json!({ "content": content.to_string(), "purchase": purchase });
	let text = format!("purchase {purchase} is refused, its price has gone back");
	context.send(market::refuse(purchase), "refused", &text, fields).await
}

/// Fails where the chain would take no donation: that would cost the fee all the same.
fn may_be_given(title: &TitleState) -> Result<()> {
	let (label, message) = match title {
		TitleState { status: TitleStatus::Playable, takes_donations: true, .. } => return Ok(()),
		TitleState { status: TitleStatus::Playable, .. } => {
			("no-donations", "its creator takes no donations for the title: see reel title show")
		},
		_ => ("title-not-playable", "the title is stopped or deleted"),
	};
	Err(Error::Refused {
		label: label.to_owned(),
		message: message.to_owned(),
		retry_after_ms: None,
	})
}

pub(super) async fn donate(context: &Context, arguments: DonateArgs) -> Result<()> {
	let DonateArgs { magnet, amount, currency } = arguments;
	if amount == 0 {
		return Err(Error::Usage("nothing to give: the amount must be above 0".to_owned()));
	}
	let content = Magnet::read(&magnet)?.content();
	may_be_given(&context.chain().await?.title(&content).await?.state)?;
	let fields = json!({
		"content": content.to_string(),
		"currency": coin(currency),
		"amount_planck": amount.to_string(),
	});
	let text =
		format!("gave {} {} to those who made {content}", format_cfx(amount), coin(currency));
	context.send(market::donate(&content, currency, amount), "donated", &text, fields).await
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_primitives::content::ReasonCode;

	#[test]
	fn a_donation_that_the_chain_would_refuse_is_not_sent() {
		let title = |status, takes_donations| TitleState { status, price_cfx: 0, takes_donations };
		assert!(may_be_given(&title(TitleStatus::Playable, true)).is_ok());
		for (title, label) in [
			(title(TitleStatus::Playable, false), "no-donations"),
			(title(TitleStatus::Deleted, true), "title-not-playable"),
			(title(TitleStatus::Stopped(ReasonCode::Rights), true), "title-not-playable"),
		] {
			let error = may_be_given(&title).expect_err("it takes none");
			assert_eq!((error.label(), error.exit_code()), (label, 4));
		}
	}
}
