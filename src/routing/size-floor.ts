import { FAMILIES, type Family, type PromptProfile } from '../contracts/routing.ts'

/** From this difficulty on, a request is no longer simple, and from the next on it is hard. */
const MEDIUM = 0.34
const HARD = 0.57

/** A family decides only when this much of the request is of it. */
const DOMINANT = 0.5

/** Billions: the smallest model that medium and hard work of a family should go to. */
const FLOORS: Readonly<Partial<Record<Family, readonly [medium: number, hard: number]>>> = {
  code: [4, 8],
  math: [4, 8],
  reasoning: [4, 8],
  tools: [1, 4],
  writing: [1, 4],
  knowledge: [0, 4],
}

/** Billions that a model should have for this request, if one is there; unknown sizes are below any floor but 0. */
export function sizeFloor({ families, difficulty }: PromptProfile): number {
  if (difficulty < MEDIUM) return 0
  const dominant = FAMILIES.find((family) => families[family] >= DOMINANT)
  const [medium, hard] = (dominant && FLOORS[dominant]) ?? [0, 0]
  return difficulty < HARD ? medium : hard
}
