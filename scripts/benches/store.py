"""Times one title from one node to another: ours to ours, ours to Kubo and back, Kubo to Kubo.

Seconds are of the wall, from the question to the last block on disk; processor seconds and the most memory are of the two
processes. Rounds alternate between the pairs, so that a busy machine slows all of them alike; the median is shown.
"""

import sys
import time

from comparison import measured, medians, options, show
from peers import Kubo, Store

OPTIONS = options()
MIB, ROUNDS = OPTIONS.mib, OPTIONS.rounds


def knows(store, kubo):
	while kubo.hello["peer"] not in store.do("state")["foreign"]:
		time.sleep(0.05)


def title_of(store, seed):
	return store.do(f"title {seed} {MIB}", 600)["magnet"]


def ours_to_ours(how, seed):
	giver, taker = Store(), Store()
	magnet = title_of(giver, seed)
	taker.connect(giver, how)
	# The routing tables learn of each other.
	time.sleep(1)
	result = measured(giver, taker, lambda: taker.do(f"fetch {magnet}", 600)["seconds"])
	return giver, taker, result


def ours_to_kubo(how, seed):
	giver, taker = Store(), Kubo()
	magnet = title_of(giver, seed)
	taker.connect(giver, how)
	time.sleep(1)
	result = measured(giver, taker, lambda: taker.do(f"pin {magnet}", 600)["seconds"])
	return giver, taker, result


def kubo_to_ours(how, seed):
	first, giver, result = ours_to_kubo(how, seed)
	magnet = title_of(first, seed)
	first.stop()
	taker = Store()
	taker.connect(giver, how)
	knows(taker, giver)
	result = measured(giver, taker, lambda: taker.do(f"fetch {magnet}", 600)["seconds"])
	return giver, taker, result


def kubo_to_kubo(how, seed):
	first, giver, result = ours_to_kubo(how, seed)
	magnet = title_of(first, seed)
	first.stop()
	taker = Kubo()
	taker.connect(giver, how)
	time.sleep(1)
	result = measured(giver, taker, lambda: taker.do(f"pin {magnet}", 600)["seconds"])
	return giver, taker, result


PAIRS = {
	"ours_to_ours": ours_to_ours,
	"ours_to_kubo": ours_to_kubo,
	"kubo_to_ours": kubo_to_ours,
	"kubo_to_kubo": kubo_to_kubo,
}


def main():
	results = {}
	for turn in range(ROUNDS):
		for how in ("tcp", "udp"):
			for name, pair in PAIRS.items():
				# No block of Kubo 0.22 arrives here over QUIC; `node/fragment-store/DESIGN.md` says why.
				if (how, name) == ("udp", "kubo_to_ours"):
					continue
				giver, taker, result = pair(how, turn + 1)
				results.setdefault(f"{name}_{'quic' if how == 'udp' else how}", []).append(result)
				giver.stop()
				taker.stop()
				print(turn, how, name, {key: round(value, 2) for key, value in result.items()}, file=sys.stderr)
	middle = medians(results)
	ratios = {}
	for how in ("tcp", "quic"):
		kubo = middle[f"kubo_to_kubo_{how}"]["seconds"]
		for name in ("ours_to_ours", "ours_to_kubo", "kubo_to_ours"):
			if f"{name}_{how}" in middle:
				ratios[f"{name}_{how}_over_kubo_to_kubo"] = round(middle[f"{name}_{how}"]["seconds"] / kubo, 3)
	show(OPTIONS, "store", middle, ratios)


main()
