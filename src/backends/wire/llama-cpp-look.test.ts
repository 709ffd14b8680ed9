import { expect, it, onTestFinished } from 'vitest'
import { backendSettings } from '../../../test/support/backend-settings.ts'
import {
  type Scripted,
  type ScriptedServer,
  scriptedServer,
} from '../../../test/support/scripted-server.ts'
import type { Backend } from '../../contracts/backend.ts'
import type { ReportedModel } from '../../contracts/model.ts'
import { llamaCpp } from '../llama-cpp.ts'

const never = new AbortController().signal

interface Stage {
  readonly server: ScriptedServer
  readonly backend: Backend
}

async function stage(script: Record<string, Scripted>): Promise<Stage> {
  const server = await scriptedServer(script)
  const backend = llamaCpp.connect(backendSettings(server.url))
  onTestFinished(async () => {
    await backend.close()
    await server.close()
  })
  return { server, backend }
}

async function onlyModel(script: Record<string, Scripted>): Promise<ReportedModel> {
  const { backend } = await stage({ '/health': {}, '/props': {}, ...script })
  const { models } = await backend.look(never)
  const [only] = models
  if (only === undefined) throw new Error('no model was found')
  return only
}

it('a proxy that says that nobody is there behind it is no server that loads its model', async () => {
  const { server, backend } = await stage({})
  for (const path of ['/health', '/props', '/v1/models', '/']) {
    server.script[path] = (_, response) =>
      response.writeHead(503, { server: 'nginx' }).end('<h1>503 Service Unavailable</h1>')
  }
  await expect(backend.look(never)).rejects.toMatchObject({ code: 'upstream_error' })
})

it('what is far too long for a quantisation is none, and is not searched for one', async () => {
  const meta = { ftype: ' ('.repeat(60_000) }
  const { facts } = await onlyModel({ '/v1/models': { data: [{ id: 'm', meta }] } })
  expect(facts.quantisation).toBeUndefined()
})
