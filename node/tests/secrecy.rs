//! What is planted as a secret is found nowhere (N7), and nothing that the chain holds ties an account to a title that it
//! watched (N8): after plays, claims, a report, a kill and a restart, at the most talkative level of the log.

use crate::common::{
	BLOCKS_DEADLINE, Builder, Crowd, Film, Node, Planted, Rpc, START_DEADLINE, Stage, Viewer,
	until, until_ms,
};
use codec::{DecodeAll, Encode};
use reel::{
	account::{Signer, to_ss58},
	chain::calls::{self, Verdict},
	publish::deposit,
	watch::{Grant, Title},
};
use reel_primitives::{
	AccountId, ContentId,
	batch::{BatchProposal, MAX_DIRECT_PAYEES, Payees},
	content::ReasonCode,
	keys::ContentSecret,
	play::TicketId,
};
use reel_rpc_api::{PlayState, from_hex, to_hex};
use reelchain_runtime::{RuntimeCall, UncheckedExtrinsic};
use serde_json::{Value, json};
use sp_core::Pair;
use std::{collections::BTreeMap, fs, net::IpAddr, path::Path};
use tempfile::TempDir;

/// All that any part of the node says, apart from what the compiler of the runtime and its machine say: of views they
/// know nothing, and it would be a gigabyte.
const TALKATIVE: &str = "-ltrace,wasmtime=warn,cranelift=warn,regalloc2=warn,wasm-heap=warn,\
	sc_allocator=warn";

/// Where the viewers are: an address that nothing else has.
const HOME: &str = "127.77.41.93";

fn start(folder: &TempDir, more: &[&str]) -> Node {
	let path = folder.path().to_str().expect("temporary paths are text");
	Builder::new(&["--dev", "--base-path", path, TALKATIVE]).observable().with(more).start()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_secret_is_found_nowhere_and_no_item_ties_an_account_to_what_it_watched() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let node = start(&folder, &["--rpc-methods", "unsafe"]);
	let film = Film::still(2, 40).await;
	let stage = Stage::open(node.rpc()).await;
	let (title, secret) = publish(&stage, &film, &node).await;
	let home: IpAddr = HOME.parse().expect("an address");
	let ann = Viewer::new("Ann", &node).await.coming_from(home);
	let mut secrets = Planted::default();
	secrets.bytes("content secret", &secret);
	insert_key(&node, &mut secrets).await;

	let crowd = Crowd::watch(&ann, MAX_DIRECT_PAYEES, &title).await;
	for (viewer, grant) in crowd.viewers.iter().zip(&crowd.grants) {
		assert!(viewer.paid(&grant.id).await >= crowd.round);
	}
	// Before the period is over: by sums it would be another claim.
	let first = &crowd.viewers[0];
	let claim = json!([to_ss58(&first.account())]);
	node.rpc().ask_desk::<String>("pov_v1_claim", claim).await.expect("the first claim");
	until("the claim is in a block", BLOCKS_DEADLINE, async || {
		let claimable = json!([to_ss58(&first.account())]);
		let left: Vec<Value> =
			node.rpc().ask_desk("pov_v1_claimable", claimable).await.expect("never refused");
		left.is_empty().then_some(())
	})
	.await;
	let of_ann = play(&ann, &title, &mut secrets).await;
	ann.paid(&of_ann.id).await;
	report(&stage, &title).await;

	plant_files(&folder, &mut secrets);
	let (home, viewers) = private(&ann, &crowd);
	let view = View { secrets, home, viewers, content: title.content };
	view.holds_for_answers(&metrics(&node).await, "metrics");
	let first_log = node.kill();
	let node = start(&folder, &["--rpc-methods", "safe"]);
	let again = ann.clone().at(&node);
	until("what was paid is known again", BLOCKS_DEADLINE, async || {
		matches!(again.status(&of_ann.id).await, PlayState::Paid { .. }).then_some(())
	})
	.await;
	view.holds_for_the_chain(node.rpc()).await;
	view.holds_for_a_stranger(node.rpc(), &of_ann.id, &ann).await;
	view.holds_for_answers(&metrics(&node).await, "metrics");
	let second_log = node.kill();
	for log in [&first_log, &second_log] {
		assert!(log.iter().any(|line| line.contains("TRACE")), "the log is talkative");
		view.holds_for_a_log(log);
	}
	view.holds_for_files(folder.path());
}

