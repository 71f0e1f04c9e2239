"""Network namespaces, store processes in them, and a relay that delays packets. Used by netns_tests.py."""
import collections
import contextlib
import http.server
import json
import os
import queue
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

# What a step may take at the most, in seconds; nothing is expected to come near it.
LONG = 120


class Failure(Exception):
    """A test that did not hold."""


def check(holds, what):
    if not holds:
        raise Failure(what)


def eventually(what, test, seconds=LONG):
    """Waits until `test` gives something true, and returns it. Other machines send no event: they are asked again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = test()
        if value:
            return value
        time.sleep(0.1)
    raise Failure(f"{what}: not in time")


def sh(*words, **more):
    """Runs a command; its error text is the failure's."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode:
        raise Failure(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def setting(namespace, name, value):
    """A setting of the kernel for IPv4, written where it is: small systems have no `sysctl`."""
    sh("ip", "netns", "exec", namespace, "sh", "-c", f"echo {value} >/proc/sys/net/ipv4/{name}")


def can_make_namespaces():
    """Why namespaces cannot be made here; nothing if they can."""
    for tool in ("ip", "nft"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed (scripts/setup.sh --tests)"
    name = f"rc{os.getpid()}probe"
    try:
        sh("ip", "netns", "add", name)
        try:
            ruleset(name, "table ip t {\n chain c {\n  type nat hook postrouting priority 100;\n  masquerade fully-random\n }\n}\n")
        finally:
            sh("ip", "netns", "del", name)
    except Failure as error:
        return str(error)
    return None


def ruleset(namespace, text):
    sh("ip", "netns", "exec", namespace, "nft", "-f", "-", input=text)


class Node:
    """A store process, driven over its standard input."""

    def __init__(self, world, name, binary, settings, namespace=None, directory=None):
        self.world, self.name, self.namespace = world, name, namespace
        self.directory = directory or os.path.join(world.directory, name)
        self.settings = settings
        self.binary = binary
        self.start()

    def start(self):
        words = [self.binary, self.directory] + [f"{name}={value}" for name, value in self.settings]
        if self.namespace:
            words = ["ip", "netns", "exec", self.namespace] + words
        self.errors = open(os.path.join(self.world.directory, f"{self.name}.log"), "ab")
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.answers, self.waiting, self.next, self.lock = {}, {}, 0, threading.Lock()
        ready = self.waiting["ready"] = queue.Queue()
        threading.Thread(target=self.listen, args=(self.process, self.waiting), daemon=True).start()
        told = ready.get(timeout=LONG)
        check(told, f"{self.name} did not start: {open(self.errors.name).read()[-500:]}")
        self.peer, self.addresses, self.http = told["peer"], told["addresses"], told["http"]

    def listen(self, process, waiting):
        for line in process.stdout:
            told = json.loads(line)
            if "ready" in told:
                waiting["ready"].put(told["ready"])
            else:
                waiting.pop(told["id"]).put(told)
        for one in list(waiting.values()):
            one.put(None)

    def begin(self, *words):
        """Sends a command; returns what `end` takes."""
        with self.lock:
            self.next += 1
            name = str(self.next)
            answer = self.waiting[name] = queue.Queue()
            self.process.stdin.write(" ".join([name] + [str(word) for word in words]) + "\n")
            self.process.stdin.flush()
        return words, answer

    def end(self, begun, seconds=LONG):
        words, answer = begun
        try:
            told = answer.get(timeout=seconds)
        except queue.Empty:
            raise Failure(f"{self.name} {' '.join(map(str, words))}: no answer in {seconds} s") from None
        check(told is not None, f"{self.name} {words[0]}: the process ended")
        if "error" in told:
            raise Failure(f"{self.name} {' '.join(map(str, words))}: {told['error']}")
        return told["ok"]

    def __call__(self, *words, seconds=LONG):
        return self.end(self.begin(*words), seconds)

    def refused(self, *words):
        """The error of a command that must fail."""
        try:
            self(*words)
        except Failure as error:
            return str(error)
        raise Failure(f"{self.name} {' '.join(map(str, words))}: it should have failed")

    def metric(self, name):
        return self("state")["metrics"][name]

    def finds(self, key, count=1):
        return eventually(f"{self.name} finds {count} providers", lambda: len(self("providers", key)) >= count)

    def address(self, kind="/tcp/"):
        return next(address for address in self.addresses if kind in address)

    def rss_kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def kill(self):
        """SIGKILL: nothing is written or said any more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.kill()


class World:
    """Nodes and namespaces that end with the test."""

    def __init__(self, binary):
        self.binary = binary
        self.prefix = f"rc{os.getpid()}"
        self.namespaces, self.nodes, self.helpers, self.directories = [], [], [], []
        self.directory = tempfile.mkdtemp(prefix="reel-network-")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is not None and os.environ.get("KEEP_LOGS"):
            for node in self.nodes:
                with contextlib.suppress(Exception):
                    print(node.name, json.dumps(node("state", seconds=5)), flush=True)
            print(f"logs: {self.directory}", flush=True)
        for node in self.nodes:
            node.stop()
        for helper in self.helpers:
            helper.close()
        for namespace in self.namespaces:
            subprocess.run(["ip", "netns", "del", namespace], check=False, capture_output=True)
        for directory in self.directories:
            shutil.rmtree(directory, ignore_errors=True)
        if error is None or os.environ.get("KEEP_LOGS") is None:
            shutil.rmtree(self.directory, ignore_errors=True)

    def node(self, name, *settings, namespace=None, **more):
        node = Node(self, name, self.binary, list(settings), namespace, **more)
        self.nodes.append(node)
        return node

    def namespace(self, name):
        full = f"{self.prefix}{name}"
        sh("ip", "netns", "add", full)
        self.namespaces.append(full)
        sh("ip", "-n", full, "link", "set", "lo", "up")
        return full

    def link(self, one, one_name, other, other_name):
        """A cable between two namespaces."""
        sh("ip", "link", "add", "name", one_name, "netns", one, "type", "veth", "peer", "name", other_name, "netns", other)

    def internet(self):
        """A namespace with a bridge, where `public` attaches hosts of 45.0.0.0/8: reached from nowhere, it stands for all that is public."""
        self.net = self.namespace("net")
        sh("ip", "-n", self.net, "link", "add", "br0", "type", "bridge")
        sh("ip", "-n", self.net, "link", "set", "br0", "up")

    def public(self, name, address):
        """A namespace on the bridge with a public address."""
        namespace = self.namespace(name)
        self.link(namespace, "wan", self.net, f"p{name}"[:15])
        sh("ip", "-n", self.net, "link", "set", f"p{name}"[:15], "master", "br0", "up")
        sh("ip", "-n", namespace, "address", "add", f"{address}/8", "dev", "wan")
        sh("ip", "-n", namespace, "link", "set", "wan", "up")
        return namespace

    def behind_nat(self, name, address, lan, symmetric=False):
        """A host with a private address behind a router that masquerades and lets in nothing that was not asked for.

        Linux keeps the source port where it can, so one socket looks the same to all (endpoint-independent mapping);
        `symmetric` takes another random port for each destination.
        """
        router, host = self.public(f"{name}r", address), self.namespace(f"{name}h")
        self.link(router, "lan", host, "eth0")
        sh("ip", "-n", router, "address", "add", f"192.168.{lan}.1/24", "dev", "lan")
        sh("ip", "-n", router, "link", "set", "lan", "up")
        sh("ip", "-n", host, "address", "add", f"192.168.{lan}.2/24", "dev", "eth0")
        sh("ip", "-n", host, "link", "set", "eth0", "up")
        sh("ip", "-n", host, "route", "add", "default", "via", f"192.168.{lan}.1")
        setting(router, "ip_forward", 1)
        ruleset(router, f"""
table ip nat {{
    chain out {{
        type nat hook postrouting priority 100;
        oifname "wan" masquerade {"fully-random" if symmetric else ""}
    }}
}}
table ip filter {{
    chain input {{
        type filter hook input priority 0; policy accept;
        iifname "wan" ct state established,related accept
        iifname "wan" drop
    }}
    chain forward {{
        type filter hook forward priority 0; policy accept;
        iifname "wan" ct state established,related accept
        iifname "wan" drop
    }}
}}
""")
        return host

    def resolver(self, namespace, address):
        """Names are looked up there. `ip netns exec` puts the file in place of the host's."""
        directory = f"/etc/netns/{namespace}"
        os.makedirs(directory)
        self.directories.append(directory)
        for name, text in (("resolv.conf", f"nameserver {address}\n"), ("hosts", "127.0.0.1 localhost\n")):
            with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
                file.write(text)

    def sent_bytes(self, namespace, device="wan"):
        """Bytes that went out of a namespace by a device."""
        return json.loads(sh("ip", "-n", namespace, "-j", "-s", "link", "show", device))[0]["stats64"]["tx"]["bytes"]


@contextlib.contextmanager
def inside(namespace):
    """This thread in another namespace."""
    back = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        setns(there)
        yield
    finally:
        setns(back)
        os.close(back)
        os.close(there)


def setns(descriptor):
    import ctypes

    if ctypes.CDLL(None, use_errno=True).setns(descriptor, 0x40000000):
        raise Failure(f"setns: {os.strerror(ctypes.get_errno())}")


class Names:
    """A name server that gives each name its addresses in turn: what was right at the check is not at the next look."""

    def __init__(self, namespace, address, names):
        self.names, self.asked, self.running = names, 0, True
        with inside(namespace):
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.socket.bind((address, 53))
        self.socket.settimeout(0.2)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while self.running:
            try:
                query, sender = self.socket.recvfrom(2048)
            except TimeoutError:
                continue
            except OSError:
                return
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1 : at + 1 + query[at]].decode())
                at += 1 + query[at]
            question = query[12 : at + 5]
            answers = b""
            addresses = self.names.get(".".join(labels).lower())
            # Type A only.
            if addresses and question[-4:] == b"\0\x01\0\x01":
                address = addresses[self.asked % len(addresses)]
                self.asked += 1
                answers = b"\xc0\x0c\0\x01\0\x01\0\0\0\0\0\x04" + socket.inet_aton(address)
            head = query[:2] + b"\x81\x80\0\x01" + (b"\0\x01" if answers else b"\0\0") + b"\0\0\0\0"
            self.socket.sendto(head + question + answers, sender)

    def close(self):
        self.running = False
        self.socket.close()


