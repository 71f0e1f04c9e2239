//! Which files are of one recording, and whose it is to publish them (K1, K4).

use super::{
	Chain,
	calls::{Call, account, bytes, content_id, named, wrapped},
	market::option,
	node,
};
use crate::Result;
use reel_primitives::{
	AccountId, Balance, ContentId, Hash32, Round,
	pattern::{FileIdentity, PatternId, PatternRefusal, PatternView, Ruling},
};
use subxt::{dynamic::Value, ext::scale_decode::DecodeAsType};

const IDENTIFICATION: &str = "ContentIdentification";

/// Most titles that are asked for at once; the chain tells no more.
const TITLES: u32 = 100;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct StoredAppeal {
	file: Hash32,
	evidence: Hash32,
	made_in: Round,
	deposit_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct StoredFile {
	pattern: Hash32,
	fingerprint: Hash32,
}

impl StoredFile {
	fn listed(self, file: Hash32) -> ListedFile {
		let fingerprint = Some(self.fingerprint).filter(|name| *name != [0; 32]);
		ListedFile { file, pattern: PatternId(self.pattern), fingerprint }
	}
}

/// A file that the chain knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedFile {
	/// Exact hash of the file.
	pub file: Hash32,
	/// The pattern it is in, linked or not.
	pub pattern: PatternId,
	/// Name of its fingerprint; `None` when there is too little in it to take one of.
	pub fingerprint: Option<Hash32>,
}

/// An appeal that is not ruled on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAppeal {
	/// The name of the pattern that it was made on.
	pub pattern: PatternId,
	/// Who made it.
	pub appellant: AccountId,
	/// Exact hash of the file in question.
	pub file: Hash32,
	/// Hash of what speaks for it.
	pub evidence: Hash32,
	/// Round in which it was made.
	pub made_in: Round,
	/// CFX on hold, in planck.
	pub deposit_cfx: Balance,
}

fn pattern_id(pattern: &PatternId) -> Value {
	wrapped(&pattern.0)
}

/// Says what file a title is of.
pub fn identify_title(
	content: &ContentId,
	identity: &FileIdentity,
	pattern: Option<&PatternId>,
) -> Call {
	let identity = Value::named_composite([
		("file", bytes(&identity.file)),
		("fingerprint", bytes(&identity.fingerprint)),
	]);
	let fields = vec![
		("content", content_id(content)),
		("identity", identity),
		("pattern", option(pattern.map(pattern_id))),
	];
	Call { pallet: IDENTIFICATION, name: "identify_title", fields }
}

/// Asks a supervisor to look at whose a pattern is.
pub fn appeal(pattern: &PatternId, file: &Hash32, evidence: &Hash32) -> Call {
	let fields = vec![
		("pattern", pattern_id(pattern)),
		("file", bytes(file)),
		("evidence", bytes(evidence)),
	];
	Call { pallet: IDENTIFICATION, name: "appeal", fields }
}

/// Takes an appeal back.
pub fn withdraw_appeal(pattern: &PatternId) -> Call {
	let fields = vec![("pattern", pattern_id(pattern))];
	Call { pallet: IDENTIFICATION, name: "withdraw_appeal", fields }
}

/// Rules on an appeal.
pub fn rule(pattern: &PatternId, appellant: &AccountId, ruling: Ruling) -> Call {
	let fields = vec![
		("pattern", pattern_id(pattern)),
		("appellant", account(appellant)),
		("ruling", named(&ruling)),
	];
	Call { pallet: IDENTIFICATION, name: "rule", fields }
}

/// Makes two patterns one.
pub fn link(kept: &PatternId, gone: &PatternId) -> Call {
	let fields = vec![("kept", pattern_id(kept)), ("gone", pattern_id(gone))];
	Call { pallet: IDENTIFICATION, name: "link", fields }
}

/// Undoes a link.
pub fn unlink(pattern: &PatternId) -> Call {
	let fields = vec![("pattern", pattern_id(pattern))];
	Call { pallet: IDENTIFICATION, name: "unlink", fields }
}

/// Gives a file a pattern of its own.
pub fn split(file: &Hash32) -> Call {
	Call { pallet: IDENTIFICATION, name: "split", fields: vec![("file", bytes(file))] }
}

