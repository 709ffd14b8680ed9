import { describe, expect, it } from 'vitest'
import { LABELLED_PROMPTS, readLabelled } from '../bench/routing/labelled-prompts.ts'
import { profileOf } from '../src/analysis/profile-of.fixture.ts'
import { request } from '../src/analysis/request.fixture.ts'
import type { PromptProfile, RoutePlan, Session } from '../src/contracts/routing.ts'
import { inputOf, liveOf, OPTIONS, placement, reported } from '../src/routing/fleet.fixture.ts'
import { totalSeconds } from '../src/routing/latency.ts'
import { judged } from '../src/routing/plan.fixture.ts'
import { route } from '../src/routing/route.ts'

const PROFILES = readLabelled(LABELLED_PROMPTS).map(({ text }) => profileOf(request(text)))
const PREFERENCES = Array.from({ length: 11 }, (_, step) => step / 10)

/** A desk, a rack and a hosted model: some loaded, some not, one that costs money. */
const FLEET = [
  placement('qwen2.5:0.5b', { backend: 'desk' }),
  placement('llama3.2:3b', { backend: 'desk' }),
  placement('qwen2.5-coder:7b', { backend: 'desk', loaded: false }),
  placement('llama3.1:8b', { backend: 'desk', loaded: false }),
  placement('qwen2.5:14b', { backend: 'rack' }),
  placement('qwen2.5:32b', { backend: 'rack', loaded: false }),
  placement('gpt-4o-mini', {
    backend: 'cloud',
    remote: true,
    loaded: undefined,
    facts: { price: reported({ input: 0.15, output: 0.6 }) },
  }),
]
const ABILITIES = judged(FLEET, {
  'qwen2.5-coder:7b': { code: 0.85, writing: 0.4 },
  'llama3.2:3b': { chat: 0.9, math: 0.2 },
  'qwen2.5:32b': { math: 0.8, reasoning: 0.7 },
})
const LIVE = liveOf({
  'llama3.2:3b@desk': { busy: 1, decodeTps: 70, prefillTps: 2500 },
  'qwen2.5:14b@rack': { busy: 2 },
})
const SESSION: Session = { model: 'llama3.2:3b', placement: 'llama3.2:3b@desk', tokens: 400 }

function planAt(
  profile: PromptProfile,
  qualityPreference: number,
  session: Session | undefined,
): RoutePlan {
  const options = { ...OPTIONS, qualityPreference }
  const more = { options, session, abilities: ABILITIES, live: LIVE }
  return route(inputOf(profile, FLEET, more))
}

interface Chosen {
  readonly quality: number
  readonly seconds: number
  readonly models: ReadonlySet<string>
}

/** Means over all prompts. */
function chosenAt(preference: number, session: Session | undefined): Chosen {
  const firsts = PROFILES.flatMap((profile) =>
    planAt(profile, preference, session).candidates.slice(0, 1),
  )
  const mean = (of: (one: (typeof firsts)[number]) => number) =>
    firsts.reduce((sum, one) => sum + of(one), 0) / firsts.length
  return {
    quality: mean(({ quality }) => quality),
    seconds: mean(({ latency }) => totalSeconds(latency)),
    models: new Set(firsts.map((one) => one.placement.model)),
  }
}

describe.each([
  ['a first question', undefined],
  ['a conversation under way', SESSION],
])('of the labelled prompts, each %s', (_, session) => {
  const sweep = PREFERENCES.map((preference) => chosenAt(preference, session))

  it('are answered better and later the more quality is preferred to speed', () => {
    for (const [step, { quality, seconds }] of sweep.slice(1).entries()) {
      const before = sweep[step] ?? { quality: 1, seconds: Number.POSITIVE_INFINITY }
      expect(quality).toBeGreaterThanOrEqual(before.quality - 0.002)
      if (session === undefined) expect(seconds).toBeGreaterThanOrEqual(before.seconds * 0.98)
    }
  })

  it('are answered much better and much later at one end than at the other', () => {
    const [fast, good] = [sweep.at(0), sweep.at(-1)]
    expect(good?.quality).toBeGreaterThan((fast?.quality ?? 1) + 0.05)
    expect(good?.seconds).toBeGreaterThan(2 * (fast?.seconds ?? 1))
  })

  it('are answered by more than two models on the way', () => {
    expect(new Set(sweep.flatMap(({ models }) => [...models])).size).toBeGreaterThan(2)
  })
})

describe('the ends of the preference', () => {
  it('are the fastest and the best of those that come into question, for every prompt', () => {
    for (const profile of PROFILES) {
      const [fast, good] = [planAt(profile, 0, undefined), planAt(profile, 1, undefined)]
      const seconds = eligible(fast).map(({ latency }) => totalSeconds(latency))
      expect(seconds[0]).toBe(Math.min(...seconds))
      const qualities = eligible(good).map(({ quality }) => quality)
      expect(qualities[0]).toBe(Math.max(...qualities))
    }
  })
})

/** What is below the floor is asked only when nothing else is left. */
function eligible({ candidates }: RoutePlan): RoutePlan['candidates'] {
  const above = candidates.filter(({ belowFloor }) => !belowFloor)
  return above.length > 0 ? above : candidates
}
