import type { GatewayError } from './errors.ts'
import type { Capability, Placement } from './model.ts'

/** The kinds of work that quality is known by. */
export const FAMILIES = [
  'code',
  'math',
  'reasoning',
  'knowledge',
  'writing',
  'extract',
  'tools',
  'chat',
] as const

export type Family = (typeof FAMILIES)[number]

/** What the router knows about a conversation, without its text. */
export interface PromptProfile {
  /** `housekeeping`: a client's background task (title, tags, follow-ups), never worth a model swap. */
  readonly kind: 'chat' | 'housekeeping'
  /** Probabilities; they sum to 1. */
  readonly families: Readonly<Record<Family, number>>
  /** 0 = trivial, 1 = hardest. */
  readonly difficulty: number
  readonly needs: readonly Capability[]
  /** Estimated tokens of the prompt, tools and all. */
  readonly tokensIn: number
  /** Expected tokens of the answer. */
  readonly tokensOut: number
  /** Tokens that the context must hold: the prompt and what the client allows as answer. */
  readonly tokensNeeded: number
}

/** Requests at a server by its own account, everybody's and ours, brought up to this moment. */
export interface CurrentLoad {
  readonly running: number
  /** In line behind those. */
  readonly waiting: number
}

/** What is known about a placement at this moment, besides the catalog. */
export interface PlacementState {
  /** Its breaker is open: ranks last, is still tried when nothing else is left. */
  readonly open: boolean
  /** Requests under way there, a prompt being read for a client who left included. */
  readonly busy: number
  /** Undefined: its server does not say. What is `busy` is part of it. */
  readonly load?: CurrentLoad | undefined
  /** Measured so far, from real requests. */
  readonly prefillTps?: number | undefined
  readonly decodeTps?: number | undefined
  readonly loadSeconds?: number | undefined
}

export type LiveState = (placement: Placement) => PlacementState

/** How money and seconds are weighed against a right answer. */
export interface Rates {
  /** Worth of one right answer. */
  readonly value: number
  /** Price of one second of waiting. */
  readonly perSecond: number
}

export interface Latency {
  readonly queue: number
  readonly load: number
  readonly prefill: number
  readonly decode: number
}

export interface Candidate {
  readonly placement: Placement
  /** P(right answer). */
  readonly quality: number
  readonly cost: number
  /** Seconds. */
  readonly latency: Latency
  readonly utility: number
  /** The context this model must be raised to before it can take the request. */
  readonly raiseContext?: number | undefined
  /** One clause of plain ASCII for people, such as `quality 0.71, loaded, 1.2 s`. */
  readonly reason: string
}

export interface Rejection {
  readonly placement: Placement
  readonly reason: string
  /** The capability or limit that was missing, for choosing the error. */
  readonly filter: string
}

/** Best first. With nothing left `candidates` is empty and `error` says what the client hears. */
export interface Plan {
  readonly candidates: readonly Candidate[]
  readonly rejected: readonly Rejection[]
  readonly error?: GatewayError | undefined
  /** `route`: the router chose the model; `pinned`: the client did. */
  readonly mode: 'route' | 'pinned'
}
