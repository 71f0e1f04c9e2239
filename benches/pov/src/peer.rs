//! The same plays as one signed transaction each, on the same runtime.
//!
//! A `system.remark` with the name of the play, signed by its viewer, from its bytes: decoding, signature, nonce, fee,
//! dispatch, and the block's end. Nothing of the play itself is checked and nothing is paid for it, its 6.5 KB are left
//! out, the runtime is native code and not Wasm, and blocks are made without a pause: all of that is to its favour.

use crate::{
	generate::{Flood, account, viewer},
	report::{Clocks, Report},
	runtime::{ChainHandle, endow, sign},
};
use codec::Encode;
use reelchain_runtime::{Runtime, RuntimeCall, constants::currency::CFX};

pub(crate) fn measure(
	chain: &ChainHandle,
	flood: &Flood,
	plays: usize,
	report: &mut Report,
) -> Result<(), String> {
	let names: Vec<_> = flood.names().take(plays).collect();
	let count = names.len();
	let transactions = chain.look(move || {
		let transactions = names.into_iter().enumerate().map(|(n, name)| {
			let pair = viewer(n);
			endow(&account(&pair), 100 * CFX)?;
			let remark = frame_system::Call::<Runtime>::remark { remark: name.to_vec() };
			Ok(sign(&pair, RuntimeCall::System(remark)).encode())
		});
		transactions.collect::<Result<Vec<_>, String>>()
	})?;
	report.peer_bytes = transactions.first().map_or(0, Vec::len);
	let start = Clocks::now();
	report.peer_blocks = chain
		.fill_blocks(transactions)
		.map_err(|refused| format!("a transaction of the peer was refused: {refused}"))?;
	report.peer_plays = count;
	report.peer = start.elapsed();
	Ok(())
}
