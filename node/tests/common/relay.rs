//! A store that can be told to misbehave: an HTTP server between a node's bridge and a real store.

use codec::{DecodeAll, Encode};
use reel_fragments::{
	challenge::LeafRef,
	keeping::{PROOFS_PATH, ProofsRequest},
};
use reqwest::Client;
use std::{
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::{TcpListener, TcpStream},
};

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
	/// What the real store says.
	Honest,
	/// Connections are closed at once.
	Absent,
	/// Every answer comes after half a minute.
	Slow,
	/// Half a minute for proofs, and no time for the rest.
	SlowProofs,
	/// A page of text.
	Garbage,
	/// A gigabyte.
	Flood,
	/// The proof of the leaf beside the one that was asked for.
	WrongLeaf,
}

#[derive(Debug)]
struct Shared {
	manner: Manner,
	/// URL and token of the real store.
	store: Option<(String, String)>,
	/// Paths asked for so far.
	asked: Vec<String>,
	/// Bytes sent of a flood.
	flooded: u64,
}

/// The server. It ends with the test's runtime.
#[derive(Clone, Debug)]
pub(crate) struct Relay {
	shared: Arc<Mutex<Shared>>,
	/// Where it listens.
	pub(crate) url: String,
}

impl Relay {
	/// A server that behaves like that.
	pub(crate) async fn start(manner: Manner) -> Self {
		let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
		let url = format!("http://{}", listener.local_addr().expect("bound"));
		let shared = Shared { manner, store: None, asked: Vec::new(), flooded: 0 };
		let relay = Self { shared: Arc::new(Mutex::new(shared)), url };
		let serving = relay.clone();
		tokio::spawn(async move {
			while let Ok((stream, _)) = listener.accept().await {
				let relay = serving.clone();
				tokio::spawn(async move {
					// The other end may go at any time.
					let _ = relay.serve(stream).await;
				});
			}
		});
		relay
	}

	/// Lets it behave otherwise from now on.
	pub(crate) fn set(&self, manner: Manner) {
		let mut shared = self.shared.lock().expect("nobody panics");
		shared.manner = manner;
		shared.asked.clear();
	}

	/// Tells it where the real store is.
	pub(crate) fn stand_before(&self, url: &str, token: &str) {
		self.shared.lock().expect("nobody panics").store = Some((url.to_owned(), token.to_owned()));
	}

	/// Whether this path was asked for since it last changed its manner.
	pub(crate) fn was_asked(&self, path: &str) -> bool {
		self.shared.lock().expect("nobody panics").asked.iter().any(|asked| asked == path)
	}

	/// Bytes of a flood that were taken from it.
	pub(crate) fn flooded(&self) -> u64 {
		self.shared.lock().expect("nobody panics").flooded
	}

	async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
		let (path, body) = read_request(&mut stream).await?;
		let (manner, store) = {
			let mut shared = self.shared.lock().expect("nobody panics");
			shared.asked.push(path.clone());
			(shared.manner, shared.store.clone())
		};
		let is_proofs = path == PROOFS_PATH;
		match manner {
			Manner::Absent => return Ok(()),
			Manner::Garbage => return answer(&mut stream, b"<html>It works!</html>").await,
			Manner::Flood => return self.flood(&mut stream).await,
			Manner::Slow => tokio::time::sleep(Duration::from_secs(30)).await,
			Manner::SlowProofs if is_proofs => tokio::time::sleep(Duration::from_secs(30)).await,
			_ => {},
		}
		let body = if manner == Manner::WrongLeaf && is_proofs { beside(&body) } else { body };
		let (url, token) = store.expect("it stands before a store");
		let request = Client::new().post(format!("{url}{path}")).bearer_auth(token).body(body);
		let response = request.send().await.map_err(std::io::Error::other)?;
		assert!(response.status().is_success(), "{path}: {}", response.status());
		let bytes = response.bytes().await.map_err(std::io::Error::other)?;
		answer(&mut stream, &bytes).await
	}

	async fn flood(&self, stream: &mut TcpStream) -> std::io::Result<()> {
		let length = 1u64 << 30;
		let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
		stream.write_all(head.as_bytes()).await?;
		let block = vec![7; 64 << 10];
		for _ in 0..length / block.len() as u64 {
			stream.write_all(&block).await?;
			self.shared.lock().expect("nobody panics").flooded += block.len() as u64;
		}
		Ok(())
	}
}

/// Path and body of a request.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
	let mut head = Vec::new();
	while !head.ends_with(b"\r\n\r\n") {
		head.push(stream.read_u8().await?);
	}
	let head = String::from_utf8_lossy(&head).to_lowercase();
	let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
	let header = |name: &str| {
		let line = head.lines().find(|line| line.starts_with(name))?;
		line.split_once(':').map(|(_, value)| value.trim().to_owned())
	};
	let mut body = Vec::new();
	if let Some(length) = header("content-length").and_then(|length| length.parse().ok()) {
		body.resize(length, 0);
		stream.read_exact(&mut body).await?;
	} else if header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
		loop {
			let mut line = Vec::new();
			while !line.ends_with(b"\r\n") {
				line.push(stream.read_u8().await?);
			}
			let line = String::from_utf8_lossy(&line);
			let size = usize::from_str_radix(line.trim(), 16).map_err(std::io::Error::other)?;
			let mut chunk = vec![0; size + 2];
			stream.read_exact(&mut chunk).await?;
			if size == 0 {
				break;
			}
			body.extend(&chunk[..size]);
		}
	}
	Ok((path, body))
}

async fn answer(stream: &mut TcpStream, body: &[u8]) -> std::io::Result<()> {
	let head =
		format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
	stream.write_all(head.as_bytes()).await?;
	stream.write_all(body).await
}

/// The same request, each leaf replaced by its neighbour.
fn beside(body: &[u8]) -> Vec<u8> {
	let request = ProofsRequest::decode_all(&mut &body[..]).expect("the bridge's own request");
	let asked: Vec<_> = request
		.asked
		.into_iter()
		.map(|(piece, leaf)| (piece, LeafRef { leaf: leaf.leaf ^ 1, ..leaf }))
		.collect();
	ProofsRequest { asked: asked.try_into().expect("as many") }.encode()
}
