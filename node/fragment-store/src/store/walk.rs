//! What hangs together: walking links, and the set of blocks that pins hold.

use super::Store;
use crate::{
	block::{Key, check_cid, has_links, key},
	dag::links,
	error::StoreError,
};
use cid::Cid;
use std::collections::HashSet;

impl Store {
	/// Adds what is reachable from `root` to `seen`, calling `visit` on each block not seen before, in
	/// depth-first order and parents first.
	///
	/// Links that the store does not take (other hashes or codecs) are not followed. Blocks that are not here
	/// are in the result, and what they link to is not.
	pub(crate) fn walk(
		&self,
		root: &Cid,
		seen: &mut HashSet<Key>,
		mut visit: impl FnMut(&Cid) -> Result<(), StoreError>,
	) -> Result<(), StoreError> {
		let max = self.config.max_walk_blocks;
		let too_large = || StoreError::WalkTooLarge { root: *root, max };
		let before = seen.len();
		let mut waiting = vec![*root];
		while let Some(cid) = waiting.pop() {
			if !seen.insert(key(&cid)) {
				continue;
			}
			if seen.len() - before > max {
				return Err(too_large());
			}
			visit(&cid)?;
			if !has_links(cid.codec()) {
				continue;
			}
			let bytes = match self.get(&cid) {
				Ok(bytes) => bytes,
				Err(StoreError::NotFound { .. } | StoreError::Denied { .. }) => continue,
				Err(error) => return Err(error),
			};
			let mut linked = links(&cid, &bytes)?;
			linked.retain(|link| check_cid(link).is_ok());
			// A self-similar DAG lists the same links again and again: they are dropped when popped, but must
			// not fill the memory until then.
			if waiting.len() + linked.len() > max.saturating_mul(2) {
				return Err(too_large());
			}
			waiting.extend(linked.into_iter().rev());
		}
		Ok(())
	}

	/// Keys of every block that a pin holds, present or not.
	pub(crate) fn held(&self) -> Result<HashSet<Key>, StoreError> {
		let pins: Vec<Cid> = self.log.tail().ledger.pins.iter().copied().collect();
		let mut held = HashSet::new();
		for pin in pins {
			self.walk(&pin, &mut held, |_| Ok(()))?;
		}
		Ok(held)
	}
}
