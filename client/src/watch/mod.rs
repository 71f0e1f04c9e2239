//! Watching: ask for a cell, fetch it, play it in real time, prove it, be paid (C5, C6, C9).
//!
//! ```text
//!            ask      fetch           opens = starts + duration            closes = 1.5 ×
//! cell k   ───●─────────●───────── play ──────────●── submit ────────────────●
//! cell k+1                          ask ahead ─●──── fetch ──● starts at the end of cell k
//! ```
//!
//! An ad comes before: [`ask_for_ad`] gives the desk's choice, or nothing. Its ticket is for the one cell of another title, the
//! creative, and from there on it is fetched, played and proven like any cell (C11).
//!
//! Each step is a function of its own: [`ask`], [`fetch_cell`], [`proof::search_nonce`], [`proof::build`],
//! [`proof::sign_play`], and [`crate::desk::Desk::submit`].

mod fetch;
mod payments;
pub mod play;
pub mod player;
pub mod proof;
mod senders;
mod told;

pub use fetch::{FetchedCell, Part, fetch_cell};
pub use payments::{Accepted, Payments};
use senders::Senders;
pub(crate) use senders::is_near;

use crate::{
	Error, Result,
	account::{Signer, is_signed_by},
	chain::Chain,
	desk::{Desk, fixed},
	magnet::Magnet,
	package::{cells_tree, descriptor},
	store::{Store, get_from},
};
use reel_fragment_store::{
	DownloadKey,
	dag::manifest::{CellBlock, Manifest},
};
use reel_merkle::binary::Tree;
use reel_primitives::{
	CellIndex, ContentId, Hash32,
	ads::{AdAsk, AdPlacement},
	content::TitleStatus,
	keys::{CellKey, download_key_commitment},
	play::{DescriptorProof, MAX_PROVIDERS, PlayAsk, SignedTicket, Ticket, TicketId},
};
use reel_rpc_api::{Rejection, TicketGrant, UnpaidReason, from_hex, scale_from_hex};
use std::fmt;

/// Most leading zero bits that a client is ready to search for: some seconds of one core.
pub const MAX_DIFFICULTY_BITS: u8 = 24;

/// A title as the stores describe it, checked against its magnet.
#[derive(Clone, Debug)]
pub struct Title {
	/// Its id.
	pub content: ContentId,
	/// Its manifest.
	pub manifest: Manifest,
	/// Its cells, in play order.
	pub cells: Vec<CellBlock>,
	tree: Tree,
}

impl Title {
	/// Puts a manifest and its cells together.
	///
	/// # Errors
	/// [`Error::Storage`] when they do not belong together.
	pub fn new(content: ContentId, manifest: Manifest, cells: Vec<CellBlock>) -> Result<Self> {
		let tree = cells_tree(&cells);
		let in_order = (0u32..).zip(&cells).all(|(index, cell)| cell.index == index);
		if !in_order || cells.len() != manifest.cells.len() || tree.root() != manifest.cells_root {
			return Err(Error::Storage("the cells are not those of the manifest".to_owned()));
		}
		Ok(Self { content, manifest, cells, tree })
	}

	/// Reads a title's description from the first stores that have it.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Storage`].
	pub async fn fetch(stores: &[Store], magnet: &Magnet) -> Result<Self> {
		let manifest = Manifest::decode(&get_from(stores, &magnet.cid).await?)?;
		let mut cells = Vec::with_capacity(manifest.cells.len());
		for link in &manifest.cells {
			cells.push(CellBlock::decode(&get_from(stores, link).await?)?);
		}
		Self::new(magnet.content(), manifest, cells)
	}