/// As [`Stage::publish`], and tells the secret.
async fn publish(stage: &Stage, film: &Film, node: &Node) -> (Title, ContentSecret) {
	let (stored, secret) = stage.store(film, &[node]).await;
	stage.authorize().await;
	stage.register(&stored, &stage.creator).await.expect("Bob is authorized");
	let desk = [stage.chain.desk().clone()];
	let content = stored.magnet.content();
	let sealed = deposit(&stage.chain, &desk, &stage.creator, content, &secret).await;
	assert_eq!(sealed.expect("the secret is Bob's"), 1);
	let title = Title::fetch(&[node.store()], &stored.magnet).await;
	(title.expect("it was stored a moment ago"), secret)
}

/// Gives the node a key of which only the keystore may know.
async fn insert_key(node: &Node, secrets: &mut Planted) {
	let seed = [0xa7, 0x31, 0x5e, 0xc4].repeat(8);
	let suri = to_hex(&seed);
	let public = sp_core::sr25519::Pair::from_string(&suri, None).expect("a seed").public();
	secrets.bytes("seed of a session key", &seed);
	node.rpc().call("author_insertKey", json!(["cur1", suri, to_hex(public)])).await;
}

/// Watches the second cell from ask to acceptance, and plants its keys.
async fn play(viewer: &Viewer, title: &Title, secrets: &mut Planted) -> Grant {
	let ask = viewer.asking(title, 1);
	let granted = viewer.send_ask(&ask).await.expect("nothing speaks against it");
	secrets.bytes("DownloadKey", &from_hex(&granted.download_key).expect("hex"));
	secrets.bytes("cell key", &from_hex(&granted.cell_key).expect("hex"));
	let grant = Grant::check(&granted, &ask).expect("the ticket is what was asked for");
	let play = viewer.watch(title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&play).await.expect("an honest play within its window");
	grant
}

/// Dave reports the title, and its supervisor decides. All that he can say is one of five reasons: no text.
async fn report(stage: &Stage, title: &Title) {
	let dave = Signer::dev("Dave").expect("a name derives a key");
	let call = calls::report_title(&title.content, ReasonCode::Misleading);
	stage.send(&dave, call).await.expect("Dave has the deposit");
	let reports = stage.chain.open_reports().await.expect("the node answers");
	assert_eq!(reports.len(), 1);
	let call = calls::decide_report(reports[0].id, Verdict::Dismissed);
	stage.send(&stage.supervisor, call).await.expect("Eve supervises the title");
}

/// Plants what the node has made up itself: the key of its desk, the token of its store.
fn plant_files(folder: &TempDir, secrets: &mut Planted) {
	let mut planted = 0;
	for path in crate::common::files(folder.path()) {
		if path.ends_with("reel-desk.key") {
			secrets.bytes("key of the desk", &fs::read(&path).expect("the file is ours"));
			planted += 1;
		} else if path.ends_with("api-token") {
			let token = fs::read_to_string(&path).expect("the file is ours");
			secrets.text("token of the store", token.trim());
			planted += 1;
		}
	}
	assert_eq!(planted, 2);
}

/// The viewers' address, and the viewers.
fn private(ann: &Viewer, crowd: &Crowd) -> (Planted, Vec<AccountId>) {
	let mut home = Planted::default();
	home.text("address of a viewer", HOME);
	let all = crowd.viewers.iter().chain([ann]);
	(home, all.map(Viewer::account).collect())
}

async fn metrics(node: &Node) -> String {
	let line = node.wait_for_line("Prometheus exporter started at ", START_DEADLINE);
	let address = line.split("started at ").nth(1).expect("the line names an address").trim();
	let answer = reqwest::get(format!("http://{address}/metrics")).await;
	answer.expect("the exporter answers").text().await.expect("text")
}

/// Who watched what, and what nobody may see.
struct View {
	secrets: Planted,
	home: Planted,
	viewers: Vec<AccountId>,
	content: ContentId,
}

