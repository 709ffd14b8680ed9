import type { ChatChoice } from '../../../contracts/chat.ts'
import type { Json } from '../../../contracts/json.ts'
import type { Placement } from '../../../contracts/model.ts'
import { placement } from '../../../routing/fleet.fixture.ts'
import type { Reply, Vectors } from '../../asking/asker.ts'
import type { Asking } from '../../asking/own-request.ts'
import type { Examinee } from '../exam.ts'
import { reply } from '../profiler.fixture.ts'

interface Behaviour {
  readonly placement?: Placement
  readonly known?: Readonly<Record<string, Json>>
  answer?(asking: Asking, text: string): Reply | string
  embed?(texts: readonly string[]): Vectors
}

/** A model that behaves so, and the texts that it was asked. */
export function examineeOf({ known = {}, answer, embed, ...more }: Behaviour) {
  const asked: string[] = []
  const examinee: Examinee = {
    placement: more.placement ?? placement('some:8b'),
    known: (exam) => known[exam],
    async ask(asking) {
      const text = textOf(asking)
      asked.push(text)
      const answered = answer?.(asking, text) ?? 'OK'
      return typeof answered === 'string' ? reply(answered) : answered
    },
    async embed(texts) {
      return embed?.(texts) ?? { vectors: texts.map(() => [1, 0]), tokens: 100, totalMs: 10 }
    },
  }
  return { examinee, asked }
}

/** An answer that calls a tool. */
export function calling(name: string, args: string): Reply {
  const choice: ChatChoice = {
    ...{ text: '', reasoning: '', finish: 'tool-calls' },
    toolCalls: [{ id: 'c', name, arguments: args }],
  }
  return reply('', { choice })
}

function textOf({ messages }: Asking): string {
  const content = messages.at(-1)?.content ?? ''
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : part.type)).join('\n')
}
