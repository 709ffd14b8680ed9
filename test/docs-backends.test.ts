import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { backendKinds } from '../src/backends/index.ts'
import type { BackendKind } from '../src/contracts/backend.ts'
import { openaiEmbeddings } from '../src/dialects/openai-embeddings.ts'
import { embeds, type SimulatedStage, simulatedStage } from './support/backend-stage.ts'
import { chatCallOf, type HeardCall, hear } from './support/heard-call.ts'
import { eventually } from './support/simulators.ts'

const FILE = resolve(import.meta.dirname, '../docs/backends.md')
const [BEGIN, END] = ['<!-- table: begin -->', '<!-- table: end -->']
const never = new AbortController().signal

/** One line of the table: what is tried on a server of each kind, or read off the kind. */
interface Row {
  readonly title: string
  readonly cell: (
    stage: SimulatedStage,
    kind: BackendKind,
  ) => Promise<boolean | string> | boolean | string
}

async function chat(stage: SimulatedStage, model: string, body: object): Promise<HeardCall> {
  const heard = hear(stage.backend, chatCallOf(await stage.placement(model), body))
  await heard.over
  expect(heard.errors).toEqual([])
  return heard
}

const user = (content: unknown): object => ({ messages: [{ role: 'user', content }] })
const tool = { type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
/** Every field of OpenAI's chat completions that says how to answer. */
const FIELDS = {
  ...{ temperature: 0.5, top_p: 0.9, max_tokens: 9, stop: ['x'], seed: 7, n: 1, user: 'u' },
  ...{ presence_penalty: 0.1, frequency_penalty: 0.1, logit_bias: { 5: 1 }, logprobs: true },
  ...{ top_logprobs: 2, parallel_tool_calls: true, tool_choice: 'auto', tools: [tool] },
  ...{ reasoning_effort: 'low', service_tier: 'auto', store: false, metadata: {} },
}

const rows: readonly Row[] = [
  {
    title: 'Answers whole and streamed, with token counts',
    cell: async (stage) => {
      const whole = await chat(stage, 'plain:1b', user('Hello'))
      const streamed = await chat(stage, 'plain:1b', { ...user('Hello'), stream: true })
      const counts = [whole, streamed].map((heard) => heard.answer().usage?.output ?? 0)
      return counts.every((count) => count > 0) && streamed.told.includes('text-delta')
    },
  },
  {
    title: 'Stops when the client leaves',
    cell: async (stage) => {
      const long = { ...user('[[tokens:900]]'), stream: true }
      const heard = hear(stage.backend, chatCallOf(await stage.placement('slow:1b'), long))
      await heard.text
      heard.call.abort()
      return (await eventually(stage.simulator, ({ open }) => open === 0)).open === 0
    },
  },
  {
    title: 'Calls tools, several at once',
    cell: async (stage) => {
      const asked = user('[[call:weather {"a":1}]] [[call:weather {"a":2}]]')
      const heard = await chat(stage, 'able:7b', { ...asked, tools: [tool] })
      return heard.answer().choices[0]?.toolCalls.length === 2
    },
  },
  {
    title: 'Sees images',
    cell: async (stage) => {
      const url = 'data:image/png;base64,iVBORw0KGgo='
      const heard = await chat(stage, 'able:7b', user([{ type: 'image_url', image_url: { url } }]))
      return heard.answer().choices[0]?.text.includes('I see 1 image') === true
    },
  },
  {
    title: 'Keeps thoughts apart from words',
    cell: async (stage) => {
      const asked = user('[[think:thought]] [[say:word]]')
      const heard = await chat(stage, 'able:7b', { ...asked, reasoning_effort: 'high' })
      const [choice] = heard.answer().choices
      return choice?.reasoning === 'thought' && choice.text === 'word'
    },
  },
  {
    title: 'Holds an answer to a JSON schema',
    cell: async (stage) => {
      const format = { type: 'json_schema', json_schema: { name: 'place', schema } }
      const heard = await chat(stage, 'plain:1b', { ...user('A city'), response_format: format })
      return 'city' in JSON.parse(heard.answer().choices[0]?.text ?? '{}')
    },
  },
  {
    title: 'Embeds, any number of inputs in order',
    cell: async (stage, kind) => {
      if (!embeds(kind)) return false
      const input = Array.from({ length: 300 }, (_, at) => `text ${at}`)
      const request = openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify({ input })))
      const placement = await stage.placement('vectors:1b')
      return (await stage.backend.embed({ request, placement }, never)).vectors.length === 300
    },
  },
  { title: 'Says which models are loaded', cell: reported(({ loaded }) => loaded !== undefined) },
  {
    title: 'Says how long a context a loaded model serves',
    cell: reported(({ facts }) => facts.servedContext?.source === 'reported'),
  },
  {
    title: 'Says what its models can do',
    cell: reported(({ facts }) => facts.capabilities.vision?.source === 'reported'),
  },
  { title: 'Lets a request ask for a longer context', cell: (_, kind) => kind.raisesContext },
  {
    title: 'Says whether it still works for a client that left',
    cell: async ({ backend, placement }) =>
      backend.idle?.(await placement('plain:1b'), never) !== undefined,
  },
  {
    title: 'Loads and unloads a model on order',
    cell: async (stage) => {
      const placement = await stage.placement('able:7b')
      try {
        await stage.backend.load?.({ placement }, never)
        await stage.backend.unload?.(placement, never)
        return stage.backend.load !== undefined && stage.backend.unload !== undefined
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'not_manageable' })
        return false
      }
    },
  },
  {
    title: 'Fields that are left out, named in `x-router-dropped-params`',
    cell: async (stage) => {
      const heard = await chat(stage, 'able:7b', { ...user('Hello'), ...FIELDS })
      return heard.call.dropped.map((field) => `\`${field}\``).join(', ') || 'none'
    },
  },
  { title: '`kind` in the file', cell: (_, { kind, aliases }) => codes([kind, ...aliases]) },
  { title: 'Ports that are looked at', cell: (_, { ports }) => ports.join(', ') },
]

