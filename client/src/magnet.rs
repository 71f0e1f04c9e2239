//! Magnets as text: bare, as a link, as a file.
//!
//! ```text
//! bare   bafyrei…                                    CIDv1, dag-cbor, sha2-256, base32
//! link   reel:bafyrei…?dn=The%20Title
//! file   {"magnet": "bafyrei…", "title": "…", "duration_ms": 1, "gateways": ["http://…"], "peers": ["/ip4/…/p2p/…"]}
//! ```

use crate::{Error, Result};
use cid::Cid;
use reel_fragment_store::block::{DAG_CBOR, SHA2_256, cid_of_digest};
use reel_primitives::ContentId;
use serde::{Deserialize, Serialize};
use std::{fmt::Write, fs, path::Path};

const SCHEME: &str = "reel:";

/// What the names of magnet files end with.
const MAGNET_FILE_EXTENSION: &str = "reel";

/// A magnet file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct MagnetFile {
	/// The bare magnet.
	pub magnet: String,
	/// Name for people.
	pub title: String,
	/// Play time in milliseconds.
	pub duration_ms: u64,
	/// Base URLs of stores that have the manifest and the cells.
	pub gateways: Vec<String>,
	/// Multiaddresses of stores to join the others by, each with its `/p2p/` part.
	#[serde(default)]
	pub peers: Vec<String>,
}

/// What somebody gave as a magnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Magnet {
	/// Name of the manifest block.
	pub cid: Cid,
	/// Stores named by a magnet file.
	pub gateways: Vec<String>,
	/// Peers named by a magnet file.
	pub peers: Vec<String>,
}

impl Magnet {
	/// The magnet of a registered title.
	pub fn of(content: &ContentId) -> Self {
		Self { cid: cid_of_digest(DAG_CBOR, &content.0), gateways: Vec::new(), peers: Vec::new() }
	}

	/// Reads a bare magnet, a link, the path of a magnet file, or the hex of a content id.
	///
	/// # Errors
	/// [`Error::Usage`], [`Error::NotFound`] for a name of a file that is not there, [`Error::File`].
	pub fn read(text: &str) -> Result<Self> {
		if let Some(digits) = text.strip_prefix("0x") {
			let mut content = ContentId([0; 32]);
			hex::decode_to_slice(digits, &mut content.0)
				.map_err(|_| Error::Usage("a content id is 0x and 64 hex digits".to_owned()))?;
			return Ok(Self::of(&content));
		}
		let path = Path::new(text);
		// A link is no path, though the title's name in it may have a slash.
		let is_path =
			text.contains('/') || path.extension().is_some_and(|end| end == MAGNET_FILE_EXTENSION);
		if !text.starts_with(SCHEME) && is_path && !path.exists() {
			return Err(Error::NotFound(format!("{text}: no such file")));
		}
		if !text.starts_with(SCHEME) && path.is_file() {
			let file = |error: &dyn std::fmt::Display| Error::File(format!("{text}: {error}"));
			let bytes = fs::read(path).map_err(|error| file(&error))?;
			let parsed: MagnetFile =
				serde_json::from_slice(&bytes).map_err(|error| file(&error))?;
			return Ok(Self {
				cid: parse_cid(&parsed.magnet)?,
				gateways: parsed.gateways,
				peers: parsed.peers,
			});
		}
		let bare = text.strip_prefix(SCHEME).unwrap_or(text);
		let bare = bare.split_once('?').map_or(bare, |(bare, _)| bare);
		Ok(Self { cid: parse_cid(bare)?, gateways: Vec::new(), peers: Vec::new() })
	}

	/// The id under which the title is registered.
	pub fn content(&self) -> ContentId {
		let mut digest = [0; 32];
		// 32 bytes: `parse_cid` takes no other digest.
		digest.copy_from_slice(self.cid.hash().digest());
		ContentId(digest)
	}

	/// The link with the title's name in it.
	pub fn link(&self, title: &str) -> String {
		format!("{SCHEME}{}?dn={}", self.cid, percent_encode(title))
	}
}

fn parse_cid(text: &str) -> Result<Cid> {
	let wrong =
		|why: &str| Error::Usage(format!("{text:?} is no magnet ({why}): it starts with bafyrei"));
	let cid: Cid = text.trim().parse().map_err(|_| wrong("not a CID"))?;
	if cid.version() != cid::Version::V1
		|| cid.codec() != DAG_CBOR
		|| cid.hash().code() != SHA2_256
		|| cid.hash().size() != 32
	{
		return Err(wrong("not a CIDv1 of dag-cbor under sha2-256"));
	}
	Ok(cid)
}

fn percent_encode(text: &str) -> String {
	let mut out = String::new();
	for byte in text.bytes() {
		if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
			out.push(char::from(byte));
		} else {
			// Writing into a string does not fail.
			let _ = write!(out, "%{byte:02X}");
		}
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_magnet_is_read_bare_as_link_as_file_and_by_content_id() {
		let content = ContentId([7; 32]);
		let magnet = Magnet::of(&content);
		assert_eq!(magnet.content(), content);
		let bare = magnet.cid.to_string();
		assert!(bare.starts_with("bafyrei"));
		let link = magnet.link("Ein Film: über?&=");
		assert_eq!(link, format!("reel:{bare}?dn=Ein%20Film%3A%20%C3%BCber%3F%26%3D"));
		let hex = content.to_string();
		for text in [&bare, &link, &hex] {
			assert_eq!(Magnet::read(text).expect(text), magnet);
		}
		let directory = tempfile::tempdir().expect("temporary directory");
		let path = directory.path().join("film.magnet");
		let gateways = vec!["http://127.0.0.1:1".to_owned()];
		let file = MagnetFile {
			magnet: bare,
			title: "Film".to_owned(),
			duration_ms: 1,
			gateways: gateways.clone(),
			peers: vec!["/ip4/192.0.2.7/tcp/1/p2p/x".to_owned()],
		};
		fs::write(&path, serde_json::to_vec(&file).expect("json")).expect("written");
		let read = Magnet::read(path.to_str().expect("utf-8")).expect("a magnet file");
		assert_eq!(
			read,
			Magnet { gateways: gateways.clone(), peers: file.peers.clone(), ..magnet.clone() }
		);
		let old = serde_json::json!({
			"magnet": file.magnet, "title": "Film", "duration_ms": 1, "gateways": gateways,
		});
		fs::write(&path, old.to_string()).expect("written");
		let read = Magnet::read(path.to_str().expect("utf-8")).expect("files of old name no peers");
		assert_eq!(read, Magnet { gateways, ..magnet });
	}

	#[test]
	fn a_magnet_file_that_is_not_there_is_not_found() {
		for text in ["nofile.reel", "./nofile", "/nowhere/film"] {
			assert!(matches!(Magnet::read(text), Err(Error::NotFound(_))), "{text}");
		}
	}

	#[test]
	fn other_names_are_no_magnets() {
		let raw = cid_of_digest(0x55, &[7; 32]).to_string();
		for text in ["", "film.mp4", "reel:", "0x00", raw.as_str()] {
			assert!(matches!(Magnet::read(text), Err(Error::Usage(_))), "{text}");
		}
	}
}
