//! The command `reel`. See the library.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
	ExitCode::from(reel::cli::run(reel::cli::Cli::parse()).await)
}
