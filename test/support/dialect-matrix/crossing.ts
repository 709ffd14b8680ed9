import type { BackendDialect, EncodedCall } from '../../../src/contracts/dialect.ts'
import { type FailureCode, failures, GatewayError } from '../../../src/contracts/errors.ts'
import type { Placement } from '../../../src/contracts/model.ts'
import { anthropicMessages } from '../../../src/dialects/anthropic-messages.ts'
import { ollamaChat } from '../../../src/dialects/ollama-chat.ts'
import { openaiChat } from '../../../src/dialects/openai-chat.ts'
import { placementOf } from '../backend-settings.ts'
import { type Client, isOwn, type Kind } from './stage.ts'

/** One thing that a request may ask for. */
export interface Row {
  /** Its field, as the client spells it, and what is in it where that matters. */
  readonly name: string
  /** The client's body, without `model`. */
  readonly ask: object
  /** The same without it; the client's plainest request to begin with. */
  readonly plain?: object
  /** What is said where it is neither passed on nor named, by kind or of all. */
  readonly silently?: string | Partial<Readonly<Record<Kind, string>>>
  /** The kinds whose simulated servers refuse what is passed on, as the real ones do. */
  readonly refusedBy?: readonly Kind[]
  /** Simulated servers are not asked: local ones may not be sent an address, and no model of theirs hears. */
  readonly untried?: boolean
}

/** Some model on a server of some kind. */
export interface Column {
  readonly title: string
  readonly kind: Kind
  readonly model: string
  /** In another network: some servers there refuse what local ones take. */
  readonly remote?: boolean
}

export const PLAIN: Readonly<Record<Client, object>> = {
  chat: { messages: [{ role: 'user', content: 'Hello' }] },
  messages: { max_tokens: 4096, messages: [{ role: 'user', content: 'Hello' }] },
}

/** The kinds of server; what Claudes take is another matter with each of their generations. */
const COLUMNS: readonly Column[] = [
  { title: 'Ollama', kind: 'ollama', model: 'qwen3-vl:8b' },
  { title: 'llama.cpp server', kind: 'llama.cpp', model: 'qwen3-vl:8b' },
  { title: 'OpenAI-compatible API', kind: 'openai', model: 'qwen3-vl:8b' },
  { title: 'Anthropic API, Claude 4.5', kind: 'anthropic', model: 'claude-sonnet-4-5' },
  { title: 'Anthropic API, Claude 5', kind: 'anthropic', model: 'claude-sonnet-5' },
]

const REMOTE: Column = {
  title: 'the same, remote',
  kind: 'openai',
  model: 'qwen3-vl:8b',
  remote: true,
}

/** A server that gets the client's bytes gets the same wherever it is. */
export function columnsFor(client: Client): readonly Column[] {
  return COLUMNS.flatMap((column) =>
    column.kind === 'openai' && !isOwn(client, 'openai') ? [column, REMOTE] : [column],
  )
}

/** What became of a request: the body for the server, or a refusal. */
export type Crossed =
  | { readonly body: object; readonly dropped: readonly string[]; readonly refused?: undefined }
  | { readonly refused: FailureCode }

/** Runs the client's decoder and the server's encoder. */
export function cross(client: Client, column: Column, ask: object): Crossed {
  const { kind, model } = column
  const dialect = client === 'chat' ? openaiChat : anthropicMessages
  try {
    const request = dialect.decodeRequest(Buffer.from(JSON.stringify({ model, ...ask })))
    const target = { placement: placed(column), unsupported: [], tokensIn: 10 }
    const { text, dropped } = ENCODERS[kind](request, target)
    return { body: JSON.parse(Buffer.from(text, 'latin1').toString()), dropped }
  } catch (thrown) {
    if (thrown instanceof GatewayError) return { refused: thrown.code }
    throw thrown
  }
}

/** What becomes of it, for people. */
export function cellOf(client: Client, column: Column, row: Row): string {
  const crossed = cross(client, column, row.ask)
  if (crossed.refused !== undefined)
    return `no: refused with \`${failures[crossed.refused].status} ${crossed.refused}\``
  const plain = cross(client, column, row.plain ?? PLAIN[client])
  if (plain.refused !== undefined) throw new Error(`${row.name}: its plain form is refused`)
  const changes = changesIn(plain.body, crossed.body)
  const named = crossed.dropped.some((field) => !plain.dropped.includes(field))
  if (changes.length === 0) return named ? NAMED : silence(row, column)
  if (row.refusedBy?.includes(column.kind)) return 'passed on, but refused by the server'
  const same = isOwn(client, column.kind) && !named
  const asked = changesIn(row.plain ?? PLAIN[client], row.ask)
  const as = same || String(changes) === String(asked) ? '' : `, as ${changes.join(', ')}`
  return named ? `in part${as}, and named` : `yes${as}`
}

const NAMED = 'no: named'

function silence({ silently }: Row, { kind }: Column): string {
  const told = typeof silently === 'string' ? silently : silently?.[kind]
  return told ?? 'left out: it asks nothing of a model'
}

const ENCODERS: Readonly<
  Record<Kind, (...call: Parameters<BackendDialect['encodeRequest']>) => EncodedCall>
> = {
  ollama: ollamaChat.encodeRequest,
  'llama.cpp': openaiChat.encodeRequest,
  openai: openaiChat.encodeRequest,
  anthropic: anthropicMessages.encodeRequest,
}

/** A model that can do all, with more context than any answer here needs. */
function placed({ model, remote = false }: Column): Placement {
  const yes = { value: true, source: 'reported' } as const
  return placementOf(model, {
    remote,
    facts: {
      capabilities: { vision: yes, tools: yes, json: yes, reasoning: yes },
      servedContext: { value: 1_000_000, source: 'reported' },
    },
  })
}

/** Where two bodies differ: the paths of what came, changed or went, in backquotes. */
function changesIn(before: unknown, after: unknown, path = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const whole = [`\`${path}\``]
  if (!isObject(before) || !isObject(after)) return whole
  if (Array.isArray(before) !== Array.isArray(after)) return whole
  if (Array.isArray(before) && before.length !== Object.keys(after).length) return whole
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changes = keys.flatMap((key) => {
    const inner = Array.isArray(before) ? `${path}[]` : path === '' ? key : `${path}.${key}`
    if (!(key in after)) return [`no \`${inner}\``]
    return key in before
      ? changesIn(before[key], after[key], inner)
      : [`\`${deepest(inner, after[key])}\``]
  })
  return [...new Set(changes)]
}

/** Into an object of one member, that member's path. */
function deepest(path: string, value: unknown): string {
  if (!isObject(value) || Array.isArray(value)) return path
  const [key, ...others] = Object.keys(value)
  return key === undefined || others.length > 0 ? path : deepest(`${path}.${key}`, value[key])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
