//! What a process uses, by what the kernel tells.

use std::{fs, time::Duration};

/// Clock ticks a second that the kernel counts processor time in: what Linux promises to programs.
const TICKS: u64 = 100;

/// What a process has used so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
	/// Time of processors.
	pub(crate) cpu: Duration,
	/// Memory that it holds.
	pub(crate) memory_mib: u64,
	/// The most that it ever held.
	pub(crate) peak_mib: u64,
}

/// Looks at a process.
pub(crate) fn usage(process: u32) -> Usage {
	let read = |file: &str| {
		fs::read_to_string(format!("/proc/{process}/{file}")).expect("the process is ours")
	};
	let stat = read("stat");
	// The name, in parentheses, may hold anything: fields are counted behind it.
	let (_, fields) = stat.rsplit_once(')').expect("the name is in parentheses");
	let field = |number: usize| -> u64 {
		let text = fields.split_whitespace().nth(number).expect("the kernel tells it");
		text.parse().expect("a number")
	};
	let status = read("status");
	let mib = |name: &str| -> u64 {
		let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("it is told");
		let kib = line.split_whitespace().nth(1).expect("a number and a unit");
		kib.parse::<u64>().expect("a number") / 1024
	};
	Usage {
		cpu: Duration::from_millis((field(11) + field(12)) * 1_000 / TICKS),
		memory_mib: mib("VmRSS"),
		peak_mib: mib("VmHWM"),
	}
}
