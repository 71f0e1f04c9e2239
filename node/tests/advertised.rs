//! An ad before the film, by the commands that people use: it is shown, clicked, and its advertiser pays (C11).

use crate::common::{Film, Node, Stage, dev, reel_with_store};
use reel::{account::Signer, money::CFX};
use reel_primitives::AccountId;
use reel_rpc_api::to_hex;

async fn by(node: &Node, name: &str, command: &[&str]) -> u8 {
	reel_with_store(node, &[&["--dev-account", name], command].concat()).await
}

fn account(name: &str) -> AccountId {
	Signer::dev(name).expect("a name derives a key").account()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ad_before_the_film_is_clicked_and_its_viewer_and_the_films_creator_are_paid_to_the_planck()
 {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&Film::draw(1, 8).await, &[&node], 1).await;
	let mut advertiser = Stage::open(node.rpc()).await;
	advertiser.creator = Signer::dev("Dave").expect("a name derives a key");
	let spot = advertiser.publish(&Film::draw(1, 4).await, &[&node], 1).await;
	let (content, spot) = (to_hex(title.content.0), to_hex(spot.content.0));

	let open = ["ad", "open", &spot, "--view", "1", "--click", "2", "--budget", "100"];
	let open = [&open[..], &["--days", "1", "--country", "DE"]].concat();
	assert_eq!(by(&node, "Dave", &open).await, 0);
	let total = async |name: &str| {
		stage.chain.balances(&account(name)).await.expect("the node answers").total()
	};
	let before = [total("Ferdie").await, total("Bob").await, total("Dave").await];

	let watch = ["watch", &content, "--headless", "--country", "DE", "--click-ads"];
	assert_eq!(by(&node, "Ferdie", &watch).await, 0);
	let after = [total("Ferdie").await, total("Bob").await, total("Dave").await];
	// Of a round of 90 CFX 40 % are for who watched and 30 % for who made it; of 1 and 2 CFX 70 % and 30 %.
	assert_eq!(after[0] - before[0], 36 * CFX + 21 * CFX / 10);
	assert_eq!(after[1] - before[1], 27 * CFX + 9 * CFX / 10);
	assert_eq!(before[2] - after[2], 3 * CFX);
	let campaign = stage.chain.ad_campaign(0).await.expect("it is there");
	assert_eq!((campaign.spent_cfx, campaign.left_cfx), (3 * CFX, 97 * CFX));
	assert_eq!(by(&node, "Dave", &["ad", "results", "0"]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
