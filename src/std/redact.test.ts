import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactor } from './redact.ts'

const redact = redactor([])

/** Never a whole secret in this file, so that no scanner takes the tests for a leak. */
const body = 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z'
const word = 'hunter-22-correct'

const CORPUS: Readonly<Record<string, readonly [text: string, secret: string]>> = {
  OpenAI: [`key sk-${body} refused`, body],
  'OpenAI project': [`key sk-proj-${body}_x-${body}`, body],
  Anthropic: [`sk-ant-api03-${body}`, body],
  OpenRouter: [`(sk-or-v1-${body})`, body],
  'Stripe live': [`sk_live_${body}`, body],
  'Stripe restricted': [`rk_test_${body}`, body],
  'GitHub classic': [`ghp_${body}`, body],
  'GitHub server': [`ghs_${body}`, body],
  'GitHub fine-grained': [`github_pat_${body}_${body}`, body],
  GitLab: [`glpat-${body}`, body],
  'Hugging Face': [`hf_${body}`, body],
  Groq: [`gsk_${body}`, body],
  Replicate: [`r8_${body}`, body],
  Fireworks: [`fw_${body}`, body],
  NVIDIA: [`nvapi-${body}`, body],
  xAI: [`xai-${body}`, body],
  Perplexity: [`pplx-${body}`, body],
  npm: [`npm_${body}`, body],
  PyPI: [`pypi-${body}`, body],
  'AWS key id': ['AKIA' + 'IOSFODNN7EXAMPLE', 'IOSFODNN7EXAMPLE'],
  'AWS session': ['ASIA' + 'IOSFODNN7EXAMPLE', 'IOSFODNN7EXAMPLE'],
  'AWS secret': [`aws_secret_access_key = ${body}/+x`, body],
  'Slack bot': [`xoxb-1234567890-${body}`, body],
  'Slack app': [`xapp-1-${body}`, body],
  'Google API': [`AIza${body}xyz`, body],
  'Google OAuth': [`ya29.${body}`, body],
  SendGrid: [`SG.${body}.${body}`, body],
  'JSON web token': [`eyJhbGciOiJIUzI1NiJ9.${body}.${body}`, body],
  Bearer: [`Authorization: Bearer ${body}`, body],
  'Bearer, lower case': [`sent bearer ${word}`, word],
  Basic: ['Basic dXNlcjpodW50ZXIyMg==', 'dXNlcjpodW50ZXIyMg'],
  'another scheme': [`authorization: Token ${word} x`, word],
  cookie: [`cookie: a=1; session=${word}`, word],
  'URL with password': [`redis://user:${word}@cache:6379/0`, word],
  'URL with password that has an @': [`redis://user:x@${word}@cache:6379/0`, word],
  'URL with name only': [`https://${word}@host/path`, word],
  'URL query': [`GET https://host/v1?q=${word}&x=1 failed`, word],
  'password=': [`password=${word}`, word],
  'passwd:': [`passwd: ${word}`, word],
  'api_key=': [`api_key=${word}&x=1`, word],
  'x-api-key': [`{"x-api-key":"${word}"}`, word],
  'raw headers': [`["x-api-key","${word}"]`, word],
  'key in a query': [`/v1/models?key=${word}`, word],
  'environment variable': [`ROUTER_ADMIN_API_KEY=${word}`, word],
  'camel case': [`{"clientSecret":"${word}"}`, word],
  'quoted, with spaces': [`{"password":"first ${word} last"}`, word],
  'quoted, with a quote': [`{"password":"a\\"${word}"}`, word],
  'single quotes': [`{'password': 'a ${word}'}`, word],
  'JSON in JSON': [`{"body":"{\\"token\\":\\"a ${word}\\"}"}`, word],
  'number in JSON': ['{"password":12345678,"n":1}', '12345678'],
  'number in JSON in JSON': ['{"body":"{\\"password\\":12345678}"}', '12345678'],
  'private key': [`-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`, body],
  'private key in JSON': [`"-----BEGIN PRIVATE KEY-----\\n${body}\\n${body}\\n-----END"`, body],
  'encrypted private key': [
    `-----BEGIN ENCRYPTED PRIVATE KEY-----\nDEK-Info: AES-128-CBC,F0\n\n${body}`,
    body,
  ],
  'after an escaped line break': [`"line\\nsk-${body}"`, body],
  'after a URL escape': [`a%20sk-${body}`, body],
}

