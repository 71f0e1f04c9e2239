//! An ad is watched before a film, and paid for by who advertises (C11): at the desk, and by the commands that people use.

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Stage, Viewer, account, by, dev, reel, until, until_ms,
};
use reel::{account::Signer, money::CFX};
use reel_primitives::{
	ads::{AD_CELL, DropCounts, Figures, day_of},
	play::PlayData,
};
use reel_rpc_api::{Rejection, to_hex};

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_an_ad_and_who_made_the_film_are_paid_by_its_campaign_to_the_planck() {
	let node = dev();
	let (film, spot) = (Film::draw(1, 8).await, Film::still(1, 4).await);
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let creative = stage.publish_next(&spot, &[&node], 1).await;
	let viewer = Viewer::new("Viewer", &node).await;
	assert_eq!(viewer.ask_for_ad(&title, 0).await.err(), Some(Rejection::NoAd));

	let content = to_hex(creative.content.0);
	let open = ["--dev-account", "Dave", "ad", "open", &content, "--view", "1", "--click", "0.5"];
	let open = [&open[..], &["--budget", "100", "--days", "7", "--frequency", "1"]].concat();
	assert_eq!(reel(&node, &open).await, 0);
	let paid = [viewer.account(), stage.creator.account()];
	let before = Books::of(node.rpc(), &paid, None).await;

	let grant =
		until("the ad is shown", BLOCKS_DEADLINE, async || viewer.ask_for_ad(&title, 0).await.ok())
			.await;
	assert_eq!((grant.ticket.content, grant.ticket.cell), (creative.content, AD_CELL));
	assert_eq!(grant.ticket.ad.map(|ad| (ad.campaign, ad.content)), Some((0, title.content)));
	let play = viewer.watch(&creative, &grant).await;
	let early = viewer.submit(&play).await.err();
	assert!(matches!(early, Some(Rejection::TooFast { .. })), "{early:?}");
	let next = viewer.ask(&title, 0).await.expect("the film is asked for ahead");
	assert_eq!(next.ticket.starts_at_ms, grant.ticket.opens_at_ms());
	let of_film = viewer.watch(&title, &next).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	let clicked = |play: &PlayData| PlayData { clicked: true, ..play.clone() };
	viewer.submit(&clicked(&play)).await.expect("an honest play within its window");
	assert_eq!(viewer.ask_for_ad(&title, 0).await.err(), Some(Rejection::NoAd), "once a day");
	until_ms(next.ticket.opens_at_ms()).await;
	assert_eq!(viewer.submit(&clicked(&of_film)).await.err(), Some(Rejection::NotAnAd));
	viewer.submit(&of_film).await.expect("an honest play within its window");

	// The ad is paid with the film, and earns none of the round.
	let round = viewer.paid(&next.id).await;
	assert_eq!(viewer.paid(&grant.id).await, round);
	let after = Books::of(node.rpc(), &paid, None).await;
	assert_eq!(after.issuance - before.issuance, 90 * CFX);
	let (viewers, creators) = (CFX * 15 / 10 * 7 / 10, CFX * 15 / 10 * 3 / 10);
	assert_eq!(after.gains(&before), [36 * CFX + viewers, 27 * CFX + creators]);

	let campaign = stage.chain.ad_campaign(0).await.expect("it is there");
	assert_eq!((campaign.spent_cfx, campaign.left_cfx), (CFX * 3 / 2, CFX * 197 / 2));
	let results = stage.chain.ad_results(0, day_of(round)).await.expect("the node answers");
	let results = results.expect("it was charged today");
	let figures = Figures { impressions: 1, views: 1, clicks: 1, spent_cfx: CFX * 3 / 2 };
	assert_eq!((results.total, results.viewers), (figures, 1));
	assert_eq!(results.titles.to_vec(), [(title.content, figures)]);
	assert_eq!(results.countries.to_vec(), [(*b"KR", figures)]);
	assert!(results.total.impressions >= results.total.views);
	// What the desk refused stands in the same bill.
	assert_eq!(results.dropped, DropCounts { too_early: 1, ..DropCounts::default() });
	assert_eq!(reel(&node, &["ad", "results", "0"]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
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
