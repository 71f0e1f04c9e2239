//! A film is sold by the commands that people use: what is held, who may watch, and who is paid when it was watched (S5, K3).

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Node, Stage, Viewer, dev, reel, until, until_ms,
};
use reel::{
	account::Signer,
	chain::payouts::{Payout, PayoutKind},
	money::CFX,
};
use reel_primitives::{AccountId, market::Currency};
use reel_rpc_api::{Rejection, to_hex};

fn account(name: &str) -> AccountId {
	Signer::dev(name).expect("a name derives a key").account()
}

/// A command of the client, signed by a name that everybody knows; its exit code.
async fn by(node: &Node, name: &str, command: &[&str]) -> u8 {
	reel(node, &[&["--dev-account", name], command].concat()).await
}

/// What was paid out of sales and donations up to the finalized block, once a fee is among it.
async fn payouts(stage: &Stage) -> Vec<Payout> {
	until("a finalized block has the sale", BLOCKS_DEADLINE, async || {
		let mut payouts = Vec::new();
		let report = stage.chain.payouts(0, |_| (), |payout| payouts.push(payout)).await;
		report.expect("the node answers");
		payouts.iter().any(|payout| payout.kind == PayoutKind::Fee).then_some(payouts)
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
	assert_eq!(by(&node, "Ferdie", &holders).await, 4, "not Ferdie's title");
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

	// Of 10 CFX a twentieth is the platform's; the round brings 40 % to who watched and 30 % to who made it.
	let after = Books::of(node.rpc(), &paid, None).await;
	let shares = [4_750, 2_850, 1_900].map(|thousandths| thousandths * CFX / 1_000);
	assert_eq!(after.balances[0] - before.balances[0], shares[0] + 27 * CFX);
	assert_eq!(after.balances[1] - before.balances[1], shares[1]);
	assert_eq!(after.balances[2] - before.balances[2], shares[2]);
	assert_eq!(after.balances[3] + 10 * CFX - before.balances[3], 36 * CFX);
	assert_eq!(after.issuance - before.issuance, 90 * CFX);
	assert_eq!(held().await, 0);
	assert_eq!(by(&node, "Ferdie", &["refuse", content]).await, 4, "it was watched");

	let payouts = payouts(&stage).await;
	let got = |account: Option<AccountId>, kind: PayoutKind| -> u128 {
		let of = payouts.iter().filter(|payout| payout.account == account && payout.kind == kind);
		of.map(|payout| payout.amount).sum()
	};
	for (account, share) in paid.iter().zip(shares) {
		assert_eq!(got(Some(account.clone()), PayoutKind::Share), share);
	}
	assert_eq!(got(None, PayoutKind::Fee), CFX / 2);
	assert_eq!(got(Some(buyer.account()), PayoutKind::Returned), 10 * CFX, "the refused one");
	assert!(payouts.iter().all(|payout| payout.currency == Currency::Cfx));
	assert_eq!(reel(&node, &["rights", "report", "--title", content]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
