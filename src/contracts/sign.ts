import type { Family } from './routing.ts'

/**
 * What an answer, or what its user did next, says of the model without anybody saying so: nothing was said, it was cut
 * off by no limit of the client's, a tool call does or does not fit its tool, the same was asked again, what was asked
 * was changed, or the conversation went on.
 */
export type SignKind =
  | 'empty'
  | 'cut'
  | 'bad-call'
  | 'good-call'
  | 'asked-again'
  | 'edited'
  | 'went-on'

export interface Sign {
  readonly kind: SignKind
  readonly model: string
  /** Key of the placement. */
  readonly placement: string
  readonly family: Family
  /** 0..1. */
  readonly difficulty: number
}
