//! What is said in Bitswap: protobuf messages, each behind its length.
//!
//! ```text
//! stream  = (varint(length) ‖ message)*                      either side may end it between two
//! message = wantlist 1 { entries 1 [ cid 1, priority 2, cancel 3, kind 4, send-dont-have 5 ], full 2 },
//!           payload 3 [ prefix 1, data 2 ], presences 4 [ cid 1, kind 2 ]
//! prefix  = varint(cid version) ‖ varint(codec) ‖ varint(hash) ‖ varint(digest length)
//! ```
//!
//! Written by hand, because the bounds hold while a message is read: a generated decoder first makes a record of each of
//! the two million empty entries that fit into 4 MiB.

use crate::{
	block::{check_cid, cid_with_hash},
	protobuf::{Broken, Fields, Value, put_bytes, put_number, put_varint, take_varint},
};
use bytes::Bytes;
use cid::Cid;

/// Longest message, in bytes: what every Bitswap peer takes.
pub(crate) const MAX_MESSAGE_BYTES: usize = 4 << 20;

/// Most entries, and most presences, read from a message; what follows is passed over.
pub(crate) const MAX_ENTRIES: usize = 4096;

/// Most blocks of a message.
const MAX_BLOCKS: usize = 4096;

/// What is wanted of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
	/// The block.
	Block,
	/// To know whether it is there.
	Have,
}

/// One line of a want-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
	pub(crate) cid: Cid,
	/// The higher, the sooner.
	pub(crate) priority: i32,
	/// It is no longer wanted.
	pub(crate) cancel: bool,
	pub(crate) kind: Kind,
	/// Whether absence is to be told.
	pub(crate) send_dont_have: bool,
}

/// Something to send, or sent, of which the receiver makes the CID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
	/// The CID's parts before its digest.
	pub(crate) prefix: Vec<u8>,
	pub(crate) data: Bytes,
}

impl Block {
	pub(crate) fn new(cid: &Cid, data: Bytes) -> Self {
		let mut prefix = Vec::with_capacity(8);
		put_varint(&mut prefix, cid.version().into());
		put_varint(&mut prefix, cid.codec());
		put_varint(&mut prefix, cid.hash().code());
		put_varint(&mut prefix, cid.hash().size().into());
		Self { prefix, data }
	}

	/// The CID of the data under its prefix; `None` for one that the store does not take.
	pub(crate) fn cid(&self) -> Option<Cid> {
		let mut rest = Bytes::copy_from_slice(&self.prefix);
		let mut part = || take_varint(&mut rest).ok();
		let (version, codec, hash, _length) = (part()?, part()?, part()?, part()?);
		// The store knows blocks by their hash; what version 0 names is dag-pb.
		let cid = (version <= 1).then(|| cid_with_hash(codec, hash, &self.data)).flatten()?;
		check_cid(&cid).is_ok().then_some(cid)
	}
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
	pub(crate) entries: Vec<Entry>,
	/// The entries are all that is wanted, and not only what changed.
	pub(crate) full: bool,
	pub(crate) blocks: Vec<Block>,
	/// Whether what was asked for is there.
	pub(crate) presences: Vec<(Cid, bool)>,
}

impl Message {
	pub(crate) fn is_empty(&self) -> bool {
		self.entries.is_empty() && self.blocks.is_empty() && self.presences.is_empty()
	}

	/// The message behind its length.
	pub(crate) fn encode(&self) -> Vec<u8> {
		let data: usize = self.blocks.iter().map(|block| block.data.len() + 32).sum();
		let mut body = Vec::with_capacity(data + 64 * (self.entries.len() + self.presences.len()));
		let mut wantlist = Vec::new();
		for entry in &self.entries {
			let mut line = Vec::with_capacity(48);
			put_bytes(&mut line, 1, &entry.cid.to_bytes());
			put_number(&mut line, 2, entry.priority as u64);
			put_number(&mut line, 3, entry.cancel.into());
			put_number(&mut line, 4, (entry.kind == Kind::Have).into());
			put_number(&mut line, 5, entry.send_dont_have.into());
			put_bytes(&mut wantlist, 1, &line);
		}
		put_number(&mut wantlist, 2, self.full.into());
		// Always there: some peers fail over a message without it.
		put_bytes(&mut body, 1, &wantlist);
		for block in &self.blocks {
			let mut head = Vec::with_capacity(16);
			put_bytes(&mut head, 1, &block.prefix);
			put_varint(&mut head, 2 << 3 | 2);
			put_varint(&mut head, block.data.len() as u64);
			put_varint(&mut body, 3 << 3 | 2);
			put_varint(&mut body, (head.len() + block.data.len()) as u64);
			body.extend_from_slice(&head);
			body.extend_from_slice(&block.data);
		}
		for (cid, have) in &self.presences {
			let mut line = Vec::with_capacity(48);
			put_bytes(&mut line, 1, &cid.to_bytes());
			put_number(&mut line, 2, (!have).into());
			put_bytes(&mut body, 4, &line);
		}
		let mut framed = Vec::with_capacity(body.len() + 4);
		put_varint(&mut framed, body.len() as u64);
		framed.append(&mut body);
		framed
	}

