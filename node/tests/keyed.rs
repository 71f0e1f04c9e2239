//! A film sent by a node elsewhere, for the viewers of a validator's desk (C5): viewer and sender are paid on chain for
//! what both say, and a sender that says more is not.

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Node, Stage, Viewer,
	curator::{hot_key, keeper},
	until, watch,
};
use async_trait::async_trait;
use bytes::Bytes;
use codec::{DecodeAll, Encode};
use crypto_box::{SecretKey, aead::OsRng};
use reel::{account::Signer, store::http_client, watch::Title};
use reel_fragment_store::{
	Admission, Config, DownloadKey, GrantId, Handle, HttpConfig, NotAdmitted, Service,
};
use reel_primitives::{AccountId, Hash32, play::SignedTicket};
use reel_rpc_api::{
	HeldCells, Offer, OfferTaken, Rejection, SignedOffer, SignedProviderGrant, SignedReports,
	TicketGrant, TransferReport, TransferReports, from_hex, scale_from_hex, to_hex,
};
use serde_json::json;
use std::{
	collections::HashSet,
	net::SocketAddr,
	sync::{Arc, Mutex},
	time::Duration,
};
use tempfile::TempDir;

/// One CFX in planck.
const CFX: u128 = 1_000_000_000_000_000_000;

