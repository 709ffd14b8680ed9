import type { Intent, PromptProfile } from '../contracts/routing.ts'
import type { Abilities } from './abilities.ts'
import type { Ability } from './ability.ts'
import { type Demand, doubtOf } from './demand.ts'

/** How a request may be used to learn about models that are not known well. */
export interface Exploration {
  /** Makes the same choice again. */
  readonly seed: number
  /** 0 = not at all, 1 = as far as the doubt goes. */
  readonly scale: number
}

/** Requests before which nothing is tried out: until then it costs more than it brings. */
const EXPLORES_AFTER = 2000

/**
 * Whether a request may be used to try models out: one that the router is free to send anywhere, once so much was seen
 * that it knows what it has, and something was learned at all. Who wants the best or the fastest model gets that.
 */
export function mayExplore(
  { kind }: Pick<PromptProfile, 'kind'>,
  { policy, only }: Intent,
  { learned, requests }: Abilities,
): boolean {
  const { qualityPreference } = policy
  const isTrade = qualityPreference > 0 && qualityPreference < 1
  const isFree = kind === 'chat' && only === undefined
  return isTrade && isFree && learned.size > 0 && requests >= EXPLORES_AFTER
}

/** Logits by which a model is taken for better or worse than it is thought to be, this once. */
export function tried(model: string, ability: Ability, demand: Demand, by: Exploration): number {
  return by.scale * doubtOf(ability, demand) * normal(hash(model, by.seed))
}

/** A draw from the standard normal distribution for each seed. */
function normal(seed: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed)))
  return radius * Math.cos(2 * Math.PI * uniform(seed ^ 0x9e3779b9))
}

/** From 0 up to but not including 1. */
function uniform(seed: number): number {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

function hash(text: string, seed: number): number {
  let value = seed ^ 0x811c9dc5
  for (let at = 0; at < text.length; at++)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value
}