class Web:
    """A web server that answers with redirections: first part of the path to where it leads. Notes what it was asked."""

    def __init__(self, namespace, address, redirections):
        hits = self.hits = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(302)
                self.send_header("Location", redirections.get("/" + self.path.split("/")[1], "http://127.0.0.1/"))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        with inside(namespace):
            self.server = http.server.ThreadingHTTPServer((address, 80), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Delay:
    """A relay of packets: what comes out of a tunnel device goes back into it `seconds` later, so that a router which
    sends all it forwards into the device delays it. Stands for `tc netem delay`, which not every kernel has."""

    def __init__(self, namespace, seconds):
        import fcntl
        import struct

        with inside(namespace):
            self.tunnel = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            # TUNSETIFF with IFF_TUN and IFF_NO_PI.
            fcntl.ioctl(self.tunnel, 0x400454CA, struct.pack("16sH", b"delay", 0x0001 | 0x1000))
        sh("ip", "-n", namespace, "link", "set", "delay", "txqueuelen", "10000", "up")
        self.seconds, self.packets, self.running = seconds, 0, True
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        due = collections.deque()
        while self.running:
            wait = 0.2 if not due else max(0.0, due[0][0] - time.monotonic())
            if select.select([self.tunnel], [], [], wait)[0]:
                with contextlib.suppress(BlockingIOError):
                    while True:
                        packet = os.read(self.tunnel, 65536)
                        due.append((time.monotonic() + self.seconds, packet))
            now = time.monotonic()
            while due and due[0][0] <= now:
                with contextlib.suppress(OSError):
                    os.write(self.tunnel, due.popleft()[1])
                    self.packets += 1

    def close(self):
        self.running = False
        self.thread.join()
        os.close(self.tunnel)
