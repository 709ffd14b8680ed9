import { describe, expect, it } from 'vitest'
import { HEADS_BYTES, promptHeadsOf } from '../analysis/prompt-heads.ts'
import { request } from '../analysis/request.fixture.ts'
import type { ChatRequest } from '../contracts/chat.ts'
import { NOTHING_LEARNED } from '../routing/abilities.ts'
import { catalogOf, OPTIONS, placement } from '../routing/fleet.fixture.ts'
import { decide } from './decide.ts'
import { LiveStates } from './live-states.ts'
import type { Snapshot } from './serving.ts'

const SESSION = { model: 'llama3.2:1b', placement: 'llama3.2:1b@home', tokens: 100 }
const TITLE =
  '### Task:\nGenerate a title.\n### Chat History:\n<chat_history>\nUSER: hi\n</chat_history>'

const snapshot: Snapshot = {
  catalog: catalogOf([placement('llama3.2:1b'), placement('llama3.3:70b')]),
  backends: new Map(),
  names: { external: 'smarterrouter/main', aliases: [] },
  routing: OPTIONS,
  abilities: NOTHING_LEARNED,
  heads: promptHeadsOf(new Uint8Array(HEADS_BYTES), 'of no use'),
  rules: { cascading: true, streamHold: 1, keepAlive: undefined, defaultEmbeddingModel: undefined },
}

/** Whether where the conversation was answered last is part of the decision. */
function staysWith(words: string, more: Partial<ChatRequest> = {}): boolean {
  const live = new LiveStates()
  const { input } = decide({ live }, snapshot, request(words, more), { session: SESSION })
  return input.session === SESSION
}

describe('where a conversation was answered last', () => {
  it('counts where the router chooses, be it among some', () => {
    expect(staysWith('thanks')).toBe(true)
    expect(staysWith('thanks', { model: 'smarterrouter/main:speed' })).toBe(true)
    const wishes = { models: ['llama3.2:1b'] }
    expect(staysWith('thanks', { model: 'llama3.3:70b', wishes })).toBe(true)
  })

  it('is of no account for housekeeping, and where the client names the model', () => {
    expect(staysWith(TITLE)).toBe(false)
    expect(staysWith('thanks', { model: 'llama3.3:70b' })).toBe(false)
    expect(staysWith('thanks', { model: 'llama3.3:70b@home' })).toBe(false)
  })
})
