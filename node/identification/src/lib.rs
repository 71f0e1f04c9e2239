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
//! `scripts/bench ident` measures on real recordings and their re-encodings, beside Chromaprint's `fpcalc`: recordings of
//! Debian's game packages, eight of 47 re-encodings of each, other recordings, and fillers spliced from real prints. Limits were
//! chosen on 864 copies of 108 recordings, of which the 480 are a part; 504 copies of 63 recordings were held out.
//!
//! | | recordings in the index | right group | wrong merges | mean | p50 | p95 | p99 |
//! |---|---|---|---|---|---|---|---|
//! | ours | 138 | 480 of 480 | 0 | 0.09 ms | 0.07 ms | 0.22 ms | 0.29 ms |
//! | ours, fillers half as hard as recordings | 100,000 | 480 of 480 | 0 | 0.13 ms | 0.12 ms | 0.27 ms | 0.35 ms |
//! | ours, fillers 1.8 times as hard | 100,000 | 480 of 480, with 48 compared 479 | 0 | 0.17 ms | 0.15 ms | 0.27 ms | 1.2 ms |
//! | ours, limits chosen on these, fillers half as hard | 100,000 | 864 of 864 | 0 | 0.13 ms | 0.11 ms | 0.25 ms | 0.31 ms |
//! | ours, held out, fillers half as hard | 100,000 | 504 of 504, at first 503 | 0 | 0.14 ms | 0.11 ms | 0.28 ms | 0.39 ms |
//! | 190 others, three of them in it as other files | 100,000 | the three | 0 | 0.57 ms | 0.55 ms | 0.90 ms | 1.1 ms |
//! | 39 others, fillers 1.8 times as hard | 100,000 | – | 0 | 0.64 ms | 0.60 ms | 1.1 ms | 1.2 ms |
//! | `fpcalc`, a plain matcher | 138 | 97.1 % of 480 | 5 | 0.14 ms | – | – | – |
//! | `fpcalc`, the same | 443 | 98.7 % of 464 held out | 30 | 0.38 ms | – | – | – |
//! | pitch classes, [`Scheme::Chroma`] | 138 | 93.3 % of 480 | 0 | 0.17 ms | 0.11 ms | 0.38 ms | 1.29 ms |
//!
//! Times are the processor's, on a machine with other work, decoding left out. With 100,000 recordings of two to five minutes
//! there are 42 million keys, 1.97 GB on the disk and 0.83 GB in memory, opened in 5 to 15 seconds; exact look-ups: 17 million a second.
//! Two keys of different recordings have one word with a chance of 3.9e-8, one of a recording and one of a filler with 2.2e-8 or,
//! as the bench makes them now, 6.9e-8. Fillers hold stretches of the very recordings that are looked up, which others' music does not.
//! The goal of a millisecond is met in the mean, and by all but the last round's look-ups, which the unknown and the poorest need.
//!
//! What was held out was looked at once, and changed two limits: one of 504 copies (Opus at 24 kbit/s) was among the candidates but
//! not among the sixteen compared, now 96; and two pairs were merged that are two renderings of one piece with the same samples,
//! which a block's limit of 0.28 of its signs, 0.33 before, tells apart. Of these, one pair differs in 4.7 % of the signs and in 4
//! of 100 blocks, the other in 6.3 % and in 8 of 89; so near lie others to the limit of three in a hundred.
//!
//! Of all copies at most 4.8 % of the trusted signs differ, tuning by 0.66 and moving by 0.82 nepers, a sum, levels at a tenth,
//! of 0.19; the next has 0.13, and the limit is 0.2. Poorest are Opus at 12 kbit/s and what was clipped by 12 dB. At most one block
//! disagrees, nearly always where a fade begins or ends.
//!
//! Two pairs of different files were merged rightly, by their waves (`waves.rs` of the bench): `wind.ogg` of two tile sets is
//! one recording at two levels, 5.4 dB apart (correlation 0.999 throughout); `menu.opus` is the begin of `menu_enhanced.opus`, 70 ms
//! off (0.96 to 0.996 but for its first seconds). `track3.opus` and `track3_enhanced.opus` (0.02 to 0.86) are two mixes, and are kept apart.
//!
//! Why a second: a quarter of one, as it was before, missed nine of the 864, six of them Opus at 12 kbit/s. Slow music changes less
//! in a quarter of a second than the codec adds, so that the words of its moments come out differently. Of 120 poor copies, 17
//! had fewer than four moments that a look-up could find; with a second, five.
//!
//! Films: of four real clips (8 to 30 s) and fourteen copies of each, 55 of 56 are in the right group and none in a wrong one; one cut
//! of 21 seconds moves too little to say anything.
//!
//! [`Scheme::Chroma`] and [`FrameScheme::Look`] are the other candidates; `scripts/bench ident --candidates` measures the first of them.
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
