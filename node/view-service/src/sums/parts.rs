//! Asking other desks for leaves, and telling them: in parts, each proven against the root that the chain has.

use super::{Book, book::is_committed};
use crate::{
	Misconduct, PeerKey,
	gossip::Message,
	service::{Core, LOG_TARGET},
};
use codec::{Decode, Encode};
use reel_merkle::binary::{self, Tree};
use reel_primitives::{
	AccountId, Hash32, Round,
	batch::Payee,
	sums::{MAX_SUMS, SumLeaf},
};
use std::{collections::BTreeMap, sync::Arc};

/// Leaves of a part are those of a node of this level: 65,536, 3 MiB.
const PART_LEVEL: u32 = 16;

/// Best blocks before another desk is asked.
const ASK_BLOCKS: u64 = 2;

/// Parts asked for at once: those of the largest list.
const MAX_PARTS_ASKED: usize = 16;

/// A list of leaves that the chain commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum LeavesOf {
	/// Payees of a round: account and shares.
	#[codec(index = 0)]
	Round(Round),
	/// Sums of a generation: account and sum in planck.
	#[codec(index = 1)]
	Sums(u32),
}

impl LeavesOf {
	/// The leaf of the tree.
	fn item(self, account: &AccountId, number: u128) -> Vec<u8> {
		let account = account.clone();
		match self {
			Self::Round(_) => Payee { account, shares: number }.encode(),
			Self::Sums(_) => SumLeaf { account, sum_cfx: number }.encode(),
		}
	}
}

/// Asks for a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct WantLeaves {
	/// Of what.
	pub of: LeavesOf,
	/// Root on the chain.
	pub root: Hash32,
	/// Which 65,536 leaves.
	pub part: u32,
}

/// A part.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LeavesPart {
	/// What was asked for.
	pub wanted: WantLeaves,
	/// Accounts with their shares, or sums; at most 65,536.
	pub leaves: Vec<(AccountId, u128)>,
	/// BLAKE2b nodes from the part's node to the root.
	pub path: Vec<Hash32>,
}

/// What has come of a list.
#[derive(Debug, Default)]
pub(super) struct Partial(BTreeMap<u32, Vec<(AccountId, u128)>>);

fn parts_of(count: u32) -> u32 {
	count.div_ceil(1 << PART_LEVEL)
}

impl Core {
	/// Asks one desk after the other for what is missing.
	pub(super) fn ask_for_leaves(&self) {
		let blocks = self.net().blocks;
		let mut peers = self.linked_peers();
		peers.sort();
		if !blocks.is_multiple_of(ASK_BLOCKS) || peers.is_empty() {
			return;
		}
		let turn = (blocks / ASK_BLOCKS) as usize % peers.len();
		let Some(peer) = peers.get(turn) else { return };
		let mut asks = Vec::new();
		for (of, wanted) in &self.sums().wanted {
			let missing =
				(0..parts_of(wanted.count)).filter(|part| !wanted.partial.0.contains_key(part));
			asks.extend(missing.map(|part| WantLeaves { of: *of, root: wanted.root, part }));
		}
		for ask in asks.into_iter().take(MAX_PARTS_ASKED) {
			self.parts.gossip.send(peer.clone(), Message::WantLeaves(ask).to_bytes());
		}
	}

	pub(crate) fn on_want_leaves(
		&self,
		peer: &PeerKey,
		wanted: WantLeaves,
	) -> Result<(), Misconduct> {
		if wanted.part >= parts_of(MAX_SUMS) {
			return Err(Misconduct::Garbage);
		}
		// Payees say who has watched in a round.
		if !self.is_linked(peer) {
			return Ok(());
		}
		let Some(part) = self.part(wanted) else { return Ok(()) };
		self.parts.gossip.send(peer.clone(), Message::Leaves(part).to_bytes());
		Ok(())
	}

