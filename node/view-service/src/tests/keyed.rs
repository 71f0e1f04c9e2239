//! Cells that others than the desk's own store send (C5).

use super::{Viewer, World, metrics::value, parts::transferred, world::*};
use crate::{Source, ViewService};
use codec::{DecodeAll, Encode};
use crypto_box::{SecretKey, aead::OsRng};
use reel_merkle::binary;
use reel_primitives::{
	AccountId, CellIndex, Hash32,
	batch::{Payee, Payees},
	geometry::FRAGMENT_BYTES,
	keys::DownloadKey,
	play::{PlayData, Receipt, SignedTicket, Ticket, TicketId},
};
use reel_rpc_api::{
	HeldCells, Offer, OfferTaken, Rejection, SignedOffer, SignedProviderGrant, SignedReports,
	TicketGrant, TransferReport, TransferReports, from_hex, scale_from_hex,
};
use sp_core::{Pair, sr25519};
use std::sync::atomic::{AtomicU64, Ordering};
use substrate_prometheus_endpoint::Registry;

/// A node elsewhere that sends.
pub(super) struct Peer {
	pub(super) key: sr25519::Pair,
	pub(super) secret: SecretKey,
	/// The time of its last reports.
	reported_at_ms: AtomicU64,
}

impl Peer {
	pub(super) fn new(seed: u8) -> Self {
		Self { key: pair(seed), secret: SecretKey::generate(&mut OsRng), reported_at_ms: 0.into() }
	}

	pub(super) fn account(&self) -> AccountId {
		account(&self.key)
	}

	/// An offer of the first `cells` cells of title 1.
	pub(super) fn offering(&self, world: &World, cells: u32) -> Offer {
		Offer {
			genesis: GENESIS,
			provider: self.account(),
			public: *self.secret.public_key().as_bytes(),
			gateway: "http://203.0.113.1:8945".into(),
			held: vec![HeldCells { content: content(1), first: 0, count: cells }],
			made_at_ms: world.now_ms(),
		}
	}

	pub(super) fn make(
		&self,
		world: &World,
		desk: usize,
		offer: Offer,
	) -> Result<OfferTaken, Rejection> {
		let signature = self.key.sign(&offer.signing_payload()).0;
		world.desks[desk].handle.offer(SignedOffer { offer, signature }, Source::Unknown)
	}

	/// Offers all cells of title 1 to a desk.
	pub(super) fn offer(&self, world: &World, desk: usize) {
		self.make(world, desk, self.offering(world, CELLS)).unwrap();
	}

	/// Opens what the desk sealed for it.
	fn open(&self, sealed: &str) -> Option<SignedProviderGrant> {
		let open = self.secret.unseal(&from_hex(sealed).unwrap()).ok()?;
		SignedProviderGrant::decode_all(&mut &open[..]).ok()
	}

	pub(super) fn report(
		&self,
		world: &World,
		desk: usize,
		reports: Vec<TransferReport>,
	) -> Result<u32, Rejection> {
		let signed = self.signed(world, desk, reports);
		world.desks[desk].handle.report(signed, Source::Unknown)
	}

	/// Reports for a desk, later than all before.
	pub(super) fn signed(
		&self,
		world: &World,
		desk: usize,
		reports: Vec<TransferReport>,
	) -> SignedReports {
		let made_at_ms = world.now_ms().max(self.reported_at_ms.load(Ordering::SeqCst) + 1);
		self.reported_at_ms.store(made_at_ms, Ordering::SeqCst);
		let desk = world.desks[desk].key.public().0;
		let provider = self.account();
		let reports = TransferReports { genesis: GENESIS, desk, provider, made_at_ms, reports };
		let signature = self.key.sign(&reports.signing_payload()).0;
		SignedReports { reports, signature }
	}
}

pub(super) fn ticket_of(grant: &TicketGrant) -> Ticket {
	scale_from_hex::<SignedTicket>(&grant.ticket).unwrap().ticket
}

pub(super) fn key_of(grant: &TicketGrant) -> DownloadKey {
	from_hex(&grant.download_key).unwrap().try_into().unwrap()
}

/// The key of a ticket's cell in transit.
pub(super) fn transferred_key(world: &World, ticket: &Ticket) -> DownloadKey {
	let secret = world.desks[0].core.secrets.get(&ticket.content).unwrap().unwrap();
	reel_primitives::keys::download_key(&secret, &ticket.content, ticket.cell, &ticket.viewer)
}

