//! Titles that are sold: what they cost, and whose their income is (S5, K2, K3, B1).

use super::{
	Chain,
	calls::{Call, account, content_id, named, number},
	node,
	patterns::pattern_id,
};
use crate::{Error, Result};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	AccountId, Balance, BasisPoints, ContentId, Round,
	market::{Currency, Holder, PurchaseId, Quote, QuoteRefusal, SaleKind, TitleHolding},
	pattern::{OwnedPattern, PatternId},
};
use subxt::dynamic::Value;

pub(super) const RIGHTS: &str = "Rights";
pub(super) const SETTLEMENT: &str = "Settlement";

/// A pattern with its owner, and the holders that this one declared.
pub type PatternHolding = (OwnedPattern<AccountId>, Vec<Holder<AccountId>>);

/// How a title is sold beside its price of watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
	/// Whether it is sold for CFX.
	pub for_cfx: bool,
	/// Price in planck of SSH.
	pub ssh: Option<Balance>,
	/// Prices of renting in planck of CFX and SSH, and rounds of access.
	pub rental: Option<(Option<Balance>, Option<Balance>, Round)>,
}

fn holders_value(holders: &[Holder<AccountId>]) -> Value {
	let holders = holders.iter().map(|holder| {
		let share = ("share_bp", number(holder.share_bp));
		Value::named_composite([("account", account(&holder.account)), share])
	});
	Value::unnamed_composite([Value::unnamed_composite(holders)])
}

fn owned_pattern(of: &OwnedPattern<AccountId>) -> Value {
	Value::named_composite([("pattern", pattern_id(&of.pattern)), ("owner", account(&of.owner))])
}

/// Says who shares a title's income.
pub fn declare_holders(content: &ContentId, holders: &[Holder<AccountId>]) -> Call {
	let fields = vec![("content", content_id(content)), ("holders", holders_value(holders))];
	Call { pallet: RIGHTS, name: "declare_holders", fields }
}

/// Says who shares the income of a pattern's titles of which nothing else is said.
pub fn declare_pattern_holders(pattern: &PatternId, holders: &[Holder<AccountId>]) -> Call {
	let fields = vec![("pattern", pattern_id(pattern)), ("holders", holders_value(holders))];
	Call { pallet: RIGHTS, name: "declare_pattern_holders", fields }
}

/// Gives a part of the income of all titles that follow a pattern away.
pub fn transfer_pattern_share(
	of: &OwnedPattern<AccountId>,
	to: &AccountId,
	share_bp: BasisPoints,
) -> Call {
	let fields =
		vec![("of", owned_pattern(of)), ("to", account(to)), ("share_bp", number(share_bp))];
	Call { pallet: RIGHTS, name: "transfer_pattern_share", fields }
}

/// Pays all holders of a pattern what views and ads of its titles have brought them.
pub fn claim_pattern_income(of: &OwnedPattern<AccountId>) -> Call {
	Call { pallet: RIGHTS, name: "claim_pattern", fields: vec![("of", owned_pattern(of))] }
}

/// Gives a part of a title's income away.
pub fn transfer_share(content: &ContentId, to: &AccountId, share_bp: BasisPoints) -> Call {
	let fields =
		vec![("content", content_id(content)), ("to", account(to)), ("share_bp", number(share_bp))];
	Call { pallet: RIGHTS, name: "transfer_share", fields }
}

/// Pays all holders of a title what its views and ads have brought them.
pub fn claim_income(content: &ContentId) -> Call {
	Call { pallet: RIGHTS, name: "claim", fields: vec![("content", content_id(content))] }
}

pub(super) fn option(value: Option<Value>) -> Value {
	match value {
		Some(value) => Value::unnamed_variant("Some", [value]),
		None => Value::unnamed_variant("None", []),
	}
}

/// Says how a title is sold beside its price of watching.
pub fn set_terms(content: &ContentId, terms: &Terms) -> Call {
	let price = |price: Option<Balance>| option(price.map(number));
	let rental = terms.rental.map(|(cfx, ssh, rounds)| {
		Value::named_composite([
			("cfx", price(cfx)),
			("ssh", price(ssh)),
			("rounds", number(rounds)),
		])
	});
	let terms = Value::named_composite([
		("for_cfx", Value::bool(terms.for_cfx)),
		("ssh", price(terms.ssh)),
		("rental", option(rental)),
	]);
	let fields = vec![("content", content_id(content)), ("terms", option(Some(terms)))];
	Call { pallet: RIGHTS, name: "set_terms", fields }
}

/// Buys or rents a title, for oneself or somebody else, at no more than `max_price` planck.
pub fn buy(
	content: &ContentId,
	beneficiary: Option<&AccountId>,
	kind: SaleKind,
	currency: Currency,
	max_price: Balance,
) -> Call {
	let fields = vec![
		("content", content_id(content)),
		("beneficiary", option(beneficiary.map(account))),
		("kind", named(&kind)),
		("currency", named(&currency)),
		("max_price", number(max_price)),
	];
	Call { pallet: SETTLEMENT, name: "buy", fields }
}

/// Refuses what was bought, before its first play is confirmed.
pub fn refuse(purchase: PurchaseId) -> Call {
	Call { pallet: SETTLEMENT, name: "refuse", fields: vec![("purchase", number(purchase))] }
}

/// Gives to a title.
pub fn donate(content: &ContentId, currency: Currency, amount: Balance) -> Call {
	let fields = vec![
		("content", content_id(content)),
		("currency", named(&currency)),
		("amount", number(amount)),
	];
	Call { pallet: SETTLEMENT, name: "donate", fields }
}

