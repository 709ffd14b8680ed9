import { llama } from './llama.ts'
import { models } from './models.ts'
import { ollama } from './ollama.ts'
import type { Part } from './part.ts'
import { router } from './router.ts'

/** Quickest first. */
export const parts: readonly Part[] = [models, llama, router, ollama]