impl View {
	fn accounts(&self) -> Planted {
		let mut accounts = Planted::default();
		for viewer in &self.viewers {
			accounts.bytes("viewer", viewer.as_ref());
			accounts.text("viewer", &to_ss58(viewer));
		}
		accounts
	}

	fn title(&self) -> Planted {
		let mut title = Planted::default();
		title.bytes("title", &self.content.0);
		title.text("title", &reel::magnet::Magnet::of(&self.content).cid.to_string());
		title
	}

	/// No secret, no address, and no line with a viewer and a title, but for what is in blocks.
	fn holds_for_a_log(&self, lines: &[String]) {
		assert_eq!(self.secrets.in_lines(lines), Vec::<String>::new());
		assert_eq!(self.home.in_lines(lines), Vec::<String>::new());
		// At the level of traces the SDK tells what the runtime is given, gives back and stores, and what waits for a block:
		// batches, as they are in blocks.
		let told =
			|line: &&String| ![" state: ", " txpool: "].iter().any(|target| line.contains(target));
		let lines: Vec<String> = lines.iter().filter(told).cloned().collect();
		let of_viewers = self.accounts().in_lines(&lines);
		assert_eq!(self.title().in_lines(&of_viewers), Vec::<String>::new());
	}

	/// No secret but in the keystore and in the file of the token. Beside the chain's own database, no viewer and no
	/// address.
	fn holds_for_files(&self, folder: &Path) {
		let keeps_keys = |path: &Path| {
			path.components().any(|part| part.as_os_str() == "keystore")
				|| path.ends_with("api-token")
		};
		assert_eq!(self.secrets.in_files(folder, keeps_keys), Vec::<String>::new());
		assert_eq!(self.home.in_files(folder, |_| false), Vec::<String>::new());
		let is_chain = |path: &Path| path.components().any(|part| part.as_os_str() == "paritydb");
		assert_eq!(self.accounts().in_files(folder, is_chain), Vec::<String>::new());
	}

	fn holds_for_answers(&self, text: &str, what: &str) {
		assert_eq!(self.secrets.found_in(text.as_bytes()).len(), 0, "{what}: {text}");
		assert_eq!(self.home.found_in(text.as_bytes()).len(), 0, "{what}: {text}");
		assert_eq!(self.accounts().found_in(text.as_bytes()).len(), 0, "{what}: {text}");
	}

	/// Whatever a stranger asks, of a viewer, of a title, of a ticket, the answer holds no secret and no tie.
	async fn holds_for_a_stranger(&self, rpc: &Rpc, ticket: &TicketId, viewer: &Viewer) {
		let methods = rpc.call("rpc_methods", json!([])).await;
		let methods = methods["methods"].as_array().expect("a list").clone();
		let account = viewer.account();
		let asked = [
			json!([]),
			json!([to_ss58(&account)]),
			json!([to_hex(&account)]),
			json!([to_hex(self.content.0)]),
			json!([to_hex(ticket)]),
			json!([to_ss58(&account), to_hex(self.content.0)]),
		];
		let mut answers = 0;
		for method in methods.iter().filter_map(Value::as_str) {
			for params in &asked {
				let Ok(answer) = rpc.try_call(method, params.clone()).await else { continue };
				answers += 1;
				let text = answer.to_string();
				let what = format!("{method} {params}: {text}");
				assert_eq!(self.secrets.found_in(text.as_bytes()).len(), 0, "{what}");
				assert_eq!(self.home.found_in(text.as_bytes()).len(), 0, "{what}");
				let is_tie = !self.accounts().found_in(text.as_bytes()).is_empty()
					&& !self.title().found_in(text.as_bytes()).is_empty();
				assert!(!is_tie || method.starts_with("chain_getBlock"), "{what}");
			}
		}
		assert!(answers > 20, "{answers} of {} methods answer", methods.len());
	}

