//! A connection to a node whose requests end in time.

use crate::{Error, Result};
use std::time::Duration;
use subxt::rpcs::{
	self, RpcClient,
	client::{RawRpcFuture, RawRpcSubscription, RawValue, RpcClientT},
};
use tokio::time::timeout;

/// How long a node may take to answer, and a transaction to be in a block, unless one says otherwise: 20 slots to be
/// included, and finality soon after.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// By these words a request that was not answered in time is known again in the errors that libraries wrap it in.
const NO_ANSWER: &str = "the node gave no answer to";

/// What libraries put before the words of the one below, once for each that has passed the error on.
const PASSED_ON: [&str; 4] = ["Backend error: ", "RPC error: ", "client error: ", "User error: "];

/// An error's words, without those of all who have passed it on.
pub(crate) fn plain(text: &str) -> String {
	PASSED_ON.iter().fold(text.to_owned(), |text, words| text.replace(words, ""))
}

/// What a failure of the connection means.
pub(crate) fn connection_failed(text: &str) -> Error {
	let text = plain(text);
	if text.contains(NO_ANSWER) { Error::Timeout(text) } else { Error::Node(text) }
}

/// Connects to `ws://` or `wss://`; requests and subscriptions have to be answered within `patience`.
pub(crate) async fn connect(url: &str, patience: Duration) -> Result<RpcClient> {
	match timeout(patience, RpcClient::from_insecure_url(url)).await {
		Ok(Ok(inner)) => Ok(RpcClient::new(Timed { inner, patience })),
		Ok(Err(error)) => Err(Error::Node(format!(
			"{url} cannot be reached: {}. Is the node running? Name another with --node",
			plain(&error.to_string())
		))),
		Err(_) => Err(Error::Timeout(format!(
			"{url} did not answer within {} s. Is this the address of a node's RPC?",
			patience.as_secs()
		))),
	}
}

struct Timed {
	inner: RpcClient,
	patience: Duration,
}

impl Timed {
	fn late(&self, method: &str) -> rpcs::Error {
		let text = format!("{NO_ANSWER} {method} within {} s", self.patience.as_secs());
		rpcs::Error::Client(text.into())
	}
}

impl RpcClientT for Timed {
	fn request_raw<'a>(
		&'a self,
		method: &'a str,
		params: Option<Box<RawValue>>,
	) -> RawRpcFuture<'a, Box<RawValue>> {
		Box::pin(async move {
			let answer = timeout(self.patience, self.inner.request_raw(method, params)).await;
			answer.unwrap_or_else(|_| Err(self.late(method)))
		})
	}

	fn subscribe_raw<'a>(
		&'a self,
		sub: &'a str,
		params: Option<Box<RawValue>>,
		unsub: &'a str,
	) -> RawRpcFuture<'a, RawRpcSubscription> {
		Box::pin(async move {
			let answer = timeout(self.patience, self.inner.subscribe_raw(sub, params, unsub)).await;
			answer.unwrap_or_else(|_| Err(self.late(sub)))
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn who_passed_an_error_on_is_left_out() {
		let text =
			"RPC error: client error: RPC error: client error: Connection refused (os error 111)";
		assert_eq!(plain(text), "Connection refused (os error 111)");
		let late = format!("Backend error: RPC error: RPC error: client error: {NO_ANSWER} x");
		assert_eq!(connection_failed(&late).exit_code(), 5);
		assert_eq!(connection_failed("Backend error: gone").to_string(), "node: gone");
	}
}
