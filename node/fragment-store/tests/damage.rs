//! S1: a store that was damaged in any way serves no wrong byte, by whatever door, and is repaired from others.

use crate::{
	common::{Served, cases, config, segments, summary, temporary},
	peers::{Film, Node, eventually, film, settings},
};
use async_trait::async_trait;
use bytes::Bytes;
use cid::Cid;
use rand::{Rng, SeedableRng, rngs::StdRng};
use reel_fragment_store::{
	Exchange, ExchangeError, HttpConfig, LocalOnly, Store, StoreError,
	network::{Order, Priority},
};
use reqwest::{Client, StatusCode, header::RANGE};
use std::{
	collections::HashMap,
	fs::{self, OpenOptions},
	os::unix::fs::FileExt,
	path::Path,
	sync::Arc,
	time::{Duration, Instant},
};

/// Every so many cases other peers are asked as well, which takes longer.
const WITH_PEERS: usize = 20;

/// Somebody who has everything, undamaged.
struct Truth(HashMap<Cid, Bytes>);

#[async_trait]
impl Exchange for Truth {
	async fn fetch(&self, cid: &Cid) -> Result<Bytes, ExchangeError> {
		self.0.get(cid).cloned().ok_or(ExchangeError::NoProvider { cid: *cid })
	}
}

fn copy(from: &Path, to: &Path) {
	fs::create_dir_all(to).expect("makes");
	for entry in fs::read_dir(from).expect("is there") {
		let entry = entry.expect("readable");
		let target = to.join(entry.file_name());
		if entry.file_type().expect("known").is_dir() {
			copy(&entry.path(), &target);
		} else {
			fs::copy(entry.path(), target).expect("copies");
		}
	}
}

