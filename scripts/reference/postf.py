#!/usr/bin/env python3
"""Independent model of primitives/fragments: rewards, popularity, placement and draws of PoSTF.

Writes primitives/fragments/vectors/*.json, or compares with `--check`. Rewards are exact fractions, popularity is
counted round by round, logarithms are taken with sixty digits: nothing here is computed the way Rust does it. Large
integers are strings, as JSON numbers end at 2^53 for many readers.
"""

import hashlib
import json
import pathlib
import random
import sys
from decimal import ROUND_CEILING, Decimal, getcontext
from fractions import Fraction

OUT = pathlib.Path(__file__).resolve().parents[2] / "primitives" / "fragments" / "vectors"
ROUND_MS = 14_400
ROUNDS_PER_DAY = 6_000
MAX_LEVEL = 8
getcontext().prec = 60


def h(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def u32(n):
    return n.to_bytes(4, "little")


def rewarded(rounds, popularity, fragments):
    """R = T·V·P·0.02·33/(365·33+8) for each fragment, T in days, in planck (S2)."""
    days = Fraction(rounds * ROUND_MS, 86_400_000)
    value = Fraction(1, 10**8) * 10**18
    exact = days * value * popularity * fragments * Fraction(2, 100) * Fraction(33, 365 * 33 + 8)
    return exact.numerator // exact.denominator


def reward(rng):
    """A grid of T, P and fragments, and what a year at popularity 1 comes to."""
    day = ROUNDS_PER_DAY
    for rounds in [0, 1, 250, day, 7 * day, 30 * day, 365 * day, 3_650 * day]:
        for popularity in range(1, MAX_LEVEL + 1):
            for fragments in [1, 16, 480, 2_700, 1 << 20, 2**32 - 1]:
                yield {"rise": str(rounds * popularity), "fragments": fragments,
                       "reward": str(rewarded(rounds, popularity, fragments))}
    for _ in range(200):
        rise, fragments = rng.randrange(10**rng.randrange(1, 11)), rng.randrange(2**32)
        yield {"rise": str(rise), "fragments": fragments, "reward": str(rewarded(rise, 1, fragments))}


def level(watched_ms, duration_ms):
    """The popularity that the plays of an epoch earn, without logarithms: count how often it doubles."""
    whole, found = watched_ms // duration_ms + 1, 1
    while whole >= 2 and found < MAX_LEVEL:
        whole, found = whole // 2, found + 1
    return found


def meter(rng):
    """Popularity summed round by round over a history of plays."""
    for _ in range(150):
        epoch, duration = rng.choice([2, 7, 20, 250]), rng.choice([1_000, 60_000, 5_400_000])
        start = rng.randrange(10 * epoch)
        plays = sorted(
            (start + rng.randrange(6 * epoch), rng.randrange(duration * rng.choice([1, 4, 300])))
            for _ in range(rng.randrange(8)))
        end = start + rng.randrange(10 * epoch)
        plays = [play for play in plays if play[0] <= end]
        total, force = 0, 1
        for at in range(start, end + 1):
            if at % epoch == 0 and at > start:
                watched = sum(ms for when, ms in plays if when // epoch == at // epoch - 1)
                force = level(watched, duration)
            if at < end:
                total += force
        yield {"epoch_rounds": epoch, "duration_ms": duration, "start": start,
               "plays": [{"round": when, "watched_ms": ms} for when, ms in plays],
               "end": end, "sum": str(total), "level": force}


def distance(u):
    """-log2((u + 1) / 2^64) in units of 2^-32, rounded up."""
    if u == 2**64 - 1:
        return 0
    exact = (Decimal(64) - Decimal(u + 1).ln() / Decimal(2).ln()) * 2**32
    nearest = exact.to_integral_value()
    # Powers of two are exact; sixty digits are not quite.
    if abs(exact - nearest) < Decimal(10) ** -30:
        return int(nearest)
    return int(exact.to_integral_value(rounding=ROUND_CEILING))


def logarithm(rng):
    points = {0, 1, 2, 3, 2**32, 2**63, 2**64 - 2, 2**64 - 1}
    points |= {2**bits - 1 for bits in range(65)} | {rng.randrange(2**64) for _ in range(200)}
    points |= {rng.randrange(2**rng.randrange(1, 64)) for _ in range(100)}
    for u in sorted(points):
        yield {"u": str(u), "distance": str(distance(u))}


def placement(rng):
    """Rosters, and the order in which their curators are candidates for a span."""
    for _ in range(100):
        seed, content, span = rng.randbytes(32), rng.randbytes(32), rng.randrange(630)
        home = rng.choice([None, "KR", "FR"])
        seats = []
        for n in range(rng.randrange(1, 12)):
            place = h(b"reel/fragments/seat", seed, u32(n))
            u = int.from_bytes(
                h(b"reel/fragments/place", place, content, u32(span))[:8], "little")
            capacity = rng.randrange(1, 2**20)
            region = rng.choice(["KR", "FR", "US"])
            key = (home is not None and region != home, Fraction(distance(u), capacity), place)
            seats.append((key, {"curator": n, "capacity": capacity, "region": region}))
        yield {"seed": seed.hex(), "content": content.hex(), "span": span, "home": home,
               "seats": [seat for _, seat in seats],
               "candidates": [seat["curator"] for _, seat in sorted(seats, key=lambda s: s[0])]}


def draw(rng):
    """Which leaf of what a curator holds is asked for, and which it must show to begin with."""
    for _ in range(150):
        seed, curator, content = rng.randbytes(32), rng.randbytes(32), rng.randbytes(32)
        number, span = rng.randrange(16), rng.randrange(630)
        held = [rng.randrange(1, 2**rng.randrange(1, 23)) for _ in range(rng.randrange(1, 9))]
        offset = int.from_bytes(
            h(b"reel/fragments/challenge", seed, curator, u32(number))[:16], "little") % sum(held)
        # Every leaf laid out in a row, by ranges.
        ends = [sum(held[:n + 1]) for n in range(len(held))]
        place = next(n for n, end in enumerate(ends) if offset < end)
        start = int.from_bytes(
            h(b"reel/fragments/start", seed, curator, content, u32(span), u32(number))[:16],
            "little") % held[0]
        yield {"seed": seed.hex(), "curator": curator.hex(), "number": number,
               "holdings": held, "place": place, "offset": offset - (ends[place] - held[place]),
               "content": content.hex(), "span": span, "start": start}


def main():
    stale = []
    OUT.mkdir(parents=True, exist_ok=True)
    makers = [draw, logarithm, meter, placement, reward]
    for make in makers:
        # A seed of its own for each file: one file's cases do not shift another's.
        cases = list(make(random.Random(f"reel-fragments {make.__name__}")))
        lines = ",\n".join(json.dumps(case) for case in cases)
        content = f"[\n{lines}\n]\n"
        file = OUT / f"{make.__name__}.json"
        if "--check" not in sys.argv[1:]:
            file.write_text(content)
        elif not file.is_file() or file.read_text() != content:
            stale.append(file.name)
    names = {f"{make.__name__}.json" for make in makers}
    stale += sorted(f.name for f in OUT.iterdir() if f.name not in names)
    if stale:
        sys.exit(f"stale or unknown in {OUT}: {', '.join(stale)}; run {sys.argv[0]}")
    # A fragment of popularity 1, held for the source's 33 years of 365 + 8/33 days: 2 % of V a year, exactly.
    assert rewarded(33 * 365 * ROUNDS_PER_DAY + 8 * ROUNDS_PER_DAY, 1, 1) == 33 * 10**10 * 2 // 100


if __name__ == "__main__":
    main()
