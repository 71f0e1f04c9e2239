//! The built-in chains: a name, an id that keeps databases apart, a protocol id that keeps networks apart, and
//! the name of a preset of the runtime. Everything else about genesis is decided by the runtime.

use reelchain_runtime::{WASM_BINARY, opaque::Block};
use sc_chain_spec::{ChainSpecExtension, ChainType, GenericChainSpec, Properties};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A chain spec of this node.
pub(crate) type ChainSpec = GenericChainSpec<Extensions>;

/// What a spec may say to the client beside genesis.
#[derive(Default, Clone, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extensions {
	/// Blocks whose hash is known, against forks from before.
	pub(crate) fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that must not be imported.
	pub(crate) bad_blocks: sc_client_api::BadBlocks<Block>,
	/// Where a light client starts; filled by the RPC `sync_state_genSyncSpec`.
	pub(crate) light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
	/// Set for the built-in chains only, and never written.
	#[serde(skip)]
	pub(crate) built_in: Option<BuiltInGenesis>,
}

/// Hash of what a built-in genesis state is made from: the runtime and the name of a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BuiltInGenesis(pub(crate) [u8; 32]);

/// What tells one built-in chain from another.
struct BuiltIn {
	name: &'static str,
	id: &'static str,
	chain_type: ChainType,
	preset: &'static str,
}

/// Development: one authority, well-known keys, gone when the node stops.
const DEV: BuiltIn = BuiltIn {
	name: "Reelchain Development",
	id: "reelchain_dev",
	chain_type: ChainType::Development,
	preset: "development",
};

/// Four well-known authorities: the least number that can lose one and still make blocks final.
const LOCAL: BuiltIn = BuiltIn {
	name: "Reelchain Local",
	id: "reelchain_local",
	chain_type: ChainType::Local,
	preset: "local_testnet",
};

/// The real parameters.
const MAIN: BuiltIn =
	BuiltIn { name: "Reelchain", id: "reelchain", chain_type: ChainType::Live, preset: "mainnet" };

/// The spec that `--chain ID` means: `dev`, `local`, `main` (also if nothing is said), or the path of a file.
///
/// # Errors
/// A sentence: the file cannot be read, is not a spec, or the binary carries no runtime.
pub(crate) fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dev" => built_in(&DEV),
		"local" => built_in(&LOCAL),
		"" | "main" => built_in(&MAIN),
		path => {
			let file = PathBuf::from(path);
			if !file.is_file() {
				return Err(format!("no chain named {path:?} and no such file"));
			}
			ChainSpec::from_json_file(file)
				.map_err(|error| format!("chain spec {path:?} cannot be used: {error}"))
		},
	}
}

fn built_in(chain: &BuiltIn) -> Result<ChainSpec, String> {
	let code =
		WASM_BINARY.ok_or("this binary was built with SKIP_WASM_BUILD and has no runtime")?;
	let source = [code, chain.preset.as_bytes()].concat();
	let genesis = BuiltInGenesis(sp_io::hashing::blake2_256(&source));
	let extensions = Extensions { built_in: Some(genesis), ..Extensions::default() };
	Ok(ChainSpec::builder(code, extensions)
		.with_name(chain.name)
		.with_id(chain.id)
		.with_protocol_id(chain.id)
		.with_chain_type(chain.chain_type.clone())
		.with_genesis_config_preset_name(chain.preset)
		.with_properties(properties())
		.build())
}

/// What wallets show: CFX with 18 decimals, addresses of the generic Substrate format.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), "CFX".into());
	properties.insert("tokenDecimals".into(), 18.into());
	properties.insert("ss58Format".into(), 42.into());
	properties
}
