//! From ads that were watched to the money of those who watched them (C11).

use crate::{Balance, ContentId, Round, ads::AdBill, batch::Payees, traits::PayRefusal};

/// Is told what the ads of a batch come to.
pub trait AdCharges<AccountId> {
	/// The batch of `round` was paid, and its ads come to these bills: at most
	/// [`MAX_BILLS_PER_BATCH`](crate::ads::MAX_BILLS_PER_BATCH) of them are looked at. Each is charged as a whole, or, when
	/// it does not fit what the chain knows, not at all. Cannot fail: it must never stop the payment of a batch. Says how
	/// many were charged.
	fn charge(round: Round, bills: &[AdBill<AccountId>]) -> u32;

	/// Worst-case weight of [`Self::charge`] for that many bills as (reference time in ps, proof size in bytes).
	fn charge_weight(bills: u32) -> (u64, u64);
}

/// No ads.
impl<AccountId> AdCharges<AccountId> for () {
	fn charge(_: Round, _: &[AdBill<AccountId>]) -> u32 {
		0
	}

	fn charge_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}
}

/// Pays what advertisers paid in, in the way in which rounds are paid.
pub trait AdPayouts<AccountId> {
	/// The account to which the money is moved first.
	fn pot() -> AccountId;

	/// Pays titles and viewers out of what was moved to the pot: exactly the titles' sum and `viewers_cfx`. What is a title's
	/// is divided among those who hold it. Viewers by name at once, else over a root, under the number that
	/// [`ad_claims`](crate::ads::ad_claims) gives to the bill; of them a share is a planck.
	///
	/// # Errors
	/// When a title is not registered, the viewers by name do not add up to `viewers_cfx`, or a sum overflows. The caller
	/// must roll back.
	fn pay_ads(
		round: Round,
		bill: u8,
		titles: &[(ContentId, Balance)],
		viewers: &Payees<AccountId>,
		viewers_cfx: Balance,
	) -> Result<(), PayRefusal>;

	/// Worst-case weight of [`Self::pay_ads`] for so many titles and as many viewers as are paid by name, as (reference
	/// time in ps, proof size in bytes).
	fn pay_ads_weight(titles: u32) -> (u64, u64);
}
