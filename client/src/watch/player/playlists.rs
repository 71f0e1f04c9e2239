//! The playlists of a viewing (RFC 8216): the film, its layers as renditions, and an ad in front of both.
//!
//! A rendition has the breaks of the film it goes with: while the ad is shown subtitles say nothing, and a dub is the sound of
//! the ad. In front of music, which has no picture, of the ad there is its sound alone: a player that began with sound has nothing to
//! show a picture with.

use crate::{
	media::dub::Sound,
	watch::layers::{Form, Shown},
};
use reel_fragment_store::{
	dag::manifest::Manifest,
	hls::{Part, duration, head},
};
use reel_primitives::CellIndex;
use std::fmt::Write;

/// Rate of a dub's sound in bits per second, at most and as far as it can be told.
const SOUND_BPS: u32 = 192_000;

/// Whether a text may stand in quotes.
fn is_quotable(text: &str) -> bool {
	!text.is_empty() && text.chars().all(|one| one != '"' && !one.is_control())
}

/// One `EXT-X-MEDIA` of a layer; none for what is no rendition.
fn rendition(layer: &Shown) -> Option<String> {
	let (kind, group) = match layer.form {
		Form::Subtitle(_) => ("SUBTITLES", "subtitles"),
		Form::Dub(_) => ("AUDIO", "sound"),
		Form::Effect(_) => return None,
	};
	let (id, language) = (layer.id, layer.language.tag());
	let default = if layer.is_default { "YES" } else { "NO" };
	Some(format!(
		"#EXT-X-MEDIA:TYPE={kind},GROUP-ID=\"{group}\",NAME=\"{language}, layer {id}\",LANGUAGE=\"{language}\",\
		 DEFAULT={default},AUTOSELECT=YES,URI=\"layer/{id}/index.m3u8\"\n"
	))
}

/// What a player opens: the film, and what may be chosen beside it.
pub(super) fn master(film: &Manifest, layers: &[Shown]) -> String {
	let mut out = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n".to_owned();
	let is = |kind: fn(&Form) -> bool| layers.iter().any(|layer| kind(&layer.form));
	let (dubbed, subtitled) =
		(is(|form| matches!(form, Form::Dub(_))), is(|form| matches!(form, Form::Subtitle(_))));
	let has_sound = film.codecs.contains("mp4a");
	if dubbed && has_sound {
		let other = layers.iter().any(|one| one.is_default && matches!(one.form, Form::Dub(_)));
		let default = if other { "NO" } else { "YES" };
		// Without an address: it is in the film's own segments.
		let _ = writeln!(
			out,
			"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Original\",DEFAULT={default},AUTOSELECT=YES"
		);
	}
	layers.iter().filter_map(rendition).for_each(|line| out += &line);
	let rate = film.bandwidth_bps.saturating_add(if dubbed { SOUND_BPS } else { 0 }).max(1);
	let _ = write!(out, "#EXT-X-STREAM-INF:BANDWIDTH={rate}");
	if is_quotable(&film.codecs) {
		let more = if dubbed && !has_sound { ",mp4a.40.2" } else { "" };
		let _ = write!(out, ",CODECS=\"{}{more}\"", film.codecs);
	}
	if film.width > 0 && film.height > 0 {
		let _ = write!(out, ",RESOLUTION={}x{}", film.width, film.height);
	}
	if subtitled {
		out += ",SUBTITLES=\"subtitles\"";
	}
	if dubbed {
		out += ",AUDIO=\"sound\"";
	}
	out += "\nvideo.m3u8\n";
	out
}

/// Subtitles of a film: one piece, behind an empty one that lasts as long as the ad.
pub(super) fn subtitles(film_ms: u32, ad_ms: Option<u32>) -> String {
	let mut out = head(film_ms.max(ad_ms.unwrap_or(0)));
	if let Some(ad_ms) = ad_ms {
		duration(&mut out, ad_ms);
		out += "nothing.vtt\n#EXT-X-DISCONTINUITY\n";
	}
	duration(&mut out, film_ms);
	out += "text.vtt\n#EXT-X-ENDLIST\n";
	out
}

