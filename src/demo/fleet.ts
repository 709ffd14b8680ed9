import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerInput } from './engine/description.ts'
import type { RunningServer, SimulatedKind } from './engine/start-server.ts'
import { startServer } from './engine/start-server.ts'

interface FleetMember {
  readonly name: string
  readonly kind: SimulatedKind
  readonly description: ServerInput
  /** In memory from the start, where the kind of server leaves that open. */
  readonly loaded?: string
}

const LOOK_MS = 50

/** What every answer begins with. */
const LABEL = '[simulated] '
const CODER_SAYS =
  ' A model of this size that was trained on code would now write the program, piece by piece, and then say how it tested it.'
const LARGE_SAYS =
  ' A real model of this size would now go to work: weigh the question, lay out the steps, check each of them, and write down what it found. That takes a while even on good hardware, which is why these words come slowly. The router sends work here when the answer is worth the wait.'

/** The demo's backends: different size, speed and skill, one of each kind, and simulated in every name. */
export const FLEET: readonly FleetMember[] = [
  {
    name: 'simulated-laptop',
    kind: 'ollama',
    loaded: 'simulated-small-3b',
    description: {
      slots: 2,
      models: [
        {
          name: 'simulated-small-3b',
          opening: LABEL,
          closing:
            ' Small and quick: a real model of this size would have answered in a moment too.',
          parameters: 3,
          talents: ['tools'],
          servedContext: 8192,
          skill: { chat: 0.8, writing: 0.6, knowledge: 0.5, extract: 0.6, tools: 0.5, code: 0.3 },
          speed: { prefill: 4000, decode: 80, load: 1 },
        },
        {
          name: 'simulated-embed-100m',
          role: 'embedding',
          family: 'bert',
          parameters: 0.1,
          trainedContext: 2048,
          servedContext: 2048,
          embeddingLength: 384,
          speed: { prefill: 20_000, load: 0.5 },
        },
      ],
    },
  },
  {
    name: 'simulated-workstation',
    kind: 'llama.cpp',
    description: {
      slots: 2,
      models: [
        {
          name: 'simulated-coder-14b',
          opening: LABEL,
          closing: CODER_SAYS,
          parameters: 14,
          talents: ['tools'],
          servedContext: 16_384,
          skill: { code: 0.85, math: 0.6, reasoning: 0.6, extract: 0.8, tools: 0.8, chat: 0.6 },
          speed: { prefill: 1500, decode: 35, load: 2 },
        },
      ],
    },
  },
  {
    name: 'simulated-server',
    kind: 'openai',
    description: {
      slots: 4,
      models: [
        {
          name: 'simulated-large-70b',
          opening: LABEL,
          closing: LARGE_SAYS,
          parameters: 70,
          talents: ['tools', 'vision', 'thinking'],
          servedContext: 32_768,
          skill: { code: 0.8, math: 0.9, reasoning: 0.9, knowledge: 0.9, writing: 0.9, chat: 0.9 },
          speed: { prefill: 800, decode: 15 },
          extra: { max_model_len: 32_768, architecture: { input_modalities: ['text', 'image'] } },
        },
      ],
    },
  },
]

/** The demo's backends while they run. */
export interface Fleet {
  readonly backends: readonly {
    readonly name: string
    readonly kind: SimulatedKind
    readonly url: string
  }[]
  readonly stop: () => Promise<void>
}

/** Starts every backend of the demo on a free port; when one fails the others are stopped again. */
export async function startFleet(members: readonly FleetMember[] = FLEET): Promise<Fleet> {
  const starts = await Promise.allSettled(
    members.map(({ kind, description }) => startServer(kind, description)),
  )
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    await stopAll(servers)
    throw failed.reason
  }
  await Promise.all(members.map((member, at) => load(member, servers[at]?.url)))
  return {
    backends: members.map(({ name, kind }, at) => ({ name, kind, url: servers[at]?.url ?? '' })),
    stop: () => stopAll(servers),
  }
}

/** Resolves when its models can be asked: a llama.cpp server loads its own first. */
async function load({ loaded }: FleetMember, url = ''): Promise<void> {
  while ((await fetch(`${url}/v1/models`)).status === 503) await sleep(LOOK_MS)
  if (loaded === undefined) return
  const body = JSON.stringify({ model: loaded, keep_alive: -1, stream: false })
  await fetch(`${url}/api/generate`, { method: 'POST', body })
}

async function stopAll(servers: readonly RunningServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()))
}
