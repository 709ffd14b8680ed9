import type { Endpoint } from '../endpoint.ts'
import { adminBackends } from './backends.ts'
import { adminExplain } from './explain.ts'
import { adminExplainPrompt } from './explain-prompt.ts'
import { adminFeedback } from './feedback.ts'
import { adminModelMemory } from './model-memory.ts'
import { adminModels } from './models.ts'
import { adminReplay } from './replay.ts'

/** Every endpoint for whoever runs the router. */
export const adminEndpoints: readonly Endpoint[] = [
  adminBackends,
  adminModels,
  adminModelMemory,
  adminExplain,
  adminExplainPrompt,
  adminReplay,
  adminFeedback,
]
