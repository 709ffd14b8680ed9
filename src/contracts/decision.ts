import type { Intent, PlacementState, PromptProfile, Session, Work } from './routing.ts'

/** A part of what decisions were made on, kept once however many were. */
export interface KeptText {
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string
  readonly text: string
}

/** What a decision was made of besides what is the same for many of them; never a word of the prompt. */
export interface DecisionMatter {
  /** The model that the client named. */
  readonly model: string | undefined
  readonly profile: PromptProfile
  readonly intent: Intent
  readonly session: Session | undefined
  readonly exploration: { readonly seed: number; readonly scale: number } | undefined
  /** By placement key: those of which more was known than that nothing is under way. */
  readonly states: ReadonlyMap<string, PlacementState>
  /** The request named an address that a backend would have had to fetch. */
  readonly addresses: boolean
  /** Key of the placement that came first, and its utility; undefined = nothing was left. */
  readonly chosen: string | undefined
  readonly utility: number | undefined
  /** Version of the program that decided. */
  readonly program: string
  /** What tells the weights apart that the prompt was understood by. */
  readonly weights: string
}

/** A decision on its way to where it is kept; its long parts are written out only there. */
export interface DecisionRecord extends DecisionMatter {
  /** The models, their names and the settings. */
  world(): KeptText
  /** What was believed of the models. */
  beliefs(): KeptText
}

/** A decision as it was kept. */
export interface PastDecision extends DecisionMatter {
  readonly id: string
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly world: KeptText
  readonly beliefs: KeptText
}

/** An answer that somebody can be asked about. */
export interface AnswerGiven {
  readonly id: string
  readonly model: string
  readonly backend: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What was asked for; undefined = that was not looked at. */
  readonly work: Work | undefined
}
