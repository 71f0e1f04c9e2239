//! Blocks in and out of a fragment store over HTTP. Everything read is checked against its name.

use crate::{Error, Result};
use cid::Cid;
use reel_fragment_store::block::{DAG_CBOR, DAG_PB, MAX_BLOCK_BYTES, is_named_by};
use reqwest::{Client, ClientBuilder, StatusCode, multipart, redirect};
use serde::Deserialize;
use std::{fmt, path::Path, time::Duration};
use zeroize::Zeroizing;

/// How long a block may take.
const BLOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// The HTTP client for stores and providers: no proxy, no redirects, so bytes come from where they are asked for.
///
/// # Errors
/// [`Error::Node`] when the system gives no randomness or no sockets.
pub fn http_client() -> Result<Client> {
	client_builder().build().map_err(|error| Error::Node(error.to_string()))
}

/// What every client has in common.
pub(crate) fn client_builder() -> ClientBuilder {
	Client::builder()
		.no_proxy()
		.redirect(redirect::Policy::none())
		.connect_timeout(Duration::from_secs(5))
		.timeout(BLOCK_TIMEOUT)
}

/// Reads a body of at most `max` bytes.
pub(crate) async fn body(mut response: reqwest::Response, max: usize) -> Result<Vec<u8>> {
	let mut bytes = Vec::new();
	while let Some(chunk) = response.chunk().await.map_err(|error| unreachable_store(&error))? {
		if bytes.len() + chunk.len() > max {
			return Err(Error::Storage(format!("more than {max} bytes came")));
		}
		bytes.extend_from_slice(&chunk);
	}
	Ok(bytes)
}

fn unreachable_store(error: &reqwest::Error) -> Error {
	let base = error.url().map(|url| url.origin().ascii_serialization());
	match base {
		Some(base) if error.is_connect() => Error::Storage(format!(
			"{base} cannot be reached. Is the node or its store running? Name another with --store"
		)),
		_ => Error::Storage(error.to_string()),
	}
}

/// A store.
#[derive(Clone)]
pub struct Store {
	http: Client,
	base: String,
	token: Option<Zeroizing<String>>,
}

impl fmt::Debug for Store {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Store({})", self.base)
	}
}

#[derive(Deserialize)]
struct Put {
	#[serde(rename = "Key")]
	key: String,
}

#[derive(Deserialize)]
struct Identity {
	#[serde(rename = "Addresses")]
	addresses: Vec<String>,
}

#[derive(Deserialize)]
struct Failed {
	#[serde(rename = "Message")]
	message: String,
}

impl Store {
	/// The store at a base URL.
	pub fn new(http: Client, base: &str) -> Self {
		Self { http, base: base.trim_end_matches('/').to_owned(), token: None }
	}

	/// With the token that its API asks for, from a file.
	///
	/// # Errors
	/// [`Error::File`].
	pub fn with_token_file(mut self, path: &Path) -> Result<Self> {
		let text = std::fs::read_to_string(path).map_err(|error| Error::of_file(path, &error))?;
		self.token = Some(Zeroizing::new(text.trim().to_owned()));
		Ok(self)
	}

	/// Its base URL, without a slash at the end.
	pub fn base(&self) -> &str {
		&self.base
	}

	/// Calls a command of the store's API, which answers with at most `max` bytes.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] without the token, [`Error::Storage`].
	pub(crate) async fn command(&self, path: &str, max: usize) -> Result<Vec<u8>> {
		let mut request = self.http.post(format!("{}/api/v0/{path}", self.base));
		if let Some(token) = &self.token {
			request = request.bearer_auth(token.as_str());
		}
		let response = request.send().await.map_err(|error| unreachable_store(&error))?;
		let status = response.status();
		let answer = body(response, max).await?;
		if status.is_success() {
			return Ok(answer);
		}
		let said: Option<Failed> = serde_json::from_slice(&answer).ok();
		let said = said.map_or_else(|| status.to_string(), |failed| failed.message);
		Err(match status {
			StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Error::NotAuthorized {
				label: "store-token".to_owned(),
				message: format!("{} asks for its token: give --store-token-file", self.base),
			},
			_ => Error::Storage(format!("{}: {said}", self.base)),
		})
	}

