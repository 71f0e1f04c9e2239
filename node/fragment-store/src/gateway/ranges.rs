//! The `Range` header (RFC 9110), for a single part.
//!
//! Up to [`MAX_RANGES`] ranges are merged; if one contiguous range comes out it is served, else the whole, which the
//! standard allows. Everything broken, out of reach, or longer than that is answered 416: lists of a thousand
//! ranges are an attack, not a player.

use axum::http::{
	HeaderMap,
	header::{IF_RANGE, RANGE},
};
use std::ops::Range;

/// Most ranges in a header.
const MAX_RANGES: usize = 8;

/// The ranges cannot be served.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsatisfiable;

/// The bytes that `headers` ask for of `length`; `None` for all of them.
pub(crate) fn asked_for(
	headers: &HeaderMap,
	etag: &str,
	length: u64,
) -> Result<Option<Range<u64>>, Unsatisfiable> {
	let Some(range) = headers.get(RANGE) else { return Ok(None) };
	// The client has parts of another version: it must get the whole of this one.
	if headers.get(IF_RANGE).is_some_and(|version| version != etag) {
		return Ok(None);
	}
	parse(range.to_str().map_err(|_| Unsatisfiable)?, length)
}

fn parse(header: &str, length: u64) -> Result<Option<Range<u64>>, Unsatisfiable> {
	let Some((unit, list)) = header.split_once('=') else { return Err(Unsatisfiable) };
	if !unit.trim().eq_ignore_ascii_case("bytes") {
		return Ok(None);
	}
	let mut ranges = Vec::new();
	for (number, part) in list.split(',').enumerate() {
		if number >= MAX_RANGES {
			return Err(Unsatisfiable);
		}
		ranges.extend(parse_one(part.trim(), length)?);
	}
	ranges.sort_by_key(|range| range.start);
	let mut ranges = ranges.into_iter();
	let mut whole = ranges.next().ok_or(Unsatisfiable)?;
	for range in ranges {
		if range.start > whole.end {
			return Ok(None);
		}
		whole.end = whole.end.max(range.end);
	}
	Ok(Some(whole))
}

/// One range; `None` if it lies behind the end.
fn parse_one(part: &str, length: u64) -> Result<Option<Range<u64>>, Unsatisfiable> {
	let (first, last) = part.split_once('-').ok_or(Unsatisfiable)?;
	let number = |text: &str| {
		let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
		digits.then(|| text.parse::<u64>().ok()).flatten().ok_or(Unsatisfiable)
	};
	let range = match (first.trim(), last.trim()) {
		("", suffix) => length.saturating_sub(number(suffix)?)..length,
		(first, "") => number(first)?..length,
		(first, last) => {
			let (first, last) = (number(first)?, number(last)?);
			if last < first {
				return Err(Unsatisfiable);
			}
			first..last.saturating_add(1).min(length)
		},
	};
	Ok((range.start < range.end).then_some(range))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn single_ranges_are_cut_to_the_length() {
		for (header, expected) in [
			("bytes=0-0", 0..1),
			("bytes=0-", 0..10),
			("bytes=3-5", 3..6),
			("bytes=-3", 7..10),
			("bytes=-99", 0..10),
			("bytes=9-9223372036854775808", 9..10),
			("bytes=9-18446744073709551615", 9..10),
			("bytes= 1 - 2 ", 1..3),
			("Bytes=0-1,2-3", 0..4),
			("bytes=5-9,0-6", 0..10),
			("bytes=0-1,20-30", 0..2),
		] {
			assert_eq!(parse(header, 10), Ok(Some(expected)), "{header}");
		}
	}

	#[test]
	fn broken_ranges_are_refused() {
		let thousand = format!("bytes={}", vec!["0-0"; 1000].join(","));
		for header in [
			"bytes",
			"bytes=",
			"bytes=-",
			"bytes=-0",
			"bytes=5-3",
			"bytes=10-",
			"bytes=10-12",
			"bytes=a-b",
			"bytes=+1-2",
			"bytes=99999999999999999999-",
			"bytes=0--1",
			&thousand,
		] {
			assert_eq!(parse(header, 10), Err(Unsatisfiable), "{header}");
		}
		assert_eq!(parse("bytes=0-0", 0), Err(Unsatisfiable));
	}

	#[test]
	fn other_units_and_ranges_apart_give_the_whole() {
		assert_eq!(parse("cells=0-1", 10), Ok(None));
		assert_eq!(parse("bytes=0-1,5-6", 10), Ok(None));
	}
}
