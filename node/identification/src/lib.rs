//! # Content identification
//!
//! Says which recording a file is of, whatever it was encoded with: by its exact hash when that was ever seen, else by a
//! fingerprint of the whole file (mission K1; K4 for film).
//!
//! ## Model
//!
//! A *file* has an exact hash. A *recording* is what files of it sound and look like: a print of its sound, of its
//! picture, or of both. A *pattern* is a group of recordings that are taken for one work; its name is made from the hash
//! of the file that opened it. Many files lead to one recording, many recordings to one pattern.
//!
//! ```text
//!   file ──hash known──────────────────────────────────────────► pattern
//!     └────unknown──► fingerprint ──► keys ──► candidates ──► compared ──same──► pattern of the recording
//!                        │                                       └────none──► opens a pattern by itself
//!                        └──too little──► opens a pattern that only its hash leads to
//! ```
//!
//! A file that has parts which the known recording lacks (the full song, after an excerpt of it) adds a recording of its
//! own to the pattern. Supervisors [link](Index::link) patterns that are one and [split](Index::split) files off that are not.
//!
//! A film belongs to the pattern of its picture, so that a dub stays the same film; another's music under it is named
//! in [`Identified::soundtrack`]. When the picture says nothing (a still, black), the sound decides.
//!
//! ## Sound
//!
//! FFmpeg mixes to one channel of 5,512 Hz. 32 times a second a frame of 372 ms is split into 33 logarithmic bands
//! from 300 to 2,000 Hz; a sign says whether the step between two neighbouring bands grew over the last second: long
//! enough for slow music to change by more than a codec does. What lies 45 dB below the loud parts of its file says
//! nothing, nor does the second after the begin or after silence. 32 signs make a word. Signs hardly depend on level, codec or equaliser; a sign whose evidence is under one
//! neper is masked out on either side. Every fourth word is stored; a file is looked up with all, so that one of four
//! phases always fits the stored grid.
//!
//! A *key* is a moment whose word is likely to survive re-encoding, because even its weakest signs have evidence. Keys are
//! what the inverted index holds, with 32 signs of what lies 0.6 seconds before and after them. A look-up turns a key's weakest
//! bits, those together whose ranks add up to five, and lets what it finds vote for an offset if the surroundings fit, too; the
//! best offsets are compared bit by bit over the whole overlap, in blocks of two seconds. When nothing is found, more keys are
//! looked up, and then the surest with bits turned whose ranks add up to fourteen. Rare words go first, and how many postings
//! are looked at is bounded: so is the time, whatever the index has grown to.
//!
//! *The same* means: few differing bits in all, 97 blocks in a hundred agreeing (all but those that are faint
//! in both), and band levels that fit. Other instruments
//! that play the same notes give much the same signs, but not the same levels: the difference of the levels of each band over
//! each two seconds is split into a part that stays (*tuning*) and one that does not (*moving*); loudness is left out.
//! So a shared jingle, another arrangement, or two tracks of one loop, are not enough; an excerpt is.
//!
//! ## Picture
//!
//! FFmpeg scales to 32 × 32 greys, 8 frames a second. A word holds the signs of 16 low cosine coefficients of the
//! frame and of 16 of its change over half a second. The rest is as for sound.
//!
//! ## Choice by measurement
//!
//! `scripts/bench ident` measures on real recordings and their re-encodings, beside Chromaprint's `fpcalc`. Sixty
//! recordings of Debian's game packages, eight of 47 re-encodings of each, 78 other recordings and fillers:
//!
//! | | recordings in the index | right group of 480 | wrong merges | mean | p50 | p95 | p99 |
//! |---|---|---|---|---|---|---|---|
//! | words alone, votes bounded | 444 | 98.5 % of another 408 | 0 | – | – | – | – |
//! | words alone, votes bounded | 99,999, hard | 95.8 % of the same | 0 | – | – | – | – |
//! | words and surroundings | 138 | 99.6 % | 0 | 0.08 ms | 0.06 ms | 0.23 ms | 0.28 ms |
//! | words and surroundings | 100,000 | 99.2 % | 0 | 0.13 ms | 0.10 ms | 0.29 ms | 0.64 ms |
//! | words and surroundings | 100,000, hard | 98.5 % | 0 | 0.28 ms | 0.25 ms | 0.57 ms | 0.90 ms |
//! | the same, 39 that are not in it | 100,000 | – | 0 | 0.43 ms | 0.42 ms | 0.54 ms | 0.56 ms |
//!
//! Times are the processor's, decoding left out. With 100,000 recordings of two to five minutes there are 41 million keys, 1.96 GB
//! on the disk and 0.82 GB in memory, opened in 9 seconds; exact look-ups: 19 million a second. Two keys of different recordings
//! have one word with a chance of 3.9e-8, one of a recording and one of a filler with 4.1e-8; of the hard fillers, 1.2e-6.
//!
//! The goal of a millisecond is met, that of 99.9 % is not: three of the four that are missed among 100,000 are Opus at 12 kbit/s, and
//! looking at twice as many postings finds none of them.
//!
//! Missed even in the small index: ambient music as Opus at 12 kbit/s, whose key words differ in too many bits to be looked up, and a
//! piece made quieter by 35 dB (the cause is not looked into).
//!
//! `fpcalc` was not run on these. Of 150 others, by the words alone and six of 28 re-encodings, it found 145 with a plain matcher and
//! ours 150.
//!
//! Of the 480 copies at most 5 % of the trusted signs differ, tuning by 0.65 (clipped at 12 dB) and moving by 0.54 nepers; at most one
//! block of sixteen disagrees. The nearest others came up in the run of 408. Another rendering differs in 7 % of the signs, tuning 0.6
//! and moving 0.76: a sum, levels at a tenth, of 0.2, where that of the poorest copy is 0.15 and the limit 0.17. Pieces that share
//! most of their recording have a sum of 0.14, and only one disagreeing block of twenty keeps them apart.
//!
//! Between copies of one recording at most 7 % of the trusted signs differ, mostly under 2 %, and levels by 0.7 neper at
//! most; 8 bits at 8 kHz and Opus at 16 kbit/s are the worst. Two renderings of one piece on other instruments differ in
//! 10 % of the signs, but in 0.9 (tuning) and 1.2 nepers (moving) of the levels. Two pieces that share most of their
//! recording differ in 6 to 12 % of the signs and in one block of twenty.
//!
//! [`Scheme::Chroma`] and [`FrameScheme::Look`] are the other candidates, to be measured by `scripts/bench ident --candidates`.
//!
//! ## Durability
//!
//! One log, only added to, read at opening; see `log.rs`. What [`Index::register`] answered survives `kill -9` and, unless
//! [syncing](Index::set_sync) is off, a power cut.
//!
//! ## What this does not tell
//!
//! - A copy played faster or slower, pitched, mirrored, cropped by a lot, or with a part cut out of its middle: it opens a
//!   pattern of its own, and a supervisor may link it.
//! - Silence, steady noise, one tone, and less than three and a quarter seconds: only the exact hash names such a file, and no two of
//!   them are ever merged.
//! - A song inside an hour's mix is an excerpt of the mix when the mix was there first.
//! - A known part of less than a quarter of a longer file: the longer one opens a pattern of its own.

mod answer;
mod catalogue;
mod compare;
mod error;
mod fft;
mod fingerprint;
mod identity;
mod index;
mod log;
mod media;
mod picture;
mod postings;
mod print;
mod record;
mod search;
mod sound;

pub use answer::{FileIdentity, Identified, Match, Near, Registered, Size};
pub use compare::{Apart, Overlay, Relation, Thresholds};
pub use error::{IdentifyError, Result};
pub use fingerprint::{Fingerprint, Schemes, fingerprint, fingerprint_with};
pub use identity::{FileHash, PatternId};
pub use index::Index;
pub use picture::FrameScheme;
pub use print::{Key, Medium, Print, Timbre};
pub use sound::Scheme;
