import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectHeard, message, user } from '../support/dialect-matrix/case.ts'
import { readStream, readWhole } from '../support/dialect-matrix/read-answer.ts'
import {
  backendLine,
  CLIENTS,
  type Kind,
  lastSent,
  nullsIn,
  post,
  SERVER_PATHS,
  simulated,
  simulatorOf,
} from '../support/dialect-matrix/stage.ts'
import { json, type Router, startRouter, until } from '../support/router.ts'
import type { Simulator } from '../support/simulators.ts'

/** Both have it. */
const MODEL = 'qwen3-vl:8b'
const SAY = 'Weather? [[think:Hm.]] [[call:weather {"city":"Oslo"}]]'
const WEATHER = { type: 'object', properties: { city: { type: 'string' } } }
const FUNCTION = { type: 'function', function: { name: 'weather', parameters: WEATHER } }

const ASKS = {
  chat: {
    model: MODEL,
    messages: [{ role: 'system', content: 'Be kind.' }, user(SAY)],
    tools: [FUNCTION],
    reasoning_effort: 'low',
    seed: 7,
    parallel_tool_calls: false,
  },
  messages: message(SAY, {
    model: MODEL,
    system: [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }],
    tools: [{ name: 'weather', input_schema: WEATHER }],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 1024 },
    max_tokens: 2048,
  }),
}
/** What tells whose language a body is in. */
const TONGUES: Readonly<Record<Kind, object>> = {
  ollama: { think: true, truncate: false },
  'llama.cpp': { reasoning_effort: 'low', parallel_tool_calls: false },
  openai: { reasoning_effort: 'low', parallel_tool_calls: false },
  anthropic: { thinking: { type: 'enabled', budget_tokens: 1024 }, system: expect.anything() },
}
const DROPPED = {
  chat: {
    ollama: 'parallel_tool_calls',
    'llama.cpp': null,
    openai: null,
    anthropic: 'seed',
  },
  messages: {
    ollama: 'cache_control, tool_choice.disable_parallel_tool_use',
    'llama.cpp': 'cache_control',
    openai: 'cache_control',
    anthropic: null,
  },
} as const

describe.each([
  ['openai', 'anthropic'],
  ['anthropic', 'ollama'],
  ['ollama', 'llama.cpp'],
] as const)('%s and %s with the same model', (one, other) => {
  const kinds: readonly [Kind, Kind] = [one, other]
  const simulators = new Map<Kind, Simulator>()
  let router: Router

  beforeAll(async () => {
    for (const kind of kinds) simulators.set(kind, await simulatorOf(kind, [simulated(MODEL)]))
    const lines = kinds.map((kind) => backendLine(kind, simulators.get(kind)?.url ?? ''))
    router = await startRouter({ yaml: `backends:\n${lines.join('\n')}` })
    await until(async () => (await placementsIn(router)) === kinds.length)
  })
  afterAll(async () => {
    await router?.stop()
    for (const simulator of simulators.values()) await simulator.stop()
  })

  function server(kind: Kind): { readonly simulator: Simulator } {
    const simulator = simulators.get(kind)
    if (simulator === undefined) throw new Error(`There is no ${kind}.`)
    return { simulator }
  }

  describe.each(CLIENTS)('a client that speaks %s', (client) => {
    /** Which of the two is asked first is the router's affair: until it is the broken one, they take turns. */
    it.each([false, true])(
      'is answered by whichever works, in its language, streamed: %s',
      async (stream) => {
        const streaming = client === 'chat' ? { stream_options: { include_usage: true } } : {}
        const body = { ...ASKS[client], ...(stream && { stream, ...streaming }) }
        let moved = false
        for (const broken of [...kinds, ...kinds, ...kinds]) {
          if (moved) break
          const [works = broken] = kinds.filter((kind) => kind !== broken)
          await server(broken).simulator.control({ fail: { mode: 'status', status: 500 } })
          const response = await post(router, client, body)
          const answer = stream
            ? await readStream(client, response, true)
            : await readWhole(client, response)
          await server(broken).simulator.control({ fail: null })
          expectHeard(answer, client, {
            thinking: 'Hm.',
            calls: [{ name: 'weather', input: { city: 'Oslo' } }],
            end: 'tools',
          })
          expect(response.headers.get('x-router-backend')).toBe(works.replace('.', '-'))
          expect(response.headers.get('x-router-dropped-params')).toBe(DROPPED[client][works])
          moved = response.headers.get('x-router-attempts') === '2'
          for (const kind of moved ? kinds : [works]) {
            const sent = await lastSent(server(kind), kind)
            expect(sent.body).toMatchObject(TONGUES[kind])
            expect(nullsIn(sent.body)).toEqual([])
          }
        }
        expect(moved).toBe(true)
      },
    )
  })

  it('were asked only on the paths of their own', async () => {
    for (const kind of kinds) {
      const { byPath } = await server(kind).simulator.stats()
      const paths = Object.keys(byPath).filter((path) => Object.values(SERVER_PATHS).includes(path))
      expect(paths).toEqual([SERVER_PATHS[kind]])
    }
  })
})

/** Ready is a router that has found one of its servers. */
async function placementsIn(router: Router): Promise<number> {
  const { models } = await json<{ models: { placements: unknown[] }[] }>(
    await router.get('/admin/models'),
  )
  return models.flatMap(({ placements }) => placements).length
}
