import type { BackendKind } from '../contracts/backend.ts'
import { anthropic } from './anthropic.ts'
import { llamaCpp } from './llama-cpp.ts'
import { ollama } from './ollama.ts'
import { openaiCompatible } from './openai-compatible.ts'

/** Every kind of server that models are reached on, in the order in which an unknown one is asked. */
export const backendKinds: readonly BackendKind[] = [ollama, llamaCpp, openaiCompatible, anthropic]
