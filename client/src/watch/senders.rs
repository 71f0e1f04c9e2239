//! Which provider of a ticket is asked: of those elsewhere the first that answers, the desk's own store last (C5, C12).
//!
//! One after the other and not several at once, so that a cell has one receipt as a rule: what two sent together needs the
//! word of both. Who answers first is near and idle, which spreads a title over its holders.

use super::Grant;
use futures::{StreamExt, stream::FuturesUnordered};
use reqwest::{Client, Url};
use std::{net::IpAddr, time::Duration};
use tokio::time::timeout;

/// How long a provider may take to say that it is ready.
const PATIENCE: Duration = Duration::from_secs(3);

/// The providers of a ticket that were not tried yet.
pub(super) struct Senders<'a> {
	grant: &'a Grant,
	/// Places of those elsewhere.
	left: Vec<usize>,
	/// Place of the desk's own store.
	own: Option<usize>,
}

impl<'a> Senders<'a> {
	pub(super) fn of(grant: &'a Grant) -> Self {
		let places = || grant.gateways.iter().zip(&grant.introductions).enumerate();
		let there = places().filter(|(_, (gateway, _))| !gateway.is_empty());
		let (others, own): (Vec<_>, Vec<_>) =
			there.partition(|(_, (_, introduction))| introduction.is_some());
		let own = own.first();
		let near = own.is_none_or(|(_, (gateway, _))| is_near(gateway));
		// A provider on the open network has no business on this machine or in this house, unless its desk is here too.
		let reachable = others.into_iter().filter(|(_, (gateway, _))| near || !is_near(gateway));
		Self {
			grant,
			left: reachable.map(|(place, _)| place).collect(),
			own: own.map(|(place, _)| *place),
		}
	}

	/// The next to be asked, ready to send; `None` when none is left.
	pub(super) async fn next(&mut self, http: &Client) -> Option<usize> {
		let grant = self.grant;
		let ready = {
			let mut asked: FuturesUnordered<_> = self
				.left
				.iter()
				.map(|place| async move { (*place, introduce(http, grant, *place).await) })
				.collect();
			loop {
				match asked.next().await {
					Some((place, true)) => break Some(place),
					Some((_, false)) => {},
					None => break None,
				}
			}
		};
		match ready {
			Some(place) => {
				self.left.retain(|left| *left != place);
				Some(place)
			},
			// None of them answers: they are not asked again.
			None => {
				self.left.clear();
				self.own.take()
			},
		}
	}
}

/// Shows a provider what the desk sealed for it. Whether it is ready to send.
async fn introduce(http: &Client, grant: &Grant, place: usize) -> bool {
	let (Some(gateway), Some(Some(introduction))) =
		(grant.gateways.get(place), grant.introductions.get(place))
	else {
		return false;
	};
	let url = format!("{}/keyed", gateway.trim_end_matches('/'));
	let answer = timeout(PATIENCE, http.post(url).body(introduction.clone()).send()).await;
	matches!(answer, Ok(Ok(response)) if response.status().is_success())
}

/// Whether a URL names this machine or an address of a private network.
fn is_near(url: &str) -> bool {
	let Ok(url) = Url::parse(url) else { return true };
	let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
	match host.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
		Ok(IpAddr::V4(ip)) => {
			ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
		},
		Ok(IpAddr::V6(ip)) => {
			let head = ip.segments()[0];
			ip.is_loopback()
				|| ip.is_unspecified()
				|| head & 0xfe00 == 0xfc00
				|| head & 0xffc0 == 0xfe80
		},
		Err(_) => host == "localhost" || host.ends_with(".localhost") || host.is_empty(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn addresses_of_this_machine_and_house_are_near() {
		for url in [
			"http://127.0.0.1:8945",
			"http://localhost",
			"https://10.0.0.7",
			"http://192.168.1.1/x",
			"http://169.254.169.254",
			"http://[::1]:80",
			"http://[fd00::1]",
			"http://[fe80::1]",
			"http://[::ffff:10.0.0.1]",
			"nonsense",
		] {
			assert!(is_near(url), "{url}");
		}
		for url in ["https://cells.example", "http://203.0.113.9:8945", "http://[2001:db8::1]"] {
			assert!(!is_near(url), "{url}");
		}
	}
}
