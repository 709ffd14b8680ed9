import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerInput } from '../../src/demo/engine/description.ts'
import type { SimulatedKind } from '../../src/demo/engine/start-server.ts'
import { type Simulator, startSimulator } from '../support/simulators.ts'
import { askForParis, askForTool } from './support/asks.ts'
import { hearServer, inventions } from './support/likeness.ts'
import { type RealServer, type ServerRecipe, startServer } from './support/real-server.ts'
import {
  BROKEN,
  CHAT,
  EMBED,
  llamaRecipe,
  ollamaRecipe,
  routerRecipe,
  SPARE,
} from './support/recipes.ts'
import { liveStage, type ServerName } from './support/stage.ts'

/** What a real server is asked, and a simulated one where that needs other words to do the same. */
type Ask = readonly [path: string, body?: object, simulated?: object]

interface Likeness {
  readonly title: string
  readonly server: ServerName
  /** A server of its own: on one that others use other models may be loaded. */
  readonly recipe: (folder: string) => ServerRecipe
  readonly kind: SimulatedKind
  readonly description: ServerInput
  readonly asks: readonly Ask[]
  /** Places of the answers that only simulated models have: other architectures, other sizes. */
  readonly own: RegExp
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const { folder, servers } = liveStage()
const chat = { name: CHAT, talents: ['tools'] } as const
const embedder = { name: EMBED, role: 'embedding', servedContext: 256 } as const

/** As the asks of the router's tests, but with the model's own name. */
function to(model: string, ask: object, more: object = {}): object {
  return { ...ask, model, ...more }
}

const image = {
  role: 'user',
  content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } }],
}
const long = [{ role: 'user', content: 'word '.repeat(5_000) }]
const paris = askForParis('')
const tool = askForTool('')
const order = [{ role: 'user', content: '[[call:get_weather {"city":"Oslo"}]]' }]
const schema = { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a'] }
const format = { type: 'json_schema', json_schema: { name: 'a', schema } }
const COMPLETIONS = '/v1/chat/completions'
const EMBEDDINGS = '/v1/embeddings'

/** What OpenAI's language is asked, wherever it is spoken. */
function openaiAsks(model: string): readonly Ask[] {
  return [
    ['/v1/models'],
    [COMPLETIONS, to(model, paris)],
    [COMPLETIONS, to(model, paris, { stream: true })],
    [COMPLETIONS, to(model, paris, { stream: true, stream_options: { include_usage: true } })],
    [COMPLETIONS, to(model, paris, { max_tokens: 2 })],
    [COMPLETIONS, to(model, paris, { response_format: format, max_tokens: 40 })],
    ...[{}, { stream: true }].map(
      (more): Ask => [
        COMPLETIONS,
        to(model, tool, more),
        to(model, tool, { ...more, messages: order }),
      ],
    ),
    [COMPLETIONS, {}],
    ['/nowhere'],
  ]
}

const native = {
  model: CHAT,
  messages: [{ role: 'user', content: 'Hello' }],
  stream: false,
  options: { num_predict: 8 },
}

const LIKENESSES: readonly Likeness[] = [
  {
    title: 'Ollama',
    server: 'ollama',
    recipe: ollamaRecipe,
    kind: 'ollama',
    description: { models: [chat, { name: SPARE }, embedder] },
    own: /^model_info\.llama\.vocab_size/,
    asks: [
      ['/nowhere'],
      ['/api/chat'],
      ['/'],
      ['/api/version'],
      ['/api/tags'],
      ['/api/ps'],
      ['/api/show', { model: CHAT }],
      ['/api/show', { model: 'nobody' }],
      ['/api/chat', native],
      ['/api/chat', { ...native, stream: true }],
      ['/api/chat', { ...native, format: schema, options: { num_predict: 40 } }],
      ['/api/chat', { ...native, model: 'nobody' }],
      ['/api/chat', { ...native, model: '' }],
      ['/api/chat', { ...native, model: EMBED }],
      ['/api/chat', { ...native, think: true }],
      ['/api/chat', { ...native, messages: long, truncate: false }],
      ['/api/generate', { model: CHAT }],
      ['/api/generate', { model: 'nobody' }],
      ['/api/embed', { model: EMBED, input: ['a', 'b'] }],
      ['/api/embed', { model: EMBED, input: [] }],
      ['/api/embed', { model: EMBED, input: 'word '.repeat(900), truncate: false }],
      ['/api/embed', { model: EMBED, input: { a: 1 } }],
    ],
  },
  {
    title: 'llama.cpp server',
    server: 'llama',
    recipe: llamaRecipe,
    kind: 'llama.cpp',
    description: { models: [chat], slots: 2 },
    own: /^data\[\]\.tags|^default_generation_settings\.params/,
    asks: [
      ...openaiAsks(CHAT),
      ['/health'],
      ['/props'],
      ['/slots'],
      ['/slots?fail_on_no_slot=1'],
      [COMPLETIONS, { messages: [image] }],
      [COMPLETIONS, { messages: long }],
      [COMPLETIONS, { messages: long, stream: true }],
      [COMPLETIONS, to(CHAT, paris, { logprobs: true, top_logprobs: 2, max_tokens: 2 })],
      [COMPLETIONS, to(CHAT, paris, { stream: true, return_progress: true })],
      [EMBEDDINGS, { input: 'a' }],
    ],
  },
  {
    title: 'llama.cpp server in router mode',
    server: 'router',
    recipe: routerRecipe,
    kind: 'llama.cpp',
    description: {
      models: [chat, { name: SPARE, talents: ['tools'] }, embedder, { name: BROKEN, broken: true }],
      slots: 2,
      router: true,
    },
    own: /^default_generation_settings\.params/,
    asks: [
      ...openaiAsks(CHAT),
      ['/health'],
      ['/props'],
      ['/models'],
      [`/props?model=${CHAT}&autoload=false`],
      [`/slots?model=${CHAT}&autoload=false`],
      [`/props?model=${SPARE}&autoload=false`],
      [`/slots?model=${SPARE}&autoload=false`],
      [`${COMPLETIONS}?autoload=false`, to(SPARE, paris)],
      [COMPLETIONS, to('nobody', paris)],
      [COMPLETIONS, to(BROKEN, paris)],
      [COMPLETIONS, to(CHAT, { messages: long })],
      [EMBEDDINGS, { model: EMBED, input: 'a' }],
      ['/models/load', { model: 'nobody' }],
      ['/models/load', { model: CHAT }],
      ['/models/unload', { model: SPARE }],
      ['/models/unload', { model: 'nobody' }],
    ],
  },
]

for (const { title, server, kind, description, asks, own, recipe } of LIKENESSES) {
  describe.skipIf(servers[server] === undefined)(title, () => {
    let simulator: Simulator
    let real: RealServer
    beforeAll(async () => {
      simulator = await startSimulator(kind, description)
      real = await startServer(folder, recipe(folder))
    })
    afterAll(async () => {
      await simulator?.stop()
      await real?.stop()
    })

    it('is simulated as it is: status, type and every field', async () => {
      const differences: string[] = []
      for (const [path, body, simulatedBody = body] of asks) {
        const heard = await hearServer(real.url, path, body)
        const simulated = await hearServer(simulator.url, path, simulatedBody)
        const name = `${path} ${JSON.stringify(body ?? {}).slice(0, 300)}`
        const invented = inventions(heard, simulated).filter((one) => !own.test(one.slice(6)))
        differences.push(...invented.map((difference) => `${name}: ${difference}`))
      }
      expect(differences).toEqual([])
    })
  })
}
