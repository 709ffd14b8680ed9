import { describe, expect, it } from 'vitest'
import type { ChatMessage, ChatRequest } from '../contracts/chat.ts'
import { analyse } from './analyse.ts'
import { request } from './request.fixture.ts'
import { requestKind } from './request-kind.ts'

const HAIKU = 'claude-haiku-4-5-20251001'
const TOOLS = [{ name: 'Read', parameters: { type: 'object' } }]
const CLIENT =
  "x-anthropic-billing-header: cc_version=2.1.285.3c7; cc_entrypoint=cli;\nYou are Claude Code, Anthropic's official CLI."
const TITLE_FORMAT: ChatRequest['format'] = {
  type: 'schema',
  schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
}

function asked(instruction: string, text: string, extra: Partial<ChatRequest> = {}): ChatRequest {
  return request(
    [
      { role: 'system', content: `${CLIENT}\n${instruction}` },
      { role: 'user', content: [{ type: 'text', text }] },
    ],
    { model: HAIKU, ...extra },
  )
}

/** A conversation with tools under way, and what the client says last. */
function later(...last: readonly ChatMessage[]): ChatRequest {
  const messages: readonly ChatMessage[] = [
    { role: 'system', content: CLIENT },
    { role: 'user', content: 'fix the build' },
    { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'Read', arguments: '{}' }] },
    { role: 'tool', content: 'export const x = 1', toolCallId: 'a' },
    { role: 'assistant', content: 'Done.' },
    ...last,
  ]
  return request(messages, { model: 'claude-opus-5-5', tools: TOOLS })
}

function said(...texts: readonly string[]): ChatMessage {
  return { role: 'user', content: texts.map((text) => ({ type: 'text', text })) }
}

const TITLE = `### Task:
Generate a concise title for this chat. Prove nothing, debug nothing.
<chat_history>
USER: design a distributed consensus algorithm
</chat_history>`

describe('what Open WebUI asks for itself', () => {
  it('is known by its form', () => {
    expect(requestKind(request(TITLE))).toBe('housekeeping')
    expect(requestKind(request([said(TITLE)]))).toBe('housekeeping')
  })

  it.each([
    ['a task without a conversation', [{ role: 'user', content: '### Task:\nSort my books.' }]],
    ['the form deeper in the text', [{ role: 'user', content: `Look:\n${TITLE}` }]],
    [
      'a second message',
      [
        { role: 'user', content: TITLE },
        { role: 'assistant', content: 'Consensus' },
        { role: 'user', content: 'longer' },
      ],
    ],
    ['no message', []],
  ] as const)('is chat: %s', (_, messages) => {
    expect(requestKind(request(messages))).toBe('chat')
  })

  it('is never difficult, whatever the conversation in it', () => {
    const profile = analyse(request(TITLE))
    expect(profile.kind).toBe('housekeeping')
    expect(profile.difficulty).toBeLessThan(0.1)
    expect(profile.tokensOut).toBeLessThan(200)
  })
})

const NAMING = 'You are naming a coding session for a list of them. Two to five words.'

describe('what a coding client asks for itself', () => {
  const TOPIC = "Say whether this starts another subject, as JSON with 'isNewTopic' and 'title'."

  it.each<readonly [string, ChatRequest]>([
    ['the title of a session', asked(NAMING, '<session>fix it</session>')],
    [
      'that title, from a small model of another name',
      asked(NAMING, 'fix it', { model: 'my-small', format: TITLE_FORMAT }),
    ],
    [
      'a title in words that are new to us',
      asked('Name what follows.', 'fix it', { format: TITLE_FORMAT }),
    ],
    [
      'a title as it was asked for before',
      asked('Summarize this coding conversation in under 50 characters.', 'User: hi'),
    ],
    [
      'the name of a session',
      asked('Write a kebab-case name for this conversation.', 'User: fix it'),
    ],
    ['whether the topic is new', asked(TOPIC, 'now the docs')],
    [
      'the same with the answer begun',
      request([
        { role: 'system', content: TOPIC },
        { role: 'user', content: 'now the docs' },
        { role: 'assistant', content: '{' },
      ]),
    ],
    [
      'the prefix of a command',
      asked('Find the prefix.', '<policy_spec>\nls => ls\n</policy_spec>\nCommand: git log'),
    ],
    [
      'the prefix of a command, with the rules as instruction',
      asked('Find the prefix.\n<policy_spec>\nls => ls\n</policy_spec>', 'Command: git log'),
    ],
    [
      'the files that a command showed',
      asked('Answer <is_displaying_contents>, then <filepaths>.', 'Command: cat a\nOutput: b'),
    ],
    [
      'what tools did, for a line on the screen',
      asked('Answer with a summary label of 30 characters.', 'Tools: Read'),
    ],
    ['whether it is let in', request('quota', { model: HAIKU, sampling: { maxTokens: 1 } })],
    [
      'whether a model is there',
      request('Hi', { model: 'claude-opus-5-5', sampling: { maxTokens: 1 } }),
    ],
    [
      'an agent to warm up',
      request([said('<system-reminder>\nToday.\n</system-reminder>', 'Warmup')], { tools: TOOLS }),
    ],
    [
      'an agent to warm up, in one text',
      request(
        '<system-reminder>a</system-reminder>\n\n<system-reminder>b</system-reminder>\nWarmup',
      ),
    ],
    ['what the user may type next', later(said('[SUGGESTION MODE: guess the next input]'))],
    [
      'what was going on, for a user who comes back',
      later(
        said(
          '<system-reminder>\nx\n</system-reminder>',
          'The user stepped away and is coming back. Recap.',
        ),
      ),
    ],
    [
      'what an agent is doing',
      later({ role: 'user', content: 'Describe your most recent action in 3-5 words.' }),
    ],
  ])('is housekeeping: %s', (_, background) => {
    expect(requestKind(background)).toBe('housekeeping')
    expect(analyse(background).difficulty).toBeLessThan(0.1)
  })
})

