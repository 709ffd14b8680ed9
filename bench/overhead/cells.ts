/** What a client or a backend of the benchmark speaks: OpenAI's chat completions or Anthropic's Messages. */
export type Speech = 'chat' | 'messages'

/** What the gateway's client and its backend speak in each group of rows, and what the table calls the group. */
export const GROUPS = {
  chat: {
    client: 'chat',
    backend: 'chat',
    title: 'Chat completions to an OpenAI-compatible backend',
  },
  messages: {
    client: 'messages',
    backend: 'messages',
    title: 'Messages to an Anthropic backend',
  },
  translated: {
    client: 'messages',
    backend: 'chat',
    title: 'Messages to an OpenAI-compatible backend, translated',
  },
} as const satisfies Readonly<Record<string, { client: Speech; backend: Speech; title: string }>>

export type Group = keyof typeof GROUPS

interface Shape {
  readonly key: string
  readonly connections: number
  readonly stream: boolean
  /** Size of a chat request's body; a Messages request has the same prompt. */
  readonly bytes: number
}

/** One row of throughput, under the name it has in the output: the median latency at c=1, else requests per second. */
export interface Cell extends Shape {
  readonly group: Group
}

const SHAPES: readonly Shape[] = [
  { key: 'c1_p50_ms', connections: 1, stream: false, bytes: 700 },
  { key: 'c10_rps', connections: 10, stream: false, bytes: 700 },
  { key: 'c64_rps', connections: 64, stream: false, bytes: 700 },
  { key: 'json20k_c1_p50_ms', connections: 1, stream: false, bytes: 20_000 },
  { key: 'json20k_c10_rps', connections: 10, stream: false, bytes: 20_000 },
  { key: 'json20k_c64_rps', connections: 64, stream: false, bytes: 20_000 },
  { key: 'sse_c1_p50_ms', connections: 1, stream: true, bytes: 700 },
  { key: 'sse_c10_rps', connections: 10, stream: true, bytes: 700 },
  { key: 'sse_c64_rps', connections: 64, stream: true, bytes: 700 },
  { key: 'sse20k_c1_p50_ms', connections: 1, stream: true, bytes: 20_000 },
  { key: 'sse20k_c10_rps', connections: 10, stream: true, bytes: 20_000 },
  { key: 'sse20k_c64_rps', connections: 64, stream: true, bytes: 20_000 },
]

/** Enough to tell Messages from chat: full load of every kind, the least and the most that a single request meets. */
const MESSAGES_SHAPES: ReadonlySet<string> = new Set([
  'c1_p50_ms',
  'c64_rps',
  'json20k_c64_rps',
  'sse_c64_rps',
  'sse20k_c1_p50_ms',
  'sse20k_c64_rps',
])

/** The rows of some groups, those of one shape one after the other, so that they are measured close in time. */
export function cellsOf(groups: ReadonlySet<string>): readonly Cell[] {
  return SHAPES.flatMap((shape) => [
    { ...shape, group: 'chat' as const },
    ...(MESSAGES_SHAPES.has(shape.key) ? messagesCells(shape) : []),
  ]).filter(({ group }) => groups.has(group))
}

function messagesCells(shape: Shape): readonly Cell[] {
  const groups = ['translated', 'messages'] as const
  return groups.map((group) => ({ ...shape, group, key: `${group}_${shape.key}` }))
}