	/// Checks that the chain knows this title with these cells, and lets it be played.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Refused`], [`Error::Storage`], [`Error::Node`].
	pub async fn check_on(&self, chain: &Chain) -> Result<()> {
		let view = chain.title(&self.content).await?;
		match view.state.status {
			TitleStatus::Playable => {},
			TitleStatus::Stopped(_) => return Err(Rejection::TitleStopped.into()),
			TitleStatus::Deleted => return Err(Rejection::TitleDeleted.into()),
		}
		if view.record.cells_root != self.manifest.cells_root {
			return Err(Error::Storage("the chain has other cells than the manifest".to_owned()));
		}
		Ok(())
	}

	/// A cell.
	///
	/// # Errors
	/// [`Error::NotFound`].
	pub fn cell(&self, index: CellIndex) -> Result<&CellBlock> {
		let cell = usize::try_from(index).ok().and_then(|index| self.cells.get(index));
		cell.ok_or_else(|| Error::NotFound(format!("the title has no cell {index}")))
	}

	/// A cell's descriptor with its path to the registered root.
	///
	/// # Errors
	/// [`Error::NotFound`].
	pub fn descriptor_proof(&self, index: CellIndex) -> Result<DescriptorProof> {
		let descriptor = descriptor(self.cell(index)?);
		let proof = self.tree.prove(index);
		let proof = proof.ok_or_else(|| Error::NotFound(format!("no proof of cell {index}")))?;
		Ok(DescriptorProof { descriptor, path: proof.path })
	}
}

/// A ticket with its keys.
#[derive(Clone)]
pub struct Grant {
	/// What the desk signed.
	pub ticket: Ticket,
	/// Its name.
	pub id: TicketId,
	/// Key of the fragments in transit.
	pub download_key: DownloadKey,
	/// Key of the cell at rest.
	pub cell_key: CellKey,
	/// Base URL of each provider of the ticket; empty for one that is gone.
	pub gateways: Vec<String>,
	/// What each provider is to be shown first; `None` for the desk's own store.
	pub introductions: Vec<Option<Vec<u8>>>,
	/// Whether the desk is on this machine or in this house, so that its providers may be there, too. Not known by the ticket: set
	/// by [`ask`].
	pub desk_is_near: bool,
	/// Why a play of this ticket is not paid, though it may be watched; `None` when it is.
	pub unpaid: Option<UnpaidReason>,
}

impl fmt::Debug for Grant {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Grant")
			.field("ticket", &self.ticket)
			.field("gateways", &self.gateways)
			.finish_non_exhaustive()
	}
}

impl Grant {
	/// Reads and checks what a desk answered to an ask: signature, chain, viewer, title, cell, keys, difficulty. Of an ad, of which
	/// the desk says which it is: that it is one, and is shown where it was asked for.
	///
	/// # Errors
	/// [`Error::Refused`] with the label `ticket-untrusted`.
	pub fn check(grant: &TicketGrant, ask: &PlayAsk) -> Result<Self> {
		let wrong = |what: &str| Error::Refused {
			label: "ticket-untrusted".to_owned(),
			message: format!("the desk's ticket is not what was asked for: {what}"),
			retry_after_ms: None,
		};
		let SignedTicket { ticket, signature } =
			scale_from_hex(&grant.ticket).map_err(|_| wrong("malformed"))?;
		let download_key: [u8; 32] =
			fixed(&grant.download_key).ok_or_else(|| wrong("malformed key"))?;
		let cell_key: CellKey = fixed(&grant.cell_key).ok_or_else(|| wrong("malformed key"))?;
		if !is_signed_by(&ticket.desk, &ticket.signing_payload(), &signature) {
			return Err(wrong("signature"));
		}
		let asked = (ask.genesis, &ask.viewer);
		if (ticket.genesis, &ticket.viewer) != asked || !is_cell_of(&ticket, ask) {
			return Err(wrong("chain, title, cell or viewer"));
		}
		if download_key_commitment(&download_key) != ticket.download_key_commitment {
			return Err(wrong("download key"));
		}
		if ticket.difficulty_bits > MAX_DIFFICULTY_BITS {
			return Err(wrong("difficulty"));
		}
		let providers = ticket.providers.len();
		let introductions = match &grant.introductions[..] {
			[] => vec![None; providers],
			some => some
				.iter()
				.map(|it| it.as_deref().map(from_hex).transpose())
				.collect::<std::result::Result<_, _>>()
				.map_err(|_| wrong("malformed introduction"))?,
		};
		if providers == 0
			|| providers > MAX_PROVIDERS
			|| providers != grant.gateways.len()
			|| providers != introductions.len()
		{
			return Err(wrong("providers"));
		}
		Ok(Self {
			id: ticket.id(),
			ticket,
			download_key: DownloadKey::new(download_key),
			cell_key,
			gateways: grant.gateways.clone(),
			introductions,
			desk_is_near: false,
			unpaid: grant.unpaid_because,
		})
	}

