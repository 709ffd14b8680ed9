import { expect } from 'vitest'
import { type Ask, type Case, message, ollamaBody, openaiBody, turn, user } from './case.ts'
import { type Client, type Kind, modelOf } from './stage.ts'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const IMAGE_URL = { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } }
const IMAGE_BLOCK = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: PIXEL },
}
const SHOWN = { type: 'text', text: 'Images of the tool results above:' }

const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const
const ABOUT = { name: 'weather', description: 'The weather of a city.' }
const FUNCTION = { type: 'function', function: { ...ABOUT, parameters: SCHEMA } }
const TOOL = { ...ABOUT, input_schema: SCHEMA }

const ONE = 'Weather? [[call:weather {"city":"Oslo"}]] [[say:So.]]'
const BOTH = 'Weather? [[call:weather {"city":"Oslo"}]] [[call:weather {"city":"Rom"}]]'
const OSLO = { name: 'weather', input: { city: 'Oslo' } }
const ROM = { name: 'weather', input: { city: 'Rom' } }

/** A request with tools, and how the choice among them is spelt: by the client, and for each server. */
function chatAsk(
  text: string,
  choice: object,
  anthropic: object,
  ollama: object | false = {},
): Ask {
  const tools = ollama === false ? {} : { tools: [FUNCTION] }
  return {
    body: { messages: [user(text)], tools: [FUNCTION], ...choice },
    sent: {
      ollama: { messages: [user(text)], ...tools, ...ollama },
      anthropic: { messages: [turn('user', text)], tools: [TOOL], ...anthropic },
    },
  }
}

function messagesAsk(text: string, choice: object, openai: object, withTools = true): Ask {
  const chosen = { tool_choice: 'auto', ...openai }
  return {
    body: message(text, { tools: [TOOL], ...choice }),
    sent: {
      openai: openaiBody([user(text)], { tools: [FUNCTION], ...chosen }),
      ollama: ollamaBody([user(text)], withTools ? { tools: [FUNCTION] } : {}),
    },
  }
}

/** Calls of two tools, as each client keeps them. */
const chatCall = (id: string, city: string) => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: JSON.stringify({ city }) },
})
const toolUse = (id: string, city: string) => ({
  type: 'tool_use',
  id,
  name: 'weather',
  input: { city },
})
const ollamaCall = (id: string, index: number, city: string) => ({
  id,
  function: { index, name: 'weather', arguments: { city } },
})
const asked = user('Weather?')
const chatTurn = {
  role: 'assistant',
  content: '',
  tool_calls: [chatCall('c_1', 'Oslo'), chatCall('c_2', 'Rom')],
}
const ollamaTurn = {
  role: 'assistant',
  content: '',
  tool_calls: [ollamaCall('c_1', 0, 'Oslo'), ollamaCall('c_2', 1, 'Rom')],
}
const messagesTurn = { role: 'assistant', content: [toolUse('c_1', 'Oslo'), toolUse('c_2', 'Rom')] }
const chatResult = (id: string, content: unknown) => ({ role: 'tool', tool_call_id: id, content })
const ollamaResult = (id: string, content: string, more: object = {}) => ({
  role: 'tool',
  content,
  tool_name: 'weather',
  tool_call_id: id,
  ...more,
})
const result = (id: string, content: unknown, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...more,
})
const text = (words: string) => ({ type: 'text', text: words })

function told(kind: Kind, results: string): string {
  return `This is a simulated answer from ${modelOf(kind)}. The tools said: ${results}.`
}

/** Only Anthropic makes a model call no more than one tool. */
function single(_: Client, kind: Kind) {
  return { calls: kind === 'anthropic' ? [OSLO] : [OSLO, ROM], end: 'tools' } as const
}

