//! The report of payouts, line by line: what an account got is the sum of its lines, to the planck (K3).

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Stage, Viewer, account, by, dev, reel, until, until_ms,
};
use reel::{
	account::{Signer, to_ss58},
	chain::{
		payouts::{Payout, PayoutKind},
		sales::Stage as Course,
	},
	money::CFX,
};
use reel_primitives::AccountId;
use reel_rpc_api::to_hex;
use serde_json::Value;
use std::slice::from_ref;

/// What an account got by lines of the command, as CSV and as JSON.
fn got(payouts: &[Payout], account: &AccountId) -> (u128, u128) {
	let account = to_ss58(account);
	let (mut by_csv, mut by_json) = ([0; 2], [0; 2]);
	for payout in payouts {
		let line = payout.csv();
		let fields: Vec<&str> = line.split(',').collect();
		assert_eq!(fields.len(), Payout::COLUMNS.split(',').count());
		if fields[5] == account {
			by_csv[usize::from(fields[2] == "owed")] += fields[7].parse::<u128>().expect("planck");
		}
		let object = payout.json();
		let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
		if text("account") == account {
			by_json[usize::from(text("kind") == "owed")] +=
				text("planck").parse::<u128>().expect("planck");
		}
		assert_eq!(fields[3], object["content"].as_str().unwrap_or_default());
		assert_eq!(object["block"], Value::from(payout.block));
	}
	(by_csv[0] - by_csv[1], by_json[0] - by_json[1])
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_the_report_add_up_to_what_accounts_got_of_a_sale_a_view_and_a_donation() {
	let node = dev();
	let film = Film::draw(1, 8).await;
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let content = to_hex(title.content.0);
	let content = content.as_str();

	assert_eq!(
		by(&node, "Bob", &["rights", "set", content, "//Bob=6000", "//Charlie=4000"]).await,
		0
	);
	assert_eq!(by(&node, "Bob", &["title", "price", content, "10"]).await, 0);
	// What would be refused is not sent, and costs nothing.
	let ferdie = account("Ferdie");
	let before = Books::of(node.rpc(), from_ref(&ferdie), None).await;
	assert_eq!(by(&node, "Ferdie", &["donate", content, "7"]).await, 4, "it takes none");
	assert_eq!(by(&node, "Ferdie", &["donate", content, "0"]).await, 2);
	let after = Books::of(node.rpc(), from_ref(&ferdie), None).await;
	assert_eq!(after.balances, before.balances);
	assert_eq!(
		by(&node, "Ferdie", &["title", "donations", content, "yes"]).await,
		6,
		"not Ferdie's"
	);
	assert_eq!(by(&node, "Bob", &["title", "donations", content, "yes"]).await, 0);
	assert!(stage.chain.title(&title.content).await.expect("it is there").state.takes_donations);

	let cid = reel_fragment_store::block::cid_of(reel_fragment_store::block::RAW, b"WEBVTT");
	let cid = cid.to_string();
	let offer =
		["layer", "offer", content, "--kind", "subtitle", "--language", "ko", "--cid", &cid];
	assert_eq!(
		by(&node, "Dave", &[&offer[..], &["--size", "6", "--share", "500"]].concat()).await,
		0
	);
	assert_eq!(by(&node, "Bob", &["layer", "accept", "0"]).await, 0);

	// From here on these four sign nothing: what they have more is what they got.
	let paid = [stage.creator.account(), account("Charlie"), account("Dave"), account("Eve")];
	let before = Books::of(node.rpc(), &paid, None).await;
	assert_eq!(by(&node, "Ferdie", &["donate", content, "7.000000000000000001"]).await, 0);
	assert_eq!(by(&node, "Ferdie", &["buy", content]).await, 0);
	let purchases = stage.chain.purchases_of(&ferdie).await.expect("told");
	assert!(matches!(purchases[0].1.stage, Course::Held { .. }), "{purchases:?}");
	assert_eq!(by(&node, "Ferdie", &["purchase", "return", "0"]).await, 4, "it can be watched");

	let mut buyer = Viewer::new("Buyer", &node).await;
	buyer.signer = Signer::dev("Ferdie").expect("a name derives a key");
	let grant = buyer.ask(&title, 0).await.expect("it is bought");
	let play = buyer.watch(&title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	buyer.submit(&play).await.expect("an honest play within its window");
	buyer.paid(&grant.id).await;
	assert_eq!(by(&node, "Ferdie", &["rights", "claim", content]).await, 0);
	assert_eq!(by(&node, "Ferdie", &["layer", "claim", content]).await, 0);
	let gains = Books::of(node.rpc(), &paid, None).await.gains(&before);

	let payouts = until("a finalized block has the claims", BLOCKS_DEADLINE, async || {
		let mut payouts = Vec::new();
		let report = stage.chain.payouts(0, |_| (), |payout| payouts.push(payout)).await;
		report.expect("the node answers");
		payouts.iter().any(|payout| payout.kind == PayoutKind::Layer).then_some(payouts)
	})
	.await;
	for (account, gain) in paid.iter().zip(gains) {
		assert!(gain > 0);
		assert_eq!(got(&payouts, account), (gain, gain), "{}", to_ss58(account));
	}
	// Three fifths of 27 CFX are the creator's, of them a twentieth is Dave's; all of it is told of the title.
	let of_title = |kind: PayoutKind, account: &AccountId| {
		let found = payouts.iter().find(|payout| {
			payout.kind == kind
				&& payout.account.as_ref() == Some(account)
				&& payout.content == Some(title.content)
		});
		found.map(|payout| payout.amount)
	};
	let thousandths = |thousandths: u128| Some(thousandths * CFX / 1_000);
	assert_eq!(of_title(PayoutKind::Creator, &paid[0]), thousandths(15_390));
	assert_eq!(of_title(PayoutKind::Views, &paid[1]), thousandths(10_800));
	assert_eq!(of_title(PayoutKind::Layer, &paid[2]), thousandths(810));
	assert_eq!(of_title(PayoutKind::Earned, &paid[3]), None, "a supervisor is paid for its office");

	assert_eq!(reel(&node, &["rights", "report", "--holder", "//Bob"]).await, 0);
	assert_eq!(reel(&node, &["rights", "show", content]).await, 0);
	let (now, oldest, _) = stage.chain.sales_periods().await.expect("told");
	let mut sales = (0, 0, 0);
	for period in oldest.expect("something was sold")..=now {
		let record = stage.chain.sales(&paid[1], period).await.expect("told").unwrap_or_default();
		sales = (sales.0 + record.cfx, sales.1 + record.sales, sales.2 + record.donations);
	}
	// Two fifths of 9.5 CFX and of the gift.
	assert_eq!(sales, (6_600 * CFX / 1_000, 1, 1));
	assert_eq!(reel(&node, &["rights", "sales", "--holder", "//Charlie"]).await, 0);
	let later = (now + 1_000).to_string();
	let later = ["rights", "sales", "--holder", "//Charlie", "--period", &later];
	assert_eq!(reel(&node, &later).await, 3, "not begun");
	assert_eq!(by(&node, "Ferdie", &["rights", "claim", "--owed"]).await, 4, "nothing is owed");
	assert_eq!(reel(&node, &["purchase", "list", "//Ferdie"]).await, 0);
	assert_eq!(by(&node, "Ferdie", &["purchase", "forget", "0"]).await, 0);
	assert_eq!(stage.chain.purchases_of(&ferdie).await.expect("told"), []);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
