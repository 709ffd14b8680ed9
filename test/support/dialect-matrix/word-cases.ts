import { expect } from 'vitest'
import { type Case, message, ollamaBody, openaiBody, turn, user } from './case.ts'

const SAID = 'Grüße, 世界 🌍'
const SAY = `[[say:${SAID}]]`
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const
const THINK = '[[think:First this.]] [[say:Then that.]]'
const BUDGETED = expect.toSatisfy((limit: number) => limit > 16_384 && limit <= 64_000)

/** Words and how they come about: prompts, sampling, limits, formats, thoughts. */
export const wordCases: readonly Case[] = [
  {
    title: 'text',
    chat: {
      body: {
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'developer', content: 'Be brief.' },
          user(SAY),
        ],
      },
      sent: {
        ollama: {
          messages: [
            { role: 'system', content: 'Be kind.' },
            { role: 'system', content: 'Be brief.' },
            user(SAY),
          ],
        },
        anthropic: { system: 'Be kind.\n\nBe brief.', messages: [turn('user', SAY)] },
      },
    },
    messages: {
      body: message([{ type: 'text', text: SAY }], {
        system: [
          { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } },
          { type: 'text', text: 'Be brief.' },
        ],
      }),
      sent: {
        openai: openaiBody([{ role: 'system', content: 'Be kind.\n\nBe brief.' }, user(SAY)]),
        ollama: ollamaBody([{ role: 'system', content: 'Be kind.\n\nBe brief.' }, user(SAY)]),
      },
      dropped: { openai: 'cache_control', 'llama.cpp': 'cache_control', ollama: 'cache_control' },
    },
    heard: { text: SAID },
  },
  {
    title: 'several turns',
    chat: {
      body: {
        messages: [
          user('One.'),
          { role: 'assistant', content: 'Two.' },
          user([
            { type: 'text', text: 'Three.' },
            { type: 'text', text: SAY },
          ]),
        ],
      },
      sent: {
        ollama: {
          messages: [user('One.'), { role: 'assistant', content: 'Two.' }, user(`Three.\n${SAY}`)],
        },
        anthropic: {
          messages: [
            turn('user', 'One.'),
            turn('assistant', 'Two.'),
            user([
              { type: 'text', text: 'Three.' },
              { type: 'text', text: SAY },
            ]),
          ],
        },
      },
    },
    messages: {
      body: {
        ...message(''),
        messages: [user('One.'), turn('assistant', 'Two.'), user('Three.'), user(SAY)],
      },
      sent: {
        openai: openaiBody([
          user('One.'),
          { role: 'assistant', content: 'Two.' },
          user('Three.'),
          user(SAY),
        ]),
        ollama: ollamaBody([
          user('One.'),
          { role: 'assistant', content: 'Two.' },
          user('Three.'),
          user(SAY),
        ]),
      },
    },
    heard: { text: SAID },
  },
  {
    title: 'sampling',
    chat: {
      body: {
        messages: [user(SAY)],
        ...{ temperature: 0.5, top_p: 0.9, top_k: 20, min_p: 0.05, seed: 7, user: 'u-1' },
        ...{ presence_penalty: 0.1, frequency_penalty: 0.2, repeat_penalty: 1.1 },
        ...{ max_completion_tokens: 50, metadata: { a: 'b' } },
      },
      sent: {
        ollama: {
          messages: [user(SAY)],
          options: {
            ...{ temperature: 0.5, top_p: 0.9, top_k: 20, min_p: 0.05, seed: 7, num_predict: 50 },
            ...{ presence_penalty: 0.1, frequency_penalty: 0.2, repeat_penalty: 1.1 },
          },
        },
        anthropic: {
          messages: [turn('user', SAY)],
          ...{ temperature: 0.5, top_k: 20, max_tokens: 50, metadata: { user_id: 'u-1' } },
        },
      },
      dropped: {
        anthropic: 'top_p, min_p, seed, presence_penalty, frequency_penalty, repeat_penalty',
      },
    },
    messages: {
      body: message(SAY, {
        ...{ temperature: 0.5, top_p: 0.9, top_k: 20, metadata: { user_id: 'u-1' } },
        service_tier: 'auto',
      }),
      sent: {
        openai: openaiBody([user(SAY)], {
          ...{ temperature: 0.5, top_p: 0.9, top_k: 20, user: 'u-1' },
        }),
        ollama: ollamaBody([user(SAY)], {}, { temperature: 0.5, top_p: 0.9, top_k: 20 }),
        anthropic: message(SAY, {
          ...{ temperature: 0.5, top_k: 20, metadata: { user_id: 'u-1' }, service_tier: 'auto' },
        }),
      },
      dropped: { anthropic: 'top_p' },
    },
    heard: { text: SAID },
  },
  {
    title: 'stop',
    chat: {
      body: { messages: [user('[[say:One STOP two]]')], stop: 'STOP' },
      sent: {
        ollama: { messages: [user('[[say:One STOP two]]')], options: { stop: ['STOP'] } },
        anthropic: { messages: [turn('user', '[[say:One STOP two]]')], stop_sequences: ['STOP'] },
      },
    },
    messages: {
      body: message('[[say:One STOP two]]', { stop_sequences: ['NEVER', 'STOP'] }),
      sent: {
        openai: openaiBody([user('[[say:One STOP two]]')], { stop: ['NEVER', 'STOP'] }),
        ollama: ollamaBody([user('[[say:One STOP two]]')], {}, { stop: ['NEVER', 'STOP'] }),
      },
    },
    heard: (_, kind) => ({ text: 'One ', ...(kind === 'anthropic' && { stop: 'STOP' }) }),
  },
  {
    title: 'a limit',
    chat: {
      body: { messages: [user('[[tokens:50]]')], max_tokens: 5 },
      sent: {
        ollama: { messages: [user('[[tokens:50]]')], options: { num_predict: 5 } },
        anthropic: { messages: [turn('user', '[[tokens:50]]')], max_tokens: 5 },
      },
    },
    messages: {
      body: message('[[tokens:50]]', { max_tokens: 5 }),
      sent: {
        openai: openaiBody([user('[[tokens:50]]')], { max_tokens: 5 }),
        ollama: ollamaBody([user('[[tokens:50]]')], {}, { num_predict: 5 }),
      },
    },
    heard: { text: expect.stringMatching(/^word1 word2/), end: 'length' },
  },
  {
    title: 'a schema',
    chat: {
      body: {
        messages: [user('A city.')],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'city', schema: SCHEMA, strict: true },
        },
      },
      sent: {
        ollama: { messages: [user('A city.')], format: SCHEMA },
        anthropic: {
          messages: [turn('user', 'A city.')],
          output_config: {
            format: { type: 'json_schema', schema: { ...SCHEMA, additionalProperties: false } },
          },
        },
      },
    },
    messages: {
      body: message('A city.', {
        output_config: {
          format: { type: 'json_schema', schema: { ...SCHEMA, additionalProperties: false } },
        },
      }),
      sent: {
        openai: openaiBody([user('A city.')], {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', schema: { ...SCHEMA, additionalProperties: false } },
          },
        }),
        ollama: ollamaBody([user('A city.')], {
          format: { ...SCHEMA, additionalProperties: false },
        }),
      },
    },
    heard: { text: expect.stringMatching(/^\{"city":".*"\}$/) },
  },
  {
    title: 'thoughts',
    chat: {
      body: { messages: [user(THINK)], reasoning_effort: 'high' },
      sent: {
        ollama: { messages: [user(THINK)], think: true },
        anthropic: {
          messages: [turn('user', THINK)],
          thinking: { type: 'enabled', budget_tokens: 16_384 },
          max_tokens: BUDGETED,
        },
      },
    },
    messages: {
      body: message(THINK, {
        max_tokens: 4096,
        thinking: { type: 'enabled', budget_tokens: 2048 },
      }),
      sent: {
        openai: openaiBody([user(THINK)], { max_tokens: 4096, reasoning_effort: 'low' }),
        ollama: ollamaBody([user(THINK)], { think: true }, { num_predict: 4096 }),
      },
    },
    heard: { thinking: 'First this.', text: 'Then that.' },
  },
  {
    title: 'no thoughts',
    chat: {
      body: { messages: [user(THINK)], reasoning_effort: 'none' },
      sent: {
        ollama: { messages: [user(THINK)], think: false },
        anthropic: { messages: [turn('user', THINK)] },
      },
    },
    messages: {
      body: message(THINK, { thinking: { type: 'disabled' } }),
      sent: {
        openai: openaiBody([user(THINK)], { chat_template_kwargs: { enable_thinking: false } }),
        ollama: ollamaBody([user(THINK)], { think: false }),
      },
    },
    heard: { text: 'Then that.' },
  },
  {
    title: 'thoughts of before',
    chat: {
      body: {
        messages: [
          user('One.'),
          { role: 'assistant', content: 'Two.', reasoning_content: 'Hm.' },
          user(SAY),
        ],
      },
      sent: {
        ollama: {
          messages: [
            user('One.'),
            { role: 'assistant', content: 'Two.', thinking: 'Hm.' },
            user(SAY),
          ],
        },
        anthropic: {
          messages: [turn('user', 'One.'), turn('assistant', 'Two.'), turn('user', SAY)],
        },
      },
    },
    messages: {
      body: {
        ...message(''),
        messages: [
          user('One.'),
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'Hm.', signature: 'smarterrouter' },
              { type: 'text', text: 'Two.' },
            ],
          },
          user(SAY),
        ],
      },
      sent: {
        openai: openaiBody([
          user('One.'),
          { role: 'assistant', content: 'Two.', reasoning_content: 'Hm.' },
          user(SAY),
        ]),
        ollama: ollamaBody([
          user('One.'),
          { role: 'assistant', content: 'Two.', thinking: 'Hm.' },
          user(SAY),
        ]),
        anthropic: {
          ...message(''),
          messages: [user('One.'), turn('assistant', 'Two.'), user(SAY)],
        },
      },
    },
    heard: { text: SAID },
  },
]
