import type { KeyedEvidence } from '../../src/contracts/learning.ts'
import type { Family } from '../../src/contracts/routing.ts'
import { Knowledge } from '../../src/learning/knowledge.ts'
import { evidenceOf } from '../../src/learning/vote.ts'
import {
  catalogOf,
  inputOf,
  OPTIONS,
  placement,
  profileOf,
} from '../../src/routing/fleet.fixture.ts'
import { route } from '../../src/routing/route.ts'
import { seededRandom } from '../routing/seeded-random.ts'

export interface Votes {
  /** Votes after which all requests of the kind go to the preferred model, and stay there. */
  readonly toFlip: number
  /** By how much one voter's thousand votes move that share. */
  readonly maliciousShift: number
}

/** What users think of the two, as chances of a good vote; the facts let expect the opposite. */
const LIKED = { 'qwen2.5:14b': 0.55, 'gemma2:9b': 0.85 } as const
const PREFERRED = 'gemma2:9b'
const FAMILY: Family = 'writing'
const FLIPS = 0.1
const VOTES = 300
const VOTERS = 30
const MALICE = 1000
const DAY_MS = 86_400_000

type Name = keyof typeof LIKED

const NAMES = Object.keys(LIKED) as readonly Name[]
const FLEET = NAMES.map((name) => placement(name))

/** Lets simulated raters vote, and looks where requests would go. */
export async function measureVotes(random = seededRandom(7)): Promise<Votes> {
  const store = {
    put: async () => undefined,
    remove: async () => undefined,
    replace: async () => undefined,
  }
  const knowledge = new Knowledge([], store, () => undefined)
  let toFlip = VOTES + 1
  for (let count = 1; count <= VOTES; count++) {
    const model = NAMES[count % NAMES.length] ?? PREFERRED
    const likes = random() < LIKED[model] !== random() < FLIPS
    const voter = `voter-${Math.floor(random() * VOTERS)}`
    knowledge.hear(voteOf({ model, voter, count, score: likes ? 1 : -1, at: count * 60_000 }))
    const share = await shareOfPreferred(knowledge, count)
    if (share < 1) toFlip = VOTES + 1
    else if (toFlip > VOTES) toFlip = count
  }
  const before = await shareOfPreferred(knowledge, VOTES)
  for (let count = 1; count <= MALICE; count++) {
    const at = DAY_MS + count * 1000
    const given = {
      model: PREFERRED as Name,
      voter: 'mallory',
      count: VOTES + count,
      score: -1,
      at,
    }
    knowledge.hear(voteOf(given))
  }
  const after = await shareOfPreferred(knowledge, VOTES + MALICE)
  return { toFlip, maliciousShift: Math.abs(before - after) }
}

interface Given {
  readonly model: Name
  readonly voter: string
  readonly count: number
  readonly score: number
  readonly at: number
}

function voteOf({ model, voter, count, score, at }: Given): readonly KeyedEvidence[] {
  const responseId = `answer-${count}`
  const work = profileOf(FAMILY, 0.3 + 0.4 * ((count % 10) / 10))
  const evidence = evidenceOf(
    { id: responseId, at, model, backend: 'home', work },
    { responseId, voter, at, score, category: undefined, comment: undefined },
  )
  return evidence === undefined ? [] : [evidence]
}

/** Over requests of the kind that was voted on, from easy to hard, where only the quality counts. */
async function shareOfPreferred(knowledge: Knowledge, requests: number): Promise<number> {
  const catalog = catalogOf(FLEET)
  const abilities = await knowledge.abilities(catalog, requests)
  const levels = Array.from({ length: 20 }, (_, at) => 0.1 + at * 0.04)
  const options = { ...OPTIONS, qualityPreference: 1 }
  const chosen = levels.map((level) => {
    const plan = route(inputOf(profileOf(FAMILY, level), FLEET, { abilities, options }))
    return plan.candidates[0]?.placement.model
  })
  return chosen.filter((model) => model === PREFERRED).length / chosen.length
}
