import { describe, expect, it } from 'vitest'
import type { ChatAnswer, ChatEvent } from '../contracts/chat.ts'
import type { ChatReply, ReplyHead } from '../contracts/reply.ts'
import { Deadlines } from '../std/deadlines.ts'
import { Delivery } from './delivery.ts'

const HEAD: ReplyHead = { model: 'm', backend: 'b', attempts: 1, overheadMs: 0, dropped: [] }
const TEXT = { type: 'text-delta', choice: 0, text: 'word' } as const satisfies ChatEvent

interface Client {
  takes: boolean
  drain: () => void
  leave: () => void
  answer?: ChatAnswer
}

/** A delivery on a clock of the test's own; `told` is what reached the client and the source, in order. */
function delivering({ stream = true, holdMs = 10_000 } = {}) {
  const clock = { ms: 0 }
  const told: string[] = []
  const client: Client = { takes: true, drain: () => undefined, leave: () => undefined }
  const note = (what: string) => () => void told.push(`${clock.ms / 1000} ${what}`)
  const reply: ChatReply = {
    id: 'chatcmpl-1',
    stream,
    open: note('open'),
    comment: note('comment'),
    events: () => {
      note('events')()
      return client.takes
    },
    end: note('end'),
    answer: (answer) => {
      client.answer = answer
      note('answer')()
    },
    fail: ({ code }) => note(`fail ${code}`)(),
    cut: note('cut'),
    onLeave: (left) => {
      client.leave = left
    },
    onDrain: (drained) => {
      client.drain = drained
    },
  }
  const source = {
    head: () => HEAD,
    pause: note('pause'),
    resume: note('resume'),
    left: note('left'),
  }
  const deadlines = new Deadlines(() => clock.ms)
  deadlines.stop()
  const delivery = new Delivery(reply, source, { deadlines, now: () => clock.ms, holdMs })
  /** Lets time pass, in steps as the real clock takes them. */
  const pass = (seconds: number) => {
    const end = clock.ms + seconds * 1000
    for (; clock.ms < end; clock.ms += 50) deadlines.check()
  }
  return { delivery, told, client, pass, deadlines }
}

/** What was told, in whole seconds. */
function rounded(told: readonly string[]): readonly string[] {
  return told.map((line) => line.replace(/^[\d.]+/, (time) => String(Math.floor(Number(time)))))
}

describe('Delivery', () => {
  it('opens a stream after the hold, and then says every 15 seconds that it waits', () => {
    const { told, pass } = delivering()
    pass(9.9)
    expect(told).toEqual([])
    pass(45)
    expect(rounded(told)).toEqual(['10 open', '25 comment', '40 comment'])
  })

  it('counts the 15 seconds from the latest content, and comments until the end', () => {
    const { delivery, told, pass, deadlines } = delivering()
    delivery.events([TEXT])
    pass(14)
    delivery.events([TEXT])
    pass(20)
    delivery.done()
    pass(60)
    expect(rounded(told)).toEqual(['0 events', '14 events', '29 comment', '34 end'])
    expect(deadlines.size).toBe(0)
  })

  it('never opens what begins within the hold', () => {
    const { delivery, told, pass } = delivering({ holdMs: 1000 })
    delivery.events([TEXT])
    pass(10)
    expect(told).toEqual(['0 events'])
    expect(delivery.committed).toBe(true)
  })

  it('is not committed by being open', () => {
    const { delivery, pass, told } = delivering({ holdMs: 0 })
    pass(1)
    expect(rounded(told)).toEqual(['0 open'])
    expect(delivery.committed).toBe(false)
  })

  it('sends nothing early of a whole answer, however long it takes', () => {
    const { delivery, told, pass } = delivering({ stream: false })
    pass(100)
    delivery.events([TEXT])
    pass(100)
    expect(told).toEqual([])
    expect(delivery.committed).toBe(false)
    delivery.done()
    expect(told).toEqual(['200 answer'])
  })

  it('pauses the source of a client that reads slowly, and never talks in between', () => {
    const { delivery, told, client, pass } = delivering()
    client.takes = false
    delivery.events([TEXT])
    pass(50)
    client.takes = true
    client.drain()
    pass(20)
    expect(rounded(told)).toEqual(['0 events', '0 pause', '50 resume', '65 comment'])
  })

  it('cuts a client that takes nothing for a minute', () => {
    const { delivery, told, client, pass } = delivering()
    client.takes = false
    delivery.events([TEXT])
    pass(60)
    expect(rounded(told)).toEqual(['0 events', '0 pause'])
    pass(0.1)
    expect(rounded(told)).toEqual(['0 events', '0 pause', '60 cut'])
    client.leave()
    expect(rounded(told).at(-1)).toBe('60 left')
  })

  it('forgets what a failed attempt brought to a whole answer', () => {
    const { delivery, client } = delivering({ stream: false })
    delivery.events([{ ...TEXT, text: 'half' }])
    delivery.restart()
    delivery.events([TEXT, { type: 'finish', choice: 0, reason: 'stop' }])
    delivery.done()
    expect(client.answer?.choices).toMatchObject([{ text: 'word', finish: 'stop' }])
  })
})
