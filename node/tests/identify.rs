//! Whose a film is, is found out before it is published and before it is fetched, by the commands that people use (K1, K4).

use crate::common::{Builder, Node, START_DEADLINE, Stage, account};
use clap::Parser;
use reel::{
	chain::Chain,
	identify::{By, Known, by_fingerprint, by_hash, hash_of, look_up, take},
	money::CFX,
};
use reel_fragment_store::{Config, Handle, HttpConfig, NetworkConfig, Service};
use reel_primitives::{
	market::{Currency, HeldBy, SaleKind},
	pattern::{OwnedPattern, PatternId, PatternRefusal},
};
use reel_rpc_api::{FilePattern, to_hex};
use serde_json::json;
use std::{
	net::SocketAddr,
	path::{Path, PathBuf},
	process::Command,
};
use tempfile::TempDir;

/// Seconds of the film: enough to be told from others.
const SECONDS: &str = "12";

/// Makes a file with ffmpeg.
pub(crate) fn ffmpeg(arguments: &[&str], output: &Path) {
	let mut command = Command::new("ffmpeg");
	command.args(["-nostdin", "-v", "error", "-y"]).args(arguments).arg(output);
	assert!(command.status().expect("ffmpeg is installed").success());
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
	path.to_str().expect("a plain path")
}

/// Where a creator works: the store to write to, with its token, and the folder of the index.
struct Desk {
	store: [String; 2],
	index: PathBuf,
	/// Open as long as it works, when it is not the node's.
	_open: Option<Handle>,
}

/// What creators on one machine share: a chain, a store, an index of fingerprints.
pub(crate) struct Studio {
	/// The node that they publish by.
	pub(crate) node: Node,
	/// Its chain.
	pub(crate) chain: Chain,
	folder: TempDir,
	desk: Desk,
}

impl Studio {
	/// A development chain on which Bob and Charlie may publish.
	pub(crate) async fn open() -> Self {
		let node = Builder::new(&["--dev", "--tmp"])
			.with(&["--store-p2p-listen", "/ip4/127.0.0.1/tcp/0", "--store-allow-private"])
			.start();
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let chain = Stage::open(node.rpc()).await.chain;
		let (store, token) = node.store_access();
		let file = folder.path().join("token");
		std::fs::write(&file, token).expect("it can be written");
		let store = [store, text(&file).to_owned()];
		let desk = Desk { store, index: folder.path().join("index"), _open: None };
		let studio = Self { node, chain, folder, desk };
		for creator in ["//Bob", "//Charlie"] {
			assert_eq!(studio.by("Eve", &["supervisor", "authorize", creator]).await, 0);
		}
		studio
	}

	/// A file of theirs.
	pub(crate) fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	/// Folder of their index.
	pub(crate) fn index(&self) -> PathBuf {
		self.desk.index.clone()
	}

	/// A machine elsewhere: a store of its own among others, and an index with nothing in it.
	async fn elsewhere(&self) -> Desk {
		let line = self.node.wait_for_line("exchanges with peers at ", START_DEADLINE);
		let peer = line.split("peers at ").nth(1).expect("the line names an address").trim();
		let network = NetworkConfig {
			listen: vec!["/ip4/127.0.0.1/tcp/0".parse().expect("an address")],
			bootstrap: vec![peer.parse().expect("an address")],
			allow_private: true,
			..NetworkConfig::default()
		};
		let listen = SocketAddr::from(([127, 0, 0, 1], 0));
		let directory = self.path("store-elsewhere");
		let token = directory.join("api-token");
		let config = Config {
			directory,
			quota_bytes: 1 << 30,
			http: Some(HttpConfig { listen, ..HttpConfig::default() }),
			network: Some(network),
			..Config::default()
		};
		let (store, serving) = Service::open(config).await.expect("the directory is new");
		tokio::spawn(serving);
		let url = format!("http://{}", store.http_address().expect("it listens"));
		let index = self.path("index-elsewhere");
		Desk { store: [url, text(&token).to_owned()], index, _open: Some(store) }
	}

	/// A command of the client, signed by a name that everybody knows; its exit code.
	pub(crate) async fn by(&self, name: &str, command: &[&str]) -> u8 {
		self.at(&self.desk, name, command).await
	}

	/// As [`Self::by`], at another desk.
	async fn at(&self, desk: &Desk, name: &str, command: &[&str]) -> u8 {
		let (url, vault) = (self.node.rpc().websocket(), self.path("secrets"));
		let common = [
			"reel",
			"--node",
			&url,
			"--config",
			"/nonexistent/reel.toml",
			"--store",
			&desk.store[0],
			"--store-token-file",
			&desk.store[1],
			"--vault",
			text(&vault),
			"--json",
			"--dev-account",
			name,
		];
		let all = common.iter().chain(command);
		reel::cli::run(reel::cli::Cli::try_parse_from(all).expect("a command line")).await
	}

