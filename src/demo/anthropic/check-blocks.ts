import type { SimulatedModel } from '../engine/description.ts'
import { asList } from '../engine/read.ts'
import type { Block } from './blocks.ts'
import { listAt, objectAt, refuseExtras, requireFields, tagAt, textAt } from './fields.ts'
import { invalid } from './refuse.ts'
import { isSigned } from './signature.ts'

/** What a block may have beside its type, and what it must have. */
const FORMS = {
  text: { needs: ['text'], takes: ['cache_control', 'citations'] },
  image: { needs: ['source'], takes: ['cache_control', 'transformations'] },
  document: { needs: ['source'], takes: ['cache_control', 'citations', 'context', 'title'] },
  search_result: { needs: ['content', 'source', 'title'], takes: ['cache_control', 'citations'] },
  thinking: { needs: ['thinking', 'signature'], takes: [] },
  redacted_thinking: { needs: ['data'], takes: [] },
  tool_use: { needs: ['id', 'name', 'input'], takes: ['cache_control', 'caller', 'toolset_name'] },
  tool_result: {
    needs: ['tool_use_id'],
    takes: ['cache_control', 'content', 'is_error', 'toolset_name'],
  },
  tool_reference: { needs: ['tool_name'], takes: ['cache_control'] },
} as const

type BlockType = keyof typeof FORMS

const USER: readonly BlockType[] = ['document', 'image', 'search_result', 'text', 'tool_result']
const ASSISTANT: readonly BlockType[] = ['redacted_thinking', 'text', 'thinking', 'tool_use']
const RESULT: readonly BlockType[] = [
  'document',
  'image',
  'search_result',
  'text',
  'tool_reference',
]

/** What decides which blocks may come. */
export interface Rules {
  readonly model: SimulatedModel
  /** The newest version of the API holds. */
  readonly newest: boolean
}

/** Where a block stands. */
interface Place extends Rules {
  /** Such as `messages.0.content.1`. */
  readonly at: string
  readonly types: readonly BlockType[]
}

/** The types of blocks that a message's role may have. */
export function typesFor(role: 'user' | 'assistant', newest: boolean): readonly BlockType[] {
  if (role === 'user') return USER
  return newest ? ASSISTANT : [...ASSISTANT, 'document']
}

/** Throws 400 for a block that is not as it must be. */
export function checkBlock(item: unknown, place: Place): void {
  const block = objectAt<Block>(item, place.at)
  const type = tagAt(block.type, place.types, place.at)
  const { needs, takes } = FORMS[type]
  const at = `${place.at}.${type}`
  requireFields(block, needs, at)
  refuseExtras(block, ['type', ...needs, ...takes], at)
  CHECKS[type](block, { ...place, at })
}

type Check = (block: Block, place: Place) => void

const CHECKS: Readonly<Record<BlockType, Check>> = {
  text: (block, { at, newest, types }) => {
    checkText(textAt(block.text, `${at}.text`))
    if (!newest || types.includes('tool_use') || asList(block.citations).length === 0) return
    throw invalid(`${at}.citations: citations are not allowed here`)
  },
  image: checkImage,
  document: (block, { at }) => {
    objectAt(block.source, `${at}.source`)
  },
  thinking: checkThinking,
  redacted_thinking: (block, { at }) => {
    const data = textAt(block.data, `${at}.data`)
    if (!data.startsWith('sim-redacted-')) throw invalid(`${at}: Invalid \`data\` in block`)
  },
  tool_use: (block, { at }) => {
    checkId(block.id, `${at}.id`)
    textAt(block.name, `${at}.name`)
    objectAt(block.input, `${at}.input`)
  },
  tool_result: checkResult,
  search_result: (block, { at, ...rules }) => {
    textAt(block.source, `${at}.source`)
    for (const [index, item] of listAt(block.content, `${at}.content`).entries()) {
      checkBlock(item, { ...rules, at: `${at}.content.${index}`, types: ['text'] })
    }
  },
  tool_reference: (block, { at }) => {
    textAt(block.tool_name, `${at}.tool_name`)
  },
}

/** Throws 400 for text that says nothing. */
export function checkText(text: string, at = 'messages'): void {
  if (text === '') throw invalid(`${at}: text content blocks must be non-empty`)
  if (text.trim() === '')
    throw invalid(`${at}: text content blocks must contain non-whitespace text`)
}

function checkThinking(block: Block, { at }: Place): void {
  const thoughts = textAt(block.thinking, `${at}.thinking`)
  if (isSigned(thoughts, textAt(block.signature, `${at}.signature`))) return
  throw invalid(`${at.replace(/\.thinking$/, '')}: Invalid \`signature\` in \`thinking\` block`)
}

function checkResult(block: Block, { at, ...rules }: Place): void {
  checkId(block.tool_use_id, `${at}.tool_use_id`)
  if (block.content === undefined || typeof block.content === 'string') return
  for (const [index, item] of listAt(block.content, `${at}.content`).entries()) {
    checkBlock(item, { ...rules, at: `${at}.content.${index}`, types: RESULT })
  }
}

function checkId(value: unknown, at: string): void {
  if (ID.test(textAt(value, at))) return
  throw invalid(`${at}: String should match pattern '${ID.source}'`)
}

const ID = /^[a-zA-Z0-9_-]+$/

interface ImageSource {
  readonly type: unknown
  readonly url: unknown
  readonly media_type: unknown
  readonly data: unknown
}

function checkImage(block: Block, { model, at }: Place): void {
  const source = objectAt<ImageSource>(block.source, `${at}.source`)
  const type = tagAt(source.type, ['base64', 'url'], `${at}.source`)
  const form = type === 'url' ? ['url'] : ['media_type', 'data']
  const inside = `${at}.source.${type}`
  requireFields(source, form, inside)
  refuseExtras(source, ['type', ...form], inside)
  if (type === 'url') checkUrl(textAt(source.url, `${inside}.url`), inside)
  else checkBase64(source, inside)
  if (model.talents.includes('vision')) return
  throw invalid(`'${model.name}' does not support image input.`)
}

function checkUrl(url: string, at: string): void {
  if (!/^https?:\/\//.test(url)) throw invalid(`${at}.url: Only HTTPS URLs are supported.`)
}

function checkBase64(source: Partial<ImageSource>, at: string): void {
  if (!MEDIA_TYPES.some((one) => one === source.media_type)) {
    const expected = "Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"
    throw invalid(`${at}.media_type: ${expected}`)
  }
  const data = textAt(source.data, `${at}.data`)
  if (data === '') throw invalid(`${at}: image cannot be empty`)
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) throw invalid(`${at}.data: invalid base64 data`)
}

const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']
