//! A local HLS server, from which any player plays the title.
//!
//! It listens on the loopback address, under a path with a random part that only whoever started the player knows,
//! and gives the cell keys of what the viewer was granted. A cell that the player asks for is wanted; it waits until
//! the cell has come. Cells are kept on disk as they are at rest, encrypted.
//!
//! ```text
//! /index.html       the page, for browsers
//! /index.m3u8       the film, and its layers as renditions to choose from (C10)
//! /video.m3u8       the film itself, or music      /cell/…, /key/…    its cells and their keys
//! /layer/ID/…       playlist and pieces of a layer, or the file of an effect
//! /ad/…             the cell, key and sound of the ad before the film, and the click on it (C11)
//! ```
//!
//! Layers are the player's layer 2, the ad its layer 3. It is in front of the film, in the same playlist, where a player takes two
//! encodings there; whoever opens that waits until it is known whether there is an ad. FFmpeg and what is made of it decode the
//! second by the head of the first: such a player is shown the ad by itself (`/ad/index.m3u8`) before it gets the film, or none.
//! In front of music is the sound of the ad alone. An ad without a picture is not put in front of a film.

mod answers;
mod page;
mod playlists;
mod routes;

use super::{
	Title,
	ads::Cued,
	layers::{Form, Layers, Shown},
};
use crate::{Error, Result};
use axum::{
	Router,
	extract::Request,
	http::{HeaderMap, StatusCode, header::HOST},
	middleware::{Next, from_fn},
	response::{IntoResponse, Response},
	routing::{get, post},
};
use rand::RngCore;
use reel_primitives::{
	CellIndex,
	keys::CellKey,
	layers::{LayerId, LayerKind},
};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
	net::{Ipv4Addr, SocketAddr},
	path::PathBuf,
	sync::{Arc, Mutex, OnceLock},
	time::Duration,
};
use tempfile::TempDir;
use tokio::{
	fs,
	net::TcpListener,
	sync::{mpsc, watch},
	task::JoinHandle,
	time::timeout,
};

/// How long a player is kept waiting for a cell.
const CELL_TIMEOUT: Duration = Duration::from_secs(120);

#[derive(Clone)]
struct Come {
	key: CellKey,
	path: PathBuf,
	length: u64,
}

struct Shared {
	title: Arc<Title>,
	layers: Layers,
	/// `None` as long as it is not known whether there is one.
	ad: watch::Sender<Option<Option<Arc<Cued>>>>,
	/// Whether what opened the film takes an ad in front of it; `None` before.
	opened: watch::Sender<Option<bool>>,
	/// Whether the ad is part of the film's playlists.
	in_front: OnceLock<bool>,
	directory: TempDir,
	come: watch::Sender<BTreeMap<CellIndex, Come>>,
	wishes: Mutex<Wishes>,
	left: watch::Sender<bool>,
}

/// What the player has asked for. The sender goes when nothing more will be wanted.
struct Wishes {
	sender: Option<mpsc::UnboundedSender<CellIndex>>,
	asked: BTreeSet<CellIndex>,
}

/// The server. Ends when the last copy is dropped.
#[derive(Clone)]
pub struct Player {
	shared: Arc<Shared>,
	url: String,
	_server: Arc<Server>,
}

struct Server(JoinHandle<()>);

impl Drop for Server {
	fn drop(&mut self) {
		self.0.abort();
	}
}

impl fmt::Debug for Player {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Player({})", self.url)
	}
}

