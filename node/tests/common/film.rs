//! A real video, and the way onto the chain for it.

use super::{BLOCKS_DEADLINE, Builder, Node, Rpc};
use reel::{
	Result,
	account::Signer,
	chain::{
		Chain, Wait,
		calls::{self, Call},
	},
	media::cut::{Cut, cut},
	package::Description,
	publish::{Source, Stored, Terms, deposit, new_secret, register, store_title},
	watch::Title,
};
use reel_fragment_store::dag::record::Record;
use reel_primitives::{
	AccountId, BasisPoints, ContentId, Hash32, blake2b_256,
	content::{Licence, RewardSplit},
	keys::ContentSecret,
	pattern::{FileIdentity, PatternId},
	time::round_of_ms,
};
use std::{path::Path, process::Command};
use tempfile::TempDir;

/// What all tests with one title choose. The split is the one that the expected amounts come from.
pub(crate) const FREE: Terms = Terms {
	price_cfx: 0,
	licence: Licence::CcBySa,
	takes_donations: false,
	split: RewardSplit::DEFAULT,
};

/// The same, of a title that takes donations.
pub(crate) const GIVEN: Terms = Terms { takes_donations: true, ..FREE };

/// A development chain with one validator, Alice.
pub(crate) fn dev() -> Node {
	Builder::new(&["--dev", "--tmp"]).start()
}

/// A video in pieces.
#[derive(Debug)]
pub(crate) struct Film {
	cut: Cut,
	record: Record,
	/// Holds the pieces.
	_folder: TempDir,
}

