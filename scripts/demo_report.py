"""What the demo shows of `reel --json`, and whether every coin arrived.

usage: demo_report.py events                          reads ndjson from standard input
       demo_report.py balances WATCH ROLE:BEFORE:AFTER …   the viewer, the creator, the supervisor, the validator
"""

import json
import sys

CFX = 10**18
# A rewarded round mints 90 CFX (C8); the default split in basis points (C9). In development one validator votes
# and sends, and takes both parts.
ROUND_REWARD = 90 * CFX
SPLIT = {"viewer": 4_000, "creator": 3_000, "supervisor": 500, "validator": 1_000 + 1_500}


def cfx(planck):
    return f"{planck / CFX:,.2f} CFX"


def show_events():
    for line in sys.stdin:
        event = json.loads(line)
        kind = event["event"]
        if kind == "accepted":
            print(f"   cell {event['cell']}: watched, proved, accepted for round {event['round']}")
        elif kind == "paid":
            print(f"   + {event['amount_cfx']} CFX for round {event['round']}")
        elif kind == "watched":
            print(f"   earned {event['earned_cfx']} CFX")


def check_balances(watch, rows):
    events = [json.loads(line) for line in open(watch)]
    accepted = {event["cell"] for event in events if event["event"] == "accepted"}
    paid = [event for event in events if event["event"] == "paid"]
    rounds = {event["round"] for event in paid}
    if not accepted or not rounds:
        sys.exit("nothing was watched and paid")
    print(f"   {len(accepted)} cells watched in {len(rounds)} rounds, {cfx(len(rounds) * ROUND_REWARD)} minted\n")
    print(f"   {'':34}{'before':>22}{'after':>22}{'gained':>16}")
    missing = 0
    for row, part in zip(rows, SPLIT.values()):
        role, before, after = row.split(":")
        before, after = int(before), int(after)
        expected = len(rounds) * ROUND_REWARD * part // 10_000
        wrong = after - before != expected
        missing += wrong
        print(f"   {role.replace('_', ' '):34}{cfx(before):>22}{cfx(after):>22}{cfx(after - before):>16}", end="")
        print(f"   expected {cfx(expected)}" if wrong else "")
    unpaid = accepted - {cell for event in paid for cell in event["cells"]}
    if missing or unpaid:
        sys.exit(f"{missing} balances are wrong; accepted cells without pay: {sorted(unpaid) or 'none'}")


if sys.argv[1] == "events":
    show_events()
else:
    check_balances(sys.argv[2], sys.argv[3:])
