import type { Json } from '../../contracts/json.ts'

/** A function of this name in this source, to be called with each of these lists of arguments. */
export interface SandboxJob {
  readonly source: string
  readonly name: string
  readonly inputs: readonly (readonly Json[])[]
}

/** What one call came to; without `gave` it gave no JSON, or failed. */
export interface SandboxResult {
  readonly gave?: Json
}

/** Told by the thread once it can take jobs. */
export const READY = 'ready'
