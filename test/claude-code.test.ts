import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { profileOf } from '../src/analysis/profile-of.fixture.ts'
import type { ChatRequest } from '../src/contracts/chat.ts'
import { decodeAnthropicCount } from '../src/dialects/anthropic/request.ts'
import { anthropicMessages } from '../src/dialects/anthropic-messages.ts'
import { catalogOf } from '../src/routing/fleet.fixture.ts'
import { resolve } from '../src/routing/resolve.ts'
import {
  type ClaudeCodeRequest,
  claudeCodeRequest,
  claudeCodeRequests,
} from './support/claude-code.ts'
import { loadFromTexts } from './support/load-from-texts.ts'

function decoded({ path, body, headers }: ClaudeCodeRequest): ChatRequest {
  const bytes = Buffer.from(JSON.stringify(body))
  const decode = path.includes('count_tokens')
    ? decodeAnthropicCount
    : anthropicMessages.decodeRequest
  return decode(bytes, headers)
}

function profile(name: string): ReturnType<typeof profileOf> {
  return profileOf(decoded(claudeCodeRequest(name)))
}

const named = claudeCodeRequests.map((one) => [one.name, one] as const)

describe('what Claude Code sends', () => {
  it.each(named)('is told apart, its own housekeeping from work: %s', (_, sent) => {
    expect(profileOf(decoded(sent)).kind).toBe(sent.housekeeping ? 'housekeeping' : 'chat')
  })

  it.each(named)('is told apart by a model of any name: %s', (_, sent) => {
    const renamed = { ...decoded(sent), model: 'smarterrouter/main' }
    expect(profileOf(renamed).kind).toBe(sent.housekeeping ? 'housekeeping' : 'chat')
  })

  it.each(named)('is work to a client of another name, but for greetings: %s', (_, sent) => {
    const { messages, ...request } = decoded(sent)
    const others = messages.map((one) =>
      one.role === 'system' ? { ...one, content: 'You help.' } : one,
    )
    const { kind } = profileOf({ ...request, messages: others, model: 'any' })
    expect(kind).toBe(sent.name === 'quota' ? 'housekeeping' : 'chat')
  })

  it.each(named)('names a model that the router chooses for: %s', (_, { body }) => {
    const { external, routed } = loadFromTexts({}).settings.names
    const target = resolve(body.model, catalogOf([]), { external, aliases: [], routed })
    expect(target).toEqual({ kind: 'route' })
  })

  it('asks for room for what it has to read', () => {
    expect(profile('web-fetch').tokensNeeded).toBeGreaterThan(4000)
    expect(profile('compact').tokensNeeded).toBeGreaterThan(6000)
    expect(profile('suggestion').tokensNeeded).toBeGreaterThan(6000)
  })

  it('is easy only where it is housekeeping', () => {
    for (const name of ['compact', 'main-turn', 'sdk-turn', 'explore-agent', 'web-fetch']) {
      expect({ name, easy: profile(name).difficulty < 0.1 }).toEqual({ name, easy: false })
    }
  })
})

describe('the fixture', () => {
  it('holds each file once, and everything that its files share', () => {
    const files = readdirSync(new URL('./fixtures/claude-code', import.meta.url))
    const shared = ['system-prompt', 'tools']
    const listed = claudeCodeRequests.map(({ name }) => name)
    expect([...listed, ...shared].map((name) => `${name}.json`).toSorted()).toEqual(
      files.toSorted(),
    )
    expect(JSON.stringify(claudeCodeRequests)).not.toContain('$use')
  })

  it('has the size of the original', () => {
    const { system = [], tools = [] } = claudeCodeRequest('sdk-turn').body
    const names = tools.map(({ name }) => name)
    expect(String(system.at(-1)?.['text']).length).toBeGreaterThan(10_000)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThanOrEqual(25)
  })
})
