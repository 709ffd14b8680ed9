import { expect, it } from 'vitest'
import type { ContentPart } from '../../contracts/chat.ts'
import { toOllamaMessages } from './chat-messages.ts'

const path = 'messages[2].content[1].content[3]'

it.each([
  { type: 'opaque', kind: 'document', path },
  { type: 'image', url: 'https://x.test/a.png', path },
] as const satisfies readonly ContentPart[])(
  'tells where the client has what is refused: $type',
  (part) => {
    const refused = (): unknown => toOllamaMessages([{ role: 'user', content: [part] }])
    expect(refused).toThrow(
      expect.objectContaining({ message: expect.stringContaining(path), details: { param: path } }),
    )
  },
)
