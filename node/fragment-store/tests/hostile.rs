//! N3: a gateway among enemies. Slow heads, slow bodies, readers that do not read or take a byte at a time, ranges, bombs; a
//! client that means well is served all the while, and the memory stays where it was: at its highest, not only afterwards.

use crate::{
	common::{bytes, cases, node, summary},
	victim::Victim,
};
use cid::Cid;
use reel_fragment_store::block::{DAG_CBOR, RAW, cid_of};
use reqwest::{
	Client, StatusCode,
	header::RANGE,
	multipart::{Form, Part},
};
use std::{
	net::SocketAddr,
	time::{Duration, Instant},
};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpStream,
};

/// What all of it may cost in memory.
const MAX_GROWTH_KIB: u64 = 64 << 10;

/// Sockets that an attacker holds at once.
const HELD: usize = 1000;

/// A client that means well, with a connection of its own for each request.
struct Honest {
	url: String,
	expected: Vec<u8>,
}

impl Honest {
	/// Asks until it is answered; returns how long that took and how often it was turned away before.
	async fn ask(&self) -> (Duration, u32) {
		let start = Instant::now();
		let mut refused = 0;
		loop {
			let client =
				Client::builder().timeout(Duration::from_secs(30)).build().expect("a client");
			let asked = async { client.get(&self.url).send().await?.bytes().await };
			match asked.await {
				Ok(body) => {
					assert_eq!(body, self.expected);
					return (start.elapsed(), refused);
				},
				Err(_) => refused += 1,
			}
			assert!(start.elapsed() < Duration::from_secs(60), "kept out for a minute");
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
	}

	/// The median and the 95th of a hundred, and how often it was turned away.
	async fn ask_often(&self) -> (Duration, Duration, u32) {
		let (mut times, mut refused) = (Vec::new(), 0);
		for _ in 0..40 {
			let (time, turned_away) = self.ask().await;
			times.push(time);
			refused += turned_away;
		}
		times.sort();
		(times[20], times[37], refused)
	}
}

async fn connect(to: SocketAddr) -> Option<TcpStream> {
	tokio::time::timeout(Duration::from_secs(5), TcpStream::connect(to)).await.ok()?.ok()
}

/// Opens `count` sockets, `HELD` of them at once, that say `text` and then nothing.
async fn silent(to: SocketAddr, count: usize, text: &str) -> Vec<TcpStream> {
	let mut held = std::collections::VecDeque::new();
	for _ in 0..count {
		let Some(mut stream) = connect(to).await else { continue };
		// The server may have hung up already.
		let _ = stream.write_all(text.as_bytes()).await;
		held.push_back(stream);
		if held.len() > HELD {
			held.pop_front();
		}
	}
	held.into()
}

async fn put(victim: &Victim, codec: &str, content: Vec<u8>) -> Cid {
	let url = format!("http://{}/api/v0/block/put?cid-codec={codec}", victim.http);
	let form = Form::new().part("file", Part::bytes(content));
	let answer = Client::new().post(url).bearer_auth(victim.token()).multipart(form);
	let told: serde_json::Value = answer.send().await.expect("answers").json().await.expect("JSON");
	told["Key"].as_str().unwrap_or_else(|| panic!("{told}")).parse().expect("a CID")
}

/// Opens `count` sockets, `HELD` of them at once, that ask for `text` and take a little of the answer now and then.
async fn sipping(to: SocketAddr, count: usize, text: &str) -> Vec<TcpStream> {
	let mut held = silent(to, count, text).await;
	let mut sip = [0; 16];
	for stream in &mut held {
		// Many were closed by then.
		let _ = tokio::time::timeout(Duration::from_millis(5), stream.read(&mut sip)).await;
	}
	held
}

/// A title of one cell of three fragments, as its blocks; returns its name.
async fn put_title(victim: &Victim) -> Cid {
	let film = crate::peers::film(77, &[3 << 20]);
	for (cid, content) in film.blocks {
		let codec = if cid.codec() == RAW { "raw" } else { "dag-cbor" };
		assert_eq!(put(victim, codec, content).await, cid);
	}
	film.magnet
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_client_is_served_among_thousands_that_hold_sockets() {
	let mut victim = Victim::start();
	let small = bytes(5, 20_000);
	let (cid, large) =
		(put(&victim, "raw", small.clone()).await, put(&victim, "raw", bytes(6, 2 << 20)).await);
	let title = put_title(&victim).await;
	let honest =
		Honest { url: format!("http://{}/ipfs/{cid}?format=raw", victim.http), expected: small };
	let (calm, calm_95, _) = honest.ask_often().await;
	let before = victim.rss_kib();
	let count = cases(1000, 10_000);
	let to = victim.http;
	let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {to}\r\n\r\n");
	let large = get(&format!("/ipfs/{large}?format=raw"));
	let cell = get(&format!("/hls/{title}/cell/0"));
	let car = get(&format!("/ipfs/{title}?format=car"));
	let body = format!(
		"POST /api/v0/block/put HTTP/1.1\r\nHost: {to}\r\nContent-Length: 1000000\r\n\r\nx"
	);
	let mut said = Vec::new();
	for (name, text, count) in [
		("slow heads", "GET /ipfs/x HTTP/1.1\r\nHost: loc", count),
		("slow bodies", body.as_str(), count),
		// Each has an answer that it does not take.
		("readers of a block that do not read", large.as_str(), count / 4),
		("readers of a cell that do not read", cell.as_str(), count / 4),
		("readers of a CAR that do not read", car.as_str(), count / 4),
		("readers that sip", large.as_str(), count / 4),
	] {
		victim.reset_peak();
		let held = if name.ends_with("sip") {
			sipping(to, count, text).await
		} else {
			silent(to, count, text).await
		};
		let (median, late, refused) = honest.ask_often().await;
		let growth = victim.peak_kib().saturating_sub(before);
		assert!(growth < MAX_GROWTH_KIB, "{name}: memory grew by {growth} KiB");
		said.push(format!(
			"{count} {name}: {median:.1?} / {late:.1?}, turned away {refused} times, memory +{} MiB",
			growth >> 10
		));
		drop(held);
	}
	assert!(victim.count("http_connections_refused") > 0);
	summary(&format!(
		"N3 sockets: good client median / p95 {calm:.1?} / {calm_95:.1?} when calm; {}",
		said.join("; ")
	));
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_and_dags_made_to_hurt_cost_nothing() {
	let victim = Victim::start();
	let content = bytes(7, 1 << 20);
	let cid = put(&victim, "raw", content.clone()).await;
	let url = format!("http://{}/ipfs/{cid}?format=raw", victim.http);
	let client = Client::new();
	let ask =
		async |range: &str| client.get(&url).header(RANGE, range).send().await.expect("answers");
	let before = victim.rss_kib();
	let many = |part: &str| format!("bytes={}", vec![part; 1000].join(","));
	for range in [
		many("0-"),
		many("0-0"),
		many("5-3"),
		"bytes=9223372036854775808-".to_owned(),
		"bytes=2000000-3000000".to_owned(),
		"bytes=-0".to_owned(),
		"bytes=99999999999999999999-1".to_owned(),
	] {
		let status = ask(&range).await.status();
		assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE, "{}", &range[..20.min(range.len())]);
	}
	for (range, from, to) in
		[("bytes=0-9,5-20", 0, 21), ("bytes=1048570-9223372036854775807", 1_048_570, 1 << 20)]
	{
		let response = ask(range).await;
		assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
		assert_eq!(response.bytes().await.expect("body"), &content[from..to]);
	}

	// 10,000 deep; 40,000 wide, of blocks that nobody has; and one that names itself a thousandfold on each of six levels.
	let depth = cases(1000, 10_000);
	let mut deep = cid;
	for _ in 0..depth {
		deep = put(&victim, "dag-cbor", node(&[deep])).await;
	}
	let absent: Vec<Cid> = (0..40_000u32).map(|one| cid_of(RAW, &one.to_le_bytes())).collect();
	let wide = put(&victim, "dag-cbor", node(&absent)).await;
	let mut similar = cid;
	for _ in 0..6 {
		similar = put(&victim, "dag-cbor", node(&[similar; 1000])).await;
	}
	let car = async |root: &Cid| {
		let url = format!("http://{}/ipfs/{root}?format=car", victim.http);
		let response = client.get(url).send().await.expect("answers");
		assert_eq!(response.status(), StatusCode::OK);
		response.bytes().await
	};
	let whole = car(&deep).await.expect("a CAR");
	assert!(whole.len() > (1 << 20) + depth * 36, "blocks are missing: {} bytes", whole.len());
	assert!(car(&wide).await.is_err(), "the absent blocks were not missed");
	let small = car(&similar).await.expect("a CAR");
	// Each block once.
	assert!(small.len() < (1 << 20) + 6 * 50_000, "{} bytes of seven blocks", small.len());
	let foreign = cid_of(DAG_CBOR, b"nobody has this");
	let url = format!("http://{}/ipfs/{foreign}?format=car", victim.http);
	assert_eq!(client.get(url).send().await.expect("answers").status(), StatusCode::NOT_FOUND);
	let growth = victim.rss_kib().saturating_sub(before);
	assert!(growth < MAX_GROWTH_KIB, "memory grew by {growth} KiB");
	summary(&format!(
		"N3 bombs: ranges of 1,000 parts refused, DAGs {depth} deep, 40,000 wide and 1000^6 self-similar; memory +{} MiB",
		growth >> 10
	));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_http_is_hung_up_on() {
	let victim = Victim::start();
	for noise in [
		&[0u8; 100_000][..],
		&[0xff; 1000],
		b"\x16\x03\x01\x02\x00\x01\x00",
		b"GET  HTTP/9.9\r\n\r\n",
	] {
		let mut stream = connect(victim.http).await.expect("connects");
		// It may hang up before all is said.
		let _ = stream.write_all(noise).await;
		let mut answer = Vec::new();
		let closed = stream.read_to_end(&mut answer);
		let _ = tokio::time::timeout(Duration::from_secs(40), closed).await.expect("is closed");
		let text = String::from_utf8_lossy(&answer);
		assert!(!text.contains(" 200 "), "{text}");
	}
}
