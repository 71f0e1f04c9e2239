//! Web servers as providers beside peers.

use super::{MIB, Node, common, film, settings};
use axum::{
	Router,
	body::Bytes,
	extract::Path,
	http::{HeaderMap, StatusCode},
	response::IntoResponse,
	routing::get,
};
use reel_fragment_store::{
	Config, HttpConfig, NetworkConfig,
	network::{Order, Origin, OriginKind, Priority, RateCaps},
};
use std::{
	collections::HashMap,
	net::SocketAddr,
	sync::{
		Arc,
		atomic::{AtomicU64, Ordering},
	},
	time::Duration,
};

/// A plain web server of files with ranges, as any CDN, so far away that each answer takes `latency`; counts the requests.
async fn files(files: HashMap<String, Vec<u8>>, latency: Duration) -> (String, Arc<AtomicU64>) {
	let (files, count) = (Arc::new(files), Arc::new(AtomicU64::new(0)));
	let counted = count.clone();
	let serve = move |Path(name): Path<String>, headers: HeaderMap| {
		let (files, counted) = (files.clone(), counted.clone());
		async move {
			counted.fetch_add(1, Ordering::Relaxed);
			tokio::time::sleep(latency).await;
			let Some(file) = files.get(&name) else {
				return StatusCode::NOT_FOUND.into_response();
			};
			let range = headers.get("range").and_then(|value| value.to_str().ok());
			match range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) {
				Some((first, last)) => {
					let [first, last] =
						[first, last].map(|at| at.parse::<usize>().expect("a number"));
					(StatusCode::PARTIAL_CONTENT, Bytes::copy_from_slice(&file[first..=last]))
						.into_response()
				},
				None => Bytes::copy_from_slice(file).into_response(),
			}
		}
	};
	let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("listens");
	let address = listener.local_addr().expect("listens");
	let router = Router::new().route("/{name}", get(serve));
	tokio::spawn(async move { axum_serve(listener, router).await });
	(format!("http://{address}"), count)
}

async fn axum_serve(listener: tokio::net::TcpListener, router: Router) {
	use hyper_util::{rt::TokioIo, service::TowerToHyperService};
	loop {
		let (stream, _) = listener.accept().await.expect("accepts");
		let service = TowerToHyperService::new(router.clone());
		tokio::spawn(
			hyper::server::conn::http1::Builder::new()
				.serve_connection(TokioIo::new(stream), service),
		);
	}
}

fn contents(film: &super::Film) -> HashMap<String, Vec<u8>> {
	let blocks = film.blocks.iter().filter(|(cid, _)| cid.codec() == 0x71);
	blocks.map(|(cid, bytes)| (cid.to_string(), bytes.clone())).collect()
}