describe('known formats', () => {
  it.each(Object.entries(CORPUS))('%s', (_, [text, secret]) => {
    const redacted = redact(text)
    expect(redacted).not.toContain(secret)
    expect(redacted).toContain('[redacted]')
    expect(redact(redacted)).toBe(redacted)
  })

  it.each(
    Object.values(CORPUS)
      .map(([text]) => text)
      .filter((text) => text.startsWith('{') && text.includes('"')),
  )('leaves %s JSON', (text) => {
    expect(() => JSON.parse(redact(text))).not.toThrow()
  })

  it.each([
    'model qwen2.5-coder:7b-instruct-q4_K_M on ollama answered in 1.2 s',
    'risk-assessment-instruct-large-v2 was chosen',
    '{"tokensIn":300,"tokens_out":200,"max_tokens":4096}',
    'http://127.0.0.1:11434/api/chat',
    'quality 0.71, loaded, 1.2 s; keys: none',
    'chatcmpl-0123456789abcdefABCDEF',
    '0199c0de-7a3b-7000-8000-0123456789ab',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

describe('configured values', () => {
  const secrets = ['päss wörd/+"\\1', word, 'abcd']
  const byValue = redactor(secrets)
  const encodings: Readonly<Record<string, (secret: string) => string>> = {
    raw: (secret) => secret,
    'URL-encoded': (secret) => encodeURIComponent(secret),
    'URL-encoded in lower case': (secret) =>
      encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
    'form-encoded': (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
    'in JSON': (secret) => JSON.stringify(secret).slice(1, -1),
    'in JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    base64: (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    base64url: (secret) => Buffer.from(secret).toString('base64url'),
  }

  describe.each(secrets)('%s', (secret) => {
    it.each(Object.entries(encodings))('%s', (_, encode) => {
      expect(byValue(`before ${encode(secret)} after`)).toMatch(/^before \[redacted\] after$/)
    })
  })

  it('finds a value inside longer base64, wherever it begins', () => {
    for (const user of ['', 'u', 'us', 'use']) {
      const pair = Buffer.from(`${user}:${word}:x`).toString('base64')
      expect(byValue(pair)).toContain('[redacted]')
      expect(byValue(pair).length).toBeLessThan(24)
    }
  })

  it('takes the longer of two values where one begins like the other', () => {
    expect(redactor(['prefix', 'prefix-and-more'])('x prefix-and-more y')).toBe('x [redacted] y')
  })

  it('takes values literally and ignores those too short to tell apart', () => {
    expect(redactor(['a.c$', '.*+?'])('aXc$ a.c$ .*+?')).toBe('aXc$ [redacted] [redacted]')
    expect(redactor(['', 'abc'])('abc')).toBe('abc')
  })

  it('never lets a value through', () => {
    const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' })
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        fc.pre(!'[redacted]'.includes(value) && !`${before}${after}`.includes(value))
        expect(redactor([value])(`${before} ${value} ${after}`)).not.toContain(value)
      }),
    )
  })
})

it.each([
  ...['sk-', 'eyJ', 'xox', 'AKIA', '://', '://a:b', 'http://a?', 'token', 'password=', 'cookie:'],
  ...['"token":"', '\\"pwd\\":\\"', "'secret':'", 'Bearer ', '-----BEGIN PRIVATE KEY-----', '\\'],
])('takes linear time on repeated %s', (part) => {
  const time = (length: number) => {
    const text = part.repeat(Math.ceil(length / part.length))
    const start = performance.now()
    redact(text)
    return performance.now() - start
  }
  time(10_000)
  // Eight times the text: quadratic time would be 64-fold.
  expect(time(800_000)).toBeLessThan(30 * Math.max(time(100_000), 5))
})
