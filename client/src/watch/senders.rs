//! Which provider of a ticket is asked: of those elsewhere the first that answers, the desk's own store last (C5, C12).
//!
//! One after the other and not several at once, so that a cell has one receipt as a rule: what each of two sent needs the word
//! of both sides. Who answers first is near and idle, which spreads a title over its holders.
//!
//! # A viewer's own network
//!
//! A provider on the open network has no business on the viewer's machine or in its house. Unless the desk is there itself, its
//! address is not asked when it says that it is there, and names are resolved to addresses elsewhere alone, by the very client
//! that then connects to them.

use super::Grant;
use crate::{Error, Result, store::client_builder};
use futures::{StreamExt, stream::FuturesUnordered};
use reqwest::{
	Client, Url,
	dns::{Addrs, Name, Resolve, Resolving},
};
use std::{
	io,
	net::{IpAddr, SocketAddr},
	sync::{Arc, OnceLock},
	time::Duration,
};
use tokio::{net::lookup_host, time::timeout};

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
		let near = grant.is_near();
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
	let Ok(http) = grant.client(http, place) else { return false };
	let url = format!("{}/keyed", gateway.trim_end_matches('/'));
	let answer = timeout(PATIENCE, http.post(url).body(introduction.clone()).send()).await;
	matches!(answer, Ok(Ok(response)) if response.status().is_success())
}

impl Grant {
	/// Whether the desk is on this machine or in this house: its own store is, or, if that is not in the ticket, the desk.
	pub(super) fn is_near(&self) -> bool {
		let mut own = (0..self.gateways.len()).filter(|place| self.is_desks_own(*place));
		let own = own.find_map(|place| self.gateways.get(place).filter(|it| !it.is_empty()));
		own.map_or(self.desk_is_near, |gateway| is_near(gateway))
	}

	/// What asks the provider at a place of the ticket: `http`, or for another than the desk's own store one that goes nowhere
	/// near.
	///
	/// # Errors
	/// [`Error::Node`] when the system gives no randomness or no sockets.
	pub(super) fn client<'a>(&self, http: &'a Client, place: usize) -> Result<&'a Client> {
		static FAR: OnceLock<Option<Client>> = OnceLock::new();
		if self.is_desks_own(place) || self.is_near() {
			return Ok(http);
		}
		let far = FAR.get_or_init(|| client_builder().dns_resolver(Arc::new(Far)).build().ok());
		far.as_ref().ok_or_else(|| Error::Node("no client for providers".to_owned()))
	}
}

/// Resolves names to addresses that are not near.
#[derive(Debug)]
struct Far;

impl Resolve for Far {
	fn resolve(&self, name: Name) -> Resolving {
		Box::pin(async move {
			let found = lookup_host((name.as_str(), 0)).await?;
			let far: Vec<SocketAddr> = found.filter(|address| !is_near_ip(address.ip())).collect();
			if far.is_empty() {
				let error =
					io::Error::other("it names this machine or an address of a private network");
				return Err(error.into());
			}
			Ok(Box::new(far.into_iter()) as Addrs)
		})
	}
}

/// Whether a URL names this machine or an address of a private network, as far as it can be told without resolving it.
pub(crate) fn is_near(url: &str) -> bool {
	let Ok(url) = Url::parse(url) else { return true };
	let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
	match host.parse::<IpAddr>() {
		Ok(ip) => is_near_ip(ip),
		Err(_) => host == "localhost" || host.ends_with(".localhost") || host.is_empty(),
	}
}

fn is_near_ip(ip: IpAddr) -> bool {
	match ip.to_canonical() {
		IpAddr::V4(ip) => {
			let [first, second, ..] = ip.octets();
			ip.is_loopback()
				|| ip.is_private()
				|| ip.is_link_local()
				|| ip.is_unspecified()
				|| ip.is_broadcast()
				|| ip.is_multicast()
				// Shared by the customers of a carrier.
				|| (first == 100 && second & 0xc0 == 64)
		},
		IpAddr::V6(ip) => {
			let head = ip.segments()[0];
			ip.is_loopback()
				|| ip.is_unspecified()
				|| ip.is_multicast()
				|| head & 0xfe00 == 0xfc00
				|| head & 0xffc0 == 0xfe80
		},
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
			"http://100.64.0.1",
			"http://0.0.0.0",
			"nonsense",
		] {
			assert!(is_near(url), "{url}");
		}
		for url in ["https://cells.example", "http://203.0.113.9:8945", "http://[2001:db8::1]"] {
			assert!(!is_near(url), "{url}");
		}
	}

	#[tokio::test]
	async fn a_name_leads_to_no_address_that_is_near() {
		let resolved = async |name: &str| {
			let name: Name = name.parse().expect("a name");
			Far.resolve(name).await.map(|addresses| addresses.count())
		};
		assert!(resolved("localhost").await.is_err());
		// What resolves without a network: an address by its own name.
		assert_eq!(resolved("203.0.113.9").await.ok(), Some(1));
		assert!(resolved("192.168.1.1").await.is_err());
	}
}
