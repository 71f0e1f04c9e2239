"""What the demo shows of `reel --json`, and whether every coin arrived.

usage: demo_report.py record TITLE YEAR              writes the title record of the film
       demo_report.py events                          reads ndjson from standard input
       demo_report.py balances WATCH ROLE:BEFORE:AFTER …   the viewer, the creator, the supervisor, the validator
       demo_report.py again                           reads ndjson of the second viewing
       demo_report.py check-again AGAIN WATCH         both viewings: the second has every cell of the first, out of peers
       demo_report.py slashed                         reads the status of a curator
       demo_report.py sold REPORT PRICE NAME:ADDRESS:BASISPOINTS …   what each holder was paid for a sale at that price in CFX
       demo_report.py viewed REPORT WATCH NAME:ADDRESS:BASISPOINTS …   what holders beside the creator got for a viewing
       demo_report.py advertised WATCH RESULTS CAMPAIGNS   a viewing with one ad, clicked, and what its campaign came to
       demo_report.py curators NAME:living|dead:COLLATERAL:COLLATERAL:SSH …   before, after
"""

import json
import sys

CFX = 10**18
# A rewarded round mints 90 CFX (C8); the default split in basis points (C9). In development one validator votes
# and sends, and takes both parts.
ROUND_REWARD = 90 * CFX
SPLIT = {"viewer": 4_000, "creator": 3_000, "supervisor": 500, "validator": 1_000 + 1_500}
# The viewer's part of what an advertiser pays (C11).
AD_VIEWER = 7_000
# The platform's part of a sale (S5).
PLATFORM_FEE = 500


def cfx(planck):
    return f"{planck / CFX:,.2f} CFX"


def write_record(title, year):
    people = [{"name": "Bob", "role": "director"}]
    record = {"title": title, "kind": "short", "year": int(year), "people": people, "genres": ["test-picture"]}
    json.dump(record, sys.stdout)


def show_events():
    for line in sys.stdin:
        event = json.loads(line)
        kind = event["event"]
        if kind == "accepted":
            print(f"   cell {event['cell']}: watched, proved, accepted for round {event['round']}")
        elif kind == "ad-shown":
            print(f"   advertisement: {event['title']}, {event['duration_ms'] / 1000:.0f} s")
        elif kind == "ad-accepted":
            clicked = " and clicked" if event["clicked"] else ""
            print(f"   the ad: watched{clicked}, proved, accepted for round {event['round']}")
        elif kind in ("paid", "ad-paid"):
            what = " the ad of" if kind == "ad-paid" else ""
            print(f"   + {event['amount_cfx']} CFX for{what} round {event['round']}")
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


def show_again():
    for line in sys.stdin:
        event = json.loads(line)
        if event["event"] == "fetched":
            print(f"   cell {event['cell']}: {event['peer_bytes']:,} bytes from peers, {event['web_bytes']:,} from the gateway")
        elif event["event"] == "watched":
            share = (event["peer_share_bp"] or 0) / 100
            print(f"   watched to its end, {share:.2f} % of the bytes from peers; nobody is paid twice for the same view")


def check_again(again, watch):
    def cells(path, kind):
        events = [json.loads(line) for line in open(path)]
        return {event["cell"] for event in events if event["event"] == kind}, events

    seen, _ = cells(watch, "accepted")
    came, events = cells(again, "fetched")
    end = [event for event in events if event["event"] == "watched"]
    if not end or seen - came:
        sys.exit(f"the film did not play to its end: cells {sorted(seen - came) or 'all there, yet no end'}")
    if end[0]["peer_bytes"] == 0:
        sys.exit("nothing came from peers")


def show_slashed():
    curator = json.load(sys.stdin)["curator"]
    held, asked = int(curator["collateral_cfx"]), int(curator["asked_cfx"])
    print(f"   {cfx(asked)} were held, {cfx(asked - held)} of it went to the treasury, {cfx(held)} are left")


