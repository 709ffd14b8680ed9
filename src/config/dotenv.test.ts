import { describe, expect, it } from 'vitest'
import { parseDotenv } from './dotenv.ts'

describe('parseDotenv', () => {
  it('takes a byte order mark, CRLF, quotes, comments and export', () => {
    const text =
      '\uFEFFROUTER_PORT=9000\r\n# comment\r\nROUTER_HOST="0.0.0.0"\r\n' +
      "export ROUTER_API_KEY='a # b'\r\nROUTER_LOG_LEVEL= debug # words\r\nEMPTY=\r\n"
    expect(parseDotenv(text)).toEqual({
      variables: {
        ROUTER_PORT: '9000',
        ROUTER_HOST: '0.0.0.0',
        ROUTER_API_KEY: 'a # b',
        ROUTER_LOG_LEVEL: 'debug',
        EMPTY: '',
      },
      warnings: [],
    })
  })

  it('warns where # ends a value that goes on', () => {
    const { variables, warnings } = parseDotenv('A=1\nROUTER_API_KEY=ab#cd\nROUTER_HOST="x#y"\n')
    expect(variables['ROUTER_API_KEY']).toBe('ab')
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('ROUTER_API_KEY in .env')
    expect(warnings[0]).not.toContain('cd')
  })
})
