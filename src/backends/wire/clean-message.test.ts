import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageCleaner } from './clean-message.ts'

const KEY = 'zzTopSecretValue99'
const clean = messageCleaner({
  url: 'http://gpu-box:8080/base',
  apiKey: KEY,
  headers: { 'x-tenant': 'tenant-4711', 'proxy-authorization': 'Basic dXNlcjpwYXNz' },
})
const remote = messageCleaner({ url: 'https://llm.example.com', headers: {} })

describe('messageCleaner', () => {
  it.each([
    ['dial tcp 10.0.0.5:11434: connect: refused', 'dial tcp (address): connect: refused'],
    ['Post "http://127.0.0.1:41231/completion": EOF', 'Post "(address)": EOF'],
    ['Post "http://ollama:11434/api/chat": EOF', 'Post "(address)": EOF'],
    ['no route to gpu.lan:8080', 'no route to (address)'],
    ['localhost:1234 is down', '(address) is down'],
    ['[::1]:8080 is down', '(address) is down'],
    ['dial [fe80::1%eth0]:80: refused', 'dial (address): refused'],
    ['host 10.0.0.5 is down', 'host (address) is down'],
    ['see https://example.com/a/b.', 'see (address).'],
    [String.raw`{"url":"http:\/\/other\/v1"}`, '{"url":"(address)"}'],
    ['dial fd00::12: refused', 'dial (address): refused'],
    ['from ::1, ::ffff:10.0.0.5 and 2001:db8::1/64', 'from (address), (address) and (address)'],
    ['lookup db.corp.lan: no such host', 'lookup (address): no such host'],
  ])('hides the address in %s', (text, expected) => {
    expect(clean(text)).toBe(expected)
  })

  it.each([
    ['lookup gpu-box: no such host', 'lookup (address): no such host'],
    ['GPU-BOX:8080/base: EOF', '(address): EOF'],
    ['gpu-box:7b and my-gpu-box stay', 'gpu-box:7b and my-gpu-box stay'],
  ])('hides its own short host in %s', (text, expected) => {
    expect(clean(text)).toBe(expected)
  })

  it('hides its own public host', () => {
    expect(remote('llm.example.com/v1 of llm.example.com: no')).toBe('(address) of (address): no')
  })

  it.each([
    ['open /home/alice/.ollama/models/blobs/x: no such file', 'open (path): no such file'],
    ['failed to load "/models/a.gguf"', 'failed to load "(path)"'],
    ['at ~/llm/a.gguf', 'at (path)'],
    [String.raw`C:\Users\Alice Smith\a.gguf not found`, '(path) not found'],
    ['C:/Users/alice/a.gguf: denied', '(path): denied'],
    [String.raw`\\nas\models\a.gguf is gone`, '(path) is gone'],
  ])('hides the path in %s', (text, expected) => {
    expect(clean(text)).toBe(expected)
  })

  it.each([
    [`key=${KEY}`, KEY],
    [`you sent ${KEY}!`, KEY],
    [`you sent ${Buffer.from(`u:${KEY}`).toString('base64')}`, Buffer.from(KEY).toString('base64')],
    ['no tenant tenant-4711', 'tenant-4711'],
    ['bad credentials dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    [`Incorrect API key provided: ${'sk-'}abcdefghijklmnop1234`, 'abcdefghijklmnop'],
    [`http://user:${KEY}@host/?key=${KEY}`, KEY],
  ])('hides the secret in %s', (text, secret) => {
    expect(clean(text)).not.toContain(secret)
  })

  it('leaves no part of a secret that is not read to its end', () => {
    const text = `${'http://a.example/'.padEnd(1_985, 'x')} ${KEY}`
    expect(clean(text)).not.toContain('zzTop')
  })

  it.each([
    "model 'qwen2.5-coder:7b-instruct-q4_K_M' not found",
    'model "hf.co/bartowski/Llama-3.2-3B-GGUF:Q4_K_M" not found, try pulling it first',
    'registry.example/library/gemma3:latest does not support tools',
    'request (3010 tokens) exceeds the available context size (2048 tokens)',
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
    'unexpected token at 3:14, 12:34:56 and std::string',
    'no such path: /v1/chat/completions or /api/chat',
    "'/messages/0/content' must be a string, and/or a list",
    'version 0.24.0 of llama.cpp b10434',
  ])('leaves %s alone', (text) => {
    expect(clean(text)).toBe(text)
  })

  it('is one line without invisible characters', () => {
    expect(clean(' a\r\n\tb\u0000c\u202ed ')).toBe('a b c d')
  })

  it('is cut at 500 characters, never within one', () => {
    expect(clean('x'.repeat(500))).toHaveLength(500)
    const cut = clean(`${'x'.repeat(498)}😀😀`)
    expect(cut).toBe(`${'x'.repeat(498)}…`)
  })

  it('is quick and bounded for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(clean(text.repeat(50)).length).toBeLessThanOrEqual(500)
      }),
    )
  })
})