type Listed = Awaited<ReturnType<SimulatedStage['backend']['look']>>['models'][number]

/** Whether a look tells it, of a model that has just answered. */
function reported(tells: (model: Listed) => boolean): Row['cell'] {
  return async (stage) => {
    await chat(stage, 'able:7b', user('Hello'))
    const { models } = await stage.backend.look(never)
    return models.some((model) => model.id === 'able:7b' && tells(model))
  }
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

async function columnOf(kind: BackendKind): Promise<readonly string[]> {
  const stage = await simulatedStage(kind)
  try {
    const cells: string[] = []
    for (const { cell } of rows) {
      const found = await cell(stage, kind)
      cells.push(typeof found === 'string' ? found : found ? 'yes' : 'no')
    }
    return cells
  } finally {
    await stage.stop()
  }
}

it('docs/backends.md shows what servers of each kind did (UPDATE=1 npm test -- docs-backends writes it)', async () => {
  const columns = await Promise.all(backendKinds.map(columnOf))
  const lines = [
    ['', ...backendKinds.map(({ title }) => title)],
    ['---', ...backendKinds.map(() => '---')],
    ...rows.map(({ title }, at) => [title, ...columns.map((column) => column[at] ?? '')]),
  ].map((cells) => `| ${cells.join(' | ')} |`)
  const page = readFileSync(FILE, 'utf8')
  const [before = '', rest = ''] = page.split(BEGIN)
  const [, after = ''] = rest.split(END)
  const wanted = `${before}${BEGIN}\n\n${lines.join('\n')}\n\n${END}${after}`
  if (process.env['UPDATE'] === '1') writeFileSync(FILE, wanted)
  expect(readFileSync(FILE, 'utf8')).toBe(wanted)
}, 60_000)
