/** Any value that JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/**
 * The bytes of a JSON object as a latin1 string, one character per byte, with the spans of its top-level members
 * (`start` and `end` are offsets of the value in `text`). What is edited span by span keeps every other byte.
 */
export interface JsonSource {
  readonly text: string
  readonly members: readonly JsonMember[]
}

interface JsonMember {
  readonly key: string
  readonly start: number
  readonly end: number
}
