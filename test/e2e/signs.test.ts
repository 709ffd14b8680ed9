import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type RecordingBackend,
  recordingBackend,
  wholeAnswer,
} from '../support/recording-backend.ts'
import { json, type Router, startRouter, until } from '../support/router.ts'

const MODEL = 'qwen2.5:14b'
const folder = mkdtempSync(join(tmpdir(), 'smarterrouter-signs-'))
let backend: RecordingBackend
let router: Router

function start(): Promise<Router> {
  return startRouter({
    yaml: `backends: [{ name: up, kind: openai, url: '${backend.url}' }]`,
    env: { ROUTER_DATABASE_URL: `sqlite:///${join(folder, 'router.db')}` },
  })
}

beforeAll(async () => {
  backend = await recordingBackend([MODEL])
  router = await start()
})

afterAll(async () => {
  await router?.stop()
  await backend?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Message = { readonly role: string; readonly content: string }

function ask(messages: readonly Message[], chat: string, more: object = {}): Promise<Response> {
  return router.chat({ messages, ...more }, { 'x-openwebui-chat-id': chat })
}

interface Profile {
  readonly families: Readonly<
    Record<string, { readonly quality: number; readonly evidence: { readonly outcomes: number } }>
  >
}

/** Quality and what outcomes count, by family; signs are heard once an hour and when the router ends. */
async function heard(): Promise<Profile['families']> {
  await router.stop()
  router = await start()
  return known()
}

async function known(): Promise<Profile['families']> {
  const response = await router.get(`/admin/profiles?model=${MODEL}`)
  const [profile] = (await json<{ profiles: Profile[] }>(response)).profiles
  return profile?.families ?? {}
}

const total = (families: Profile['families']): number =>
  Object.values(families).reduce((sum, { evidence }) => sum + evidence.outcomes, 0)

const QUESTION = { role: 'user', content: 'Why is the sky blue on a clear day at noon?' }

describe('what nobody says', () => {
  it('is nothing of usual requests', async () => {
    await ask([QUESTION], 'usual')
    await ask([QUESTION], 'other')
    expect(total(await heard())).toBe(0)
  })

  it('is heard where the same is asked again, and lowers what is thought of the model', async () => {
    const before = await heard()
    await ask([QUESTION], 'again')
    await sleep(1100)
    await ask([QUESTION], 'again')
    const after = await heard()
    expect(total(after) - total(before)).toBeCloseTo(0.3)
    const [family] = Object.keys(after).filter((name) => (after[name]?.evidence.outcomes ?? 0) > 0)
    const qualityIn = (families: Profile['families']) => families[family ?? '']?.quality ?? 0
    await until(async () => qualityIn(await known()) < qualityIn(before))
  })

  it('is heard of empty answers and of calls that do not fit, as long as the client wanted more', async () => {
    const before = total(await heard())
    backend.answerWith(wholeAnswer({ content: '' }))
    await ask([QUESTION], 'empty')
    const call = {
      type: 'function',
      id: 'c1',
      function: { name: 'weather', arguments: '{"town":' },
    }
    backend.answerWith(wholeAnswer({ content: null, tool_calls: [call] }, 'tool_calls'))
    const parameters = { type: 'object', properties: { town: { type: 'string' } } }
    const tools = [{ type: 'function', function: { name: 'weather', parameters } }]
    await ask([QUESTION], 'call', { tools })
    backend.answerWith(wholeAnswer({ content: 'The sky' }, 'length'))
    await ask([QUESTION], 'short', { max_tokens: 2 })
    const after = await heard()
    expect(total(after) - before).toBeCloseTo(1)
    expect(after['tools']?.evidence.outcomes).toBeCloseTo(0.5)
  })

  it('is heard of conversations that go on, a little', async () => {
    const before = total(await heard())
    backend.answerWith(wholeAnswer({ content: 'It scatters.' }))
    await ask([QUESTION], 'on')
    await sleep(1100)
    const answer = { role: 'assistant', content: 'It scatters.' }
    await ask([QUESTION, answer, { role: 'user', content: 'And at dusk?' }], 'on')
    expect(total(await heard()) - before).toBeCloseTo(0.05)
  })

  it('keeps none of what was said', async () => {
    await router.stop()
    const kept = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'))
    expect(kept.some((text) => text.includes('outcome:'))).toBe(true)
    expect(kept.some((text) => /sky|scatters/i.test(text))).toBe(false)
    router = await start()
  })
})
