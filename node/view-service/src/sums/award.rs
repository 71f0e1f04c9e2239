//! What an account can claim of sums, and claiming it for it and its neighbours.

use super::{Book, leaf_of};
use crate::{DeskHandle, Source, desk::internal, service::CLAIM_BLOCKS};
use reel_primitives::{AccountId, Balance, Hash32};
use reel_rpc_api::{Rejection, SumAward};
use std::sync::Arc;

/// Neighbours that are paid together at most: a node of this level.
const MOST_LEVEL: u32 = reel_primitives::sums::MAX_LEAVES_PER_CLAIM.ilog2();

/// An account's sum in one generation.
struct Place {
	generation: u32,
	book: Arc<Book>,
	index: u32,
	sum_cfx: Balance,
	paid_cfx: Balance,
}

impl DeskHandle {
	/// What an account can claim of the sums that this desk knows.
	///
	/// # Errors
	/// When the chain cannot be asked.
	pub fn sums(&self, account: &AccountId) -> Result<Vec<SumAward>, Rejection> {
		let places = self.places(account)?;
		let award = |place: Place| SumAward {
			generation: place.generation,
			sum_planck: place.sum_cfx.to_string(),
			paid_planck: place.paid_cfx.to_string(),
		};
		Ok(places.into_iter().map(award).collect())
	}

	/// The sums of which something is not paid and no claim is on its way.
	fn places(&self, account: &AccountId) -> Result<Vec<Place>, Rejection> {
		let core = self.core();
		let status = core.parts.chain.sums().map_err(internal)?;
		let mut places = Vec::new();
		for (generation, tree) in status.trees {
			let Some(book) = core.sums().book(generation, &tree.root) else { continue };
			let Some((index, leaf)) = leaf_of(&book.leaves, account) else { continue };
			let sum_cfx = leaf.sum_cfx;
			let paid = core.parts.chain.sums_paid(generation, vec![account.clone()]);
			let paid_cfx = paid.map_err(internal)?.first().copied().unwrap_or_default();
			if paid_cfx < sum_cfx && !core.is_claiming_sums(generation, index) {
				places.push(Place { generation, book, index, sum_cfx, paid_cfx });
			}
		}
		Ok(places)
	}

	/// Claims the oldest sum of which something is not paid, for the account and for those of its neighbours for whom it
	/// is worth the bytes; the transaction's hash. Nothing to claim: `Malformed`.
	///
	/// # Errors
	/// When there is nothing to claim, or the chain refuses.
	pub async fn claim_sums(
		&self,
		account: AccountId,
		source: Source,
	) -> Result<Hash32, Rejection> {
		let core = self.core();
		core.limit_source(source)?;
		let place = self.places(&account)?.into_iter().next().ok_or(Rejection::Malformed)?;
		let (first, level) = self.worth_claiming(&place)?;
		let path = place.book.tree.prove_subtree(first, level).ok_or(Rejection::Internal)?;
		let leaves = place.book.node(first, level);
		let claimed = (first..).take(leaves.len());
		let chain = &core.parts.chain;
		let sent = chain.submit_sum_claim(place.generation, first, leaves, path).await;
		let hash = sent.map_err(internal)?;
		let blocks = core.net().blocks;
		core.sums().claiming.extend(claimed.map(|index| ((place.generation, index), blocks)));
		Ok(hash)
	}

	/// The largest node around a place of whose leaves half at least have something to get.
	fn worth_claiming(&self, place: &Place) -> Result<(u32, u32), Rejection> {
		let first = (place.index >> MOST_LEVEL) << MOST_LEVEL;
		let leaves = place.book.node(first, MOST_LEVEL);
		let accounts = leaves.iter().map(|leaf| leaf.account.clone()).collect();
		let chain = &self.core().parts.chain;
		let paid = chain.sums_paid(place.generation, accounts).map_err(internal)?;
		let due: Vec<bool> =
			leaves.iter().zip(paid).map(|(leaf, paid)| paid < leaf.sum_cfx).collect();
		let node = (0..=MOST_LEVEL).rev().find_map(|level| {
			let begin = (place.index >> level) << level;
			let from = (begin - first) as usize;
			let of_node: Vec<&bool> = due.iter().skip(from).take(1 << level).collect();
			let count = of_node.iter().filter(|due| ***due).count();
			(count * 2 >= of_node.len()).then_some((begin, level))
		});
		Ok(node.unwrap_or((place.index, 0)))
	}
}

impl crate::service::Core {
	/// Whether a claim of a leaf is on its way into a block.
	fn is_claiming_sums(&self, generation: u32, index: u32) -> bool {
		let blocks = self.net().blocks;
		let mut sums = self.sums();
		sums.claiming.retain(|_, sent_at| blocks.saturating_sub(*sent_at) < CLAIM_BLOCKS);
		sums.claiming.contains_key(&(generation, index))
	}
}
