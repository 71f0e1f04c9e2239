// Helia, its verified fetch, and Kubo's own RPC client against our store. Nothing outside is dialled: no bootstrap list,
// no default gateways, no default routers, and the whole test runs in a network namespace of its own.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noise } from '@libp2p/noise'
import { yamux } from '@libp2p/yamux'
import { withBitswap } from '@helia/bitswap'
import { car } from '@helia/car'
import { withHTTP } from '@helia/http'
import { withLibp2pLight } from '@helia/libp2p'
import { createVerifiedFetch } from '@helia/verified-fetch'
import { CarReader } from '@ipld/car'
import * as dagCbor from '@ipld/dag-cbor'
import { identify } from '@libp2p/identify'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { createHeliaLight } from 'helia'
import { create as kuboClient } from 'kubo-rpc-client'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import { Store } from './store.mjs'

const local = { allowInsecure: true, allowLocal: true }

async function toBytes (source) {
	if (source instanceof Uint8Array) return source
	const pieces = []
	for await (const piece of source) pieces.push(piece)
	return new Uint8Array(Buffer.concat(pieces))
}

async function heliaOverBitswap (t) {
	const helia = withBitswap(withLibp2pLight(createHeliaLight({ codecs: [dagCbor] }), {
		addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
		transports: [tcp()],
		connectionEncrypters: [noise()],
		streamMuxers: [yamux()],
		services: { identify: identify() }
	}))
	await helia.start()
	t.after(() => helia.stop())
	return helia
}

async function store (t) {
	const started = await Store.start()
	t.after(() => started.stop())
	return started
}

async function isGot (blockstore, ours, title, options = {}) {
	for (const text of [title.magnet, ...title.cells, ...title.fragments]) {
		const bytes = await toBytes(blockstore.get(CID.parse(text), { signal: AbortSignal.timeout(30_000), ...options }))
		assert.deepEqual(bytes, await ours.block(text), text)
	}
}

test('helia fetches every block of a title from us over Bitswap', async t => {
	const ours = await store(t)
	const title = await ours.do('title 11 4')
	const helia = await heliaOverBitswap(t)
	await helia.libp2p.dial(multiaddr(ours.tcp()))
	await isGot(helia.blockstore, ours, title)
	const { counters } = await ours.do('state')
	assert.ok(counters.bitswap_blocks_out >= 6)
})

test('we fetch a DAG from helia over Bitswap', async t => {
	const ours = await store(t)
	const helia = await heliaOverBitswap(t)
	const leaves = []
	for (let at = 0; at < 5; at++) {
		const bytes = new Uint8Array(300_000).fill(at + 1)
		const cid = CID.createV1(raw.code, await sha256.digest(bytes))
		await helia.blockstore.put(cid, bytes)
		leaves.push(cid)
	}
	const node = dagCbor.encode({ leaves })
	const root = CID.createV1(dagCbor.code, await sha256.digest(node))
	await helia.blockstore.put(root, node)
	await ours.do(`connect ${helia.libp2p.getMultiaddrs()[0]}`)
	const fetched = await ours.do(`dag ${root}`)
	assert.equal(fetched.blocks, 6)
	assert.deepEqual(await ours.block(leaves[4].toString()), new Uint8Array(300_000).fill(5))
})

test('helia gets nothing over Bitswap that was taken down', async t => {
	const ours = await store(t)
	const title = await ours.do('title 12 1')
	await ours.do(`deny ${title.magnet} court order`)
	const helia = await heliaOverBitswap(t)
	await helia.libp2p.dial(multiaddr(ours.tcp()))
	const asked = toBytes(helia.blockstore.get(CID.parse(title.fragments[0]), { signal: AbortSignal.timeout(4_000) }))
	await assert.rejects(async () => await asked)
	const { counters } = await ours.do('state')
	assert.equal(counters.bitswap_blocks_out, 0)
	const gone = await fetch(`${ours.hello.gateway}/ipfs/${title.fragments[0]}?format=raw`)
	assert.equal(gone.status, 410)
	assert.match(await gone.text(), /court order/)
})

test('helia finds us by our delegated routing and fetches over the trustless gateway', async t => {
	const ours = await store(t)
	const title = await ours.do('title 13 3')
	const helia = withHTTP(createHeliaLight({ codecs: [dagCbor] }), {
		delegatedRouters: [ours.hello.gateway],
		recursiveGateways: [],
		...local
	})
	await helia.start()
	t.after(() => helia.stop())
	await isGot(helia.blockstore, ours, title)
	const { counters } = await ours.do('state')
	assert.equal(counters.bitswap_blocks_out, 0, 'all of it over HTTP')
})

async function verifiedGets (verified, ours, title) {
	const answer = await verified(`ipfs://${title.fragments[1]}`, { ...local, signal: AbortSignal.timeout(30_000) })
	assert.equal(answer.status, 200)
	assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), await ours.block(title.fragments[1]))
	const manifest = await verified(`ipfs://${title.magnet}`, {
		...local,
		headers: { accept: 'application/vnd.ipld.dag-cbor' },
		signal: AbortSignal.timeout(30_000)
	})
	assert.equal(dagCbor.decode(new Uint8Array(await manifest.arrayBuffer())).title, `Film ${title.seed}`)
}

