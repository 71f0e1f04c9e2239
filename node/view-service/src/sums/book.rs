//! A tree of sums with its leaves, and its file.
//!
//! ```text
//! file = sealed (module `vault`), bound to the generation: SCALE(leaves)
//! ```

use crate::{ServiceError, log::sync_parent, vault::Cipher};
use codec::{Decode, DecodeAll, Encode};
use reel_economics::split::mul_div_floor;
use reel_merkle::binary::{self, Tree};
use reel_primitives::{
	AccountId, Balance, Hash32,
	batch::Payee,
	sums::{SumLeaf, SummableRound},
};
use std::{
	collections::BTreeMap,
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
};

/// What every account was awarded in a generation.
#[derive(Debug)]
pub(crate) struct Book {
	/// Ascending by account.
	pub(crate) leaves: Vec<SumLeaf>,
	pub(crate) tree: Tree,
}

/// Which tree of a generation a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
	/// That of the last step.
	Taken,
	/// That of a step which is voted on: it may have been taken when the desk starts again.
	Voted,
}

impl Stage {
	pub(crate) const BOTH: [Self; 2] = [Self::Taken, Self::Voted];

	fn path(self, directory: &Path, generation: u32) -> PathBuf {
		let name = match self {
			Self::Taken => "book",
			Self::Voted => "next",
		};
		directory.join(format!("sums-{generation}.{name}"))
	}
}

/// A line of the file; the sum is not compact, so that lines are of one length.
#[derive(Encode, Decode)]
struct Line(AccountId, Balance);

impl Book {
	pub(crate) fn new(leaves: Vec<SumLeaf>) -> Self {
		let items: Vec<Vec<u8>> = leaves.iter().map(Encode::encode).collect();
		Self { leaves, tree: Tree::from_items(&items) }
	}

	pub(crate) fn root(&self) -> Hash32 {
		self.tree.root()
	}

	/// Sum of the leaves in planck.
	pub(crate) fn total_cfx(&self) -> Balance {
		self.leaves.iter().fold(0, |sum: Balance, leaf| sum.saturating_add(leaf.sum_cfx))
	}

	/// The leaves of the node of `level` that begins at `first`.
	pub(crate) fn node(&self, first: u32, level: u32) -> Vec<SumLeaf> {
		let leaves = self.leaves.iter().skip(first as usize);
		leaves.take(1usize.checked_shl(level).unwrap_or(usize::MAX)).cloned().collect()
	}

	/// Writes the file, at once or not at all.
	pub(crate) fn save(
		&self,
		directory: &Path,
		(generation, stage): (u32, Stage),
		cipher: &Cipher,
	) -> Result<(), ServiceError> {
		let path = stage.path(directory, generation);
		let lines: Vec<Line> =
			self.leaves.iter().map(|leaf| Line(leaf.account.clone(), leaf.sum_cfx)).collect();
		let sealed = cipher.seal(&generation.to_le_bytes(), &lines.encode()).ok_or_else(|| {
			ServiceError::Corrupt { path: path.clone(), reason: "more sums than can be sealed" }
		})?;
		let new = path.with_extension("new");
		let mut file = OpenOptions::new()
			.write(true)
			.create(true)
			.truncate(true)
			.mode(0o600)
			.open(&new)
			.map_err(ServiceError::io(&new))?;
		file.write_all(&sealed).and_then(|()| file.sync_all()).map_err(ServiceError::io(&new))?;
		fs::rename(&new, &path).map_err(ServiceError::io(&path))?;
		sync_parent(&path)
	}

	/// Reads the file of a generation; `None` when there is none, or it cannot be read: peers have it.
	pub(crate) fn load(
		directory: &Path,
		(generation, stage): (u32, Stage),
		cipher: &Cipher,
	) -> Option<Self> {
		let sealed = fs::read(stage.path(directory, generation)).ok()?;
		let bytes = cipher.open(&generation.to_le_bytes(), &sealed)?;
		let lines = Vec::<Line>::decode_all(&mut &bytes[..]).ok()?;
		let leaves =
			lines.into_iter().map(|Line(account, sum_cfx)| SumLeaf { account, sum_cfx }).collect();
		Some(Self::new(leaves))
	}

	/// Removes the files of a generation that has ended.
	pub(crate) fn remove(directory: &Path, generation: u32) {
		for stage in Stage::BOTH {
			// That it is not there is as good; one left behind is never looked at again.
			let _ = fs::remove_file(stage.path(directory, generation));
		}
	}
}

/// Whether a payout root is over these payees.
pub(crate) fn is_committed(payees: &[Payee], root: &Hash32) -> bool {
	let items: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
	binary::root(&items) == *root
}

/// The sums after a step: to those of `base` what each leaf of the rounds has still open, rounded down to a planck, and
/// never more than what its round has left. `None` when a round's payees are not as many as it has.
pub(crate) fn after(
	base: Option<&Book>,
	rounds: &[(SummableRound, std::sync::Arc<Vec<Payee>>)],
) -> Option<Vec<SumLeaf>> {
	let mut sums: BTreeMap<&AccountId, Balance> = base
		.iter()
		.flat_map(|book| &book.leaves)
		.map(|leaf| (&leaf.account, leaf.sum_cfx))
		.collect();
	for (round, payees) in rounds {
		if payees.len() != round.count as usize {
			return None;
		}
		let mut left = round.persons_cfx.checked_sub(round.claimed_cfx)?;
		for (index, payee) in (0..).zip(payees.iter()) {
			if round.is_claimed(index) {
				continue;
			}
			// The same floor as a claim by round.
			let part = mul_div_floor(round.persons_cfx, payee.shares, round.total_shares)?;
			let part = part.min(left);
			left -= part;
			if part > 0 {
				let sum = sums.entry(&payee.account).or_default();
				*sum = sum.checked_add(part)?;
			}
		}
	}
	let leaves =
		sums.into_iter().map(|(account, sum_cfx)| SumLeaf { account: account.clone(), sum_cfx });
	Some(leaves.collect())
}
