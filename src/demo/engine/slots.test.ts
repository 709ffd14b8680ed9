import { describe, expect, it } from 'vitest'
import { Slots } from './slots.ts'

const staying = new AbortController().signal

describe('Slots', () => {
  it('hands a freed slot to the first in line, never to one who comes later', async () => {
    const slots = new Slots(1)
    const first = await slots.take(staying)
    const order: string[] = []
    const second = slots.take(staying).then((slot) => {
      order.push('second')
      slot.release()
    })
    first.release()
    const third = slots.take(staying).then(() => order.push('third'))
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })

  it('forgets one who leaves the line', async () => {
    const slots = new Slots(1)
    const first = await slots.take(staying)
    const leaving = new AbortController()
    const gone = slots.take(leaving.signal)
    leaving.abort()
    await expect(gone).rejects.toThrow()
    expect(slots.waiting).toBe(0)
    first.release()
    expect(slots.busy).toEqual([false])
  })

  it('shows which slots are busy', async () => {
    const slots = new Slots(2)
    const first = await slots.take(staying)
    await slots.take(staying)
    first.release()
    expect(slots.busy).toEqual([false, true])
  })
})
