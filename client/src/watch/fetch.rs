//! Fetching a cell from the providers of a ticket.

use super::Grant;
use crate::{Error, Result, store::body};
use futures::{StreamExt, TryStreamExt, stream};
use reel_fragment_store::{
	block::is_named_by,
	dag::manifest::CellBlock,
	grants::{GrantId, SEAL_BYTES},
	open_fragment,
};
use reel_merkle::binary;
use reel_primitives::{AccountId, FragmentIndex, Hash32, geometry::FRAGMENT_BYTES, play::Receipt};
use reqwest::Client;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::sleep;

/// Fragments under way at once.
const PARALLEL: usize = 4;

/// Rounds over all providers before a fragment is given up. A provider may learn of a grant a moment after the viewer.
const ROUNDS: u32 = 5;

/// A fragment as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
	/// Place of the provider in the ticket.
	pub provider: usize,
	/// SHA2-256 of the sealed bytes.
	pub sent_hash: Hash32,
	/// Sealed bytes.
	pub sent_bytes: u64,
}

/// A cell that has come, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedCell {
	/// The cell as it lies at rest, encrypted.
	pub ciphertext: Vec<u8>,
	/// How each fragment came, in fragment order; none for a cell that did not come under its ticket.
	pub parts: Vec<Part>,
}

impl FetchedCell {
	/// A cell as stores hold it: it can be watched, and not proven, since nobody sent it under a ticket (C5).
	pub const fn at_rest(ciphertext: Vec<u8>) -> Self {
		Self { ciphertext, parts: Vec::new() }
	}

	/// Whether it came from the providers of its ticket, so that its play can be proven.
	pub const fn is_keyed(&self) -> bool {
		!self.parts.is_empty()
	}

	/// Bytes that came from the providers of its ticket.
	pub fn keyed_bytes(&self) -> u64 {
		self.parts.iter().map(|part| part.sent_bytes).sum()
	}

	/// Root over the fragments as transferred (C6).
	pub fn view_hash(&self) -> Hash32 {
		let hashes: Vec<Hash32> = self.parts.iter().map(|part| part.sent_hash).collect();
		binary::root(&hashes)
	}

	/// One receipt for each provider that sent something, in the ticket's order.
	pub fn receipts(&self, providers: &[AccountId]) -> Vec<Receipt> {
		let mut receipts = Vec::new();
		for (place, provider) in providers.iter().enumerate() {
			let sent: Vec<&Part> =
				self.parts.iter().filter(|part| part.provider == place).collect();
			if sent.is_empty() {
				continue;
			}
			let hashes: Vec<Hash32> = sent.iter().map(|part| part.sent_hash).collect();
			receipts.push(Receipt {
				provider: provider.clone(),
				sent_bytes: sent.iter().map(|part| part.sent_bytes).sum(),
				sent_root: binary::root(&hashes),
			});
		}
		receipts
	}
}

/// Fetches all fragments of a cell, opens and checks them. The providers share the work; one that fails is replaced
/// by the next.
///
/// # Errors
/// [`Error::Storage`] when a fragment cannot be had, or the cell is not the one described.
pub async fn fetch_cell(http: &Client, grant: &Grant, cell: &CellBlock) -> Result<FetchedCell> {
	if grant.ticket.cell != cell.index || grant.ticket.duration_ms != cell.duration_ms {
		return Err(Error::Storage("the ticket is for another cell".to_owned()));
	}
	let fragments: Vec<(Vec<u8>, Part)> = stream::iter(0..cell.fragments.len())
		.map(|index| fetch_fragment(http, grant, cell, index))
		.buffered(PARALLEL)
		.try_collect()
		.await?;
	let mut ciphertext = Vec::new();
	let mut parts = Vec::with_capacity(fragments.len());
	for (bytes, part) in fragments {
		ciphertext.extend(bytes);
		parts.push(part);
	}
	if blake3::hash(&ciphertext).as_bytes() != &cell.root {
		return Err(Error::Storage(format!("cell {} is not the one registered", cell.index)));
	}
	Ok(FetchedCell { ciphertext, parts })
}

async fn fetch_fragment(
	http: &Client,
	grant: &Grant,
	cell: &CellBlock,
	index: usize,
) -> Result<(Vec<u8>, Part)> {
	let mut last = Error::Storage("the ticket names no provider".to_owned());
	for round in 0..ROUNDS {
		if round > 0 {
			sleep(Duration::from_millis(200) * round).await;
		}
		for turn in 0..grant.gateways.len() {
			let provider = (index + turn) % grant.gateways.len();
			match fetch_from(http, grant, cell, index, provider).await {
				Ok(fragment) => return Ok(fragment),
				Err(error) => last = error,
			}
		}
	}
	Err(last)
}

async fn fetch_from(
	http: &Client,
	grant: &Grant,
	cell: &CellBlock,
	index: usize,
	provider: usize,
) -> Result<(Vec<u8>, Part)> {
	let number = FragmentIndex::try_from(index).unwrap_or(FragmentIndex::MAX);
	let (gateway, cid) = match (grant.gateways.get(provider), cell.fragments.get(index)) {
		(Some(gateway), Some(cid)) => (gateway.trim_end_matches('/'), cid),
		_ => return Err(Error::Storage(format!("no fragment {index}"))),
	};
	let url = format!("{gateway}/keyed/{}/{number}", hex::encode(grant.id));
	let failed = |what: &dyn std::fmt::Display| {
		Error::Storage(format!("fragment {number} of cell {} from {gateway}: {what}", cell.index))
	};
	let response = http.get(url).send().await.map_err(|error| failed(&error))?;
	if !response.status().is_success() {
		return Err(failed(&response.status()));
	}
	let sealed = body(response, FRAGMENT_BYTES as usize + SEAL_BYTES).await?;
	let opened = open_fragment(&grant.download_key, &GrantId(grant.id), number, &sealed)
		.map_err(|error| failed(&error))?;
	if !is_named_by(cid, &opened) {
		return Err(failed(&"other bytes than its name says"));
	}
	let part = Part {
		provider,
		sent_hash: Sha256::digest(&sealed).into(),
		sent_bytes: sealed.len() as u64,
	};
	Ok((opened, part))
}
