import { eventsOf } from './router.ts'

/** A chunk of a streamed answer. */
export interface Chunk {
  readonly id: string
  readonly model: string
  readonly choices: readonly {
    readonly delta: { readonly content?: string }
    readonly finish_reason: string | null
  }[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** A streamed answer as the client got it. */
export interface Streamed {
  readonly text: string
  readonly chunks: readonly Chunk[]
  readonly content: string
  /** The code of the error that ended it. */
  readonly code: string | undefined
  /** `[DONE]` came last. */
  readonly done: boolean
}

/** Reads a streamed answer to its end. */
export async function streamed(response: Response): Promise<Streamed> {
  return readStreamed(await response.text())
}

export function readStreamed(text: string): Streamed {
  const events = eventsOf(text)
  const chunks = events.filter((event) => event !== '[DONE]') as Chunk[]
  return {
    text,
    chunks,
    content: chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''),
    code: chunks.at(-1)?.error?.code,
    done: events.at(-1) === '[DONE]',
  }
}
