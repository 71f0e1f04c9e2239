"""Times one title from one node to another: ours to ours, ours to Kubo and back, Kubo to Kubo.

Seconds are of the wall, from the question to the last block on disk; processor seconds and the most memory are of the two
processes. Rounds alternate between the pairs, so that a busy machine slows all of them alike; the median is shown.
`--rounds N` and `--mib N` make it longer or shorter, `--json` ends it with one line of JSON.
"""

import argparse
import json
import statistics
import sys
import time

from peers import Kubo, Store

options = argparse.ArgumentParser()
options.add_argument("--json", action="store_true")
options.add_argument("--mib", type=int, default=256)
options.add_argument("--rounds", type=int, default=3)
OPTIONS = options.parse_args()
MIB, ROUNDS = OPTIONS.mib, OPTIONS.rounds


def knows(store, kubo):
	while kubo.hello["peer"] not in store.do("state")["foreign"]:
		time.sleep(0.05)


def measured(giver, taker, work):
	before = [giver.usage()[0], taker.usage()[0]]
	seconds = work()
	(gave, most_given), (took, most_taken) = giver.usage(), taker.usage()
	return {
		"seconds": seconds,
		"giver_cpu_s": gave - before[0],
		"taker_cpu_s": took - before[1],
		"giver_mib": most_given,
		"taker_mib": most_taken,
	}


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
	middle = {
		name: {key: round(statistics.median(one[key] for one in all_of), 3) for key in all_of[0]}
		for name, all_of in results.items()
	}
	print(f"{MIB} MiB in blocks of 1 MiB, medians of {ROUNDS}")
	print(f"{'':20} {'s':>7} {'MiB/s':>7} {'giver CPU s':>12} {'taker CPU s':>12} {'giver MiB':>10} {'taker MiB':>10}")
	for name, one in middle.items():
		print(
			f"{name:20} {one['seconds']:7.2f} {MIB / one['seconds']:7.1f} {one['giver_cpu_s']:12.2f}"
			f" {one['taker_cpu_s']:12.2f} {one['giver_mib']:10.0f} {one['taker_mib']:10.0f}"
		)
	ratios = {}
	for how in ("tcp", "quic"):
		kubo = middle[f"kubo_to_kubo_{how}"]["seconds"]
		for name in ("ours_to_ours", "ours_to_kubo", "kubo_to_ours"):
			if f"{name}_{how}" in middle:
				ratios[f"{name}_{how}_over_kubo_to_kubo"] = round(middle[f"{name}_{how}"]["seconds"] / kubo, 3)
	for name, ratio in ratios.items():
		print(f"{name}: {ratio}")
	if OPTIONS.json:
		print(json.dumps({"bench": "store", "mib": MIB, "rounds": ROUNDS, "pairs": middle, "ratios": ratios}))


main()
