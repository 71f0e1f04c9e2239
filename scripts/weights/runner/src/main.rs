//! Measures the benchmarks that a runtime blob contains: the SDK's `benchmark pallet` command, and nothing else.
//!
//! The released `frame-omni-bencher` is this command plus a second database and another chain's host functions, which
//! take more than twice as long to build.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;
use tracing_subscriber::EnvFilter;

fn main() -> sc_cli::Result<()> {
	tracing_subscriber::fmt()
		.with_env_filter(
			EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
		)
		.with_writer(std::io::stderr)
		.init();
	// No host functions beyond those of every Substrate node.
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)
}
