//! Curators: what makes one, what its node says, and a chain whose epochs are short enough to wait for.

use super::{BLOCKS_DEADLINE, Builder, Node, Rpc, run_ok, until};
use codec::{Decode, DecodeAll, Encode};
use pallet_curators::Call as CuratorsCall;
use reel_fragments::{
	ContractId,
	contract::{AskedLeaf, FragmentContract, SpanLoad},
	curator::CuratorInfo,
	region::Region,
};
use reel_primitives::{AccountId, ContentId};
use reel_rpc_api::{from_hex, to_hex};
use reelchain_runtime::{
	Address, Charge, Hash, RuntimeCall, Signature, SignedPayload, TxExtension, UncheckedExtrinsic,
	VERSION, constants::currency::CFX,
};
use serde_json::{Value, json};
use sp_core::{Pair, sr25519};
use sp_runtime::generic::Era;
use std::{fs, path::PathBuf, time::Duration};
use tempfile::TempDir;

/// Two epochs of the short chain, twice over, on a busy machine.
pub(crate) const EPOCHS_DEADLINE: Duration = Duration::from_secs(240);

/// Fragments that a test's curator offers: the least.
const CAPACITY: u32 = 10 << 10;

/// The key of a name that everybody knows.
pub(crate) fn pair(name: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//{name}"), None).expect("a name derives a key")
}

/// Its account.
pub(crate) fn account(name: &str) -> AccountId {
	pair(name).public().into()
}

/// Rounds from leaving to the collateral on the short chain: more than an epoch and its answers.
pub(crate) const COOL_DOWN: u64 = 5;

/// A development chain with epochs of two rounds, 28.8 s: a whole life of a contract within two minutes, and a leave
/// within little more than one.
pub(crate) fn short_chain(folder: &TempDir) -> String {
	let spec = run_ok(&["export-chain-spec", "--chain", "dev"]).stdout;
	let mut spec: Value = serde_json::from_str(&spec).expect("a spec is JSON");
	let genesis = spec.pointer_mut("/genesis/runtimeGenesis/patch").expect("a patch");
	genesis["fragmentStaking"]["timing"] = json!({
		"epoch_rounds": 2, "answer_rounds": 1, "min_holding_rounds": 1, "patience_rounds": 1
	});
	genesis["curators"]["coolDownRounds"] = json!(COOL_DOWN);
	let path: PathBuf = folder.path().join("short.json");
	fs::write(&path, spec.to_string()).expect("the folder is ours");
	path.to_str().expect("temporary paths are text").to_owned()
}

/// A node of a chain under `folder`, with peers for its store. The one called `alice` makes the blocks.
pub(crate) fn keeper(chain: &str, folder: &TempDir, name: &str) -> Builder {
	let path = folder.path().join(name);
	let path = path.to_str().expect("temporary paths are text");
	let role: &[&str] = if name == "alice" { &["--alice", "--force-authoring"] } else { &[] };
	Builder::new(&["--chain", chain, "--base-path", path, "--rpc-methods", "unsafe"])
		.with(&["--unsafe-force-node-key-generation", "--allow-private-ip"])
		.with(&["--store-p2p-listen", "/ip4/127.0.0.1/tcp/0", "--store-allow-private"])
		.with(role)
}

/// The arguments by which a node finds another: the chain's peers, and the store's.
pub(crate) async fn joining(node: &Node) -> [String; 4] {
	let line = node.wait_for_line("exchanges with peers at ", super::START_DEADLINE);
	let store =
		line.split("peers at ").nth(1).expect("the line names an address").trim().to_owned();
	let chain = node.rpc().listen_address().await;
	["--bootnodes".into(), chain, "--store-bootstrap".into(), store]
}

impl Rpc {
	/// What the runtime answers at the best block.
	pub(crate) async fn ask_runtime<T: Decode>(&self, function: &str, arguments: impl Encode) -> T {
		let answer = self.call("state_call", json!([function, to_hex(arguments.encode())])).await;
		let bytes = from_hex(answer.as_str().expect("hex")).expect("hex");
		T::decode_all(&mut &bytes[..]).expect("the runtime's own type")
	}

	/// Transactions of an account in blocks.
	pub(crate) async fn nonce(&self, who: &AccountId) -> u32 {
		self.ask_runtime("AccountNonceApi_account_nonce", who).await
	}

