// Our store as a process, driven by lines.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export class Store {
	static async start () {
		const store = new Store()
		store.directory = mkdtempSync(join(tmpdir(), 'interop-'))
		store.process = spawn(process.env.STORE_PEER, [join(store.directory, 'node')], { stdio: ['pipe', 'pipe', 'ignore'] })
		store.lines = createInterface({ input: store.process.stdout })[Symbol.asyncIterator]()
		store.hello = await store.#hear()
		store.token = readFileSync(join(store.directory, 'node', 'api-token'), 'utf8').trim()
		return store
	}

	async #hear () {
		const { value, done } = await this.lines.next()
		if (done) throw new Error('the store ended')
		return JSON.parse(value)
	}

	async do (line) {
		this.process.stdin.write(`${line}\n`)
		const answer = await this.#hear()
		if (answer.error != null) throw new Error(`${line}: ${answer.error}`)
		return answer
	}

	tcp () {
		return this.hello.addresses.find(address => address.includes('/tcp/'))
	}

	async block (cid) {
		const answer = await fetch(`${this.hello.gateway}/ipfs/${cid}?format=raw`)
		if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
		return new Uint8Array(await answer.arrayBuffer())
	}

	async stop () {
		const ended = new Promise(resolve => this.process.once('exit', resolve))
		this.process.stdin.end()
		const late = setTimeout(() => this.process.kill('SIGKILL'), 10_000)
		await ended
		clearTimeout(late)
		rmSync(this.directory, { recursive: true, force: true })
	}
}
