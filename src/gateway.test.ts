import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { loadFromTexts } from '../test/support/load-from-texts.ts'
import { scriptedServer } from '../test/support/scripted-server.ts'
import { createGateway } from './gateway.ts'

it('asks no backend any more when a change of the configuration comes after it has stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-test-'))
  const server = await scriptedServer({})
  onTestFinished(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  const settings = (yaml: string) => {
    const env = { ROUTER_PORT: '0', ROUTER_DATABASE_URL: `sqlite:///${join(folder, 'a.db')}` }
    return loadFromTexts({ yaml, env }).settings
  }
  const none = settings('backends: [{ name: gone, kind: ollama, url: http://127.0.0.1:9 }]')
  const logTo = new Writable({ write: (_chunk, _encoding, done) => done() })
  const gateway = await createGateway({ settings: none, version: '0.0.0-test', logTo })
  await gateway.start()
  await gateway.stop()
  await gateway.reconfigure(
    settings(`backends: [{ name: late, kind: ollama, url: ${server.url} }]`),
  )
  expect(server.requests).toEqual([])
})