/// A dub, behind the sound of the ad.
pub(super) fn sound(dub: &Sound, ad: Option<&Sound>) -> String {
	let all = || ad.into_iter().chain([dub]);
	let mut out = head(all().filter_map(longest_ms).max().unwrap_or(1));
	if let Some(ad) = ad {
		pieces(&mut out, ad, "../../ad/sound/");
		out += "#EXT-X-DISCONTINUITY\n";
	}
	pieces(&mut out, dub, "");
	out += "#EXT-X-ENDLIST\n";
	out
}

/// Music, behind the sound of the ad.
pub(super) fn music<Key, Cell>(title: &Part<'_, Key, Cell>, ad: &Sound) -> String
where
	Key: Fn(CellIndex) -> String,
	Cell: Fn(CellIndex) -> String,
{
	let longest = [title.longest_ms(), longest_ms(ad)].into_iter().flatten().max();
	let mut out = head(longest.unwrap_or(1));
	pieces(&mut out, ad, "ad/sound/");
	out += "#EXT-X-DISCONTINUITY\n";
	title.lines(&mut out);
	out += "#EXT-X-ENDLIST\n";
	out
}

fn longest_ms(sound: &Sound) -> Option<u32> {
	sound.segments.iter().map(|piece| piece.duration_ms).max()
}

/// The lines of sound in pieces, which are under `base`.
fn pieces(out: &mut String, sound: &Sound, base: &str) {
	let _ = writeln!(out, "#EXT-X-MAP:URI=\"{base}init.mp4\"");
	for (number, piece) in sound.segments.iter().enumerate() {
		duration(out, piece.duration_ms);
		let _ = writeln!(out, "{base}{number}.m4s");
	}
}

/// Subtitles that say nothing.
pub(super) const NOTHING: &str = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n";

#[cfg(test)]
mod tests {
	use super::*;
	use crate::media::cut::Segment;
	use reel_fragment_store::dag::{
		manifest::{CellBlock, InitPiece, SegmentPiece},
		record::Record,
	};
	use reel_primitives::layers::Language;
	use std::path::PathBuf;

	fn film(codecs: &str) -> Manifest {
		Manifest {
			version: 1,
			title: "Film".to_owned(),
			duration_ms: 8_000,
			size_bytes: 1,
			cells_root: [0; 32],
			codecs: codecs.to_owned(),
			width: 640,
			height: 360,
			bandwidth_bps: 1_000_000,
			metadata: Record::default(),
			cells: Vec::new(),
		}
	}

	fn cut(pieces: &[u32]) -> Sound {
		let segments =
			pieces.iter().map(|ms| Segment { path: PathBuf::new(), duration_ms: *ms }).collect();
		Sound { init: PathBuf::new(), segments }
	}

	fn shown(id: u64, tag: &str, is_default: bool, form: Form) -> Shown {
		Shown { id, language: Language::new(tag).expect("a tag"), is_default, form }
	}

	#[test]
	fn the_master_names_the_film_and_what_may_be_chosen_beside_it() {
		let layers = [
			shown(3, "ko", false, Form::Subtitle(PathBuf::new())),
			shown(5, "pt-BR", true, Form::Dub(cut(&[]))),
			shown(6, "zxx", false, Form::Effect(PathBuf::new())),
		];
		let expected = "#EXTM3U\n\
			#EXT-X-VERSION:7\n\
			#EXT-X-INDEPENDENT-SEGMENTS\n\
			#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Original\",DEFAULT=NO,AUTOSELECT=YES\n\
			#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"ko, layer 3\",LANGUAGE=\"ko\",DEFAULT=NO,AUTOSELECT=YES,URI=\"layer/3/index.m3u8\"\n\
			#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"pt-BR, layer 5\",LANGUAGE=\"pt-BR\",DEFAULT=YES,AUTOSELECT=YES,URI=\"layer/5/index.m3u8\"\n\
			#EXT-X-STREAM-INF:BANDWIDTH=1192000,CODECS=\"avc1.64001f,mp4a.40.2\",RESOLUTION=640x360,SUBTITLES=\"subtitles\",AUDIO=\"sound\"\n\
			video.m3u8\n";
		assert_eq!(master(&film("avc1.64001f,mp4a.40.2"), &layers), expected);
		let silent = master(&film("avc1.64001f"), &layers[1..2]);
		assert!(!silent.contains("Original") && silent.contains("\"avc1.64001f,mp4a.40.2\""));
		let plain = master(&film("a\",EVIL=\"b"), &[]);
		let line = "#EXT-X-STREAM-INF:BANDWIDTH=1000000,RESOLUTION=640x360\nvideo.m3u8\n";
		assert!(plain.ends_with(line) && !plain.contains("EVIL"));
	}

	#[test]
	fn music_is_a_master_of_sound_behind_the_sound_of_an_ad() {
		let music = Manifest { width: 0, height: 0, ..film("mp4a.40.2") };
		let expected = "#EXTM3U\n\
			#EXT-X-VERSION:7\n\
			#EXT-X-INDEPENDENT-SEGMENTS\n\
			#EXT-X-STREAM-INF:BANDWIDTH=1000000,CODECS=\"mp4a.40.2\"\n\
			video.m3u8\n";
		assert_eq!(master(&music, &[]), expected);
		let cell = CellBlock {
			index: 0,
			duration_ms: 3_950,
			length_bytes: 48,
			root: [0; 32],
			fragments: Vec::new(),
			init: InitPiece { offset: 0, length: 16 },
			segments: vec![SegmentPiece { offset: 16, length: 32, duration_ms: 3_950 }],
		};
		let part = Part {
			cells: &[cell],
			key_uri: |cell: CellIndex| format!("key/{cell}.key"),
			cell_uri: |cell: CellIndex| format!("cell/{cell}.mp4"),
		};
		let text = super::music(&part, &cut(&[4_000, 1_000]));
		let (ad, song) = text.split_once("#EXT-X-DISCONTINUITY\n").expect("two parts");
		let sound = "#EXT-X-MAP:URI=\"ad/sound/init.mp4\"\n#EXTINF:4.000,\nad/sound/0.m4s\n\
			#EXTINF:1.000,\nad/sound/1.m4s\n";
		assert!(ad.ends_with(sound) && !ad.contains("EXT-X-KEY"), "{ad}");
		assert!(song.starts_with("#EXT-X-KEY:METHOD=AES-128,URI=\"key/0.key\""), "{song}");
		assert!(
			song.ends_with("#EXTINF:3.950,\n#EXT-X-BYTERANGE:32@16\ncell/0.mp4\n#EXT-X-ENDLIST\n")
		);
	}

	#[test]
	fn renditions_break_where_the_film_does() {
		let text = subtitles(8_500, Some(2_040));
		let end = "#EXT-X-TARGETDURATION:9\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2.040,\nnothing.vtt\n\
			#EXT-X-DISCONTINUITY\n#EXTINF:8.500,\ntext.vtt\n#EXT-X-ENDLIST\n";
		assert!(text.ends_with(end), "{text}");
		assert!(!subtitles(8_500, None).contains("DISCONTINUITY"));
		let text = sound(&cut(&[4_000, 20]), Some(&cut(&[1_000])));
		let end = "#EXT-X-MAP:URI=\"../../ad/sound/init.mp4\"\n#EXTINF:1.000,\n../../ad/sound/0.m4s\n\
			#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:4.000,\n0.m4s\n#EXTINF:0.020,\n1.m4s\n\
			#EXT-X-ENDLIST\n";
		assert!(text.ends_with(end), "{text}");
		assert!(
			sound(&cut(&[1]), None)
				.ends_with("#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:0.001,\n0.m4s\n#EXT-X-ENDLIST\n")
		);
	}
}
