//! The market by the commands that people use: a film is sold and its holders are paid when it was watched (S5, K3), coins are
//! swapped (S4), layers, ads and campaigns have their course (C10, C11, S9).

mod budget;
mod funded;
mod layered;
mod patterns;
mod sold;
mod targets;

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Node, Stage, Viewer, account, dev, reel, until, until_ms,
};
use reel::{
	account::Signer,
	chain::payouts::{Payout, PayoutKind},
	money::CFX,
};
use reel_fragment_store::block::{RAW, cid_of};
use reel_primitives::{AccountId, market::Currency};
use reel_rpc_api::{Rejection, to_hex};

/// A command of the client, signed by a name that everybody knows; its exit code.
async fn by(node: &Node, name: &str, command: &[&str]) -> u8 {
	reel(node, &[&["--dev-account", name], command].concat()).await
}

/// What was paid to holders up to the finalized block, once something that views brought is among it.
async fn payouts(stage: &Stage) -> Vec<Payout> {
	until("a finalized block has the claim", BLOCKS_DEADLINE, async || {
		let mut payouts = Vec::new();
		let report = stage.chain.payouts(0, |_| (), |payout| payouts.push(payout)).await;
		report.expect("the node answers");
		payouts.iter().any(|payout| payout.kind == PayoutKind::Views).then_some(payouts)
	})
	.await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_bought_watched_and_three_holders_are_paid_to_the_planck() {
	let node = dev();
	let film = Film::draw(1, 8).await;
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let content = to_hex(title.content.0);
	let content = content.as_str();

	let holders = ["rights", "set", content, "//Bob=5000", "//Charlie=3000"];
	assert_eq!(by(&node, "Bob", &holders).await, 4, "a fifth is nobody's");
	let holders = [&holders[..], &["//Dave=2000"]].concat();
	assert_eq!(by(&node, "Ferdie", &holders).await, 6, "not Ferdie's title");
	assert_eq!(by(&node, "Bob", &holders).await, 0);
	assert_eq!(by(&node, "Bob", &["title", "price", content, "10"]).await, 0);
	assert_eq!(reel(&node, &["rights", "show", content]).await, 0);

	let mut buyer = Viewer::new("Buyer", &node).await;
	buyer.signer = Signer::dev("Ferdie").expect("a name derives a key");
	let guest = Viewer::new("Guest", &node).await;
	assert_eq!(buyer.ask(&title, 0).await.err(), Some(Rejection::NotBought));
	assert_eq!(by(&node, "Ferdie", &["refuse", content]).await, 3, "nothing was bought");
	assert_eq!(by(&node, "Ferdie", &["buy", content, "--max", "9.99"]).await, 4);
	assert_eq!(by(&node, "Ferdie", &["donate", content, "1"]).await, 4, "it takes none");

	// Bought, thought better of it, and bought.
	let held = async || stage.chain.balances(&buyer.account()).await.expect("told").reserved;
	let before = held().await;
	assert_eq!(by(&node, "Ferdie", &["buy", content]).await, 0);
	assert_eq!(held().await - before, 10 * CFX);
	assert_eq!(by(&node, "Ferdie", &["refuse", content]).await, 0);
	assert_eq!(held().await, before);
	assert_eq!(buyer.ask(&title, 0).await.err(), Some(Rejection::NotBought));
	assert_eq!(by(&node, "Ferdie", &["buy", content]).await, 0);
	assert_eq!(by(&node, "Ferdie", &["buy", content]).await, 4, "once is enough");
	let paid = [stage.creator.account(), account("Charlie"), account("Dave"), buyer.account()];
	let before = Books::of(node.rpc(), &paid, None).await;

	let grant = buyer.ask(&title, 0).await.expect("it is bought");
	assert_eq!(guest.ask(&title, 0).await.err(), Some(Rejection::NotBought));
	let play = buyer.watch(&title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	buyer.submit(&play).await.expect("an honest play within its window");
	buyer.paid(&grant.id).await;

	// Of 10 CFX a twentieth is the platform's; the round brings 40 % to who watched and 30 % to those whose film it is: to
	// its creator at once, to the others when anybody claims it for them.
	let after = Books::of(node.rpc(), &paid, None).await;
	let shares = [4_750, 2_850, 1_900].map(|thousandths| thousandths * CFX / 1_000);
	assert_eq!(after.balances[0] - before.balances[0], shares[0] + 27 * CFX / 2);
	assert_eq!(after.balances[1] - before.balances[1], shares[1]);
	assert_eq!(after.balances[2] - before.balances[2], shares[2]);
	assert_eq!(after.balances[3] + 10 * CFX - before.balances[3], 36 * CFX);
	assert_eq!(after.issuance - before.issuance, 90 * CFX);
	assert_eq!(held().await, 0);
	assert_eq!(by(&node, "Ferdie", &["refuse", content]).await, 4, "it was watched");

	assert_eq!(by(&node, "Ferdie", &["rights", "claim", content]).await, 0);
	let views = [81, 54].map(|tenths| tenths * CFX / 10);
	let claimed = Books::of(node.rpc(), &paid[..3], None).await;
	let gains = [0, 1, 2].map(|index| claimed.balances[index] - after.balances[index]);
	assert_eq!(gains, [0, views[0], views[1]]);
	assert_eq!(claimed.issuance, after.issuance);
	assert_eq!(by(&node, "Ferdie", &["rights", "claim", content]).await, 4, "nothing is owed");

	let payouts = payouts(&stage).await;
	let got = |account: Option<AccountId>, kind: PayoutKind| -> u128 {
		let of = payouts.iter().filter(|payout| payout.account == account && payout.kind == kind);
		of.map(|payout| payout.amount).sum()
	};
	for (account, share) in paid.iter().zip(shares) {
		assert_eq!(got(Some(account.clone()), PayoutKind::Share), share);
	}
	for (account, views) in paid[1..].iter().zip(views) {
		assert_eq!(got(Some(account.clone()), PayoutKind::Views), views);
	}
	assert_eq!(got(Some(paid[0].clone()), PayoutKind::Creator), 27 * CFX / 2);
	assert_eq!(got(None, PayoutKind::Fee), CFX / 2);
	assert_eq!(got(Some(buyer.account()), PayoutKind::Returned), 10 * CFX, "the refused one");
	assert!(payouts.iter().all(|payout| payout.currency == Currency::Cfx));
	assert_eq!(reel(&node, &["rights", "report", "--title", content]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn coins_are_swapped_at_the_quoted_rate_and_a_fee_is_paid_in_ssh() {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	let bob = account("Bob");
	let free = async || stage.chain.balances(&bob).await.expect("told").free;
	let (before, quote) =
		(free().await, stage.chain.swap_quote(Currency::Cfx, 1_000 * CFX).await.expect("a pool"));
	assert!(quote.taken > 0 && quote.taken < quote.at_price, "the pool keeps a fee");
	assert_eq!(reel(&node, &["wallet", "quote", "--from", "cfx", "--amount", "1000"]).await, 0);

	let swap = ["wallet", "swap", "--amount"];
	let with = |more: &[&'static str]| [&swap[..], more].concat();
	assert_eq!(by(&node, "Bob", &with(&["1000", "--from", "cfx"])).await, 0);
	let given = before - free().await;
	assert!((1_000 * CFX..1_001 * CFX).contains(&given), "{given}: the amount and a fee");
	let too_much = with(&["0.0001", "--from", "ssh", "--min-received", "1000"]);
	assert_eq!(by(&node, "Bob", &too_much).await, 4);
	assert_eq!(by(&node, "Dave", &with(&["0.0001", "--from", "ssh"])).await, 4, "Dave has none");

	// What is sent is all that leaves in CFX: the fee is paid in SSH.
	let before = free().await;
	assert_eq!(by(&node, "Bob", &["--fee-in", "ssh", "wallet", "send", "//Charlie", "1"]).await, 0);
	assert_eq!(before - free().await, CFX);
	assert_eq!(by(&node, "Bob", &with(&["0.0001", "--from", "ssh"])).await, 0);
	assert!(free().await > before - CFX);
}

#[tokio::test(flavor = "multi_thread")]
async fn layers_ads_and_campaigns_have_their_course_and_royalties_are_claimed_to_the_planck() {
	let node = dev();
	let film = Film::draw(1, 8).await;
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let content = to_hex(title.content.0);
	let content = content.as_str();
	let cid = cid_of(RAW, b"WEBVTT").to_string();

	let offer =
		["layer", "offer", content, "--kind", "subtitle", "--language", "ko", "--cid", &cid];
	let offer = [&offer[..], &["--size", "6", "--share", "500"]].concat();
	assert_eq!(by(&node, "Charlie", &offer).await, 0);
	assert_eq!(by(&node, "Charlie", &["layer", "accept", "0"]).await, 6, "the creator's to accept");
	assert_eq!(by(&node, "Bob", &["layer", "accept", "0"]).await, 0);
	let shown = async || stage.chain.layers_of(&title.content, true).await.expect("told").len();
	assert_eq!(shown().await, 1);
	assert_eq!(by(&node, "Eve", &["layer", "stop", "0", "--reason", "rights"]).await, 0);
	assert_eq!(shown().await, 0);

	let held =
		async |name: &str| stage.chain.balances(&account(name)).await.expect("told").reserved;
	let before = held("Bob").await;
	let open = ["ad", "open", content, "--view", "0.01", "--budget", "100", "--days", "7"];
	assert_eq!(by(&node, "Bob", &open).await, 0);
	assert_eq!(by(&node, "Bob", &["ad", "fund", "0", "50"]).await, 0);
	assert_eq!(held("Bob").await - before, 150 * CFX);
	assert_eq!(by(&node, "Dave", &["ad", "pause", "0"]).await, 6, "not Dave's");
	assert_eq!(by(&node, "Bob", &["ad", "pause", "0"]).await, 0);
	assert_eq!(by(&node, "Bob", &["ad", "cancel", "0"]).await, 0);
	assert_eq!(stage.chain.ad_campaign(0).await.expect("it is there").spent_cfx, 0);
	assert_eq!(reel(&node, &["ad", "results", "0"]).await, 0);

	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let text = |name: &str| {
		let path = folder.path().join(name);
		std::fs::write(&path, name).expect("it can be written");
		path.display().to_string()
	};
	let (about, script, cut) = (text("about"), text("script"), text("cut"));
	let milestones = [format!("400={script}"), format!("600={cut}")];
	let open =
		["fund", "open", &about, "--milestone", &milestones[0], "--milestone", &milestones[1]];
	let more = ["--share", "2500", "--tokens", "1000000", "--title", content];
	assert_eq!(by(&node, "Bob", &[&open[..], &more].concat()).await, 0);
	// Of the layer there is a deposit.
	let before = held("Charlie").await;
	assert_eq!(by(&node, "Charlie", &["fund", "contribute", "0", "500"]).await, 0);
	assert_eq!(held("Charlie").await - before, 500 * CFX);
	assert_eq!(by(&node, "Dave", &["fund", "contribute", "0", "300"]).await, 0);
	assert_eq!(by(&node, "Bob", &["fund", "report", "0"]).await, 4, "it has not the money");
	assert_eq!(by(&node, "Ferdie", &["fund", "contribute", "0", "900"]).await, 0, "cut to 200");
	until("the first milestone is paid", BLOCKS_DEADLINE, async || {
		let campaign = stage.chain.funding_campaign(0).await.expect("it is there");
		(campaign.issued && campaign.paid == 1).then_some(())
	})
	.await;
	assert_eq!(held("Ferdie").await, 0);
	assert_eq!(by(&node, "Bob", &["fund", "report", "0"]).await, 0);
	assert_eq!(by(&node, "Charlie", &["fund", "vote", "0"]).await, 0);

	// A quarter of 9.5 CFX, and of 27 CFX for the view, is the campaign's, half of it Charlie's.
	assert_eq!(by(&node, "Bob", &["title", "price", content, "10"]).await, 0);
	assert_eq!(by(&node, "Ferdie", &["buy", content]).await, 0);
	let mut buyer = Viewer::new("Buyer", &node).await;
	buyer.signer = Signer::dev("Ferdie").expect("a name derives a key");
	let grant = buyer.ask(&title, 0).await.expect("it is bought");
	let play = buyer.watch(&title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	buyer.submit(&play).await.expect("an honest play within its window");
	buyer.paid(&grant.id).await;
	let due = stage.chain.royalties_of(0, &account("Charlie")).await.expect("told").cfx;
	assert_eq!(due, 4_562_500_000_000_000_000);
	let before = stage.chain.balances(&account("Charlie")).await.expect("told").total();
	assert_eq!(by(&node, "Dave", &["fund", "claim", "0", "--for", "//Charlie"]).await, 0);
	let after = stage.chain.balances(&account("Charlie")).await.expect("told").total();
	assert_eq!(after - before, due);
	assert_eq!(by(&node, "Charlie", &["fund", "claim", "0"]).await, 4, "once");
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
