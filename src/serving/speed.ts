import type { Timings, Usage } from '../contracts/chat.ts'
import { MovingAverage } from '../std/moving-average.ts'

/** What one answered request showed of a placement's speed. */
export interface Observation {
  readonly usage?: Usage | undefined
  readonly timings?: Timings | undefined
  /** Milliseconds from the start of the attempt; absent for an answer that came in one piece. */
  readonly firstContentMs?: number | undefined
  readonly totalMs: number
  /** The model was not loaded when the attempt began. */
  readonly cold: boolean
}

const WEIGHT = 0.3
/** Older measurements are forgotten: a placement that was slow once must not be shunned, and so left unmeasured, forever. */
const LIFE_MS = 3_600_000
/** A backend's own load time below this is the bookkeeping of a model that was loaded already. */
const REAL_LOAD_MS = 1000
/** Shorter prompts say more about the network than about the reading of prompts. */
const TELLING_PROMPT_TOKENS = 256
/** A shorter stretch of writing is a burst out of some buffer. */
const TELLING_DECODE_MS = 100

/** What is measured of a placement's speed. Where the backend gives no timings, they are derived from the stream's. */
export class Speed {
  /** Milliseconds per token: averaged as time, so that prompts read from a cache cannot outweigh the others. */
  readonly #prefill = new Measured()
  readonly #decode = new Measured()
  readonly #loadMs = new Measured()

  prefillTps(now: number): number | undefined {
    return perSecond(this.#prefill.value(now))
  }

  decodeTps(now: number): number | undefined {
    return perSecond(this.#decode.value(now))
  }

  loadSeconds(now: number): number | undefined {
    const ms = this.#loadMs.value(now)
    return ms === undefined ? undefined : ms / 1000
  }

  observe(observation: Observation, now: number): void {
    this.#loadMs.add(loadMs(observation, this.#prefill.value(now) ?? 0), now)
    this.#prefill.add(prefillMsPerToken(observation), now)
    this.#decode.add(decodeMsPerToken(observation), now)
  }
}

class Measured {
  #average = new MovingAverage(WEIGHT)
  #at = 0

  value(now: number): number | undefined {
    return now - this.#at > LIFE_MS ? undefined : this.#average.value
  }

  add(sample: number | undefined, now: number): void {
    if (sample === undefined) return
    if (now - this.#at > LIFE_MS) this.#average = new MovingAverage(WEIGHT)
    this.#average.add(sample)
    this.#at = now
  }
}

function perSecond(msPerToken: number | undefined): number | undefined {
  return msPerToken === undefined ? undefined : 1000 / msPerToken
}

function prefillMsPerToken(observation: Observation): number | undefined {
  const { usage, timings, firstContentMs, cold } = observation
  if (timings?.prefillMs !== undefined) return perToken(timings.prefillMs, timings.prefillTokens)
  if (cold || usage === undefined) return undefined
  const read = usage.input - (usage.cached ?? 0)
  return read < TELLING_PROMPT_TOKENS ? undefined : perToken(firstContentMs, read)
}

function decodeMsPerToken({
  usage,
  timings,
  firstContentMs,
  totalMs,
}: Observation): number | undefined {
  if (timings?.decodeMs !== undefined) return perToken(timings.decodeMs, timings.decodeTokens)
  if (usage === undefined || firstContentMs === undefined) return undefined
  const writing = totalMs - firstContentMs
  return writing < TELLING_DECODE_MS ? undefined : perToken(writing, usage.output - 1)
}

function loadMs(observation: Observation, prefillMsPerToken: number): number | undefined {
  const { usage, timings, firstContentMs, cold } = observation
  if (timings?.loadMs !== undefined) {
    return cold || timings.loadMs >= REAL_LOAD_MS ? timings.loadMs : undefined
  }
  if (!cold || firstContentMs === undefined) return undefined
  return Math.max(0, firstContentMs - (usage?.input ?? 0) * prefillMsPerToken)
}

/** Backends may report anything; only sensible numbers are measurements. */
function perToken(ms: number | undefined, tokens: number | undefined): number | undefined {
  return ms !== undefined && tokens !== undefined && ms > 0 && tokens > 0 ? ms / tokens : undefined
}
