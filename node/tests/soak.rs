//! A crowd at four validators (C6 to C9): every play that a desk accepts is paid once, and what is minted is what the
//! schedule says. Small here; `REEL_SOAK=1` makes it a thousand viewers for ten minutes.

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Node, Rpc, Stage, Viewer, events, moment, usage, validators,
};
use futures::{StreamExt, stream};
use pallet_proof_of_view::Event;
use reel::{account::to_ss58, watch::Title};
use reel_primitives::{Balance, Round, play::TicketId, time::round_start_ms};
use reel_rpc_api::{Claimable, PlayState, Rejection, SumAward};
use reelchain_runtime::RuntimeEvent;
use serde_json::{Value, json};
use std::{
	collections::{BTreeMap, BTreeSet},
	time::Duration,
};
use tokio::time::{Instant, sleep, timeout};

/// One CFX in planck.
const CFX: u128 = 1_000_000_000_000_000_000;

/// What a rewarded round brings into being before the first halving (C8), and the viewers' part of it (C9).
const ROUND_REWARD: Balance = 90 * CFX;
const VIEWERS_PERCENT: u128 = 40;

/// How large it is.
struct Size {
	viewers: u32,
	cells: u32,
	cell_seconds: u32,
	run: Duration,
}

impl Size {
	fn of_environment() -> Self {
		let long = std::env::var_os("REEL_SOAK").is_some();
		match long {
			true => {
				Self { viewers: 1_000, cells: 11, cell_seconds: 60, run: Duration::from_secs(600) }
			},
			false => Self { viewers: 24, cells: 2, cell_seconds: 12, run: Duration::from_secs(20) },
		}
	}