	/// No secret in any block or item of the state, and no item with a viewer and a title, but for a batch that sums up a
	/// round: titles apart from persons, each in an order that tells nothing.
	async fn holds_for_the_chain(&self, rpc: &Rpc) {
		let (accounts, title) = (self.accounts(), self.title());
		let is_tie = |bytes: &[u8]| {
			!accounts.found_in(bytes).is_empty() && !title.found_in(bytes).is_empty()
		};
		let mut seen = Seen::default();
		for number in 1..=rpc.best().await {
			let hash = rpc.hash(number).await;
			let block = rpc.call("chain_getBlock", json!([hash])).await;
			let mut of_views = false;
			for extrinsic in block["block"]["extrinsics"].as_array().expect("a list") {
				let bytes = from_hex(extrinsic.as_str().expect("hex")).expect("hex");
				assert_eq!(self.secrets.found_in(&bytes).len(), 0, "block {number}: {extrinsic}");
				let call = UncheckedExtrinsic::decode_all(&mut &bytes[..]).expect("our own type");
				match call.function {
					RuntimeCall::ProofOfView(pallet_proof_of_view::Call::propose_batch {
						proposal,
						..
					}) => {
						of_views = true;
						seen.batch(&proposal, &self.viewers, &self.content);
					},
					RuntimeCall::Payouts(_) => {
						of_views = true;
						seen.claims += 1;
						assert!(!is_tie(&bytes), "block {number}: {extrinsic}");
					},
					_ => assert!(!is_tie(&bytes), "block {number}: {extrinsic}"),
				}
			}
			for event in crate::common::events(rpc, &hash).await {
				assert!(!is_tie(&event.encode()), "block {number}: {event:?}");
			}
			if of_views || number == rpc.best().await {
				for (key, value) in state(rpc, &hash).await {
					let item = [&key[..], &value].concat();
					assert_eq!(self.secrets.found_in(&item).len(), 0, "{}", to_hex(&key));
					// Events are looked at one by one.
					let is_events = key == frame_system_events();
					assert!(is_events || !is_tie(&item), "block {number}: {}", to_hex(&key));
					seen.items += 1;
				}
			}
		}
		assert!(
			seen.small >= 1 && seen.large >= 1 && seen.claims >= 1 && seen.items > 100,
			"{seen:?}"
		);
	}
}

/// What the chain held, so that an empty one does not pass.
#[derive(Debug, Default)]
struct Seen {
	small: u32,
	large: u32,
	claims: u32,
	items: u32,
}

impl Seen {
	/// A batch: who watched, and apart from that what was watched.
	fn batch(&mut self, proposal: &BatchProposal, viewers: &[AccountId], content: &ContentId) {
		assert!(proposal.totals.is_sorted_by_key(|total| total.content));
		assert!(proposal.totals.iter().any(|total| total.content == *content));
		match &proposal.payees {
			Payees::Direct(payees) => {
				assert!(payees.is_sorted_by_key(|payee| payee.account.clone()));
				assert!(payees.iter().any(|payee| viewers.contains(&payee.account)));
				self.small += 1;
			},
			// Nobody is named at all.
			Payees::Root { count, .. } => {
				assert!(*count > MAX_DIRECT_PAYEES);
				self.large += 1;
			},
		}
	}
}

fn frame_system_events() -> Vec<u8> {
	let parts = [b"System".as_slice(), b"Events"].map(sp_io::hashing::twox_128);
	parts.concat()
}

/// All of the state at a block.
async fn state(rpc: &Rpc, at: &str) -> BTreeMap<Vec<u8>, Vec<u8>> {
	let (mut state, mut from) = (BTreeMap::new(), Value::Null);
	loop {
		let keys = rpc.call("state_getKeysPaged", json!(["0x", 500, from, at])).await;
		let Some(last) = keys.as_array().and_then(|keys| keys.last()).cloned() else {
			return state;
		};
		let values = rpc.call("state_queryStorageAt", json!([keys, at])).await;
		for pair in values[0]["changes"].as_array().expect("a list") {
			let bytes = |value: &Value| from_hex(value.as_str().unwrap_or("0x")).expect("hex");
			// The code is the same in every block, and long.
			if pair[0] != json!(to_hex(b":code")) {
				state.insert(bytes(&pair[0]), bytes(&pair[1]));
			}
		}
		from = last;
	}
}