/// A ticket of a new viewer for the first cell that names `provider`. Offers are made every twenty seconds.
async fn ticket_naming(desk: &Node, title: &Title, provider: &AccountId) -> TicketGrant {
	let mut probes = 0;
	until("the desk draws the provider", BLOCKS_DEADLINE, async || {
		probes += 1;
		// A ticket that runs names who it names: each look is by somebody else.
		let viewer = Viewer::new(&format!("Probe{probes}"), desk).await;
		let grant = viewer.send_ask(&viewer.asking(title, 0)).await.ok()?;
		let ticket: SignedTicket = scale_from_hex(&grant.ticket).expect("a ticket");
		ticket.ticket.providers.contains(provider).then_some(grant)
	})
	.await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_elsewhere_sends_for_a_desk_and_both_are_paid_and_one_that_over_reports_is_not() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let alice = keeper("dev", &folder, "alice").start();
	let address = alice.rpc().listen_address().await;
	let desk = alice.rpc().websocket();
	let far =
		keeper("dev", &folder, "far").with(&["--bootnodes", &address, "--provide", &desk]).start();
	far.wait_for_line("takes our offer", BLOCKS_DEADLINE);
	let sender = hot_key(&far).await;
	let stage = Stage::open(alice.rpc()).await;
	let film = Film::draw(2, 12).await;
	let title = Arc::new(stage.publish(&film, &[&alice, &far], 1).await);

	let probe = ticket_naming(&alice, &title, &sender).await;
	nobody_else_opens(&alice, &far, &probe).await;

	let ann = Signer::dev("Viewer//Ann").expect("a name derives a key");
	let accounts = [ann.account(), sender.clone()];
	let before = Books::of(alice.rpc(), &accounts, None).await;
	let (earned, share) = watch(&stage, &ann, &title, &[0], None).await;
	assert_eq!(earned, 36 * CFX);
	let sealed = |cell: usize| {
		title.cells[cell].length_bytes + 16 * title.cells[cell].fragments.len() as u64
	};
	assert_eq!((share.peer_bytes, share.web_bytes), (sealed(0), 0), "all of it from far away");
	let after = Books::of(alice.rpc(), &accounts, None).await;
	// 40 % and 15 % of 90 CFX.
	assert_eq!(after.gains(&before), [36 * CFX, 27 * CFX / 2]);

	// The desk still names it for a while: viewers find out that it is gone.
	far.stop();
	let liar = Liar::start(&alice, &title).await;
	ticket_naming(&alice, &title, &liar.account()).await;
	let ben = Signer::dev("Viewer//Ben").expect("a name derives a key");
	let accounts = [ben.account(), sender, liar.account()];
	let before = Books::of(alice.rpc(), &accounts, None).await;
	let (earned, share) = watch(&stage, &ben, &title, &[0], None).await;
	assert_eq!((share.peer_bytes, share.web_bytes), (sealed(0), 0), "the liar sent all of it");
	assert_eq!(earned, 36 * CFX, "the viewer saw it, whatever the sender says");
	let after = Books::of(alice.rpc(), &accounts, None).await;
	assert_eq!(after.gains(&before), [36 * CFX, 0, 0]);
	assert!(liar.reported() > 0, "it told the desk of more than it sent");
	assert_eq!(alice.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

/// What the desk sealed is of use at the provider alone, and no log holds the key.
async fn nobody_else_opens(alice: &Node, far: &Node, probe: &TicketGrant) {
	let http = http_client().expect("a client can be made");
	let sealed = probe.introductions[0].as_ref().expect("of another than the desk's own store");
	let sealed = from_hex(sealed).expect("hex");
	let show = async |node: &Node, body: Vec<u8>| {
		let url = format!("{}/keyed", node.store().base());
		http.post(url).body(body).send().await.expect("answers").status().as_u16()
	};
	assert_eq!(show(alice, sealed.clone()).await, 403);
	let mut spoiled = sealed.clone();
	spoiled[60] ^= 1;
	assert_eq!(show(far, spoiled).await, 403);
	assert_eq!(show(far, sealed).await, 204);
	let key = probe.download_key.trim_start_matches("0x").to_owned();
	for node in [alice, far] {
		assert_eq!(node.lines_with(&[&key]), Vec::<String>::new());
	}
}

/// A provider that sends as it should, and reports a byte more.
struct Liar {
	signer: Signer,
	reported: Arc<Mutex<u32>>,
	_folder: TempDir,
}

/// Its door: whoever has a box for it is let in.
struct Door {
	secret: SecretKey,
	granted: Arc<Mutex<HashSet<Hash32>>>,
}

#[async_trait]
impl Admission for Door {
	async fn admit(&self, store: &Handle, introduction: Bytes) -> Result<(), NotAdmitted> {
		let open = self.secret.unseal(&introduction).expect("sealed for it");
		let signed = SignedProviderGrant::decode_all(&mut &open[..]).expect("a grant");
		let grant = &signed.grant;
		let cell = store.local_cell(grant.content, grant.cell).await.expect("readable");
		let fragments = cell.expect("it has the film").fragments;
		let until = std::time::SystemTime::now() + Duration::from_secs(60);
		let key = DownloadKey::new(grant.download_key);
		store.grant(GrantId(grant.ticket), key, fragments, until).expect("there is room");
		self.granted.lock().expect("nobody panicked").insert(grant.ticket);
		Ok(())
	}
}

impl Liar {
	/// With the film out of the desk's store, offered to the desk.
	async fn start(desk: &Node, title: &Title) -> Self {
		let folder = tempfile::tempdir().expect("a temporary directory can be made");
		let listen = SocketAddr::from(([127, 0, 0, 1], 0));
		let config = Config {
			directory: folder.path().join("store"),
			quota_bytes: 1 << 30,
			http: Some(HttpConfig { listen, ..HttpConfig::default() }),
			..Config::default()
		};
		let (store, serving) = Service::open(config).await.expect("the directory is new");
		tokio::spawn(serving);
		let magnet = reel::magnet::Magnet::of(&title.content).cid;
		let fragments = title.cells.iter().flat_map(|cell| &cell.fragments);
		for cid in [magnet].iter().chain(&title.manifest.cells).chain(fragments) {
			let bytes = desk.store().get(cid).await.expect("the desk has it");
			store.put_cid(cid, bytes.into()).await.expect("there is room");
		}
		let signer = Signer::dev("Liar").expect("a name derives a key");
		let secret = SecretKey::generate(&mut OsRng);
		let genesis = from_hex(&desk.rpc().hash(0).await).expect("hex");
		let genesis: Hash32 = genesis.try_into().expect("32 bytes");
		let offer = Offer {
			genesis,
			provider: signer.account(),
			public: *secret.public_key().as_bytes(),
			gateway: format!("http://{}", store.http_address().expect("it listens")),
			held: vec![HeldCells { content: title.content, first: 0, count: 2 }],
			made_at_ms: reel::now_ms(),
		};
		let signature = signer.sign(&offer.signing_payload());
		let text = to_hex(SignedOffer { offer, signature }.encode());
		let taken: OfferTaken =
			desk.rpc().ask_desk("pov_v1_offer", json!([text])).await.expect("a good offer");
		assert!(taken.until_ms > reel::now_ms());
		let (granted, reported) = (Arc::default(), Arc::new(Mutex::new(0)));
		assert!(store.admit_by(Arc::new(Door { secret, granted: Arc::clone(&granted) })));
		let lies = Lies {
			rpc: desk.rpc().clone(),
			genesis,
			desk: from_hex(&taken.desk).expect("hex").try_into().expect("32 bytes"),
			signer: signer.clone(),
			granted,
			reported: reported.clone(),
		};
		tokio::spawn(lies.tell(store));
		Self { signer, reported, _folder: folder }
	}

	fn account(&self) -> AccountId {
		self.signer.account()
	}

	/// Reports that the desk took.
	fn reported(&self) -> u32 {
		*self.reported.lock().expect("nobody panicked")
	}
}

/// What the liar tells the desk.
struct Lies {
	rpc: crate::common::Rpc,
	genesis: Hash32,
	desk: Hash32,
	signer: Signer,
	granted: Arc<Mutex<HashSet<Hash32>>>,
	reported: Arc<Mutex<u32>>,
}

impl Lies {
	/// After each fragment, for as long as the store is there.
	async fn tell(self, store: Handle) {
		let mut transfers = store.transfers();
		let mut last_ms = 0;
		while transfers.changed().await.is_ok() {
			let tickets: Vec<Hash32> =
				self.granted.lock().expect("nobody panicked").iter().copied().collect();
			let told = |ticket: Hash32| {
				let sent = store.transfer_report(&GrantId(ticket))?;
				Some(TransferReport { ticket, hashes: sent.hashes, bytes: sent.bytes + 1 })
			};
			let reports: Vec<TransferReport> = tickets.into_iter().filter_map(told).collect();
			let reports = TransferReports {
				genesis: self.genesis,
				desk: self.desk,
				provider: self.signer.account(),
				made_at_ms: reel::now_ms().max(last_ms + 1),
				reports,
			};
			last_ms = reports.made_at_ms;
			let signature = self.signer.sign(&reports.signing_payload());
			let text = to_hex(SignedReports { reports, signature }.encode());
			let taken: Result<u32, Rejection> =
				self.rpc.ask_desk("pov_v1_report", json!([text])).await;
			*self.reported.lock().expect("nobody panicked") += taken.expect("signed by it");
		}
	}
}
