import { describe, expect, it } from 'vitest'
import { databaseUrl } from './database-url.ts'

describe('databaseUrl', () => {
  it.each([
    ['sqlite:///data/router.db', 'data/router.db'],
    ['sqlite:////var/lib/router.db', '/var/lib/router.db'],
    ['data/other.db', 'data/other.db'],
    ['/var/lib/router.db', '/var/lib/router.db'],
  ])('%s is the file %s', (written, path) => {
    expect(databaseUrl().parse(written)).toBe(path)
  })

  it.each([
    ['postgresql://user:pw@host/db', /PostgreSQL is not supported yet/],
    ['postgres+asyncpg://host/db', /PostgreSQL is not supported yet/],
    ['mysql://host/db', /not supported/],
    ['sqlite:///', /must name a file/],
    ['sqlite:///data/', /must name a file/],
    ['sqlite:///:memory:', /must name a file/],
    ['sqlite:///x.db?mode=ro', /no options/],
  ])('%s is refused', (written, reason) => {
    expect(() => databaseUrl().parse(written)).toThrow(reason)
  })
})
