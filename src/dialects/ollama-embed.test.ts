import { describe, expect, it } from 'vitest'
import { recorded } from '../../test/support/recorded.ts'
import type { EmbeddingRequest } from '../contracts/embedding.ts'
import type { Placement } from '../contracts/model.ts'
import { ollamaEmbed } from './ollama-embed.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'

const placement: Placement = {
  key: 'minilm@here',
  model: 'minilm',
  backend: 'here',
  nativeId: 'minilm:latest',
  remote: false,
  routable: true,
  loaded: undefined,
  up: true,
  facts: { capabilities: {} },
}

function request(fields: object): EmbeddingRequest {
  return openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify(fields)))
}

describe('ollamaEmbed', () => {
  it('asks for texts that are refused rather than cut', () => {
    expect(ollamaEmbed.encodeRequest(request({ input: 'a' }), placement)).toEqual({
      model: 'minilm:latest',
      input: ['a'],
      truncate: false,
    })
  })

  it('asks with the same context as every other call', () => {
    const body = ollamaEmbed.encodeRequest(request({ input: 'a', dimensions: 64 }), {
      ...placement,
      contextSetting: 8192,
    })
    expect(body).toMatchObject({ dimensions: 64, options: { num_ctx: 8192 } })
  })

  it('keeps the model loaded as long as every other call, whatever the client wishes', () => {
    const wishes = { input: 'a', keep_alive: 0, options: { num_ctx: 1 }, user: 'u', truncate: null }
    const body = ollamaEmbed.encodeRequest(request(wishes), placement, '1h')
    expect(body).toEqual({
      model: 'minilm:latest',
      input: ['a'],
      truncate: false,
      keep_alive: '1h',
    })
    expect(ollamaEmbed.dropped(request(wishes))).toEqual(['keep_alive', 'options'])
  })

  it('refuses token lists', () => {
    expect(() => ollamaEmbed.encodeRequest(request({ input: [1, 2] }), placement)).toThrow(
      expect.objectContaining({ code: 'invalid_request', details: { param: 'input' } }),
    )
  })

  it('reads a recorded answer', () => {
    const { json } = recorded('ollama-0.24.0-embed').response
    const answer = ollamaEmbed.decodeAnswer(json, 2)
    expect(answer.inputTokens).toBe(13)
    expect(answer.vectors.map(([first]) => first)).toEqual([0.123427264, 0.0056338646])
  })

  it.each([
    ['too few', { embeddings: [[1]] }],
    ['none', {}],
    ['texts', { embeddings: [[1], ['a']] }],
    ['nothing', null],
  ])('refuses an answer with %s', (_, answer) => {
    expect(() => ollamaEmbed.decodeAnswer(answer, 2)).toThrow(
      expect.objectContaining({ code: 'upstream_invalid_response' }),
    )
  })
})
