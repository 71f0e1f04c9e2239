//! Amounts of bytes as text: `512`, `1.5 GB`, `20GiB`.

use crate::{Error, Result};

/// Bytes in a fragment, the unit of capacity.
pub const FRAGMENT: u64 = reel_primitives::geometry::FRAGMENT_BYTES;

/// 2^53: beyond it a double no longer counts single bytes.
const MOST: f64 = 9_007_199_254_740_992.0;

/// Reads an amount of bytes. Units with a B at the end are decimal, those with iB or a bare letter binary.
///
/// # Errors
/// [`Error::Usage`]: not a number, an unknown unit, or not between 1 byte and 8 PiB.
pub fn parse_size(text: &str) -> Result<u64> {
	let text = text.trim();
	let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
	let (digits, unit) = text.split_at(split);
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
			return Err(Error::Usage(format!(
				"unknown unit {unit:?}: use KB, MB, GB, TB, KiB, MiB, GiB or TiB"
			)));
		},
	};
	let count: f64 = digits
		.parse()
		.map_err(|_| Error::Usage(format!("{digits:?} is no number: write 500MB or 20GiB")))?;
	let bytes = count * bytes_per_unit as f64;
	if !(1.0..=MOST).contains(&bytes) {
		return Err(Error::Usage(format!("{text} is not between 1 byte and 8 PiB")));
	}
	Ok(bytes as u64)
}

/// Reads a capacity: whole fragments of 1 MiB, at least one.
///
/// # Errors
/// [`Error::Usage`].
pub fn parse_capacity(text: &str) -> Result<u32> {
	let bytes = parse_size(text)?;
	match u32::try_from(bytes / FRAGMENT) {
		Ok(fragments) if fragments > 0 => Ok(fragments),
		_ => Err(Error::Usage(format!("{text} is not between 1 MiB and 4 PiB"))),
	}
}

/// An amount of bytes for people: the largest unit in which it is at least one, with a decimal.
pub fn format_size(bytes: u64) -> String {
	const UNITS: [(&str, u32); 4] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];
	for (unit, bits) in UNITS {
		if bytes >> bits > 0 {
			let tenths = (u128::from(bytes) * 10) >> bits;
			return match tenths % 10 {
				0 => format!("{} {unit}", tenths / 10),
				rest => format!("{}.{rest} {unit}", tenths / 10),
			};
		}
	}
	format!("{bytes} bytes")
}

/// A capacity for people.
pub fn format_capacity(fragments: u32) -> String {
	format_size(u64::from(fragments) * FRAGMENT)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sizes_are_read_in_decimal_and_binary_units() {
		for (text, bytes) in [
			("1", 1),
			("4k", 4_096),
			("500MB", 500_000_000),
			("1.5 GB", 1_500_000_000),
			("10GiB", 10 << 30),
		] {
			assert_eq!(parse_size(text).expect(text), bytes);
		}
		for wrong in ["", "0", "GB", "12 parsecs", "-1", "1e30", "9000000TB", "1.2.3MB"] {
			assert_eq!(parse_size(wrong).expect_err(wrong).exit_code(), 2);
		}
	}

	#[test]
	fn a_capacity_is_whole_fragments() {
		assert_eq!(parse_capacity("10GiB").expect("read"), 10_240);
		assert_eq!(parse_capacity("2.9MiB").expect("read"), 2);
		assert!(parse_capacity("1000").is_err());
		assert_eq!(format_capacity(10_240), "10 GiB");
	}

	#[test]
	fn sizes_are_written_in_the_largest_unit() {
		for (bytes, text) in [
			(999, "999 bytes"),
			(1 << 20, "1 MiB"),
			(1_610_612_736, "1.5 GiB"),
			(1 << 44, "16 TiB"),
		] {
			assert_eq!(format_size(bytes), text);
		}
	}
}
