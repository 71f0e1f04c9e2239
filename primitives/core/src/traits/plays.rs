//! Where verified plays are counted beside the payment for them.

use crate::batch::TitleTotal;

/// Is told of every accepted batch, once: titles become popular by verified plays and by nothing else (S2, C12).
pub trait OnVerifiedPlays {
	/// Plays were accepted. `totals`: ascending by title, at most
	/// [`MAX_TITLES_PER_BATCH`](crate::batch::MAX_TITLES_PER_BATCH). Cannot fail: it must never stop a payment.
	fn on_verified_plays(totals: &[TitleTotal]);

	/// Worst-case weight of [`Self::on_verified_plays`] as (reference time in ps, proof size in bytes).
	fn on_verified_plays_weight(titles: u32) -> (u64, u64);
}

impl OnVerifiedPlays for () {
	fn on_verified_plays(_: &[TitleTotal]) {}

	fn on_verified_plays_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}
}