	/// A film that moves, and a tone.
	fn film(&self) -> PathBuf {
		let film = self.path("film.mp4");
		let dive = "mandelbrot=size=320x180:rate=25:start_scale=2:end_scale=0.02:end_pts=500";
		let heard = ["-f", "lavfi", "-i", "sine=frequency=330", "-t", SECONDS];
		let encoded =
			["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];
		ffmpeg(&[&["-f", "lavfi", "-i", dive][..], &heard, &encoded].concat(), &film);
		film
	}

	/// The same in another codec, size and rate.
	fn copy_of(&self, film: &Path) -> PathBuf {
		let copy = self.path("copy.mkv");
		let smaller =
			["-vf", "scale=240:136", "-c:v", "mpeg4", "-b:v", "300k", "-c:a", "libmp3lame"];
		ffmpeg(&[&["-i", text(film)][..], &smaller].concat(), &copy);
		copy
	}

	async fn publish(&self, name: &str, film: &Path, more: &[&str]) -> u8 {
		self.publish_at(&self.desk, name, film, more).await
	}

	async fn publish_at(&self, desk: &Desk, name: &str, film: &Path, more: &[&str]) -> u8 {
		let command = ["publish", text(film), "--price", "2", "--index", text(&desk.index)];
		self.at(desk, name, &[&command[..], more].concat()).await
	}

	async fn identify(&self, film: &Path) -> u8 {
		self.by("Ferdie", &["identify", text(film), "--index", text(&self.desk.index)]).await
	}

	/// What the index and the chain together say of a film.
	pub(crate) async fn known(&self, film: &Path) -> Option<Known> {
		let hash = hash_of(film).await.expect("it is read");
		let taken = take(film, hash).await.expect("ffmpeg reads its own files");
		if let Some(known) = by_hash(&self.chain, &taken.hash).await.expect("told") {
			return Some(known);
		}
		let candidates = look_up(&self.desk.index, &taken).await.expect("nobody else has it open");
		by_fingerprint(&self.chain, &candidates).await.expect("told")
	}

	/// How many titles a pattern has.
	pub(crate) async fn titles(&self, pattern: &PatternId) -> usize {
		self.chain.titles_of_pattern(pattern).await.expect("told").len()
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_re_encoded_film_is_refused_to_others_with_its_pattern_named_and_is_its_owners_to_publish()
 {
	let studio = Studio::open().await;
	let film = studio.film();
	assert_eq!(studio.identify(&film).await, 3, "nobody has published it");
	assert_eq!(studio.publish("Bob", &film, &["--dry-run"]).await, 0);
	assert!(studio.known(&film).await.is_none(), "a dry run tells nobody");
	assert_eq!(studio.publish("Bob", &film, &[]).await, 0);
	let known = studio.known(&film).await.expect("it was published");
	let pattern = known.view.pattern;
	assert_eq!((known.by, &known.view.owner), (By::Hash, &account("Bob")));
	assert_eq!(studio.identify(&film).await, 0);

	let hash = to_hex(hash_of(&film).await.expect("it is read"));
	let told = studio.node.rpc().call("title_v1_identify", json!([hash])).await;
	let told: FilePattern = serde_json::from_value(told).expect("an answer of that type");
	assert_eq!(told.pattern, pattern.to_string());
	assert_eq!(told.titles.len(), 1);
	assert_eq!(told.titles[0].price_planck, Some((2 * CFX).to_string()));
	assert_eq!(told.titles[0].holders[0].share_bp, 10_000);
	assert_eq!(told.titles[0].holders[0].account, told.owner);

	// The very file, and another codec, size and rate.
	let copy = studio.copy_of(&film);
	let known = studio.known(&copy).await.expect("it looks the same");
	assert_eq!(known.view.pattern, pattern);
	assert!(matches!(known.by, By::Fingerprint(score) if score > 0.5));
	assert_eq!(studio.identify(&copy).await, 0);
	assert_eq!(studio.publish("Charlie", &film, &[]).await, 4);
	assert_eq!(studio.publish("Charlie", &copy, &[]).await, 4);
	assert_eq!(studio.titles(&pattern).await, 1, "nothing was registered");
	let hash = hash_of(&copy).await.expect("it is read");
	let charlie = account("Charlie");
	let said = studio.chain.may_publish_file(&charlie, &hash, Some(&pattern)).await;
	assert_eq!(said.expect("told"), Err(PatternRefusal::OfAnother(pattern)));
	assert_eq!(studio.publish("Bob", &copy, &[]).await, 0, "his own");
	assert_eq!(studio.titles(&pattern).await, 2);

	// Charlie appeals, and Eve lets both publish it.
	let (name, evidence) = (pattern.to_string(), studio.path("contract"));
	std::fs::write(&evidence, "signed").expect("it can be written");
	let open = ["appeal", "open", &name, "--file", text(&copy), "--evidence", text(&evidence)];
	assert_eq!(studio.by("Charlie", &open).await, 0);
	assert_eq!(studio.by("Charlie", &open).await, 4, "once");
	let appeals = studio.chain.open_appeals().await.expect("told");
	assert_eq!(appeals.len(), 1);
	assert_eq!((&appeals[0].pattern, &appeals[0].appellant), (&pattern, &charlie));
	let rule = ["appeal", "rule", &name, "//Charlie", "permitted"];
	assert_eq!(studio.by("Bob", &rule).await, 6, "no supervisor");
	assert_eq!(studio.by("Eve", &rule).await, 0);
	assert_eq!(studio.publish("Charlie", &copy, &[]).await, 0);
	assert_eq!(studio.titles(&pattern).await, 3);

	// All of them are sold, as those who may publish them say.
	for title in studio.chain.titles_of_pattern(&pattern).await.expect("told") {
		let quote = studio.chain.price_of(&title, SaleKind::Purchase, Currency::Cfx).await;
		assert!(quote.is_ok(), "{quote:?}");
	}
	assert_eq!(studio.by("Ferdie", &["pattern", "show", &name]).await, 0);

	// Bob says whose the recording is: what he and Charlie publish of it is theirs from now on.
	let set = ["rights", "set", "--pattern", &name, "//Bob=6000", "//Dave=4000"];
	assert_eq!(studio.by("Charlie", &set).await, 4, "not the owner");
	assert_eq!(studio.by("Bob", &set).await, 0);
	assert_eq!(studio.by("Bob", &set).await, 4, "once");
	let of = OwnedPattern { pattern, owner: account("Bob") };
	for title in studio.chain.titles_of_pattern(&pattern).await.expect("told") {
		let holding = studio.chain.holders_of(&title).await.expect("told").expect("registered");
		assert_eq!(holding.by, HeldBy::Pattern(of.clone()));
		let shares: Vec<_> = holding.holders.iter().map(|holder| holder.share_bp).collect();
		assert_eq!(shares, [6_000, 4_000]);
		let creator = studio.chain.title(&title).await.expect("it is there").record.creator;
		// His own follows the pattern, the other is not his.
		let refused = if creator == account("Charlie") { 4 } else { 6 };
		let title = to_hex(title.0);
		assert_eq!(studio.by("Charlie", &["rights", "show", &title]).await, 0);
		let set = ["rights", "set", &title, "//Charlie=10000"];
		assert_eq!(studio.by("Charlie", &set).await, refused);
	}
	let give = ["rights", "transfer", "--pattern", &name, "//Eve", "1000"];
	assert_eq!(studio.by("Charlie", &give).await, 4, "nothing of it is Charlie's");
	assert_eq!(studio.by("Dave", &give).await, 0);
	let told = studio.node.rpc().call("title_v1_identify", json!([to_hex(hash)])).await;
	let told: FilePattern = serde_json::from_value(told).expect("an answer of that type");
	let shares: Vec<_> = told.holders.iter().map(|holder| holder.share_bp).collect();
	assert_eq!(shares, [6_000, 3_000, 1_000]);
	assert_eq!(studio.by("Ferdie", &["rights", "claim", "--pattern", &name]).await, 4, "no income");
	assert_eq!(studio.by("Ferdie", &["rights", "show", "--pattern", &name]).await, 0);
	assert_eq!(studio.by("Ferdie", &["pattern", "show", &name]).await, 0);
	assert_eq!(studio.node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_has_seen_nothing_learns_what_others_have_published_and_refuses_a_copy() {
	let studio = Studio::open().await;
	let film = studio.film();
	assert_eq!(studio.publish("Bob", &film, &[]).await, 0);
	let pattern = studio.known(&film).await.expect("it was published").view.pattern;
	let files = studio.chain.files().await.expect("told");
	let hash = hash_of(&film).await.expect("it is read");
	assert_eq!((files.len(), files[0].file, files[0].pattern), (1, hash, pattern));
	let name = files[0].fingerprint.expect("it can be told from others");
	assert_eq!(studio.chain.listed_file(&hash).await.expect("told"), Some(files[0]));
	assert_eq!(studio.chain.listed_file(&[0; 32]).await.expect("told"), None);
	let root = reel_fragment_store::dag::flat::name_of(&name);
	studio.node.store().get(&root).await.expect("Bob's store keeps it");

	let elsewhere = studio.elsewhere().await;
	let copy = studio.copy_of(&film);
	let index = text(&elsewhere.index);
	let offline = ["identify", text(&copy), "--index", index, "--offline-index"];
	assert_eq!(studio.at(&elsewhere, "Charlie", &offline).await, 3, "nothing was fetched");
	assert!(!elsewhere.index.exists());
	assert_eq!(studio.publish_at(&elsewhere, "Charlie", &copy, &[]).await, 4);
	assert_eq!(studio.titles(&pattern).await, 1, "nothing was registered");
	assert_eq!(studio.at(&elsewhere, "Charlie", &offline).await, 0, "it is there by now");
	let hash = hash_of(&copy).await.expect("it is read");
	let taken = take(&copy, hash).await.expect("ffmpeg reads its own files");
	let candidates = look_up(&elsewhere.index, &taken).await.expect("nobody else has it open");
	assert_eq!(candidates.names.first().map(|(name, _)| *name), Some(pattern));
	let sync = ["pattern", "sync", "--index", index];
	assert_eq!(studio.at(&elsewhere, "Charlie", &sync).await, 0);
}