	/// What of it takes how long after the last play: a batch may lapse, and its plays roll over.
	fn patience(&self) -> Duration {
		BLOCKS_DEADLINE * 3 + self.run
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_at_four_desks_is_paid_for_each_play_once_and_no_coin_is_minted_beside() {
	let size = Size::of_environment();
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let nodes = validators(&folder).await;
	let film = Film::still(size.cells, size.cell_seconds).await;
	let stage = Stage::open(nodes[0].rpc()).await;
	let all: Vec<&Node> = nodes.iter().collect();
	let title = stage.publish(&film, &all, 4).await;
	for (number, node) in nodes.iter().enumerate() {
		// A desk that was told of the secret by another can issue tickets from then on.
		let scout = Viewer::new(&format!("Scout{number}"), node).await;
		let ready = format!("desk {number} has title and secret");
		crate::common::until(&ready, BLOCKS_DEADLINE, async || {
			let grant = scout.ask(&title, 0).await;
			grant.map_err(|reason| eprintln!("desk {number}: {reason:?}")).ok()
		})
		.await;
	}
	let before = Books::of(nodes[0].rpc(), &[], None).await;
	let start = nodes[0].rpc().finalized().await;

	let began = Instant::now();
	let cpu_before: Vec<_> = nodes.iter().map(|node| usage(node.process())).collect();
	let ledger = Ledger::follow(nodes[0].rpc().clone(), start + 1);
	let watching = (0..size.viewers).map(|number| {
		let (node, title) = (&nodes[number as usize % nodes.len()], &title);
		async move {
			let viewer = Viewer::new(&format!("Soak{number}"), node).await;
			// They come evenly over the first cell.
			let cell = Duration::from_secs(size.cell_seconds.into());
			sleep(cell * number / size.viewers).await;
			watch(&viewer, title, began + size.run).await
		}
	});
	let tallies = futures::future::join_all(watching).await;
	let spent = began.elapsed();
	let cpu_after: Vec<_> = nodes.iter().map(|node| usage(node.process())).collect();

	let accepted: usize = tallies.iter().map(|tally| tally.accepted.len()).sum();
	let mut refused = BTreeMap::<&str, u32>::new();
	for (label, count) in tallies.iter().flat_map(|tally| &tally.refused) {
		*refused.entry(label).or_default() += count;
	}
	println!(
		"soak: {} viewers, {} s: {accepted} plays accepted, refused {refused:?}",
		size.viewers,
		spent.as_secs()
	);
	for ((node, name), (old, new)) in
		nodes.iter().zip(["alice", "bob", "charlie", "dave"]).zip(cpu_before.iter().zip(&cpu_after))
	{
		let cpu = (new.cpu - old.cpu).as_secs_f64() / spent.as_secs_f64() * 100.0;
		let log = node.lines_with(&["panicked", "Essential task"]);
		assert_eq!(log, Vec::<String>::new());
		println!(
			"soak: {name}: {cpu:.0} % of a core, {} MiB of memory, {} at most",
			new.memory_mib, new.peak_mib
		);
	}
	assert!(accepted >= size.viewers as usize, "nobody is kept out");

	let paid = stream::iter(&tallies).map(|tally| rounds_of(tally, size.patience()));
	let rounds: BTreeSet<Round> = paid.buffer_unordered(8).concat().await.into_iter().collect();
	let ledger = ledger.until_all_are_paid(&rounds, size.patience()).await;
	ledger.tell();
	assert_eq!(ledger.rejected, 0, "no desk found an honest batch wrong");
	// Each is paid at least once, as its desk says; all together are no more: each is paid once.
	assert_eq!(ledger.plays(), accepted as u64);
	let minted = ledger.minted();
	assert_eq!(minted, ROUND_REWARD * ledger.paid.len() as u128);
	let after = Books::of(nodes[0].rpc(), &[], Some(&ledger.head)).await;
	assert_eq!((after.issuance - before.issuance, after.minted - before.minted), (minted, minted));

	let claims = stream::iter(&tallies).map(|tally| claim_all(&tally.viewer, size.patience()));
	claims.buffer_unordered(8).collect::<()>().await;
	let accounts: Vec<_> = tallies.iter().map(|tally| tally.viewer.account()).collect();
	let gained: Balance = Books::of(nodes[0].rpc(), &accounts, None).await.balances.iter().sum();
	let viewers_part = minted * VIEWERS_PERCENT / 100;
	// Each payment is rounded down by less than a planck, once by its round and once by the sum that it went into.
	let lost = viewers_part.checked_sub(gained).expect("viewers get no more than their part");
	assert!(lost <= 2 * accepted as u128, "{lost} planck of the viewers' part are nobody's");
	println!("soak: viewers have {} CFX of {} minted", gained / CFX, minted / CFX);
}

/// What became of a viewer's plays.
struct Tally {
	viewer: Viewer,
	accepted: Vec<TicketId>,
	refused: BTreeMap<&'static str, u32>,
}

/// Watches cell after cell in real time, as long as a cell more fits in before `end`, or there is none.
async fn watch(viewer: &Viewer, title: &Title, end: Instant) -> Tally {
	let mut tally =
		Tally { viewer: viewer.clone(), accepted: Vec::new(), refused: BTreeMap::new() };
	for cell in 0..title.cells.len() as u32 {
		let duration = Duration::from_millis(title.cells[cell as usize].duration_ms.into());
		if Instant::now() + duration > end + duration / 2 {
			break;
		}
		match watch_one(viewer, title, cell).await {
			Ok(ticket) => tally.accepted.push(ticket),
			Err(rejection) => *tally.refused.entry(rejection.label()).or_default() += 1,
		}
	}
	tally
}

async fn watch_one(viewer: &Viewer, title: &Title, cell: u32) -> Result<TicketId, Rejection> {
	let grant = viewer.ask(title, cell).await?;
	let play = viewer.watch(title, &grant).await;
	crate::common::until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&play).await?;
	Ok(grant.id)
}

/// The rounds that a viewer's plays were paid for.
async fn rounds_of(tally: &Tally, patience: Duration) -> Vec<Round> {
	let mut rounds = Vec::new();
	for ticket in &tally.accepted {
		let paid = async {
			loop {
				match tally.viewer.status(ticket).await {
					PlayState::Paid { round } => return round,
					_ => sleep(Duration::from_secs(1)).await,
				}
			}
		};
		rounds.push(timeout(patience, paid).await.expect("what was accepted is paid"));
	}
	rounds
}

/// Claims what a viewer has to claim, until nothing is left.
async fn claim_all(viewer: &Viewer, patience: Duration) {
	let account = json!([to_ss58(&viewer.account())]);
	let claimed = async {
		loop {
			let left: Vec<Claimable> = viewer
				.rpc
				.ask_desk("pov_v1_claimable", account.clone())
				.await
				.expect("the question is never refused");
			let sums: Result<Vec<SumAward>, _> =
				viewer.rpc.ask_desk("pov_v1_sums", account.clone()).await;
			let is_open = |sum: &SumAward| sum.sum_planck != sum.paid_planck;
			let sums = sums.map(|sums| sums.iter().any(is_open));
			if left.is_empty() && sums == Ok(false) {
				return;
			}
			// Refused while the one of before is on its way, or too many are, or sums are being voted on.
			for method in ["pov_v1_claim", "pov_v1_claimSums"] {
				let _: Result<Value, Rejection> =
					viewer.rpc.ask_desk(method, account.clone()).await;
			}
			sleep(Duration::from_secs(3)).await;
		}
	};
	timeout(patience, claimed).await.expect("claims get into blocks");
}

/// What the chain made final about batches.
#[derive(Clone, Debug)]
struct Ledger {
	rpc: Rpc,
	next: u32,
	head: String,
	/// Rounds that were paid: plays, CFX minted, and how long after the round's end, milliseconds.
	paid: BTreeMap<Round, (u32, Balance, u64)>,
	lapsed: u32,
	rejected: u32,
}

/// A ledger that is being written while others work: nodes forget the state of old blocks.
struct Following(tokio::task::JoinHandle<()>, tokio::sync::watch::Receiver<Option<Ledger>>);

impl Ledger {
	fn follow(rpc: Rpc, from: u32) -> Following {
		let (tell, told) = tokio::sync::watch::channel(None);
		let task = tokio::spawn(async move {
			let mut ledger = Self {
				rpc,
				next: from,
				head: String::new(),
				paid: BTreeMap::new(),
				lapsed: 0,
				rejected: 0,
			};
			loop {
				ledger.catch_up().await;
				if tell.send(Some(ledger.clone())).is_err() {
					return;
				}
				sleep(Duration::from_secs(2)).await;
			}
		});
		Following(task, told)
	}

