import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { hostOf } from './subjects.ts'
import { mayBeThisMachine } from './this-machine.ts'

it.each([
  'localhost',
  'localhost.',
  'LOCALHOST',
  'ollama.localhost',
  '127.0.0.1',
  '127.8.0.3',
  '[::1]',
  '[::ffff:7f00:1]',
  '0.0.0.0',
  'host.docker.internal',
  '172.17.0.1',
  'ollama',
  'vllm-2',
])('%s may be this machine', (host) => {
  expect(mayBeThisMachine(new URL(`http://${host}:1/`).hostname)).toBe(true)
})

it.each(['192.0.2.7', 'gpu.example.org', '[2001:db8::7]', '10.255.255.254'])(
  '%s is another',
  (host) => {
    expect(mayBeThisMachine(new URL(`http://${host}:1/`).hostname)).toBe(false)
  },
)

it('is also known by its addresses in the network', () => {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? [])
  for (const { address, family } of all)
    expect(mayBeThisMachine(family === 'IPv6' ? `[${address}]` : address)).toBe(true)
})

it('servers on one machine share it; remote ones share nothing', () => {
  const host = (url: string, remote = false) => hostOf({ name: url, url, remote })
  expect(host('http://localhost:11434')).toBe(host('http://host.docker.internal:8080'))
  expect(host('http://192.0.2.7:1')).toBe(host('http://192.0.2.7:2'))
  expect(host('http://192.0.2.7:1')).not.toBe(host('http://192.0.2.8:1'))
  expect(host('https://api.example', true)).not.toBe(host('https://api.example/b', true))
})
