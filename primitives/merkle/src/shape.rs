//! The shape both trees share: which siblings lie between a leaf and the top.

use crate::ProofError;
use alloc::vec::Vec;

/// On which side of the path a sibling stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
	/// The sibling is the left child, the path comes from the right.
	Left,
	/// The sibling is the right child, the path comes from the left.
	Right,
}

/// One sibling of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sibling {
	/// Its level; leaves are level 0. A node `j` of level `l` covers the leaves from `j << l` to
	/// below `(j + 1) << l`, as far as there are any.
	pub(crate) level: u32,
	/// Its place in that level.
	pub(crate) index: u64,
	/// Its side.
	pub(crate) side: Side,
	/// Whether the node above the pair is the top of the tree.
	pub(crate) is_below_top: bool,
}

/// The siblings of leaf `index` among `count`, lowest first. Empty when there is no such leaf.
pub(crate) fn siblings(index: u64, count: u64) -> Siblings {
	Siblings { level: 0, index, width: if index < count { count } else { 0 } }
}

/// How many leaves the node of `level` has that begins with leaf `first` among `count`; `None` when none does.
pub(crate) fn leaves_of(level: u32, first: u64, count: u64) -> Option<u64> {
	let width = 1u64.checked_shl(level)?;
	let begins = first.checked_rem(width) == Some(0) && first < count;
	begins.then(|| width.min(count.saturating_sub(first)))
}

/// The siblings above the node of `level` that holds leaf `first` among `count`, lowest first.
pub(crate) fn siblings_above(level: u32, first: u64, count: u64) -> Siblings {
	let width = 1u64.checked_shl(level).unwrap_or(u64::MAX);
	let index = first.checked_div(width).unwrap_or(0);
	Siblings { level, index, width: if first < count { count.div_ceil(width) } else { 0 } }
}

/// Whether a path has as many siblings as it must.
pub(crate) fn same_length(path: usize, implied: usize) -> Result<(), ProofError> {
	match path.cmp(&implied) {
		core::cmp::Ordering::Less => Err(ProofError::PathTooShort),
		core::cmp::Ordering::Equal => Ok(()),
		core::cmp::Ordering::Greater => Err(ProofError::PathTooLong),
	}
}

/// See [`siblings`].
#[derive(Clone, Debug)]
pub(crate) struct Siblings {
	level: u32,
	index: u64,
	width: u64,
}

impl Iterator for Siblings {
	type Item = Sibling;

	fn next(&mut self) -> Option<Sibling> {
		// At most 64 turns in all: each halves the width.
		while self.width > 1 {
			let beside = self.index ^ 1;
			let found = (beside < self.width).then_some(Sibling {
				level: self.level,
				index: beside,
				side: if beside < self.index { Side::Left } else { Side::Right },
				is_below_top: self.width == 2,
			});
			self.level = self.level.saturating_add(1);
			self.index >>= 1;
			self.width = self.width.div_ceil(2);
			if found.is_some() {
				return found;
			}
		}
		None
	}
}

/// How many siblings the path of leaf `index` among `count` has.
pub(crate) fn path_length(index: u64, count: u64) -> Option<u32> {
	// A width of 64 bits is halved at most 64 times.
	(index < count).then(|| siblings(index, count).fold(0u32, |n, _| n.saturating_add(1)))
}

/// M1 and M2 of the crate docs, before anything is hashed.
pub(crate) fn check(
	index: u64,
	count: u64,
	max_count: u64,
	path_len: usize,
) -> Result<(), ProofError> {
	if count == 0 {
		return Err(ProofError::NoLeaves);
	}
	if count > max_count {
		return Err(ProofError::TooManyLeaves);
	}
	let implied = path_length(index, count).ok_or(ProofError::IndexOutOfRange)? as usize;
	same_length(path_len, implied)
}

/// All levels of a tree from its leaves up, `merge(left, right, is_top)` making the inner nodes.
/// The last level has one node, unless there are no leaves at all.
pub(crate) fn levels(
	leaves: Vec<[u8; 32]>,
	merge: impl Fn(&[u8; 32], &[u8; 32], bool) -> [u8; 32],
) -> Vec<Vec<[u8; 32]>> {
	let mut levels = Vec::new();
	let mut level = leaves;
	while level.len() > 1 {
		let is_top = level.len() == 2;
		let above = level
			.chunks(2)
			.filter_map(|pair| match pair {
				[left, right] => Some(merge(left, right, is_top)),
				[last] => Some(*last),
				_ => None,
			})
			.collect();
		levels.push(core::mem::replace(&mut level, above));
	}
	levels.push(level);
	levels
}

/// The path of leaf `index`, read from what [`levels`] made.
pub(crate) fn path(levels: &[Vec<[u8; 32]>], index: u64) -> Option<Vec<[u8; 32]>> {
	let count = levels.first()?.len() as u64;
	if index >= count {
		return None;
	}
	siblings(index, count)
		.map(|s| levels.get(s.level as usize)?.get(usize::try_from(s.index).ok()?).copied())
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The shape as BLAKE3 and RFC 6962 define it, from the top down.
	fn path_from_the_top(index: u64, from: u64, to: u64, path: &mut Vec<(u64, u64)>) {
		let count = to - from;
		if count == 1 {
			return;
		}
		let middle = from + (1 << (count - 1).ilog2());
		if index < middle {
			path_from_the_top(index, from, middle, path);
			path.push((middle, to));
		} else {
			path_from_the_top(index, middle, to, path);
			path.push((from, middle));
		}
	}

	#[test]
	fn pairing_from_below_is_the_left_heavy_tree() {
		for count in 1..=300u64 {
			for index in 0..count {
				let mut expected = Vec::new();
				path_from_the_top(index, 0, count, &mut expected);
				let found: Vec<(u64, u64)> = siblings(index, count)
					.map(|s| (s.index << s.level, count.min((s.index + 1) << s.level)))
					.collect();
				assert_eq!(found, expected, "leaf {index} of {count}");
				assert_eq!(path_length(index, count), Some(expected.len() as u32));
				let tops = siblings(index, count).filter(|s| s.is_below_top).count();
				assert_eq!(tops, usize::from(count > 1), "exactly the last step reaches the top");
			}
			assert_eq!(path_length(count, count), None);
		}
	}

	#[test]
	fn largest_counts_do_not_overflow() {
		assert_eq!(path_length(0, u64::MAX), Some(64));
		assert_eq!(path_length(u64::MAX - 1, u64::MAX), Some(63));
		assert_eq!(path_length(u64::MAX, u64::MAX), None);
		assert_eq!(path_length(0, 0), None);
	}
}
