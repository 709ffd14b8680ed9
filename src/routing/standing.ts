/** How a line of models compares with others of its size, and how large the models of unpublished size act. */
export interface Standing {
  readonly families: string
  /** This version and later ones. */
  readonly since?: number
  /** Logits of a right answer, against an average model of 2024 of the same size. */
  readonly offset: number
  /** Billions: the dense open model that would answer about as well, for models that do not say their size. */
  readonly billions?: number
}

/** Not known at all: below the average, since size alone is no proof of quality. */
const UNKNOWN: Standing = { families: '-', offset: -0.4 }

/** The newest version of each first; the first that fits counts. */
const STANDINGS: readonly Standing[] = [
  { families: 'llama', since: 4, offset: 0.2 },
  { families: 'llama', since: 3.3, offset: 0.3 },
  { families: 'llama', since: 3.1, offset: 0 },
  { families: 'llama', since: 3, offset: -0.1 },
  { families: 'llama', since: 2, offset: -0.7 },
  { families: 'llama', offset: -0.2 },
  { families: 'qwen', since: 3.5, offset: 0.55 },
  { families: 'qwen', since: 3, offset: 0.45 },
  { families: 'qwen', since: 2.5, offset: 0.25 },
  { families: 'qwen', since: 2, offset: 0 },
  { families: 'qwen', offset: -0.3 },
  { families: 'qwq qvq', offset: 0.4 },
  { families: 'gemma', since: 4, offset: 0.45 },
  { families: 'gemma', since: 3, offset: 0.3 },
  { families: 'gemma', since: 2, offset: 0.15 },
  { families: 'gemma codegemma', offset: -0.3 },
  { families: 'gemma3n', offset: 0.2 },
  { families: 'mistral-small mistral-medium devstral magistral', offset: 0.25 },
  { families: 'mistral-large mistral-nemo ministral pixtral codestral', offset: 0.1 },
  { families: 'mistral mixtral mathstral', offset: -0.2 },
  { families: 'phi', since: 4, offset: 0.3 },
  { families: 'phi', since: 3, offset: 0.05 },
  { families: 'phi', offset: -0.3 },
  { families: 'deepseek', since: 3, offset: 0.3 },
  { families: 'deepseek', offset: -0.1 },
  { families: 'deepseek-r1 r1-1776', offset: 0.25 },
  { families: 'gpt-oss kimi-k minimax-m seed-oss', offset: 0.45 },
  { families: 'glm', since: 4.5, offset: 0.45 },
  { families: 'glm', offset: 0.1 },
  { families: 'granite', since: 3, offset: 0 },
  { families: 'command-r command-r7b command-r-plus command-a cogito hermes athene', offset: 0 },
  { families: 'nemotron exaone-deep', offset: 0.15 },
  { families: 'smollm yi olmo internlm exaone aya aya-expanse solar', offset: -0.1 },
  { families: 'zephyr openchat starling-lm neural-chat dolphin codeqwen starcoder', offset: -0.3 },
  { families: 'codellama tinyllama vicuna wizardlm orca stablelm falcon', offset: -0.6 },
  { families: 'llava bakllava moondream', offset: -0.4 },
  { families: 'gpt', since: 5, offset: 0.6, billions: 400 },
  { families: 'gpt', since: 4, offset: 0.3, billions: 300 },
  { families: 'gpt', offset: 0, billions: 30 },
  { families: 'gpt-4o', offset: 0.3, billions: 200 },
  { families: 'o', offset: 0.6, billions: 200 },
  { families: 'claude', since: 3.7, offset: 0.6, billions: 300 },
  { families: 'claude', offset: 0.3, billions: 200 },
  { families: 'gemini', since: 2.5, offset: 0.5, billions: 300 },
  { families: 'gemini', offset: 0.2, billions: 200 },
  { families: 'grok', since: 3, offset: 0.5, billions: 300 },
  { families: 'grok', offset: 0.2, billions: 200 },
]

const ROWS = STANDINGS.map((standing) => ({
  standing,
  families: new Set(standing.families.split(' ')),
}))

/** Looks up a line of models by the family and version that `identify` reads from a name. */
export function standingOf(family: string | undefined, version: string | undefined): Standing {
  const number = Number.parseFloat(version ?? '')
  const row = ROWS.find(
    ({ families, standing: { since } }) =>
      families.has(family ?? '') && (since === undefined || number >= since),
  )
  return row?.standing ?? UNKNOWN
}
