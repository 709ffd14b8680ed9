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
