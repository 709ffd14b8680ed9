import { describe, expect, it } from 'vitest'
import { loadFromTexts, problemsOfTexts } from '../../test/support/load-from-texts.ts'

const env = (expression: string): string => `\${env.${expression}}`

describe('the YAML file', () => {
  it('gives groups, lists and mappings to their settings', () => {
    const yaml = `
      timeouts: { idle: 7, total: "8" }
      models:
        include: ["qwen*", llama3]
        exclude: "*-base, *-fp16"
      aliases: { "gpt-4o*": smarterrouter/main }`
    const { settings } = loadFromTexts({ yaml })
    expect(settings.timeouts).toMatchObject({ idle: 7, total: 8, connect: 5 })
    expect(settings.routing.include).toEqual(['qwen*', 'llama3'])
    expect(settings.routing.exclude).toEqual(['*-base', '*-fp16'])
    expect(settings.names.aliases).toEqual({ 'gpt-4o*': 'smarterrouter/main' })
  })

  it.each([
    ['port: 1\nport: 2', 'port', 'is given twice', '2:1'],
    ['log:\n  level: info\n  "level": debug', 'level', 'is given twice', '3:3'],
    ['port: 1\n\thost: x', '', 'lines must be indented by spaces, not by tabs', '2:1'],
    ['api_key: "abc', '', 'a quote, bracket, comma, colon or dash is missing near here', '1:14'],
    ['api_key: !abc', '', 'a value that begins with this character must stand in quotes', '1:10'],
    ['port: 1\n---\nport: 2', '', 'only one document may be in the file', '2:1'],
    [
      'backends: [\nport: 1',
      '',
      'the indentation does not fit the lines above, or a bracket there is not closed',
      '2:1',
    ],
    ['- port', '', 'must be a mapping', '1:1'],
    ['log: debug', 'log', 'must be a mapping', '1:6'],
    ['log:\n  levl: info', 'log.levl', 'is not a known key', '2:3'],
    ['shorthand: { prefix: x }', 'shorthand', 'is not a known key', '1:1'],
    ['config: x.yaml', 'config', 'is not a known key', '1:1'],
    ['log.level: info', '["log.level"]', 'is not a known key', '1:1'],
    ['__proto__: { port: 1 }', '__proto__', 'is not a known key', '1:1'],
    ['aliases:\n  "a*": ""', 'aliases["a*"]', 'must name a model', '2:9'],
  ])('refuses %j where it is wrong', (yaml, path, reason, place) => {
    const where = `smarterrouter.yaml:${place}`
    expect(problemsOfTexts({ yaml })).toMatchObject([{ path, reason, where }])
  })

  it('refuses an alias without an anchor, and aliases that explode', () => {
    expect(problemsOfTexts({ yaml: 'host: *x' })[0]?.reason).toMatch(/anchor/)
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`,
    )
    expect(problemsOfTexts({ yaml: `l0: &l0 x\n${levels.join('\n')}` })[0]?.reason).toMatch(
      /too many/,
    )
  })

  it.each(['aliases: &a [*a]', 'backends: &a [{ overrides: *a }]', 'log: &a { level: *a }'])(
    'refuses the endless %j',
    (yaml) => {
      expect(problemsOfTexts({ yaml })[0]?.reason).toMatch(/alias .* stands within it/)
    },
  )

  it('finds places behind anchors', () => {
    const yaml = `backends:
  - &one { name: a, kind: ollama, url: "http://a", timeouts: &t { idle: 1 } }
  - { name: b, kind: ollama, url: "http://b", timeouts: *t, concurrency: 0 }`
    expect(problemsOfTexts({ yaml })).toMatchObject([
      { path: 'backends[1].concurrency', value: '0', where: 'smarterrouter.yaml:3:74' },
    ])
  })

  it.each([
    ['level: info', 'log.level'],
    ['max_context: 4096', 'models.max_context'],
    ['log: { formatt: json }', 'log.format'],
  ])('names the nearest key: %s', (yaml, nearest) => {
    expect(problemsOfTexts({ yaml })[0]?.nearest).toBe(nearest)
  })

  it('puts variables of the environment and of .env in', () => {
    const yaml = `port: ${env('A')}\nhost: ${env('B:-127.0.0.3')}\napi_key: sk-${env('C')}`
    const { settings } = loadFromTexts({ yaml, dotenv: 'A=1\nC=x', env: { C: 'y' } })
    expect(settings).toMatchObject({ port: 1, host: '127.0.0.3', access: { apiKey: 'sk-y' } })
  })

  it('tells a missing variable once, with the rest of what is wrong', () => {
    const yaml = `port: ${env('GONE')}\nhost: a:b`
    expect(problemsOfTexts({ yaml })).toEqual([
      { path: 'port', reason: 'the variable GONE is not set', where: 'smarterrouter.yaml:1:7' },
      {
        path: 'host',
        value: 'a:b',
        reason: 'must be an IP address or host name, without a port',
        where: 'smarterrouter.yaml:2:7',
      },
    ])
  })

  it('shows a refused value as it was written, not what was put in', () => {
    const [problem] = problemsOfTexts({ yaml: `port: ${env('KEY')}`, env: { KEY: 'sk-1' } })
    expect(problem?.value).toBe(env('KEY'))
  })
})
