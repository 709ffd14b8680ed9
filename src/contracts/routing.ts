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

/** The fields of knowledge that a question may be from: a finer grain that models differ in a little. */
export const SUBJECTS = [
  'biology',
  'business',
  'chemistry',
  'computing',
  'economics',
  'engineering',
  'health',
  'history',
  'law',
  'math',
  'philosophy',
  'physics',
  'psychology',
  'other',
] as const

export type Subject = (typeof SUBJECTS)[number]

/** What the work is, as far as models differ in it; all that evidence of a model's skill and requests have in common. */
export interface Work {
  /** Probabilities; they sum to 1. */
  readonly families: Readonly<Record<Family, number>>
  /** Probabilities; they sum to 1. */
  readonly subjects: Readonly<Record<Subject, number>>
  /** Probability that one of several given answers is to be chosen. */
  readonly choice: number
  /** 0 = trivial, 1 = hardest. */
  readonly difficulty: number
}

/** What the router knows about a conversation, without its text. */
export interface PromptProfile extends Work {
  /** `housekeeping`: a client's background task (title, tags, follow-ups), never worth a model swap. */
  readonly kind: 'chat' | 'housekeeping'
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
  /** Tokens that it counted for each token of our estimate. */
  readonly tokenRatio?: number | undefined
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

/** What a user wants traded for what, under a name. */
export interface Policy {
  readonly name: string
  /** 0 = the fastest model, 1 = the best. */
  readonly qualityPreference: number
  /** How many times over a dollar counts. */
  readonly costWeight: number
  /** Nothing leaves this machine's network. */
  readonly localOnly: boolean
}

/** What is wanted of one request besides an answer. */
export interface Intent {
  readonly policy: Policy
  /** Ids of models, or of models on one backend: no other may answer. Absent = all may. */
  readonly only?: readonly string[] | undefined
  /** The same for those that may not. */
  readonly exclude?: readonly string[] | undefined
  /** Seconds that the whole answer may take. */
  readonly maxSeconds?: number | undefined
}

/** What a client says of how it wants to be routed, in its own words. */
export interface Wishes {
  /** Name of a policy. */
  readonly policy?: string | undefined
  /** Who may answer, by id. */
  readonly models?: readonly string[] | undefined
  /** Seconds that the whole answer may take. */
  readonly maxSeconds?: number | undefined
}

/** Where a conversation was answered last. */
export interface Session {
  readonly model: string
  /** Key of the placement, which may still hold the conversation in its cache. */
  readonly placement: string
  /** Tokens of the conversation up to and with that answer. */
  readonly tokens: number
}

/** Who may be asked. */
export interface Candidate {
  readonly placement: Placement
  /** The context this model must be raised to before it can take the request. */
  readonly raiseContext?: number | undefined
  /** One clause of plain ASCII for people, such as `quality 0.71, loaded, 1.2 s`. */
  readonly reason: string
}

/** Who may be asked, and all that its place in the order depends on. */
export interface RankedCandidate extends Candidate {
  /** P(right answer), no better than the best model's until that is proven. */
  readonly quality: number
  /** Standard deviation of the quality. */
  readonly qualitySd: number
  /** In units of the rates' value. */
  readonly cost: number
  /** False: nobody knows the price, and a cautious one was assumed. */
  readonly costKnown: boolean
  /** Seconds. */
  readonly latency: Latency
  /** What leaving the loaded or the conversation's model costs, in units of the rates' value. */
  readonly switchCost: number
  /** `value` x quality - cost - `perSecond` x latency - switch cost. */
  readonly utility: number
  /** Smaller than this kind of work asks for: only asked when nothing larger is left. */
  readonly belowFloor: boolean
}

export interface Rejection {
  readonly placement: Placement
  readonly reason: string
  /** The capability or limit that was missing, for choosing the error. */
  readonly filter: string
}

/** A rule that kept what would have been first from being it. */
export interface Guard {
  readonly name: string
  /** Key of the placement. */
  readonly refused: string
  readonly reason: string
}

/** Best first. With nothing left `candidates` is empty and `error` says what the client hears. */
export interface Plan {
  readonly candidates: readonly Candidate[]
  readonly rejected: readonly Rejection[]
  readonly error?: GatewayError | undefined
  /** `route`: the router chose the model; `pinned`: the client did. */
  readonly mode: 'route' | 'pinned'
}

/** A plan that weighed quality, money and time. */
export interface RoutePlan extends Plan {
  readonly candidates: readonly RankedCandidate[]
  readonly rates: Rates
  readonly guard?: Guard | undefined
}
