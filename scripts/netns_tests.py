"""The fragment network between real processes: NAT, kills, loss and delay, hostile addresses. See test-network.sh.

    netns_tests.py BINARY [--soak] [NAME…]     exit code 77: no namespaces here, the tests that need them were skipped
"""
import itertools
import os
import sys
import time
import traceback

from netns import Delay, Failure, World, can_make_namespaces, check, eventually, ruleset, sh

MIB = 1 << 20
SKIPPED = 77

TESTS = []


def test(namespaces=True):
    """Registers a test; its result is what the summary says of it."""

    def register(function):
        TESTS.append((function.__name__, function, namespaces))
        return function

    return register


def hub_of(world, address="45.0.0.1"):
    """A public node: joins the network together, and relays."""
    namespace = world.public("hub", address)
    hub = world.node(
        "hub",
        ("listen", f"/ip4/{address}/tcp/4001"),
        ("listen", f"/ip4/{address}/udp/4001/quic-v1"),
        ("external", f"/ip4/{address}/tcp/4001"),
        ("external", f"/ip4/{address}/udp/4001/quic-v1"),
        ("relay-server", "true"),
        ("dht", "server"),
        namespace=namespace,
    )
    return hub, namespace


LISTEN = {"tcp": "/ip4/0.0.0.0/tcp/4001", "quic": "/ip4/0.0.0.0/udp/4001/quic-v1"}
KIND = {"tcp": "/tcp/", "quic": "/quic-v1"}


def two_behind_nat(world, way, symmetric, ask_autonat=False):
    """A keeper and a viewer, each behind a router of its own. The keeper has published film 1."""
    world.internet()
    hub, outside = hub_of(world)
    join = next(address for address in hub.addresses if KIND[way] in address)
    common = [("listen", LISTEN[way]), ("bootstrap", join), ("connect", "20"), ("relay", join)]
    keeper_at = world.behind_nat("a", "45.1.0.1", 1, symmetric)
    viewer_at = world.behind_nat("b", "45.2.0.1", 2, symmetric)
    keeper = world.node("keeper", *common, ("always-relay", str(not ask_autonat).lower()), namespace=keeper_at)
    sizes = "8x1048576"
    magnet = keeper("publish", 1, sizes, "0/1/1")["magnet"]
    reserved = lambda: any("p2p-circuit" in one for one in keeper("state")["addresses"])
    eventually("the keeper's place at the relay", reserved)
    viewer = world.node("viewer", *common, namespace=viewer_at)
    viewer.finds(magnet)
    return hub, outside, keeper, viewer, magnet, sizes


def connect_by_circuit(keeper, viewer):
    circuit = next(one for one in keeper("state")["addresses"] if "p2p-circuit" in one)
    eventually("a circuit", lambda: connects(viewer, circuit))


def connects(viewer, address):
    try:
        return viewer("connect", address)
    except Failure:
        return None


def punched(way, ask_autonat=False):
    def run(world, soak):
        hub, outside, keeper, viewer, magnet, sizes = two_behind_nat(world, way, False, ask_autonat)
        if ask_autonat:
            check(keeper("state")["reachable"] is False, "the keeper was not found to be unreachable")
        connect_by_circuit(keeper, viewer)

        def direct():
            states = keeper("state"), viewer("state")
            met = viewer.peer in states[0]["connected"] and keeper.peer in states[1]["connected"]
            return met and not any(state["relayed"] for state in states)

        eventually("a direct connection", direct)
        holes = sum(node.metric("holes_punched") for node in (keeper, viewer))
        check(holes >= 1, "no hole was punched, and still they are connected")
        check(viewer.metric("circuits") >= 1, "they met without the relay")
        before = world.sent_bytes(outside)
        told = viewer("fetch", 1, sizes)
        over_hub = world.sent_bytes(outside) - before
        check(told["bytes"] == told["peer_bytes"] == 8 * MIB, f"fetched {told}")
        check(over_hub < MIB // 2, f"{over_hub} bytes went over the relay")
        check(not viewer("state")["banned"], "the keeper was shut out")
        # Neither of the two is a server of the provider table: nobody can reach them unasked.
        check(hub("state")["routing"] == 0, "a node behind NAT is in the hub's routing table")
        return f"direct after a punched hole, {told['bytes'] >> 20} MiB verified, {over_hub >> 10} KiB over the relay"

    return run


@test()
def nat_tcp_hole_is_punched(world, soak):
    return punched("tcp")(world, soak)


@test()
def nat_quic_hole_is_punched(world, soak):
    return punched("quic")(world, soak)


@test()
def nat_is_found_by_autonat_and_the_hole_is_punched(world, soak):
    return punched("tcp", ask_autonat=True)(world, soak)


def relayed(way):
    def run(world, soak):
        hub, outside, keeper, viewer, magnet, sizes = two_behind_nat(world, way, True)
        before = world.sent_bytes(outside)
        told = viewer("fetch", 1, sizes)
        over_hub = world.sent_bytes(outside) - before
        check(told["bytes"] == 8 * MIB, f"fetched {told}")
        check(over_hub > 8 * MIB, f"only {over_hub} bytes went over the relay")
        state = viewer("state")
        check(keeper.peer in state["relayed"], "they are not connected through the relay")
        check(not state["banned"], "the keeper was shut out")
        eventually("the end of the tries to punch", lambda: keeper.metric("holes_not_punched") >= 1)
        check(keeper.metric("holes_punched") + viewer.metric("holes_punched") == 0, "a hole where none can be")
        return f"no hole, by relay: {told['bytes'] >> 20} MiB verified, {over_hub >> 20} MiB over the relay"

    return run


@test()
def nat_symmetric_tcp_goes_by_relay(world, soak):
    return relayed("tcp")(world, soak)


@test()
def nat_symmetric_quic_goes_by_relay(world, soak):
    return relayed("quic")(world, soak)


def main():
    arguments = sys.argv[1:]
    soak = "--soak" in arguments
    binary, *names = [argument for argument in arguments if not argument.startswith("--")]
    missing = can_make_namespaces()
    if missing:
        print(f"no network namespaces here: {missing}", flush=True)
    results, failed, skipped = [], 0, 0
    for name, function, namespaces in TESTS:
        if names and name not in names:
            continue
        start = time.monotonic()
        if namespaces and missing:
            outcome, said = "skipped", "no network namespaces"
            skipped += 1
        else:
            try:
                with World(binary) as world:
                    outcome, said = "ok", function(world, soak)
            except Failure as error:
                outcome, said = "FAILED", str(error)
                failed += 1
            except Exception:
                outcome, said = "FAILED", traceback.format_exc()
                failed += 1
        row = f"{outcome:7} {name.replace('_', ' '):58} {time.monotonic() - start:6.1f} s  {said}"
        results.append(row)
        print(row, flush=True)
    print(f"network: {len(results) - failed - skipped} passed, {failed} failed, {skipped} skipped", flush=True)
    sys.exit(1 if failed else SKIPPED if skipped else 0)


if __name__ == "__main__":
    main()
