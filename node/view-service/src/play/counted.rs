//! Fourth stage: the account has not been counted for this cell in this period.

use super::ProvenPlay;
use reel_primitives::{
	AccountId, CellIndex, ContentId, Period,
	time::{period_of, round_of_ms},
};
use reel_rpc_api::Rejection;

/// What counts once (C6).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlayKey {
	/// The period in which the play was taken.
	pub period: Period,
	/// Who watched.
	pub viewer: AccountId,
	/// What.
	pub content: ContentId,
	/// Which cell of it.
	pub cell: CellIndex,
}

impl PlayKey {
	/// The key of a play of this cell taken at `unix_ms`.
	pub fn at(unix_ms: u64, viewer: &AccountId, content: &ContentId, cell: CellIndex) -> Self {
		let period = period_of(round_of_ms(unix_ms));
		Self { period, viewer: viewer.clone(), content: *content, cell }
	}
}

/// A play that counts.
#[derive(Clone, Debug)]
pub struct CountedPlay {
	play: ProvenPlay,
	key: PlayKey,
}

impl CountedPlay {
	/// `is_counted` says whether a key is counted, or waits to be.
	///
	/// # Errors
	/// [`Rejection::AlreadyCounted`].
	pub fn check(
		play: ProvenPlay,
		is_counted: impl FnOnce(&PlayKey) -> bool,
	) -> Result<Self, Rejection> {
		let ticket = play.timed().received().ticket();
		let at = play.timed().accepted_at_ms();
		let key = PlayKey::at(at, &ticket.viewer, &ticket.content, ticket.cell);
		if is_counted(&key) {
			return Err(Rejection::AlreadyCounted);
		}
		Ok(Self { play, key })
	}

	/// What it counts for.
	pub const fn key(&self) -> &PlayKey {
		&self.key
	}

	/// The stage below.
	pub const fn proven(&self) -> &ProvenPlay {
		&self.play
	}
}