impl Chain {
	/// The pattern of a file by its exact hash; `None` when it is not known.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn pattern_of(&self, file: &Hash32) -> Result<Option<PatternId>> {
		self.view(IDENTIFICATION, "pattern_of", file).await
	}

	/// The pattern that a name leads to; `None` when there is no such.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn pattern(&self, pattern: &PatternId) -> Result<Option<PatternView<AccountId>>> {
		self.view(IDENTIFICATION, "pattern", pattern).await
	}

	/// Titles of a pattern, at most 100.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn titles_of_pattern(&self, pattern: &PatternId) -> Result<Vec<ContentId>> {
		self.view(IDENTIFICATION, "titles_of", &(pattern, TITLES)).await
	}

	/// A file as it is listed; `None` when it is not known.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn listed_file(&self, file: &Hash32) -> Result<Option<ListedFile>> {
		let address = subxt::dynamic::storage::<(Hash32,), StoredFile>(IDENTIFICATION, "Files");
		let at = self.best().await?;
		let found = at.storage().try_fetch(address, (*file,)).await.map_err(node)?;
		let stored = found.map(|found| found.decode().map_err(node)).transpose()?;
		Ok(stored.map(|stored| stored.listed(*file)))
	}

	/// All files, in no order, page by page. Memory: as many as there are, each of about 100 bytes.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn files(&self) -> Result<Vec<ListedFile>> {
		let address = subxt::dynamic::storage::<(Hash32,), StoredFile>(IDENTIFICATION, "Files");
		let at = self.best().await?;
		let mut entries = at.storage().iter(address, ()).await.map_err(node)?;
		let mut files = Vec::new();
		while let Some(entry) = entries.next().await {
			let entry = entry.map_err(node)?;
			let (file,) = entry.key().map_err(node)?.decode().map_err(node)?;
			files.push(entry.value().decode().map_err(node)?.listed(file));
		}
		Ok(files)
	}

	/// The pattern in which `who` may publish a file that was identified as `pattern`: `None` for a new one.
	///
	/// # Errors
	/// [`crate::Error::Node`]. Within: why it may not.
	pub async fn may_publish_file(
		&self,
		who: &AccountId,
		file: &Hash32,
		pattern: Option<&PatternId>,
	) -> Result<Result<Option<PatternId>, PatternRefusal>> {
		self.view(IDENTIFICATION, "may_publish", &(who, file, pattern)).await
	}

	/// Appeals that are not ruled on, oldest first. Memory: as many as there are, each of about 150 bytes.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn open_appeals(&self) -> Result<Vec<OpenAppeal>> {
		let address =
			subxt::dynamic::storage::<(Hash32, Hash32), StoredAppeal>(IDENTIFICATION, "Appeals");
		let at = self.best().await?;
		let mut entries = at.storage().iter(address, ()).await.map_err(node)?;
		let mut appeals = Vec::new();
		while let Some(entry) = entries.next().await {
			let entry = entry.map_err(node)?;
			let (pattern, appellant) = entry.key().map_err(node)?.decode().map_err(node)?;
			let StoredAppeal { file, evidence, made_in, deposit_cfx } =
				entry.value().decode().map_err(node)?;
			let (pattern, appellant) = (PatternId(pattern), AccountId::new(appellant));
			appeals.push(OpenAppeal { pattern, appellant, file, evidence, made_in, deposit_cfx });
		}
		appeals.sort_by_key(|appeal| (appeal.made_in, appeal.pattern));
		Ok(appeals)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn calls_are_named_as_on_chain() {
		let pattern = PatternId([1; 32]);
		let identity = FileIdentity { file: [2; 32], fingerprint: [3; 32] };
		let call = identify_title(&ContentId([4; 32]), &identity, None);
		assert_eq!(call.to_string(), "ContentIdentification.identify_title");
		assert_eq!(call.fields[2].1, Value::unnamed_variant("None", []));
		let call = rule(&pattern, &AccountId::new([5; 32]), Ruling::Permitted);
		assert_eq!(call.fields[2].1, Value::unnamed_variant("Permitted", []));
		assert_eq!(link(&pattern, &pattern).fields.len(), 2);
	}
}