def check_curators(rows):
    print(f"   {'':12}{'collateral before':>22}{'collateral now':>22}{'SSH earned':>28}")
    wrong = []
    for row in rows:
        name, kind, before, after, ssh = row.split(":")
        before, after, ssh = int(before), int(after), int(ssh)
        print(f"   {name:12}{cfx(before):>22}{cfx(after):>22}{ssh / CFX:>24.18f} SSH")
        if kind == "dead" and (after >= before or ssh > 0):
            wrong.append(f"{name} is dead, and was not slashed or was paid")
        if kind == "living" and (after < before or ssh == 0):
            wrong.append(f"{name} is alive, and was slashed or was not paid")
    if wrong:
        sys.exit("; ".join(wrong))


def check_payouts(report, rows):
    """Rows are of name, address, kind and the planck expected."""
    payouts = [json.loads(line) for line in open(report)]
    payouts = [payout for payout in payouts if payout["event"] == "payout"]
    wrong = []
    for name, address, kind, expected in rows:
        paid = sum(int(one["planck"]) for one in payouts if one["kind"] == kind and one["account"] == address)
        print(f"   {name:34}{cfx(paid):>22}")
        if paid != expected:
            wrong.append(f"{name} should have {cfx(expected)}")
    if wrong:
        sys.exit("; ".join(wrong))


def parts(amount, kind, rows):
    rows = [row.split(":") for row in rows]
    return [(name, address, kind, amount * int(part) // 10_000) for name, address, part in rows]


def check_sold(report, price, rows):
    price = int(price) * CFX
    fee = price * PLATFORM_FEE // 10_000
    check_payouts(report, parts(price - fee, "share", rows) + [("platform", None, "fee", fee)])


def check_viewed(report, watch, rows):
    events = [json.loads(line) for line in open(watch)]
    rounds = {event["round"] for event in events if event["event"] == "paid"}
    if not rounds:
        sys.exit("nothing was watched and paid")
    made = len(rounds) * ROUND_REWARD * SPLIT["creator"] // 10_000
    check_payouts(report, parts(made, "views", rows))


def check_advertised(watch, results, campaigns):
    def events(path):
        return [json.loads(line) for line in open(path)]

    watched = {event["event"]: event for event in events(watch)}
    campaign = [event for event in events(campaigns) if event["event"] == "campaign"][-1]
    total = [event for event in events(results) if event["event"] == "ad-results"][0]["total"]
    if "ad-shown" not in watched or watched.get("ad-accepted", {}).get("clicked") is not True:
        sys.exit("no ad was shown and clicked")
    price = int(campaign["view_planck"]) + int(campaign["click_planck"])
    for_ad = price * AD_VIEWER // 10_000
    expected = for_ad + ROUND_REWARD * SPLIT["viewer"] // 10_000
    earned, spent = int(watched["watched"]["earned_planck"]), int(total["spent_planck"])
    print(f"   {'the friend, for the film and the ad':40}{cfx(earned):>16}, {cfx(for_ad)} of it from Dave")
    print(f"   {'Dave, for a view and a click':40}{cfx(spent):>16}")
    print(f"   {'left for more':40}{cfx(int(campaign['left_planck'])):>16}")
    wrong = []
    if earned != expected:
        wrong.append(f"the friend should have {cfx(expected)}")
    if (total["views"], total["clicks"], spent, int(campaign["spent_planck"])) != (1, 1, price, price):
        wrong.append(f"the campaign should have one view and one click, for {cfx(price)}")
    if wrong:
        sys.exit("; ".join(wrong))


COMMANDS = {
    "record": lambda rest: write_record(*rest),
    "events": lambda rest: show_events(),
    "balances": lambda rest: check_balances(rest[0], rest[1:]),
    "again": lambda rest: show_again(),
    "check-again": lambda rest: check_again(*rest),
    "slashed": lambda rest: show_slashed(),
    "sold": lambda rest: check_sold(rest[0], rest[1], rest[2:]),
    "viewed": lambda rest: check_viewed(rest[0], rest[1], rest[2:]),
    "advertised": lambda rest: check_advertised(*rest),
    "curators": check_curators,
}
COMMANDS[sys.argv[1]](sys.argv[2:])
