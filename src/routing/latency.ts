import type { Placement } from '../contracts/model.ts'
import type { Latency, PlacementState, PromptProfile } from '../contracts/routing.ts'

/** How much faster (> 1) or slower a backend's machine is than the one that the estimates below are made for. */
export type Pace = number

/** Tokens per second. */
export interface Speed {
  readonly prefill: number
  readonly decode: number
}

/** GiB of weights read per second, by a common graphics card. */
const WEIGHTS_PER_SECOND = 430
const FASTEST_DECODE = 250

/** Tokens per second and billion parameters. */
const PREFILL = 16_000
const FASTEST_PREFILL = 8000

/** GiB of one billion parameters in the usual four-bit quantisation. */
const GIB_PER_BILLION = 0.6
const ASSUMED_BILLIONS = 8

const HOSTED: Speed = { prefill: 5000, decode: 60 }

const LOAD_START = 2
const LOAD_SECONDS_PER_GIB = 0.6

/** Tokens that a thinking model writes for each token of its answer, the answer included. */
const THINKING = 2

/** Share of the requests before it that one has to wait for: servers work on several at a time. */
const WAITING_SHARE = 0.5
/** By how much each request that is answered at the same time slows the others down, on servers that count them. */
const SLOWDOWN = 0.01
/** Share of its time that a load under way still takes. */
const LOAD_LEFT = 0.5

/** What the estimate of a placement's answer is made from. */
export interface Ask {
  readonly placement: Placement
  readonly state: PlacementState
  readonly profile: Pick<PromptProfile, 'tokensOut'>
  readonly pace: Pace
  readonly thinks: boolean
  /** Of the prompt. */
  readonly tokensIn: number
  /** Tokens of the prompt that it has read already. */
  readonly cached?: number
}

/** Expected seconds until the answer is complete: measured where anything was, otherwise from the model's size. */
export function latencyOf({
  placement,
  state,
  profile,
  pace,
  thinks,
  tokensIn,
  cached = 0,
}: Ask): Latency {
  const usual = usualSpeed(placement)
  const prefill = (tokensIn - cached) / (state.prefillTps ?? usual.prefill * pace)
  const tokensOut = profile.tokensOut * (thinks ? THINKING : 1)
  const decode = tokensOut / (state.decodeTps ?? usual.decode * pace)
  return {
    queue: placement.remote ? 0 : queueLength(state) * (prefill + decode),
    load: secondsUntilLoaded(placement, state),
    prefill,
    decode,
  }
}

/** What one waits for, in answers like one's own. A server that counts empties its line as fast as it answers. */
function queueLength({ busy, load }: PlacementState): number {
  if (load === undefined) return busy * WAITING_SHARE
  return load.waiting / Math.max(1, load.running) + load.running * SLOWDOWN
}

function secondsUntilLoaded(placement: Placement, state: PlacementState): number {
  if (placement.loaded !== false) return 0
  return loadSeconds(placement, state) * (placement.loading === true ? LOAD_LEFT : 1)
}

/** Seconds of all parts together. */
export function totalSeconds({ queue, load, prefill, decode }: Latency): number {
  return queue + load + prefill + decode
}

/** Seconds that loading takes, whether or not it is needed now. */
export function loadSeconds(placement: Placement, state: PlacementState): number {
  return state.loadSeconds ?? LOAD_START + LOAD_SECONDS_PER_GIB * weights(placement)
}

/** What a model of this size does on a common machine; hosted models do not depend on it. */
export function usualSpeed(placement: Placement): Speed {
  if (placement.remote) return HOSTED
  const { parameters, activeParameters } = placement.facts
  const all = parameters?.value ?? ASSUMED_BILLIONS
  const active = activeParameters?.value ?? all
  return {
    prefill: Math.min(FASTEST_PREFILL, PREFILL / active),
    decode: Math.min(FASTEST_DECODE, WEIGHTS_PER_SECOND / (weights(placement) * (active / all))),
  }
}

/** GiB. */
function weights({ sizeBytes, facts }: Placement): number {
  if (sizeBytes !== undefined && sizeBytes > 0) return sizeBytes / 2 ** 30
  return (facts.parameters?.value ?? ASSUMED_BILLIONS) * GIB_PER_BILLION
}