	async fn catch_up(&mut self) {
		let last = self.rpc.finalized().await;
		while self.next <= last {
			let hash = self.rpc.hash(self.next).await;
			for event in events(&self.rpc, &hash).await {
				match event {
					RuntimeEvent::ProofOfView(Event::BatchAccepted {
						round,
						plays,
						minted_cfx,
						..
					}) => {
						let at = moment(&self.rpc, &hash).await;
						let lag = at.saturating_sub(round_start_ms(round + 1));
						let other = self.paid.insert(round, (plays, minted_cfx, lag));
						assert_eq!(other, None, "round {round} is paid once");
					},
					RuntimeEvent::ProofOfView(Event::BatchLapsed { .. }) => self.lapsed += 1,
					RuntimeEvent::ProofOfView(Event::BatchRejected { .. }) => self.rejected += 1,
					_ => {},
				}
			}
			self.head = hash;
			self.next += 1;
		}
	}

	fn plays(&self) -> u64 {
		self.paid.values().map(|(plays, ..)| u64::from(*plays)).sum()
	}

	fn minted(&self) -> Balance {
		self.paid.values().map(|(_, minted, _)| minted).sum()
	}

	fn tell(&self) {
		let mut lags: Vec<_> = self.paid.values().map(|(.., lag)| *lag as f64 / 1_000.0).collect();
		lags.sort_by(f64::total_cmp);
		let at = |percent: usize| lags[(lags.len() - 1) * percent / 100];
		println!(
			"soak: {} plays paid in {} rounds, {} batches lapsed, {} rejected; from a round's end to its pay {:.1} s, 95 % {:.1} s, at most {:.1} s",
			self.plays(),
			self.paid.len(),
			self.lapsed,
			self.rejected,
			at(50),
			at(95),
			at(100)
		);
	}
}

impl Following {
	async fn until_all_are_paid(mut self, rounds: &BTreeSet<Round>, patience: Duration) -> Ledger {
		let all = |ledger: &Option<Ledger>| {
			ledger
				.as_ref()
				.is_some_and(|ledger| rounds.iter().all(|it| ledger.paid.contains_key(it)))
		};
		let waited = timeout(patience, self.1.wait_for(all)).await.expect("they become final");
		let ledger = waited.expect("the ledger is written until nobody reads it").clone();
		self.0.abort();
		ledger.expect("it was waited for")
	}
}