	/// Reads a message, without its length. Lines whose CID cannot be read are passed over.
	pub(crate) fn decode(bytes: Bytes) -> Result<Self, Broken> {
		let mut message = Self::default();
		let mut fields = Fields(bytes);
		while let Some(field) = fields.next()? {
			match field {
				(1, Value::Bytes(wantlist)) => message.read_wantlist(wantlist)?,
				(3, Value::Bytes(block)) if message.blocks.len() < MAX_BLOCKS => {
					message.read_block(block)?;
				},
				(4, Value::Bytes(presence)) if message.presences.len() < MAX_ENTRIES => {
					message.read_presence(presence)?;
				},
				_ => {},
			}
		}
		Ok(message)
	}

	fn read_wantlist(&mut self, bytes: Bytes) -> Result<(), Broken> {
		let mut fields = Fields(bytes);
		while let Some(field) = fields.next()? {
			match field {
				(1, Value::Bytes(entry)) if self.entries.len() < MAX_ENTRIES => {
					self.entries.extend(read_entry(entry)?);
				},
				(2, Value::Number(full)) => self.full = full != 0,
				_ => {},
			}
		}
		Ok(())
	}

	fn read_block(&mut self, bytes: Bytes) -> Result<(), Broken> {
		let (mut fields, mut prefix, mut data) = (Fields(bytes), Bytes::new(), Bytes::new());
		while let Some(field) = fields.next()? {
			match field {
				(1, Value::Bytes(bytes)) => prefix = bytes,
				(2, Value::Bytes(bytes)) => data = bytes,
				_ => {},
			}
		}
		self.blocks.push(Block { prefix: prefix.to_vec(), data });
		Ok(())
	}

	fn read_presence(&mut self, bytes: Bytes) -> Result<(), Broken> {
		let (mut fields, mut cid, mut kind) = (Fields(bytes), None, 0);
		while let Some(field) = fields.next()? {
			match field {
				(1, Value::Bytes(bytes)) => cid = Cid::try_from(bytes.as_ref()).ok(),
				(2, Value::Number(number)) => kind = number,
				_ => {},
			}
		}
		self.presences.extend(cid.map(|cid| (cid, kind == 0)));
		Ok(())
	}
}