/// What somebody who sent only these fragments reports.
pub(super) fn report_of(ticket: &Ticket, key: &DownloadKey, sent: &[usize]) -> TransferReport {
	let mut hashes = transferred(ticket.cell, key).hashes;
	let length = cell_bytes(ticket.cell).len();
	let mut bytes = 0;
	for (index, hash) in hashes.iter_mut().enumerate() {
		if sent.contains(&index) {
			let start = index * FRAGMENT_BYTES as usize;
			bytes += (length - start).min(FRAGMENT_BYTES as usize) as u64 + 16;
		} else {
			*hash = None;
		}
	}
	TransferReport { ticket: ticket.id(), hashes, bytes }
}

fn receipt_of(provider: AccountId, report: &TransferReport) -> Receipt {
	let sent: Vec<Hash32> = report.hashes.iter().copied().flatten().collect();
	Receipt { provider, sent_bytes: report.bytes, sent_root: binary::root(&sent) }
}

/// Somebody watches a cell that peers sent, each these fragments; the play, not handed in, when the cell is over.
pub(super) async fn watched(
	world: &World,
	viewer: &Viewer,
	cell: CellIndex,
	sent: &[(&Peer, &[usize])],
) -> (Ticket, PlayData) {
	let grant = viewer.request(world, 0, cell).await.unwrap();
	world.pump();
	let desk = &world.desks[0];
	let mut play = viewer.play(desk, &grant);
	let (ticket, key) = (ticket_of(&grant), key_of(&grant));
	// The desk's own store sent nothing of it.
	desk.provider.reports.lock().unwrap().insert(ticket.id(), Default::default());
	play.receipts.clear();
	for (peer, fragments) in sent {
		let report = report_of(&ticket, &key, fragments);
		play.receipts.push(receipt_of(peer.account(), &report));
		assert_eq!(peer.report(world, 0, vec![report]), Ok(1));
	}
	world.pass(u64::from(CELL_MS));
	(ticket, play)
}

/// Runs to the payment of all that was accepted; what each account has of it, in shares.
pub(super) async fn paid(world: &World) -> Vec<Payee> {
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	world.with_chain(|chain| match &chain.paid.last().unwrap().payees {
		Payees::Direct(payees) => payees.clone(),
		Payees::Root { .. } => panic!("few are paid by name"),
	})
}

pub(super) fn shares(payees: &[Payee], account: &AccountId) -> u128 {
	payees.iter().filter(|payee| payee.account == *account).map(|payee| payee.shares).sum()
}

/// A world whose first desk shows its metrics.
pub(super) fn counted(desks: usize) -> (World, Registry) {
	let mut world = World::new(desks);
	let registry = Registry::new();
	let desk = &mut world.desks[0];
	let opened = ViewService::open(desk.parts(), desk.config.clone(), Some(&registry)).unwrap();
	(desk.core, desk.handle) = (opened.0.core, opened.1);
	world.desks.iter().for_each(|desk| desk.core.say_hello());
	world.pump();
	(world, registry)
}

pub(super) fn receipts(registry: &Registry, verdict: &str) -> f64 {
	value(registry, "reel_desk_receipts_total", verdict)
}

/// The sharing part of one cell, in shares.
pub(super) const SHARING: u128 = CELL_MS as u128 * 1_500;

#[tokio::test]
async fn a_provider_is_handed_the_viewers_key_and_nobody_else_opens_it() {
	let world = World::new(1);
	let (peer, other, viewer) = (Peer::new(60), Peer::new(61), Viewer::new(1));
	peer.offer(&world, 0);
	let grant = viewer.request(&world, 0, 0).await.unwrap();
	let ticket = ticket_of(&grant);
	let own = crate::Provider::account(&*world.desks[0].provider);
	assert_eq!(ticket.providers, [peer.account(), own], "the desk's own store comes last");
	assert_eq!(grant.gateways, ["http://203.0.113.1:8945", "http://127.0.0.1:1"]);
	let [Some(sealed), None] = &grant.introductions[..] else { panic!("one for the peer") };
	let signed = peer.open(sealed).unwrap();
	assert_eq!(signed.grant.download_key, key_of(&grant));
	assert_eq!((signed.grant.ticket, signed.grant.cell), (ticket.id(), ticket.cell));
	assert_eq!(signed.grant.ends_at_ms, ticket.closes_at_ms());
	let desk = sr25519::Public::from_raw(ticket.desk);
	let signature = sr25519::Signature::from_raw(signed.signature);
	assert!(sr25519::Pair::verify(&signature, signed.grant.signing_payload(), &desk));
	assert!(other.open(sealed).is_none());
	// Who watches is not said to who sends.
	let viewer: [u8; 32] = viewer.account().into();
	assert!(!signed.encode().windows(32).any(|bytes| bytes == viewer));
}