/// What is to be seen and heard, as sources of ffmpeg.
type Sources = [&'static str; 2];

/// A test picture that moves, and a tone.
const MOVING: Sources = ["testsrc2=size=160x90:rate=25", "sine=frequency=440"];

/// Nothing, in few bytes.
const STILL: Sources = ["color=black:size=64x36:rate=5", "anullsrc=sample_rate=8000"];

fn draw(path: &Path, [seen, heard]: Sources, milliseconds: u32) {
	let length = format!("duration={milliseconds}ms");
	let status = Command::new("ffmpeg")
		.args(["-nostdin", "-v", "error", "-y"])
		.args(["-f", "lavfi", "-i", &format!("{seen}:{length}")])
		.args(["-f", "lavfi", "-i", &format!("{heard}:{length}")])
		.args(["-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"])
		.arg(path)
		.status()
		.expect("ffmpeg is installed");
	assert!(status.success());
}

impl Film {
	/// A moving test picture with sound, in cells of `cell_seconds`, which are to be even: the encoder cuts at whole
	/// segments of 2 or 4 seconds. The last cell is a little shorter, lest the end of the sound makes one more.
	pub(crate) async fn draw(cells: u32, cell_seconds: u32) -> Self {
		Self::of(MOVING, cells, cell_seconds).await
	}

	/// The same with next to nothing to see and hear, for crowds.
	pub(crate) async fn still(cells: u32, cell_seconds: u32) -> Self {
		Self::of(STILL, cells, cell_seconds).await
	}

	async fn of(sources: Sources, cells: u32, cell_seconds: u32) -> Self {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let file = folder.path().join("film.mp4");
		draw(&file, sources, cells * cell_seconds * 1_000 - 300);
		let cut =
			cut(&file, folder.path(), cell_seconds).await.expect("ffmpeg reads its own files");
		assert_eq!(cut.cells.len(), cells as usize);
		Self { cut, record: Record::default(), _folder: folder }
	}

	/// The same, of a genre.
	pub(crate) fn of_genre(mut self, genre: &str) -> Self {
		self.record.genres = vec![genre.to_owned()];
		self
	}

	fn description(&self, title: &str) -> Description {
		Description {
			title: title.to_owned(),
			codecs: self.cut.codecs.clone(),
			width: self.cut.width,
			height: self.cut.height,
			bandwidth_bps: self.cut.bandwidth_bps,
			metadata: self.record.clone(),
		}
	}
}

/// The exact hash of the file that a title is cut from: each from one of its own.
pub(crate) fn file_of(content: &ContentId) -> Hash32 {
	blake2b_256(&[b"file", &content.0])
}

/// A chain on which Bob publishes, under Eve's supervision.
#[derive(Debug)]
pub(crate) struct Stage {
	/// Connection to the first node.
	pub(crate) chain: Chain,
	/// The creator, not authorized at first.
	pub(crate) creator: Signer,
	/// The supervisor.
	pub(crate) supervisor: Signer,
}

/// The account and key of a name that everybody knows.
fn known(name: &str) -> Signer {
	Signer::dev(name).expect("a name derives a key")
}

impl Stage {
	/// The chain behind a node.
	pub(crate) async fn open(rpc: &Rpc) -> Self {
		let chain = Chain::connect(&rpc.websocket(), BLOCKS_DEADLINE)
			.await
			.expect("the node serves subscriptions");
		Self { chain, creator: known("Bob"), supervisor: known("Eve") }
	}

	/// Creator, supervisor, and Alice, who validates and sends.
	pub(crate) fn accounts(&self) -> [AccountId; 3] {
		[self.creator.account(), self.supervisor.account(), known("Alice").account()]
	}

	/// Who shares a title's income, and how many basis points each has.
	pub(crate) async fn shares_of(&self, content: &ContentId) -> Vec<(AccountId, BasisPoints)> {
		let told = self.chain.holders_of(content).await.expect("the node answers");
		let holders = told.expect("it is registered").holders;
		holders.into_iter().map(|holder| (holder.account, holder.share_bp)).collect()
	}

	/// Sends a call, to be in a block when this returns.
	pub(crate) async fn send(&self, signer: &Signer, call: Call) -> Result<()> {
		self.chain.submit(signer, call, Wait::InBlock).await.map(drop)
	}

	/// Eve authorizes Bob for some days.
	pub(crate) async fn authorize(&self) {
		let until = round_of_ms(reel::now_ms()) + 60_000;
		let call = calls::authorize_creator(&self.creator.account(), *b"KR", &[7; 32], until);
		self.send(&self.supervisor, call).await.expect("Eve is a supervisor");
	}

	/// Puts a film into the stores of these nodes, under one secret.
	pub(crate) async fn store(&self, film: &Film, nodes: &[&Node]) -> (Stored, ContentSecret) {
		let (secret, mut stored) = (new_secret(), None);
		for node in nodes {
			let description = film.description("Test picture");
			let kept = store_title(&film.cut, &description, &secret, &node.store(), |_| ()).await;
			stored = Some(kept.expect("the store has room"));
		}
		(stored.expect("at least one store"), *secret)
	}

	/// Puts a film into a node's store under another title and the secret of before: the same fragments again.
	pub(crate) async fn store_again(
		&self,
		film: &Film,
		title: &str,
		secret: &ContentSecret,
		node: &Node,
	) -> Stored {
		let description = film.description(title);
		let kept = store_title(&film.cut, &description, secret, &node.store(), |_| ()).await;
		kept.expect("the store has room")
	}

	/// Registers a stored title as `signer`.
	pub(crate) async fn register(&self, stored: &Stored, signer: &Signer) -> Result<()> {
		self.register_on(stored, signer, &FREE, None).await
	}

	/// The same on other terms, and as one of a pattern that is known.
	async fn register_on(
		&self,
		stored: &Stored,
		signer: &Signer,
		terms: &Terms,
		pattern: Option<PatternId>,
	) -> Result<()> {
		let (chain, manifest) = (&self.chain, &stored.manifest);
		let identity =
			FileIdentity { file: file_of(&stored.magnet.content()), fingerprint: [0; 32] };
		let source = Source { identity, pattern };
		register(chain, signer, manifest, terms, Some(&source), Wait::InBlock).await.map(drop)
	}

	/// Publishes a film: authorized, stored, registered, its keys with `desks` desks.
	pub(crate) async fn publish(&self, film: &Film, nodes: &[&Node], desks: usize) -> Title {
		self.authorize().await;
		self.publish_next(film, nodes, desks).await
	}

	/// Publishes a further film.
	pub(crate) async fn publish_next(&self, film: &Film, nodes: &[&Node], desks: usize) -> Title {
		self.publish_on(film, nodes, desks, &FREE, None).await
	}

	/// The same on other terms, and as one of a pattern that is known.
	pub(crate) async fn publish_on(
		&self,
		film: &Film,
		nodes: &[&Node],
		desks: usize,
		terms: &Terms,
		pattern: Option<PatternId>,
	) -> Title {
		let (stored, secret) = self.store(film, nodes).await;
		let registered = self.register_on(&stored, &self.creator, terms, pattern).await;
		registered.expect("the creator is authorized");
		let desk = [self.chain.desk().clone()];
		let content = stored.magnet.content();
		let sealed = deposit(&self.chain, &desk, &self.creator, content, &secret).await;
		assert_eq!(sealed.expect("the secret is Bob's"), desks);
		let stores: Vec<_> = nodes.iter().map(|node| node.store()).collect();
		Title::fetch(&stores, &stored.magnet).await.expect("it was stored a moment ago")
	}
}
