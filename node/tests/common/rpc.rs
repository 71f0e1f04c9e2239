//! JSON-RPC over HTTP.

use super::POLL;
use reel_rpc_api::Rejection;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{
	net::IpAddr,
	time::{Duration, Instant},
};

/// The RPC of a node.
#[derive(Clone, Debug)]
pub(crate) struct Rpc {
	url: String,
	client: reqwest::Client,
}

impl Rpc {
	/// The RPC at this URL.
	pub(crate) fn at(url: String) -> Self {
		Self { url, client: reqwest::Client::new() }
	}

	/// The same, asked from another address of this machine.
	pub(crate) fn coming_from(&self, address: IpAddr) -> Self {
		let client = reqwest::Client::builder().local_address(address).build();
		Self { client: client.expect("a client can be made"), ..self.clone() }
	}

	/// Its URL for subscriptions.
	pub(crate) fn websocket(&self) -> String {
		self.url.replacen("http", "ws", 1)
	}

	/// The result of a method, or the error object.
	async fn request(&self, method: &str, params: Value) -> Result<Value, Value> {
		let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let failed = |error: reqwest::Error| json!(format!("{method}: {error}"));
		let response = self.client.post(&self.url).json(&request).send().await.map_err(failed)?;
		let mut answer: Value = response.json().await.map_err(failed)?;
		match answer.get_mut("error") {
			Some(error) => Err(error.take()),
			None => Ok(answer["result"].take()),
		}
	}

	/// The result of a method, or the error object as text.
	pub(crate) async fn try_call(&self, method: &str, params: Value) -> Result<Value, String> {
		self.request(method, params).await.map_err(|error| error.to_string())
	}

	/// What a desk answers: the result of a method, or why not. The code must be that of the reason.
	pub(crate) async fn ask_desk<T: DeserializeOwned>(
		&self,
		method: &str,
		params: Value,
	) -> Result<T, Rejection> {
		match self.request(method, params).await {
			Ok(result) => Ok(serde_json::from_value(result).expect("an answer of that type")),
			Err(error) => {
				let rejection: Result<Rejection, _> = serde_json::from_value(error["data"].clone());
				let rejection =
					rejection.unwrap_or_else(|_| panic!("{method}: no reason in {error}"));
				assert_eq!(error["code"], rejection.code(), "{error}");
				Err(rejection)
			},
		}
	}

	/// The result of a method that must work.
	pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
		self.try_call(method, params).await.expect("the method works")
	}

	/// Number of the best block.
	pub(crate) async fn best(&self) -> u32 {
		number(&self.call("chain_getHeader", json!([])).await)
	}

	/// Number of the last final block.
	pub(crate) async fn finalized(&self) -> u32 {
		let hash = self.call("chain_getFinalizedHead", json!([])).await;
		number(&self.call("chain_getHeader", json!([hash])).await)
	}

	/// Hash of block `number`.
	pub(crate) async fn hash(&self, number: u32) -> String {
		let hash = self.call("chain_getBlockHash", json!([number])).await;
		hash.as_str().expect("the block exists").to_owned()
	}

	/// An address with peer id under which the node listens.
	pub(crate) async fn listen_address(&self) -> String {
		let addresses = self.call("system_localListenAddresses", json!([])).await;
		let addresses = addresses.as_array().expect("a list").iter().filter_map(Value::as_str);
		let mut loopback = addresses.filter(|address| address.contains("/127.0.0.1/tcp/"));
		loopback.next().expect("the node listens on loopback").to_owned()
	}
}

fn number(header: &Value) -> u32 {
	let hex = header["number"].as_str().expect("a header has a number");
	u32::from_str_radix(hex.trim_start_matches("0x"), 16).expect("a hexadecimal number")
}

/// Waits until `look` gives a value.
pub(crate) async fn until<T>(
	what: &str,
	deadline: Duration,
	mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
	let end = Instant::now() + deadline;
	loop {
		if let Some(value) = look().await {
			return value;
		}
		assert!(Instant::now() < end, "{what}: not within {deadline:?}");
		tokio::time::sleep(POLL).await;
	}
}

/// Waits for a known moment, by this machine's clock.
pub(crate) async fn until_ms(unix_ms: u64) {
	let left = unix_ms.saturating_sub(reel::now_ms());
	tokio::time::sleep(Duration::from_millis(left)).await;
}
