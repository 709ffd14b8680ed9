import { describe, expect, it } from 'vitest'
import { loadFromTexts } from '../../test/support/load-from-texts.ts'
import { explainValues } from './explain-values.ts'

const yaml = `port: 7000
timeouts:
  connect: 9
backends:
  - name: box
    kind: ollama
    url: http://box:11434
    api_key: hush-hush-1
    headers: { X-Pass: hush-hush-2 }
aliases: { 'gpt-*': smarterrouter/main }
`

function explained(path: string) {
  const all = explainValues(
    loadFromTexts({
      yaml,
      dotenv: 'ROUTER_LOG_LEVEL=debug\n',
      env: { ROUTER_API_KEY: 'hush-hush-3', ROUTER_PORT: '7001' },
      flags: { host: '127.0.0.9' },
    }),
  )
  return { one: all.find((value) => value.path === path), all }
}

describe('every effective value', () => {
  it.each([
    ['host', { value: '127.0.0.9', source: 'flag', where: '--host', variable: 'ROUTER_HOST' }],
    ['port', { value: 7001, source: 'environment', where: 'ROUTER_PORT' }],
    ['log.level', { value: 'debug', source: '.env', where: 'ROUTER_LOG_LEVEL in .env' }],
    ['timeouts.connect', { value: 9, source: 'file', where: 'smarterrouter.yaml:3:12' }],
    ['backends[0].url', { value: 'http://box:11434', where: 'smarterrouter.yaml:7:10' }],
    ['aliases["gpt-*"]', { value: 'smarterrouter/main', source: 'file' }],
  ])('tells where %s comes from', (path, wanted) => {
    expect(explained(path).one).toMatchObject(wanted)
  })

  it('tells of a default that it is one', () => {
    expect(explained('stream_hold').one).toEqual({
      path: 'stream_hold',
      value: 10,
      secret: false,
      source: 'default',
      variable: 'ROUTER_STREAM_HOLD',
      later: false,
    })
  })

  it('tells of secrets only whether they are set', () => {
    expect(explained('api_key').one).toMatchObject({ value: 'set', secret: true })
    expect(explained('admin_api_key').one).toMatchObject({ value: 'not set', secret: true })
    expect(explained('backends[0].api_key').one).toMatchObject({ value: 'set', secret: true })
    expect(explained('backends[0].headers.X-Pass').one).toMatchObject({ value: 'set' })
    expect(JSON.stringify(explained('').all)).not.toContain('hush')
  })
})
