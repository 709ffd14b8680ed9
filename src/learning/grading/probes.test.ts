import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FAMILIES } from '../../contracts/routing.ts'
import { probes } from '../probes/index.ts'
import { knownAnswers } from './known-answers.fixture.ts'
import { PACK_VERSION } from './pack-version.ts'

describe('the probes', () => {
  it.each(FAMILIES)(
    'are 24 of %s, from easy to hard, cheap ones of middling difficulty first',
    (family) => {
      const own = probes.filter((probe) => probe.family === family)
      expect(own).toHaveLength(24)
      const levels = own.map(({ difficulty }) => difficulty)
      expect(Math.min(...levels)).toBeLessThanOrEqual(0.2)
      expect(Math.max(...levels)).toBeGreaterThanOrEqual(0.9)
      for (const level of levels.slice(0, 3)) {
        expect(level).toBeGreaterThanOrEqual(0.35)
        expect(level).toBeLessThanOrEqual(0.6)
      }
    },
  )

  it('have ids and questions of their own', () => {
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length)
    expect(new Set(probes.map(({ prompt, system }) => `${system} ${prompt}`)).size).toBe(
      probes.length,
    )
  })

  it('are another version when any of them changes: then PACK_VERSION becomes what is received here', () => {
    const hash = createHash('sha256').update(JSON.stringify(probes)).digest('hex')
    expect(PACK_VERSION).toBe(hash.slice(0, 12))
  })
})

describe.each(probes.map((probe) => [probe.id, probe] as const))('%s', (_, probe) => {
  it('tells right answers from wrong ones', async () => {
    const { right, wrong } = knownAnswers(probe)
    for (const answer of right) expect([answer, await probe.grade(answer)]).toEqual([answer, true])
    for (const answer of wrong) expect([answer, await probe.grade(answer)]).toEqual([answer, false])
  })

  it('takes nothing, noise and its own question for wrong', async () => {
    const noise = [
      '',
      ' \n ',
      '🤖'.repeat(500),
      'I am sorry, but I cannot help with that.',
      probe.prompt,
      '<html><body>502 Bad Gateway</body></html>',
      '{"error":"overloaded"}',
      'x'.repeat(300_000),
    ]
    for (const text of noise)
      expect([text.slice(0, 80), await probe.grade({ text, toolCalls: [] })]).toEqual([
        text.slice(0, 80),
        false,
      ])
  })
})
