//! What a Reelchain runtime build needs of wasm-opt, without Binaryen.
//!
//! `substrate-wasm-builder` calls wasm-opt at level 0 for two things: to drop DWARF sections from the
//! compacted blob, and to lower the sign-extension operators that an MVP engine does not know. The runtime
//! is built for `wasm32v1-none`, whose compiler never emits those operators (the node's executor would
//! refuse the blob at instantiation if it did), so what is left is copying sections. The names and
//! signatures are those the builder calls; the rest of the original crate's surface is absent on purpose.
//!
//! Source for the layout of a module: WebAssembly Core Specification 1.0, section 5.5 (binary modules).

use std::{fs, io, path::Path};

/// `\0asm` and version 1: the first eight bytes of every module.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

/// Id of a custom section, the only kind that may hold debug information.
const CUSTOM_SECTION: u8 = 0;

/// A pass that the builder may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
	/// Nothing to do for a `wasm32v1-none` module.
	SignextLowering,
	/// Drop the custom sections whose name starts with `.debug_`.
	StripDwarf,
}

/// Why a module could not be rewritten.
#[derive(Debug, thiserror::Error)]
pub enum OptimizationError {
	/// The file could not be read or written.
	#[error("cannot read or write the module: {0}")]
	Io(#[from] io::Error),
	/// The file is not a WebAssembly 1.0 module, or it is cut off.
	#[error("not a whole WebAssembly 1.0 module: byte {offset} is not where a section can start")]
	Malformed {
		/// Offset of the section that did not parse.
		offset: usize,
	},
}

/// The passes to run.
#[derive(Clone, Debug, Default)]
pub struct OptimizationOptions {
	passes: Vec<Pass>,
}

impl OptimizationOptions {
	/// No passes.
	pub fn new_opt_level_0() -> Self {
		Self::default()
	}

	/// The input is MVP already.
	pub fn mvp_features_only(&mut self) -> &mut Self {
		self
	}

	/// Function names are always kept.
	pub fn debug_info(&mut self, _keep: bool) -> &mut Self {
		self
	}

	/// Adds a pass.
	pub fn add_pass(&mut self, pass: Pass) -> &mut Self {
		self.passes.push(pass);
		self
	}

	/// Reads `input`, runs the passes and writes `output`, which may be the same file.
	///
	/// # Errors
	/// When a file cannot be read or written, or `input` is no module. `output` is then untouched.
	pub fn run(
		&self,
		input: impl AsRef<Path>,
		output: impl AsRef<Path>,
	) -> Result<(), OptimizationError> {
		let module = fs::read(input)?;
		let module =
			if self.passes.contains(&Pass::StripDwarf) { strip_dwarf(&module)? } else { module };
		Ok(fs::write(output, module)?)
	}
}

/// The module without its `.debug_*` sections.
fn strip_dwarf(module: &[u8]) -> Result<Vec<u8>, OptimizationError> {
	let mut kept = module
		.get(..HEADER.len())
		.filter(|header| *header == HEADER)
		.ok_or(OptimizationError::Malformed { offset: 0 })?
		.to_vec();
	let mut offset = HEADER.len();
	while offset < module.len() {
		let section =
			Section::parse(&module[offset..]).ok_or(OptimizationError::Malformed { offset })?;
		if !section.is_debug() {
			kept.extend_from_slice(section.bytes);
		}
		offset += section.bytes.len();
	}
	Ok(kept)
}

/// One section with its id and length prefix.
struct Section<'a> {
	id: u8,
	bytes: &'a [u8],
	payload: &'a [u8],
}

impl<'a> Section<'a> {
	fn parse(bytes: &'a [u8]) -> Option<Self> {
		let (&id, rest) = bytes.split_first()?;
		let (length, prefix) = leb128_u32(rest)?;
		let end = (1 + prefix).checked_add(length)?;
		Some(Self { id, bytes: bytes.get(..end)?, payload: bytes.get(1 + prefix..end)? })
	}

	fn is_debug(&self) -> bool {
		self.id == CUSTOM_SECTION
			&& leb128_u32(self.payload)
				.and_then(|(length, prefix)| self.payload.get(prefix..prefix.checked_add(length)?))
				.is_some_and(|name| name.starts_with(b".debug_"))
	}
}

/// Decodes an unsigned LEB128 `u32`: its value and how many bytes it took.
fn leb128_u32(bytes: &[u8]) -> Option<(usize, usize)> {
	let mut value = 0u64;
	for (index, byte) in bytes.iter().take(5).enumerate() {
		value |= u64::from(byte & 0x7f) << (7 * index);
		if byte & 0x80 == 0 {
			return Some((u32::try_from(value).ok()? as usize, index + 1));
		}
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;

	fn custom(name: &str, body: &[u8]) -> Vec<u8> {
		let mut payload = vec![name.len() as u8];
		payload.extend_from_slice(name.as_bytes());
		payload.extend_from_slice(body);
		let mut section = vec![CUSTOM_SECTION, payload.len() as u8];
		section.extend(payload);
		section
	}

	#[test]
	fn drops_debug_sections_and_keeps_the_rest_in_order() {
		let [a, b] = [custom("name", &[1, 2]), custom("runtime_version", &[3])];
		let module =
			[HEADER.to_vec(), a.clone(), custom(".debug_info", &[9; 40]), b.clone()].concat();
		assert_eq!(strip_dwarf(&module).unwrap(), [HEADER.to_vec(), a, b].concat());
	}

	#[test]
	fn refuses_a_module_that_is_cut_off() {
		let mut module = [HEADER.to_vec(), custom("name", &[1, 2])].concat();
		module.pop();
		assert!(matches!(strip_dwarf(&module), Err(OptimizationError::Malformed { offset: 8 })));
		assert!(strip_dwarf(b"\0as").is_err());
	}

	#[test]
	fn may_write_over_its_input() {
		let path = std::env::temp_dir().join(format!("strip-{}.wasm", std::process::id()));
		let module = [HEADER.to_vec(), custom("name", &[7])].concat();
		fs::write(&path, &module).unwrap();
		OptimizationOptions::new_opt_level_0()
			.add_pass(Pass::SignextLowering)
			.run(&path, &path)
			.unwrap();
		assert_eq!(fs::read(&path).unwrap(), module);
		fs::remove_file(&path).unwrap();
	}
}
