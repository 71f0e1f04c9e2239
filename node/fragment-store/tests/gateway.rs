//! The trustless gateway and keyed transfers over real sockets. Cases named after those of the IPFS gateway
//! conformance suite where there are such.

use crate::common::{Served, bytes, node, served};
use axum::http::header::{
	ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH,
	IF_RANGE, ORIGIN, RANGE,
};
use cid::Cid;
use reel_fragment_store::{
	DownloadKey, GrantId, HttpConfig,
	block::{DAG_CBOR, RAW, cid_of, is_named_by},
	dag::car::CarReader,
	open_fragment, seal_fragment,
};
use reqwest::{Client, Method, Response, StatusCode};
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpStream,
};

async fn get(served: &Served, path: &str) -> Response {
	Client::new().get(served.url(path)).send().await.expect("answers")
}

async fn label(response: Response) -> String {
	let body: serde_json::Value = response.json().await.expect("JSON");
	assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()));
	body["error"].as_str().expect("a label").to_owned()
}

fn header(response: &Response, name: impl reqwest::header::AsHeaderName) -> &str {
	response.headers().get(name).map_or("", |value| value.to_str().expect("text"))
}

/// Sends bytes as they are and returns all that comes back until the server closes.
async fn speak(served: &Served, request: &str) -> String {
	let mut stream = TcpStream::connect(served.address).await.expect("connects");
	stream.write_all(request.as_bytes()).await.expect("sends");
	let mut answer = Vec::new();
	stream.read_to_end(&mut answer).await.expect("is closed");
	String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn raw_blocks_come_by_format_and_by_accept_with_their_headers() {
	let served = served().await;
	let block = bytes(1, 100_000);
	let cid = served.put(block.clone()).await;
	let by_format = get(&served, &format!("/ipfs/{cid}?format=raw")).await;
	let by_accept = Client::new()
		.get(served.url(&format!("/ipfs/{cid}")))
		.header(ACCEPT, "text/html, application/vnd.ipld.raw;q=0.9")
		.send()
		.await
		.expect("answers");
	for response in [by_format, by_accept] {
		assert_eq!(response.status(), StatusCode::OK);
		assert_eq!(header(&response, CONTENT_TYPE), "application/vnd.ipld.raw");
		assert_eq!(header(&response, ETAG), format!("\"{cid}.raw\""));
		assert_eq!(header(&response, CACHE_CONTROL), "public, max-age=29030400, immutable");
		assert_eq!(header(&response, "x-content-type-options"), "nosniff");
		assert_eq!(header(&response, "access-control-allow-origin"), "*");
		assert_eq!(header(&response, "x-ipfs-roots"), cid.to_string());
		assert_eq!(header(&response, CONTENT_LENGTH), "100000");
		assert!(header(&response, "content-disposition").starts_with("attachment"));
		assert_eq!(response.bytes().await.expect("body"), block);
	}
}

#[tokio::test]
async fn head_has_the_headers_and_no_body() {
	let served = served().await;
	let cid = served.put(bytes(1, 5_000)).await;
	let url = served.url(&format!("/ipfs/{cid}?format=raw"));
	let response = Client::new().head(url).send().await.expect("answers");
	assert_eq!(response.status(), StatusCode::OK);
	assert_eq!(header(&response, CONTENT_LENGTH), "5000");
	assert_eq!(header(&response, ETAG), format!("\"{cid}.raw\""));
	assert!(response.bytes().await.expect("none").is_empty());
	let absent = cid_of(RAW, b"absent");
	let url = served.url(&format!("/ipfs/{absent}?format=raw"));
	let response = Client::new().head(url).send().await.expect("answers");
	assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_empty_block_and_the_probe_of_identity_are_answered() {
	let served = served().await;
	let cid = served.put(Vec::new()).await;
	for cid in [cid.to_string(), "bafkqaaa".to_owned()] {
		let response = get(&served, &format!("/ipfs/{cid}?format=raw")).await;
		assert_eq!(response.status(), StatusCode::OK, "{cid}");
		assert!(response.bytes().await.expect("body").is_empty());
	}
}

#[tokio::test]
async fn a_version_that_the_client_has_is_not_sent_again() {
	let served = served().await;
	let cid = served.put(bytes(1, 100)).await;
	let ask = |path: String, tag: String| {
		Client::new().get(served.url(&path)).header(IF_NONE_MATCH, tag).send()
	};
	let raw = format!("/ipfs/{cid}?format=raw");
	for tag in ["*".to_owned(), format!("\"{cid}.raw\""), format!("\"x\", W/\"{cid}.raw\"")] {
		let response = ask(raw.clone(), tag.clone()).await.expect("answers");
		assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{tag}");
		assert_eq!(header(&response, ETAG), format!("\"{cid}.raw\""));
	}
	let other = ask(raw, format!("\"{cid}.car\"")).await.expect("answers");
	assert_eq!(other.status(), StatusCode::OK);
	let car = get(&served, &format!("/ipfs/{cid}?format=car")).await;
	let tag = header(&car, ETAG).to_owned();
	let again = ask(format!("/ipfs/{cid}?format=car"), tag).await.expect("answers");
	assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_block_that_is_packed_is_served_as_it_is() {
	let served = served().await;
	// For whoever unpacks it: a bomb by name, if not by size.
	let packed = crate::peers::gzip(&bytes(3, 5000));
	let cid = served.put(packed.clone()).await;
	let response = Client::new()
		.get(served.url(&format!("/ipfs/{cid}?format=raw")))
		.header("accept-encoding", "gzip, deflate, br")
		.send()
		.await
		.expect("answers");
	assert_eq!(header(&response, "content-encoding"), "");
	assert_eq!(header(&response, CONTENT_LENGTH), packed.len().to_string());
	assert_eq!(response.bytes().await.expect("bytes"), packed);
}

#[tokio::test]
async fn ranges_are_served_or_refused() {
	let served = served().await;
	let block = bytes(1, 1_000);
	let cid = served.put(block.clone()).await;
	let ask = |range: &str| {
		let url = served.url(&format!("/ipfs/{cid}?format=raw"));
		Client::new().get(url).header(RANGE, range).send()
	};
	for (range, from, to) in [
		("bytes=0-0", 0, 1),
		("bytes=10-19", 10, 20),
		("bytes=990-", 990, 1_000),
		("bytes=-10", 990, 1_000),
		("bytes=990-9999", 990, 1_000),
		("bytes=0-99,50-199", 0, 200),
	] {
		let response = ask(range).await.expect("answers");
		assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT, "{range}");
		let shown = format!("bytes {from}-{}/1000", to - 1);
		assert_eq!(header(&response, CONTENT_RANGE), shown, "{range}");
		assert_eq!(response.bytes().await.expect("body"), block[from..to], "{range}");
	}
	let thousand = format!("bytes={}", vec!["0-0"; 1_000].join(","));
	for range in ["bytes=1000-", "bytes=5-2", "bytes=x-y", "bytes=9223372036854775808-", &thousand]
	{
		let response = ask(range).await.expect("answers");
		assert_eq!(response.status(), StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
		assert_eq!(header(&response, CONTENT_RANGE), "bytes */1000");
	}
	let url = served.url(&format!("/ipfs/{cid}?format=raw"));
	let older = Client::new().get(url).header(RANGE, "bytes=0-1").header(IF_RANGE, "\"old\"");
	assert_eq!(older.send().await.expect("answers").status(), StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_served_says_why() {
	let served = served().await;
	let cid = served.put(bytes(1, 10)).await;
	let absent = cid_of(RAW, b"absent");
	let protobuf = Cid::new_v1(0x0129, *cid.hash());
	for (path, status, expected) in [
		(format!("/ipfs/{absent}?format=raw"), 404, "not_found"),
		(format!("/ipfs/{absent}?format=car"), 404, "not_found"),
		("/ipfs/notacid?format=raw".to_owned(), 400, "bad_cid"),
		(format!("/ipfs/{protobuf}?format=raw"), 400, "unsupported_cid"),
		(format!("/ipfs/{cid}?format=tar"), 400, "bad_format"),
		(format!("/ipfs/{cid}?format=car&dag-scope=some"), 400, "bad_scope"),
		(format!("/ipfs/{cid}"), 406, "format_needed"),
		(format!("/ipfs/{cid}/index.html?format=raw"), 400, "path_not_resolved"),
		("/elsewhere".to_owned(), 404, "no_route"),
	] {
		let response = get(&served, &path).await;
		assert_eq!(response.status().as_u16(), status, "{path}");
		assert_eq!(header(&response, CACHE_CONTROL), "no-store");
		assert_eq!(label(response).await, expected, "{path}");
	}
	let posted = Client::new().post(served.url(&format!("/ipfs/{cid}"))).send().await;
	assert_eq!(posted.expect("answers").status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_was_taken_down_is_gone_with_the_reason() {
	let served = served().await;
	let cid = served.put(bytes(1, 10)).await;
	served.handle.deny(&cid, "court order 12/2").await.expect("denies");
	for format in ["raw", "car"] {
		let response = get(&served, &format!("/ipfs/{cid}?format={format}")).await;
		assert_eq!(response.status(), StatusCode::GONE);
		assert_ne!(header(&response, CACHE_CONTROL), "public, max-age=29030400, immutable");
		assert!(response.text().await.expect("body").contains("court order 12/2"));
	}
	// Also for one who has it and only asks whether it changed.
	let url = served.url(&format!("/ipfs/{cid}?format=raw"));
	let response = Client::new().get(url).header(IF_NONE_MATCH, "*").send().await.expect("answers");
	assert_eq!(response.status(), StatusCode::GONE);
}

#[tokio::test]
async fn a_car_holds_the_dag_depth_first_and_each_block_once() {
	let served = served().await;
	let [a, b] = [served.put(bytes(1, 100)).await, served.put(bytes(2, 100)).await];
	let put = |links: Vec<Cid>| served.handle.put(DAG_CBOR, node(&links).into());
	let inner = put(vec![b, a]).await.expect("put");
	let root = put(vec![a, inner, inner, b]).await.expect("put");
	for (path, expected) in [
		(format!("/ipfs/{root}?format=car"), vec![root, a, inner, b]),
		(format!("/ipfs/{root}?format=car&dag-scope=all"), vec![root, a, inner, b]),
		(format!("/ipfs/{root}?format=car&dag-scope=block"), vec![root]),
	] {
		let response = get(&served, &path).await;
		assert_eq!(response.status(), StatusCode::OK);
		assert!(header(&response, CONTENT_TYPE).starts_with("application/vnd.ipld.car; version=1"));
		let mut car = CarReader::default();
		car.push(&response.bytes().await.expect("body"));
		let mut order = Vec::new();
		while let Some((cid, block)) = car.next_block().expect("valid") {
			assert!(is_named_by(&cid, &block));
			order.push(cid);
		}
		assert_eq!(car.roots(), Some(&[root][..]));
		assert_eq!(order, expected);
		car.finish().expect("complete");
	}
	// A missing block cuts the stream instead of ending it well.
	let torn = put(vec![a, cid_of(RAW, b"absent")]).await.expect("put");
	let url = served.url(&format!("/ipfs/{torn}?format=car"));
	let whole = match reqwest::get(url).await {
		Ok(response) => response.bytes().await,
		Err(cut_before_the_head) => Err(cut_before_the_head),
	};
	assert!(whole.is_err());
}

#[tokio::test]
async fn paths_do_not_lead_out_of_the_gateway() {
	let served = served().await;
	let token = served.token();
	for path in [
		"/ipfs/../api-token",
		"/ipfs/..%2f..%2fapi-token",
		"/ipfs/%2e%2e/%2e%2e/api-token",
		"/ipfs//etc/passwd",
		"/ipfs/%00",
		"/ipfs/C:%5Capi-token",
		"/ipfs/%5c%5chost%5cshare",
		"/../../etc/passwd",
		"/hls/..%2f..%2fapi-token/index.m3u8",
		"/keyed/..%2f..%2fapi-token/0",
	] {
		let host = served.address;
		let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
		let answer = speak(&served, &request).await;
		let status = answer.get(9..12).unwrap_or_default();
		assert!(["400", "404"].contains(&status), "{path}: {answer}");
		assert!(!answer.contains(&token) && !answer.contains("root:"), "{path}");
	}
}

#[tokio::test]
async fn foreign_names_are_refused_and_allowed_ones_served() {
	let allowed_hosts = vec!["films.example".to_owned()];
	let served = Served::start(HttpConfig { allowed_hosts, ..HttpConfig::default() }).await;
	let cid = served.put(bytes(1, 10)).await;
	let ask = |host: &str| {
		let url = served.url(&format!("/ipfs/{cid}?format=raw"));
		Client::new().get(url).header(HOST, host).header(ORIGIN, "https://any.example").send()
	};
	for host in ["localhost:1", "127.0.0.1", "[::1]:5", "films.example"] {
		assert_eq!(ask(host).await.expect("answers").status(), StatusCode::OK, "{host}");
	}
	for host in ["evil.example", "films.example.evil.example", "127.0.0.1.nip.io:80"] {
		let response = ask(host).await.expect("answers");
		assert_eq!(response.status(), StatusCode::FORBIDDEN, "{host}");
		assert_eq!(label(response).await, "foreign_host");
	}
	// An absolute target under a foreign name, with a good Host in front.
	let request = format!(
		"GET http://evil.example/ipfs/{cid}?format=raw HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	);
	assert!(speak(&served, &request).await.starts_with("HTTP/1.1 403"));
	let nameless = format!("GET /ipfs/{cid}?format=raw HTTP/1.0\r\n\r\n");
	assert!(speak(&served, &nameless).await.starts_with("HTTP/1.0 403"));
	assert_eq!(served.handle.metrics().http_forbidden.get(), 5);
}

#[tokio::test]
async fn a_page_may_ask_before_it_reads() {
	let served = served().await;
	let url = served.url("/ipfs/bafkqaaa");
	let response = Client::new().request(Method::OPTIONS, url).send().await.expect("answers");
	assert_eq!(response.status(), StatusCode::NO_CONTENT);
	assert_eq!(header(&response, "access-control-allow-origin"), "*");
}

#[tokio::test]
async fn a_slow_head_is_cut_off_and_keeps_nobody_out() {
	let header_timeout = Duration::from_secs(2);
	let http = HttpConfig { header_timeout, max_connections: 8, ..HttpConfig::default() };
	let served = Served::start(http).await;
	let cid = served.put(bytes(1, 10)).await;
	let mut slow = Vec::new();
	for _ in 0..32 {
		let mut stream = TcpStream::connect(served.address).await.expect("connects");
		stream.write_all(b"GET /ipfs/x HTTP/1.1\r\nHost: loc").await.expect("sends");
		slow.push(stream);
	}
	// They are four times the limit, and still a good client is served.
	let response = get(&served, &format!("/ipfs/{cid}?format=raw")).await;
	assert_eq!(response.status(), StatusCode::OK);
	assert!(served.handle.metrics().http_connections_refused.get() > 0);
	for mut stream in slow {
		let mut rest = Vec::new();
		// Closed by the server, with or without a word; a reset is an error here, and as good.
		let closed = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest));
		let _ = closed.await.expect("closed within the header timeout");
	}
}

#[tokio::test]
async fn granted_fragments_are_sealed_and_reported() {
	let served = served().await;
	let fragments = [bytes(1, 1 << 20), bytes(2, 500)];
	let mut cids = Vec::new();
	for fragment in &fragments {
		cids.push(served.put(fragment.clone()).await);
	}
	let (id, key) = (GrantId([7; 32]), DownloadKey::new([9; 32]));
	let later = SystemTime::now() + Duration::from_secs(3_600);
	served.handle.grant(id, key.clone(), cids.clone(), later).expect("taken");
	assert_eq!(served.handle.transfer_report(&id).expect("known").hashes, [None, None]);

	let mut total = 0;
	for index in [1u32, 1, 0] {
		let response = get(&served, &format!("/keyed/{id}/{index}")).await;
		assert_eq!(response.status(), StatusCode::OK);
		assert_eq!(header(&response, CACHE_CONTROL), "no-store");
		let sealed = response.bytes().await.expect("body");
		let fragment = &fragments[index as usize];
		assert_eq!(sealed, seal_fragment(&key, &id, index, fragment));
		assert_eq!(&open_fragment(&key, &id, index, &sealed).expect("opens"), fragment);
		let report = served.handle.transfer_report(&id).expect("known");
		assert_eq!(report.hashes[index as usize], Some(Sha256::digest(&sealed).into()));
		total = report.bytes;
	}
	assert_eq!(total, (1 << 20) + 500 + 2 * 16, "the one sent twice counts once");

	let head = Client::new().head(served.url(&format!("/keyed/{id}/0"))).send().await;
	assert_eq!(head.expect("answers").status(), StatusCode::METHOD_NOT_ALLOWED);
	let over = GrantId([8; 32]);
	served.handle.grant(over, key, cids, SystemTime::UNIX_EPOCH).expect("taken");
	for (path, status, expected) in [
		(format!("/keyed/{}/0", GrantId([1; 32])), 403, "grant_unknown"),
		(format!("/keyed/{over}/0"), 410, "grant_expired"),
		(format!("/keyed/{id}/2"), 404, "fragment_out_of_range"),
		(format!("/keyed/{id}/x"), 400, "bad_index"),
		("/keyed/00/0".to_owned(), 400, "bad_grant"),
	] {
		let response = get(&served, &path).await;
		assert_eq!(response.status().as_u16(), status, "{path}");
		assert_eq!(label(response).await, expected, "{path}");
	}
	assert_eq!(served.handle.metrics().keyed_refused.get(), 3);
	assert_eq!(served.handle.metrics().keyed_sent.get(), 3);
}