impl Player {
	/// Serves a title and its layers; the cells that the player wants come out of the receiver, each once. With `has_ads`
	/// [`show_ad`](Self::show_ad) has to say whether there is an ad before it.
	///
	/// # Errors
	/// [`Error::File`] without room for temporary files, [`Error::Node`] without a free port.
	pub async fn start(
		title: Arc<Title>,
		layers: Layers,
		has_ads: bool,
	) -> Result<(Self, mpsc::UnboundedReceiver<CellIndex>)> {
		let directory = TempDir::new().map_err(|error| Error::File(error.to_string()))?;
		let (wanted, wishes) = mpsc::unbounded_channel();
		let come = watch::Sender::new(BTreeMap::new());
		let wanted = Wishes { sender: Some(wanted), asked: BTreeSet::new() };
		let (wanted, left) = (Mutex::new(wanted), watch::Sender::new(false));
		let ad = watch::Sender::new(if has_ads { None } else { Some(None) });
		let opened = watch::Sender::new(None);
		let in_front = OnceLock::new();
		let shared =
			Shared { title, layers, ad, opened, in_front, directory, come, wishes: wanted, left };
		let shared = Arc::new(shared);
		let mut name = [0; 16];
		rand::rngs::OsRng.fill_bytes(&mut name);
		let name = hex::encode(name);
		let routes = Router::new()
			.route("/index.html", get(routes::page))
			.route("/index.m3u8", get(routes::master))
			.route("/video.m3u8", get(routes::film))
			.route("/cell/{name}", get(routes::cell))
			.route("/key/{name}", get(routes::key))
			.route("/layer/{id}/{name}", get(routes::layer))
			.route("/ad/index.m3u8", get(routes::ad_alone))
			.route("/ad/cell/{name}", get(routes::ad_cell))
			.route("/ad/key/{name}", get(routes::ad_key))
			.route("/ad/sound/{name}", get(routes::ad_sound))
			// Not a link, which a browser may follow by itself.
			.route("/ad/click", post(routes::ad_click))
			.with_state(shared.clone());
		let app = Router::new().nest(&format!("/{name}"), routes).layer(from_fn(local_only));
		let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
		let listen = async {
			let listener = TcpListener::bind(address).await?;
			Ok::<_, std::io::Error>((listener.local_addr()?, listener))
		};
		let (address, listener) =
			listen.await.map_err(|error| Error::Node(format!("no local port: {error}")))?;
		let server = tokio::spawn(async move {
			// Ends with the task.
			let _ = axum::serve(listener, app).await;
		});
		let url = format!("http://{address}/{name}/index.m3u8");
		Ok((Self { shared, url, _server: Arc::new(Server(server)) }, wishes))
	}

	/// Where the playlist is.
	pub fn url(&self) -> &str {
		&self.url
	}

	/// The address that all of it is under.
	pub fn base(&self) -> &str {
		self.url.strip_suffix("index.m3u8").unwrap_or(&self.url)
	}

	/// Where the page for browsers is.
	pub fn page_url(&self) -> String {
		format!("{}index.html", self.base())
	}

	/// The layers that are shown, and where each is.
	pub fn layers(&self) -> Vec<(LayerId, LayerKind, String)> {
		let base = self.base();
		let all = self.shared.layers.shown.iter().map(|layer| {
			let file = if let Form::Effect(_) = layer.form { "effect" } else { "index.m3u8" };
			(layer.id, layer.form.kind(), format!("{base}layer/{}/{file}", layer.id))
		});
		all.collect()
	}

	/// Gives a cell that has come, encrypted, and its key.
	///
	/// # Errors
	/// [`Error::File`].
	pub async fn give(&self, cell: CellIndex, key: CellKey, ciphertext: &[u8]) -> Result<()> {
		let path = self.shared.directory.path().join(cell.to_string());
		fs::write(&path, ciphertext)
			.await
			.map_err(|error| Error::File(format!("{}: {error}", path.display())))?;
		let come = Come { key, path, length: ciphertext.len() as u64 };
		self.shared.come.send_modify(|cells| drop(cells.insert(cell, come)));
		Ok(())
	}

	/// Resolves when the film is opened: whether by what takes an ad. `None`: the viewer leaves before.
	pub(super) async fn opened(&self) -> Option<bool> {
		let (mut opened, mut left) = (self.shared.opened.subscribe(), self.shared.left.subscribe());
		// The senders are part of this player.
		tokio::select! {
			opened = opened.wait_for(Option::is_some) => *opened.ok()?,
			_ = left.wait_for(|left| *left) => None,
		}
	}

	/// An ad to be played by itself before the film is opened: where it is, and how long it lasts. `None` when there is none.
	pub async fn ad_alone(&self) -> Option<(String, Duration)> {
		let ad = self.shared.awaited_ad().await?;
		let length = Duration::from_millis(ad.title.manifest.duration_ms);
		Some((format!("{}ad/index.m3u8", self.base()), length))
	}

	/// The viewer has closed the ad before its end.
	pub fn skip_ad(&self) {
		if let (Some(ad), _) = self.shared.known_ad() {
			ad.attention.skip();
		}
	}

