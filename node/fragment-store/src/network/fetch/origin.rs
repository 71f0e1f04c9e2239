//! Plain web servers as providers (D1): nothing to change there, and nothing trusted.
//!
//! Only the origins of the configuration are asked. Their names are resolved here, and addresses of this machine or of
//! private networks are dropped unless they are allowed; redirections are not followed.

use super::{
	job::{From, Job},
	plan::Runner,
};
use crate::{
	block::{DAG_CBOR, MAX_BLOCK_BYTES, is_named_by},
	network::{
		addresses::is_global,
		config::{NetworkConfig, Origin, OriginKind},
		protocol::tree::Place,
		shared::Shared,
	},
	store::lock,
};
use bytes::{Bytes, BytesMut};
use cid::Cid;
use reel_primitives::geometry::FRAGMENT_BYTES;
use reqwest::{
	Client, StatusCode, Url,
	dns::{Addrs, Name, Resolve, Resolving},
	header::RANGE,
	redirect,
};
use std::{
	io,
	net::{IpAddr, SocketAddr},
	sync::{Arc, Mutex},
	time::Instant,
};

/// Why an origin did not deliver.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OriginError {
	#[error("it is shut out for wrong bytes")]
	ShutOut,
	#[error("its address is one of this machine or of a private network")]
	Private,
	#[error("{0}")]
	Http(#[from] reqwest::Error),
	#[error("answered {0}")]
	Status(StatusCode),
	#[error("sent another length than asked for")]
	Length,
	#[error("sent wrong bytes")]
	WrongBytes,
}

struct Server {
	origin: Origin,
	shut_out_until: Mutex<Option<Instant>>,
}

/// The origins of the configuration.
pub(crate) struct Origins {
	client: Client,
	servers: Vec<Server>,
	allow_private: bool,
}

/// Resolves names, and drops addresses that must not be connected with.
struct Guarded {
	allow_private: bool,
}

impl Resolve for Guarded {
	fn resolve(&self, name: Name) -> Resolving {
		let allow_private = self.allow_private;
		Box::pin(async move {
			let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
			let allowed: Vec<SocketAddr> =
				found.filter(|address| allow_private || is_global(address.ip())).collect();
			if allowed.is_empty() {
				return Err(io::Error::other("the name has no address that may be used").into());
			}
			Ok(Box::new(allowed.into_iter()) as Addrs)
		})
	}
}

impl Origins {
	pub(crate) fn new(config: &NetworkConfig) -> Result<Self, reqwest::Error> {
		let client = Client::builder()
			.redirect(redirect::Policy::none())
			// A proxy would connect wherever it is told to.
			.no_proxy()
			.connect_timeout(config.connect_timeout)
			.read_timeout(config.stall_timeout)
			.dns_resolver(Arc::new(Guarded { allow_private: config.allow_private }))
			.build()?;
		let servers = config
			.origins
			.iter()
			.map(|origin| Server { origin: origin.clone(), shut_out_until: Mutex::new(None) });
		Ok(Self { client, servers: servers.collect(), allow_private: config.allow_private })
	}

	pub(crate) fn len(&self) -> usize {
		self.servers.len()
	}

	/// A whole block from origin `number`.
	pub(super) async fn block(
		&self,
		shared: &Shared,
		number: usize,
		cid: &Cid,
	) -> Result<Bytes, OriginError> {
		let Some(server) = self.servers.get(number) else { return Err(OriginError::Length) };
		let base = server.origin.base.trim_end_matches('/');
		let url = match server.origin.kind {
			OriginKind::Gateway => format!("{base}/ipfs/{cid}?format=raw"),
			OriginKind::Files => format!("{base}/{cid}"),
		};
		let bytes = self.get(shared, server, &url, None, *cid).await?;
		// Among files a cell has the name of its block: who has the one and not the other does not lie.
		let cell_instead = server.origin.kind == OriginKind::Files && cid.codec() == DAG_CBOR;
		if cell_instead && !is_named_by(cid, &bytes) {
			return Err(OriginError::WrongBytes);
		}
		self.check(shared, server, cid, bytes)
	}

	/// Fetches fragments of a cell from origin `number` until none is left for it.
	pub(super) async fn work(
		&self,
		shared: &Arc<Shared>,
		job: &Job,
		number: usize,
	) -> Result<(), String> {
		let all = vec![true; job.cell.fragments.len()];
		while !job.is_over() {
			// The configuration names it.
			let Some(taken) = job.take(&all, Runner { number, proved: true }) else {
				job.change(shared.config.stall_timeout).await;
				continue;
			};
			let _pass = shared.gate.enter(job.priority()).await;
			let index = taken.index;
			let fetched = tokio::select! {
				biased;
				() = job.done(index) => continue,
				fetched = self.fragment(shared, job, number, index) => fetched,
			};
			let bytes = fetched.map_err(|error| {
				let base = self.servers.get(number).map(|server| server.origin.base.as_str());
				format!("{}: {error}", base.unwrap_or_default())
			})?;
			if !job.store(shared, index, bytes, From::Origin).await {
				return Ok(());
			}
		}
		Ok(())
	}