test('verified fetch gets a fragment and a manifest by our delegated routing', async t => {
	const ours = await store(t)
	const title = { seed: 14, ...await ours.do('title 14 2') }
	const verified = await createVerifiedFetch({
		gateways: [],
		routers: [ours.hello.gateway],
		libp2pConfig: { peerDiscovery: [], addresses: { listen: [] } },
		...local
	})
	t.after(() => verified.stop())
	await verifiedGets(verified, ours, title)
})

test('verified fetch falls back to our gateway when routing knows nobody', async t => {
	const ours = await store(t)
	const empty = await store(t)
	const title = { seed: 17, ...await ours.do('title 17 2') }
	const helia = withHTTP(createHeliaLight({ codecs: [dagCbor] }), {
		delegatedRouters: [empty.hello.gateway],
		recursiveGateways: [ours.hello.gateway],
		...local
	})
	const verified = await createVerifiedFetch(await helia.start())
	t.after(() => verified.stop())
	await verifiedGets(verified, ours, title)
})

test('CAR files go both ways between helia and us', async t => {
	const ours = await store(t)
	const title = await ours.do('title 15 2')
	const answer = await fetch(`${ours.hello.gateway}/ipfs/${title.magnet}?format=car`)
	const helia = await heliaOverBitswap(t)
	await car(helia).import(await CarReader.fromBytes(new Uint8Array(await answer.arrayBuffer())))
	await isGot(helia.blockstore, ours, title, { offline: true })

	const pieces = []
	for await (const piece of car(helia).export(CID.parse(title.magnet), { offline: true })) pieces.push(piece)
	const second = await store(t)
	const form = new FormData()
	form.append('file', new Blob(pieces))
	const imported = await fetch(`${second.hello.gateway}/api/v0/dag/import`, {
		method: 'POST',
		headers: { authorization: `Bearer ${second.token}` },
		body: form
	})
	assert.equal(imported.status, 200, await imported.clone().text())
	for (const cid of title.fragments) assert.deepEqual(await second.block(cid), await ours.block(cid))
})

test('the client of Kubo’s RPC does its work against ours', async t => {
	const ours = await store(t)
	const title = await ours.do('title 16 2')
	const client = kuboClient({ url: `${ours.hello.gateway}/api/v0`, headers: { authorization: `Bearer ${ours.token}` } })

	assert.equal((await client.id()).id.toString(), ours.hello.peer)
	assert.match((await client.version()).version, /\d/)

	const bytes = new TextEncoder().encode('a small file')
	const cid = await client.block.put(bytes, { format: 'raw', mhtype: 'sha2-256', version: 1 })
	assert.deepEqual(new Uint8Array(await client.block.get(cid)), bytes)
	assert.equal((await client.block.stat(cid)).size, bytes.length)

	const added = await client.add(bytes, { rawLeaves: true, cidVersion: 1 })
	assert.equal(added.cid.toString(), cid.toString())
	assert.deepEqual(await toBytes(client.cat(cid)), bytes)

	assert.equal((await client.pin.add(cid)).toString(), cid.toString())
	const pins = []
	for await (const pin of client.pin.ls({ type: 'recursive' })) pins.push(pin.cid.toString())
	assert.ok(pins.includes(cid.toString()) && pins.includes(title.magnet))
	await client.pin.rm(cid)

	const exported = await toBytes(client.dag.export(CID.parse(title.magnet)))
	const reader = await CarReader.fromBytes(exported)
	assert.deepEqual((await reader.getRoots()).map(String), [title.magnet])
	const second = await store(t)
	const other = kuboClient({ url: `${second.hello.gateway}/api/v0`, headers: { authorization: `Bearer ${second.token}` } })
	const roots = []
	for await (const result of other.dag.import([exported], { pinRoots: true })) roots.push(result.root.cid.toString())
	assert.deepEqual(roots, [title.magnet])
	for (const fragment of title.fragments) assert.deepEqual(await second.block(fragment), await ours.block(fragment))

	await other.swarm.connect(multiaddr(ours.tcp()))
	const peers = await other.swarm.peers()
	assert.deepEqual(peers.map(({ peer }) => peer.toString()), [ours.hello.peer])
	const providers = []
	for await (const event of other.routing.findProvs(CID.parse(title.magnet))) {
		if (event.name === 'PROVIDER') providers.push(...event.providers.map(({ id }) => id.toString()))
	}
	assert.ok(providers.includes(ours.hello.peer))
	assert.ok(Number((await client.repo.stat()).numObjects) > 0)

	for await (const removed of client.block.rm(cid)) assert.equal(removed.error, undefined)
	await assert.rejects(client.block.stat(cid, { timeout: 4_000 }))
	const stranger = kuboClient({ url: `${ours.hello.gateway}/api/v0` })
	await assert.rejects(stranger.id(), 'without the token')
})
