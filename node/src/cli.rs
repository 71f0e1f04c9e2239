//! Options and subcommands. Ranges are checked here, so that what gets past the parser is usable.

use reel_fragment_store::network::Multiaddr;
use reel_primitives::{AccountId, Round, time::ROUND_MS};
use reel_rpc_api::is_gateway_url;
use sc_cli::{
	BuildSpecCmd, ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd,
	ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd, SubstrateCli,
};
use std::{net::SocketAddr, path::PathBuf};

/// Clients of the RPC server at once, unless asked otherwise: each viewer of a desk is one, and the SDK's hundred would be
/// taken by a small crowd.
const RPC_MAX_CONNECTIONS: &str = "5000";

/// Everything that can stand on the command line.
#[derive(Debug, clap::Parser)]
#[command(mut_arg("rpc_max_connections", |arg| arg.default_value(RPC_MAX_CONNECTIONS)))]
pub(crate) struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	/// Options of the node itself.
	#[clap(flatten)]
	pub(crate) run: RunCmd,

	/// Options of the executor.
	#[clap(flatten)]
	pub(crate) runtime_cache: RuntimeCacheParams,

	/// Options of the fragment store.
	#[clap(flatten)]
	pub(crate) store: StoreParams,

	/// Options of a curator.
	#[clap(flatten)]
	pub(crate) curate: CurateParams,

	/// Options of the view desk.
	#[clap(flatten)]
	pub(crate) view: ViewParams,

	/// Options of a provider.
	#[clap(flatten)]
	pub(crate) provide: ProvideParams,
}

/// What the binary does beside running a node.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
	/// Make, inspect and insert keys
	#[command(subcommand)]
	Key(KeySubcommand),

	/// Write a chain spec (older form of `export-chain-spec`)
	BuildSpec(BuildSpecCmd),

	/// Write a chain spec
	ExportChainSpec(ExportChainSpecCmd),

	/// Check a block again
	CheckBlock(CheckBlockCmd),

	/// Write blocks to a file
	ExportBlocks(ExportBlocksCmd),

	/// Read blocks from a file
	ImportBlocks(ImportBlocksCmd),

	/// Delete the chain's database
	PurgeChain(PurgeChainCmd),

	/// Go back by some blocks that are not final
	Revert(RevertCmd),

	/// Show what the database holds, as JSON
	ChainInfo(ChainInfoCmd),

	/// Print the completion script of a shell
	Completion(CompletionCmd),
}

/// Prints a script to be sourced by a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionCmd {
	/// The shell: bash, elvish, fish, powershell or zsh.
	pub(crate) shell: clap_complete::Shell,
}

/// Where the compiled runtime is kept between starts.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct RuntimeCacheParams {
	/// Directory for the compiled runtime and the built genesis state
	///
	/// Both depend only on the runtime and the chain spec, so nodes may share the directory. By default it
	/// lies under the base path, and for `--dev` and `--tmp`, whose base path goes away, in the user's cache
	/// directory. It can be deleted at any time.
	#[arg(long, value_name = "PATH", env = "REELCHAIN_RUNTIME_CACHE")]
	pub(crate) runtime_cache_dir: Option<PathBuf>,
}

/// The view desk of a validator. It needs the fragment store.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ViewParams {
	/// Account that is paid for the fragments this node sends [default: the validator's account]
	#[arg(long, value_name = "SS58")]
	pub(crate) sharing_account: Option<AccountId>,

	/// Address of the fragment store as viewers reach it, such as <https://cells.example> [default: the
	/// address that it listens on]
	#[arg(long, value_name = "URL")]
	pub(crate) gateway_url: Option<String>,
}

