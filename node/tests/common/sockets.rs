//! What sockets a process has, by what the kernel tells.

use std::{
	collections::BTreeSet,
	fs,
	net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

/// A TCP or UDP socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Socket {
	/// Its own end.
	pub(crate) local: SocketAddr,
	/// The other end; port 0 when there is none.
	pub(crate) remote: SocketAddr,
}

/// The sockets of a process.
pub(crate) fn of(process: u32) -> Vec<Socket> {
	let own = inodes(process);
	let mut sockets = Vec::new();
	for table in ["tcp", "tcp6", "udp", "udp6"] {
		// A machine without IPv6 has no such tables.
		let Ok(text) = fs::read_to_string(format!("/proc/{process}/net/{table}")) else { continue };
		for line in text.lines().skip(1) {
			let fields: Vec<&str> = line.split_whitespace().collect();
			let inode: u64 = fields[9].parse().expect("the tenth field is the inode");
			if own.contains(&inode) {
				sockets.push(Socket { local: address(fields[1]), remote: address(fields[2]) });
			}
		}
	}
	sockets
}

/// The sockets among a process's open files.
fn inodes(process: u32) -> BTreeSet<u64> {
	let files = fs::read_dir(format!("/proc/{process}/fd")).expect("the process is ours");
	let inode = |file: std::io::Result<fs::DirEntry>| {
		let target = fs::read_link(file.ok()?.path()).ok()?;
		target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
	};
	files.filter_map(inode).collect()
}

/// `0100007F:1F90`: words of an address in the machine's byte order, and the port.
fn address(text: &str) -> SocketAddr {
	let (ip, port) = text.split_once(':').expect("address and port");
	let word = |digits: &str| u32::from_str_radix(digits, 16).expect("hexadecimal").to_ne_bytes();
	let mut bytes = Vec::new();
	for start in (0..ip.len()).step_by(8) {
		bytes.extend(word(&ip[start..start + 8]));
	}
	let ip = match <[u8; 4]>::try_from(&bytes[..]) {
		Ok(bytes) => IpAddr::from(Ipv4Addr::from(bytes)),
		Err(_) => {
			let bytes: [u8; 16] = bytes.try_into().expect("four words");
			IpAddr::from(Ipv6Addr::from(bytes)).to_canonical()
		},
	};
	SocketAddr::new(ip, u16::from_str_radix(port, 16).expect("hexadecimal"))
}