/// Damages the store in `directory`; returns what was done.
fn damage(directory: &Path, random: &mut StdRng) -> String {
	let all = segments(directory);
	let path = &all[random.gen_range(0..all.len())];
	let file = OpenOptions::new().read(true).write(true).open(path).expect("opens");
	let length = file.metadata().expect("known").len();
	// The head of a segment apart: damage there is refused at opening.
	let at = random.gen_range(32..length);
	let read = |at: u64, bytes: usize| {
		let mut found = vec![0; bytes];
		file.read_exact_at(&mut found, at).expect("reads");
		found
	};
	match random.gen_range(0..7) {
		0 => {
			let byte = read(at, 1)[0] ^ (1 << random.gen_range(0..8));
			file.write_all_at(&[byte], at).expect("writes");
			format!("a bit flipped at {at}")
		},
		1 => {
			file.set_len(at).expect("cuts");
			format!("cut at {at}")
		},
		2 => {
			let bytes = random.gen_range(1..4096).min(length - at);
			let other = random.gen_range(32..=length - bytes);
			let (one, two) = (read(at, bytes as usize), read(other, bytes as usize));
			file.write_all_at(&one, other).expect("writes");
			file.write_all_at(&two, at).expect("writes");
			format!("{bytes} bytes at {at} and {other} swapped")
		},
		3 => {
			fs::remove_dir_all(directory.join("index")).expect("removes");
			let byte = read(at, 1)[0] ^ 0xff;
			file.write_all_at(&[byte], at).expect("writes");
			format!("no index, and a byte changed at {at}")
		},
		4 => {
			let by = random.gen_range(1..3000).min(length - 32);
			file.set_len(length - by).expect("cuts");
			format!("the last {by} bytes cut")
		},
		5 => {
			let page = at & !4095;
			let start = page.max(32);
			let zeros = vec![0; (page + 4096).min(length).saturating_sub(start) as usize];
			file.write_all_at(&zeros, start).expect("writes");
			format!("the page at {page} zeroed")
		},
		_ => {
			let bytes = random.gen_range(1..64usize).min((length - at) as usize);
			let noise: Vec<u8> = (0..bytes).map(|_| random.r#gen()).collect();
			file.write_all_at(&noise, at).expect("writes");
			format!("{bytes} bytes of noise at {at}")
		},
	}
}

/// What was read must be right, or refused.
fn right(found: Result<Bytes, StoreError>, expected: &[u8], case: &str) -> bool {
	match found {
		Ok(bytes) => {
			assert_eq!(bytes, expected, "{case}: a wrong byte");
			true
		},
		Err(StoreError::NotFound { .. } | StoreError::Corrupt { .. }) => false,
		Err(error) => panic!("{case}: {error}"),
	}
}

/// Asks the gateway for each block and for parts of it, and for each cell as a player does.
async fn by_http(served: &Served, film: &Film, random: &mut StdRng, case: &str) -> usize {
	let client = Client::new();
	let mut refused = 0;
	for (cid, bytes) in &film.blocks {
		let url = served.url(&format!("/ipfs/{cid}?format=raw"));
		let first = random.gen_range(0..bytes.len());
		let last = random.gen_range(first..bytes.len());
		for (range, expected) in [(None, &bytes[..]), (Some((first, last)), &bytes[first..=last])] {
			let mut request = client.get(&url);
			if let Some((first, last)) = range {
				request = request.header(RANGE, format!("bytes={first}-{last}"));
			}
			let response = request.send().await.expect("answers");
			if response.status().is_success() {
				// A body that breaks off is seen by the client, and no wrong byte.
				if let Ok(body) = response.bytes().await {
					assert_eq!(body, expected, "{case}: a wrong byte by HTTP");
				}
			} else {
				let status = response.status();
				let told = [StatusCode::NOT_FOUND, StatusCode::INTERNAL_SERVER_ERROR];
				assert!(told.contains(&status), "{case}: {status}");
				refused += 1;
			}
		}
	}
	for (number, bytes) in film.bytes.iter().enumerate() {
		let url = served.url(&format!("/hls/{}/cell/{number}", film.magnet));
		let response = client.get(url).send().await.expect("answers");
		if response.status().is_success()
			&& let Ok(body) = response.bytes().await
		{
			assert_eq!(body, &bytes[..], "{case}: a wrong byte to a player");
		}
	}
	refused
}

/// Waits until the store is closed: its last tasks end by themselves.
async fn closed(directory: &Path) {
	eventually("the store to close", || async { Store::open(config(directory)).is_ok() }).await;
}

/// One case: damage, then every door, then repair.
async fn case(
	number: usize,
	pristine: &Path,
	film: &Film,
	truth: &Arc<Truth>,
) -> (usize, Duration) {
	let mut random = StdRng::seed_from_u64(number as u64);
	let work = temporary();
	let directory = work.path().join("store");
	copy(pristine, &directory);
	let done = damage(&directory, &mut random);
	let case = format!("case {number}, {done}");
	let start = Instant::now();
	let store = Store::open(config(&directory)).unwrap_or_else(|error| panic!("{case}: {error}"));
	let opened = start.elapsed();
	let mut missing = 0;
	for (cid, bytes) in &film.blocks {
		missing += usize::from(!right(store.get(cid), bytes, &case));
	}
	drop(store);

	let served = Served::start_in(&directory, HttpConfig::default(), Arc::new(LocalOnly)).await;
	by_http(&served, film, &mut random, &case).await;
	served.stop().await;
	if number.is_multiple_of(WITH_PEERS) {
		closed(&directory).await;
		by_peers(&directory, film, &case).await;
	}

	closed(&directory).await;
	let served = Served::start_in(&directory, HttpConfig::default(), truth.clone()).await;
	for (cid, bytes) in &film.blocks {
		let found = served.handle.get_or_fetch(cid).await;
		assert_eq!(found.unwrap_or_else(|error| panic!("{case}: {error}")), bytes, "{case}");
	}
	served.stop().await;
	closed(&directory).await;
	let store = Store::open(config(&directory)).expect("opens");
	for (cid, bytes) in &film.blocks {
		assert!(right(store.get(cid), bytes, &case), "{case}: {cid} was not repaired");
	}
	(missing, opened)
}

/// A peer that fetches from the damaged store gets what is right, and has no reason to call it a liar. Then the store
/// itself is repaired by that of another.
async fn by_peers(directory: &Path, film: &Film, case: &str) {
	let damaged = Node::start_in(directory, settings(&[])).await;
	let wants = Node::start(settings(&[damaged.address()])).await;
	wants.network().connect(&damaged.address()).await.expect("connects");
	for (cid, bytes) in &film.blocks {
		if let Ok(found) = wants.handle.get_or_fetch(cid).await {
			assert_eq!(found, bytes, "{case}: a wrong byte to a peer");
		}
	}
	assert!(wants.network().banned().is_empty(), "{case}: the store lied");
	let has = Node::start(settings(&[damaged.address()])).await;
	has.publish(film).await;
	damaged.finds(&film.magnet, 1).await;
	damaged
		.network()
		.fetch_title(&film.magnet, Order::Rarest, Priority::Prefetch, |_, _| {})
		.await
		.unwrap_or_else(|error| panic!("{case}: {error}"));
	damaged.holds(film).await;
	damaged.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_damaged_no_wrong_byte_is_served_and_all_is_repaired() {
	let film = film(80, &[1_300_000, 50_000]);
	let pristine = temporary();
	let store = Store::open(config(pristine.path())).expect("opens");
	for (cid, bytes) in &film.blocks {
		store.put_cid(cid, bytes).expect("put");
	}
	store.pin(&film.magnet).expect("pins");
	drop(store);
	let blocks = film.blocks.iter().map(|(cid, bytes)| (*cid, Bytes::from(bytes.clone())));
	let truth = Arc::new(Truth(blocks.collect()));
	let (count, mut hit, mut slowest) = (cases(60, 1000), 0, Duration::ZERO);
	for number in 0..count {
		let (missing, opened) = case(number, pristine.path(), &film, &truth).await;
		hit += usize::from(missing > 0);
		slowest = slowest.max(opened);
	}
	assert!(hit * 4 > count, "only {hit} of {count} cases hit a block");
	assert!(slowest < Duration::from_secs(60), "a store took {slowest:?} to open");
	summary(&format!(
		"S1 damage: {count} cases, blocks hit in {hit}, 0 wrong bytes by store, HTTP, HLS, peers; all repaired; slowest opening {slowest:.1?}"
	));
}