/// Sending films for the desks of validators elsewhere.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ProvideParams {
	/// RPC address of a validator for whose viewers this node sends what its store holds, such as
	/// <https://validator.example>; may be given several times
	///
	/// Paid for what viewer and provider both say was sent is the account of the node's hot key, the one that `--curate` uses.
	/// Viewers reach the store at its own address, or the one that --gateway-url says.
	#[arg(long, value_name = "URL", value_parser = parse_desk, conflicts_with = "no_store")]
	pub(crate) provide: Vec<String>,
}

/// The fragment store inside the node.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct StoreParams {
	/// Run without the fragment store
	#[arg(long, conflicts_with_all = ["store_path", "store_listen", "store_quota"])]
	pub(crate) no_store: bool,

	/// Directory of the fragment store [default: `store` beside the chain's database]
	#[arg(long, value_name = "PATH")]
	pub(crate) store_path: Option<PathBuf>,

	/// Address of the store's HTTP gateway; port 0 takes a free one and logs it
	#[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8945")]
	pub(crate) store_listen: SocketAddr,

	/// Most bytes that the store keeps, such as 500MB or 20GiB
	#[arg(long, value_name = "SIZE", default_value = "20GiB", value_parser = parse_size)]
	pub(crate) store_quota: u64,

	#[clap(flatten)]
	pub(crate) peers: PeerParams,
}

/// Keeping titles for SSH.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct CurateParams {
	/// Keep titles as a curator: fetch what is assigned, prove it when asked, claim what is vacant
	///
	/// The node makes a hot key of its own; `reel curate start` registers it for the curator's account. The store talks to
	/// peers at port 30444 unless --store-p2p-listen says otherwise, and off-chain workers run whatever the node's role.
	#[arg(long)]
	pub(crate) curate: bool,

	/// Keep them in another store than this node's own
	#[arg(long, value_name = "URL", requires = "curate")]
	pub(crate) curate_store: Option<String>,

	/// File with the API token of that store
	#[arg(long, value_name = "PATH", requires = "curate_store")]
	pub(crate) curate_token_file: Option<PathBuf>,

	/// Make no hot key: it comes by `author_insertKey`, type `cur1`
	#[arg(long, requires = "curate")]
	pub(crate) curate_no_key: bool,

	/// Claim SSH for contracts that have lasted so long, such as 7d or 12h, or never
	///
	/// Whoever claims, and when, the same SSH comes to the curator's account; but a missed challenge forfeits what its
	/// contract has not claimed. Each claim costs the hot key a fee, for up to 64 contracts. `reel curate claim` claims at
	/// any time.
	#[arg(long, value_name = "TIME", requires = "curate", default_value = "7d")]
	#[arg(value_parser = parse_age)]
	pub(crate) curate_claim_every: Age,
}

/// An age in rounds at which something is done; `None` for never.
pub(crate) type Age = Option<Round>;

/// Rounds out of `90s`, `30m`, `12h` or `7d`, rounded up; none out of `never`.
fn parse_age(text: &str) -> Result<Age, String> {
	let text = text.trim();
	if text == "never" {
		return Ok(None);
	}
	let wrong = || format!("{text:?} is no time: write 90s, 30m, 12h, 7d or never");
	let unit = text.chars().last().ok_or_else(wrong)?;
	let seconds_per_unit: u64 = match unit {
		's' => 1,
		'm' => 60,
		'h' => 3_600,
		'd' => 86_400,
		_ => return Err(wrong()),
	};
	let number: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
	// A hundred years are longer than anybody waits.
	let seconds = number.checked_mul(seconds_per_unit).filter(|s| (1..=3_155_760_000).contains(s));
	Ok(Some((seconds.ok_or_else(wrong)? * 1_000).div_ceil(ROUND_MS)))
}

/// The exchange of fragments between stores.
#[derive(Clone, Debug, clap::Args)]
#[group(conflicts_with = "no_store")]
pub(crate) struct PeerParams {
	/// Address for the exchange of fragments with other stores; may be given several times
	///
	/// TCP `/ip4/0.0.0.0/tcp/30444`, QUIC `/ip4/0.0.0.0/udp/30444/quic-v1`, WebSocket `/ip4/0.0.0.0/tcp/30445/ws`.
	/// Without it the store talks to no peers.
	#[arg(long, value_name = "MULTIADDR")]
	pub(crate) store_p2p_listen: Vec<Multiaddr>,

