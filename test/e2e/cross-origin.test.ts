import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  chunkEvent,
  DONE_EVENT,
  type RecordingBackend,
  recordingBackend,
  streamAnswer,
} from '../support/recording-backend.ts'
import { type Router, startRouter } from '../support/router.ts'

const PAGE = 'https://chat.example'
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization, content-type',
}
const MESSAGES = [{ role: 'user', content: 'hi' }]

let backend: RecordingBackend
beforeAll(async () => {
  backend = await recordingBackend(['m'])
})
afterAll(() => backend?.close())

function start(env: Readonly<Record<string, string>>): Promise<Router> {
  return startRouter({ yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`, env })
}

const preflight = (router: Router, origin: string, path = '/v1/chat/completions') =>
  fetch(router.url + path, { method: 'OPTIONS', headers: { origin, ...PREFLIGHT } })

/** The answers a page may get: from memory, whole, streamed, refused early and late, and not found. */
async function answers(router: Router, origin: string): Promise<Response[]> {
  const headers = { origin }
  const whole = await router.chat({ messages: MESSAGES }, headers)
  backend.answerWith(streamAnswer([chunkEvent({ content: 'hi' }, 'stop'), DONE_EVENT]))
  return [
    whole,
    await router.chat({ messages: MESSAGES, stream: true }, headers),
    await router.chat({ messages: MESSAGES, model: 'nobody' }, headers),
    await router.chat({ messages: 7 }, headers),
    await router.embed({ input: 7 }, headers),
    await router.get('/v1/models', headers),
    await router.get('/nothing', headers),
    await router.get('/health', headers),
  ]
}

function saysOfOrigins(response: Response): string[] {
  return [...response.headers.keys()].filter((name) => /^access-control|^vary$/.test(name))
}

describe('pages of other origins', () => {
  it('are told nothing unless they are allowed', async () => {
    const router = await start({})
    try {
      const refused = await preflight(router, PAGE)
      expect(refused.status).toBe(405)
      for (const response of [refused, ...(await answers(router, PAGE))]) {
        expect(saysOfOrigins(response)).toEqual([])
        await response.text()
      }
    } finally {
      await router.stop()
    }
  })

  it('may call and read everything when they are, and only they', async () => {
    const router = await start({
      ROUTER_CORS_ALLOWED_ORIGINS: `${PAGE}, http://localhost:3000`,
      ROUTER_ADMIN_API_KEY: 'sk-admin',
    })
    try {
      const allowed = await preflight(router, PAGE)
      expect(allowed.status).toBe(204)
      expect(Object.fromEntries(allowed.headers)).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': expect.stringContaining('POST'),
        'access-control-allow-headers': PREFLIGHT['access-control-request-headers'],
        'x-request-id': expect.stringMatching(/./),
      })
      for (const response of await answers(router, PAGE)) {
        expect(response.headers.get('access-control-allow-origin')).toBe(PAGE)
        expect(response.headers.get('access-control-expose-headers')).toContain('x-router-model')
        expect(response.headers.get('vary')).toMatch(/origin/i)
        await response.text()
      }
      const others = [await preflight(router, 'https://evil.example')]
      for (const response of [...others, ...(await answers(router, 'https://evil.example'))]) {
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
        await response.text()
      }
    } finally {
      await router.stop()
    }
  })

  it('may be all, also where a key is asked for, but not for what is this machine’s own', async () => {
    const router = await start({ ROUTER_CORS_ALLOWED_ORIGINS: '*', ROUTER_API_KEY: 'sk-client' })
    try {
      expect((await preflight(router, PAGE)).status).toBe(204)
      const refused = await router.chat({ messages: MESSAGES }, { origin: PAGE })
      expect(refused.status).toBe(401)
      expect(refused.headers.get('access-control-allow-origin')).toBe('*')
      const admin = await router.get('/admin/models', { origin: PAGE })
      expect(admin.status).toBe(403)
    } finally {
      await router.stop()
    }
  })
})
