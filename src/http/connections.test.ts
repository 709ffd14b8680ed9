import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Connections } from './connections.ts'

const server = createServer()
const connections = new Connections(server)

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => {
  connections.dropAll()
  server.close()
})

interface Pair {
  /** The server's end. */
  readonly accepted: Socket
  /** Resolves when the server has got it all. */
  send(bytes: string): Promise<void>
}

async function open(bytes: string): Promise<Pair> {
  const { port } = server.address() as AddressInfo
  const client = connect(port, '127.0.0.1').on('error', () => undefined)
  const [accepted] = (await once(server, 'connection')) as [Socket]
  const send = async (more: string) => {
    const all = accepted.bytesRead + more.length
    client.write(more)
    while (accepted.bytesRead < all) await new Promise((resolve) => setImmediate(resolve))
  }
  await send(bytes)
  return { accepted, send }
}

it('drops what never spoke at the first look, and what has fallen silent at the second', async () => {
  const { accepted: mute } = await open('')
  const { accepted: half } = await open('GET / HTTP/1.1\r\nhost:')
  connections.dropSilent()
  expect([mute.destroyed, half.destroyed]).toEqual([true, false])
  connections.dropSilent()
  expect(half.destroyed).toBe(true)
})

it('leaves alone what goes on speaking', async () => {
  const { accepted, send } = await open('POST / HTTP/1.1\r\n')
  for (let look = 0; look < 5; look++) {
    connections.dropSilent()
    await send('a')
  }
  expect(accepted.destroyed).toBe(false)
})

it('drops all, whatever they said last', async () => {
  const { accepted: mute } = await open('')
  const { accepted: half } = await open('GET /')
  connections.dropAll()
  expect([mute.destroyed, half.destroyed]).toEqual([true, true])
})
