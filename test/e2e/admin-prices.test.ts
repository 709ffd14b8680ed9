import { expect, it, onTestFinished } from 'vitest'
import { json, startRouter } from '../support/router.ts'
import { scriptedServer } from '../support/scripted-server.ts'

interface Listed {
  readonly models: readonly {
    readonly id: string
    readonly placements: readonly { readonly facts: { readonly price?: unknown } }[]
  }[]
}

it('shows what each model costs, and who says so', async () => {
  const pricing = { prompt: '0.0000008', completion: '0.000004' }
  const server = await scriptedServer({
    '/v1/models': {
      data: [
        { id: 'seller/listed', pricing },
        { id: 'gpt-4' },
        { id: 'gpt-4-clone' },
        { id: 'mine' },
      ],
    },
  })
  onTestFinished(() => server.close())
  const router = await startRouter({
    yaml: `backends: [{ name: far, kind: openai, url: '${server.url}', remote: true }]
overrides: { mine: { price: { input: 1, output: 2, cached_input: 0.5 } } }`,
  })
  onTestFinished(() => router.stop())
  const { models } = await json<Listed>(await router.get('/admin/models'))
  const prices = models.map(({ id, placements }) => [id, placements[0]?.facts.price])
  expect(Object.fromEntries(prices)).toEqual({
    'seller/listed': { value: { input: 0.8, output: 4 }, source: 'reported' },
    'gpt-4': { value: { input: 30, output: 60 }, source: 'inferred' },
    'gpt-4-clone': undefined,
    mine: { value: { input: 1, output: 2, cachedInput: 0.5 }, source: 'config' },
  })
})
