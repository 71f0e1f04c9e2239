//! Titles that are rented, given and paid for with SSH, and donations: who gets the money when a share has moved in between
//! (S5, K3, B1).

use crate::common::{Books, Film, GIVEN, Node, Stage, Viewer, account, at_once, by, dev, until_ms};
use reel::{account::Signer, money::CFX, watch::Title};
use reel_primitives::{
	Round,
	market::{Currency, SaleKind},
};
use reel_rpc_api::{Rejection, to_hex};
use std::collections::BTreeSet;

/// A millionth of a coin, in planck.
const MICRO: u128 = CFX / 1_000_000;

/// Rounds of 48 hours.
const TWO_DAYS: Round = 12_000;

/// SSH of several, in planck.
async fn ssh(node: &Node, names: &[&str]) -> Vec<u128> {
	let mut all = Vec::new();
	for name in names {
		all.push(node.rpc().ssh(&account(name)).await);
	}
	all
}

async fn books(node: &Node, names: &[&str]) -> Books {
	let accounts: Vec<_> = names.iter().map(|name| account(name)).collect();
	Books::of(node.rpc(), &accounts, None).await
}

/// What the first has more than in the second, each.
fn more(after: &[u128], before: &[u128]) -> Vec<u128> {
	let pairs = after.iter().zip(before);
	pairs.map(|(after, before)| after.checked_sub(*before).expect("nobody lost a coin")).collect()
}

/// They watch the first cell, all at once; the rounds for which they are paid.
async fn watched_by(node: &Node, title: &Title, names: &[&str]) -> BTreeSet<Round> {
	let plays = names.iter().map(|name| async move {
		let mut viewer = Viewer::new(name, node).await;
		viewer.signer = Signer::dev(name).expect("a name derives a key");
		let grant = viewer.ask(title, 0).await.expect("it is theirs to watch");
		let play = viewer.watch(title, &grant).await;
		until_ms(grant.ticket.opens_at_ms()).await;
		viewer.submit(&play).await.expect("an honest play within its window");
		viewer.paid(&grant.id).await
	});
	futures::future::join_all(plays).await.into_iter().collect()
}

