import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Router, startRouter } from '../support/router.ts'
import { refusing, type ScriptedFleet, scriptedFleet } from '../support/scripted-fleet.ts'

const LARGE = 'llama3.3:70b'
const SMALL = 'llama3.2:1b'
const MODELS = [LARGE, SMALL]
const EASY = 'Hello there!'
const THANKS = 'thanks'
const HARD =
  'Prove that every finite group of order p^2, p prime, is abelian, and derive the classification step by step.'
/** Open WebUI's own question, in whose conversation it is. */
const TITLE =
  '### Task:\nGenerate a concise title.\n### Chat History:\n<chat_history>\nUSER: hi\n</chat_history>'

let fleet: ScriptedFleet
let router: Router
beforeAll(async () => {
  fleet = await scriptedFleet(['up'], MODELS)
  router = await startRouter({
    yaml: `backends:
${fleet.yaml()}
models: { include: [${MODELS.map((model) => `'${model}'`)}] }`,
  })
})
afterAll(async () => {
  await router?.stop()
  await fleet?.close()
})
beforeEach(() => {
  for (const model of MODELS) fleet.direct(model, {})
})

type Headers = Record<string, string>

interface Message {
  readonly role: string
  readonly content: string
}

interface Answered {
  readonly by: string | null
  readonly messages: readonly Message[]
}

function user(content: string): Message {
  return { role: 'user', content }
}

/** Says something at the end of a conversation; the answer is part of the messages that come back. */
async function say(
  content: string,
  headers: Headers = {},
  before: readonly Message[] = [],
  more: object = {},
): Promise<Answered> {
  const messages = [...before, user(content)]
  const response = await router.chat({ messages, ...more }, headers)
  const answer = (await response.json()) as {
    readonly choices?: readonly { readonly message: Message }[]
  }
  const said = answer.choices?.map(({ message }) => message) ?? []
  return { by: response.headers.get('x-router-model'), messages: [...messages, ...said] }
}

const inSession = (name: string): Headers => ({ 'x-router-session': name })

describe('a conversation that its client names', () => {
  it('stays with its model for a word of thanks after hard work, and no other does', async () => {
    expect((await say(HARD, inSession('proof'))).by).toBe(LARGE)
    expect((await say(THANKS, inSession('proof'))).by).toBe(LARGE)
    expect((await say(THANKS, inSession('other'))).by).toBe(SMALL)
    expect((await say(THANKS)).by).toBe(SMALL)
  })

  it('moves up when a turn is hard, and stays there', async () => {
    expect((await say(EASY, inSession('climb'))).by).toBe(SMALL)
    expect((await say(HARD, inSession('climb'))).by).toBe(LARGE)
    expect((await say(EASY, inSession('climb'))).by).toBe(LARGE)
  })

  it('is named by Open WebUI’s chat id too, behind our own header', async () => {
    const chat = { 'x-openwebui-chat-id': 'chat-1' }
    expect((await say(HARD, chat)).by).toBe(LARGE)
    expect((await say(THANKS, chat)).by).toBe(LARGE)
    expect((await say(THANKS, { ...chat, ...inSession('ours') })).by).toBe(SMALL)
  })

  it('goes on in Messages', async () => {
    await say(HARD, inSession('crossing'))
    const body = { messages: [{ role: 'user', content: THANKS }], max_tokens: 64 }
    const next = await router.post('/v1/messages', body, inSession('crossing'))
    await next.text()
    expect(next.headers.get('x-router-model')).toBe(LARGE)
  })
})

describe('what leaves a conversation as it was', () => {
  it('is a question to one model, which does not follow it either', async () => {
    expect((await say(EASY, inSession('named'))).by).toBe(SMALL)
    expect((await say(EASY, inSession('named'), [], { model: LARGE })).by).toBe(LARGE)
    expect((await say(THANKS, inSession('named'))).by).toBe(SMALL)
  })

  it('is what the client asks for itself', async () => {
    await say(HARD, inSession('titled'))
    expect((await say(TITLE, inSession('titled'))).by).toBe(SMALL)
    expect((await say(THANKS, inSession('titled'))).by).toBe(LARGE)
    await say(TITLE, inSession('untitled'), [], { models: [LARGE] })
    expect((await say(THANKS, inSession('untitled'))).by).toBe(SMALL)
  })

  it('is an answer that failed', async () => {
    for (const model of MODELS) fleet.direct(model, { up: refusing(400) })
    const failed = await router.chat({ messages: [user(HARD)] }, inSession('failed'))
    expect(failed.status).toBe(400)
    await failed.text()
    for (const model of MODELS) fleet.direct(model, {})
    expect((await say(THANKS, inSession('failed'))).by).toBe(SMALL)
  })

  it('is another policy, which is chosen by anew', async () => {
    await say(HARD, inSession('hurry'))
    expect((await say(THANKS, { ...inSession('hurry'), 'x-router-policy': 'speed' })).by).toBe(
      SMALL,
    )
    expect((await say(THANKS, inSession('hurry'))).by).toBe(LARGE)
  })
})

describe('a conversation without a name', () => {
  it('is known by its first turns and by who asks', async () => {
    const [anne, bert] = [{ 'user-agent': 'anne' }, { 'user-agent': 'bert' }]
    const hers = await say(EASY, anne, [], { models: [LARGE] })
    const his = await say(EASY, bert)
    expect([hers.by, his.by]).toEqual([LARGE, SMALL])
    const then = await say(THANKS, anne, hers.messages)
    expect(then.by).toBe(LARGE)
    expect((await say(THANKS, bert, his.messages)).by).toBe(SMALL)
    expect((await say(THANKS, anne, then.messages)).by).toBe(LARGE)
  })

  it('is not taken for a new one that begins with the same words', async () => {
    const carl = { 'user-agent': 'carl' }
    expect((await say(EASY, carl, [], { models: [LARGE] })).by).toBe(LARGE)
    expect((await say(EASY, carl)).by).toBe(SMALL)
  })
})

describe('a conversation whose model is gone', () => {
  it('moves on, and stays where it went', async () => {
    expect((await say(EASY, inSession('moving'), [], { models: [LARGE] })).by).toBe(LARGE)
    fleet.direct(LARGE, { up: refusing(500) })
    expect((await say(THANKS, inSession('moving'))).by).toBe(SMALL)
    fleet.direct(LARGE, {})
    expect((await say(THANKS, inSession('moving'))).by).toBe(SMALL)
  })
})
