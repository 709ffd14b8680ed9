import { expect, it } from 'vitest'
import type { FailureCode } from '../../src/contracts/errors.ts'
import { placementOf } from '../support/backend-settings.ts'
import { connectedStage, kindOf } from '../support/backend-stage.ts'
import { chatCallOf, hear } from '../support/heard-call.ts'
import { recorded } from '../support/recorded.ts'
import { scriptedServer, sendJson } from '../support/scripted-server.ts'

/** What real servers have said when they refused a chat, and what it means. */
const REFUSALS: readonly (readonly [string, FailureCode])[] = [
  ['ollama-0.24.0-error-unknown-model', 'model_not_found'],
  ['ollama-0.24.0-error-chat-on-embedding', 'upstream_rejected'],
  ['ollama-0.24.0-error-tools-on-plain-model', 'upstream_rejected'],
  ['ollama-0.24.0-error-think', 'upstream_rejected'],
  ['ollama-0.24.0-error-bad-json', 'upstream_rejected'],
  ['ollama-0.24.0-embed-overflow-no-truncate', 'context_length_exceeded'],
  ['ollama-0.24.0-limit-queue-full', 'upstream_overloaded'],
  ['llama.cpp-b10434-chat-unknown-model', 'model_not_found'],
  ['llama.cpp-b10434-chat-no-autoload', 'model_not_found'],
  ['llama.cpp-b11549-error-context', 'context_length_exceeded'],
  ['llama.cpp-b11549-error-image', 'upstream_error'],
  ['llama.cpp-b11549-loading-health', 'upstream_overloaded'],
]

it.each(REFUSALS)('%s is understood as %s', async (name, code) => {
  const { status, json } = recorded(name).response
  const [server = ''] = name.split('-')
  const path = server === 'ollama' ? '/api/chat' : '/v1/chat/completions'
  const replay = await scriptedServer({ [path]: (_, response) => sendJson(response, status, json) })
  const stage = connectedStage(kindOf(server), replay.url)
  const heard = hear(stage.backend, chatCallOf(placementOf('any'), { stream: true }))
  await heard.over
  expect(heard.errors.map((error) => error.code)).toEqual([code])
  await stage.stop()
  await replay.close()
})
