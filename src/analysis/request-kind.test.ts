import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../contracts/chat.ts'
import {
  asked,
  askedByOthers,
  BILLING,
  CLIENT,
  HAIKU,
  later,
  laterIn,
  pictured,
  REMINDER,
  SDK,
  said,
  TITLE_FORMAT,
  TOOLS,
} from './client-requests.fixture.ts'
import { profileOf } from './profile-of.fixture.ts'
import { request } from './request.fixture.ts'
import { requestKind } from './request-kind.ts'

const NAMING = 'You are naming a coding session for a list of them. Two to five words.'
const NAME_FORMAT: ChatRequest['format'] = {
  type: 'schema',
  schema: { type: 'object', properties: { name: { type: 'string' } } },
}
const TOPIC =
  "Say whether this starts another subject, as JSON with 'isNewTopic' (boolean) and 'title'."
const LONG = 'The committee met on Tuesday to discuss the budget. '.repeat(400)
const SUGGESTION = '[SUGGESTION MODE: Suggest what the user would type.]\n\nTwo to twelve words.'
const RECAP = 'The user stepped away and is coming back. Recap in a few words.'
const STATUS =
  'Describe your most recent action in 3-5 words using present tense (-ing), with a file in it.'

describe('what a coding client asks for itself', () => {
  it.each<readonly [string, ChatRequest]>([
    ['the title of a session', asked(NAMING, '<session>fix it</session>')],
    ['the title of a long session', asked(NAMING, `<session>\n${LONG}</session>`)],
    [
      'that title, for somebody who names a small model',
      askedByOthers(NAMING, 'fix it', { format: TITLE_FORMAT }),
    ],
    [
      'that title, without an address of its own',
      askedByOthers(NAMING, 'fix it', { model: 'any', format: TITLE_FORMAT }),
    ],
    [
      'the title of a long session, by its form and a small model',
      askedByOthers('Name it.', `<session>\n${LONG}</session>`, { format: TITLE_FORMAT }),
    ],
    [
      'a title in words that are new to us',
      asked('Name what follows.', 'fix it', { format: TITLE_FORMAT }),
    ],
    [
      'a title as it was asked for a while ago',
      asked(
        'Generate a concise title (3-7 words) that captures the goal of this coding session.',
        'fix it',
      ),
    ],
    [
      'a title as it was asked for before that',
      asked('Summarize this coding conversation in under 50 characters.', 'User: hi'),
    ],
    [
      'the name of a session',
      asked(
        'Generate a kebab-case name (2-4 words) that captures the topic of this conversation.',
        `User: fix it. ${LONG}`,
        { format: NAME_FORMAT },
      ),
    ],
    [
      'that name, by an agent',
      request([
        { role: 'system', content: `${BILLING}\n${SDK}\nWrite a name for this conversation.` },
        { role: 'user', content: 'fix it' },
      ]),
    ],
    [
      'a name by a client that writes the note for billing alone',
      request([
        { role: 'system', content: BILLING },
        { role: 'system', content: NAMING },
        { role: 'user', content: 'fix it' },
      ]),
    ],
    ['whether the topic is new', asked(TOPIC, 'now the docs')],
    [
      'the same with the answer begun',
      request([
        { role: 'system', content: `${CLIENT}\n${TOPIC}` },
        { role: 'user', content: 'now the docs' },
        { role: 'assistant', content: '{' },
      ]),
    ],
    ['the same of a small model', askedByOthers(TOPIC, 'now the docs')],
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
      asked('Write a short summary label of 30 characters.', `Tools: Read\n${LONG}`),
    ],
    [
      'what an agent does, for a line on the screen',
      asked('You write a 3-5 word progress label for an agent.', 'Tools: Read'),
    ],
    [
      'an agent to warm up',
      request([{ role: 'system', content: SDK }, said(REMINDER, 'Warmup')], { tools: TOOLS }),
    ],
    ['an agent to warm up, in one text', asked('', `${REMINDER}\n\n${REMINDER}\nWarmup`)],
    ['what the user may type next', later(said(SUGGESTION))],
    ['the same, by an agent', laterIn(`${BILLING}\n\n${SDK}`, said(SUGGESTION))],
    [
      'the same, after commands of the client',
      later({
        role: 'user',
        content: `<local-command-caveat>x</local-command-caveat>\n<command-name>/rename</command-name>
<command-message>rename</command-message>\n<command-args></command-args>
<local-command-stdout>Renamed.</local-command-stdout>\n\n${SUGGESTION}`,
      }),
    ],
    ['the same, with more told on the side', later(said(SUGGESTION, REMINDER))],
    [
      'the same, with more said by the system',
      later(said(SUGGESTION), { role: 'system', content: 'x' }),
    ],
    ['what was going on, for a user who comes back', later(said(REMINDER, RECAP))],
    ['what an agent is doing', later({ role: 'user', content: STATUS })],
    [
      'what an agent is doing that has done nothing yet',
      asked('', `Find who calls total.\n\n${STATUS}`, { tools: TOOLS }),
    ],
  ])('is housekeeping: %s', (_, background) => {
    expect(requestKind(background)).toBe('housekeeping')
    expect(profileOf(background).difficulty).toBeLessThan(0.1)
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
    ['a page to read with a small model', asked('', PAGE, { model: HAIKU })],
    ['words that an aside begins with', later(said('[SUGGESTION MODE] ticket: build it in C++'))],
    [
      'the same of a recap',
      later(said('The user stepped away and is coming back: write the reconnect logic.')),
    ],
    [
      'the same of a status line',
      later(said('Describe your most recent action in 2 paragraphs, then grade it.')),
    ],
    ['words of a recap', later(said('The user stepped away and is coming back. Port the queue.'))],
    [
      'words of a status line',
      later(said('Describe your most recent action in 3-5 words of German verse.')),
    ],
    ['a whole aside in a conversation of others', laterIn('You help.', said(SUGGESTION))],
    ['a recap in a conversation of others', laterIn('You help.', said(RECAP))],
    ['a status line in a conversation of others', laterIn('You help.', said(STATUS))],
    [
      'a status line quoted, and a question about it',
      later(said(`Where is this from?\n\n${STATUS}\n\n${LONG}`)),
    ],
    ['a picture after an aside', later(pictured(SUGGESTION))],
    ['a prompt that begins with rules', asked('', '<policy_spec>\nls\n</policy_spec>\nPort it.')],
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
    const { tokensNeeded, difficulty } = profileOf(asked('', PAGE))
    expect(tokensNeeded).toBeGreaterThan(PAGE.length / 8)
    expect(difficulty).toBeGreaterThan(0.1)
  })
})