	/// Store to join the others by, with its `/p2p/` part; may be given several times
	#[arg(long, value_name = "MULTIADDR", requires = "store_p2p_listen")]
	pub(crate) store_bootstrap: Vec<Multiaddr>,

	/// Address under which others reach this store, where it cannot find out by itself
	#[arg(long, value_name = "MULTIADDR", requires = "store_p2p_listen")]
	pub(crate) store_external: Vec<Multiaddr>,

	/// Relay for stores that cannot be reached
	#[arg(long, requires = "store_p2p_listen")]
	pub(crate) store_relay: bool,

	/// Talk to stores of this machine and of private networks; for test networks
	#[arg(long, requires = "store_p2p_listen")]
	pub(crate) store_allow_private: bool,

	/// Most bytes a second sent to other stores, such as 5MB [default: no limit]
	#[arg(long, value_name = "SIZE", value_parser = parse_size, requires = "store_p2p_listen")]
	pub(crate) store_upload: Option<u64>,

	/// Most bytes a second taken from other stores, such as 20MB [default: no limit]
	#[arg(long, value_name = "SIZE", value_parser = parse_size, requires = "store_p2p_listen")]
	pub(crate) store_download: Option<u64>,
}

/// Bytes out of `512`, `1.5 GB`, `20GiB` or `20g`: decimal units with a B at the end, binary ones with iB or a
/// bare letter.
fn parse_size(text: &str) -> Result<u64, String> {
	let text = text.trim();
	let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
	let (number, unit) = text.split_at(split);
	let bytes_per_unit: u64 = match unit.trim().to_ascii_lowercase().as_str() {
		"" | "b" => 1,
		"kb" => 1_000,
		"mb" => 1_000_000,
		"gb" => 1_000_000_000,
		"tb" => 1_000_000_000_000,
		"k" | "kib" => 1 << 10,
		"m" | "mib" => 1 << 20,
		"g" | "gib" => 1 << 30,
		"t" | "tib" => 1 << 40,
		unit => {
			return Err(format!("unknown unit {unit:?}: use KB, MB, GB, TB, KiB, MiB, GiB or TiB"));
		},
	};
	let number: f64 =
		number.parse().map_err(|_| format!("{number:?} is not a number: write 500MB or 20GiB"))?;
	let bytes = number * bytes_per_unit as f64;
	// 2^53 bytes are 8 PiB: beyond that a double no longer counts single bytes.
	if !(1.0..=9_007_199_254_740_992.0).contains(&bytes) {
		return Err(format!("{text} is not between 1 byte and 8 PiB"));
	}
	Ok(bytes as u64)
}

