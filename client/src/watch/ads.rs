//! An ad before the film, for which the advertiser pays the viewer (C11).
//!
//! ```text
//! film is opened ─► ask_for_ad ─► creative, its cell ─► shown: in front of the film, or in real time
//!                        │                                 └─► proven and paid like any play, with the click if there was one
//!                        └─ none, late or broken ─► the film
//! ```
//!
//! An ad never keeps anybody from the film: whatever goes wrong with it is told, and the film is played.

use super::{FetchedCell, Grant, Title, ask_for_ad, fetch_cell, play::Viewing, player::Player};
use crate::{
	Error, Result,
	magnet::Magnet,
	media::dub::{Sound, cut_sound},
	output::Output,
	package::decrypt_cell,
	store::Store,
};
use reel_primitives::{
	CellIndex,
	ads::{AD_CELL, AdAsk, AdPlacement},
	keys::CellKey,
};
use reel_rpc_api::to_hex;
use serde_json::json;
use std::{
	fmt,
	path::{Path, PathBuf},
	sync::{
		Arc,
		atomic::{AtomicBool, Ordering},
	},
	time::Duration,
};
use tokio::{fs, time::timeout};

/// How long the film may wait for an ad to be there.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a viewer says for an ad to be chosen.
#[derive(Clone, Debug)]
pub struct AdWish {
	/// Where the viewer is, and in which language the ad should be.
	pub place: AdAsk,
	/// Stores that may have the description of the ad; the desk's own is asked first.
	pub stores: Vec<Store>,
	/// Whether to click the ad, where there is nobody to do it.
	pub click: bool,
}

/// What was done with an ad that is shown.
#[derive(Clone, Debug, Default)]
pub struct Attention(Arc<Marks>);

#[derive(Debug, Default)]
struct Marks {
	played: AtomicBool,
	clicked: AtomicBool,
}

impl Attention {
	/// The ad is played.
	pub fn play(&self) {
		self.0.played.store(true, Ordering::Relaxed);
	}

	/// It is not played to its end.
	pub fn skip(&self) {
		self.0.played.store(false, Ordering::Relaxed);
	}

	/// The viewer clicks.
	pub fn click(&self) {
		self.0.clicked.store(true, Ordering::Relaxed);
	}

	/// Whether it is played, or was.
	pub fn was_played(&self) -> bool {
		self.0.played.load(Ordering::Relaxed)
	}

	/// Whether the viewer has clicked.
	pub fn was_clicked(&self) -> bool {
		self.0.clicked.load(Ordering::Relaxed)
	}
}

/// An ad that has come, and may be shown.
#[derive(Clone, Debug)]
pub struct Spot {
	/// Its ticket and keys.
	pub grant: Grant,
	/// Whose it is and where it is shown.
	pub placement: AdPlacement,
	/// The creative.
	pub title: Arc<Title>,
	/// Its cell.
	pub fetched: FetchedCell,
	/// What is done with it.
	pub attention: Attention,
}

/// An ad as a player has it: encrypted, on disk.
#[derive(Clone)]
pub struct Cued {
	pub(super) title: Arc<Title>,
	pub(super) key: CellKey,
	pub(super) path: PathBuf,
	/// Its sound alone, for whoever hears a dub or music.
	pub(super) sound: Option<Sound>,
	pub(super) attention: Attention,
}

impl fmt::Debug for Cued {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Cued({})", self.title.content)
	}
}

impl Viewing {
	/// An ad before a cell of the film, shown by the player if there is one. `None`: on with the film.
	pub(super) async fn ad_before(
		&self,
		wish: &AdWish,
		cell: CellIndex,
		player: Option<&Player>,
	) -> Option<Spot> {
		let ready = async {
			let Some(spot) = self.fetch_ad(wish, cell).await? else { return Ok(None) };
			let cued = match player {
				Some(player) => Some(spot.cue(player.directory(), player.needs_ad_sound()).await?),
				None => None,
			};
			Ok(Some((spot, cued)))
		};
		let late = |_| Err(Error::Timeout(format!("not there within {} s", PATIENCE.as_secs())));
		match timeout(PATIENCE, ready).await.unwrap_or_else(late) {
			Ok(Some((spot, cued))) => {
				if let (Some(player), Some(cued)) = (player, cued) {
					player.show_ad(Some(cued));
				} else {
					spot.attention.play();
				}
				if wish.click {
					spot.attention.click();
				}
				spot.tell(self.output);
				Some(spot)
			},
			other => {
				if let Err(error) = other {
					leave_out(None, &error, self.output);
				}
				if let Some(player) = player {
					player.show_ad(None);
				}
				None
			},
		}
	}

