//! `--provide`: this node's store sends cells for the desks of validators elsewhere, and is paid for it (C5).
//!
//! ```text
//! every 20 s      what is held whole, where it is had, a key to seal to ──offer──► each desk that was named
//! viewer          what the desk sealed for this node ──POST /keyed──► admission ──► grant in the store
//! viewer          GET /keyed/… ──► the store seals, and notes what it sent
//! half a second   what was sent since ──reports──► the desk that issued the ticket
//! ```
//!
//! Over the gateway and the desks' RPC, which are there and bounded already, and not over the swarm: a ticket names web
//! addresses, and viewers without a swarm of their own, such as players in a page, can use them.
//!
//! The account is that of the node's hot key (`cur1`): a curator's node earns with the key by which it proves what it
//! keeps. The key to which desks seal is of this run alone; what was sealed to an earlier one does not open, and the
//! viewer goes on to the next provider.

mod admission;
mod desks;

use super::{Services, curate, view::NodeChain};
use crate::{
	cli::{CurateParams, ProvideParams, ViewParams},
	failure::Failure,
};
use codec::Encode;
use crypto_box::{SecretKey, aead::OsRng};
use desks::{Desks, NotTaken};
use reel_fragment_store::{GrantId, Handle};
use reel_primitives::{AccountId, ContentId, Hash32, play::TicketId};
use reel_rpc_api::{
	HeldCells, MAX_HELD_RUNS, MAX_REPORTS, MAX_REPORTS_BYTES, Offer, SignedOffer, SignedReports,
	TransferReport, TransferReports, to_hex,
};
use reel_view_service::{Chain, Clock, SystemClock};
use sc_service::TaskManager;
use sp_core::sr25519;
use sp_keystore::KeystorePtr;
use std::{
	collections::HashMap,
	fmt,
	sync::{
		Arc, Mutex, MutexGuard, PoisonError,
		atomic::{AtomicU64, Ordering::SeqCst},
	},
	time::Duration,
};

const LOG_TARGET: &str = "reel::provide";

/// Pause between two offers; one stands for 90 s.
const OFFER_PAUSE: Duration = Duration::from_secs(20);

/// How long what is sent is gathered before it is reported.
const REPORT_PAUSE: Duration = Duration::from_millis(500);

/// Pause before a report that did not arrive is sent again.
const REPORT_AGAIN: Duration = Duration::from_secs(2);

/// How often reports are sent that a desk does not take.
const MAX_REFUSED: u32 = 8;

/// Largest reports of a message, encoded; the rest is for account and signature.
const MESSAGE_BYTES: usize = MAX_REPORTS_BYTES - 1_024;

/// Most tickets under way: as many as the store has grants.
const MAX_INTRODUCED: usize = 10_000;

/// A ticket that a viewer brought.
struct Introduced {
	/// The key of the desk that issued it.
	desk: Hash32,
	since_ms: u64,
	ends_at_ms: u64,
	/// Fragments that the desk was told of.
	told: usize,
	/// How often the desk did not take all of a message with its report.
	refused: u32,
}

/// This node as a provider.
pub(super) struct Provider {
	genesis: Hash32,
	key: sr25519::Public,
	keystore: KeystorePtr,
	gateway: String,
	secret: SecretKey,
	chain: NodeChain,
	desks: Desks,
	introduced: Mutex<HashMap<TicketId, Introduced>>,
	/// The time of the last reports.
	reported_at_ms: AtomicU64,
}

impl fmt::Debug for Provider {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Provider").field("account", &self.account()).finish_non_exhaustive()
	}
}

