import type { Endpoint } from '../endpoint.ts'
import { adminBackends } from './backends.ts'
import { adminModelMemory } from './model-memory.ts'
import { adminModels } from './models.ts'

/** Every endpoint for whoever runs the router. */
export const adminEndpoints: readonly Endpoint[] = [adminBackends, adminModels, adminModelMemory]
