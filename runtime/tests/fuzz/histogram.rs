//! What became of the calls.

use super::store::Touched;
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
};

/// What one call came to.
pub(crate) enum Outcome {
	/// It did what it was asked.
	Done,
	/// It was refused, by this name.
	Failed(String),
}

/// Counts by name, and the largest footprint of the hooks.
#[derive(Default)]
pub(crate) struct Histogram {
	succeeded: BTreeMap<String, u64>,
	failed: BTreeMap<(String, String), u64>,
	blocks: u64,
	most_written: usize,
	most_read: usize,
}

impl Histogram {
	pub(crate) fn note(&mut self, name: String, outcome: Outcome) {
		match outcome {
			Outcome::Done => *self.succeeded.entry(name).or_default() += 1,
			Outcome::Failed(why) => *self.failed.entry((name, why)).or_default() += 1,
		}
	}

	pub(crate) fn block(&mut self, hooks: &Touched) {
		self.blocks += 1;
		self.most_written = self.most_written.max(hooks.written);
		self.most_read = self.most_read.max(hooks.reads);
	}

	pub(crate) fn add(&mut self, other: Self) {
		for (name, count) in other.succeeded {
			*self.succeeded.entry(name).or_default() += count;
		}
		for (key, count) in other.failed {
			*self.failed.entry(key).or_default() += count;
		}
		self.blocks += other.blocks;
		self.most_written = self.most_written.max(other.most_written);
		self.most_read = self.most_read.max(other.most_read);
	}

	pub(crate) fn succeeded(&self) -> u64 {
		self.succeeded.values().sum()
	}

	pub(crate) fn calls(&self) -> u64 {
		self.succeeded() + self.failed.values().sum::<u64>()
	}

	/// Calls that succeeded at least once.
	pub(crate) fn done(&self) -> BTreeSet<&str> {
		self.succeeded.keys().map(String::as_str).collect()
	}

	/// Calls that failed at least once.
	pub(crate) fn refused(&self) -> BTreeSet<&str> {
		self.failed.keys().map(|(name, _)| name.as_str()).collect()
	}

	/// Typed errors that were seen, as `Pallet.Error`.
	pub(crate) fn errors(&self) -> BTreeSet<&str> {
		self.failed.keys().map(|(_, why)| why.as_str()).collect()
	}
}

impl fmt::Display for Histogram {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		writeln!(
			f,
			"{} calls in {} blocks, {} succeeded; hooks wrote {} keys and read {} at most",
			self.calls(),
			self.blocks,
			self.succeeded(),
			self.most_written,
			self.most_read,
		)?;
		for (name, count) in &self.succeeded {
			writeln!(f, "{count:>8}  {name}")?;
		}
		for ((name, why), count) in &self.failed {
			writeln!(f, "{count:>8}  {name}: {why}")?;
		}
		Ok(())
	}
}
