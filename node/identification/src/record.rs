//! What a record of the log says.

use crate::{
	FileHash, IdentifyError, PatternId, Result,
	print::{Medium, Print, Step, take},
};

/// A key as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredKey {
	pub(crate) word: u32,
	/// Dense step.
	pub(crate) at: u32,
	/// Signs around it.
	pub(crate) around: u32,
}

impl StoredKey {
	const BYTES: usize = 12;
}

/// A stored print inside a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredPrint {
	pub(crate) medium: Medium,
	/// Where its steps begin, in bytes from the begin of the record's payload.
	pub(crate) steps_at: usize,
	pub(crate) steps: u32,
	/// Stretches of timbre that follow the steps.
	pub(crate) stretches: u32,
	/// Its keys.
	pub(crate) keys: Vec<StoredKey>,
}

/// One change of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Record {
	/// A file brought a recording, which joined a pattern or opened it. Recordings are numbered in the order of the log.
	Recording { pattern: PatternId, file: FileHash, prints: Vec<StoredPrint> },
	/// Another file is of a recording that is there.
	File { file: FileHash, recording: u32 },
	/// All of the second pattern is of the first.
	Link { kept: PatternId, gone: PatternId },
	/// A recording left its pattern for another one.
	Move { recording: u32, pattern: PatternId },
}

const RECORDING: u8 = 1;
const FILE: u8 = 2;
const LINK: u8 = 3;
const MOVE: u8 = 4;

/// Payload of a recording.
pub(crate) fn encode_recording(pattern: &PatternId, file: &FileHash, prints: &[&Print]) -> Vec<u8> {
	let mut out = vec![RECORDING];
	out.extend_from_slice(&pattern.0);
	out.extend_from_slice(&file.0);
	out.push(prints.len() as u8);
	for print in prints {
		let steps = print.stored_steps();
		out.push(u8::from(print.medium == Medium::Picture));
		out.extend_from_slice(&(steps.len() as u32).to_le_bytes());
		out.extend_from_slice(&(print.stored_keys().count() as u32).to_le_bytes());
		out.extend_from_slice(&(print.stored_timbre().count() as u32).to_le_bytes());
		for step in steps {
			out.extend_from_slice(&step.word.to_le_bytes());
			out.extend_from_slice(&step.mask.to_le_bytes());
		}
		print.stored_timbre().for_each(|timbre| out.extend_from_slice(timbre));
		for key in print.stored_keys() {
			out.extend_from_slice(&key.word.to_le_bytes());
			out.extend_from_slice(&key.at.to_le_bytes());
			out.extend_from_slice(&print.around(key.at as usize).signs.to_le_bytes());
		}
	}
	out
}

impl Record {
	/// Payload of a record; of a recording, without its prints ([`encode_recording`]).
	pub(crate) fn encode(&self) -> Vec<u8> {
		match self {
			Self::Recording { pattern, file, .. } => encode_recording(pattern, file, &[]),
			Self::File { file, recording } => {
				[&[FILE][..], &file.0, &recording.to_le_bytes()].concat()
			},
			Self::Link { kept, gone } => [&[LINK][..], &kept.0, &gone.0].concat(),
			Self::Move { recording, pattern } => {
				[&[MOVE][..], &recording.to_le_bytes(), &pattern.0].concat()
			},
		}
	}

	pub(crate) fn decode(payload: &[u8]) -> Result<Self> {
		let input = &mut &payload[..];
		let [kind] = take::<1>(input)?;
		Ok(match kind {
			RECORDING => {
				let pattern = PatternId(take(input)?);
				let file = FileHash(take(input)?);
				let [count] = take::<1>(input)?;
				let prints = (0..count)
					.map(|_| decode_print(payload.len(), input))
					.collect::<Result<_>>()?;
				Self::Recording { pattern, file, prints }
			},
			FILE => Self::File {
				file: FileHash(take(input)?),
				recording: u32::from_le_bytes(take(input)?),
			},
			LINK => Self::Link { kept: PatternId(take(input)?), gone: PatternId(take(input)?) },
			MOVE => Self::Move {
				recording: u32::from_le_bytes(take(input)?),
				pattern: PatternId(take(input)?),
			},
			_ => return Err(IdentifyError::BadFingerprint),
		})
	}
}

fn decode_print(payload_bytes: usize, input: &mut &[u8]) -> Result<StoredPrint> {
	let [picture] = take::<1>(input)?;
	let medium = if picture == 1 { Medium::Picture } else { Medium::Sound };
	let steps = u32::from_le_bytes(take(input)?);
	let count = u32::from_le_bytes(take(input)?);
	let stretches = u32::from_le_bytes(take(input)?);
	let steps_at = payload_bytes - input.len();
	let skipped = steps as usize * Step::BYTES + stretches as usize * Print::TIMBRE_BANDS;
	*input = input.get(skipped..).ok_or(IdentifyError::BadFingerprint)?;
	let key_bytes = count as usize * StoredKey::BYTES;
	let bytes = input.get(..key_bytes).ok_or(IdentifyError::BadFingerprint)?;
	*input = &input[key_bytes..];
	let word = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
	let keys = bytes
		.chunks_exact(StoredKey::BYTES)
		.map(|key| StoredKey {
			word: word(&key[..4]),
			at: word(&key[4..8]),
			around: word(&key[8..]),
		})
		.collect();
	Ok(StoredPrint { medium, steps_at, steps, stretches, keys })
}
