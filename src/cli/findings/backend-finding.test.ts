import { describe, expect, it } from 'vitest'
import { backendSettings } from '../../../test/support/backend-settings.ts'
import { kindOf } from '../../../test/support/backend-stage.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Surveyed } from '../../survey.ts'
import { backendFinding } from './backend-finding.ts'
import { noBackendFinding } from './no-backend-finding.ts'

const kind = kindOf('ollama')

function unreachable(url: string, more: Partial<Surveyed> = {}): Surveyed {
  const settings = backendSettings(url, { kind: 'ollama', remote: false })
  const failure = new GatewayError('upstream_unreachable', 'It cannot be reached.')
  return { settings, kind, sight: { settings }, failure, nearby: [], ...more }
}

describe('a backend that cannot be reached', () => {
  it.each([
    ['http://localhost:11434', false, /^start it: ollama serve$/],
    ['http://localhost:11434', true, /^start it: ollama serve; .*host\.docker\.internal/],
    ['http://192.168.1.7:11434', false, /start it there.*network/],
    ['http://192.168.1.7:11434', true, /start it there.*network/],
  ])('at %s, in a container: %s', (url, isContainer, remedy) => {
    expect(backendFinding(unreachable(url), isContainer).remedy).toMatch(remedy)
  })

  it('prefers its own kind among the servers that are near', () => {
    const nearby = [
      { kind: kindOf('llama.cpp'), url: 'http://localhost:8080' },
      { kind, url: 'http://localhost:11434' },
    ]
    const { remedy } = backendFinding(unreachable('http://localhost:1', { nearby }), false)
    expect(remedy).toBe('an Ollama answers at http://localhost:11434: set its url to that')
    const other = unreachable('http://localhost:1', { nearby: nearby.slice(0, 1) })
    expect(backendFinding(other, false).remedy).toMatch(/8080: .* and its kind to llama\.cpp$/)
  })
})

it('tells of a container where nothing can be found', () => {
  const uninstalled = { ...kind, advice: { ...kind.advice, program: 'no-such-program' } }
  expect(noBackendFinding([uninstalled], true).remedy).toMatch(/host\.docker\.internal/)
  const { remedy } = noBackendFinding([uninstalled], false)
  expect(remedy).toMatch(/npm start -- demo$/)
})
