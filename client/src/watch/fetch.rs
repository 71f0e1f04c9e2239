//! Fetching a cell from the providers of a ticket.

use super::{Grant, Senders};
use crate::{Error, Result, store::body};
use futures::{StreamExt, stream::FuturesUnordered};
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
use std::{collections::BTreeMap, time::Duration};
use tokio::time::{sleep, timeout};

/// Fragments under way at once.
const PARALLEL: usize = 4;

/// How often the desk's own store is asked for a fragment before it is given up.
const ROUNDS: u32 = 5;

/// Least time for another provider to deliver.
const LEAST_PATIENCE: Duration = Duration::from_secs(2);

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

	/// Bytes that each provider of the ticket sent, by its place.
	pub fn sent_by(&self) -> BTreeMap<usize, u64> {
		let mut sent = BTreeMap::new();
		for part in &self.parts {
			*sent.entry(part.provider).or_default() += part.sent_bytes;
		}
		sent
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

/// Fetches all fragments of a cell, opens and checks them: from the provider that answers first, what it does not deliver
/// from the next, and the desk's own store last.
///
/// # Errors
/// [`Error::Storage`] when a fragment cannot be had, or the cell is not the one described.
pub async fn fetch_cell(http: &Client, grant: &Grant, cell: &CellBlock) -> Result<FetchedCell> {
	if grant.ticket.cell != cell.index || grant.ticket.duration_ms != cell.duration_ms {
		return Err(Error::Storage("the ticket is for another cell".to_owned()));
	}
	let mut fragments: Vec<Option<(Vec<u8>, Part)>> = vec![None; cell.fragments.len()];
	let mut senders = Senders::of(grant);
	let mut last = Error::Storage("no provider of the ticket answers".to_owned());
	while fragments.iter().any(Option::is_none) {
		let Some(provider) = senders.next(http).await else { return Err(last) };
		if let Err(error) = take(http, grant, cell, provider, &mut fragments).await {
			last = error;
		}
	}
	let mut ciphertext = Vec::new();
	let mut parts = Vec::with_capacity(fragments.len());
	for (bytes, part) in fragments.into_iter().flatten() {
		ciphertext.extend(bytes);
		parts.push(part);
	}
	if blake3::hash(&ciphertext).as_bytes() != &cell.root {
		return Err(Error::Storage(format!("cell {} is not the one registered", cell.index)));
	}
	Ok(FetchedCell { ciphertext, parts })
}

/// Takes the fragments that are missing from one provider, as far as it delivers them. The desk's own store is the last
/// there is, so it is waited for; any other has a quarter of the cell's play time for all of them together. When that is over,
/// what is under way is lost, though its sender may have noted it as sent.
async fn take(
	http: &Client,
	grant: &Grant,
	cell: &CellBlock,
	provider: usize,
	fragments: &mut [Option<(Vec<u8>, Part)>],
) -> Result<()> {
	let taking = take_missing(http, grant, cell, provider, fragments);
	if grant.is_desks_own(provider) {
		return taking.await;
	}
	let patience = Duration::from_millis(u64::from(cell.duration_ms) / 4).max(LEAST_PATIENCE);
	let took = timeout(patience, taking).await;
	took.unwrap_or_else(|_| Err(Error::Storage("a provider takes too long".to_owned())))
}

/// After the first failure nothing more is asked for; what is on its way is still taken, since its sender has noted it as
/// sent.
async fn take_missing(
	http: &Client,
	grant: &Grant,
	cell: &CellBlock,
	provider: usize,
	fragments: &mut [Option<(Vec<u8>, Part)>],
) -> Result<()> {
	let missing = fragments.iter().enumerate().filter(|(_, fragment)| fragment.is_none());
	let mut missing = missing.map(|(index, _)| index).collect::<Vec<usize>>().into_iter();
	let fetch =
		|index| async move { (index, fetch_fragment(http, grant, cell, index, provider).await) };
	let mut coming: FuturesUnordered<_> = missing.by_ref().take(PARALLEL).map(fetch).collect();
	let mut outcome = Ok(());
	while let Some((index, fragment)) = coming.next().await {
		match (fragment, fragments.get_mut(index)) {
			(Ok(fragment), Some(place)) => *place = Some(fragment),
			(Err(error), _) => outcome = Err(error),
			(Ok(_), None) => {},
		}
		if outcome.is_ok() {
			coming.extend(missing.next().map(fetch));
		}
	}
	outcome
}

/// A fragment from one provider; the desk's own store is asked again.
async fn fetch_fragment(
	http: &Client,
	grant: &Grant,
	cell: &CellBlock,
	index: usize,
	provider: usize,
) -> Result<(Vec<u8>, Part)> {
	let rounds = if grant.is_desks_own(provider) { ROUNDS } else { 1 };
	let mut round = 0;
	loop {
		match fetch_from(http, grant, cell, index, provider).await {
			Err(_) if round + 1 < rounds => round += 1,
			done => return done,
		}
		sleep(Duration::from_millis(200) * round).await;
	}
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
	let http = grant.client(http, provider)?;
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
