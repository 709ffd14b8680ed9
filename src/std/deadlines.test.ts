import { afterEach, expect, it } from 'vitest'
import { Deadlines, type Timed } from './deadlines.ts'

let now = 0
const deadlines = new Deadlines(() => now)

afterEach(() => {
  now = 0
})

function timed(deadline: number, onDeadline: (entry: Timed) => void = () => undefined): Timed {
  const entry: Timed = { deadline, slot: -1, onDeadline: () => onDeadline(entry) }
  deadlines.add(entry)
  return entry
}

it('tells each entry whose deadline has passed, until it is moved or removed', () => {
  const told: string[] = []
  const early = timed(10, () => told.push('early'))
  const late = timed(20, () => told.push('late'))
  now = 15
  deadlines.check()
  early.deadline = 100
  now = 25
  deadlines.check()
  deadlines.remove(late)
  deadlines.check()
  deadlines.remove(early)
  expect(told).toEqual(['early', 'late'])
})

it('an entry that another one removes is not told', () => {
  const told: string[] = []
  const second: Timed[] = []
  const first = timed(1, () => {
    told.push('first')
    for (const entry of second) deadlines.remove(entry)
  })
  second.push(timed(1, () => told.push('second')))
  now = 5
  deadlines.check()
  deadlines.remove(first)
  expect(told).toEqual(['first'])
})

it('entries may leave in any order, twice, and while they are told', () => {
  const left: number[] = []
  const entries = [1, 2, 3, 4, 5].map((deadline) =>
    timed(deadline, (entry) => {
      left.push(deadline)
      deadlines.remove(entry)
    }),
  )
  const [first, , third] = entries
  if (first !== undefined) deadlines.remove(first)
  if (first !== undefined) deadlines.remove(first)
  if (third !== undefined) deadlines.remove(third)
  expect(deadlines.size).toBe(3)
  now = 10
  deadlines.check()
  expect(left.sort()).toEqual([2, 4, 5])
  expect(deadlines.size).toBe(0)
})
