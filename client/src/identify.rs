//! What a file is, before anything of it is sent or fetched (K1, K4).
//!
//! ```text
//! file ──exact hash known to the chain───────────────────────────────────► pattern
//!   └─unknown─► fingerprint ─► index on this machine ─► names of patterns ─► the first that the chain knows
//!                                                └─ none: nobody here has seen the recording
//! ```
//!
//! The chain has hashes alone. Fingerprints are in an index in a folder, which is as good as what was put into it: what was published
//! from this machine, and what [`fingerprints::sync`](crate::fingerprints::sync) fetched of others. The chain's word on a pattern's
//! owner goes before the index's on names: links of supervisors are followed there. Of several patterns that have the recording the
//! one that was opened first is meant: who copies a fingerprint comes too late.

use crate::{
	Error, Result,
	chain::Chain,
	fingerprints::{check_length, name_of},
};
use reel_identification::{FileHash, Fingerprint, Identified, IdentifyError, Index, fingerprint};
use reel_primitives::{
	AccountId, Hash32,
	pattern::{FileIdentity, PatternId, PatternView},
};
use std::path::{Path, PathBuf};
use tokio::task::spawn_blocking;

/// What a file sounds and looks like, and its exact hash.
#[derive(Clone, Debug)]
pub struct Taken {
	/// BLAKE2b-256 of its bytes.
	pub hash: Hash32,
	/// Its fingerprint.
	pub fingerprint: Fingerprint,
}

impl Taken {
	/// What is said of the file on chain.
	pub fn identity(&self) -> FileIdentity {
		FileIdentity {
			file: self.hash,
			fingerprint: name_of(&self.fingerprint).unwrap_or_default(),
		}
	}
}

/// By what a file was recognised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
	/// Its exact hash.
	Hash,
	/// Its fingerprint, and how like it is: 1 for equal.
	Fingerprint(f32),
}

/// A pattern that a file is of.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
	/// The pattern, by the chain.
	pub view: PatternView<AccountId>,
	/// How it was recognised.
	pub by: By,
}

/// What the index says of a fingerprint, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
	/// Names of patterns, and how like they are.
	pub names: Vec<(PatternId, f32)>,
	/// Of a film: another pattern that its sound is of. A question of rights, not of identity.
	pub soundtrack: Option<PatternId>,
}

impl Candidates {
	fn of(found: &Identified) -> Self {
		let all = found.pattern.iter().chain(&found.also);
		Self {
			names: all.map(|one| (PatternId(one.pattern.0), one.score)).collect(),
			soundtrack: found.soundtrack.map(|one| PatternId(one.pattern.0)),
		}
	}
}

pub(crate) fn failed(error: IdentifyError) -> Error {
	match error {
		IdentifyError::Media { .. } | IdentifyError::NothingInside => {
			Error::Media(error.to_string())
		},
		other => Error::File(other.to_string()),
	}
}

/// Runs what blocks beside the rest.
pub(crate) async fn beside<T: Send + 'static>(
	work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
	match spawn_blocking(work).await {
		Ok(done) => done,
		Err(error) => Err(Error::File(format!("identification ended early: {error}"))),
	}
}

fn readable(file: &Path) -> Result<PathBuf> {
	match file.is_file() {
		true => Ok(file.to_owned()),
		false => Err(Error::NotFound(format!("{}: no such file", file.display()))),
	}
}

/// Exact hash of a file, by which the chain knows it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::File`].
pub async fn hash_of(file: &Path) -> Result<Hash32> {
	let file = readable(file)?;
	beside(move || {
		let hash = FileHash::of_file(&file);
		hash.map(|hash| hash.0).map_err(|error| Error::File(format!("{}: {error}", file.display())))
	})
	.await
}

/// The fingerprint of a file of that hash beside it: FFmpeg decodes all of it, a minute of film in about a second.
///
/// # Errors
/// [`Error::NotFound`], [`Error::File`], [`Error::Media`].
pub async fn take(file: &Path, hash: Hash32) -> Result<Taken> {
	let file = readable(file)?;
	let fingerprint = beside(move || fingerprint(&file).map_err(failed)).await?;
	check_length(&fingerprint)?;
	Ok(Taken { hash, fingerprint })
}

/// What the index in a folder says of a file. Where there is no index, nothing is known, and none is made.
///
/// # Errors
/// [`Error::File`], also while another process has the index open.
pub async fn look_up(index: &Path, taken: &Taken) -> Result<Candidates> {
	if !index.is_dir() {
		return Ok(Candidates::default());
	}
	let (index, taken) = (index.to_owned(), taken.clone());
	beside(move || {
		let index = Index::open(&index).map_err(failed)?;
		let found = index.identify(&taken.fingerprint).map_err(failed)?;
		let mut candidates = Candidates::of(&found);
		// What was put there under this very hash is meant, whatever it resembles.
		if let Some(pattern) = index.exact(&FileHash(taken.hash)) {
			candidates.names.insert(0, (PatternId(pattern.0), 1.0));
		}
		Ok(candidates)
	})
	.await
}

