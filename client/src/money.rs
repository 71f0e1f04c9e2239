//! Amounts of CFX and SSH as text. One of either is 10^18 planck.

use crate::{Error, Result};
use reel_primitives::{
	Balance,
	market::{Currency, PRICE_BY_QUALITY},
};

/// Planck in a CFX.
pub const CFX: Balance = 1_000_000_000_000_000_000;

const DECIMALS: usize = 18;

/// What stands for a price that follows from the quality.
const QUALITY: &str = "quality";

/// The name of a currency for people and programs.
pub const fn coin(currency: Currency) -> &'static str {
	match currency {
		Currency::Cfx => "CFX",
		Currency::Ssh => "SSH",
	}
}

/// An amount of CFX as people write it: `1.5`, without trailing zeros.
pub fn format_cfx(planck: Balance) -> String {
	let (whole, rest) = (planck / CFX, planck % CFX);
	if rest == 0 {
		return whole.to_string();
	}
	let rest = format!("{rest:0DECIMALS$}");
	format!("{whole}.{}", rest.trim_end_matches('0'))
}

/// A price of watching: an amount of CFX, or `quality` for what follows from the quality.
pub fn format_price(planck: Balance) -> String {
	match planck {
		PRICE_BY_QUALITY => QUALITY.to_owned(),
		price => format_cfx(price),
	}
}

/// A price of watching in words, behind "costs" or by itself.
pub fn price_in_words(planck: Balance) -> String {
	match planck {
		PRICE_BY_QUALITY => "what follows from its quality".to_owned(),
		0 => "nothing".to_owned(),
		price => format!("{} CFX", format_cfx(price)),
	}
}

/// Reads a price of watching: an amount of CFX, or `quality`.
///
/// # Errors
/// [`Error::Usage`].
pub fn parse_price(text: &str) -> Result<Balance> {
	if text == QUALITY { Ok(PRICE_BY_QUALITY) } else { parse_cfx(text) }
}

/// An amount of SSH as people write it: it has as many decimals as CFX.
pub fn format_ssh(planck: Balance) -> String {
	format_cfx(planck)
}

/// Reads an amount of CFX or SSH with up to 18 decimals.
///
/// # Errors
/// [`Error::Usage`].
pub fn parse_cfx(text: &str) -> Result<Balance> {
	let wrong = || Error::Usage(format!("{text:?} is no amount: write 2 or 0.25"));
	let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || rest.len() > DECIMALS || !digits(whole) || !digits(rest) {
		return Err(wrong());
	}
	let whole: Balance = whole.parse().map_err(|_| wrong())?;
	let rest: Balance = format!("{rest:0<DECIMALS$}").parse().map_err(|_| wrong())?;
	whole.checked_mul(CFX).and_then(|planck| planck.checked_add(rest)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_price_may_follow_from_the_quality() {
		assert_eq!(parse_price("quality").expect("a price"), PRICE_BY_QUALITY);
		assert_eq!(parse_price("2").expect("a price"), 2 * CFX);
		assert_eq!(format_price(PRICE_BY_QUALITY), "quality");
		assert_eq!(format_price(CFX), "1");
		assert_eq!(price_in_words(CFX / 2), "0.5 CFX");
		assert_eq!(price_in_words(PRICE_BY_QUALITY), "what follows from its quality");
	}

	#[test]
	fn amounts_are_read_as_they_are_written() {
		for (text, planck) in
			[("0", 0), ("1", CFX), ("1.5", CFX * 3 / 2), ("0.000000000000000001", 1)]
		{
			assert_eq!(parse_cfx(text).expect(text), planck);
			assert_eq!(format_cfx(planck), text);
		}
		for wrong in ["", ".5", "-1", "1.0000000000000000001", "1,5", "+1", "9".repeat(40).as_str()]
		{
			assert!(parse_cfx(wrong).is_err(), "{wrong}");
		}
	}
}
