import { expect, it } from 'vitest'
import { catalogOf, placement, reported } from '../../routing/fleet.fixture.ts'
import { isSameModel, isSameRevision, revisionOf } from './revision.ts'

const facts = { quantisation: reported('Q4_K_M') }
const loaded = placement('a:8b', { sizeBytes: 5e9, facts })
const unloaded = placement('a:8b', { sizeBytes: undefined })

function revision(of = loaded, version: string | undefined = '1.0', questions = 'q1'): string {
  const catalog = catalogOf([of])
  const backends = catalog.backends.map((backend) => ({ ...backend, version }))
  return revisionOf(of, { ...catalog, backends }, questions)
}

it('what is not told now may be what was told before', () => {
  expect(isSameRevision(revision(), revision())).toBe(true)
  expect(isSameRevision(revision(unloaded), revision(loaded))).toBe(true)
  expect(isSameRevision(revision(loaded, ''), revision(loaded, '2.0'))).toBe(true)
})

it('another file, quantisation, backend version or set of questions is another revision', () => {
  const others = [
    revision({ ...loaded, sizeBytes: 6e9 }),
    revision(placement('a:8b', { sizeBytes: 5e9, facts: { quantisation: reported('Q8_0') } })),
    revision(loaded, '1.1'),
    revision(loaded, '1.0', 'q2'),
  ]
  for (const other of others) expect(isSameRevision(revision(), other)).toBe(false)
  expect(others.map((other) => isSameModel(revision(), other))).toEqual([false, false, true, true])
  const digests = ['d1', 'd2'].map((digest) => revision({ ...loaded, digest }))
  expect(isSameModel(digests[0] ?? '', digests[1] ?? '')).toBe(false)
})

it('a name cannot pretend to be two parts', () => {
  expect(revision({ ...loaded, digest: 'a|b' }).split('|')).toHaveLength(5)
})