/// Puts a file into the index in a folder, which is made if need be, under the pattern that the chain has it in.
///
/// # Errors
/// As [`look_up`].
pub async fn remember(index: &Path, pattern: PatternId, taken: Taken) -> Result<()> {
	let index = index.to_owned();
	beside(move || {
		let mut index = Index::open(&index).map_err(failed)?;
		let pattern = reel_identification::PatternId(pattern.0);
		index.learn(&FileHash(taken.hash), &pattern, &taken.fingerprint).map_err(failed)?;
		Ok(())
	})
	.await
}

/// The pattern of a file whose exact hash the chain knows.
///
/// # Errors
/// [`Error::Node`].
pub async fn by_hash(chain: &Chain, hash: &Hash32) -> Result<Option<Known>> {
	let Some(pattern) = chain.pattern_of(hash).await? else { return Ok(None) };
	Ok(chain.pattern(&pattern).await?.map(|view| Known { view, by: By::Hash }))
}

/// Likeness by which two candidates differ no more than copies of one recording do.
const AS_LIKE: f32 = 0.1;

/// The best of the candidates that the chain knows: an index may have files in it that nobody registered. Of those that are as
/// like as the best, the one that was opened first.
///
/// # Errors
/// [`Error::Node`].
pub async fn by_fingerprint(chain: &Chain, candidates: &Candidates) -> Result<Option<Known>> {
	let mut known = Vec::new();
	for (name, score) in &candidates.names {
		if let Some(view) = chain.pattern(name).await? {
			known.push((view, *score));
		}
	}
	Ok(first_opened(known).map(|(view, score)| Known { view, by: By::Fingerprint(score) }))
}

/// Of the patterns that are as like as the best, the oldest; the best first among those of one round.
fn first_opened(
	known: Vec<(PatternView<AccountId>, f32)>,
) -> Option<(PatternView<AccountId>, f32)> {
	let best = known.iter().map(|(_, score)| *score).fold(0.0, f32::max);
	let alike = known.into_iter().filter(|(_, score)| *score >= best - AS_LIKE);
	alike.min_by_key(|(view, _)| view.opened_in)
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_primitives::blake2b_256;

	#[tokio::test]
	async fn a_file_is_found_again_in_the_index_it_was_put_into_and_nowhere_else() {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let index = folder.path().join("index");
		let taken = Taken { hash: [7; 32], fingerprint: Fingerprint::default() };
		assert_eq!(look_up(&index, &taken).await.expect("no index"), Candidates::default());
		assert!(!index.exists(), "asking makes no index");
		let pattern = PatternId([9; 32]);
		remember(&index, pattern, taken.clone()).await.expect("it is made");
		let found = look_up(&index, &taken).await.expect("it is read");
		assert_eq!(found.names, [(pattern, 1.0)]);
		// There is nothing in it by which it could be told from others but its hash.
		let other = Taken { hash: [8; 32], ..taken };
		assert_eq!(look_up(&index, &other).await.expect("it is read"), Candidates::default());
	}

	#[test]
	fn a_file_without_a_fingerprint_says_so_on_chain() {
		let taken = Taken { hash: [7; 32], fingerprint: Fingerprint::default() };
		assert_eq!(taken.identity(), FileIdentity { file: [7; 32], fingerprint: [0; 32] });
	}

	#[tokio::test]
	async fn the_exact_hash_is_the_chains() {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let file = folder.path().join("film");
		std::fs::write(&file, b"bytes").expect("it can be written");
		assert_eq!(hash_of(&file).await.expect("readable"), blake2b_256(&[b"bytes"]));
		assert!(matches!(hash_of(folder.path()).await, Err(Error::NotFound(_))));
	}

	#[test]
	fn of_patterns_that_are_alike_the_one_that_was_opened_first_is_meant() {
		let view = |name: u8, opened_in| PatternView {
			pattern: PatternId([name; 32]),
			owner: AccountId::new([name; 32]),
			opened_in,
			linked: Vec::new(),
		};
		let first = |known: &[(PatternView<AccountId>, f32)]| {
			first_opened(known.to_vec()).map(|(view, _)| view.pattern.0[0])
		};
		assert_eq!(first(&[]), None);
		assert_eq!(first(&[(view(1, 9), 0.99), (view(2, 3), 0.93)]), Some(2), "who copied it");
		assert_eq!(first(&[(view(1, 9), 0.99), (view(2, 3), 0.7)]), Some(1), "less like");
		assert_eq!(first(&[(view(1, 3), 0.9), (view(2, 3), 0.95)]), Some(1), "in one round");
	}
}
