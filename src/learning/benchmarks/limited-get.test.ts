import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { limitedGet } from './limited-get.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serving(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((request, response) => {
    response.setHeader('x-seen', `${request.headers['x-api-key']}`)
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const never = new AbortController().signal

it('gets a text with the headers given', async () => {
  const address = await serving((response) => response.end(response.getHeader('x-seen')))
  expect(await limitedGet()(address, { 'x-api-key': 'kéy' }, never)).toBe('kéy')
})

it('hangs up on a gigabyte', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'a')
  let sent = 0
  let hungUp: () => void = () => {}
  const left = new Promise<void>((resolve) => {
    hungUp = resolve
  })
  const address = await serving((response) => {
    const send = (): void => {
      while (sent < 1024 && !response.destroyed) {
        sent++
        if (!response.write(chunk)) return void response.once('drain', send)
      }
      response.end()
    }
    response.once('close', hungUp)
    send()
  })
  const get = limitedGet({ bytes: 2 * 1024 * 1024 })
  await expect(get(address, {}, never)).rejects.toThrow(/is longer than 2097152 bytes/)
  await left
  expect(sent).toBeLessThan(256)
})

it('waits no longer than the deadline for all of an answer', async () => {
  const address = await serving((response) => void response.write('{'))
  await expect(limitedGet({ ms: 50 })(address, {}, never)).rejects.toThrow('no answer within')
})

it('says what status came', async () => {
  const address = await serving((response) => response.writeHead(429).end('slow down'))
  await expect(limitedGet()(address, {}, never)).rejects.toThrow('answered with status 429')
})

it('stops when it is told to', async () => {
  const address = await serving(() => {})
  const control = new AbortController()
  const getting = limitedGet()(address, {}, control.signal)
  control.abort(new Error('shutting down'))
  await expect(getting).rejects.toThrow('shutting down')
})

it('takes a key to no other address', async () => {
  const elsewhere: string[] = []
  const other = createServer((request, response) => {
    elsewhere.push(`${request.headers['x-api-key']}`)
    response.end('got you')
  })
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const address = await serving((response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
  )
  await expect(limitedGet()(address, { 'x-api-key': 'secret' }, never)).rejects.toThrow()
  expect(elsewhere).toEqual([])
  expect(await limitedGet()(address, {}, never)).toBe('got you')
  other.close()
  other.closeAllConnections()
})
