#!/usr/bin/env python3
"""Independent model of primitives/economics with exact fractions.

Writes primitives/economics/vectors/*.json, or compares with `--check`. Large integers are strings,
as JSON numbers end at 2^53 for many readers. `null` stands for "no answer".
"""

import json
import pathlib
import random
import sys
from fractions import Fraction

OUT = pathlib.Path(__file__).resolve().parents[2] / "primitives" / "economics" / "vectors"
U64 = 2**64 - 1
U128 = 2**128 - 1
CFX = 10**18
BASIS_POINTS = 10_000
WHOLE_RATE = 1_000_000


def floor(value):
    """The integer at or below an exact value that is not negative."""
    return value.numerator // value.denominator


def text(value):
    return None if value is None else str(value)


def reward(first, per_era, halvings, n):
    era = n // per_era if per_era else 0
    if halvings is not None:
        era = min(era, halvings)
    # 2^era is not needed once it is past any u128.
    return floor(Fraction(first, 2 ** min(era, 200)))


def minted(first, per_era, halvings, n):
    """Era by era until the reward does not change any more."""
    total, done, era = 0, 0, 0
    while per_era and era < 200 and (halvings is None or era < halvings):
        rounds = min(per_era, n - done)
        if rounds <= 0:
            break
        total += rounds * floor(Fraction(first, 2**era))
        done += rounds
        era += 1
    total += (n - done) * floor(Fraction(first, 2**era))
    return min(total, U128)


def emission(rng):
    schedules = [
        (90 * CFX, 2_160_000, 1),
        (90 * CFX, 2_190_000, 1),
        (90 * CFX, 2_160_000, None),
        (90 * CFX, 2_160_000, 0),
        (90 * CFX, 2_160_000, 2**32 - 1),
        (90 * CFX + 1, 7, 12),
        (1, 1, None),
        (U64, 1000, None),
        (U128, 1, 3),
        (5, 0, None),
    ]
    for first, per_era, halvings in schedules:
        points = {0, 1, per_era, per_era + 1, 2 * per_era, 40 * per_era, 200 * per_era, U64}
        points |= {per_era - 1} if per_era else set()
        points |= {rng.randrange(100 * per_era + 10) for _ in range(8)}
        for n in sorted(points):
            yield {
                "first_reward": text(first),
                "rounds_per_era": text(per_era),
                "halvings": halvings,
                "rewarded_rounds": text(n),
                "reward": text(reward(first, per_era, halvings, n)),
                "minted_after": text(minted(first, per_era, halvings, n)),
            }


def mul_div_case(a, b, d):
    value = floor(Fraction(a) * b / d) if d else None
    result = value if value is not None and value <= U128 else None
    return {"a": text(a), "b": text(b), "d": text(d), "result": text(result)}


def numbers(rng, bits):
    return rng.randrange(2 ** rng.randrange(1, bits + 1))


def mul_div(rng):
    edges = [0, 1, 2, 3, 10_000, U64, U64 + 1, U128 - 1, U128]
    for a in edges:
        for b in edges:
            for d in edges:
                yield mul_div_case(a, b, d)
    for _ in range(300):
        yield mul_div_case(numbers(rng, 128), numbers(rng, 128), numbers(rng, 128))


def part_case(amount, weight, total, bp):
    refused = total == 0 or weight > total or bp > BASIS_POINTS or total * BASIS_POINTS > U128
    value = None if refused else floor(Fraction(amount) * weight * bp / (total * BASIS_POINTS))
    return {"reward": text(amount), "weight": text(weight), "total_weight": text(total), "bp": bp,
            "part": text(value)}


def part(rng):
    most = U128 // BASIS_POINTS
    for case in [
        (90 * CFX, 1, 3, 6_000), (90 * CFX, 1, 1, 10_000), (90 * CFX, 1, 1, 10_001),
        (90 * CFX, 0, 0, 1), (90 * CFX, 2, 1, 1), (U128, most, most, 10_000),
        (U128, most, most + 1, 10_000), (U128, most - 1, most, 9_999), (0, 1, 1, 1), (1, 1, 2, 9_999),
    ]:
        yield part_case(*case)
    for _ in range(300):
        total = numbers(rng, 110) + 1
        amount = numbers(rng, 128)
        yield part_case(amount, rng.randrange(total + 1), total, rng.randrange(BASIS_POINTS + 1))


