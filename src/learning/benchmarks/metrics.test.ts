import { expect, it } from 'vitest'
import { familyOfMetric, metricOf } from './metrics.ts'

it('knows metrics by who measured', () => {
  expect(metricOf('zeroeval', 'gsm8k')?.family).toBe('math')
  expect(familyOfMetric('lmarena', 'arena')).toBe('chat')
  expect(metricOf('huggingface', 'gpqa')).not.toEqual(metricOf('artificial_analysis', 'gpqa'))
})

it.each([
  ['zeroeval', 'nothing'],
  ['nobody', 'gsm8k'],
  ['constructor', 'name'],
])('knows nothing of %s %s', (source, metric) => {
  expect(metricOf(source, metric)).toBeUndefined()
})
