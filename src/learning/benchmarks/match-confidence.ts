import { type ModelIdentity, modelIdentity } from './model-identity.ts'

/** From here on two names mean the same model. */
export const SAME_MODEL = 0.9

/** From here on what is known of one tells something of the other. */
export const LIKE_MODEL = 0.5

/** Names of these move from one edition to the next by themselves. */
const HOSTED = /^(?:gpt|gpt-4o|o|claude|gemini|grok|reka|sonar|nova|palmyra)$/

/** One set of weights that thinks or not as it is told. */
const HYBRID = /^(?:claude|gemini|gpt|grok|deepseek|qwen|glm)$/

/** Other sizes are further apart. */
const SAME_SIZE = 1.05

/** Share that is left of the confidence when the models differ in this, or only one name says it. */
const LEFT = {
  edition: 0.8,
  unsaidEdition: 0.92,
  version: 0.7,
  size: 0.7,
  mode: 0.6,
  effort: 0.85,
  stage: 0.85,
  base: 0.7,
  tune: 0.55,
} as const

/**
 * How sure it is that two names mean one model: 1 = the same, from 0.9 on the same by all that both say, 0.5 to 0.9 a
 * model like it (another edition, somebody's own version, a size that is not said), 0 = another.
 */
export function matchConfidence(one: string, other: string): number {
  return identityConfidence(modelIdentity(one), modelIdentity(other))
}

/** The same for names that were read already. */
export function identityConfidence(one: ModelIdentity, other: ModelIdentity): number {
  if (one.family === undefined || one.family !== other.family) return 0
  const confidence =
    ofVersion(one, other) *
    ofSize(one, other) *
    (one.variants.join() === other.variants.join() ? 1 : 0) *
    ofMode(one, other) *
    ofEdition(one, other) *
    ofBase(one, other) *
    ofTune(one, other) *
    (one.effort === other.effort ? 1 : LEFT.effort) *
    (one.stage === other.stage ? 1 : LEFT.stage)
  return confidence < LIKE_MODEL ? 0 : confidence
}

function ofVersion({ family, version }: ModelIdentity, other: ModelIdentity): number {
  if (version === other.version) return 1
  const isUnsaid = version === undefined || other.version === undefined
  return isUnsaid && /^(?:mistral|deepseek|mistral-large)$/.test(family ?? '') ? LEFT.version : 0
}

function ofSize({ parameters: one }: ModelIdentity, { parameters: other }: ModelIdentity): number {
  if (one === other) return 1
  if (one === undefined || other === undefined) return LEFT.size
  return Math.max(one, other) / Math.min(one, other) < SAME_SIZE ? 1 : 0
}

function ofMode({ family = '', mode: one }: ModelIdentity, { mode: other }: ModelIdentity): number {
  const plain = family === 'claude' ? 'answers' : undefined
  if ((one ?? plain) === (other ?? plain)) return 1
  const areBothSaid = one !== undefined && other !== undefined
  const isOneModel = HYBRID.test(family) && (HOSTED.test(family) || !areBothSaid)
  return isOneModel ? LEFT.mode : 0
}

function ofEdition(
  { family = '', edition: one }: ModelIdentity,
  { edition: other }: ModelIdentity,
): number {
  if (one === other) return 1
  if (one === undefined || other === undefined) {
    return HOSTED.test(family) ? LEFT.unsaidEdition : LEFT.edition
  }
  return isSameEdition(one, other) ? 1 : LEFT.edition
}

function ofBase({ family, base: one }: ModelIdentity, { base: other }: ModelIdentity): number {
  if (one === other) return 1
  if (one !== undefined && other !== undefined) return 0
  return family === 'deepseek-r1' || family === 'llava' ? LEFT.base : 1
}

/** Two people's own versions of a model tell nothing of each other. */
function ofTune({ known, tune: one }: ModelIdentity, { tune: other }: ModelIdentity): number {
  if (one.join() === other.join()) return 1
  return known && (one.length === 0 || other.length === 0) ? LEFT.tune : 0
}

/** Whether two editions may be one: `2024-07-18` is `2024-07`, and `07-18` too. */
function isSameEdition(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return long === short || long.startsWith(`${short}-`) || long.endsWith(`-${short}`)
}