	/// A part of a list that this desk has.
	fn part(&self, wanted: WantLeaves) -> Option<LeavesPart> {
		let first = wanted.part << PART_LEVEL;
		let (from, length) = (first as usize, 1 << PART_LEVEL);
		let (leaves, path) = match wanted.of {
			LeavesOf::Sums(generation) => {
				let book = self.sums().book(generation, &wanted.root)?;
				let leaves = book.leaves.iter().skip(from).take(length);
				let leaves = leaves.map(|leaf| (leaf.account.clone(), leaf.sum_cfx)).collect();
				(leaves, book.tree.prove_subtree(first, PART_LEVEL)?)
			},
			LeavesOf::Round(round) => {
				let payees = self.payees_told_of(round)?;
				let tree = self.served_tree(&wanted, &payees)?;
				let leaves = payees.iter().skip(from).take(length);
				let leaves = leaves.map(|payee| (payee.account.clone(), payee.shares)).collect();
				(leaves, tree.prove_subtree(first, PART_LEVEL)?)
			},
		};
		Some(LeavesPart { wanted, leaves, path })
	}

	fn payees_told_of(&self, round: Round) -> Option<Arc<Vec<Payee>>> {
		let known = self.sums().payees.get(&round).cloned();
		known.or_else(|| {
			let store = self.store();
			Some(Arc::new(store.state().batches.get(&round)?.payees.clone()))
		})
	}

	/// The tree over the payees of a round, if it has the root that was asked for. Other parts of it are asked for next.
	fn served_tree(&self, wanted: &WantLeaves, payees: &[Payee]) -> Option<Arc<Tree>> {
		let served = self.sums().served.clone();
		let served = served.filter(|(of, tree)| *of == wanted.of && tree.root() == wanted.root);
		if let Some((_, tree)) = served {
			return Some(tree);
		}
		let items: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
		let tree = Arc::new(Tree::from_items(&items));
		if tree.root() != wanted.root {
			return None;
		}
		self.sums().served = Some((wanted.of, tree.clone()));
		Some(tree)
	}

	pub(crate) fn on_leaves(&self, part: LeavesPart) -> Result<(), Misconduct> {
		let LeavesPart { wanted: WantLeaves { of, root, part }, leaves, path } = part;
		let mut sums = self.sums();
		// What nobody asked for, or what has come meanwhile.
		let Some(wanted) = sums.wanted.get_mut(&of).filter(|wanted| wanted.root == root) else {
			return Ok(());
		};
		if wanted.partial.0.contains_key(&part) {
			return Ok(());
		}
		let Some(first) = part.checked_mul(1 << PART_LEVEL).filter(|first| *first < wanted.count)
		else {
			return Err(Misconduct::Garbage);
		};
		let length = (wanted.count - first).min(1 << PART_LEVEL);
		let items: Vec<Vec<u8>> =
			leaves.iter().map(|(account, number)| of.item(account, *number)).collect();
		if items.len() != length as usize
			|| binary::root_of_subtree(&items, first, wanted.count, &path) != Ok(root)
		{
			return Err(Misconduct::Garbage);
		}
		wanted.partial.0.insert(part, leaves);
		if wanted.partial.0.len() < parts_of(wanted.count) as usize {
			return Ok(());
		}
		let all =
			sums.wanted.remove(&of).into_iter().flat_map(|whole| whole.partial.0.into_values());
		let all = all.flatten();
		match of {
			LeavesOf::Round(round) => {
				let payees: Vec<Payee> =
					all.map(|(account, shares)| Payee { account, shares }).collect();
				if is_committed(&payees, &root) {
					sums.payees.insert(round, Arc::new(payees));
				}
			},
			LeavesOf::Sums(generation) => {
				let leaves = all.map(|(account, sum_cfx)| SumLeaf { account, sum_cfx });
				sums.draft(generation, Arc::new(Book::new(leaves.collect())));
				if let Err(error) = sums.adopt(generation, &root) {
					log::error!(target: LOG_TARGET, "sums: {error}");
				}
			},
		}
		Ok(())
	}
}