	/// Whether the provider at a place of the ticket is the desk's own store: it is shown nothing first.
	pub fn is_desks_own(&self, provider: usize) -> bool {
		self.introductions.get(provider).is_none_or(Option::is_none)
	}
}

/// Whether a ticket is for the cell that was asked for, or for an ad at the place that was.
fn is_cell_of(ticket: &Ticket, ask: &PlayAsk) -> bool {
	match (&ticket.ad, ask.ad) {
		(None, None) => (ticket.content, ticket.cell) == (ask.content, ask.cell),
		(Some(placement), Some(AdAsk { country, language })) => {
			let asked = AdPlacement { content: ask.content, country, language, ..*placement };
			*placement == asked && placement.is_sound(&ticket.content, ticket.cell)
		},
		_ => false,
	}
}

/// The ask for a cell, at this machine's time.
pub fn new_ask(genesis: Hash32, content: ContentId, cell: CellIndex, signer: &Signer) -> PlayAsk {
	let (viewer, asked_at_ms) = (signer.account(), crate::now_ms());
	PlayAsk { genesis, content, cell, viewer, asked_at_ms, ad: None }
}

/// The ask for an ad before a cell of a title, at this machine's time (C11).
pub fn new_ad_ask(
	genesis: Hash32,
	content: ContentId,
	cell: CellIndex,
	signer: &Signer,
	place: AdAsk,
) -> PlayAsk {
	PlayAsk { ad: Some(place), ..new_ask(genesis, content, cell, signer) }
}

/// Asks a desk for a cell.
///
/// # Errors
/// [`Error::Refused`] and [`Error::NotFound`] by what the desk says, [`Error::Node`].
pub async fn ask(
	desk: &Desk,
	signer: &Signer,
	genesis: Hash32,
	content: ContentId,
	cell: CellIndex,
) -> Result<Grant> {
	send_ask(desk, signer, &new_ask(genesis, content, cell, signer)).await
}

/// Asks a desk for an ad before a cell of a title; `None` when it has none for this viewer there. The grant is for cell
/// [`AD_CELL`](reel_primitives::ads::AD_CELL) of the title `grant.ticket.content`; whose it is stands in `grant.ticket.ad`. To say
/// that the ad was clicked set `clicked` in what [`proof::build`] makes, before it is signed (C11).
///
/// # Errors
/// As [`ask`].
pub async fn ask_for_ad(
	desk: &Desk,
	signer: &Signer,
	genesis: Hash32,
	(content, cell): (ContentId, CellIndex),
	place: AdAsk,
) -> Result<Option<Grant>> {
	match send_ask(desk, signer, &new_ad_ask(genesis, content, cell, signer, place)).await {
		Err(Error::Refused { label, .. }) if label == Rejection::NoAd.label() => Ok(None),
		answer => answer.map(Some),
	}
}

async fn send_ask(desk: &Desk, signer: &Signer, ask: &PlayAsk) -> Result<Grant> {
	let grant = desk.request_play(ask, &signer.sign(&ask.signing_payload())).await?;
	let desk_is_near = desk.is_near();
	Grant::check(&grant, ask).map(|grant| Grant { desk_is_near, ..grant })
}
