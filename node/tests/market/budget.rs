//! The same campaign at the desks of four validators, at the end of its budget: what all of them show of it at once, it pays
//! for as far as its money goes and no further (C11).

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Node, Stage, Viewer, by, until, until_ms, validators,
};
use futures::future::join_all;
use reel::{
	money::CFX,
	watch::{Grant, Title},
};
use reel_primitives::Round;
use reel_rpc_api::{Rejection, to_hex};

/// Views that the budget pays for.
const VIEWS: usize = 2;

/// The nodes' best blocks are this one or later ones.
async fn have(nodes: &[Node], block: u32) {
	for node in nodes {
		until("the block is known", BLOCKS_DEADLINE, async || {
			(node.rpc().best().await >= block).then_some(())
		})
		.await;
	}
}

/// Watches the ad, if one was given, and the film behind it; the film's round.
async fn watch(viewer: &Viewer, film: &Title, spot: &Title, ad: Option<&Grant>) -> Round {
	let of_ad = match ad {
		Some(grant) => Some((grant, viewer.watch(spot, grant).await)),
		None => None,
	};
	let grant = viewer.ask(film, 0).await.expect("the film is free");
	let of_film = viewer.watch(film, &grant).await;
	if let Some((ad, play)) = of_ad {
		until_ms(ad.ticket.opens_at_ms()).await;
		viewer.submit(&play).await.expect("an honest play within its window");
	}
	until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&of_film).await.expect("an honest play within its window");
	viewer.paid(&grant.id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn four_desks_show_one_campaign_at_once_and_it_pays_no_more_than_its_budget() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let nodes = validators(&folder).await;
	let stage = Stage::open(nodes[0].rpc()).await;
	let all: Vec<&Node> = nodes.iter().collect();
	let film = stage.publish(&Film::still(1, 12).await, &all, 4).await;
	let spot = stage.publish_next(&Film::still(1, 12).await, &all, 4).await;
	let mut viewers = Vec::new();
	for (number, node) in nodes.iter().enumerate() {
		let viewer = Viewer::new(&format!("Viewer{number}"), node).await;
		for (title, name) in [(&film, "Film"), (&spot, "Spot")] {
			let scout = viewer.clone().named(&format!("{name}{number}"));
			until("the desk has title and secret", BLOCKS_DEADLINE, async || {
				scout.ask(title, 0).await.ok()
			})
			.await;
		}
		viewers.push(viewer);
	}

	let spot_id = to_hex(spot.content.0);
	let open = ["ad", "open", &spot_id, "--view", "1", "--budget", "2", "--days", "7"];
	assert_eq!(by(&nodes[0], "Dave", &open).await, 0);
	have(&nodes, nodes[0].rpc().best().await).await;
	let accounts: Vec<_> = viewers.iter().map(Viewer::account).collect();
	let before = Books::of(nodes[0].rpc(), &accounts, None).await;

	// All at once: the desks have not told each other yet what they showed.
	let ads = join_all(viewers.iter().map(|viewer| viewer.ask_for_ad(&film, 0))).await;
	assert!(ads.iter().all(|ad| !matches!(ad, Err(why) if *why != Rejection::NoAd)), "{ads:?}");
	let ads: Vec<Option<Grant>> = ads.into_iter().map(Result::ok).collect();
	assert!(ads.iter().flatten().count() >= VIEWS, "there is money for as many");
	let plays = viewers.iter().zip(&ads);
	let plays = plays.map(|(viewer, ad)| watch(viewer, &film, &spot, ad.as_ref()));
	let rounds = join_all(plays).await;

	let stands = async || {
		let campaign = stage.chain.ad_campaign(0).await.expect("it is there");
		assert_eq!(campaign.spent_cfx + campaign.left_cfx, 2 * CFX);
		campaign.spent_cfx
	};
	until("the budget is spent", BLOCKS_DEADLINE, async || {
		(stands().await == 2 * CFX).then_some(())
	})
	.await;
	// Who has a round alone gets the viewers' 40 % of it, else each its part: the cell is the same. Of an ad 70 % are theirs.
	let after = Books::of(nodes[0].rpc(), &accounts, None).await;
	let of_film = rounds
		.iter()
		.map(|round| 36 * CFX / rounds.iter().filter(|other| *other == round).count() as u128);
	let of_ads: Vec<u128> =
		after.gains(&before).iter().zip(of_film).map(|(gain, film)| gain - film).collect();
	let paid = of_ads.iter().filter(|gain| **gain == CFX * 7 / 10).count();
	assert_eq!((paid, of_ads.iter().sum::<u128>()), (VIEWS, CFX * 14 / 10), "{of_ads:?}");
	assert!(of_ads.iter().zip(&ads).all(|(gain, ad)| *gain == 0 || ad.is_some()), "{of_ads:?}");

	// Nor does a later round pay for the others, at whatever desk.
	let late = viewers[0].clone().named("Late");
	let round = watch(&late, &film, &spot, None).await;
	assert!(rounds.iter().all(|before| *before < round));
	assert_eq!(stands().await, 2 * CFX);
	assert_eq!(Books::of(nodes[0].rpc(), &accounts, None).await.balances, after.balances);
	for (viewer, node) in viewers.iter().zip(&nodes) {
		let another = viewer.clone().named("Another");
		assert_eq!(another.ask_for_ad(&film, 0).await.err(), Some(Rejection::NoAd));
		assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
	}
}
