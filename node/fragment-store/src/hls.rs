//! The HLS playlist of a title (RFC 8216, version 7).
//!
//! Cells lie encrypted, piece by piece with AES-128-CBC, which is what HLS calls `METHOD=AES-128`; so the bytes of
//! the fragments are served as they are, and any player that gets the cell keys plays them. Every piece has an
//! explicit IV, the init section through an `EXT-X-KEY` of its own in front of the `EXT-X-MAP`.

use crate::dag::manifest::{CellBlock, piece_iv};
use reel_primitives::CellIndex;
use std::fmt::Write;

/// Content type of a playlist.
pub const PLAYLIST_TYPE: &str = "application/vnd.apple.mpegurl";

/// Cells that play one after the other, and where they and their keys are.
#[derive(Debug)]
pub struct Part<'a, Key, Cell> {
	/// The cells, in play order.
	pub cells: &'a [CellBlock],
	/// Address of a cell's key, relative to the playlist or absolute, without quotes and line breaks.
	pub key_uri: Key,
	/// Address of a cell's bytes, as that of its key.
	pub cell_uri: Cell,
}

impl<Key, Cell> Part<'_, Key, Cell>
where
	Key: Fn(CellIndex) -> String,
	Cell: Fn(CellIndex) -> String,
{
	/// The lines of its cells.
	pub fn lines(&self, out: &mut String) {
		for cell in self.cells {
			let (key, uri) = ((self.key_uri)(cell.index), (self.cell_uri)(cell.index));
			cell_lines(out, cell, &key, &uri);
		}
	}

	/// Play time of its longest segment in milliseconds.
	pub fn longest_ms(&self) -> Option<u32> {
		self.cells.iter().flat_map(|cell| &cell.segments).map(|piece| piece.duration_ms).max()
	}
}

/// The playlist of a title whose cells are `cells`, in play order.
///
/// `key_uri` and `cell_uri` give the address of a cell's key and of its bytes, relative to the playlist or absolute.
/// What they return must not hold a quote or a line break.
pub fn playlist(
	cells: &[CellBlock],
	key_uri: impl Fn(CellIndex) -> String,
	cell_uri: impl Fn(CellIndex) -> String,
) -> String {
	sequence(&[Part { cells, key_uri, cell_uri }])
}

/// The playlist of several titles, each behind the one before and with a clock of its own.
pub fn sequence<Key, Cell>(parts: &[Part<'_, Key, Cell>]) -> String
where
	Key: Fn(CellIndex) -> String,
	Cell: Fn(CellIndex) -> String,
{
	let mut out = head(parts.iter().filter_map(Part::longest_ms).max().unwrap_or(1));
	for (number, part) in parts.iter().enumerate() {
		if number > 0 {
			out.push_str("#EXT-X-DISCONTINUITY\n");
		}
		part.lines(&mut out);
	}
	out.push_str("#EXT-X-ENDLIST\n");
	out
}

/// The beginning of a playlist whose longest segment lasts that many milliseconds.
pub fn head(longest_ms: u32) -> String {
	let mut out = String::from("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n");
	out.push_str("#EXT-X-INDEPENDENT-SEGMENTS\n");
	line(&mut out, format_args!("#EXT-X-TARGETDURATION:{}", longest_ms.div_ceil(1000).max(1)));
	out.push_str("#EXT-X-MEDIA-SEQUENCE:0\n");
	out
}

fn cell_lines(out: &mut String, cell: &CellBlock, key: &str, uri: &str) {
	let key = |out: &mut String, piece: u32| {
		let iv = hex::encode(piece_iv(cell.index, piece));
		line(out, format_args!("#EXT-X-KEY:METHOD=AES-128,URI=\"{key}\",IV=0x{iv}"));
	};
	key(out, 0);
	let (length, offset) = (cell.init.length, cell.init.offset);
	line(out, format_args!("#EXT-X-MAP:URI=\"{uri}\",BYTERANGE=\"{length}@{offset}\""));
	for (number, piece) in (1..).zip(&cell.segments) {
		key(out, number);
		duration(out, piece.duration_ms);
		line(out, format_args!("#EXT-X-BYTERANGE:{}@{}", piece.length, piece.offset));
		line(out, format_args!("{uri}"));
	}
}

/// The line in front of a segment that lasts that many milliseconds.
pub fn duration(out: &mut String, milliseconds: u32) {
	line(out, format_args!("#EXTINF:{}.{:03},", milliseconds / 1000, milliseconds % 1000));
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
	// Writing into a string does not fail.
	let _ = out.write_fmt(text);
	out.push('\n');
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_piece_has_its_key_its_range_and_its_time() {
		let (_, cells) = crate::dag::manifest::tests::sample();
		let text =
			playlist(&cells[..1], |cell| format!("key/{cell}"), |cell| format!("cell/{cell}"));
		let expected = "#EXTM3U\n\
			#EXT-X-VERSION:7\n\
			#EXT-X-PLAYLIST-TYPE:VOD\n\
			#EXT-X-INDEPENDENT-SEGMENTS\n\
			#EXT-X-TARGETDURATION:4\n\
			#EXT-X-MEDIA-SEQUENCE:0\n\
			#EXT-X-KEY:METHOD=AES-128,URI=\"key/0\",IV=0x00000000000000000000000000000000\n\
			#EXT-X-MAP:URI=\"cell/0\",BYTERANGE=\"16@0\"\n\
			#EXT-X-KEY:METHOD=AES-128,URI=\"key/0\",IV=0x00000000000000000000000000000001\n\
			#EXTINF:4.000,\n\
			#EXT-X-BYTERANGE:32@16\n\
			cell/0\n\
			#EXT-X-KEY:METHOD=AES-128,URI=\"key/0\",IV=0x00000000000000000000000000000002\n\
			#EXTINF:2.500,\n\
			#EXT-X-BYTERANGE:48@48\n\
			cell/0\n\
			#EXT-X-ENDLIST\n";
		assert_eq!(text, expected);
	}

	#[test]
	fn what_follows_another_title_begins_a_clock_of_its_own() {
		let (_, cells) = crate::dag::manifest::tests::sample();
		let part = |name: &'static str| Part {
			cells: &cells[..1],
			key_uri: move |cell| format!("{name}/key/{cell}"),
			cell_uri: move |cell| format!("{name}/cell/{cell}"),
		};
		let text = sequence(&[part("ad"), part("film")]);
		let (ad, film) = text.split_once("#EXT-X-DISCONTINUITY\n").expect("two titles");
		assert!(ad.starts_with("#EXTM3U\n") && ad.ends_with("#EXT-X-BYTERANGE:48@48\nad/cell/0\n"));
		assert!(film.starts_with("#EXT-X-KEY:METHOD=AES-128,URI=\"film/key/0\",IV=0x"));
		assert!(film.ends_with("film/cell/0\n#EXT-X-ENDLIST\n"));
	}
}