	/// Puts an ad in front of the film, or nothing.
	pub fn show_ad(&self, ad: Option<Cued>) {
		self.shared.ad.send_replace(Some(ad.map(Arc::new)));
	}

	/// Whether the sound of an ad is needed by itself: the viewer may hear another sound than the film's, or hears music.
	pub fn needs_ad_sound(&self) -> bool {
		let is_dub = |layer: &Shown| matches!(layer.form, Form::Dub(_));
		!self.shared.title.manifest.has_picture() || self.shared.layers.shown.iter().any(is_dub)
	}

	/// For its files, removed with it.
	pub fn directory(&self) -> &std::path::Path {
		self.shared.directory.path()
	}

	/// The viewer leaves: nothing more is wanted, and what plays is not watched to its end.
	pub fn leave(&self) {
		self.shared.wishes().sender = None;
		self.shared.left.send_replace(true);
	}

	/// Resolves when the viewer leaves before `unix_ms`, otherwise never.
	pub(super) async fn left_before(&self, unix_ms: u64) {
		let mut left = self.shared.left.subscribe();
		// The sender is part of this player.
		let _ = left.wait_for(|left| *left).await;
		if crate::now_ms() >= unix_ms {
			std::future::pending::<()>().await;
		}
	}
}

/// A page whose name was rebound to this machine sends its own name as `Host`.
async fn local_only(request: Request, next: Next) -> Response {
	let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
	let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
	if name == "127.0.0.1" || name == "localhost" {
		next.run(request).await
	} else {
		StatusCode::FORBIDDEN.into_response()
	}
}

impl Shared {
	fn wishes(&self) -> std::sync::MutexGuard<'_, Wishes> {
		self.wishes.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
	}

	fn want(&self, number: CellIndex) -> Result<(), StatusCode> {
		let mut wishes = self.wishes();
		if wishes.asked.insert(number) {
			let sender = wishes.sender.as_ref().ok_or(StatusCode::GONE)?;
			sender.send(number).map_err(|_| StatusCode::GONE)?;
		}
		if wishes.asked.len() == self.title.cells.len() {
			wishes.sender = None;
		}
		Ok(())
	}

	/// The ad, when it is known whether there is one. It is asked for now, at the latest.
	async fn awaited_ad(&self) -> Option<Arc<Cued>> {
		self.opened.send_if_modified(|opened| opened.replace(true).is_none());
		let mut ad = self.ad.subscribe();
		let known = timeout(CELL_TIMEOUT, ad.wait_for(Option::is_some)).await;
		known.ok()?.ok()?.clone().flatten()
	}

	/// The ad that is in front of the film: the same for each of its playlists, whatever is played first.
	async fn ad_in_front(&self, headers: &HeaderMap) -> Option<Arc<Cued>> {
		let takes_one = !routes::is_ffmpeg(headers);
		if !takes_one {
			self.opened.send_if_modified(|opened| {
				let is_first = opened.is_none();
				*opened = opened.or(Some(false));
				is_first
			});
			return None;
		}
		let ad = self.awaited_ad().await?;
		// One that was played by itself is not repeated.
		let fits = ad.title.manifest.has_picture() || !self.title.manifest.has_picture();
		let is_in_front = *self.in_front.get_or_init(|| fits && !ad.attention.was_played());
		is_in_front.then_some(ad)
	}

	/// The ad, if there is known to be one; whether it is known.
	fn known_ad(&self) -> (Option<Arc<Cued>>, bool) {
		let known = self.ad.borrow().clone();
		let is_known = known.is_some();
		(known.flatten(), is_known)
	}

	/// Waits for a cell, having said that it is wanted.
	async fn cell(&self, name: &str) -> Result<Come, StatusCode> {
		let number = name.split('.').next().and_then(|number| number.parse().ok());
		let number: CellIndex = number.ok_or(StatusCode::NOT_FOUND)?;
		self.title.cell(number).map_err(|_| StatusCode::NOT_FOUND)?;
		self.want(number)?;
		let mut come = self.come.subscribe();
		let arrived = timeout(CELL_TIMEOUT, come.wait_for(|cells| cells.contains_key(&number)));
		match arrived.await {
			Ok(Ok(cells)) => cells.get(&number).cloned().ok_or(StatusCode::GONE),
			Ok(Err(_)) => Err(StatusCode::GONE),
			Err(_) => Err(StatusCode::GATEWAY_TIMEOUT),
		}
	}
}
