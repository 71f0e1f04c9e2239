//! What Prometheus is shown.

use super::{Viewer, World};
use crate::{PeerKey, ViewService};
use reel_rpc_api::Rejection;
use substrate_prometheus_endpoint::Registry;

/// The value of a metric, summed over the labels that contain `label`.
pub(super) fn value(registry: &Registry, name: &str, label: &str) -> f64 {
	let families = registry.gather();
	let family = families.iter().find(|family| family.get_name() == name);
	let metrics = family.map(|family| family.get_metric()).unwrap_or_default();
	let labelled = metrics.iter().filter(|metric| {
		label.is_empty() || metric.get_label().iter().any(|pair| pair.get_value() == label)
	});
	labelled.map(|metric| metric.get_counter().get_value() + metric.get_gauge().get_value()).sum()
}

#[tokio::test]
async fn the_desk_counts_what_an_operator_wants_to_know() {
	let mut world = World::new(1);
	let registry = Registry::new();
	let desk = &mut world.desks[0];
	let opened = ViewService::open(desk.parts(), desk.config.clone(), Some(&registry)).unwrap();
	(desk.core, desk.handle) = (opened.0.core, opened.1);
	let viewer = Viewer::new(1);
	viewer.watch(&world, 0, 0).await;
	let early = viewer.request(&world, 0, 1).await.unwrap();
	let early = viewer.submit(&world.desks[0], viewer.play(&world.desks[0], &early)).await;
	assert!(matches!(early, Err(Rejection::TooFast { .. })));
	world.desks[0].core.on_message(PeerKey(vec![9]), b"noise");
	world.desks[0].core.on_message(PeerKey(vec![9]), &[1]);
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	for (name, label, expected) in [
		("reel_desk_tickets_total", "", 2.0),
		("reel_desk_plays_total", "", 1.0),
		("reel_desk_rejections_total", "too-fast", 1.0),
		("reel_desk_proposals_total", "", 1.0),
		("reel_desk_votes_total", "yes", 1.0),
		("reel_desk_batches_paid_total", "", 1.0),
		("reel_desk_gossip_drops_total", "version", 2.0),
		("reel_desk_held", "plays", 1.0),
		("reel_desk_oldest_undecided_round", "", 0.0),
		("reel_desk_batch_lag_rounds", "", 0.0),
	] {
		assert_eq!(value(&registry, name, label), expected, "{name} {label}");
	}
	let stat = world.desks[0].handle.stat();
	assert_eq!((stat.tickets, stat.plays, stat.undecided_batches), (2, 1, 0));
	assert_eq!((stat.oldest_undecided_round, stat.batch_lag_rounds), (None, Some(0)));
}
