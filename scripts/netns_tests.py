"""The fragment network between real processes: NAT, kills, loss and delay, hostile addresses. See test-network.sh.

    netns_tests.py BINARY [--soak] [NAME…]     exit code 77: no namespaces here, the tests that need them were skipped
"""
import itertools
import os
import socket
import sys
import time
import traceback

from netns import Delay, Failure, Names, Web, World, can_make_namespaces, check, eventually, inside, ruleset, setting, sh

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


def free_ports(count):
    """Ports that nobody has at the moment, so that a node that is started again is found where it was."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def eight_keepers(world, seed, sizes, replicas, *settings):
    """Eight stores of this machine, each cell of a film at `replicas` of them. Two of them are known to everybody."""
    ports, keepers = free_ports(8), []
    for place, port in enumerate(ports):
        keepers.append(
            world.node(
                f"keeper{place}",
                ("listen", f"/ip4/127.0.0.1/tcp/{port}"),
                ("private", "true"),
                ("dht", "server"),
                *[("bootstrap", keeper.address()) for keeper in keepers[:2]],
                *settings,
            )
        )
    begun = [keeper.begin("publish", seed, sizes, f"{place}/8/{replicas}") for place, keeper in enumerate(keepers)]
    published = [keeper.end(one, 1200) for keeper, one in zip(keepers, begun)]
    return keepers, published


def viewer_of(world, name, keepers, *settings):
    return world.node(
        name,
        ("listen", "/ip4/127.0.0.1/tcp/0"),
        ("private", "true"),
        ("dht", "client"),
        *[("bootstrap", keeper.address()) for keeper in keepers],
        *settings,
    )


@test(namespaces=False)
def any_two_of_eight_stores_may_be_killed(world, soak):
    sizes, seed = "16x2621440", 3
    keepers, published = eight_keepers(world, seed, sizes, 3, ("upload", "2097152"))
    magnet = published[0]["magnet"]
    check(sum(one["fragments"] for one in published) == 16 * 3 * 3, f"published {published}")
    pairs = list(itertools.combinations(range(8), 2))
    chosen = pairs if soak else [(0, 1), (2, 3), (0, 7)]
    in_time = 0
    for number, pair in enumerate(chosen):
        viewer = viewer_of(world, f"viewer{number}", keepers)
        viewer.finds(magnet, 3)
        fetching = viewer.begin("fetch", seed, sizes)
        # In the middle of it.
        eventually("the first fragments", lambda: viewer.metric("fragments_fetched") >= 2)
        for place in pair:
            keepers[place].kill()
        in_time += viewer.metric("fragments_fetched") < 48
        told = viewer.end(fetching)
        check(told["bytes"] == 16 * 2621440, f"without {pair}: {told}")
        check(not viewer("state")["banned"], f"without {pair}: a keeper was shut out because it died")
        viewer.stop()
        for place in pair:
            keepers[place].start()
            check(keepers[place].address().split("/")[4] in keepers[place].settings[0][1], "it came back elsewhere")
    check(in_time == len(chosen), f"only {in_time} of {len(chosen)} kills came before the fetch was over")
    return f"{len(chosen)} pairs killed in the middle of a fetch, 40 MiB verified each time, nobody shut out"


@test(namespaces=False)
def fragments_spread_over_eight_stores_come_together(world, soak):
    # Cells of one small fragment ask most of the search, whole ones most of the transfer.
    sizes, seed = ("40x52428800" if soak else "200x4096"), 4
    keepers, published = eight_keepers(world, seed, sizes, 2)
    count = 2000 if soak else 200
    check(sum(one["fragments"] for one in published) == 2 * count, f"published {published}")
    viewer = viewer_of(world, "viewer", keepers)
    viewer.finds(published[0]["magnet"], 8)
    told = viewer("fetch", seed, sizes, seconds=1200)
    check(told["fragments"] == count, f"fetched {told}")
    check(told["bytes"] == told["peer_bytes"], f"not all from peers: {told}")
    gave = [keeper.metric("peer_bytes_out") for keeper in keepers]
    check(min(gave) > 0, f"somebody gave nothing: {gave}")
    check(not viewer("state")["banned"], "an honest keeper was shut out")
    rate = told["bytes"] / told["seconds"] / 1e6
    return f"{count} fragments, {told['bytes'] >> 20} MiB verified in {told['seconds']:.0f} s ({rate:.1f} MB/s)"


def delayed_pair(world, seconds, loss_percent):
    """Two hosts, and between them a router that delays every packet and loses some. Returns the hosts and the router."""
    middle = world.namespace("mid")
    hosts = []
    for number in (1, 2):
        host = world.namespace(f"h{number}")
        world.link(host, "wan", middle, f"to{number}")
        sh("ip", "-n", host, "address", "add", f"45.{number}.0.2/24", "dev", "wan")
        sh("ip", "-n", middle, "address", "add", f"45.{number}.0.1/24", "dev", f"to{number}")
        sh("ip", "-n", host, "link", "set", "wan", "up")
        sh("ip", "-n", middle, "link", "set", f"to{number}", "up")
        sh("ip", "-n", host, "route", "add", "default", "via", f"45.{number}.0.1")
        hosts.append(host)
    for name, value in (("ip_forward", 1), ("conf/all/rp_filter", 0), ("conf/default/rp_filter", 0)):
        setting(middle, name, value)
    delay = Delay(middle, seconds)
    world.helpers.append(delay)
    setting(middle, "conf/delay/rp_filter", 0)
    for number in (1, 2):
        sh("ip", "-n", middle, "rule", "add", "iif", f"to{number}", "lookup", "100")
    sh("ip", "-n", middle, "route", "add", "default", "dev", "delay", "table", "100")
    ruleset(middle, f"""
