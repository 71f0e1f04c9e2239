//! `wallet quote` and `wallet swap`.

use super::{by_name, context::Context, rights::coin};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::exchange::{SwapQuote, WHOLE_BP, other, swap as swap_call},
	money::{format_cfx, parse_cfx},
};
use clap::Args;
use reel_primitives::market::Currency;
use serde_json::{Value, json};

/// What the price may slip by unless somebody says otherwise: 0.5 %.
const SLIPPAGE: &str = "0.5%";

/// What a swap may cost, in basis points, unless somebody says how little may come: 10 %.
const MAX_COST_BP: u32 = 1_000;

#[derive(Debug, Args)]
#[command(after_help = "Example: reel wallet quote --from cfx --amount 100 --json")]
pub(super) struct QuoteArgs {
	/// What is given: cfx or ssh. The other comes for it.
	#[arg(long, value_parser = by_name::<Currency>)]
	from: Currency,
	/// How much of it is given.
	#[arg(long, value_parser = parse_cfx)]
	amount: u128,
}

#[derive(Debug, Args)]
#[command(
	after_help = "Example: reel wallet swap --from ssh --amount 0.001 --slippage 1% --key alice\n\nThe pool is asked first, and what it says is printed. The chain refuses the swap when less would come than the limit\nallows; nothing is given then but the fee. What costs more than 10 % is swapped with --min-received only."
)]
pub(super) struct SwapArgs {
	#[command(flatten)]
	quote: QuoteArgs,
	/// Accept no less than this of what comes.
	#[arg(long, value_name = "AMOUNT", value_parser = parse_cfx, conflicts_with = "slippage")]
	min_received: Option<u128>,
	/// How much less than what is quoted may come, at most 50%.
	#[arg(long, value_name = "PERCENT", default_value = SLIPPAGE, value_parser = parse_percent)]
	slippage: u32,
}

/// Reads percents with up to two decimals, as basis points.
fn parse_percent(text: &str) -> Result<u32, String> {
	let wrong = || format!("{text:?} is no part of a price: write 0.5% or 2%, at most 50%");
	let number = text.strip_suffix('%').unwrap_or(text);
	let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || whole.len() > 2 || rest.len() > 2 || !digits(whole) || !digits(rest) {
		return Err(wrong());
	}
	let bp = format!("{whole}{rest:0<2}").parse().map_err(|_| wrong())?;
	if bp > WHOLE_BP / 2 { Err(wrong()) } else { Ok(bp) }
}

/// Basis points as percents with two decimals.
fn percent(bp: u32) -> String {
	format!("{}.{:02} %", bp / 100, bp % 100)
}

/// The least that may come: what was said, or what was quoted less what it may slip by.
///
/// # Errors
/// [`Error::Refused`] with the label `below-minimum` when less would come now, `too-costly` when nothing was said and it costs
/// more than 10 %.
fn least_of(from: Currency, quote: &SwapQuote, said: Option<u128>, slippage: u32) -> Result<u128> {
	let refused = |label: &str, message| Error::Refused {
		label: label.to_owned(),
		message,
		retry_after_ms: None,
	};
	let (to, taken, cost_bp) = (coin(other(from)), format_cfx(quote.taken), quote.cost_bp());
	match said {
		Some(least) if least > quote.taken => Err(refused(
			"below-minimum",
			format!("{taken} {to} would come, less than was asked for"),
		)),
		Some(least) => Ok(least.max(1)),
		None if cost_bp > MAX_COST_BP => Err(refused(
			"too-costly",
			format!(
				"{taken} {to} would come, {} below the price: give less, or say with --min-received how little may come",
				percent(cost_bp)
			),
		)),
		None => Ok(quote.least(slippage)),
	}
}

