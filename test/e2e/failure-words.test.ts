import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { type ErrorBody, json, type Router, startRouter } from '../support/router.ts'

const KEY = 'zzTopSecretValue99'
const TENANT = 'tenant-4711-value'

describe('what a backend says of its failure', () => {
  let backend: RecordingBackend
  let router: Router
  beforeAll(async () => {
    backend = await recordingBackend(['m'])
    router = await startRouter({
      yaml: `backends:\n  - { name: up, kind: openai, url: '${backend.url}', api_key: '${KEY}', headers: { x-tenant: '${TENANT}' } }`,
    })
  })
  afterAll(async () => {
    await router?.stop()
    await backend?.close()
  })

  it.each([400, 404, 500])('comes without secrets and places, status %i', async (status) => {
    const message = `model "x" failed for ${KEY} of ${TENANT} at ${backend.url}/v1, fd00::12 /home/alice/m.gguf, 4096 tokens`
    backend.answerWith((response) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message } })),
    )
    const messages = [{ role: 'user', content: 'hi' }]
    const answer = await router.chat({ model: 'm', messages })
    const said = (await json<ErrorBody>(answer)).error.message
    expect(said).toContain(
      'model "x" failed for [redacted] of [redacted] at (address), (address) (path), 4096 tokens',
    )
  })
})
