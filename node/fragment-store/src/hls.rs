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

/// The playlist of a title whose cells are `cells`, in play order.
///
/// `key_uri` and `cell_uri` give the address of a cell's key and of its bytes, relative to the playlist or absolute.
/// What they return must not hold a quote or a line break.
pub fn playlist(
	cells: &[CellBlock],
	key_uri: impl Fn(CellIndex) -> String,
	cell_uri: impl Fn(CellIndex) -> String,
) -> String {
	let longest_ms =
		cells.iter().flat_map(|cell| &cell.segments).map(|piece| piece.duration_ms).max();
	let mut out = String::new();
	out.push_str("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n");
	out.push_str("#EXT-X-INDEPENDENT-SEGMENTS\n");
	line(
		&mut out,
		format_args!("#EXT-X-TARGETDURATION:{}", longest_ms.unwrap_or(1).div_ceil(1000).max(1)),
	);
	out.push_str("#EXT-X-MEDIA-SEQUENCE:0\n");
	for cell in cells {
		let uri = cell_uri(cell.index);
		let key = |out: &mut String, piece: u32| {
			let iv = hex::encode(piece_iv(cell.index, piece));
			let key = key_uri(cell.index);
			line(out, format_args!("#EXT-X-KEY:METHOD=AES-128,URI=\"{key}\",IV=0x{iv}"));
		};
		key(&mut out, 0);
		let (length, offset) = (cell.init.length, cell.init.offset);
		line(&mut out, format_args!("#EXT-X-MAP:URI=\"{uri}\",BYTERANGE=\"{length}@{offset}\""));
		for (number, piece) in (1..).zip(&cell.segments) {
			key(&mut out, number);
			let (seconds, rest) = (piece.duration_ms / 1000, piece.duration_ms % 1000);
			line(&mut out, format_args!("#EXTINF:{seconds}.{rest:03},"));
			line(&mut out, format_args!("#EXT-X-BYTERANGE:{}@{}", piece.length, piece.offset));
			line(&mut out, format_args!("{uri}"));
		}
	}
	out.push_str("#EXT-X-ENDLIST\n");
	out
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
}