/// The address of a desk for requests over HTTP; the same port takes WebSocket connections.
fn parse_desk(text: &str) -> Result<String, String> {
	let url = match text.split_once("://") {
		Some(("http" | "ws", rest)) => format!("http://{rest}"),
		Some(("https" | "wss", rest)) => format!("https://{rest}"),
		_ => return Err("write http://, https://, ws:// or wss://".to_owned()),
	};
	let url = url.trim_end_matches('/');
	if is_gateway_url(url) {
		Ok(url.to_owned())
	} else {
		Err("this is no plain address".to_owned())
	}
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Reelchain Node".into()
	}

	fn impl_version() -> String {
		// Version, commit and platform, from build.rs.
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn executable_name() -> String {
		// Also names the default base path: it must not follow a renamed binary.
		"reelchain-node".into()
	}

	fn description() -> String {
		"Validator and full node of Reelchain: paid views of video, proved by the viewers".into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"https://github.com/reelchain/reelchain/issues".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		crate::chain_spec::load(id).map(|spec| Box::new(spec) as Box<dyn sc_service::ChainSpec>)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{CommandFactory, Parser};

	#[test]
	fn the_command_line_has_no_conflicts_of_its_own() {
		Cli::command().debug_assert();
	}

	#[test]
	fn a_crowd_of_viewers_is_served_unless_asked_otherwise() {
		let connections = |args: &[&str]| {
			let cli = Cli::try_parse_from(args).expect("parses");
			cli.run.rpc_params.rpc_max_connections.to_string()
		};
		assert_eq!(connections(&["node", "--dev"]), RPC_MAX_CONNECTIONS);
		assert_eq!(connections(&["node", "--rpc-max-connections", "7"]), "7");
	}

	#[test]
	fn sizes_are_read_with_decimal_and_binary_units() {
		for (text, bytes) in [
			("1", 1),
			("512", 512),
			("4k", 4 * 1024),
			("500MB", 500 * 1_000_000),
			("1.5 GB", 1_500_000_000),
			("20GiB", 20 * 1024 * 1024 * 1024),
			("2tib", 2 * 1024 * 1024 * 1024 * 1024),
		] {
			assert_eq!(parse_size(text), Ok(bytes), "{text}");
		}
	}

	#[test]
	fn sizes_that_mean_nothing_are_refused() {
		for text in ["", "0", "GB", "12 parsecs", "-1", "1e30", "9000000TB", "1.2.3MB"] {
			assert!(parse_size(text).is_err(), "{text}");
		}
	}

	#[test]
	fn options_of_curators_need_curating() {
		assert!(Cli::try_parse_from(["node", "--curate"]).is_ok());
		assert!(Cli::try_parse_from(["node", "--curate-store", "http://127.0.0.1:1"]).is_err());
		assert!(Cli::try_parse_from(["node", "--curate-no-key"]).is_err());
		assert!(Cli::try_parse_from(["node", "--curate-claim-every", "1d"]).is_err());
		let claims =
			Cli::try_parse_from(["node", "--curate"]).map(|cli| cli.curate.curate_claim_every);
		assert_eq!(claims.ok(), Some(Some(42_000)), "a week");
	}

	#[test]
	fn ages_are_read_in_whole_rounds_and_never_is_one() {
		for (text, rounds) in [("1s", 1), ("14s", 1), ("15s", 2), ("30m", 125), ("12h", 3_000)] {
			assert_eq!(parse_age(text), Ok(Some(rounds)), "{text}");
		}
		assert_eq!(parse_age("never"), Ok(None));
		for text in
			["", "7", "d", "0d", "-1d", "1.5h", "7 weeks", "99999999999999999999s", "40000d"]
		{
			assert!(parse_age(text).is_err(), "{text}");
		}
	}

	#[test]
	fn desks_are_named_by_either_of_their_addresses() {
		for (text, url) in [
			("ws://127.0.0.1:9944", "http://127.0.0.1:9944"),
			("wss://desk.example/", "https://desk.example"),
			("http://[::1]:1", "http://[::1]:1"),
		] {
			assert_eq!(parse_desk(text).as_deref(), Ok(url));
		}
		for text in ["", "desk.example", "ftp://desk.example", "http://", "http://a b"] {
			assert!(parse_desk(text).is_err(), "{text}");
		}
		let desks = ["node", "--provide", "ws://a", "--provide", "ws://b"];
		assert_eq!(Cli::try_parse_from(desks).map(|cli| cli.provide.provide.len()).ok(), Some(2));
		assert!(Cli::try_parse_from(["node", "--provide", "ws://a", "--no-store"]).is_err());
	}

	#[test]
	fn store_options_conflict_with_no_store() {
		assert!(Cli::try_parse_from(["node", "--no-store"]).is_ok());
		assert!(Cli::try_parse_from(["node", "--no-store", "--store-quota", "1GB"]).is_err());
	}
}
