//! Four BLAKE3 leaves at once, on processors of 64 bits by Intel and AMD.
//!
//! One compression after the other leaves most of a processor idle: each step waits for the one before. Here each vector
//! holds the same word of four leaves, so four compressions take little longer than one. SSE2 is part of every such
//! processor; AVX-512, where it is, rotates words in one step instead of three and has twice the registers.
//!
//! Round function, constants and flags are those of the BLAKE3 paper, section 2; tests hold the results against `blake3`.

use crate::{
	blake3_leaf::{LEAF_BYTES, Leaf},
	shape::{self, Side},
};
use core::arch::x86_64::{
	__m128i, _mm_add_epi32, _mm_and_si128, _mm_andnot_si128, _mm_cmpeq_epi32, _mm_movemask_epi8,
	_mm_or_si128, _mm_ror_epi32, _mm_set_epi32, _mm_set1_epi32, _mm_setzero_si128, _mm_slli_epi32,
	_mm_srli_epi32, _mm_xor_si128,
};

const IV: [u32; 8] = [
	0x6a09_e667,
	0xbb67_ae85,
	0x3c6e_f372,
	0xa54f_f53a,
	0x510e_527f,
	0x9b05_688c,
	0x1f83_d9ab,
	0x5be0_cd19,
];

const BLOCK_BYTES: usize = 64;
const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 2;
const PARENT: u32 = 4;
const ROOT: u32 = 8;

/// One word of each of four.
type Words = __m128i;

