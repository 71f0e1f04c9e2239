//! What is watched comes to be kept by more, and by fewer when nobody watches any more (C12); and whoever leaves in order
//! hands over what it keeps and gets back what it had put up. Four real nodes, real plays, no clock but the chain's.

use crate::common::{
	BLOCKS_DEADLINE, Film, Node, Rpc, Stage, Viewer,
	curator::{COOL_DOWN, EPOCHS_DEADLINE, account, joining, keeper, register, short_chain},
	events, reel, until, until_ms,
};
use pallet_curators::Event as CuratorsEvent;
use pallet_fragment_staking::Event as StakingEvent;
use pallet_transaction_payment::Event as PaymentEvent;
use reel::watch::Title;
use reel_fragments::{
	contract::{EndReason, TitleLoad},
	placement::{Seat, surplus},
	region::Region,
	traits::Standing,
};
use reel_primitives::{AccountId, Round};
use reelchain_runtime::RuntimeEvent;
use tempfile::TempDir;

/// Who curates on which node, the first being the one that makes blocks and publishes.
const CURATORS: [(&str, &str); 4] =
	[("alice", "Charlie"), ("bob", "Dave"), ("carol", "Ferdie"), ("dan", "Bob")];

/// Everybody, and what they keep.
struct Play {
	nodes: Vec<Node>,
	title: Title,
}

impl Play {
	fn rpc(&self) -> &Rpc {
		self.nodes[0].rpc()
	}

	fn place(who: &AccountId) -> usize {
		CURATORS.iter().position(|(_, cold)| account(cold) == *who).expect("one of ours")
	}

	async fn holders(&self) -> Vec<AccountId> {
		self.rpc().holders(self.title.content).await
	}

	async fn load(&self) -> TitleLoad {
		let load: Option<TitleLoad> =
			self.rpc().ask_runtime("FragmentApi_title_load", self.title.content).await;
		load.expect("it is registered")
	}

	async fn collateral(&self, who: &AccountId) -> u128 {
		self.rpc().curator(who).await.expect("registered").collateral_cfx
	}

	async fn round(&self) -> Round {
		self.rpc().ask_runtime("ProofOfViewApi_current_round", ()).await
	}

	/// The first event from block `from` on of which `look` makes something.
	async fn event<T>(&self, from: u32, look: impl Fn(RuntimeEvent) -> Option<T>) -> Option<T> {
		for number in from..=self.rpc().best().await {
			let hash = self.rpc().hash(number).await;
			if let Some(found) = events(self.rpc(), &hash).await.into_iter().find_map(&look) {
				return Some(found);
			}
		}
		None
	}

	/// How, and with what earnings, the contract of `who` ended at or after block `from`.
	async fn ending(&self, from: u32, who: &AccountId) -> Option<(EndReason, u128)> {
		self.event(from, |event| match event {
			RuntimeEvent::FragmentStaking(StakingEvent::ContractEnded {
				curator,
				reason,
				earned_ssh,
				..
			}) if curator == *who => Some((reason, earned_ssh)),
			_ => None,
		})
		.await
	}
}

/// The title is kept by three of the four.
async fn open(folder: &TempDir) -> Play {
	let chain = short_chain(folder);
	// Claims as soon as there is something to claim.
	let curate = ["--curate", "--curate-claim-every", "1m"];
	let alice = keeper(&chain, folder, "alice").with(&curate).start();
	let join = joining(&alice).await;
	let join: Vec<_> = join.iter().map(String::as_str).collect();
	let mut nodes = vec![alice];
	for (name, _) in &CURATORS[1..] {
		nodes.push(keeper(&chain, folder, name).with(&curate).with(&join).start());
	}
	for (node, (_, cold)) in nodes.iter().zip(CURATORS) {
		register(node, cold).await;
	}
	let stage = Stage::open(nodes[0].rpc()).await;
	let film = Film::draw(1, 4).await;
	let title = stage.publish(&film, &[&nodes[0]], 1).await;
	let play = Play { nodes, title };
	until("three keep it", EPOCHS_DEADLINE, async || {
		(play.holders().await.len() == 3).then_some(())
	})
	.await;
	play
}

/// One more viewer watches all of it.
async fn watch(play: &Play, number: u32) {
	let viewer = Viewer::new(&format!("Fan{number}"), &play.nodes[0]).await;
	let grant = viewer.ask(&play.title, 0).await.expect("nothing speaks against it");
	let data = viewer.watch(&play.title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&data).await.expect("an honest play within its window");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hot_title_gains_replicas_a_cold_one_sheds_them_and_a_keeper_leaves_in_order() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let play = open(&folder).await;
	let before = play.collateral(&account(CURATORS[0].1)).await;

	gains_replicas(&play).await;
	let let_go = sheds_them(&play).await;
	claims_by_itself(&play, &let_go).await;
	leaves_in_order(&play).await;

	for (_, cold) in CURATORS {
		let who = account(cold);
		if play.rpc().curator(&who).await.is_some() {
			assert_eq!(play.collateral(&who).await, before, "who did its duty loses nothing");
		}
	}
	for node in &play.nodes {
		assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
	}
}