	/// Asks for an ad and fetches it, its description from the desk's own store or from those of the film.
	///
	/// # Errors
	/// Those of [`ask_for_ad`], [`Title::fetch`] and [`fetch_cell`].
	pub async fn fetch_ad(&self, wish: &AdWish, cell: CellIndex) -> Result<Option<Spot>> {
		let before = (self.title.content, cell);
		let (desk, genesis) = (self.chain.desk(), self.chain.genesis());
		let granted = ask_for_ad(desk, &self.signer, genesis, before, wish.place).await?;
		let Some(grant) = granted else { return Ok(None) };
		let Some(placement) = grant.ticket.ad else { return Ok(None) };
		// Whoever is not paid for it is not to see it.
		if grant.unpaid.is_some() {
			return Ok(None);
		}
		self.chain.check_desk(&grant.ticket).await?;
		let own = (0..grant.gateways.len()).find(|place| grant.is_desks_own(*place));
		let own = own.and_then(|place| grant.gateways.get(place)).filter(|url| !url.is_empty());
		let mut stores: Vec<Store> =
			own.map(|url| Store::new(self.http.clone(), url)).into_iter().collect();
		stores.extend(wish.stores.iter().cloned());
		let magnet = Magnet::of(&grant.ticket.content);
		let title = match (Title::fetch(&stores, &magnet).await, &self.peers) {
			(Err(Error::NotFound(_) | Error::Storage(_)), Some(peers)) => {
				peers.title(&magnet).await?
			},
			(found, _) => found?,
		};
		title.check_on(&self.chain).await?;
		let fetched = fetch_cell(&self.http, &grant, title.cell(AD_CELL)?).await?;
		let (title, attention) = (Arc::new(title), Attention::default());
		Ok(Some(Spot { grant, placement, title, fetched, attention }))
	}
}

impl Spot {
	/// Puts it where a player takes it from, with its sound alone if the viewer may hear a dub or music.
	///
	/// # Errors
	/// [`Error::File`], [`Error::Storage`], [`Error::Media`] for an ad without sound where there is to be some.
	pub async fn cue(&self, directory: &Path, with_sound: bool) -> Result<Cued> {
		let directory = directory.join("ad");
		let failed =
			|error: std::io::Error| Error::File(format!("{}: {error}", directory.display()));
		fs::create_dir_all(&directory).await.map_err(failed)?;
		let path = directory.join("cell");
		fs::write(&path, &self.fetched.ciphertext).await.map_err(failed)?;
		let sound = if with_sound {
			let cell = self.title.cell(AD_CELL)?;
			let pieces = decrypt_cell(&self.grant.cell_key, cell, &self.fetched.ciphertext)?;
			let plain = directory.join("plain.mp4");
			fs::write(&plain, pieces.concat()).await.map_err(failed)?;
			Some(cut_sound(&plain, &directory).await?)
		} else {
			None
		};
		let (title, attention) = (self.title.clone(), self.attention.clone());
		Ok(Cued { title, key: self.grant.cell_key, path, sound, attention })
	}

	fn tell(&self, output: Output) {
		let (title, ticket) = (&self.title.manifest.title, &self.grant.ticket);
		output.event(
			"ad-shown",
			&format!("advertisement: {title:?}, {} s", ticket.duration_ms / 1_000),
			json!({
				"campaign": self.placement.campaign,
				"creative": ticket.content.to_string(),
				"title": title,
				"content": self.placement.content.to_string(),
				"duration_ms": ticket.duration_ms,
				"ticket": to_hex(self.grant.id),
			}),
		);
	}
}

/// Tells why an ad is not shown, or not paid for.
pub(super) fn leave_out(spot: Option<&AdPlacement>, error: &Error, output: Output) {
	let campaign = spot.map(|placement| placement.campaign);
	let fields =
		json!({ "campaign": campaign, "label": error.label(), "message": error.to_string() });
	output.event("ad-left-out", &format!("without an ad: {error}"), fields);
}