fn with_origin(base: String, kind: OriginKind, network: NetworkConfig) -> NetworkConfig {
	NetworkConfig { origins: vec![Origin { base, kind }], ..network }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_of_ours_is_enough_without_any_peer() {
	let film = film(60, &[MIB + 50, 70]);
	let http =
		HttpConfig { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..HttpConfig::default() };
	let directory = common::temporary();
	let config = Config {
		http: Some(http),
		network: Some(settings(&[])),
		..common::config(directory.path())
	};
	let gateway = Node::open(config).await;
	gateway.publish(&film).await;
	let base = format!("http://{}", gateway.handle.http_address().expect("listens"));
	let wants = Node::start(with_origin(base, OriginKind::Gateway, settings(&[]))).await;
	let fetched =
		wants.network().fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {});
	fetched.await.expect("fetched");
	wants.holds(&film).await;
	assert_eq!(wants.handle.metrics().peer_share_bp(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_server_and_peers_deliver_together_and_the_share_is_counted() {
	let film = film(61, &[12 * MIB]);
	let (cell, _) = film.cells[0];
	let has = Node::start(settings(&[])).await;
	has.publish(&film).await;
	// Slow enough that the other one is needed.
	has.network().set_rates(RateCaps { upload_bps: Some(4 << 20), download_bps: None });
	let files_there = [(cell.to_string(), film.bytes[0].clone())].into();
	let (base, count) = files(files_there, Duration::from_millis(300)).await;
	let wants = Node::start(with_origin(base, OriginKind::Files, settings(&[has.address()]))).await;
	wants.finds(&cell, 1).await;
	// The server has the cell only, under the name of its block: asked for the block it would be shut out.
	let (_, block) = film.blocks.iter().find(|(cid, _)| *cid == cell).expect("is of it");
	wants.handle.put_cid(&cell, block.clone().into()).await.expect("put");
	let report = wants.network().fetch_cell(&cell, Order::Rarest, Priority::Prefetch).await;
	let report = report.expect("fetched");
	assert_eq!(report.peer_bytes + report.origin_bytes, 12 << 20);
	assert!(report.peer_bytes > 0 && report.origin_bytes > 0, "{report:?}");
	assert!(count.load(Ordering::Relaxed) > 0);
	let share = wants.handle.metrics().peer_share_bp().expect("counted");
	assert!((1..10_000).contains(&share), "{share}");
	let all = wants.handle.metrics().all();
	assert!(all.iter().any(|(name, value)| *name == "origin_bytes_in" && *value > 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_bytes_of_a_web_server_are_not_taken_and_it_is_not_asked_again() {
	let film = film(62, &[3 * MIB]);
	let (cell, _) = film.cells[0];
	let mut wrong = film.bytes[0].clone();
	wrong.iter_mut().for_each(|byte| *byte ^= 1);
	// Nothing else, or it would be right in what it has before its turn comes.
	let there = [(cell.to_string(), wrong)].into();
	let (base, count) = files(there, Duration::ZERO).await;
	let has = Node::start(settings(&[])).await;
	has.publish(&film).await;
	let wants = with_origin(base, OriginKind::Files, settings(&[has.address()]));
	let wants = Node::start(wants).await;
	wants.finds(&cell, 1).await;
	wants
		.network()
		.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {})
		.await
		.expect("the peer delivers");
	wants.holds(&film).await;
	assert_eq!(wants.handle.metrics().origin_bytes_in.get(), 0);
	assert!(count.load(Ordering::Relaxed) <= 3, "it was asked again and again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_in_a_private_network_is_not_asked_unless_allowed() {
	let film = film(63, &[900]);
	let (base, count) = files(contents(&film), Duration::ZERO).await;
	let port = base.rsplit(':').next().expect("a port").to_owned();
	for base in [base, format!("http://localhost:{port}")] {
		let strict = with_origin(base, OriginKind::Files, settings(&[]));
		let strict = Node::start(NetworkConfig { allow_private: false, ..strict }).await;
		let fetched = strict.handle.get_or_fetch(&film.magnet).await;
		assert!(fetched.is_err());
	}
	assert_eq!(count.load(Ordering::Relaxed), 0, "it was asked");
}

/// The gzip file of `content`, not compressed at all.
pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
	let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
	let mut parts = content.chunks(u16::MAX as usize).peekable();
	while let Some(part) = parts.next() {
		let length = part.len() as u16;
		file.push(u8::from(parts.peek().is_none()));
		file.extend(length.to_le_bytes());
		file.extend((!length).to_le_bytes());
		file.extend(part);
	}
	file.extend(crc32fast::hash(content).to_le_bytes());
	file.extend((content.len() as u32).to_le_bytes());
	file
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_that_packs_redirects_or_never_ends_is_not_believed() {
	let film = film(66, &[900]);
	let (name, content) = film.blocks[0].clone();
	let (base, count) = files(contents(&film), Duration::ZERO).await;
	let packed = gzip(&content);
	let answer = move |Path((kind, file)): Path<(String, String)>| {
		let (packed, to) = (packed.clone(), format!("{base}/{file}"));
		async move {
			match kind.as_str() {
				"packed" => ([("content-encoding", "gzip")], packed).into_response(),
				"away" => (StatusCode::FOUND, [("location", to)]).into_response(),
				_ => {
					let zeros = Ok::<_, std::convert::Infallible>(Bytes::from_static(&[0; 4096]));
					let endless = futures::stream::repeat(zeros);
					axum::body::Body::from_stream(endless).into_response()
				},
			}
		}
	};
	let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("listens");
	let address = listener.local_addr().expect("listens");
	let router = Router::new().route("/{kind}/{file}", get(answer));
	tokio::spawn(async move { axum_serve(listener, router).await });
	for kind in ["packed", "away", "endless"] {
		let base = format!("http://{address}/{kind}");
		let wants = Node::start(with_origin(base, OriginKind::Files, settings(&[]))).await;
		let fetched = tokio::time::timeout(super::LONG, wants.handle.get_or_fetch(&name));
		assert!(fetched.await.expect("in time").is_err(), "{kind}");
		assert_eq!(wants.handle.metrics().origin_bytes_in.get(), 0, "{kind}");
	}
	assert_eq!(count.load(Ordering::Relaxed), 0, "a redirect was followed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateway_tells_who_has_a_cell() {
	let film = film(64, &[MIB]);
	let (cell, _) = film.cells[0];
	let http =
		HttpConfig { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..HttpConfig::default() };
	let directory = common::temporary();
	let config = Config {
		http: Some(http),
		network: Some(settings(&[])),
		..common::config(directory.path())
	};
	let hub = Node::open(config).await;
	let has = Node::start(settings(&[hub.address()])).await;
	has.publish(&film).await;
	hub.finds(&cell, 1).await;
	let gateway = format!("http://{}", hub.handle.http_address().expect("listens"));
	let ask = |accept: &'static str| {
		let url = format!("{gateway}/routing/v1/providers/{cell}");
		async move {
			let client = reqwest::Client::new();
			client.get(url).header("accept", accept).send().await.expect("answers")
		}
	};
	let answer: serde_json::Value = ask("application/json").await.json().await.expect("json");
	let peer = has.network().peer_id().to_string();
	assert_eq!(answer["Providers"][0]["ID"], peer.as_str());
	assert_eq!(answer["Providers"][0]["Schema"], "peer");
	assert!(
		answer["Providers"][0]["Addrs"][0].as_str().is_some_and(|at| at.starts_with("/ip4/127"))
	);

	// The administration's way to ask.
	let token = std::fs::read_to_string(directory.path().join("api-token")).expect("is there");
	let call = |path: String| {
		let url = format!("{gateway}/api/v0/{path}");
		let request = reqwest::Client::new().post(url).bearer_auth(token.trim());
		async move { request.send().await.expect("answers").text().await.expect("text") }
	};
	assert!(call(format!("routing/findprovs?arg={cell}")).await.contains(&peer));
	assert!(call("swarm/peers".to_owned()).await.contains(&peer));
	assert!(call(format!("swarm/connect?arg={}", has.address())).await.contains("success"));
	assert!(call("id".to_owned()).await.contains(&hub.network().peer_id().to_string()));

	// What the gateway fetched it has itself, and says so.
	hub.network().fetch_cell(&cell, Order::Play, Priority::Viewer).await.expect("fetched");
	let lines = ask("application/x-ndjson").await.text().await.expect("text");
	let all: Vec<serde_json::Value> =
		lines.lines().map(|line| serde_json::from_str(line).expect("json")).collect();
	assert_eq!(all.len(), 2);
	assert_eq!(all[0]["ID"], hub.network().peer_id().to_string().as_str());
	let spoken = serde_json::json!(["transport-bitswap", "transport-ipfs-gateway-http"]);
	assert_eq!(all[0]["Protocols"], spoken);
	let unknown = format!("{gateway}/routing/v1/providers/{}", super::film(65, &[64]).magnet);
	let none: serde_json::Value =
		reqwest::get(unknown).await.expect("answers").json().await.expect("json");
	assert_eq!(none["Providers"].as_array().map(Vec::len), Some(0));
}