	/// Addresses at which other stores reach this one, each with its peer id; none for a store without peers.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] without the token, [`Error::Storage`].
	pub async fn peer_addresses(&self) -> Result<Vec<String>> {
		let answer = self.command("id", 1 << 16).await?;
		let id: Identity = serde_json::from_slice(&answer)
			.map_err(|error| Error::Storage(format!("{}: {error}", self.base)))?;
		Ok(id.addresses)
	}

	/// Stores a block under its name and checks that the store agrees about the name. A pin holds everything that the
	/// block links to, which has to be there.
	///
	/// # Errors
	/// [`Error::Storage`].
	pub async fn put(&self, cid: &Cid, bytes: Vec<u8>, pin: bool) -> Result<()> {
		let codec = match cid.codec() {
			DAG_CBOR => "dag-cbor",
			DAG_PB => "dag-pb",
			_ => "raw",
		};
		let url = format!("{}/api/v0/block/put?cid-codec={codec}&pin={pin}", self.base);
		let part = multipart::Part::bytes(bytes).file_name("block");
		let mut request = self.http.post(url).multipart(multipart::Form::new().part("data", part));
		if let Some(token) = &self.token {
			request = request.bearer_auth(token.as_str());
		}
		let response = request.send().await.map_err(|error| unreachable_store(&error))?;
		let status = response.status();
		let answer = body(response, 1 << 16).await?;
		if !status.is_success() {
			let hint = match status {
				StatusCode::UNAUTHORIZED => ": give --store-token-file",
				_ => "",
			};
			let text = String::from_utf8_lossy(&answer);
			return Err(Error::Storage(format!(
				"{} did not take a block ({status}){hint} {text}",
				self.base
			)));
		}
		let put: Put = serde_json::from_slice(&answer)
			.map_err(|error| Error::Storage(format!("{}: {error}", self.base)))?;
		if put.key != cid.to_string() {
			return Err(Error::Storage(format!("{cid} was stored as {}", put.key)));
		}
		Ok(())
	}

	/// Reads a block and checks it against its name.
	///
	/// # Errors
	/// [`Error::NotFound`] when the store has not got it, [`Error::Storage`].
	pub async fn get(&self, cid: &Cid) -> Result<Vec<u8>> {
		let url = format!("{}/ipfs/{cid}?format=raw", self.base);
		let response =
			self.http.get(url).send().await.map_err(|error| unreachable_store(&error))?;
		let status = response.status();
		if !status.is_success() {
			let text = format!("{} has no {cid} ({status})", self.base);
			return Err(match status {
				StatusCode::NOT_FOUND | StatusCode::GONE => Error::NotFound(text),
				_ => Error::Storage(text),
			});
		}
		let bytes = body(response, MAX_BLOCK_BYTES).await?;
		if !is_named_by(cid, &bytes) {
			return Err(Error::Storage(format!("{} sent other bytes than {cid}", self.base)));
		}
		Ok(bytes)
	}
}

impl Store {
	/// Has the store fetch a block that it lacks from its peers. The bytes are not asked for.
	///
	/// # Errors
	/// [`Error::NotFound`] when it cannot be had, [`Error::Storage`].
	pub async fn touch(&self, cid: &Cid) -> Result<()> {
		let url = format!("{}/ipfs/{cid}?format=raw", self.base);
		let response =
			self.http.head(url).send().await.map_err(|error| unreachable_store(&error))?;
		let status = response.status();
		match status {
			_ if status.is_success() => Ok(()),
			StatusCode::NOT_FOUND | StatusCode::GONE => {
				Err(Error::NotFound(format!("{} cannot get {cid} ({status})", self.base)))
			},
			_ => Err(Error::Storage(format!("{} cannot get {cid} ({status})", self.base))),
		}
	}
}

/// Reads a block from the first store that has it.
///
/// # Errors
/// That of the last store; [`Error::Usage`] without any.
pub async fn get_from(stores: &[Store], cid: &Cid) -> Result<Vec<u8>> {
	let mut last = Error::Usage("no store to read from: give --store URL".to_owned());
	for store in stores {
		match store.get(cid).await {
			Ok(bytes) => return Ok(bytes),
			Err(error) => last = error,
		}
	}
	Err(last)
}
