import { expect, it } from 'vitest'
import type { ReplyHead } from '../contracts/reply.ts'
import { routerHeaders, routerObject } from './reply-headers.ts'

const head: ReplyHead = { attempts: 1, overheadMs: 1.2345, dropped: [] }

it('says only what is known', () => {
  expect(routerHeaders('r1', head)).toEqual([
    ...['x-request-id', 'r1'],
    ...['x-router-attempts', '1'],
    ...['x-router-overhead-ms', '1.23'],
  ])
})

it('says all that is known', () => {
  const known = { ...head, model: 'm', backend: 'b', reason: 'best', dropped: ['n', 'logit_bias'] }
  expect(routerHeaders('r1', known)).toEqual([
    ...['x-request-id', 'r1'],
    ...['x-router-model', 'm'],
    ...['x-router-backend', 'b'],
    ...['x-router-reason', 'best'],
    ...['x-router-attempts', '1'],
    ...['x-router-overhead-ms', '1.23'],
    ...['x-router-dropped-params', 'n, logit_bias'],
  ])
})

it('lets nothing into a header that does not belong there', () => {
  const headers = routerHeaders('r1', {
    ...head,
    model: 'a\r\nx-evil: 1é漢',
    reason: 'x'.repeat(999),
  })
  expect(headers[3]).toBe('a??x-evil: 1??')
  expect(headers[5]).toHaveLength(300)
})

it('tells as many names of what was left out as have room, and how many more there are', () => {
  const dropped = Array.from({ length: 400 }, (_, at) => `tools[${at}]`)
  const [, names = ''] = routerHeaders('r1', { ...head, dropped }).slice(-2)
  expect(names.length).toBeLessThanOrEqual(2020)
  const [, told = '', more = ''] = /^(.*), \+(\d+) more$/.exec(names) ?? []
  const shown = told.split(', ')
  expect(shown).toEqual(dropped.slice(0, shown.length))
  expect(shown.length + Number(more)).toBe(400)
  expect(shown.length).toBeGreaterThan(150)
})

it('cuts a long name and lets nothing else into the names', () => {
  const dropped = ['a'.repeat(5000), 'b\r\nx-evil: 1', 'c']
  expect(routerHeaders('r1', { ...head, dropped }).at(-1)).toBe(
    `${'a'.repeat(300)}, b??x-evil: 1, c`,
  )
})

it('is the same in a body, as the original had it', () => {
  expect(routerObject({ ...head, model: 'm', backend: 'b', reason: 'best' })).toEqual({
    model: 'm',
    backend: 'b',
    reasoning: 'best',
  })
  expect(routerObject(head)).toEqual({ model: '', backend: '', reasoning: '' })
})
