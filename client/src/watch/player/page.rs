//! The page of a viewing, for browsers: the film, what may be opened beside it, and the mark of an ad.

use crate::watch::layers::{Form, Shown};
use reel_fragment_store::dag::manifest::Manifest;
use std::fmt::Write;

/// What the page may do: show the film that this server has, and send the one form. It has no script.
pub(super) const POLICY: &str = "default-src 'none'; media-src 'self'; form-action 'self'; base-uri 'none'; \
	frame-ancestors 'none'";

/// Text as it may stand in HTML, in quotes as well.
fn escaped(text: &str) -> String {
	let mut out = String::with_capacity(text.len());
	for one in text.chars() {
		match one {
			'&' => out += "&amp;",
			'<' => out += "&lt;",
			'>' => out += "&gt;",
			'"' => out += "&quot;",
			'\'' => out += "&#39;",
			other => out.push(other),
		}
	}
	out
}

/// The page of a title.
pub(super) fn page(manifest: &Manifest, layers: &[Shown], ad: Option<&str>) -> String {
	let title = escaped(&manifest.title);
	// Lyrics are shown by what shows pictures alone.
	let has_text = layers.iter().any(|layer| matches!(layer.form, Form::Subtitle(_)));
	let element = if manifest.has_picture() || has_text { "video" } else { "audio" };
	let mut out = format!(
		"<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n"
	);
	if let Some(ad) = ad {
		let _ = write!(
			out,
			"<p>Advertisement: {}</p>\n<form method=\"post\" action=\"ad/click\"><button>More about it</button></form>\n",
			escaped(ad)
		);
	}
	let _ = writeln!(out, "<{element} controls preload=\"none\" src=\"index.m3u8\">");
	for layer in layers {
		if let Form::Subtitle(_) = layer.form {
			let (id, language) = (layer.id, escaped(layer.language.tag()));
			let default = if layer.is_default { " default" } else { "" };
			let _ = writeln!(
				out,
				"<track kind=\"subtitles\" srclang=\"{language}\" label=\"{language}, layer {id}\" \
				 src=\"layer/{id}/text.vtt\"{default}>"
			);
		}
	}
	let _ = writeln!(out, "</{element}>\n<ul>");
	for layer in layers {
		let (id, language) = (layer.id, escaped(layer.language.tag()));
		let _ = match layer.form {
			Form::Subtitle(_) => writeln!(out, "<li>Subtitles, {language}, layer {id}</li>"),
			Form::Dub(_) => writeln!(out, "<li>Dub, {language}, layer {id}</li>"),
			Form::Effect(_) => writeln!(
				out,
				"<li><a href=\"layer/{id}/effect\" download>Effect, {language}, layer {id}</a></li>"
			),
		};
	}
	out += "</ul>\n</body></html>\n";
	out
}

/// What is behind the click on an ad: what its record says of it.
pub(super) fn clicked(ad: &Manifest) -> String {
	let title = escaped(&ad.title);
	let about = escaped(ad.metadata.synopsis.as_deref().unwrap_or_default());
	format!(
		"<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n\
		 <p>Advertisement</p>\n<p>{about}</p>\n</body></html>\n"
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_fragment_store::dag::record::Record;
	use reel_primitives::layers::Language;
	use std::path::PathBuf;

	fn manifest(title: &str, width: u32) -> Manifest {
		Manifest {
			version: 1,
			title: title.to_owned(),
			duration_ms: 8_000,
			size_bytes: 1,
			cells_root: [0; 32],
			codecs: "mp4a.40.2".to_owned(),
			width,
			height: 360,
			bandwidth_bps: 1,
			metadata: Record::default(),
			cells: Vec::new(),
		}
	}

	#[test]
	fn a_page_marks_the_ad_links_effects_and_takes_no_markup_from_a_title() {
		let shown = |id, tag: &str, form| Shown {
			id,
			language: Language::new(tag).expect("a tag"),
			is_default: true,
			form,
		};
		let layers = [
			shown(3, "ko", Form::Subtitle(PathBuf::new())),
			shown(6, "zxx", Form::Effect(PathBuf::new())),
		];
		let text = page(&manifest("<script>\"&'", 640), &layers, Some("Tea <b>"));
		assert!(text.contains("<h1>&lt;script&gt;&quot;&amp;&#39;</h1>"), "{text}");
		assert!(text.contains("Advertisement: Tea &lt;b&gt;"));
		assert!(text.contains("src=\"layer/3/text.vtt\" default>"));
		assert!(text.contains("<a href=\"layer/6/effect\" download>"));
		assert!(!page(&manifest("Film", 640), &[], None).contains("Advertisement"));
	}

	#[test]
	fn music_is_heard_and_its_lyrics_are_read() {
		let music = manifest("Song", 0);
		let text = page(&music, &[], None);
		let element = "<audio controls preload=\"none\" src=\"index.m3u8\">\n</audio>";
		assert!(text.contains(element) && !text.contains("video"), "{text}");
		let lyrics = Shown {
			id: 3,
			language: Language::new("ko").expect("a tag"),
			is_default: true,
			form: Form::Subtitle(PathBuf::new()),
		};
		let text = page(&music, &[lyrics], None);
		assert!(text.contains("<video controls") && text.contains("layer/3/text.vtt"), "{text}");
	}
}