	/// Sends a call as somebody whom everybody knows, and waits until it is in a block.
	pub(crate) async fn send_as(&self, name: &str, call: impl Into<RuntimeCall>) {
		let (pair, who) = (pair(name), account(name));
		let nonce = self.nonce(&who).await;
		let genesis = from_hex(&self.hash(0).await).expect("hex");
		let genesis = Hash::from_slice(&genesis);
		let extension: TxExtension = (
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckMortality::from(Era::Immortal),
			frame_system::CheckNonce::from(nonce),
			frame_system::CheckWeight::new(),
			Charge::from(0, None),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
			frame_system::WeightReclaim::new(),
		);
		let (spec, transaction) = (VERSION.spec_version, VERSION.transaction_version);
		let implicit = ((), (), spec, transaction, genesis, genesis, (), (), (), None, ());
		let payload = SignedPayload::from_raw(call.into(), extension, implicit);
		let signature = payload.using_encoded(|bytes| pair.sign(bytes));
		let (call, extension, _) = payload.deconstruct();
		let address = Address::Id(who.clone());
		let signed =
			UncheckedExtrinsic::new_signed(call, address, Signature::Sr25519(signature), extension);
		self.call("author_submitExtrinsic", json!([to_hex(signed.encode())])).await;
		until("the call is in a block", BLOCKS_DEADLINE, async || {
			(self.nonce(&who).await > nonce).then_some(())
		})
		.await;
	}

	/// How the bridge of this node stands.
	pub(crate) async fn keeping(&self) -> Value {
		self.call("fragment_v1_keeping", json!([])).await
	}

	/// Waits until the bridge of this node says something.
	pub(crate) async fn keeping_until(&self, what: &str, is: impl Fn(&Value) -> bool) -> Value {
		let mut last = Value::Null;
		let end = tokio::time::Instant::now() + EPOCHS_DEADLINE;
		while tokio::time::Instant::now() < end {
			last = self.keeping().await;
			if is(&last) {
				return last;
			}
			tokio::time::sleep(super::POLL).await;
		}
		panic!("{what}: not within {EPOCHS_DEADLINE:?}: {last}")
	}

	/// Contracts of a curator.
	pub(crate) async fn contracts_of(
		&self,
		curator: &AccountId,
	) -> Vec<(ContractId, FragmentContract<AccountId>)> {
		self.ask_runtime("FragmentApi_contracts_of", (curator, 0u32, 100u32)).await
	}

	/// What is asked of a curator.
	pub(crate) async fn challenges(&self, curator: &AccountId) -> Vec<AskedLeaf> {
		self.ask_runtime("FragmentApi_challenges", curator).await
	}

	/// The first span of a title, as it is kept.
	pub(crate) async fn span_load(&self, content: ContentId) -> SpanLoad<AccountId> {
		let load: Option<SpanLoad<AccountId>> =
			self.ask_runtime("FragmentApi_span_load", (content, 0u32)).await;
		load.expect("the title has a span")
	}

	/// Who keeps the first span of a title: the live ones.
	pub(crate) async fn holders(&self, content: ContentId) -> Vec<AccountId> {
		let all = self.span_load(content).await.holders.into_iter();
		all.filter(|(_, live)| *live).map(|(holder, _)| holder.curator).collect()
	}

	/// SSH of an account, in planck.
	pub(crate) async fn ssh(&self, who: &AccountId) -> u128 {
		use reelchain_runtime::configs::assets::SSH;
		let key = pallet_assets::Account::<reelchain_runtime::Runtime>::hashed_key_for(SSH, who);
		let stored = self.call("state_getStorage", json!([to_hex(key)])).await;
		// The balance comes first.
		stored.as_str().map_or(0, |hex| {
			let bytes = from_hex(hex).expect("hex");
			u128::from_le_bytes(bytes[..16].try_into().expect("a balance"))
		})
	}

	/// What is recorded of a curator.
	pub(crate) async fn curator(&self, who: &AccountId) -> Option<CuratorInfo<AccountId>> {
		self.ask_runtime("FragmentApi_curator", who).await
	}
}

/// The hot key of a node.
pub(crate) async fn hot_key(node: &Node) -> AccountId {
	let key = node.rpc().call("fragment_v1_hotKey", json!([])).await;
	let key = from_hex(key.as_str().expect("hex")).expect("hex");
	AccountId::from(<[u8; 32]>::try_from(key).expect("32 bytes"))
}

/// Registers a curator whose machine is `node`, and gives its hot key what fees take.
pub(crate) async fn register(node: &Node, cold: &str) {
	let hot = hot_key(node).await;
	let fees = pallet_balances::Call::transfer_keep_alive {
		dest: Address::Id(hot.clone()),
		value: 100 * CFX,
	};
	node.rpc().send_as(cold, fees).await;
	let endpoint = b"/ip4/127.0.0.1".to_vec().try_into().expect("short");
	let register = CuratorsCall::register_curator {
		hot_key: hot,
		region: Region::new(*b"KR").expect("two letters"),
		capacity: CAPACITY,
		endpoints: vec![endpoint].try_into().expect("one"),
	};
	node.rpc().send_as(cold, register).await;
}
