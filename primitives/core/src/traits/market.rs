//! From a title to its price, from a sale to those whose title it is (S5, K2, K3).

use crate::{
	Balance, ContentId,
	market::{Currency, Holder, PurchaseId, Quote, QuoteRefusal, SaleKind, TitleOnSale},
};
use alloc::vec::Vec;

/// What the registry says of a title that is sold. Cost: two storage reads at most.
pub trait TitlesOnSale<AccountId> {
	/// A title, also one that is stopped or deleted; `None` when it was never registered.
	fn on_sale(content: &ContentId) -> Option<TitleOnSale<AccountId>>;

	/// Registers a playable title of a minute as `creator`'s, at that price in planck of CFX, which takes donations.
	#[cfg(feature = "runtime-benchmarks")]
	fn offer_for_benchmark(content: ContentId, creator: &AccountId, price_cfx: Balance);
}

/// Whose a title's income is, and what the title costs.
pub trait Rights<AccountId> {
	/// What the title costs now.
	///
	/// # Errors
	/// Why it is not sold in that way.
	fn quote(
		content: &ContentId,
		kind: SaleKind,
		currency: Currency,
	) -> Result<Quote, QuoteRefusal>;

	/// Who shares the title's income: 1 to [`MAX_HOLDERS`](crate::market::MAX_HOLDERS) holders whose shares sum to
	/// 10,000 basis points; the first one takes what rounding leaves over. Empty when it was never registered.
	fn holders(content: &ContentId) -> Vec<Holder<AccountId>>;

	/// Told when something is sold or given for the title: from now on a share moves by its own holder alone.
	fn on_sale_recorded(content: &ContentId);

	/// Gives the title as many holders as there may be.
	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(content: &ContentId) -> Vec<AccountId>;
}

/// What others than the creator have of what a title's views and ads bring (K2). Divides as sales are divided: each part
/// is rounded down, the first holder takes what that leaves over.
pub trait HolderShares<AccountId> {
	/// Books the parts of `income_cfx` planck of CFX that are not `creator`'s, and says what they sum to: at most all of it.
	/// The caller pays as much to [`Self::pot`], in the same storage layer, and the rest to the creator. Cost: one read, one
	/// more of a title that follows its pattern, and where others than the creator hold something one read and two writes
	/// more.
	fn accrue(content: &ContentId, creator: &AccountId, income_cfx: Balance) -> Balance;

	/// Account from which the booked parts are paid.
	fn pot() -> Option<AccountId>;

	/// Worst-case weight of [`Self::accrue`] for so many titles as (reference time in ps, proof size in bytes).
	fn accrue_weight(titles: u32) -> (u64, u64);
}

/// All is the creator's.
impl<AccountId> HolderShares<AccountId> for () {
	fn accrue(_: &ContentId, _: &AccountId, _: Balance) -> Balance {
		0
	}

	fn pot() -> Option<AccountId> {
		None
	}

	fn accrue_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}
}

/// Is told that what was bought has arrived.
pub trait Deliveries {
	/// A first play was accepted for each of these purchases: at most
	/// [`MAX_DELIVERIES`](crate::market::MAX_DELIVERIES) of them are looked at. Pays the holders; what is not open (any
	/// more) is passed over. Cannot fail: it must never stop the payment of a batch. Says how many were open.
	fn delivered(purchases: &[PurchaseId]) -> u32;

	/// Worst-case weight of [`Self::delivered`] for that many purchases as (reference time in ps, proof size in bytes).
	fn delivered_weight(purchases: u32) -> (u64, u64);
}

/// Nothing is sold.
impl Deliveries for () {
	fn delivered(_: &[PurchaseId]) -> u32 {
		0
	}

	fn delivered_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}
}
