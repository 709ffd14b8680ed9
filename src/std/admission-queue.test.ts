import { expect, it } from 'vitest'
import { AdmissionQueue, type Ticket } from './admission-queue.ts'

function visitors(queue: AdmissionQueue) {
  const entered: number[] = []
  const come = (one: number): Ticket | undefined => {
    if (!queue.enter()) return queue.wait(() => entered.push(one))
    entered.push(one)
    return { leave: () => undefined }
  }
  return { entered, come }
}

it('lets the limit in, then one for each that leaves, in order', () => {
  const queue = new AdmissionQueue(2, 10)
  const { entered, come } = visitors(queue)
  for (const one of [1, 2, 3, 4]) come(one)
  expect(entered).toEqual([1, 2])
  queue.exit()
  expect(entered).toEqual([1, 2, 3])
  for (const _ of [1, 2, 3]) queue.exit()
  expect([entered, queue.inside, queue.waiting]).toEqual([[1, 2, 3, 4], 0, 0])
})

it('one who leaves the line is never let in', () => {
  const queue = new AdmissionQueue(1, 10)
  const { entered, come } = visitors(queue)
  come(1)
  come(2)?.leave()
  come(3)
  queue.exit()
  expect(entered).toEqual([1, 3])
})

it('turns away whoever comes to a full line', () => {
  const queue = new AdmissionQueue(1, 1)
  const { come } = visitors(queue)
  come(1)
  expect(come(2)).toBeDefined()
  expect(come(3)).toBeUndefined()
})

it('lets more in as soon as the limit is raised, and fewer once it was lowered', () => {
  const queue = new AdmissionQueue(1, 10)
  const { entered, come } = visitors(queue)
  for (const one of [1, 2, 3, 4]) come(one)
  queue.limit = 3
  expect(entered).toEqual([1, 2, 3])
  queue.limit = 1
  queue.exit()
  queue.exit()
  expect([entered, queue.inside]).toEqual([[1, 2, 3], 1])
  queue.exit()
  expect(entered).toEqual([1, 2, 3, 4])
})
