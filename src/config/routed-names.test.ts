import { expect, it } from 'vitest'
import { loadFromTexts, type Texts } from '../../test/support/load-from-texts.ts'

const CASES: readonly (readonly [string, Texts, readonly string[]])[] = [
  ['the names of Claude Code, if nothing is said', {}, ['claude-*']],
  ['a list of the file', { yaml: 'routed_names: [gpt-*, o3]' }, ['gpt-*', 'o3']],
  ['none by an empty list', { yaml: 'routed_names: []' }, []],
  ['those of the variable', { env: { ROUTER_ROUTED_NAMES: 'gpt-*, o3' } }, ['gpt-*', 'o3']],
  ['none by a comma as variable', { env: { ROUTER_ROUTED_NAMES: ',' } }, []],
]

it.each(CASES)('the names that are routed: %s', (_, texts, expected) => {
  expect(loadFromTexts(texts).settings.names.routed).toEqual(expected)
})