/// Offers this node's store to the desks that `params` name, if any.
///
/// # Errors
/// There is no store with a gateway, or no key.
pub(super) fn spawn(
	(params, curating, view): (&ProvideParams, &CurateParams, &ViewParams),
	store: Option<&Handle>,
	services: &Services,
	task_manager: &TaskManager,
) -> Result<(), Failure> {
	if params.provide.is_empty() {
		return Ok(());
	}
	let listening = store.and_then(|store| Some((store.clone(), store.http_address()?)));
	let (store, address) = listening.ok_or_else(|| {
		Failure::new("--provide needs a fragment store with its gateway", "leave out --no-store")
	})?;
	if curating.curate_no_key && services.keystore.sr25519_public_keys(curate::KEY_TYPE).is_empty()
	{
		return Err(Failure::new(
			"--provide needs the hot key, which --curate-no-key does not make",
			"insert it with `reelchain-node key insert --key-type cur1`, or leave out --curate-no-key",
		));
	}
	let key = curate::hot_key(&services.keystore).map_err(|error| {
		Failure::new(error.to_string(), "check the directory that --keystore-path names")
	})?;
	let desks = Desks::new(params.provide.clone()).map_err(|error| {
		Failure::new(
			format!("no HTTP client: {error}"),
			"install the system's root certificates (package ca-certificates)",
		)
	})?;
	let chain = NodeChain::new(services);
	let provider = Arc::new(Provider {
		genesis: chain.genesis(),
		key,
		keystore: services.keystore.clone(),
		gateway: view.gateway_url.as_deref().map_or_else(
			|| format!("http://{address}"),
			|url| url.trim_end_matches('/').to_owned(),
		),
		secret: SecretKey::generate(&mut OsRng),
		chain,
		desks,
		introduced: Mutex::default(),
		reported_at_ms: AtomicU64::new(0),
	});
	log::info!(
		target: LOG_TARGET,
		"Sending for {} desks from {}, paid to {}",
		params.provide.len(),
		provider.gateway,
		provider.account(),
	);
	// Set by nobody else.
	let _ = store.admit_by(provider.clone());
	let spawner = task_manager.spawn_handle();
	let (offering, offered) = (provider.clone(), store.clone());
	spawner.spawn("provide-offers", Some("fragment-store"), async move {
		loop {
			offering.offer(&offered).await;
			tokio::time::sleep(OFFER_PAUSE).await;
		}
	});
	spawner.spawn("provide-reports", Some("fragment-store"), async move {
		provider.report_all(&store).await;
	});
	Ok(())
}

impl Provider {
	fn account(&self) -> AccountId {
		self.key.into()
	}

	fn introduced(&self) -> MutexGuard<'_, HashMap<TicketId, Introduced>> {
		self.introduced.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn sign(&self, payload: &[u8]) -> Option<[u8; 64]> {
		let signed = self.keystore.sr25519_sign(curate::KEY_TYPE, &self.key, payload);
		signed.ok().flatten().map(|signature| signature.0)
	}

	/// Tells every desk what is held whole now.
	async fn offer(&self, store: &Handle) {
		let held = held(store).await;
		let offer = Offer {
			genesis: self.genesis,
			provider: self.account(),
			public: *self.secret.public_key().as_bytes(),
			gateway: self.gateway.clone(),
			held,
			made_at_ms: SystemClock.now_ms(),
		};
		let Some(signature) = self.sign(&offer.signing_payload()) else {
			log::warn!(target: LOG_TARGET, "the keystore does not sign for {}", self.account());
			return;
		};
		let text = to_hex(SignedOffer { offer, signature }.encode());
		let authorities = self.chain.authorities().map(|now| now.authorities).unwrap_or_default();
		let authorities: Vec<Hash32> =
			authorities.into_iter().map(|(_, key)| sr25519::Public::from(key).0).collect();
		self.desks.offer(&text, &authorities).await;
	}

	/// Reports what is sent, for as long as the store is there.
	async fn report_all(&self, store: &Handle) {
		let mut transfers = store.transfers();
		while transfers.changed().await.is_ok() {
			tokio::time::sleep(REPORT_PAUSE).await;
			while !self.report(store).await {
				tokio::time::sleep(REPORT_AGAIN).await;
			}
		}
	}

	/// Reports what the desks have not been told. Whether all of it arrived.
	async fn report(&self, store: &Handle) -> bool {
		let now_ms = SystemClock.now_ms();
		let mut due: HashMap<Hash32, Vec<TransferReport>> = HashMap::new();
		{
			let mut introduced = self.introduced();
			introduced.retain(|_, ticket| ticket.ends_at_ms > now_ms);
			for (id, ticket) in &*introduced {
				let Some(sent) = store.transfer_report(&GrantId(*id)) else { continue };
				if sent.hashes.iter().flatten().count() > ticket.told {
					let report =
						TransferReport { ticket: *id, hashes: sent.hashes, bytes: sent.bytes };
					due.entry(ticket.desk).or_default().push(report);
				}
			}
		}
		let mut arrived = true;
		for (desk, reports) in due {
			for reports in in_messages(reports) {
				arrived &= self.report_to(desk, reports).await;
			}
		}
		arrived
	}

