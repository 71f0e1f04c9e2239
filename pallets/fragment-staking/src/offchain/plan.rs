//! What becomes of a transaction that was sent: decided by numbers alone.
//!
//! | seen | fate | because |
//! |---|---|---|
//! | the account's nonce has passed it | landed | it, or another of the same nonce, was executed |
//! | its end has come | lapsed | its era is over: no block can take it |
//! | the block that it names is another now | lapsed | its signature is void on this chain |
//! | the node was started again | lapsed | pools are not kept; a copy elsewhere has the same nonce |
//! | none of these | pending | wait |
//!
//! Two transactions of one nonce are never both executed, whatever a fork does: so a wrong "lapsed" costs nothing.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use reel_fragments::{ContractId, keeping::Piece};
use reel_primitives::Round;
use sp_runtime::traits::AtLeast32BitUnsigned;

/// Blocks from the one that a transaction names to its end. A power of two: it is the period of an era.
pub const LIFE: u32 = 8;

/// Blocks from the one that a refused transaction names until another is tried.
pub const PAUSE: u32 = 4;

/// What a transaction does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Act {
	/// Answers challenges.
	Answer {
		/// Of this epoch.
		epoch: u64,
		/// With these numbers.
		numbers: Vec<u32>,
	},
	/// Claims a place.
	Start(Piece),
	/// Ends a contract of a span that too many keep.
	End {
		/// The contract.
		contract: ContractId,
		/// Its span.
		piece: Piece,
	},
	/// Claims what contracts have earned.
	Claim {
		/// The first of them.
		first: ContractId,
		/// Round from which its age counted.
		since: Round,
		/// How many there are.
		count: u32,
		/// Span of the first.
		piece: Piece,
	},
}

/// A transaction that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Flight<AccountId, Nonce, Block> {
	/// Who signed it.
	pub key: AccountId,
	/// The account's nonce in it.
	pub nonce: Nonce,
	/// What it does.
	pub act: Act,
	/// Block that it names.
	pub born: Block,
	/// Hash of that block, encoded.
	pub born_hash: Vec<u8>,
	/// First block that cannot hold it.
	pub ends: Block,
	/// Start of the node that sent it.
	pub session: u64,
}

/// What a run sees of the chain.
#[derive(Clone, Debug)]
pub struct Chain<Nonce, Block> {
	/// Nonce of the account.
	pub nonce: Nonce,
	/// Number of the block.
	pub block: Block,
	/// Start of the node that runs.
	pub session: u64,
	/// Hash of the block with the number that the transaction names, encoded.
	pub born_hash: Vec<u8>,
}

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
	/// Executed, or another in its place.
	Landed,
	/// It cannot be executed any more.
	Lapsed,
	/// It may come yet.
	Pending,
}

impl<AccountId, Nonce: Ord, Block: Ord> Flight<AccountId, Nonce, Block> {
	/// What became of it.
	pub fn fate(&self, chain: &Chain<Nonce, Block>) -> Fate {
		if chain.nonce > self.nonce {
			Fate::Landed
		} else if chain.block >= self.ends
			|| chain.session != self.session
			|| chain.born_hash != self.born_hash
		{
			Fate::Lapsed
		} else {
			Fate::Pending
		}
	}
}

/// The first block after `born` and `blocks` more.
pub fn end_of<Block: AtLeast32BitUnsigned>(born: Block, blocks: u32) -> Block {
	born.saturating_add(blocks.into())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn flight() -> Flight<u64, u32, u32> {
		Flight {
			key: 7,
			nonce: 3,
			act: Act::Answer { epoch: 1, numbers: vec![0] },
			born: 100,
			born_hash: vec![1],
			ends: end_of(100, LIFE),
			session: 5,
		}
	}

	fn chain() -> Chain<u32, u32> {
		Chain { nonce: 3, block: 101, session: 5, born_hash: vec![1] }
	}

	#[test]
	fn it_is_waited_for_until_it_lands_or_cannot_come_any_more() {
		let flight = flight();
		assert_eq!(flight.fate(&chain()), Fate::Pending);
		assert_eq!(flight.fate(&Chain { block: 107, ..chain() }), Fate::Pending);
		assert_eq!(flight.fate(&Chain { block: 108, ..chain() }), Fate::Lapsed);
		assert_eq!(flight.fate(&Chain { nonce: 4, ..chain() }), Fate::Landed);
		assert_eq!(flight.fate(&Chain { nonce: 4, block: 200, ..chain() }), Fate::Landed);
	}

	#[test]
	fn another_fork_or_another_start_of_the_node_void_it() {
		let flight = flight();
		assert_eq!(flight.fate(&Chain { born_hash: vec![2], ..chain() }), Fate::Lapsed);
		assert_eq!(flight.fate(&Chain { session: 6, ..chain() }), Fate::Lapsed);
		let landed_before = Chain { session: 6, nonce: 9, ..chain() };
		assert_eq!(flight.fate(&landed_before), Fate::Landed);
	}
}
