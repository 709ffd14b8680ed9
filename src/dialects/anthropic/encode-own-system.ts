import { hasBillingNote, withoutBillingNote } from './billing-note.ts'
import { type Change, KEPT } from './encode-own-thinking.ts'
import { placesOf } from './places.ts'

/** What becomes of a system prompt for a server of another maker's: it has no use for a note to Anthropic's billing. */
export function systemTaken(system: unknown): Change {
  if (typeof system === 'string') {
    if (!hasBillingNote(system)) return KEPT
    return { value: withoutBillingNote(system) || undefined, dropped: ['system'] }
  }
  const dropped = placesOf(system, isNoted, 'system')
  if (dropped.length === 0 || !Array.isArray(system)) return KEPT
  const blocks = system.map((block) => (isNoted(block) ? withoutNote(block) : block))
  const kept = blocks.filter(({ text }) => text !== '')
  return { value: kept.length === 0 ? undefined : kept, dropped }
}

interface NotedBlock {
  readonly text: string
}

function isNoted(block: unknown): block is NotedBlock {
  const { text } = Object(block)
  return typeof text === 'string' && hasBillingNote(text)
}

function withoutNote(block: NotedBlock): NotedBlock {
  return { ...block, text: withoutBillingNote(block.text) }
}