/** Tools and images: calls, the choice among tools, results of all kinds. */
export const toolCases: readonly Case[] = [
  {
    title: 'a tool',
    chat: chatAsk(ONE, {}, {}),
    messages: messagesAsk(ONE, {}, {}),
    heard: { text: 'So.', calls: [OSLO], end: 'tools' },
  },
  {
    title: 'parallel tools, as the model likes',
    chat: chatAsk(BOTH, { tool_choice: 'auto', parallel_tool_calls: true }, {}),
    messages: messagesAsk(BOTH, { tool_choice: { type: 'auto' } }, {}),
    heard: { calls: [OSLO, ROM], end: 'tools' },
  },
  {
    title: 'some tool in any case',
    chat: {
      ...chatAsk(ONE, { tool_choice: 'required' }, { tool_choice: { type: 'any' } }),
      dropped: { ollama: 'tool_choice' },
    },
    messages: {
      ...messagesAsk(ONE, { tool_choice: { type: 'any' } }, { tool_choice: 'required' }),
      dropped: { ollama: 'tool_choice' },
    },
    heard: { text: 'So.', calls: [OSLO], end: 'tools' },
  },
  {
    title: 'one named tool',
    chat: {
      ...chatAsk(
        ONE,
        { tool_choice: { type: 'function', function: { name: 'weather' } } },
        { tool_choice: { type: 'tool', name: 'weather' } },
      ),
      dropped: { ollama: 'tool_choice' },
    },
    messages: {
      ...messagesAsk(
        ONE,
        { tool_choice: { type: 'tool', name: 'weather' } },
        { tool_choice: { type: 'function', function: { name: 'weather' } } },
      ),
      dropped: { ollama: 'tool_choice' },
    },
    heard: { text: 'So.', calls: [OSLO], end: 'tools' },
  },
  {
    title: 'no tool',
    chat: chatAsk(ONE, { tool_choice: 'none' }, { tool_choice: { type: 'none' } }, false),
    messages: messagesAsk(ONE, { tool_choice: { type: 'none' } }, { tool_choice: 'none' }, false),
    heard: { text: 'So.' },
  },
  {
    title: 'one tool at a time',
    chat: {
      ...chatAsk(
        BOTH,
        { parallel_tool_calls: false },
        { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      ),
      dropped: { ollama: 'parallel_tool_calls' },
    },
    messages: {
      ...messagesAsk(
        BOTH,
        { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
        { parallel_tool_calls: false },
      ),
      dropped: { ollama: 'tool_choice.disable_parallel_tool_use' },
    },
    heard: single,
  },
  {
    title: 'results of tools, one of which failed',
    chat: {
      body: {
        messages: [asked, chatTurn, chatResult('c_1', 'sunny'), chatResult('c_2', [text('rain')])],
        tools: [FUNCTION],
      },
      sent: {
        ollama: {
          messages: [asked, ollamaTurn, ollamaResult('c_1', 'sunny'), ollamaResult('c_2', 'rain')],
          tools: [FUNCTION],
        },
        anthropic: {
          messages: [
            turn('user', 'Weather?'),
            messagesTurn,
            user([result('c_1', [text('sunny')]), result('c_2', [text('rain')])]),
          ],
          tools: [TOOL],
        },
      },
    },
    messages: {
      body: {
        ...message('', { tools: [TOOL] }),
        messages: [
          asked,
          messagesTurn,
          user([result('c_1', 'sunny'), result('c_2', [text('rain')], { is_error: true })]),
        ],
      },
      sent: {
        openai: openaiBody(
          [asked, chatTurn, chatResult('c_1', 'sunny'), chatResult('c_2', 'Error: rain')],
          { tools: [FUNCTION], tool_choice: 'auto' },
        ),
        ollama: ollamaBody(
          [asked, ollamaTurn, ollamaResult('c_1', 'sunny'), ollamaResult('c_2', 'Error: rain')],
          { tools: [FUNCTION] },
        ),
      },
    },
    heard: (client, kind) => {
      const failed = client === 'messages' && kind !== 'anthropic'
      return { text: told(kind, failed ? '"sunny", "Error: rain"' : '"sunny", "rain"') }
    },
  },
  {
    title: 'results of tools, one of which shows an image',
    chat: {
      body: {
        messages: [
          asked,
          chatTurn,
          chatResult('c_1', [text('seen'), IMAGE_URL]),
          chatResult('c_2', 'rain'),
        ],
        tools: [FUNCTION],
      },
      sent: {
        ollama: {
          messages: [
            asked,
            ollamaTurn,
            ollamaResult('c_1', 'seen', { images: [PIXEL] }),
            ollamaResult('c_2', 'rain'),
          ],
          tools: [FUNCTION],
        },
        anthropic: {
          messages: [
            turn('user', 'Weather?'),
            messagesTurn,
            user([result('c_1', [text('seen'), IMAGE_BLOCK]), result('c_2', [text('rain')])]),
          ],
          tools: [TOOL],
        },
      },
    },
    messages: {
      body: {
        ...message('', { tools: [TOOL] }),
        messages: [
          asked,
          messagesTurn,
          user([result('c_1', [text('seen'), IMAGE_BLOCK]), result('c_2', 'rain'), text('So?')]),
        ],
      },
      sent: {
        openai: openaiBody(
          [
            asked,
            chatTurn,
            chatResult('c_1', 'seen'),
            chatResult('c_2', 'rain'),
            user([SHOWN, IMAGE_URL, text('So?')]),
          ],
          { tools: [FUNCTION], tool_choice: 'auto' },
        ),
        ollama: ollamaBody(
          [
            asked,
            ollamaTurn,
            ollamaResult('c_1', 'seen', { images: [PIXEL] }),
            ollamaResult('c_2', 'rain'),
            user('So?'),
          ],
          { tools: [FUNCTION] },
        ),
      },
    },
    heard: (client) => ({
      text:
        client === 'chat'
          ? expect.stringMatching(/"seen\n?", "rain"/)
          : expect.stringMatching(/I see 1 image.*So\?/s),
    }),
  },
  {
    title: 'an image',
    chat: {
      body: { messages: [user([text('What?'), IMAGE_URL])] },
      sent: {
        ollama: { messages: [user('What?')].map((said) => ({ ...said, images: [PIXEL] })) },
        anthropic: { messages: [user([text('What?'), IMAGE_BLOCK])] },
      },
    },
    messages: {
      body: message([IMAGE_BLOCK, text('What?')]),
      sent: {
        openai: openaiBody([user([IMAGE_URL, text('What?')])]),
        ollama: ollamaBody([{ ...user('What?'), images: [PIXEL] }]),
      },
    },
    heard: { text: expect.stringMatching(/I see 1 image.*What\?/s) },
  },
]
