import { describe, expect, it } from 'vitest'
import { matchesModel } from './matches-model.ts'

describe('matchesModel', () => {
  it.each([
    ['llama3.2', 'llama3.2:latest', true],
    ['llama3.2:latest', 'llama3.2:latest', true],
    ['*:latest', 'llama3.2:latest', true],
    ['*:latest', 'llama3.2', false],
    ['QWEN*', 'Qwen/Qwen2.5-7B', true],
    ['qwen3*', 'Qwen/Qwen2.5-7B', false],
    ['*@box', 'llama3.2', true],
    ['llama3.2@box', 'llama3.2:latest', true],
    ['*box', 'llama3.2', false],
    ['text-bison@001', 'text-bison@001', true],
    ['llama3.2@other', 'llama3.2', false],
  ])('%s against %s on box: %s', (glob, id, expected) => {
    expect(matchesModel(['nothing', glob], id, 'box')).toBe(expected)
  })

  it('fits nothing without globs', () => {
    expect(matchesModel([], 'llama', 'box')).toBe(false)
  })
})
