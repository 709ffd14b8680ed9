import { createHash } from 'node:crypto'
import { promptTokens } from '../engine/answer.ts'
import type { SimulatedModel } from '../engine/description.ts'
import { asObject } from '../engine/read.ts'
import type { Part } from './anthropic-prompt.ts'
import type { MessagesBody } from './body.ts'

/** How a prompt's tokens are billed; together they are all of them. */
export interface InputUsage {
  readonly fresh: number
  readonly written: number
  readonly read: number
}

/** The beginnings of prompts that requests marked with `cache_control`, by hash; nothing is forgotten. */
export type PromptCache = Set<string>

/** Tokens that the parts of a prompt count for. */
export function tokensOf(model: SimulatedModel, parts: readonly Part[]): number {
  const tools = parts.flatMap((part) => part.tools)
  const messages = parts.flatMap((part) => part.said)
  return promptTokens(model, { ...NOTHING_ELSE, tools, messages })
}

const NOTHING_ELSE = { maxTokens: 0, stop: [], thinking: 'off' } as const

/** Reads a prompt through the cache: the longest known beginning is read, what is marked beyond it is written. */
export function readThrough(
  cache: PromptCache,
  model: SimulatedModel,
  { body, parts }: { readonly body: MessagesBody; readonly parts: readonly Part[] },
): InputUsage {
  const total = tokensOf(model, parts)
  const end =
    asObject<{ type: string }>(body.cache_control).type === undefined
      ? lastMarked(parts)
      : parts.length
  const marked = tokensOf(model, parts.slice(0, end))
  if (marked < LEAST_TOKENS) return { fresh: total, written: 0, read: 0 }
  const known = beginnings(end).find((length) => cache.has(keyOf(model, parts.slice(0, length))))
  const read = known === undefined ? 0 : tokensOf(model, parts.slice(0, known))
  cache.add(keyOf(model, parts.slice(0, end)))
  return { fresh: total - marked, written: marked - read, read }
}

const LEAST_TOKENS = 1024

function lastMarked(parts: readonly Part[]): number {
  return (
    parts.findLastIndex((part) => JSON.stringify(part.source)?.includes('"cache_control":{')) + 1
  )
}

function beginnings(end: number): readonly number[] {
  return Array.from({ length: end }, (_, at) => end - at)
}

/** Marks wander from one request to the next, and are no part of what is read. */
function keyOf(model: SimulatedModel, parts: readonly Part[]): string {
  const text = JSON.stringify(
    parts.map((part) => part.source),
    (key, value) => (key === 'cache_control' ? undefined : value),
  )
  return createHash('sha256').update(`${model.name}\n${text}`).digest('hex')
}