	async fn fragment(
		&self,
		shared: &Shared,
		job: &Job,
		number: usize,
		index: u32,
	) -> Result<Bytes, OriginError> {
		let server = self.servers.get(number).ok_or(OriginError::Length)?;
		let place = Place::of(index, job.cell.length_bytes).ok_or(OriginError::Length)?;
		let cid = job.cell.fragments.get(index as usize).ok_or(OriginError::Length)?;
		if server.origin.kind == OriginKind::Gateway {
			return self.block(shared, number, cid).await;
		}
		let start = u64::from(index) * FRAGMENT_BYTES;
		let range = (start, start + place.bytes() as u64 - 1);
		let url = format!("{}/{}", server.origin.base.trim_end_matches('/'), job.cid);
		let bytes = self.get(shared, server, &url, Some(range), job.cid).await?;
		self.check(shared, server, cid, bytes)
	}

	fn check(
		&self,
		shared: &Shared,
		server: &Server,
		cid: &Cid,
		bytes: Bytes,
	) -> Result<Bytes, OriginError> {
		if !is_named_by(cid, &bytes) {
			let until = Instant::now() + shared.config.ban_time;
			*lock(&server.shut_out_until) = Some(until);
			tracing::warn!(target: "reel::peers", origin = server.origin.base, %cid, "a web origin sent wrong bytes");
			return Err(OriginError::WrongBytes);
		}
		shared.metrics().origin_bytes_in.add(bytes.len() as u64);
		Ok(bytes)
	}

	async fn get(
		&self,
		shared: &Shared,
		server: &Server,
		url: &str,
		range: Option<(u64, u64)>,
		object: Cid,
	) -> Result<Bytes, OriginError> {
		if lock(&server.shut_out_until).is_some_and(|until| until > Instant::now()) {
			return Err(OriginError::ShutOut);
		}
		if !self.allow_private && is_private_address(url) {
			return Err(OriginError::Private);
		}
		let mut request = self.client.get(url);
		let mut expected = StatusCode::OK;
		if let Some((first, last)) = range {
			request = request.header(RANGE, format!("bytes={first}-{last}"));
			expected = StatusCode::PARTIAL_CONTENT;
		}
		let mut response = request.send().await?;
		if response.status() != expected {
			return Err(OriginError::Status(response.status()));
		}
		let max = range.map_or(MAX_BLOCK_BYTES, |(first, last)| (last - first + 1) as usize);
		let objects = [Some(object), shared.catalog.title_of(&object)];
		let mut bytes = BytesMut::new();
		while let Some(chunk) = response.chunk().await? {
			if bytes.len() + chunk.len() > max {
				return Err(OriginError::Length);
			}
			shared.rates.download(&objects, chunk.len()).await;
			bytes.extend_from_slice(&chunk);
		}
		Ok(bytes.freeze())
	}
}

/// Whether a URL names an address, which is not resolved, of this machine or of a private network.
fn is_private_address(url: &str) -> bool {
	let Ok(url) = Url::parse(url) else { return true };
	let Some(host) = url.host_str() else { return true };
	let host = host.trim_start_matches('[').trim_end_matches(']');
	host.parse::<IpAddr>().is_ok_and(|ip| !is_global(ip))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn addresses_of_private_networks_are_seen_however_they_are_written() {
		for url in [
			"http://127.0.0.1/x",
			"http://[::1]:80/x",
			"http://169.254.169.254/latest",
			"http://2130706433/",
			"http://0x7f.1/",
			"http://[::ffff:10.0.0.1]/",
			"http://017700000001/",
			"http://1.1.1.1@127.0.0.1/",
			"http://films.example:80@[::1]/",
			"http://0.0.0.0/",
			"http://[fd00::1]/",
			"not a url",
		] {
			assert!(is_private_address(url), "{url}");
		}
		for url in ["http://1.1.1.1/x", "https://films.example/x", "http://[2606:4700::1111]/"] {
			assert!(!is_private_address(url), "{url}");
		}
	}

	#[tokio::test]
	async fn a_name_that_leads_to_this_machine_is_not_followed() {
		let resolve =
			|allow_private| Guarded { allow_private }.resolve("localhost".parse().expect("a name"));
		assert!(resolve(false).await.is_err());
		assert!(resolve(true).await.is_ok_and(|mut found| found.next().is_some()));
	}
}
