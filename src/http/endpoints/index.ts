import type { Endpoint } from '../endpoint.ts'
import { chatCompletions } from './chat-completions.ts'
import { countTokensOfMessages } from './count-tokens.ts'
import { embeddings } from './embeddings.ts'
import { feedback } from './feedback.ts'
import { health } from './health.ts'
import { home } from './home.ts'
import { messages } from './messages.ts'
import { metrics } from './metrics.ts'
import { model } from './model.ts'
import { models } from './models.ts'
import { ready } from './ready.ts'

/** Every endpoint that clients and monitors use. */
export const endpoints: readonly Endpoint[] = [
  chatCompletions,
  messages,
  countTokensOfMessages,
  embeddings,
  feedback,
  models,
  model,
  health,
  ready,
  metrics,
  home,
]
