import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Finding } from '../../contracts/profile.ts'
import { FindingsBook } from './findings-book.ts'
import { Purse } from './purse.ts'

function stage(kept: readonly Finding[] = []) {
  const stored: Finding[] = []
  const book = new FindingsBook(kept, {
    async put(finding) {
      await sleep(5)
      stored.push(finding)
    },
    remove: async () => undefined,
  })
  return { purse: new Purse({ book, most: () => 1, now: () => 0 }), stored }
}

it('forgets no payment, however many calls end together, nor over a restart', async () => {
  const { purse, stored } = stage()
  const call = () =>
    purse.spend(
      0.2,
      async () => 'answer',
      () => 0.2,
    )
  await Promise.all([call(), call(), call(), call()])
  expect(purse.left).toBeCloseTo(0.2)
  expect(stage(stored).purse.left).toBeCloseTo(0.2)
})

it('lets no two calls spend the same money', async () => {
  const { purse } = stage()
  const slow = purse.spend(
    0.8,
    () => sleep(10),
    () => 0.1,
  )
  await expect(
    purse.spend(
      0.8,
      async () => 'answer',
      () => 0,
    ),
  ).rejects.toThrow('profile.max_cost')
  await slow
  await purse.spend(
    0.8,
    async () => 'answer',
    () => 0,
  )
  expect(purse.left).toBeCloseTo(0.9)
})
