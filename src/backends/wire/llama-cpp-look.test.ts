import { expect, it, onTestFinished } from 'vitest'
import { backendSettings } from '../../../test/support/backend-settings.ts'
import { scriptedServer } from '../../../test/support/scripted-server.ts'
import { llamaCpp } from '../llama-cpp.ts'

it('a proxy that says that nobody is there behind it is no server that loads its model', async () => {
  const server = await scriptedServer({})
  const backend = llamaCpp.connect(backendSettings(server.url))
  onTestFinished(async () => {
    await backend.close()
    await server.close()
  })
  for (const path of ['/health', '/props', '/v1/models', '/']) {
    server.script[path] = (_, response) =>
      response.writeHead(503, { server: 'nginx' }).end('<h1>503 Service Unavailable</h1>')
  }
  const looking = backend.look(new AbortController().signal)
  await expect(looking).rejects.toMatchObject({ code: 'upstream_error' })
})