#[tokio::test]
async fn the_same_viewer_and_cell_have_one_key_at_every_desk_and_no_others_have_it() {
	let world = World::new(2);
	let mut keys = Vec::new();
	for (seed, cell) in [(1, 0), (1, 1), (2, 0)] {
		let viewer = Viewer::new(seed);
		let key = key_of(&viewer.request(&world, 0, cell).await.unwrap());
		let again = key_of(&viewer.request(&world, 1, cell).await.unwrap());
		assert_eq!(key, again);
		keys.push(key);
	}
	assert!(keys[0] != keys[1] && keys[0] != keys[2] && keys[1] != keys[2]);
}

#[tokio::test]
async fn what_viewer_and_sender_agree_on_is_paid_to_the_sender_by_all_desks() {
	let (world, registry) = counted(4);
	let (peer, viewer) = (Peer::new(60), Viewer::new(1));
	peer.offer(&world, 0);
	let (_, play) = watched(&world, &viewer, 1, &[(&peer, &[0, 1])]).await;
	viewer.submit(&world.desks[0], play).await.unwrap();
	world.pump();
	let payees = paid(&world).await;
	assert_eq!(shares(&payees, &peer.account()), SHARING);
	assert_eq!(shares(&payees, &viewer.account()), u128::from(CELL_MS) * 4_000);
	assert_eq!(shares(&payees, &treasury()), 0);
	assert_eq!(receipts(&registry, "agreed"), 1.0);
	assert_eq!(receipts(&registry, ""), 1.0);
}

#[tokio::test]
async fn two_senders_share_by_their_bytes_and_may_not_both_have_sent_the_same() {
	let world = World::new(1);
	let (one, two) = (Peer::new(60), Peer::new(61));
	one.offer(&world, 0);
	two.offer(&world, 0);
	let viewer = Viewer::new(1);
	let (ticket, play) = watched(&world, &viewer, 1, &[(&one, &[0]), (&two, &[1])]).await;
	// Each says it sent the first fragment, and the viewer confirms both: bytes that do not make the cell.
	let twice = PlayData {
		receipts: vec![
			play.receipts[0].clone(),
			Receipt { provider: two.account(), ..play.receipts[0].clone() },
		],
		..play.clone()
	};
	let refused = viewer.submit(&world.desks[0], twice).await;
	assert_eq!(refused, Err(Rejection::ReceiptMismatch));
	let bytes: Vec<u64> = play.receipts.iter().map(|receipt| receipt.sent_bytes).collect();
	viewer.submit(&world.desks[0], play).await.unwrap();
	assert_eq!(ticket.providers.len(), 3);
	let payees = paid(&world).await;
	let of_two = SHARING * u128::from(bytes[1]) / u128::from(bytes[0] + bytes[1]);
	assert_eq!(shares(&payees, &two.account()), of_two);
	assert_eq!(shares(&payees, &one.account()), SHARING - of_two);
}

/// A peer sends cell 1 and reports otherwise; what is refused of the viewer, and who is paid in the end.
async fn disagreeing(change: impl Fn(&mut TransferReport)) -> (Registry, Vec<Payee>) {
	let (world, registry) = counted(1);
	let (peer, viewer) = (Peer::new(60), Viewer::new(1));
	peer.offer(&world, 0);
	let grant = viewer.request(&world, 0, 1).await.unwrap();
	let (ticket, key) = (ticket_of(&grant), key_of(&grant));
	let desk = &world.desks[0];
	let mut play = viewer.play(desk, &grant);
	desk.provider.reports.lock().unwrap().insert(ticket.id(), Default::default());
	let mut report = report_of(&ticket, &key, &[0, 1]);
	play.receipts = vec![receipt_of(peer.account(), &report)];
	change(&mut report);
	if !report.hashes.is_empty() {
		assert_eq!(peer.report(&world, 0, vec![report]), Ok(1));
	}
	world.pass(u64::from(CELL_MS));
	for _ in 0..3 {
		let refused = viewer.submit(desk, play.clone()).await;
		assert_eq!(refused, Err(Rejection::ReceiptMismatch));
	}
	viewer.submit(desk, PlayData { receipts: Vec::new(), ..play }).await.unwrap();
	let payees = paid(&world).await;
	assert_eq!(shares(&payees, &peer.account()), 0, "{payees:?}");
	assert_eq!(shares(&payees, &viewer.account()), u128::from(CELL_MS) * 4_000);
	assert_eq!(shares(&payees, &treasury()), SHARING);
	(registry, payees)
}

