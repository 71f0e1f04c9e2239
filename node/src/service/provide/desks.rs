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

/// Why reports are to be sent again.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
	/// They did not arrive.
	Lost(String),
	/// Not all of them were taken: there was no room, or the desk knows no such ticket.
	Refused(String),
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

	/// How many desks were named.
	pub(super) fn number(&self) -> usize {
		self.desks.len()
	}

	/// Whether a desk said that it signs with a key.
	pub(super) fn know(&self, key: &Hash32) -> bool {
		self.desks.iter().any(|desk| lock(desk).keys.contains(key))
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

	/// Hands so many reports to the desk with a key: to all that said it is theirs, since one may say so of another's.
	pub(super) async fn report(
		&self,
		key: &Hash32,
		reports: &str,
		number: usize,
	) -> Result<(), NotTaken> {
		let of_key = self.desks.iter().filter(|desk| lock(desk).keys.contains(key));
		let urls: Vec<String> = of_key.map(|desk| lock(desk).url.clone()).collect();
		let mut outcome = Ok(());
		for url in urls {
			match self.call::<u32>(&url, "pov_v1_report", reports).await {
				Ok(taken) if usize::try_from(taken).is_ok_and(|taken| taken >= number) => {},
				Ok(taken) => {
					outcome = outcome.and_then(|()| {
						let refusal = format!("desk at {url} took {taken} of {number}");
						Err(NotTaken::Refused(refusal))
					});
				},
				Err(error) => outcome = Err(NotTaken::Lost(format!("desk at {url}: {error}"))),
			}
		}
		outcome
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

#[cfg(test)]
mod tests {
	use super::*;
	use std::sync::Arc;
	use tokio::{
		io::{AsyncReadExt, AsyncWriteExt},
		net::TcpListener,
	};

	/// A desk that answers each request with the next of `results`; its URL, and how often it was asked.
	async fn desk(results: Vec<u32>) -> (String, Arc<Mutex<usize>>) {
		let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
		let url = format!("http://{}", listener.local_addr().unwrap());
		let asked: Arc<Mutex<usize>> = Arc::default();
		let counter = asked.clone();
		tokio::spawn(async move {
			for result in results {
				let (mut stream, _) = listener.accept().await.unwrap();
				let mut request = Vec::new();
				// The body is one line of JSON, which ends the request.
				while !request.ends_with(b"}") {
					let mut buffer = [0; 1_024];
					let read = stream.read(&mut buffer).await.unwrap();
					request.extend_from_slice(&buffer[..read]);
				}
				*counter.lock().unwrap() += 1;
				let body = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{result}}}"#);
				let head = format!(
					"HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
					body.len()
				);
				stream.write_all((head + &body).as_bytes()).await.unwrap();
			}
		});
		(url, asked)
	}

	#[tokio::test]
	async fn reports_go_to_all_that_say_the_key_is_theirs_and_what_one_refuses_is_not_taken() {
		let (one, asked_one) = desk(vec![2, 2, 2]).await;
		let (two, asked_two) = desk(vec![2, 1]).await;
		let (other, asked_other) = desk(vec![2]).await;
		let desks = Desks::new(vec![one, two, other]).unwrap();
		for (place, key) in [(0, [1; 32]), (1, [1; 32]), (2, [2; 32])] {
			lock(&desks.desks[place]).keys.push_front(key);
		}
		assert!(desks.know(&[1; 32]) && !desks.know(&[3; 32]));
		assert_eq!(desks.report(&[1; 32], "0x", 2).await, Ok(()));
		let refused = desks.report(&[1; 32], "0x", 2).await;
		assert!(matches!(refused, Err(NotTaken::Refused(_))), "{refused:?}");
		// The second has gone.
		let lost = desks.report(&[1; 32], "0x", 2).await;
		assert!(matches!(lost, Err(NotTaken::Lost(_))), "{lost:?}");
		let asked = [asked_one, asked_two, asked_other].map(|asked| *asked.lock().unwrap());
		assert_eq!(asked, [3, 2, 0]);
	}
}
