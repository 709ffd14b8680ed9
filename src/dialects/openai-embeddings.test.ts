import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recorded } from '../../test/support/recorded.ts'
import type { EmbeddingRequest } from '../contracts/embedding.ts'
import { fromByteText } from '../std/json-spans.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'

function decode(fields: object): EmbeddingRequest {
  return openaiEmbeddings.decodeRequest(Buffer.from(JSON.stringify(fields)))
}

function encode(answer: object, encoding: 'float' | 'base64'): Record<string, unknown> {
  const given = { inputTokens: 3, vectors: [], ...answer }
  return JSON.parse(
    fromByteText(openaiEmbeddings.encodeAnswer(given, { encoding }, { model: 'modèle' })),
  )
}

describe('a client’s request', () => {
  it.each([
    ['a text', 'a', ['a']],
    ['texts', ['a', 'b'], ['a', 'b']],
    ['a token list', [1, 2], [[1, 2]]],
    ['token lists', [[1], [2, 3]], [[1], [2, 3]]],
  ])('has %s as its inputs', (_, input, inputs) => {
    expect(decode({ input }).inputs).toEqual(inputs)
  })

  it('takes a token list of any length as one input', () => {
    const input = Array.from({ length: 5000 }, (_, at) => at)
    expect(decode({ input }).inputs).toHaveLength(1)
  })

  it('has its model, encoding and dimensions, or none', () => {
    const all = { model: 'm', input: 'a', encoding_format: 'base64', dimensions: 8 }
    expect(decode(all)).toMatchObject({ model: 'm', encoding: 'base64', dimensions: 8 })
    const none = { input: 'a', model: null, encoding_format: null, dimensions: null }
    expect(decode(none)).toMatchObject({ encoding: 'float' })
    expect(decode(none).model).toBeUndefined()
    expect(decode(none).dimensions).toBeUndefined()
  })

  it.each([
    ['no input', {}, 'input'],
    ['an empty list', { input: [] }, 'input'],
    ['a number', { input: 5 }, 'input'],
    ['too many inputs', { input: Array(2049).fill('a') }, 'input'],
    ['mixed inputs', { input: ['a', 1] }, 'input[1]'],
    ['an empty token list', { input: [[1], []] }, 'input[1]'],
    ['broken tokens', { input: [[1.5]] }, 'input[0]'],
    ['negative tokens', { input: [-1] }, 'input[0]'],
    ['an unknown encoding', { input: 'a', encoding_format: 'int8' }, 'encoding_format'],
    ['no dimensions', { input: 'a', dimensions: 0 }, 'dimensions'],
  ])('is refused with %s', (_, fields, param) => {
    expect(() => decode(fields)).toThrow(
      expect.objectContaining({ code: 'invalid_request', details: { param } }),
    )
  })
})

describe('the client’s answer', () => {
  it('lists the vectors in order, with what they took', () => {
    expect(encode({ vectors: [[0.5, -1], [2]] }, 'float')).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [0.5, -1] },
        { object: 'embedding', index: 1, embedding: [2] },
      ],
      model: 'modèle',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    })
  })

  it('has them as little-endian floats when asked', () => {
    expect(encode({ vectors: [[0.5, -1]] }, 'base64')['data']).toEqual([
      { object: 'embedding', index: 0, embedding: 'AAAAPwAAgL8=' },
    ])
  })

  it('gives back the same floats by both ways', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1 }), (vector) => {
        const wire = encode({ vectors: [vector] }, 'base64')
        expect(openaiEmbeddings.decodeAnswer(wire, 1).vectors).toEqual([vector])
      }),
    )
  })

  it('carries the router’s own note when there is one', () => {
    const ours = { model: 'm', metadata: { backend: 'here' } }
    const text = openaiEmbeddings.encodeAnswer(
      { vectors: [], inputTokens: 0 },
      { encoding: 'float' },
      ours,
    )
    expect(JSON.parse(text)).toMatchObject({ router: { backend: 'here' } })
  })
})

describe('a backend’s request', () => {
  it('names its model and lists the inputs', () => {
    const request = decode({ model: 'x', input: 'a', encoding_format: 'base64' })
    expect(openaiEmbeddings.encodeRequest(request, { nativeId: 'native' })).toEqual({
      model: 'native',
      input: ['a'],
    })
  })

  it('keeps the client’s other fields, but no nulls', () => {
    const request = decode({
      input: [[1]],
      dimensions: 4,
      user: 'u',
      input_type: 'query',
      foo: null,
    })
    expect(openaiEmbeddings.encodeRequest(request, { nativeId: 'm' })).toEqual({
      model: 'm',
      input: [[1]],
      dimensions: 4,
      user: 'u',
      input_type: 'query',
    })
  })
})

describe('a backend’s answer', () => {
  it('is read from a recording', () => {
    const { json } = recorded('llama.cpp-b11549-v1-embeddings').response
    const answer = openaiEmbeddings.decodeAnswer(json, 2)
    expect(answer.inputTokens).toBe(13)
    expect(answer.vectors[1]?.[0]).toBe(0.005655804183334112)
  })

  it('is put in the order of the inputs', () => {
    const data = [
      { index: 1, embedding: [1] },
      { index: 0, embedding: 'AAAAPw==' },
    ]
    expect(openaiEmbeddings.decodeAnswer({ data }, 2)).toEqual({
      vectors: [[0.5], [1]],
      inputTokens: 0,
    })
  })

  it.each([
    ['too many', { data: [{ embedding: [1] }, { embedding: [1] }] }],
    ['an empty vector', { data: [{ embedding: [] }] }],
    ['no list', { data: 'x' }],
    ['text', 'hello'],
  ])('is refused with %s', (_, answer) => {
    expect(() => openaiEmbeddings.decodeAnswer(answer, 1)).toThrow(
      expect.objectContaining({ code: 'upstream_invalid_response' }),
    )
  })
})