fn read_entry(bytes: Bytes) -> Result<Option<Entry>, Broken> {
	let (mut fields, mut read) = (Fields(bytes), None);
	let (mut priority, mut cancel, mut have, mut send_dont_have) = (0, false, false, false);
	while let Some(field) = fields.next()? {
		match field {
			(1, Value::Bytes(bytes)) => read = Cid::try_from(bytes.as_ref()).ok(),
			// An i32 is written as the varint of its 64 bits.
			(2, Value::Number(number)) => priority = number as i32,
			(3, Value::Number(number)) => cancel = number != 0,
			(4, Value::Number(number)) => have = number == 1,
			(5, Value::Number(number)) => send_dont_have = number != 0,
			_ => {},
		}
	}
	let kind = if have { Kind::Have } else { Kind::Block };
	Ok(read.map(|cid| Entry { cid, priority, cancel, kind, send_dont_have }))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{BLAKE3, DAG_CBOR, RAW, SHA2_256, cid_of};
	use proptest::prelude::*;

	fn body(message: &Message) -> Bytes {
		let mut framed = Bytes::from(message.encode());
		let length = take_varint(&mut framed).expect("a length");
		assert_eq!(length, framed.len() as u64);
		framed
	}

	fn sample() -> Message {
		let [film, cell] = [cid_of(RAW, b"film"), cid_of(DAG_CBOR, b"cell")];
		let entry = Entry {
			cid: film,
			priority: -1,
			cancel: false,
			kind: Kind::Have,
			send_dont_have: true,
		};
		let cancel = Entry {
			cid: cell,
			priority: 1,
			cancel: true,
			kind: Kind::Block,
			send_dont_have: false,
		};
		Message {
			entries: vec![entry, cancel],
			full: true,
			blocks: vec![Block::new(&film, Bytes::from_static(b"film"))],
			presences: vec![(cell, false), (film, true)],
		}
	}

	#[test]
	fn a_message_reads_back() {
		let message = sample();
		assert_eq!(Message::decode(body(&message)), Ok(message));
		assert_eq!(Message::decode(Bytes::new()), Ok(Message::default()));
	}

	#[test]
	fn a_message_is_what_the_reference_writes() {
		// Written down from the schema by hand: a want of one CID, priority 1, which is to be denied if absent.
		let cid = cid_of(RAW, b"film");
		let message = Message {
			entries: vec![Entry {
				cid,
				priority: 1,
				cancel: false,
				kind: Kind::Have,
				send_dont_have: true,
			}],
			..Message::default()
		};
		let mut line = vec![0x0a, 36];
		line.extend(cid.to_bytes());
		line.extend([0x10, 1, 0x20, 1, 0x28, 1]);
		let mut wantlist = vec![0x0a, line.len() as u8];
		wantlist.extend(line);
		let mut wire = vec![wantlist.len() as u8 + 2, 0x0a, wantlist.len() as u8];
		wire.extend(wantlist);
		assert_eq!(message.encode(), wire);
	}

	#[test]
	fn the_cid_of_a_block_is_made_from_its_bytes() {
		for (codec, hash) in [(RAW, SHA2_256), (DAG_CBOR, SHA2_256), (RAW, BLAKE3)] {
			let cid = cid_with_hash(codec, hash, b"film").expect("taken");
			let block = Block::new(&cid, Bytes::from_static(b"film"));
			assert_eq!(block.cid(), Some(cid));
		}
		let mut other = Block::new(&cid_of(RAW, b"film"), Bytes::from_static(b"Film"));
		assert_ne!(other.cid(), Some(cid_of(RAW, b"film")));
		other.prefix = vec![1, 0x55, 0x99, 1, 32];
		assert_eq!(other.cid(), None);
		other.prefix.clear();
		assert_eq!(other.cid(), None);
	}

	#[test]
	fn more_entries_than_the_limit_are_passed_over() {
		let mut message = Message::default();
		for at in 0..MAX_ENTRIES as u32 + 10 {
			let cid = cid_of(RAW, &at.to_le_bytes());
			let kind = Kind::Block;
			let entry = Entry { cid, priority: 1, cancel: false, kind, send_dont_have: true };
			message.entries.push(entry);
			message.presences.push((cid, true));
		}
		let read = Message::decode(body(&message)).expect("reads");
		assert_eq!((read.entries.len(), read.presences.len()), (MAX_ENTRIES, MAX_ENTRIES));
	}

	#[test]
	fn a_line_without_a_cid_does_not_spoil_the_others() {
		let mut bytes = Vec::new();
		let mut wantlist = Vec::new();
		put_bytes(&mut wantlist, 1, &[0x0a, 1, 7]);
		put_bytes(&mut bytes, 1, &wantlist);
		bytes.extend(body(&sample()));
		let read = Message::decode(bytes.into()).expect("reads");
		assert_eq!(read.entries.len(), 2);
	}

	proptest! {
		#[test]
		fn strange_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
			if let Ok(message) = Message::decode(bytes.into()) {
				let again = Message::decode(body(&message));
				prop_assert_eq!(again, Ok(message.clone()));
				for block in &message.blocks {
					let _ = block.cid();
				}
			}
		}

		#[test]
		fn a_message_that_is_cut_is_broken_or_shorter(cut in 0usize..200) {
			let whole = body(&sample());
			let cut = cut.min(whole.len() - 1);
			let read = Message::decode(whole.slice(..cut));
			prop_assert_ne!(read, Ok(sample()));
		}
	}
}