/// Why a title cannot be bought, as an error of this program.
fn not_sold(refusal: QuoteRefusal) -> Error {
	let (label, message) = match refusal {
		QuoteRefusal::NotFound => return Error::NotFound("no such title is registered".to_owned()),
		QuoteRefusal::NotPlayable => ("title-not-playable", "the title is stopped or deleted"),
		QuoteRefusal::Free => ("title-free", "the title costs nothing: anyone may watch it"),
		QuoteRefusal::NotOffered => {
			("not-offered", "the title is not sold in that way or for that currency")
		},
		QuoteRefusal::NotCleared => (
			"not-cleared",
			"nobody said of what recording the title is, or that recording is another's: it is not sold",
		),
	};
	Error::Refused { label: label.to_owned(), message: message.to_owned(), retry_after_ms: None }
}

/// What a view function answered.
fn answer_of<T: Decode>(bytes: &[u8]) -> Option<T> {
	let (0, mut rest) = bytes.split_first()? else { return None };
	let inner = Vec::<u8>::decode(&mut rest).ok()?;
	T::decode_all(&mut &inner[..]).ok()
}

impl Chain {
	/// What a view function says.
	pub(super) async fn view<T: Decode>(
		&self,
		pallet: &str,
		name: &str,
		arguments: &impl Encode,
	) -> Result<T> {
		let at = self.best().await?;
		let metadata = at.metadata();
		let view = metadata.pallet_by_name(pallet).and_then(|p| p.view_function_by_name(name));
		let view = view.ok_or_else(|| node(format!("the chain has no {pallet}.{name}")))?;
		// Encoded here: the library leaves out the length of the input, which the runtime asks for.
		let asked = (*view.query_id(), arguments.encode()).encode();
		let answer = at.view_functions().call_raw(Some(&asked)).await.map_err(node)?;
		answer_of(&answer)
			.ok_or_else(|| Error::Node(format!("{pallet}.{name} cannot be read: it is cut off")))
	}

	/// What a title costs now; an error says why it is not sold in that way.
	///
	/// # Errors
	/// [`Error::Refused`], [`Error::NotFound`], [`Error::Node`].
	pub async fn price_of(
		&self,
		content: &ContentId,
		kind: SaleKind,
		currency: Currency,
	) -> Result<Quote> {
		let answer: Result<Quote, QuoteRefusal> =
			self.view(RIGHTS, "price_of", &(content, kind, currency)).await?;
		answer.map_err(not_sold)
	}

	/// Who shares a title's income, and who said so; `None` when it was never registered.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn holders_of(&self, content: &ContentId) -> Result<Option<TitleHolding<AccountId>>> {
		self.view(RIGHTS, "holders_of", content).await
	}

	/// Whose a pattern is, and who shares the income of its titles of which nothing else is said: nobody where its owner has
	/// not declared any. `None` when there is no such pattern.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn pattern_holders(&self, pattern: &PatternId) -> Result<Option<PatternHolding>> {
		self.view(RIGHTS, "pattern_holders", pattern).await
	}

	/// Planck of CFX that views and ads brought a holder of a title itself and that nobody has claimed.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn income_owed(&self, content: &ContentId, holder: &AccountId) -> Result<Balance> {
		self.view(RIGHTS, "owed", &(content, holder)).await
	}

	/// Planck of CFX that views and ads of the titles that follow a pattern brought a holder and that nobody has claimed.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn pattern_income_owed(
		&self,
		of: &OwnedPattern<AccountId>,
		holder: &AccountId,
	) -> Result<Balance> {
		self.view(RIGHTS, "pattern_owed", &(of, holder)).await
	}

	/// The purchase under which an account may watch a title.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn purchase_of(
		&self,
		content: &ContentId,
		account: &AccountId,
	) -> Result<PurchaseId> {
		let address =
			subxt::dynamic::storage::<([u8; 32], [u8; 32]), PurchaseId>(SETTLEMENT, "Access");
		let at = self.best().await?;
		let keys = (*account.as_ref(), content.0);
		match at.storage().try_fetch(address, keys).await.map_err(node)? {
			Some(found) => found.decode().map_err(node),
			None => Err(Error::NotFound(format!("{content} was not bought for that account"))),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_answer_is_read_whole_or_not_at_all() {
		let quote: Result<Quote, QuoteRefusal> = Ok(Quote { price: 7, access_rounds: None });
		let answer = Ok::<_, u8>(quote.encode()).encode();
		assert_eq!(answer_of(&answer), Some(quote));
		assert_eq!(answer_of::<Result<Quote, QuoteRefusal>>(&answer[..answer.len() - 1]), None);
		assert_eq!(answer_of::<Quote>(&Err::<Vec<u8>, u8>(0).encode()), None);
	}

	#[test]
	fn calls_are_named_as_on_chain() {
		let (content, who) = (ContentId([1; 32]), AccountId::new([2; 32]));
		let bought = buy(&content, Some(&who), SaleKind::Rental, Currency::Ssh, 9);
		assert_eq!(bought.to_string(), "Settlement.buy");
		assert_eq!(bought.fields[2].1, Value::unnamed_variant("Rental", []));
		let holders = [Holder { account: who, share_bp: 10_000 }];
		assert_eq!(declare_holders(&content, &holders).to_string(), "Rights.declare_holders");
		assert_eq!(claim_income(&content).to_string(), "Rights.claim");
		let of = OwnedPattern { pattern: PatternId([3; 32]), owner: holders[0].account.clone() };
		let call = declare_pattern_holders(&of.pattern, &holders);
		assert_eq!(call.to_string(), "Rights.declare_pattern_holders");
		assert_eq!(claim_pattern_income(&of).to_string(), "Rights.claim_pattern");
		let moved = transfer_pattern_share(&of, &of.owner, 7);
		assert_eq!(moved.fields[0].1, claim_pattern_income(&of).fields[0].1);
	}
}
