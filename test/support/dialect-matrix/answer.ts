/** What an answer says, whichever dialect told it. */
export interface Answer {
  readonly thinking: string
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly input: unknown }[]
  /** In the client's words. */
  readonly finish: string
  /** The stop sequence that ended it; undefined where the dialect has no place for one. */
  readonly stop?: string | null
  readonly usage: Usage | undefined
}

/** Tokens as the client is told them; `input` is what was neither read from a cache nor written to it. */
export interface Usage {
  readonly input: number
  readonly output: number
  readonly cached: number
  readonly written: number
}

/** An error in the client's own form. */
export interface WireError {
  readonly type: string
  readonly code: string
  readonly message: string
}

/** A stream that ended in an error: what came before it. */
export interface Broken {
  readonly text: string
  readonly error: WireError
}
