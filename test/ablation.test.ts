import { describe, expect, it } from 'vitest'
import { EVIDENCE_SOURCES, type EvidenceSource } from '../src/contracts/evidence.ts'
import type { Family } from '../src/contracts/routing.ts'
import type { Abilities } from '../src/routing/abilities.ts'
import { summarise } from '../src/routing/ability.ts'
import { evidenceOf, inputOf, placement, profileOf } from '../src/routing/fleet.fixture.ts'
import { foldFleet } from '../src/routing/fleet-abilities.ts'
import { policyOf } from '../src/routing/policies.ts'
import { priorOf } from '../src/routing/prior.ts'
import { route } from '../src/routing/route.ts'

const FLEET = [placement('qwen2.5:14b'), placement('gemma2:9b')]
const WORK = profileOf('code', 0.5)

/** Who is chosen for code when these sources, and no others, found the second model good at it and the first bad. */
function chosen(sources: readonly EvidenceSource[], family: Family = 'code'): string | undefined {
  const known = FLEET.map((one, at) => ({
    key: one.key,
    prior: priorOf(one),
    evidence: sources.flatMap((source) =>
      evidenceOf(family, at === 0 ? 0.2 : 0.95, 60, { source }),
    ),
  }))
  return best(foldFleet(known, 0))
}

function best(abilities: Abilities): string | undefined {
  const intent = { policy: policyOf('quality', 0.5) }
  return route(inputOf(WORK, FLEET, { abilities, intent })).candidates[0]?.placement.model
}

describe('what is known of models decides, from whichever source it comes', () => {
  it('and without any it is the one that is expected to be best', () => {
    expect(chosen([])).toBe('qwen2.5:14b')
  })

  it.each(EVIDENCE_SOURCES)('by %s alone', (source) => {
    expect(chosen([source])).toBe('gemma2:9b')
  })

  it.each(EVIDENCE_SOURCES)('and without %s by what the others say', (source) => {
    const other = source === 'probe' ? 'judge' : 'probe'
    const summaries = FLEET.map((one, at) => {
      const good = evidenceOf('code', 0.95, 300, { source: at === 0 ? other : source })
      const bad = evidenceOf('code', 0.05, 60, { source: at === 0 ? source : other })
      return { key: one.key, prior: priorOf(one), by: summarise(priorOf(one), [...good, ...bad]) }
    })
    const without = summaries.map(({ key, prior, by }) => {
      const kept = [...by].filter(([name]) => name !== source).map(([, summary]) => summary)
      return { key, prior, evidence: [], summaries: kept }
    })
    expect(best(foldFleet(without, 0))).toBe('qwen2.5:14b')
    const only = summaries.map(({ key, prior, by }) => {
      const summary = by.get(source)
      return { key, prior, evidence: [], summaries: summary ? [summary] : [] }
    })
    expect(best(foldFleet(only, 0))).toBe('gemma2:9b')
  })

  it('for the work it speaks of more than for other work', () => {
    expect(chosen(['probe'], 'code')).toBe('gemma2:9b')
    const quality = (family: Family) => {
      const known = FLEET.map((one, at) => ({
        key: one.key,
        prior: priorOf(one),
        evidence: at === 1 ? evidenceOf('code', 1, 60) : [],
      }))
      const plan = route(inputOf(profileOf(family, 0.5), FLEET, { abilities: foldFleet(known, 0) }))
      return plan.candidates.find((one) => one.placement.model === 'gemma2:9b')?.quality ?? 0
    }
    expect(quality('code')).toBeGreaterThan(quality('writing'))
  })
})
