import { expect, it } from 'vitest'
import { releaseOf } from './release.ts'

const nothing = { version: undefined, parameters: undefined, edition: undefined, words: '' }

it('reads the version from a month or a size that only it has', () => {
  const named = { ...nothing, family: 'mistral-small' }
  expect(releaseOf({ ...named, edition: '2025-03', parameters: 24 })).toMatchObject({
    version: '3.1',
    edition: undefined,
  })
  expect(releaseOf({ ...named, parameters: 22 }).version).toBe('2')
  expect(releaseOf({ ...named, version: '3.2', parameters: 24 }).version).toBe('3.2')
})

it('leaves out the first version and the only edition', () => {
  expect(releaseOf({ ...nothing, family: 'tinyllama', version: '1.0' }).version).toBeUndefined()
  expect(releaseOf({ ...nothing, family: 'mistral', version: '0.1' }).version).toBe('0.1')
  expect(releaseOf({ ...nothing, family: 'o', version: '1' }).version).toBe('1')
  expect(releaseOf({ ...nothing, family: 'gemini', version: '2.0' }).version).toBe('2')
  const nemo = { ...nothing, family: 'mistral-nemo', edition: '2024-07' }
  expect(releaseOf(nemo).edition).toBeUndefined()
})

it('knows what R1 was distilled into', () => {
  const r1 = { ...nothing, family: 'deepseek-r1' }
  expect(releaseOf(r1)).toMatchObject({ parameters: 671, base: undefined })
  expect(releaseOf({ ...r1, parameters: 14 }).base).toBe('qwen')
  expect(releaseOf({ ...r1, parameters: 8 }).base).toBeUndefined()
})

it('knows what a name means that says no version, or only small', () => {
  expect(releaseOf({ ...nothing, family: 'vicuna' }).version).toBe('1.5')
  expect(releaseOf({ ...nothing, family: 'vicuna', version: '1.3' }).version).toBe('1.3')
  const devstral = { ...nothing, family: 'devstral', edition: '2025-05' }
  expect(releaseOf({ ...devstral, words: '-small-' }).parameters).toBe(24)
  expect(releaseOf({ ...devstral, words: '-medium-' }).parameters).toBeUndefined()
})