/// Watched again and again, until a fourth keeps it.
async fn gains_replicas(play: &Play) {
	let end = tokio::time::Instant::now() + EPOCHS_DEADLINE;
	let mut number = 0;
	while play.holders().await.len() < 4 {
		assert!(tokio::time::Instant::now() < end, "nobody more keeps it: {:?}", play.load().await);
		watch(play, number).await;
		number += 1;
	}
	let seats: Vec<Seat<AccountId>> =
		play.rpc().ask_runtime("FragmentApi_seats", (0u32, 10u32)).await;
	assert_eq!(seats.len(), 4);
}

/// Nobody watches any more: the farthest lets go, nobody else, and is paid for what it kept. Returns who did.
async fn sheds_them(play: &Play) -> AccountId {
	let from = play.rpc().best().await;
	let seats: Vec<Seat<AccountId>> =
		play.rpc().ask_runtime("FragmentApi_seats", (0u32, 10u32)).await;
	let holders = play.holders().await;
	let home = Region::new(*b"KR");
	let [farthest] = &surplus(&seats, &holders, &play.title.content, 0, home, 3)[..] else {
		panic!("one of four is too many")
	};
	until("three keep it again", EPOCHS_DEADLINE, async || {
		(play.holders().await.len() == 3).then_some(())
	})
	.await;
	assert_eq!((play.load().await.level, play.load().await.wanted), (1, 3));
	assert!(!play.holders().await.contains(farthest), "the farthest lets go");
	let (reason, earned_ssh) = play.ending(from, farthest).await.expect("its contract ended");
	assert_eq!(reason, EndReason::Surplus);
	assert!(earned_ssh > 0, "what it kept is paid");
	let node = &play.nodes[Play::place(farthest)];
	node.rpc().keeping_until("it says so", |state| state["shed"] == 1).await;
	farthest.clone()
}

/// Those that stay claim what they have earned, without anybody's doing.
async fn claims_by_itself(play: &Play, let_go: &AccountId) {
	for who in play.holders().await {
		assert_ne!(who, *let_go);
		let node = &play.nodes[Play::place(&who)];
		node.rpc().keeping_until("a claim", |state| state["claimed"].as_u64() > Some(0)).await;
		assert!(play.rpc().ssh(&who).await > 0, "the cold account is paid");
	}
}

/// A keeper leaves: another takes over, and after the cool-down everything that was put up comes back.
async fn leaves_in_order(play: &Play) {
	let (rpc, from) = (play.rpc().clone(), play.rpc().best().await);
	let holders = play.holders().await;
	let leaver = holders.iter().find(|who| Play::place(who) != 0).expect("two of three").clone();
	let (_, name) = CURATORS[Play::place(&leaver)];
	let stop = ["curate", "stop", "--dev-account", name];
	let node = &play.nodes[0];
	assert_eq!(reel(node, &stop).await, 0);
	let Some(Standing::Leaving { until: free_in }) =
		rpc.curator(&leaver).await.map(|info| info.standing)
	else {
		panic!("it is leaving")
	};
	assert!(free_in <= play.round().await + COOL_DOWN);

	until("another took over", EPOCHS_DEADLINE, async || {
		let now = play.holders().await;
		(now.len() == 3 && !now.contains(&leaver)).then_some(())
	})
	.await;
	until("it keeps nothing any more", BLOCKS_DEADLINE, async || {
		rpc.contracts_of(&leaver).await.is_empty().then_some(())
	})
	.await;
	let (reason, _) = play.ending(from, &leaver).await.expect("its contract ended");
	assert_eq!(reason, EndReason::HandedOver);
	if play.round().await < free_in {
		assert_eq!(reel(node, &stop).await, 4, "it cools down");
	}
	until("the cool-down is over", EPOCHS_DEADLINE, async || {
		(play.round().await >= free_in).then_some(())
	})
	.await;

	let chain = Stage::open(&rpc).await.chain;
	let (held, then) = (play.collateral(&leaver).await, chain.balances(&leaver).await);
	let (then, from) = (then.expect("the node answers"), rpc.best().await);
	assert_eq!(reel(node, &stop).await, 0);
	let now = chain.balances(&leaver).await.expect("the node answers");
	let fee = play.event(from, |event| match event {
		RuntimeEvent::TransactionPayment(PaymentEvent::TransactionFeePaid {
			who,
			actual_fee,
			..
		}) if who == leaver => Some(actual_fee),
		_ => None,
	});
	let fee = fee.await.expect("leaving has a fee");
	// Bob has a deposit for the title as well.
	let expected = (then.reserved - held, then.free + held - fee);
	assert_eq!((now.reserved, now.free), expected, "to the planck");
	let released = play.event(from, |event| match event {
		RuntimeEvent::Curators(CuratorsEvent::CuratorLeft { curator, released_cfx })
			if curator == leaver =>
		{
			Some(released_cfx)
		},
		_ => None,
	});
	assert_eq!(released.await, Some(held));
	assert_eq!(rpc.curator(&leaver).await, None);
	assert_eq!(play.holders().await.len(), 3);
}