table ip loss {{
    chain forward {{
        type filter hook forward priority 0; policy accept;
        iifname "delay" numgen random mod 100 < {loss_percent} counter drop
    }}
}}
""")
    return hosts, middle, delay


def lost_packets(namespace):
    rules = sh("ip", "netns", "exec", namespace, "nft", "list", "table", "ip", "loss")
    return int(rules.split("packets ")[1].split()[0])


@test()
def loss_of_5_percent_and_delay(world, soak):
    each_way, size = (0.1, 4) if soak else (0.05, 2)
    hosts, middle, delay = delayed_pair(world, each_way, 5)
    keeper = world.node(
        "keeper",
        ("listen", "/ip4/45.1.0.2/tcp/4001"),
        ("listen", "/ip4/45.1.0.2/udp/4001/quic-v1"),
        ("external", "/ip4/45.1.0.2/tcp/4001"),
        ("dht", "server"),
        namespace=hosts[0],
    )
    said = []
    for seed, (way, listen) in enumerate(LISTEN.items(), 5):
        magnet = keeper("publish", seed, f"{size}x1048576", "0/1/1")["magnet"]
        join = keeper.address(KIND[way])
        viewer = world.node(way, ("listen", listen), ("bootstrap", join), ("dht", "client"), namespace=hosts[1])
        start = time.monotonic()
        check(eventually("a connection", lambda: connects(viewer, join)), "no connection")
        viewer.finds(magnet)
        told = viewer("fetch", seed, f"{size}x1048576", seconds=600)
        check(told["bytes"] == size * MIB, f"{way}: {told}")
        check(not viewer("state")["banned"], f"{way}: a slow way is no misdeed")
        said.append(f"{way} {size} MiB in {told['seconds']:.0f} s")
        viewer.stop()
    lost = lost_packets(middle)
    check(lost > 20 and delay.packets > 20 * lost // 2, f"{lost} packets lost of {delay.packets}")
    return f"{each_way * 1000:.0f} ms each way, {lost} of {delay.packets} packets lost: {', '.join(said)}"


PRIVATE_NETS = "0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, 198.18.0.0/15"
PRIVATE_OWN = ("10.9.9.9/8", "172.16.5.5/12", "192.168.77.1/24", "169.254.169.254/16", "100.64.1.1/10", "198.18.0.1/15")
TRAPPED_PORTS = (22, 25, 80, 5001, 9944)


class Trap:
    """Listens on all private addresses of a namespace, and counts every packet that is sent to one."""

    def __init__(self, namespace):
        self.namespace = namespace
        for address in PRIVATE_OWN:
            sh("ip", "-n", namespace, "address", "add", address, "dev", "lo")
        sh("ip", "-n", namespace, "address", "add", "fc00::1/7", "dev", "lo")
        ruleset(namespace, f"""
