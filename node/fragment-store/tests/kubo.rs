//! The Kubo RPC subset, as a Kubo client speaks it.

use crate::common::{Served, bytes, node, served};
use cid::Cid;
use reel_fragment_store::block::{BLAKE3, DAG_CBOR, RAW, cid_of, cid_with_hash};
use reqwest::{
	Client, RequestBuilder, Response, StatusCode,
	header::{HOST, ORIGIN},
	multipart::{Form, Part},
};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

fn call(served: &Served, path: &str) -> RequestBuilder {
	Client::new().post(served.url(&format!("/api/v0/{path}"))).bearer_auth(served.token())
}

async fn ok(request: RequestBuilder) -> Response {
	let response = request.send().await.expect("answers");
	assert_eq!(response.status(), StatusCode::OK, "{}", response.text().await.expect("text"));
	response
}

async fn json_of(request: RequestBuilder) -> Value {
	ok(request).await.json().await.expect("JSON")
}

async fn lines_of(request: RequestBuilder) -> Vec<Value> {
	let text = ok(request).await.text().await.expect("text");
	text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn file(content: Vec<u8>) -> Form {
	Form::new().part("file", Part::bytes(content).file_name("film.bin"))
}

#[tokio::test]
async fn nothing_is_done_without_the_token_by_get_or_for_a_page() {
	let served = served().await;
	let cid = served.put(b"kept".to_vec()).await;
	let url = served.url(&format!("/api/v0/block/rm?arg={cid}"));
	let client = Client::new();
	let status =
		async |request: RequestBuilder| request.send().await.expect("answers").status().as_u16();
	assert_eq!(status(client.post(&url)).await, 401);
	assert_eq!(status(client.post(&url).bearer_auth("wrong")).await, 401);
	assert_eq!(status(client.post(&url).bearer_auth("")).await, 401);
	assert_eq!(status(client.get(&url).bearer_auth(served.token())).await, 405);
	let page =
		client.post(&url).bearer_auth(served.token()).header(ORIGIN, "http://localhost:3000");
	assert_eq!(status(page).await, 403);
	let rebound = client.post(&url).bearer_auth(served.token()).header(HOST, "evil.example");
	assert_eq!(status(rebound).await, 403);
	// What a form on a page can send.
	let form = client.post(&url).header("content-type", "text/plain").body("x");
	assert_eq!(status(form).await, 401);
	assert!(served.handle.has(&cid).await.expect("reads"));
	assert_eq!(served.handle.metrics().http_forbidden.get(), 7);
	let token = std::fs::metadata(served.directory.join("api-token")).expect("is there");
	assert_eq!(token.permissions().mode() & 0o777, 0o600);
	assert_eq!(status(call(&served, "no/such")).await, 404);
}

#[tokio::test]
async fn add_and_cat_a_file() {
	let served = served().await;
	let content = bytes(1, 1 << 20);
	let expected = cid_of(RAW, &content);
	let added = lines_of(call(&served, "add").multipart(file(content.clone()))).await;
	let line = json!({ "Name": "film.bin", "Hash": expected.to_string(), "Size": "1048576" });
	assert_eq!(added, [line]);
	assert_eq!(served.handle.pins(), [expected]);
	let read = ok(call(&served, &format!("cat?arg=/ipfs/{expected}"))).await;
	assert_eq!(read.bytes().await.expect("body"), content);

	let large = call(&served, "add").multipart(file(vec![0; (1 << 20) + 1])).send().await;
	let large = large.expect("answers");
	assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
	let told: Value = large.json().await.expect("JSON");
	assert_eq!(told["Type"], "error");
	assert!(told["Message"].as_str().is_some_and(|text| text.contains("reel publish")));
}

#[tokio::test]
async fn blocks_are_put_read_and_removed() {
	let served = served().await;
	let put = json_of(call(&served, "block/put?mhtype=blake3").multipart(file(b"abc".to_vec())));
	let cid = cid_with_hash(RAW, BLAKE3, b"abc").expect("taken").to_string();
	assert_eq!(put.await, json!({ "Key": cid, "Size": 3 }));
	let cbor = call(&served, "block/put?cid-codec=dag-cbor&pin=true").multipart(file(node(&[])));
	let root = cid_of(DAG_CBOR, &node(&[]));
	assert_eq!(json_of(cbor).await["Key"], root.to_string());
	let stat = json_of(call(&served, &format!("block/stat?arg={cid}"))).await;
	assert_eq!(stat, json!({ "Key": cid, "Size": 3 }));
	let got = ok(call(&served, &format!("block/get?arg={cid}"))).await;
	assert_eq!(got.bytes().await.expect("body"), &b"abc"[..]);

	let removed = lines_of(call(&served, &format!("block/rm?arg={cid}&arg={root}"))).await;
	assert_eq!(removed[0], json!({ "Hash": cid }));
	assert!(removed[1]["Error"].as_str().is_some_and(|text| text.contains("pinned")));
	let gone = call(&served, &format!("block/get?arg={cid}")).send().await.expect("answers");
	assert_eq!(gone.status(), StatusCode::INTERNAL_SERVER_ERROR);
	let told: Value = gone.json().await.expect("JSON");
	assert_eq!((&told["Code"], &told["Type"]), (&json!(0), &json!("error")));
	for wrong in ["block/get", "block/get?arg=x", "block/put?cid-codec=dag-jose"] {
		let request = call(&served, wrong).multipart(file(Vec::new()));
		let status = request.send().await.expect("answers").status();
		assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
	}
}

#[tokio::test]
async fn a_dag_travels_from_store_to_store_as_a_car() {
	let (from, to) = (served().await, served().await);
	let leaf = from.put(bytes(1, 2_000_000)).await;
	let root = from.handle.put(DAG_CBOR, node(&[leaf]).into()).await.expect("put");
	let car = ok(call(&from, &format!("dag/export?arg={root}"))).await;
	let car = car.bytes().await.expect("body").to_vec();

	let told = lines_of(call(&to, "dag/import?stats=true").multipart(file(car.clone()))).await;
	let size = 2_000_000 + node(&[leaf]).len();
	let expected = [
		json!({ "Root": { "Cid": { "/": root.to_string() }, "PinErrorMsg": "" } }),
		json!({ "Stats": { "BlockCount": 2, "BlockBytesCount": size } }),
	];
	assert_eq!(told, expected);
	assert_eq!(to.handle.pins(), [root]);
	assert_eq!(to.handle.get(&leaf).await.expect("kept"), bytes(1, 2_000_000));

	// A flipped byte is seen, and a cut file too.
	let mut lie = car.clone();
	*lie.last_mut().expect("not empty") ^= 1;
	let third = served().await;
	for bad in [lie, car[..car.len() - 1].to_vec()] {
		let refused = call(&third, "dag/import").multipart(file(bad)).send().await;
		assert!(!refused.expect("answers").status().is_success());
		assert!(!third.handle.has(&leaf).await.expect("reads"));
		assert!(third.handle.pins().is_empty());
	}
}

#[tokio::test]
async fn pins_and_collection_follow_kubo() {
	let served = served().await;
	let kept = served.put(b"kept".to_vec()).await;
	let loose = served.put(b"loose".to_vec()).await;
	let pinned = json_of(call(&served, &format!("pin/add?arg={kept}"))).await;
	assert_eq!(pinned, json!({ "Pins": [kept.to_string()] }));
	let listed = json_of(call(&served, "pin/ls")).await;
	assert_eq!(listed["Keys"][kept.to_string()]["Type"], "recursive");
	let collected = lines_of(call(&served, "repo/gc")).await;
	assert_eq!(collected, [json!({ "Key": { "/": loose.to_string() } })]);
	let stat = json_of(call(&served, "repo/stat")).await;
	assert_eq!((&stat["NumObjects"], &stat["StorageMax"]), (&json!(1), &json!(64 << 20)));
	let removed = json_of(call(&served, &format!("pin/rm?arg={kept}"))).await;
	assert_eq!(removed, json!({ "Pins": [kept.to_string()] }));
	let again = call(&served, &format!("pin/rm?arg={kept}")).send().await.expect("answers");
	assert_eq!(again.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn id_and_version_have_kubos_fields() {
	let served = served().await;
	let id = json_of(call(&served, "id")).await;
	let name: Cid = id["ID"].as_str().expect("text").parse().expect("a name of the right form");
	assert_eq!(name.version(), cid::Version::V0);
	let version = json_of(call(&served, "version")).await;
	assert!(version["Version"].as_str().is_some_and(|text| text.starts_with("0.")));
}