	async fn report_to(&self, desk: Hash32, reports: Vec<TransferReport>) -> bool {
		let (provider, made_at_ms) = (self.account(), self.next_ms());
		let reports =
			TransferReports { genesis: self.genesis, desk, provider, made_at_ms, reports };
		let Some(signature) = self.sign(&reports.signing_payload()) else { return true };
		let signed = SignedReports { reports, signature };
		let number = signed.reports.reports.len();
		let sent = self.desks.report(&desk, &to_hex(signed.encode()), number).await;
		let is_refused = match &sent {
			Ok(()) => false,
			Err(NotTaken::Lost(error)) => {
				log::warn!(target: LOG_TARGET, "report of {number} tickets: {error}");
				return false;
			},
			// Which of them, it does not say: it takes those again that it has.
			Err(NotTaken::Refused(error)) => {
				log::warn!(target: LOG_TARGET, "report of {number} tickets: {error}");
				true
			},
		};
		let mut introduced = self.introduced();
		let mut arrived = true;
		for report in &signed.reports.reports {
			let Some(ticket) = introduced.get_mut(&report.ticket) else { continue };
			ticket.refused += u32::from(is_refused);
			if is_refused && ticket.refused < MAX_REFUSED {
				arrived = false;
			} else {
				ticket.told = report.hashes.iter().flatten().count();
			}
		}
		arrived
	}

	/// The time, later than when it was asked for before.
	fn next_ms(&self) -> u64 {
		let now_ms = SystemClock.now_ms();
		let later = |last: u64| now_ms.max(last.saturating_add(1));
		let before = self.reported_at_ms.fetch_update(SeqCst, SeqCst, |last| Some(later(last)));
		later(before.unwrap_or_default())
	}
}

/// Divides reports into messages that desks take.
fn in_messages(reports: Vec<TransferReport>) -> Vec<Vec<TransferReport>> {
	let (mut messages, mut bytes): (Vec<Vec<TransferReport>>, usize) = (Vec::new(), 0);
	for report in reports {
		let size = report.encoded_size();
		match messages.last_mut() {
			Some(last) if last.len() < MAX_REPORTS && bytes + size <= MESSAGE_BYTES => {
				last.push(report);
				bytes += size;
			},
			_ => {
				messages.push(vec![report]);
				bytes = size;
			},
		}
	}
	messages
}

/// What a store holds whole. Of more than fits an offer, the first titles by their ids.
async fn held(store: &Handle) -> Vec<HeldCells> {
	let mut titles: Vec<ContentId> = store
		.titles()
		.await
		.unwrap_or_default()
		.iter()
		.filter_map(|magnet| magnet.hash().digest().try_into().ok().map(ContentId))
		.collect();
	titles.sort_unstable();
	let mut held = Vec::new();
	for content in titles {
		let runs = store.whole_cells(content).await.unwrap_or_default().into_iter();
		held.extend(runs.map(|run| HeldCells {
			content,
			first: run.start,
			count: run.end.saturating_sub(run.start),
		}));
		if held.len() >= MAX_HELD_RUNS {
			held.truncate(MAX_HELD_RUNS);
			break;
		}
	}
	held
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn reports_go_in_messages_of_no_more_than_desks_take() {
		let report = |fragments| TransferReport {
			ticket: [1; 32],
			hashes: vec![Some([2; 32]); fragments],
			bytes: 3,
		};
		for (number, fragments) in [(0, 1), (1, 2_048), (1_000, 1), (40, 2_048)] {
			let messages = in_messages(vec![report(fragments); number]);
			assert_eq!(messages.iter().map(Vec::len).sum::<usize>(), number);
			for reports in messages {
				assert!((1..=MAX_REPORTS).contains(&reports.len()));
				let reports = TransferReports {
					genesis: [0; 32],
					desk: [0; 32],
					provider: AccountId::new([0; 32]),
					made_at_ms: 0,
					reports,
				};
				let signed = SignedReports { reports, signature: [0; 64] };
				assert!(signed.encoded_size() <= MAX_REPORTS_BYTES);
			}
		}
	}
}
