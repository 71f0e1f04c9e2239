//! What validators say that their logs of ratings come to.

use super::{Hand, views::genesis_hash};
use crate::chain::round;
use pallet_ratings_anchor::Call;
use rand::Rng;
use reel_primitives::rating::{HeadStatement, RatingsHead};
use reelchain_runtime::{ProofOfView, Runtime, RuntimeCall};

impl Hand<'_> {
	/// A statement of now, mostly; or of any time, of an empty log, in another's name, or of a session that is not.
	pub(super) fn anchor(&mut self) -> RuntimeCall {
		let (session, authorities) = ProofOfView::authorities_now();
		let round = match self.up_to(8) {
			0 => round() + 1,
			1 => round().saturating_sub(21),
			_ => round(),
		};
		let head = RatingsHead { count: self.up_to(6).into(), hash: self.random.r#gen() };
		let statement = HeadStatement { round, head };
		let payload = statement.signing_payload(&genesis_hash(), session);
		let authority = self.up_to(authorities.len() as u32 + 1);
		let signer = if self.coin(0.9) { authority } else { 0 };
		let signature = self.world.sign_as(&authorities, signer, &payload);
		let session = if self.coin(0.95) { session } else { session + 1 };
		Call::<Runtime>::anchor { statement, authority, session, signature }.into()
	}
}
