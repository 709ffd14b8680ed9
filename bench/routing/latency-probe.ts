// A process of its own for the latency track: loads the weights, decides once cold, then many times. Prints JSON.
import { readFileSync } from 'node:fs'
import { analyse } from '../../src/analysis/analyse.ts'
import { loadPromptHeads } from '../../src/prompt-heads.ts'
import { NOTHING_LEARNED } from '../../src/routing/abilities.ts'
import { route } from '../../src/routing/route.ts'
import { percentile } from '../overhead/percentile.ts'
import { LABELLED_PROMPTS } from './labelled-prompts.ts'
import type { DecisionTime, LatencyFigures } from './latency-track.ts'
import { type NamedModels, namedModels } from './named-models.ts'
import { promptRequest } from './prompt-request.ts'

const FLEETS = [12, 500]
const CHARS = [200, 1_000, 8_000, 64_000]
const WARM_UP = 100
const DECISIONS = 200
const SIZES = ['0.5b', '3b', '8b', '14b', '32b', '70b']

const words = readFileSync(LABELLED_PROMPTS, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => String(JSON.parse(line).prompt))
  .join('\n')
const before = performance.now()
const heads = await loadPromptHeads()
const loadMs = performance.now() - before
const times = FLEETS.flatMap((models) => {
  const fleet = namedModels(namesOf(models))
  return CHARS.map((chars) => decisionTime(fleet, chars))
})
const figures: LatencyFigures = { load_ms: loadMs, decisions: times }
process.stdout.write(JSON.stringify(figures))

function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `llama-3.1-tuned-${at}-${SIZES[at % 6]}-instruct`)
}

/** The first decision of a fleet and length is cold: nothing is cached for it, little of the code is compiled. */
function decisionTime(fleet: NamedModels, chars: number): DecisionTime {
  const cold = timed(fleet, textOf(0, chars))
  for (let at = 1; at <= WARM_UP; at += 1) timed(fleet, textOf(at, chars))
  const warm = Array.from({ length: DECISIONS }, (_, at) =>
    timed(fleet, textOf(WARM_UP + at, chars)),
  )
  return {
    models: fleet.placements.length,
    chars,
    cold_ms: cold,
    p50_ms: percentile(warm, 0.5),
    p99_ms: percentile(warm, 0.99),
  }
}

/** Another part of the words each time, so that nothing can be remembered. */
function textOf(at: number, chars: number): string {
  const from = (at * 997) % words.length
  return words.slice(from).concat(words, words).slice(0, chars)
}

function timed({ input }: NamedModels, text: string): number {
  const request = promptRequest(text)
  const from = performance.now()
  const profile = analyse(request, heads)
  route({ ...input, profile, abilities: NOTHING_LEARNED })
  return performance.now() - from
}