/// What is told of a quote, as text and as fields.
fn told(from: Currency, quote: &SwapQuote) -> (String, Value) {
	let (one, to) = (coin(from), coin(other(from)));
	let (given, taken) = (format_cfx(quote.given), format_cfx(quote.taken));
	let cost_bp = quote.cost_bp();
	let text = format!(
		"{given} {one} give {taken} {to} now: {} below the price, by the pool's fee and the swap's own weight",
		percent(cost_bp)
	);
	let fields = json!({
		"from": one,
		"to": to,
		"given_planck": quote.given.to_string(),
		"received_planck": quote.taken.to_string(),
		"received": taken,
		"at_price_planck": quote.at_price.to_string(),
		"cost_bp": cost_bp,
		"pool_from_planck": quote.reserves.0.to_string(),
		"pool_to_planck": quote.reserves.1.to_string(),
	});
	(text, fields)
}

/// Says what a swap would give.
pub(super) async fn quote(context: &Context, arguments: QuoteArgs) -> Result<()> {
	let QuoteArgs { from, amount } = arguments;
	let quote = context.chain().await?.swap_quote(from, amount).await?;
	let (text, fields) = told(from, &quote);
	context.output.event("quote", &text, fields);
	Ok(())
}

/// Swaps, at no worse a price than was agreed to.
pub(super) async fn swap(context: &Context, arguments: SwapArgs) -> Result<()> {
	let SwapArgs { quote: QuoteArgs { from, amount }, min_received, slippage } = arguments;
	let quote = context.chain().await?.swap_quote(from, amount).await?;
	let (text, mut fields) = told(from, &quote);
	context.output.event("quote", &text, fields.clone());
	let to = coin(other(from));
	let least = least_of(from, &quote, min_received, slippage)?;
	let account = context.account(None)?;
	fields["minimum_planck"] = json!(least.to_string());
	fields["account"] = json!(to_ss58(&account));
	let given = format!("swapped {} {}", format_cfx(amount), coin(from));
	let call = swap_call(from, amount, least, &account);
	let tell = |came: Option<u128>, fields: &mut Value| match came {
		Some(came) => {
			fields["received_planck"] = json!(came.to_string());
			fields["received"] = json!(format_cfx(came));
			format!("{given} for {} {to}", format_cfx(came))
		},
		None => format!("{given} for at least {} {to}", format_cfx(least)),
	};
	context.send_told(call, "swapped", fields, tell).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn percents_are_read_as_they_are_written() {
		for (text, bp) in [("0.5%", 50), ("2", 200), ("0%", 0), ("0.05%", 5), ("50%", 5_000)] {
			assert_eq!(parse_percent(text), Ok(bp), "{text}");
		}
		for wrong in ["", "%", "-1%", "0.005%", "51%", "half", "1e2", "100%"] {
			assert!(parse_percent(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn a_quote_tells_what_comes_and_what_it_costs() {
		let reserves = (10u128.pow(24), 10u128.pow(18));
		let (given, taken) = (10u128.pow(21), 996_006_981_039_903);
		let quote = SwapQuote { given, taken, at_price: 10u128.pow(15), reserves };
		let (text, fields) = told(Currency::Cfx, &quote);
		assert!(text.starts_with("1000 CFX give 0.000996006981039903 SSH now: 0.40 %"), "{text}");
		assert_eq!(fields["cost_bp"], 40);
		assert_eq!(fields["to"], "SSH");
	}

	#[test]
	fn what_costs_more_than_a_tenth_is_swapped_only_for_what_was_said() {
		let quote = |taken| SwapQuote { given: 1, taken, at_price: 1_000, reserves: (1, 1) };
		let least = |taken, said| least_of(Currency::Cfx, &quote(taken), said, 50);
		assert_eq!(least(900, None).expect("a tenth"), 895);
		let error = least(899, None).expect_err("above a tenth");
		assert_eq!((error.label(), error.exit_code()), ("too-costly", 4));
		assert!(error.to_string().contains("10.10 % below the price"), "{error}");
		assert_eq!(least(899, Some(800)).expect("it was said"), 800);
		assert_eq!(least(899, Some(0)).expect("it was said"), 1);
		assert_eq!(least(899, Some(900)).expect_err("more than comes").label(), "below-minimum");
	}
}