describe('what others ask', () => {
  it.each<readonly [string, ChatRequest]>([
    ['a question to the small model', askedByOthers('', 'Why is the sky blue?')],
    ['a word to a coach', askedByOthers('You plan workouts.', 'Warmup')],
    [
      'a field named in the notes of a project',
      askedByOthers('src/chat.ts keeps isNewTopic in its state.', 'Make it a state machine.'),
    ],
    ['the question of another whether a topic is new', askedByOthers(TOPIC, 'x', { model: 'any' })],
    [
      'rules that begin a prompt',
      request('<policy_spec>\nrm: ask\n</policy_spec>\nCommand: rewrite it in Rust.'),
    ],
    [
      'a service for names',
      askedByOthers('Write a name service for our conversation backend.', 'Prove it safe.', {
        format: NAME_FORMAT,
      }),
    ],
    [
      'a title and much more',
      askedByOthers('Write a title, then full minutes, of the conversation below.', LONG),
    ],
    [
      'a title of a long conversation',
      askedByOthers('Write a title for the conversation below, then full minutes.', LONG),
    ],
    ['the title in a long paper', askedByOthers('', LONG, { format: TITLE_FORMAT })],
    [
      'the title in a long paper, with the question after it',
      request([said(LONG, 'The title, please.')], { model: HAIKU, format: TITLE_FORMAT }),
    ],
    [
      'the title of a picture',
      request([pictured('The title?')], { model: HAIKU, format: TITLE_FORMAT }),
    ],
    [
      'the naming of others',
      askedByOthers('Write a title for this conversation.', 'hi', { model: 'any' }),
    ],
    [
      'instructions that speak of naming later on',
      asked('You teach how to write. You are naming a coding session, say.', 'Go on.'),
    ],
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
      askedByOthers(
        'You advise on title insurance. Never use the name of a customer.',
        'Am I insured?',
      ),
    ],
    [
      'a schema of no fields',
      request('x', { model: HAIKU, format: { type: 'schema', schema: true } }),
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
