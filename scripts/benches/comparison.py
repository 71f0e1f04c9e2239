"""What comparisons of processes that give and take blocks have in common: options, one measurement, the table."""

import argparse
import json
import statistics


def options():
	"""`--rounds N` and `--mib N` make it longer or shorter, `--json` ends it with one line of JSON."""
	parser = argparse.ArgumentParser()
	parser.add_argument("--json", action="store_true")
	parser.add_argument("--mib", type=int, default=256)
	parser.add_argument("--rounds", type=int, default=3)
	return parser.parse_args()


def measured(giver, taker, work):
	"""Seconds that `work` says it took, with the processor seconds and the most memory of both processes."""
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


def medians(results):
	"""The middle of each figure over the rounds."""
	return {
		name: {key: round(statistics.median(one[key] for one in all_of), 3) for key in all_of[0]}
		for name, all_of in results.items()
	}


def show(chosen, bench, middle, ratios):
	"""Prints the table and the ratios."""
	print(f"{chosen.mib} MiB in blocks of 1 MiB, medians of {chosen.rounds}")
	print(f"{'':20} {'s':>7} {'MiB/s':>7} {'giver CPU s':>12} {'taker CPU s':>12} {'giver MiB':>10} {'taker MiB':>10}")
	for name, one in middle.items():
		print(
			f"{name:20} {one['seconds']:7.2f} {chosen.mib / one['seconds']:7.1f} {one['giver_cpu_s']:12.2f}"
			f" {one['taker_cpu_s']:12.2f} {one['giver_mib']:10.0f} {one['taker_mib']:10.0f}"
		)
	for name, ratio in ratios.items():
		print(f"{name}: {ratio}")
	if chosen.json:
		print(json.dumps({"bench": bench, "mib": chosen.mib, "rounds": chosen.rounds, "by": middle, "ratios": ratios}))
