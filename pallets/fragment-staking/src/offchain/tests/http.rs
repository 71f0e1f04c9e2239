//! The worker as the node calls it: lock, address, HTTP.

use super::*;
use crate::offchain::lock_key;
use codec::Encode;
use frame_support::{assert_ok, traits::Hooks};
use sp_core::offchain::testing::{OffchainState, PendingRequest};

fn expect(machine: &TestOffchainExt, path: &str, body: Vec<u8>, answer: Vec<u8>) {
	let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
	machine.0.write().expect_request(PendingRequest {
		method: "POST".into(),
		uri: format!("http://127.0.0.1:1{path}"),
		headers: vec![
			header("authorization", "Bearer hush"),
			header("content-type", "application/octet-stream"),
		],
		body,
		sent: true,
		response: Some(answer),
		..Default::default()
	});
}

#[test]
fn the_worker_talks_http_to_the_address_that_the_node_wrote_down() {
	let who = first_candidate();
	on_machine_of(who, 8, |machine| {
		FragmentStaking::offchain_worker(1);
		let address = StoreAddress {
			url: b"http://127.0.0.1:1/".to_vec(),
			token: b"hush".to_vec(),
			session: 1,
		};
		machine.0.write().persistent_storage_set(ADDRESS_KEY, &address.encode());
		// What it will ask, learnt from a store that it does not talk HTTP with.
		let store = FilmStore::new(Manner::Absent);
		run(&store);
		let honest = FilmStore::new(Manner::Idle);
		run(&honest);
		let request = honest.told.borrow()[0].clone();
		let reply = honest.sync(&request).unwrap();
		let piece = request.wanted[0];
		expect(machine, SYNC_PATH, request.encode(), reply.encode());
		expect(machine, CELLS_PATH, piece.encode(), vec![1; MAX_ANSWER_BYTES + 5_000]);
		FragmentStaking::offchain_worker(System::block_number());
		assert!(error(&memory::state()).contains("more than any answer"));
		expect(machine, SYNC_PATH, request.encode(), b"<html>".to_vec());
		FragmentStaking::offchain_worker(System::block_number());
		assert!(error(&memory::state()).contains("nonsense"));
		assert_eq!(Sent::get(), vec![]);
	});
}

/// Short for what the node does at its start.
trait Written {
	fn persistent_storage_set(&mut self, key: &[u8], value: &[u8]);
}

impl Written for OffchainState {
	fn persistent_storage_set(&mut self, key: &[u8], value: &[u8]) {
		use sp_core::offchain::OffchainStorage;
		self.persistent_storage.set(b"", key, value);
	}
}

#[test]
fn a_run_that_overlaps_another_does_nothing() {
	let who = first_candidate();
	on_machine_of(who, 8, |machine| {
		let address =
			StoreAddress { url: b"http://127.0.0.1:1".to_vec(), token: vec![], session: 1 };
		machine.0.write().persistent_storage_set(ADDRESS_KEY, &address.encode());
		let expires = Timestamp::from_unix_millis(15_000);
		machine.0.write().persistent_storage_set(&lock_key(1), &expires.encode());
		FragmentStaking::offchain_worker(1);
		assert_eq!(memory::state::<u64>(), BridgeState::default());
		assert_ok!(FragmentStaking::epoch().map(drop).map_err(|_| "an epoch runs"));
	});
}