table inet trap {{
    chain out {{
        type filter hook output priority 0; policy accept;
        ip daddr {{ {PRIVATE_NETS} }} counter
        ip6 daddr {{ ::1, fc00::/7, fe80::/10 }} counter
    }}
}}
""")
        with inside(namespace):
            self.sockets = [socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True) for port in TRAPPED_PORTS]
            for one in self.sockets:
                one.setblocking(False)
            # The trap itself has to work.
            for address in ("10.9.9.9", "::1"):
                socket.create_connection((address, 22)).close()
        check(self.connections() == 2 and self.packets() > 0, "the trap does not see what it should")
        self.before = self.packets()

    def packets(self):
        rules = sh("ip", "netns", "exec", self.namespace, "nft", "list", "table", "inet", "trap")
        return sum(int(part.split()[0]) for part in rules.split("packets ")[1:])

    def connections(self):
        count = 0
        for one in self.sockets:
            try:
                while True:
                    one.accept()[0].close()
                    count += 1
            except BlockingIOError:
                pass
        return count

    def caught(self):
        return self.connections(), self.packets() - self.before

    def close(self):
        for one in self.sockets:
            one.close()


# Every way to write an address that must not be dialled, as a stranger's multiaddress.
HOSTILE_ADDRESSES = [
    *(f"/ip4/{address.split('/')[0]}/tcp/22" for address in PRIVATE_OWN),
    "/ip4/127.0.0.1/tcp/22",
    "/ip4/127.8.8.8/tcp/9944/ws",
    "/ip4/0.0.0.0/tcp/5001",
    "/ip4/127.0.0.1/udp/80/quic-v1",
    "/ip6/::1/tcp/22",
    "/ip6/::ffff:127.0.0.1/tcp/22",
    "/ip6/fc00::1/tcp/25",
    "/dns4/localhost/tcp/22",
    "/dns4/rebind.example/tcp/22",
    "/dns/rebind.example/tcp/80/ws",
]

# The same as web origins: {web} is a public server that redirects.
HOSTILE_ORIGINS = [
    "http://127.0.0.1",
    "http://127.8.8.8:5001",
    "http://2130706433",
    "http://0x7f.1",
    "http://0177.0.0.1:22",
    "http://0:25",
    "http://[::1]",
    "http://[::ffff:10.9.9.9]",
    "http://[fc00::1]:9944",
    "http://169.254.169.254/latest",
    "http://45.0.0.80@10.9.9.9",
    "http://localhost:5001",
    "http://rebind.example",
    "http://rebind.example.",
    "ftp://127.0.0.1",
    "file:///etc",
    "gopher://127.0.0.1:25",
    "http://45.0.0.80/to-loopback",
    "http://45.0.0.80/to-private",
    "http://45.0.0.80/to-rebind",
    "http://45.0.0.80/loop",
]


@test()
def hostile_addresses_lead_nowhere(world, soak):
    world.internet()
    hub, _ = hub_of(world)
    names = Names(world.public("dns", "45.0.0.53"), "45.0.0.53", {"rebind.example": ["45.0.0.80", "127.0.0.1", "10.9.9.9"]})
    web = Web(
        world.public("web", "45.0.0.80"),
        "45.0.0.80",
        {
            "/to-loopback": "http://127.0.0.1/secret",
            "/to-private": "http://10.9.9.9:5001/api/v0/shutdown",
            "/to-rebind": "http://rebind.example/secret",
            "/loop": "http://45.0.0.80/loop",
        },
    )
    world.helpers += [names, web]
    victim_at = world.public("victim", "45.0.0.7")
    world.resolver(victim_at, "45.0.0.53")
    trap = Trap(victim_at)
    world.helpers.append(trap)
    join = hub.address()
    attacker = world.node(
        "attacker",
        ("listen", "/ip4/0.0.0.0/tcp/4001"),
        ("bootstrap", join),
        ("dht", "client"),
        *[("external", address) for address in HOSTILE_ADDRESSES],
        namespace=world.public("evil", "45.0.0.66"),
    )
    magnet = attacker("publish", 9, "100000", "0/1/1")["magnet"]
    hub.finds(magnet)
    victim = world.node(
        "victim",
        ("listen", "/ip4/45.0.0.7/tcp/4001"),
        ("bootstrap", join),
        ("dht", "client"),
        ("connect", "3"),
        *[("files", origin) for origin in HOSTILE_ORIGINS],
        namespace=victim_at,
    )
    victim.finds(magnet)
    # With the attacker gone only the addresses it told are left to be tried.
    attacker.kill()
    error = victim.refused("play", 9, "100000")
    check("cannot be reached" in error, f"the provider was not tried: {error}")
    for address in HOSTILE_ADDRESSES:
        victim.refused("connect", f"{address}/p2p/{attacker.peer}")
    # Names are looked up anew each time, and each time they say something else.
    for _ in range(6):
        for address in ("/dns4/rebind.example/tcp/22", "/dns/rebind.example/tcp/80/ws"):
            victim.refused("connect", f"{address}/p2p/{attacker.peer}")
        victim.refused("get", magnet)
    connections, packets = trap.caught()
    check((connections, packets) == (0, 0), f"{connections} connections and {packets} packets to private addresses")
    check(names.asked > 6, f"names were looked up {names.asked} times only")
    check(web.hits, "the redirecting server was not asked")
    followed = [path for path in web.hits if path in ("/secret", "/loop") or "shutdown" in path]
    check(not followed, f"redirections were followed: {followed}")
    said = f"{len(HOSTILE_ADDRESSES)} addresses, {len(HOSTILE_ORIGINS)} origins, {names.asked} look-ups, {len(web.hits)} redirections"
    return f"{said}: 0 connections, 0 packets"


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
