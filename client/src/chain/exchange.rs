//! The pool of CFX and SSH: what a swap gives, and the swap (S4).

use super::{
	Chain,
	calls::{Call, account, number},
	network::Coin,
};
use crate::{Error, Result};
use reel_economics::split::mul_div_floor;
use reel_primitives::{AccountId, Balance, market::Currency};
use subxt::dynamic::Value;

const EXCHANGE: &str = "AssetConversion";

/// Parts of a whole that limits are counted in: basis points.
pub const WHOLE_BP: u32 = 10_000;

/// What a swap would give now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwapQuote {
	/// What is given, in planck.
	pub given: Balance,
	/// What comes for it, in planck.
	pub taken: Balance,
	/// What would come at the pool's price, without its fee and without the swap moving the price, down. It may be more than
	/// the pool has.
	pub at_price: Balance,
	/// What the pool has of what is given, and of what comes.
	pub reserves: (Balance, Balance),
}

impl SwapQuote {
	/// Basis points that fee and the swap's own effect on the price cost, up.
	pub fn cost_bp(&self) -> u32 {
		let kept = mul_div_floor(self.taken, WHOLE_BP.into(), self.at_price);
		// None: there is no price to be below of.
		let kept = kept.and_then(|bp| u32::try_from(bp).ok()).unwrap_or(WHOLE_BP);
		WHOLE_BP.saturating_sub(kept)
	}

	/// The least to be accepted when the price may slip by so many basis points: down, but at least 1.
	pub fn least(&self, slippage_bp: u32) -> Balance {
		let kept = Balance::from(WHOLE_BP.saturating_sub(slippage_bp));
		let whole = Balance::from(WHOLE_BP);
		// The quotient and the rest by themselves: the product may be larger than an amount can be.
		(self.taken / whole * kept + self.taken % whole * kept / whole).max(1)
	}
}

/// Where a swap leads to.
pub const fn other(currency: Currency) -> Currency {
	match currency {
		Currency::Cfx => Currency::Ssh,
		Currency::Ssh => Currency::Cfx,
	}
}

fn coin(coin: Coin) -> Value {
	match coin {
		Coin::Native => Value::unnamed_variant("Native", []),
		Coin::WithId(id) => Value::unnamed_variant("WithId", [number(id)]),
	}
}

/// Gives exactly `amount_in` planck for at least `least` of the other coin. Keeps the sender's account of CFX alive; of SSH,
/// all may be given.
pub fn swap(from: Currency, amount_in: Balance, least: Balance, send_to: &AccountId) -> Call {
	let path = [from, other(from)].map(|currency| coin(currency.into()));
	let fields = vec![
		("path", Value::unnamed_composite(path)),
		("amount_in", number(amount_in)),
		("amount_out_min", number(least)),
		("send_to", account(send_to)),
		("keep_alive", Value::bool(from == Currency::Cfx)),
	];
	Call { pallet: EXCHANGE, name: "swap_exact_tokens_for_tokens", fields }
}

fn refused(label: &str, message: &str) -> Error {
	Error::Refused { label: label.to_owned(), message: message.to_owned(), retry_after_ms: None }
}

impl Chain {
	/// What a swap of so many planck would give now.
	///
	/// # Errors
	/// [`Error::Refused`] with the label `no-pool` or `swap-impossible`, [`Error::Node`].
	pub async fn swap_quote(&self, from: Currency, given: Balance) -> Result<SwapQuote> {
		let (one, to) = (Coin::from(from), Coin::from(other(from)));
		let reserves: Result<(Balance, Balance), u8> =
			self.view(EXCHANGE, "get_reserves", &(one, to)).await?;
		let reserves = reserves.map_err(|_| {
			refused("no-pool", "there is no pool of CFX and SSH on this chain, or nothing in it")
		})?;
		let arguments = (one, to, given, true);
		let taken: Option<Balance> =
			self.view(EXCHANGE, "quote_price_exact_tokens_for_tokens", &arguments).await?;
		let taken = taken.ok_or_else(|| {
			refused("swap-impossible", "the amount is too small for the pool, or too large")
		})?;
		let at_price = mul_div_floor(given, reserves.1, reserves.0).unwrap_or(Balance::MAX);
		Ok(SwapQuote { given, taken, at_price, reserves })
	}

	/// SSH in planck that a fee in CFX costs at the pool now.
	///
	/// # Errors
	/// As [`Chain::swap_quote`].
	pub async fn ssh_for_fee(&self, fee: Balance) -> Result<Balance> {
		let arguments = (Coin::from(Currency::Ssh), Coin::from(Currency::Cfx), fee, true);
		let quote: Option<Balance> =
			self.view(EXCHANGE, "quote_price_tokens_for_exact_tokens", &arguments).await?;
		quote.ok_or_else(|| {
			refused("no-pool", "there is no pool of CFX and SSH on this chain, or too little in it")
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn quote(taken: Balance, at_price: Balance) -> SwapQuote {
		SwapQuote { given: 1, taken, at_price, reserves: (1, 1) }
	}

	#[test]
	fn a_limit_is_what_was_quoted_less_what_it_may_slip_by() {
		assert_eq!(quote(20_000, 20_000).least(50), 19_900);
		assert_eq!(quote(20_001, 20_001).least(50), 19_900);
		assert_eq!(quote(20_000, 20_000).least(0), 20_000);
		assert_eq!(quote(3, 3).least(WHOLE_BP), 1);
		assert_eq!(quote(Balance::MAX, Balance::MAX).least(0), Balance::MAX);
	}

	#[test]
	fn what_a_swap_costs_is_rounded_up() {
		assert_eq!(quote(997, 1_000).cost_bp(), 30);
		assert_eq!(quote(99_999, 100_000).cost_bp(), 1);
		assert_eq!(quote(7, 7).cost_bp(), 0);
		assert_eq!(quote(0, 0).cost_bp(), 0);
		assert_eq!(quote(7, Balance::MAX).cost_bp(), WHOLE_BP);
		// A thousand times what the pool has is given for all but a thousandth of the other.
		assert_eq!(quote(999, 1_000_000).cost_bp(), 9_991);
	}

	#[test]
	fn a_swap_is_named_as_on_chain() {
		let call = swap(Currency::Ssh, 5, 4, &AccountId::new([1; 32]));
		assert_eq!(call.to_string(), "AssetConversion.swap_exact_tokens_for_tokens");
		let ssh = Value::unnamed_variant("WithId", [number(1u32)]);
		let cfx = Value::unnamed_variant("Native", []);
		assert_eq!(call.fields[0].1, Value::unnamed_composite([ssh, cfx]));
	}
}