#[tokio::test]
async fn who_reports_otherwise_earns_nothing_is_counted_and_harms_no_viewer() {
	let cases: [&dyn Fn(&mut TransferReport); 4] = [
		&|report| report.bytes += 1,
		&|report| report.hashes[0] = Some([9; 32]),
		&|report| report.hashes[1] = None,
		&|report| report.hashes.push(Some([9; 32])),
	];
	for change in cases {
		let (registry, _) = disagreeing(change).await;
		// However often the viewer hands it in.
		assert_eq!(receipts(&registry, "differs"), 1.0);
		assert_eq!(receipts(&registry, "concealed"), 1.0);
		assert_eq!(receipts(&registry, "agreed"), 0.0);
	}
	let (registry, _) = disagreeing(|report| report.hashes.clear()).await;
	assert_eq!(receipts(&registry, "unreported"), 1.0);
}

#[tokio::test]
async fn without_receipts_the_view_hash_is_still_held_against_what_the_cell_seals_to() {
	let world = World::new(1);
	let (peer, viewer) = (Peer::new(60), Viewer::new(1));
	peer.offer(&world, 0);
	let (ticket, play) = watched(&world, &viewer, 1, &[(&peer, &[0, 1])]).await;
	let mut bare = PlayData { receipts: Vec::new(), view_hash: [7; 32], ..play };
	bare.nonce = viewer.work(&ticket, &bare.view_hash);
	// Again and again: the cell is sealed for it once.
	for _ in 0..3 {
		let submitted = viewer.submit(&world.desks[0], bare.clone()).await;
		assert_eq!(submitted, Err(Rejection::WrongViewHash));
	}
	assert_eq!(world.desks[0].provider.sealed_whole.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn receipts_are_of_no_more_than_the_cell_and_to_the_byte() {
	let world = World::new(1);
	let (one, two) = (Peer::new(60), Peer::new(61));
	one.offer(&world, 0);
	two.offer(&world, 0);
	let viewer = Viewer::new(1);
	let (_, play) = watched(&world, &viewer, 1, &[(&one, &[0]), (&two, &[1])]).await;
	// Checked before anything that only the issuing desk knows.
	for change in [1, -1_i64] {
		let mut changed = play.clone();
		let bytes = &mut changed.receipts[1].sent_bytes;
		*bytes = bytes.saturating_add_signed(change);
		let refused = viewer.submit(&world.desks[0], changed).await;
		assert_eq!(refused, Err(Rejection::ReceiptMismatch));
	}
	viewer.submit(&world.desks[0], play).await.unwrap();
}

#[tokio::test]
async fn nobody_else_is_made_to_send_what_is_not_paid() {
	let world = World::new(1);
	let (peer, viewer) = (Peer::new(60), Viewer::new(1));
	viewer.watch(&world, 0, 0).await;
	peer.offer(&world, 0);
	let again = viewer.request(&world, 0, 0).await.unwrap();
	assert!(!again.paid);
	assert_eq!(ticket_of(&again).providers.len(), 1);
	assert_eq!(again.introductions, [None]);
}

#[tokio::test]
async fn a_desk_without_the_cell_sends_viewers_to_others_alone() {
	let world = World::new(1);
	let viewer = Viewer::new(1);
	let empty = &world.desks[0].provider.is_empty;
	empty.store(true, std::sync::atomic::Ordering::SeqCst);
	assert_eq!(viewer.request(&world, 0, 0).await, Err(Rejection::NoProvider));
	let peer = Peer::new(60);
	peer.offer(&world, 0);
	let ticket = ticket_of(&viewer.request(&world, 0, 0).await.unwrap());
	assert_eq!(ticket.providers, [peer.account()]);
	// It cannot be its own provider, and nobody else is there.
	let itself = Viewer { key: pair(60) };
	assert_eq!(itself.request(&world, 0, 0).await, Err(Rejection::NoProvider));
}

/// For the tests of offers and reports.
pub(super) fn whole_report(grant: &TicketGrant) -> (TicketId, TransferReport) {
	let ticket = ticket_of(grant);
	(ticket.id(), report_of(&ticket, &key_of(grant), &[0]))
}
