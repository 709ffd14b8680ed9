import { asList, asObject } from '../engine/read.ts'
import type { Message } from './blocks.ts'
import { blocksOf, messagesOf } from './blocks.ts'
import type { MessagesBody } from './body.ts'
import type { Rules } from './check-blocks.ts'
import { checkBlock, checkText, typesFor } from './check-blocks.ts'
import { checkToolsForHistory } from './check-tools.ts'
import { checkTurns } from './check-turns.ts'
import { listAt, objectAt, refuseExtras, requireFields } from './fields.ts'
import { invalid } from './refuse.ts'

/** Throws 400 for a conversation that is not as it must be. */
export function checkMessages(body: MessagesBody, rules: Rules): void {
  checkSystem(body.system, rules)
  const items = listAt(body.messages, 'messages')
  if (items.length === 0) throw invalid('messages: at least one message is required')
  for (const [index, item] of items.entries()) {
    checkMessage(item, { ...rules, index, last: index === items.length - 1 })
  }
  const messages = messagesOf(items)
  const blocks = messages.flatMap((message) => blocksOf(message.content))
  checkToolsForHistory(
    body,
    blocks.map((block) => block.type),
  )
  checkTurns(body, messages)
  checkMarks([...asList(body.tools), ...asList(body.system), ...blocks])
}

function checkSystem(system: unknown, rules: Rules): void {
  if (system === undefined || typeof system === 'string') return
  for (const [index, item] of listAt(system, 'system').entries()) {
    checkBlock(item, { ...rules, at: `system.${index}`, types: ['text'] })
  }
}

interface Position extends Rules {
  readonly index: number
  readonly last: boolean
}

function checkMessage(item: unknown, { index, last, ...rules }: Position): void {
  const message = objectAt<Message>(item, `messages.${index}`)
  requireFields(message, ['role', 'content'], `messages.${index}`)
  const role = checkRole(message.role, index)
  refuseExtras(message, ['role', 'content'], `messages.${index}`)
  const { content } = message
  if (content === '' || (Array.isArray(content) && content.length === 0)) {
    if (role === 'assistant' && last) return
    const rule = 'all messages must have non-empty content except for the optional final assistant'
    throw invalid(`messages.${index}: ${rule} message`)
  }
  if (typeof content === 'string') checkText(content)
  const blocks = typeof content === 'string' ? [] : listAt(content, `messages.${index}.content`)
  for (const [at, block] of blocks.entries()) {
    checkBlock(block, {
      ...rules,
      at: `messages.${index}.content.${at}`,
      types: typesFor(role, rules.newest),
    })
  }
}

function checkRole(role: unknown, index: number): 'user' | 'assistant' {
  if (role === 'user' || role === 'assistant') return role
  if (role !== 'system') {
    throw invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`)
  }
  throw invalid("role 'system' is not supported on this model")
}

/** At most four blocks may ask for the cache. */
function checkMarks(items: readonly unknown[]): void {
  const marks = items.map((item) => asObject<{ cache_control: object }>(item).cache_control)
  const count = marks.filter((mark) => mark !== undefined && mark !== null).length
  if (count <= MOST_MARKS) return
  const limit = `A maximum of ${MOST_MARKS} blocks with cache_control may be provided.`
  throw invalid(`${limit} Found ${count}.`)
}

const MOST_MARKS = 4
