import { setTimeout as sleep, setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Piece } from './answer.ts'
import type { Call } from './call.ts'
import type { SimulatedModel } from './description.ts'
import type { ServerState } from './state.ts'

/** Takes the time that loading a model takes, and for ever while loads are wedged; stops when `signal` does. */
export async function loadWeights(
  state: ServerState,
  model: SimulatedModel,
  signal?: AbortSignal,
): Promise<void> {
  state.ledger.loads += 1
  await sleep((model.speed.load * 1000) / state.speed, undefined, { signal })
  while (state.wedged) await sleep(WEDGE_LOOK_MS, undefined, { signal })
}

const WEDGE_LOOK_MS = 10

/** Reads a prompt to its end even when the client leaves, as real servers do. Gives the milliseconds it took. */
export async function readPrompt(
  state: ServerState,
  model: SimulatedModel,
  work: { readonly tokens: number; readonly call: Call },
): Promise<number> {
  const began = performance.now()
  work.call.phase = 'prefill'
  await until(began + work.tokens * perToken(state, model.speed.prefill))
  work.call.signal.throwIfAborted()
  return performance.now() - began
}

/** Writes an answer token by token at the model's pace, and stops at once when the client leaves. */
export async function* write(
  state: ServerState,
  model: SimulatedModel,
  work: { readonly pieces: readonly Piece[]; readonly call: Call },
): AsyncGenerator<Piece, void> {
  let due = performance.now()
  work.call.phase = 'decode'
  for (const piece of work.pieces) {
    due += perToken(state, model.speed.decode)
    await until(due, work.call.signal)
    work.call.tokens += 1
    yield piece
  }
}

function perToken(state: ServerState, perSecond: number): number {
  return perSecond === 0 ? 0 : 1000 / (perSecond * state.speed)
}

async function until(due: number, signal?: AbortSignal): Promise<void> {
  const ms = due - performance.now()
  if (ms < 1) await yieldToOthers(undefined, { signal })
  else await sleep(ms, undefined, { signal })
}