/// Whether four full leaves with paths of the right lengths lead to `root`, the root of a content of `count` leaves, two at
/// least.
pub(crate) fn lead_to(root: &[u8; 32], count: u64, leaves: &[Leaf<'_>; 4]) -> bool {
	#[cfg(feature = "std")]
	if std::is_x86_feature_detected!("avx512f") && std::is_x86_feature_detected!("avx512vl") {
		// SAFETY: the processor has both.
		return unsafe { avx512::lead_to(root, count, leaves) };
	}
	// SAFETY: every x86-64 has SSE2.
	unsafe { sse2::lead_to(root, count, leaves) }
}

/// To the right by `R`; `L` is what is left of 32.
#[target_feature(enable = "sse2")]
#[inline]
fn rotate_in_three<const R: i32, const L: i32>(words: Words) -> Words {
	_mm_or_si128(_mm_srli_epi32::<R>(words), _mm_slli_epi32::<L>(words))
}

/// The same.
#[target_feature(enable = "avx512f,avx512vl")]
#[inline]
fn rotate_in_one<const R: i32, const L: i32>(words: Words) -> Words {
	_mm_ror_epi32::<R>(words)
}

macro_rules! mix {
	($rotate:ident, $v:ident, $a:literal, $b:literal, $c:literal, $d:literal, $x:expr, $y:expr) => {
		$v[$a] = _mm_add_epi32(_mm_add_epi32($v[$a], $v[$b]), $x);
		$v[$d] = $rotate::<16, 16>(_mm_xor_si128($v[$d], $v[$a]));
		$v[$c] = _mm_add_epi32($v[$c], $v[$d]);
		$v[$b] = $rotate::<12, 20>(_mm_xor_si128($v[$b], $v[$c]));
		$v[$a] = _mm_add_epi32(_mm_add_epi32($v[$a], $v[$b]), $y);
		$v[$d] = $rotate::<8, 24>(_mm_xor_si128($v[$d], $v[$a]));
		$v[$c] = _mm_add_epi32($v[$c], $v[$d]);
		$v[$b] = $rotate::<7, 25>(_mm_xor_si128($v[$b], $v[$c]));
	};
}

/// The message words in the order of a round.
macro_rules! round {
	($rotate:ident, $v:ident, $m:ident, $($at:literal)*) => {
		round!(@ $rotate, $v, $($m[$at]),*)
	};
	(
		@ $rotate:ident, $v:ident, $a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr, $k:expr,
		$l:expr, $m:expr, $n:expr, $o:expr, $p:expr
	) => {
		mix!($rotate, $v, 0, 4, 8, 12, $a, $b);
		mix!($rotate, $v, 1, 5, 9, 13, $c, $d);
		mix!($rotate, $v, 2, 6, 10, 14, $e, $f);
		mix!($rotate, $v, 3, 7, 11, 15, $g, $h);
		mix!($rotate, $v, 0, 5, 10, 15, $i, $j);
		mix!($rotate, $v, 1, 6, 11, 12, $k, $l);
		mix!($rotate, $v, 2, 7, 8, 13, $m, $n);
		mix!($rotate, $v, 3, 4, 9, 14, $o, $p);
	};
}

/// The same source for each kind of processor.
macro_rules! implement {
	($name:ident, $features:literal, $rotate:ident) => {
		mod $name {
			use super::*;

			#[target_feature(enable = $features)]
			#[inline]
			fn each(words: [u32; 4]) -> Words {
				let [a, b, c, d] = words.map(u32::cast_signed);
				_mm_set_epi32(d, c, b, a)
			}

			#[target_feature(enable = $features)]
			#[inline]
			fn same(word: u32) -> Words {
				_mm_set1_epi32(word.cast_signed())
			}

			/// A mask of the lanes for which it is so.
			#[target_feature(enable = $features)]
			#[inline]
			fn lanes(are: [bool; 4]) -> Words {
				each(are
			.map(|is| if is { u32::MAX } else { 0 }))
			}

			#[target_feature(enable = $features)]
			#[inline]
			fn choose(mask: Words, yes: Words, no: Words) -> Words {
				_mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no))
			}

			/// The next chaining values. Blocks are full; counters are below 2^32.
			#[target_feature(enable = $features)]
			#[inline]
			fn compress(cv: &mut [Words; 8], m: &[Words; 16], counter: Words, flags: Words) {
				let [i0, i1, i2, i3, ..] = IV;
				let length = same(BLOCK_BYTES as u32);
				let mut v = [
					cv[0],
					cv[1],
					cv[2],
					cv[3],
					cv[4],
					cv[5],
					cv[6],
					cv[7],
					same(i0),
					same(i1),
					same(i2),
					same(i3),
					counter,
					_mm_setzero_si128(),
					length,
					flags,
				];
				round!($rotate, v, m, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
				round!($rotate, v, m, 2 6 3 10 7 0 4 13 1 11 12 5 9 14 15 8);
				round!($rotate, v, m, 3 4 10 12 13 2 7 14 6 5 9 0 11 15 8 1);
				round!($rotate, v, m, 10 7 12 9 14 3 13 15 4 0 11 2 5 8 1 6);
				round!($rotate, v, m, 12 13 9 11 15 10 14 8 7 2 5 3 0 1 6 4);
				round!($rotate, v, m, 9 14 11 5 8 12 15 1 13 3 0 10 2 6 4 7);
				round!($rotate, v, m, 11 15 5 0 1 9 8 6 14 10 2 12 3 4 7 13);
				let [v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15] = v;
				let low = [v0, v1, v2, v3, v4, v5, v6, v7];
				let high = [v8, v9, v10, v11, v12, v13, v14, v15];
				for (cv, (low, high)) in cv.iter_mut().zip(low.into_iter().zip(high)) {
					*cv = _mm_xor_si128(low, high);
				}
			}

			/// The words of four byte strings of one length, each vector the same word of all.
			#[target_feature(enable = $features)]
			#[inline]
			fn words_of<const N: usize>(bytes: [&[u8]; 4]) -> [Words; N] {
				let [a, b, c, d] = bytes.map(|bytes| bytes.as_chunks::<4>().0);
				let mut words = [_mm_setzero_si128(); N];
				let four = a.iter().zip(b).zip(c.iter().zip(d));
				for (to, ((a, b), (c, d))) in words.iter_mut().zip(four) {
					*to = each([*a, *b, *c, *d].map(u32::from_le_bytes));
				}
				words
			}

			/// See [`super::lead_to`].
			#[target_feature(enable = $features)]
			#[inline]
			pub(super) fn lead_to(root: &[u8; 32], count: u64, leaves: &[Leaf<'_>; 4]) -> bool {
				let mut cv = IV.map(|word| same(word));
				let counters = each(leaves.each_ref().map(|leaf| leaf.index));
				for start in (0..LEAF_BYTES).step_by(BLOCK_BYTES) {
					let blocks = leaves.each_ref().map(|leaf| leaf.bytes.get(start..).unwrap_or_default());
					let first = if start == 0 { CHUNK_START } else { 0 };
					let is_last = start == const { LEAF_BYTES - BLOCK_BYTES };
					let flags = first | if is_last { CHUNK_END } else { 0 };
					compress(&mut cv, &words_of(blocks), counters, same(flags));
				}
				let mut steps =
					leaves.each_ref().map(|leaf| shape::siblings(leaf.index.into(), count).zip(leaf.path));
				loop {
					let next = steps.each_mut().map(Iterator::next);
					if next.iter().all(Option::is_none) {
						break;
					}
					let siblings = next
						.each_ref()
						.map(|next| next.as_ref().map_or(&[0; 32][..], |(_, sibling)| &sibling[..]));
					let siblings: [Words; 8] = words_of(siblings);
					let is = |what: fn(&shape::Sibling) -> bool| {
						lanes(next.each_ref().map(|next| next.as_ref().is_some_and(|(step, _)| what(step))))
					};
					let (goes_on, is_left) = (is(|_| true), is(|step| step.side == Side::Left));
					let flags = choose(is(|step| step.is_below_top), same(PARENT | ROOT), same(PARENT));
					let mut block = [_mm_setzero_si128(); 16];
					let (left, right) = block.split_at_mut(8);
					for (((left, right), sibling), own) in left.iter_mut().zip(right).zip(siblings).zip(cv) {
						*left = choose(is_left, sibling, own);
						*right = choose(is_left, own, sibling);
					}
					let mut parent = IV.map(|word| same(word));
					compress(&mut parent, &block, _mm_setzero_si128(), flags);
					for (own, parent) in cv.iter_mut().zip(parent) {
						*own = choose(goes_on, parent, *own);
					}
				}
				let root: [Words; 8] = words_of([root; 4].map(|root| &root[..]));
				let equal = cv.into_iter().zip(root).map(|(one, other)| _mm_cmpeq_epi32(one, other));
				let all = equal.fold(same(u32::MAX), |all, one| _mm_and_si128(all, one));
				_mm_movemask_epi8(all) == 0xffff
			}
		}
	};
}

implement!(sse2, "sse2", rotate_in_three);
implement!(avx512, "avx512f,avx512vl", rotate_in_one);

#[cfg(test)]
mod tests {
	use super::*;
	use crate::blake3_leaf::{Outboard, leaf_count};
	use alloc::vec::Vec;

	/// What each kind of processor makes of four leaves.
	fn judge(root: &[u8; 32], count: u64, leaves: &[Leaf<'_>; 4]) -> Vec<bool> {
		// SAFETY: every x86-64 has SSE2.
		let mut all = alloc::vec![unsafe { sse2::lead_to(root, count, leaves) }];
		if std::is_x86_feature_detected!("avx512f") && std::is_x86_feature_detected!("avx512vl") {
			// SAFETY: the processor has both.
			all.push(unsafe { avx512::lead_to(root, count, leaves) });
		}
		all
	}

	#[test]
	fn every_kind_of_processor_finds_the_same() {
		let data: Vec<u8> = (0..40 * LEAF_BYTES as u32).map(|n| (n % 251) as u8).collect();
		let tree = Outboard::from_bytes(&data).unwrap();
		let (root, count) = (tree.root(), leaf_count(data.len() as u64));
		for first in 0..40u32 {
			let proofs = [first, (first + 13) % 40, 39, 0].map(|index| {
				let start = index as usize * LEAF_BYTES;
				tree.prove(index, &data[start..start + LEAF_BYTES]).unwrap()
			});
			let leaves = proofs.each_ref().map(|proof| Leaf {
				index: proof.index,
				bytes: &proof.bytes,
				path: &proof.path,
			});
			assert!(judge(&root, count, &leaves).into_iter().all(|is_right| is_right));
			assert!(!judge(&[1; 32], count, &leaves).into_iter().any(|is_right| is_right));
			for place in 0..4 {
				let mut wrong = leaves;
				wrong[place].index ^= 1;
				assert!(!judge(&root, count, &wrong).into_iter().any(|is_right| is_right));
			}
		}
	}
}
