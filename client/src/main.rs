//! The command `reel`. See the library.

use reel::cli::{parse, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
	ExitCode::from(match parse(std::env::args_os()) {
		Ok(cli) => run(cli).await,
		Err(code) => code,
	})
}
