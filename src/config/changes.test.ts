import { describe, expect, it } from 'vitest'
import { loadFromTexts, type Texts } from '../../test/support/load-from-texts.ts'
import { type Changes, changesBetween } from './changes.ts'
import { schema } from './schema.ts'

/** A value of each setting that needs a restart, other than its default. */
const OTHERS: Readonly<Record<string, string>> = {
  host: '127.0.0.9',
  port: '9000',
  max_body_mb: '7',
  cors_allowed_origins: 'https://chat.example',
  'database.url': 'sqlite:///elsewhere.db',
  'log.format': 'json',
  'benchmarks.artificial_analysis_model_mapping_file': 'names.yaml',
}

function changes(before: Texts, after: Texts): Changes {
  return changesBetween(loadFromTexts(before), loadFromTexts(after))
}

describe('changesBetween', () => {
  it('names what is different, and nothing else', () => {
    const { applied, afterRestart, next } = changes(
      { yaml: 'stream_hold: 3\nrouting: { quality_preference: 0.2 }' },
      { yaml: 'stream_hold: 3\nrouting: { quality_preference: 0.9 }\napi_key: new-key-1234' },
    )
    expect(applied).toEqual(['api_key', 'routing.quality_preference'])
    expect(afterRestart).toEqual([])
    expect(next.settings.routing.qualityPreference).toBe(0.9)
    expect(next.settings.secrets).toContain('new-key-1234')
  })

  it('tells the same values in another place from no change at all', () => {
    const { applied, afterRestart } = changes(
      { yaml: 'stream_hold: 3' },
      { env: { ROUTER_STREAM_HOLD: '3' } },
    )
    expect([...applied, ...afterRestart]).toEqual([])
  })

  it.each([...schema].filter(([, { restart }]) => restart === true).map(([path]) => path))(
    'leaves %s as it is until the next start',
    (path) => {
      const flags = { [path]: OTHERS[path] }
      const before = loadFromTexts({})
      const first = changesBetween(before, loadFromTexts({ flags }))
      expect(first.afterRestart).toEqual([path])
      expect(first.applied).toEqual([])
      expect(first.next.settings).toEqual(before.settings)
      expect(changesBetween(first.next, loadFromTexts({ flags })).afterRestart).toEqual([path])
      expect(changesBetween(first.next, loadFromTexts({})).afterRestart).toEqual([])
    },
  )
})
