//! Campaigns for a category, a language and a title, with a cap of the day; paused, resumed and stopped by a supervisor (C11).

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Stage, Viewer, account, by, dev, until, until_ms,
};
use reel::{money::CFX, watch::Title};
use reel_primitives::{
	ads::{CampaignId, CampaignState, EndCause},
	content::ReasonCode,
};
use reel_rpc_api::{Rejection, to_hex};

/// Which campaign's ad a new viewer is shown.
async fn shown(
	viewer: &Viewer,
	name: &str,
	title: &Title,
	language: Option<&[u8; 2]>,
) -> Result<CampaignId, Rejection> {
	let grant = viewer.clone().named(name).ask_for_ad_in(title, 0, language).await?;
	Ok(grant.ticket.ad.expect("it is of an ad").campaign)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ad_is_shown_where_it_was_meant_to_be_as_often_as_a_day_pays_and_until_it_is_stopped() {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	let comedy = stage.publish(&Film::draw(1, 8).await.of_genre("comedy"), &[&node], 1).await;
	let film = Film::still(1, 8).await;
	let other = stage.publish_next(&film, &[&node], 1).await;
	let spot = stage.publish_next(&Film::still(1, 8).await, &[&node], 1).await;
	let [other_id, spot_id] = [&other, &spot].map(|title| to_hex(title.content.0));
	let viewer = Viewer::new("Viewer", &node).await;

	let open = ["ad", "open", &spot_id, "--days", "7", "--budget", "10"];
	let with = |more: &[&'static str]| [&open[..], more].concat();
	let held = async || stage.chain.balances(&account("Dave")).await.expect("told").reserved;
	let funny = with(&["--view", "1", "--category", "comedy", "--language", "fr"]);
	assert_eq!(by(&node, "Dave", &funny).await, 0);
	let there = [&with(&["--view", "2", "--daily-cap", "2"])[..], &["--in", &other_id]].concat();
	assert_eq!(by(&node, "Dave", &there).await, 0);
	let capped = with(&["--view", "2", "--daily-cap", "1.9"]);
	assert_eq!(by(&node, "Dave", &capped).await, 4, "not one view a day");
	assert_eq!(held().await, 20 * CFX);

	until("the first campaign is known", BLOCKS_DEADLINE, async || {
		shown(&viewer, "A", &comedy, Some(b"fr")).await.ok()
	})
	.await;
	assert_eq!(shown(&viewer, "B", &comedy, Some(b"fr")).await, Ok(0));
	assert_eq!(shown(&viewer, "C", &comedy, Some(b"de")).await, Err(Rejection::NoAd));
	assert_eq!(shown(&viewer, "C", &comedy, None).await, Err(Rejection::NoAd));
	assert_eq!(by(&node, "Dave", &["ad", "pause", "0"]).await, 0);
	until("it is paused", BLOCKS_DEADLINE, async || {
		shown(&viewer, "C", &comedy, Some(b"fr")).await.err()
	})
	.await;
	assert_eq!(by(&node, "Dave", &["ad", "resume", "0"]).await, 0);
	assert_eq!(by(&node, "Dave", &["ad", "resume", "0"]).await, 4, "it is shown");
	until("it is shown again", BLOCKS_DEADLINE, async || {
		shown(&viewer, "C", &comedy, Some(b"fr")).await.ok()
	})
	.await;

	// A day of the second is one view: who has it is shown it, in that title alone.
	let grant = viewer.ask_for_ad_in(&other, 0, Some(b"fr")).await.expect("it is for all there");
	assert_eq!(grant.ticket.ad.map(|ad| (ad.campaign, ad.content)), Some((1, other.content)));
	let play = viewer.watch(&spot, &grant).await;
	let next = viewer.ask(&other, 0).await.expect("the film is asked for ahead");
	let of_film = viewer.watch(&other, &next).await;
	assert_eq!(shown(&viewer, "D", &other, None).await, Err(Rejection::NoAd), "it is promised");
	let before = Books::of(node.rpc(), &[viewer.account()], None).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&play).await.expect("an honest play within its window");
	until_ms(next.ticket.opens_at_ms()).await;
	viewer.submit(&of_film).await.expect("an honest play within its window");
	viewer.paid(&next.id).await;
	viewer.paid(&grant.id).await;
	let after = Books::of(node.rpc(), &[viewer.account()], None).await;
	assert_eq!(after.gains(&before), [36 * CFX + CFX * 14 / 10]);
	let campaign = stage.chain.ad_campaign(1).await.expect("it is there");
	assert_eq!((campaign.spent_cfx, campaign.left_cfx), (2 * CFX, 8 * CFX));
	assert_eq!(held().await, 18 * CFX);
	assert_eq!(shown(&viewer, "E", &other, None).await, Err(Rejection::NoAd), "the day is paid");

	// Eve acts for Korea, and where a campaign names no country.
	let stop = |campaign: &'static str| ["ad", "stop", campaign, "--reason", "harmful"];
	assert_ne!(by(&node, "Dave", &stop("0")).await, 0, "no supervisor");
	assert_eq!(by(&node, "Eve", &stop("0")).await, 0);
	let state = stage.chain.ad_campaign(0).await.expect("it is there").state;
	let cause = EndCause::Stopped(ReasonCode::Harmful);
	assert!(matches!(state, CampaignState::Ending { cause: why, .. } if why == cause), "{state:?}");
	until("it is shown no more", BLOCKS_DEADLINE, async || {
		shown(&viewer, "F", &comedy, Some(b"fr")).await.err()
	})
	.await;
	assert_eq!(by(&node, "Dave", &["ad", "fund", "0", "5"]).await, 4, "it is over");
	assert_eq!(by(&node, "Dave", &["ad", "resume", "0"]).await, 4, "it is over");
	assert_eq!(by(&node, "Eve", &stop("0")).await, 4, "it is over");

	// Of what was never shown all comes back at once; another country's is not Eve's.
	let before = held().await;
	let later = ["--view", "1", "--start-in", "24", "--country"];
	for country in ["KR", "DE"] {
		assert_eq!(by(&node, "Dave", &[&open[..], &later, &[country]].concat()).await, 0);
	}
	assert_eq!(held().await, before + 20 * CFX);
	assert_ne!(by(&node, "Eve", &stop("3")).await, 0, "a German campaign");
	assert_eq!(by(&node, "Eve", &stop("2")).await, 0);
	assert_eq!(held().await, before + 10 * CFX);
	let campaign = stage.chain.ad_campaign(2).await.expect("it is kept");
	assert!(matches!(campaign.state, CampaignState::Ended { cause: why, .. } if why == cause));
	assert_eq!((campaign.spent_cfx, campaign.left_cfx), (0, 0));
	assert_eq!(by(&node, "Eve", &["ad", "list", "//Dave"]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