/// Its creator says what else is sold of a title than CFX for good.
async fn terms_are_set(node: &Node, stage: &Stage, title: &Title, content: &str) {
	assert_eq!(
		by(node, "Bob", &["rights", "set", content, "//Bob=6000", "//Charlie=4000"]).await,
		0
	);
	assert_eq!(by(node, "Bob", &["title", "price", content, "10"]).await, 0);
	let quote = async |kind, currency| stage.chain.price_of(&title.content, kind, currency).await;
	assert!(quote(SaleKind::Rental, Currency::Cfx).await.is_err(), "nothing was said of it");
	assert_eq!(by(node, "Ferdie", &["buy", content, "--rent"]).await, 4, "it is not rented");

	let terms = ["rights", "terms", content];
	let with = |more: &[&'static str]| [&terms[..], more].concat();
	assert_eq!(by(node, "Bob", &with(&["--ssh", "0"])).await, 4, "free is a price of 0 CFX");
	assert_eq!(by(node, "Bob", &with(&["--hours", "1"])).await, 4, "a rental has a price");
	assert_eq!(by(node, "Bob", &with(&["--rent", "1", "--hours", "0"])).await, 4, "and a time");
	let rental = ["--ssh", "0.0002", "--rent", "2", "--rent-ssh", "0.00004", "--hours", "48"];
	let codes = at_once(node, &[("Bob", &with(&rental)), ("Ferdie", &with(&rental))]).await;
	assert_eq!(codes[0], 0);
	assert_ne!(codes[1], 0, "not Ferdie's title");
	for (kind, currency, price, rounds) in [
		(SaleKind::Purchase, Currency::Cfx, 10 * CFX, None),
		(SaleKind::Purchase, Currency::Ssh, 200 * MICRO, None),
		(SaleKind::Rental, Currency::Cfx, 2 * CFX, Some(TWO_DAYS)),
		(SaleKind::Rental, Currency::Ssh, 40 * MICRO, Some(TWO_DAYS)),
	] {
		let quote = quote(kind, currency).await.expect("it is sold so");
		assert_eq!((quote.price, quote.access_rounds), (price, rounds));
	}
}

/// Without a fee, and in the currency that was given.
async fn donations_are_divided(node: &Node, content: &str) {
	let holders = ["Bob", "Charlie"];
	let before = books(node, &holders).await;
	let give = ["donate", content, "2.5"];
	assert_eq!(by(node, "Ferdie", &give).await, 0);
	let after = books(node, &holders).await;
	assert_eq!(after.gains(&before), [CFX * 3 / 2, CFX]);
	assert_eq!(after.issuance, before.issuance);
	assert_eq!(by(node, "Ferdie", &["donate", content, "0"]).await, 2, "that is nothing");

	let give = ["donate", content, "0.0001", "--with", "ssh"];
	assert_eq!(by(node, "Dave", &give).await, 4, "Dave has no SSH");
	assert_eq!(by(node, "Dave", &["buy", content, "--with", "ssh"]).await, 4);
	let swap = ["wallet", "swap", "--from", "cfx", "--amount", "1000"];
	assert_eq!(by(node, "Dave", &swap).await, 0);
	let all = ["Bob", "Charlie", "Dave"];
	let before = ssh(node, &all).await;
	assert_eq!(by(node, "Dave", &give).await, 0);
	let after = ssh(node, &all).await;
	assert_eq!(more(&after[..2], &before[..2]), [60 * MICRO, 40 * MICRO]);
	assert_eq!(before[2] - after[2], 100 * MICRO);
}

#[tokio::test(flavor = "multi_thread")]
async fn rentals_gifts_and_ssh_are_paid_to_who_has_the_shares_when_they_are_watched() {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	stage.authorize().await;
	let title = stage.publish_on(&Film::draw(1, 12).await, &[&node], 1, &GIVEN, None).await;
	let content = to_hex(title.content.0);
	let content = content.as_str();
	terms_are_set(&node, &stage, &title, content).await;
	donations_are_divided(&node, content).await;

	// Bought in three ways, by three.
	let held =
		async |name: &str| stage.chain.balances(&account(name)).await.expect("told").reserved;
	let before_held = [held("Ferdie").await, held("Bob//stash").await];
	let ssh_before = ssh(&node, &["Dave"]).await;
	let gift = ["buy", content, "--for", "//Eve"];
	let codes = at_once(
		&node,
		&[
			("Ferdie", &["buy", content, "--rent"]),
			("Bob//stash", &gift),
			("Dave", &["buy", content, "--with", "ssh"]),
		],
	)
	.await;
	assert_eq!(codes, [0, 0, 0]);
	assert_eq!(
		[held("Ferdie").await, held("Bob//stash").await],
		[before_held[0] + 2 * CFX, before_held[1] + 10 * CFX]
	);
	assert_eq!(ssh_before[0] - ssh(&node, &["Dave"]).await[0], 200 * MICRO);
	let again = [("Ferdie", &["buy", content][..]), ("Bob//stash", &gift[..])];
	assert_eq!(at_once(&node, &again).await, [4, 4], "a rental is access, and Eve has hers");
	let mut giver = Viewer::new("Bob//stash", &node).await;
	giver.signer = Signer::dev("Bob//stash").expect("a name derives a key");
	assert_eq!(giver.ask(&title, 0).await.err(), Some(Rejection::NotBought), "it is Eve's");
	// A gift that is refused goes back to its giver.
	let gift = ["buy", content, "--for", "//Charlie"];
	assert_eq!(by(&node, "Bob//stash", &gift).await, 0);
	assert_eq!(held("Bob//stash").await, before_held[1] + 20 * CFX);
	assert_eq!(by(&node, "Charlie", &["refuse", content]).await, 0);
	assert_eq!(held("Bob//stash").await, before_held[1] + 10 * CFX);

	// A part of a share moves before anything is watched.
	let give = |basis_points: &'static str| ["rights", "transfer", content, "//Heir", basis_points];
	assert_eq!(by(&node, "Charlie", &give("4001")).await, 4, "more than Charlie has");
	assert_eq!(by(&node, "Ferdie", &give("1")).await, 4, "Ferdie has none");
	let codes = at_once(
		&node,
		&[("Charlie", &give("1500")), ("Ferdie", &["wallet", "send", "//Heir", "1"])],
	)
	.await;
	assert_eq!(codes, [0, 0]);
	let holders = stage.shares_of(&title.content).await;
	let names = ["Bob", "Charlie", "Heir"];
	assert_eq!(
		holders,
		names.map(account).into_iter().zip([6_000, 2_500, 1_500]).collect::<Vec<_>>()
	);

	let (before, ssh_before) = (books(&node, &names).await, ssh(&node, &names).await);
	let rounds = watched_by(&node, &title, &["Ferdie", "Eve", "Dave"]).await;
	// Of 12 CFX and 200 millionths of an SSH a twentieth is the platform's. Of each round 27 CFX are for the film, the creator's
	// part at once.
	let (after, ssh_after) = (books(&node, &names).await, ssh(&node, &names).await);
	let (sold, of_views) = (CFX * 114 / 10, rounds.len() as u128 * 27 * CFX);
	let part = |of: u128, basis_points: u128| of * basis_points / 10_000;
	let parts = [part(sold + of_views, 6_000), part(sold, 2_500), part(sold, 1_500)];
	assert_eq!(after.gains(&before), parts);
	assert_eq!(
		more(&ssh_after, &ssh_before),
		[6_000, 2_500, 1_500].map(|share| part(190 * MICRO, share))
	);
	assert_eq!(after.issuance - before.issuance, rounds.len() as u128 * 90 * CFX);
	assert_eq!([held("Ferdie").await, held("Bob//stash").await], before_held);
	assert_eq!(by(&node, "Ferdie", &["refuse", content]).await, 4, "it was watched");

	assert_eq!(by(&node, "Ferdie", &["rights", "claim", content]).await, 0);
	let claimed = books(&node, &names).await;
	assert_eq!(claimed.gains(&after), [0, part(of_views, 2_500), part(of_views, 1_500)]);
	assert_eq!(by(&node, "Ferdie", &["rights", "report", "--holder", "//Heir"]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