def divide(rng):
    for _ in range(150):
        shares = [numbers(rng, rng.choice([8, 40, 120])) for _ in range(rng.randrange(7))]
        total = max(1, sum(shares) + rng.choice([0, 0, 1, 1_000]))
        amount = numbers(rng, 128)
        parts = [floor(Fraction(amount) * share / total) for share in shares]
        yield {"amount": text(amount), "shares": [text(s) for s in shares],
               "total_shares": text(total), "parts": [text(p) for p in parts],
               "remainder": text(amount - sum(parts))}
    # Shares above the whole, and no whole at all.
    for shares, total in [([2], 1), ([1, 1], 1), ([0], 0), ([], 0), ([U128, 1], U128)]:
        yield {"amount": "100", "shares": [text(s) for s in shares], "total_shares": text(total),
               "parts": None, "remainder": None}


def rates_case(weights, cap_bp):
    whole = sum(weights)
    cap = BASIS_POINTS if cap_bp is None else cap_bp
    case = {"weights": [text(w) for w in weights], "cap_bp": cap_bp}
    if whole == 0 or not 1 <= cap <= BASIS_POINTS:
        return case | {"rates": None, "counted": None, "whole": None}
    # Of the whole, what a title brings and what it may bring at most.
    most = Fraction(cap, BASIS_POINTS)
    brings = [Fraction(w, whole) for w in weights]
    unit = WHOLE_RATE if any(part > most for part in brings) else 1
    rates = [floor(unit * min(Fraction(1), most / part)) if part else unit for part in brings]
    counted = sum(w * r for w, r in zip(weights, rates))
    assert all(Fraction(w * r, whole * unit) <= max(most, Fraction(w, whole) * (unit == 1))
               for w, r in zip(weights, rates))
    return case | {"rates": [text(r) for r in rates], "counted": text(counted),
                   "whole": text(whole * unit)}


def rates(rng):
    minute = 60_000
    for weights, cap_bp in [
        ([], None), ([0], 500), ([minute], None), ([minute], 0), ([minute], 10_001),
        ([minute], 1), ([minute], 1_000), ([minute], 10_000), ([minute] * 10, 1_000),
        ([minute] * 11, 1_000), ([minute] * 9, 1_000), ([U64, 1], 500), ([U64] * 3, 1),
        ([9, 1], 9_000), ([9, 1], 8_999), ([0, 7, 3], 5_000),
    ]:
        yield rates_case(weights, cap_bp)
    for _ in range(250):
        bits = rng.choice([4, 20, 40])
        weights = [numbers(rng, bits) for _ in range(rng.randrange(1, 12))]
        yield rates_case(weights, rng.choice([None, rng.randrange(1, BASIS_POINTS + 1), 500, 1_000]))


def postf_case(age_ms, popularity):
    days = Fraction(age_ms, 86_400_000)
    value = Fraction(1, 10**8) * 10**18
    factor = Fraction(2, 100) * Fraction(33, 365 * 33 + 8)
    return {"age_ms": text(age_ms), "popularity": text(popularity),
            "reward": text(floor(days * value * popularity * factor))}


def postf(rng):
    day = 86_400_000
    for age in [0, 1, 157, 158, day - 1, day, day + 1, 365 * day, 3_650 * day, U64]:
        for popularity in [0, 1, 2, 1_000, 10**9, U64]:
            yield postf_case(age, popularity)
    for _ in range(200):
        yield postf_case(numbers(rng, 64), numbers(rng, 64))


def main():
    stale = []
    OUT.mkdir(parents=True, exist_ok=True)
    makers = [divide, emission, mul_div, part, postf, rates]
    for make in makers:
        # A seed of its own for each file: one file's cases do not shift another's.
        cases = list(make(random.Random(f"reel-economics {make.__name__}")))
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


if __name__ == "__main__":
    main()
