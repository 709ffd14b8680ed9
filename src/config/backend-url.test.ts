import { describe, expect, it } from 'vitest'
import { backendUrl } from './backend-url.ts'

describe('backendUrl', () => {
  it.each([
    ['http://localhost:11434', 'http://localhost:11434'],
    ['http://localhost:11434/', 'http://localhost:11434'],
    ['http://localhost:11434/v1', 'http://localhost:11434'],
    ['http://localhost:11434/v1/', 'http://localhost:11434'],
    ['http://localhost:11434//', 'http://localhost:11434'],
    [' HTTPS://API.OpenAI.com/v1 ', 'https://api.openai.com'],
    ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api'],
    ['https://host/v1beta/openai/', 'https://host/v1beta/openai'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080'],
    ['https://api.anthropic.com/v1/messages', 'https://api.anthropic.com'],
    ['https://host/anthropic/v1/messages/', 'https://host/anthropic'],
    ['https://openrouter.ai/api/v1/chat/completions', 'https://openrouter.ai/api'],
    ['https://host/v1//chat/completions', 'https://host'],
    ['https://host/messages', 'https://host/messages'],
    ['https://host/v1/messages/count', 'https://host/v1/messages/count'],
  ])('%s becomes %s', (written, url) => {
    expect(backendUrl().parse(written)).toBe(url)
  })

  it.each([
    ['localhost:11434', /http:\/\//],
    ['ftp://host', /http:\/\//],
    ['', /http:\/\//],
    ['http://', /http:\/\//],
    ['http://user:pass@host', /api_key/],
    ['http://host?key=1', /end with its path/],
    ['http://host#x', /end with its path/],
  ])('%j is refused', (written, reason) => {
    expect(() => backendUrl().parse(written)).toThrow(reason)
  })
})
