import type { ModelRole } from '../contracts/model.ts'
import { defined } from '../std/defined.ts'
import { memoise } from '../std/memoise.ts'
import { type FoundFamily, findFamily } from './find-family.ts'
import { canonicalName, nameParts } from './name-text.ts'
import { hintsIn, roleOf } from './name-words.ts'
import { takeQuantisation } from './quantisation.ts'
import { type Sizes, statedSizes } from './sizes.ts'

/** What a model's name tells about it; `undefined` = the name does not tell. */
export interface Identity {
  /** The line of models without its version: `llama`, `qwen`, `mistral-nemo`. */
  readonly family?: string | undefined
  /** `3.1`, `2.5`. */
  readonly version?: string | undefined
  /** Billions. */
  readonly parameters?: number | undefined
  /** Billions used per token, for a mixture of experts. */
  readonly activeParameters?: number | undefined
  readonly role: ModelRole
  /** False: a base model, which continues text and was not taught to answer. */
  readonly instruct?: boolean | undefined
  /** Upper case: `Q4_K_M`, `F16`, `AWQ`, `4BIT`. */
  readonly quantisation?: string | undefined
  readonly vision?: boolean | undefined
  readonly tools?: boolean | undefined
  readonly reasoning?: boolean | undefined
  /** Made for writing code. */
  readonly code: boolean
}

const NO_ABILITIES = { vision: false, tools: false, reasoning: false } as const

/**
 * Reads a model's id: an Ollama tag, a Hugging Face repository, a path to a GGUF file or a hosted model's name. The folder
 * or owner is looked at only when the name itself says no family. Remembered, since every new catalog asks again.
 */
export const identify: (id: string) => Identity = memoise((id) => {
  const { name, withOwner } = nameParts(id)
  const identity = read(name)
  return identity.family === undefined ? read(withOwner) : identity
}, 20_000)

function read(spelled: string): Identity {
  const { quantisation, rest } = takeQuantisation(spelled)
  const name = canonicalName(rest)
  const stated = statedSizes(name)
  const found = findFamily(name, stated.parameters)
  const role = roleOf(name)
  const { code = false, ...hints } = hintsIn(name)
  return {
    family: found?.family,
    version: found?.version,
    ...completed(stated, found),
    role,
    quantisation,
    ...(role === 'chat' ? { ...found?.abilities, ...hints } : NO_ABILITIES),
    code,
  }
}

/** The sizes that the name states, and for the rest those known of its family. */
function completed(stated: Sizes, found: FoundFamily | undefined): Sizes {
  const parameters = stated.parameters ?? found?.parameters
  const active = stated.activeParameters ?? found?.active?.[parameters ?? 0]
  const isMixture = active !== undefined && active < (parameters ?? Number.POSITIVE_INFINITY)
  return defined({ parameters, activeParameters: isMixture ? active : undefined })
}
