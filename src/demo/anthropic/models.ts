import type { Call } from '../engine/call.ts'
import type { SimulatedModel } from '../engine/description.ts'
import type { Anthropic } from './anthropic.ts'
import { findModel, offered } from './anthropic.ts'
import { invalid } from './refuse.ts'

/** `GET /v1/models`: a page of `limit` models, after or before the one that is named. */
export function listModels(anthropic: Anthropic, call: Call): void {
  const models = offered(anthropic)
  const query = call.url.searchParams
  const limit = readLimit(query.get('limit'))
  const after = query.get('after_id')
  const before = query.get('before_id')
  const from = after === null ? 0 : indexOf(models, after, 'after_id') + 1
  const until = before === null ? models.length : indexOf(models, before, 'before_id')
  const range = models.slice(from, until)
  const page = before === null ? range.slice(0, limit) : range.slice(-limit)
  call.reply(200, {
    data: page.map(modelEntry),
    has_more: page.length < range.length,
    first_id: page[0]?.name ?? null,
    last_id: page.at(-1)?.name ?? null,
  })
}

/** `GET /v1/models/{id}`. */
export function showModel(anthropic: Anthropic, call: Call): void {
  const id = decodeURIComponent(call.url.pathname.replace('/v1/models/', ''))
  call.reply(200, modelEntry(findModel(anthropic, id)))
}

function readLimit(text: string | null): number {
  const limit = text === null ? DEFAULT_LIMIT : Number(text)
  if (!Number.isInteger(limit)) throw invalid('limit: Input should be a valid integer')
  if (limit < 1) throw invalid('limit: Input should be greater than or equal to 1')
  if (limit > MOST) throw invalid(`limit: Input should be less than or equal to ${MOST}`)
  return limit
}

const DEFAULT_LIMIT = 20
const MOST = 1000

function indexOf(models: readonly SimulatedModel[], id: string, field: string): number {
  const index = models.findIndex(({ name }) => name === id)
  if (index < 0) throw invalid(`${field}: no such model: ${id}`)
  return index
}

function modelEntry(model: SimulatedModel): object {
  const thinks = model.talents.includes('thinking')
  return {
    type: 'model',
    id: model.name,
    display_name: model.name,
    created_at: '2026-01-01T00:00:00Z',
    max_input_tokens: model.servedContext,
    max_tokens: model.maxOutput,
    lifecycle: 'active',
    deprecated_at: null,
    retires_at: null,
    line: null,
    capabilities: {
      batch: { supported: false },
      citations: { supported: false },
      code_execution: { supported: false },
      context_management: { supported: false },
      effort: { supported: thinks, ...each(EFFORTS, thinks) },
      image_input: { supported: model.talents.includes('vision') },
      pdf_input: { supported: false },
      server_tools: { supported: false },
      structured_outputs: { supported: true },
      thinking: { supported: thinks, types: each(THINKING, thinks) },
    },
    ...model.extra,
  }
}

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max']
const THINKING = ['enabled', 'adaptive', 'between_tools', 'disabled']

function each(names: readonly string[], supported: boolean): object {
  return Object.fromEntries(names.map((name) => [name, { supported }]))
}