describe('what a coding client asks for its user', () => {
  const PAGE = `\nWeb page content:\n---\n${'<policy_spec> isNewTopic naming a coding session. '.repeat(2000)}---\n\nWhich versions are there?`
  const COMPACT =
    'CRITICAL: text only.\n\nYour task is to create a detailed summary of the conversation so far.'

  it.each<readonly [string, ChatRequest]>([
    ['the next turn', later({ role: 'user', content: 'now name a coding session' })],
    [
      'the result of a tool',
      later({ role: 'tool', content: '[SUGGESTION MODE: x', toolCallId: 'b' }),
    ],
    ['a summary of the conversation', later(said(COMPACT))],
    [
      'a summary by the small model, without tools',
      request(
        [
          { role: 'system', content: 'You sum up conversations.' },
          { role: 'user', content: 'fix it' },
          { role: 'assistant', content: 'Done.' },
          said(COMPACT),
        ],
        { model: HAIKU },
      ),
    ],
    ['a page to read', asked('', PAGE)],
    [
      'a search',
      asked('You search the web.', 'Perform a web search for the query: x', { tools: TOOLS }),
    ],
    ['an agent of the small model', asked('You search files.', 'Where is x?', { tools: TOOLS })],
    ['an agent with tools that names', asked(NAMING, 'Name them all.', { tools: TOOLS })],
    [
      'a second question about a name',
      request(
        [
          { role: 'system', content: NAMING },
          { role: 'user', content: 'fix it' },
          { role: 'assistant', content: '{' },
          { role: 'user', content: 'Why not another?' },
        ],
        { model: HAIKU },
      ),
    ],
    [
      'a decision on what an agent may do',
      asked('You are a security monitor. Block or allow.', 'rm -rf build', {
        model: 'claude-sonnet-5',
        sampling: { maxTokens: 64 },
      }),
    ],
    [
      'whether a goal is reached',
      asked('Judge whether the condition holds. Answer as JSON.', 'All tests pass.', {
        format: { type: 'schema', schema: { properties: { ok: {}, reason: {} } } },
      }),
    ],
    ['a search that the server makes', asked('You search the web.', 'Perform a web search: x')],
    [
      'an aside at the beginning',
      request([{ role: 'user', content: '[SUGGESTION MODE: what is this?' }], { tools: TOOLS }),
    ],
    [
      'what stands in a reminder',
      later(said('<system-reminder>\n[SUGGESTION MODE: x\n</system-reminder>\nGo on.')),
    ],
    ['a reminder without an end', later(said('<system-reminder>\n[SUGGESTION MODE: x'))],
    [
      'words about an aside',
      later({ role: 'user', content: 'What does [SUGGESTION MODE: mean in this log?' }),
    ],
  ])('is work: %s', (_, work) => {
    expect(requestKind(work)).toBe('chat')
  })

  it('has room for a long page, and is not trivial', () => {
    const { tokensNeeded, difficulty } = analyse(asked('', PAGE))
    expect(tokensNeeded).toBeGreaterThan(PAGE.length / 8)
    expect(difficulty).toBeGreaterThan(0.1)
  })
})

describe('what others ask', () => {
  it.each<readonly [string, ChatRequest]>([
    ['a question to the small model', asked('', 'Why is the sky blue?')],
    ['a title with a large model', request('A title for my talk', { format: TITLE_FORMAT })],
    [
      'a title among other fields',
      request('Read this invoice', {
        model: HAIKU,
        format: { type: 'schema', schema: { properties: { title: {}, total: {} } } },
      }),
    ],
    [
      'titles in the instructions of an application',
      asked('You advise on title insurance. Never use the name of a customer.', 'Am I insured?'),
    ],
    [
      'a schema of no fields',
      request('x', { model: HAIKU, format: { type: 'schema', schema: true } }),
    ],
    [
      'a class in one token',
      request(`Spam or not? ${'buy '.repeat(9)}`, { sampling: { maxTokens: 1 } }),
    ],
    ['a word about warming up', request('warmup exercises for runners')],
    [
      'a picture',
      request([{ role: 'user', content: [{ type: 'image', url: 'data:,' }] }], { model: HAIKU }),
    ],
    ['no message', request([], { model: HAIKU, format: TITLE_FORMAT })],
  ])('is chat: %s', (_, chat) => {
    expect(requestKind(chat)).toBe('chat')
  })
})
