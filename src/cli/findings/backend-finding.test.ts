import { describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../../test/support/backend-settings.ts'
import { kindOf } from '../../../test/support/backend-stage.ts'
import { GatewayError } from '../../contracts/errors.ts'
import type { Surveyed } from '../../survey.ts'
import { backendFinding } from './backend-finding.ts'
import { noBackendFinding } from './no-backend-finding.ts'

const kind = kindOf('ollama')
const OUTSIDE = { isContainer: false, placements: [] }

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
    expect(backendFinding(unreachable(url), { isContainer, placements: [] }).remedy).toMatch(remedy)
  })

  it('prefers its own kind among the servers that are near', () => {
    const nearby = [
      { kind: kindOf('llama.cpp'), url: 'http://localhost:8080' },
      { kind, url: 'http://localhost:11434' },
    ]
    const { remedy } = backendFinding(unreachable('http://localhost:1', { nearby }), OUTSIDE)
    expect(remedy).toBe('an Ollama answers at http://localhost:11434: set its url to that')
    const other = unreachable('http://localhost:1', { nearby: nearby.slice(0, 1) })
    expect(backendFinding(other, OUTSIDE).remedy).toMatch(/8080: .* and its kind to llama\.cpp$/)
  })
})

describe('a backend of a kind that others run', () => {
  const hosted = kindOf('anthropic')
  const at = (url: string, failure: GatewayError, more: Partial<Surveyed> = {}) =>
    backendFinding({ ...unreachable(url), kind: hosted, failure, ...more }, OUTSIDE)

  it('is not told to be started on this machine', () => {
    const failure = new GatewayError('upstream_unreachable', 'It cannot be reached.')
    expect(at('http://localhost:9', failure).remedy).toBe(
      'see whether its url is right, and whether a server runs there',
    )
  })

  it.each([
    ['model_not_found', /^check its url \(.*\/v1\/messages.*name them in full under its models:$/],
    ['upstream_invalid_response', /^check its url \([^)]*\)$/],
    ['upstream_error', /^see whether it is well/],
  ] as const)('is told what to do about %s', (code, remedy) => {
    expect(at('https://host/x', new GatewayError(code, 'Not so.')).remedy).toMatch(remedy)
  })

  it('is known for what it is before its key is blamed', () => {
    const failure = new GatewayError('upstream_auth_failed', 'Refused.')
    const settings = backendSettings('http://host', { name: 'box', apiKey: 'k' })
    const openai = { kind: kindOf('openai'), settings }
    expect(at('http://host', failure, { ...openai, actual: hosted })).toMatchObject({
      state: 'problem',
      text: 'http://host is an Anthropic API, and refuses its key',
      remedy: expect.stringMatching(
        /^set its kind to anthropic; if it refuses its key even so, put the right key into api_key of box/,
      ),
    })
    expect(at('http://host', failure, openai).text).toBe(
      'OpenAI-compatible API at http://host refuses its key',
    )
  })
})

it('says how to start a server in one sentence, whatever its kind says of it', () => {
  const finding = { ...unreachable('http://localhost:1'), kind: kindOf('openai') }
  expect(backendFinding(finding, OUTSIDE).remedy).toMatch(/^start the server there \(vLLM/)
})

describe('a backend whose models are not all routed to', () => {
  const of = (models: readonly string[], ...routable: readonly boolean[]) => {
    const settings = backendSettings('http://host', { kind: 'ollama', name: 'box', models })
    const placements = routable.map((is, at) => placementOf(`m${at}`, { routable: is }))
    const reported = placements.map(({ model }) => ({
      ...{ id: model, nativeId: model, facts: { capabilities: {} } },
    }))
    const surveyed = { settings, kind, sight: { settings, look: { models: reported } }, nearby: [] }
    return backendFinding(surveyed, { isContainer: false, placements })
  }

  it.each([
    [['m1'], [true, true], 'Ollama at http://host, 2 models'],
    [
      ['m1'],
      [true, false, false],
      'Ollama at http://host, 3 models, 1 of them routed to; the others by exact name only',
    ],
    [
      ['x'],
      [false, false, false],
      'Ollama at http://host, 3 models, 0 of them routed to; the others by exact name only',
    ],
  ])('with models: %j says how many are: %j', (models, routable, text) => {
    expect(of(models, ...routable)).toEqual({ about: 'backend box', state: 'ok', text })
  })

  it('is warned of when it names none', () => {
    expect(of([], false)).toMatchObject({
      state: 'warning',
      text: expect.stringContaining('one model, 0 of them routed to'),
      remedy: expect.stringMatching(/list box in smarterrouter\.yaml .* models:$/),
    })
  })
})

it('tells of a container where nothing can be found', () => {
  const uninstalled = { ...kind, advice: { ...kind.advice, program: 'no-such-program' } }
  expect(noBackendFinding([uninstalled], true).remedy).toMatch(/host\.docker\.internal/)
  const { remedy } = noBackendFinding([uninstalled], false)
  expect(remedy).toMatch(/npm start -- demo$/)
})
