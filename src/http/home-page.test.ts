import { describe, expect, it } from 'vitest'
import type { BackendState, Catalog } from '../contracts/model.ts'
import type { HttpSettings } from './endpoint.ts'
import { homePage } from './home-page.ts'

const settings = {
  version: '1.2.3',
  externalName: 'smarterrouter/main',
  apiKey: undefined,
} as HttpSettings
const backend: BackendState = {
  name: 'box',
  kind: 'ollama',
  url: 'http://box:11434',
  remote: false,
  up: true,
  models: 2,
}
const catalog: Catalog = { revision: 1, models: new Map(), backends: [backend], lookedAt: 1 }
const page = (more: Partial<Parameters<typeof homePage>[0]> = {}) =>
  homePage({
    settings,
    readiness: { ready: true, reason: '' },
    catalog,
    isAdmin: true,
    origin: 'http://localhost:11436',
    ...more,
  })

describe('the page', () => {
  it('shows the backends and how to connect', () => {
    expect(page()).toContain(
      '<td>box</td><td>ollama</td><td>http://box:11434</td><td>2</td><td>up</td>',
    )
    expect(page()).toContain('curl http://localhost:11436/v1/chat/completions')
    expect(page()).not.toContain('ROUTER_API_KEY')
    expect(page({ settings: { ...settings, apiKey: 'sk-hush' } })).toContain('ROUTER_API_KEY')
    expect(page({ settings: { ...settings, apiKey: 'sk-hush' } })).not.toContain('sk-hush')
  })

  it('does not show to everybody where the backends are', () => {
    expect(page({ isAdmin: false })).not.toContain('box')
  })

  it('says what to do while nothing is ready', () => {
    const waiting = page({ readiness: { ready: false, reason: 'No backend was found.' } })
    expect(waiting).toContain('No backend was found.')
    expect(waiting).toContain('What to do')
    expect(page()).not.toContain('What to do')
  })

  it('says how to try the router where there is no model at all', () => {
    const readiness = { ready: false, reason: '' }
    expect(page({ readiness, catalog: { ...catalog, backends: [] } })).toContain(
      'npm start -- demo',
    )
  })

  it('has our own part in it, where there is one', () => {
    expect(page()).not.toContain('<script')
    const homePart = { html: '<p>a part</p>', script: 'const a = 1' }
    const html = page({ settings: { ...settings, homePart } })
    expect(html).toContain('<p>a part</p>')
    expect(html).toContain('<script type="module">const a = 1</script>')
  })

  it('escapes everything that comes from outside', () => {
    const evil = `<script>"'&`
    const html = page({
      settings: { ...settings, externalName: evil, version: evil },
      readiness: { ready: false, reason: evil },
      catalog: {
        ...catalog,
        backends: [{ ...backend, name: evil, kind: evil, url: evil, up: false, problem: evil }],
      },
      origin: `http://${evil}`,
    })
    expect(html).not.toContain('<script')
    expect(html).not.toContain(evil)
    expect(html.match(/&#60;script&#62;&#34;&#39;&#38;/g)?.length).toBeGreaterThanOrEqual(7)
  })
})
