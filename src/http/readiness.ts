import type { Catalog } from '../contracts/model.ts'
import type { Readiness } from './endpoint.ts'

/** What somebody does whose router has found no models. */
export const NEXT_STEPS =
  'Start a model server on this machine (Ollama, llama.cpp, LM Studio, vLLM), which is then found by itself, or list your servers under "backends" in smarterrouter.yaml. To try the router without any: npm start -- demo'

/** Whether requests can be answered, and what is missing. */
export function readinessOf(
  { backends, lookedAt, models }: Catalog,
  isDraining: boolean,
): Readiness {
  if (isDraining) return { ready: false, reason: 'The router is stopping.' }
  if (backends.length === 0) return { ready: false, reason: `No backend was found. ${NEXT_STEPS}` }
  const usable = backends.filter((backend) => backend.up && backend.models > 0)
  if (usable.length > 0) {
    return { ready: true, reason: `${models.size} models on ${usable.length} backends` }
  }
  return {
    ready: false,
    reason: lackOf(
      backends.some(({ up }) => up),
      lookedAt,
    ),
  }
}

function lackOf(anyUp: boolean, lookedAt: number): string {
  if (lookedAt === 0) return 'The backends are being looked at for the first time.'
  return anyUp ? 'The backends have no models yet.' : 'No backend can be reached.'
}
