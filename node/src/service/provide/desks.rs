//! The desks that a provider sends for, over their JSON-RPC.

use super::LOG_TARGET;
use reel_primitives::Hash32;
use reel_rpc_api::{OfferTaken, Rejection, from_hex};
use reqwest::{Client, header::CONTENT_TYPE, redirect};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use std::{
	collections::VecDeque,
	sync::{Mutex, PoisonError},
	time::Duration,
};

/// How long a desk may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Largest answer that is read.
const MAX_ANSWER_BYTES: usize = 64 << 10;

/// Session keys of a desk that its tickets may be signed by: of now, and those before.
const KEYS_KEPT: usize = 3;

/// A desk.
struct Desk {
	url: String,
	/// Keys by which it said that it signs, the last one first.
	keys: VecDeque<Hash32>,
	/// Whether the last offer was taken, so that a change is told once; `None` before the first.
	takes: Option<bool>,
}

/// The desks that were named, in their order.
pub(super) struct Desks {
	http: Client,
	desks: Vec<Mutex<Desk>>,
}

#[derive(Deserialize)]
struct Answer<T> {
	result: Option<T>,
	error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
	message: String,
	data: Option<Rejection>,
}

fn lock(desk: &Mutex<Desk>) -> std::sync::MutexGuard<'_, Desk> {
	desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desks {
	pub(super) fn new(urls: Vec<String>) -> Result<Self, reqwest::Error> {
		let http = Client::builder()
			.no_proxy()
			.redirect(redirect::Policy::none())
			.timeout(PATIENCE)
			.build()?;
		let desk = |url| Mutex::new(Desk { url, keys: VecDeque::new(), takes: None });
		Ok(Self { http, desks: urls.into_iter().map(desk).collect() })
	}

	/// The desk that signs with a key, by its place.
	pub(super) fn place_of(&self, key: &Hash32) -> Option<usize> {
		self.desks.iter().position(|desk| lock(desk).keys.contains(key))
	}

	/// Makes every desk an offer. The key that one answers counts only if it is one of `authorities`.
	pub(super) async fn offer(&self, offer: &str, authorities: &[Hash32]) {
		for desk in &self.desks {
			let url = lock(desk).url.clone();
			let answer: Result<OfferTaken, String> = self.call(&url, "pov_v1_offer", offer).await;
			let key = answer.and_then(|taken| {
				let key = from_hex(&taken.desk).ok().and_then(|key| Hash32::try_from(key).ok());
				let key = key.filter(|key| authorities.contains(key));
				key.ok_or_else(|| "its key is no authority's of this chain".to_owned())
			});
			let mut desk = lock(desk);
			match key {
				Ok(key) => {
					if desk.takes != Some(true) {
						log::info!(target: LOG_TARGET, "Desk at {url} takes our offer");
					}
					desk.takes = Some(true);
					if desk.keys.front() != Some(&key) {
						desk.keys.retain(|known| *known != key);
						desk.keys.push_front(key);
						desk.keys.truncate(KEYS_KEPT);
					}
				},
				Err(error) => {
					if desk.takes != Some(false) {
						log::warn!(target: LOG_TARGET, "Desk at {url} does not take our offer: {error}");
					}
					desk.takes = Some(false);
				},
			}
		}
	}

	/// Hands reports to a desk.
	pub(super) async fn report(&self, place: usize, reports: &str) -> Result<(), String> {
		let Some(desk) = self.desks.get(place) else { return Ok(()) };
		let url = lock(desk).url.clone();
		let _taken: u32 = self.call(&url, "pov_v1_report", reports).await?;
		Ok(())
	}

	async fn call<T: DeserializeOwned>(
		&self,
		url: &str,
		method: &str,
		parameter: &str,
	) -> Result<T, String> {
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": [parameter] });
		let request = self
			.http
			.post(url)
			.header(CONTENT_TYPE, "application/json")
			.body(request.to_string())
			.send();
		let mut response = request.await.map_err(|error| error.to_string())?;
		let mut bytes = Vec::new();
		while let Some(chunk) = response.chunk().await.map_err(|error| error.to_string())? {
			if bytes.len() + chunk.len() > MAX_ANSWER_BYTES {
				return Err("its answer is too long".to_owned());
			}
			bytes.extend_from_slice(&chunk);
		}
		let answer: Answer<T> = serde_json::from_slice(&bytes)
			.map_err(|_| format!("it answers {}, and no JSON-RPC", response.status()))?;
		match answer {
			Answer { result: Some(result), .. } => Ok(result),
			Answer { error: Some(Refused { message, data }), .. } => {
				Err(data.map_or(message, |rejection| rejection.to_string()))
			},
			_ => Err("it answers nothing".to_owned()),
		}
	}
}
