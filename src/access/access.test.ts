import { describe, expect, it } from 'vitest'
import { isAdmin } from './admin-access.ts'
import { carriesKey } from './api-keys.ts'

describe('carriesKey', () => {
  it.each([
    [{ authorization: 'Bearer k' }, true],
    [{ authorization: 'bearer  k' }, true],
    [{ 'x-api-key': 'k' }, true],
    [{ 'api-key': 'k' }, true],
    [{ 'x-goog-api-key': 'k' }, true],
    [{ authorization: 'Bearer of another service', 'x-api-key': 'k' }, true],
    [{ authorization: 'Bearer k', 'x-api-key': 'of another service' }, true],
    [{ authorization: 'Basic a2s=' }, false],
    [{ authorization: 'Bearer k2' }, false],
    [{ 'x-api-key': '' }, false],
    [{}, false],
  ])('%j: %s', (headers, carried) => {
    expect(carriesKey(headers, 'k')).toBe(carried)
  })

  it('is not true of no key at all', () => {
    expect(carriesKey({ 'x-api-key': '' }, '')).toBe(false)
    expect(carriesKey({}, '')).toBe(false)
  })
})

describe('isAdmin', () => {
  const local = { peer: '127.0.0.1', headers: { host: 'localhost:11436' } }

  it.each([
    ['a script on this machine', local, true],
    ['over IPv6', { peer: '::1', headers: { host: '[::1]:11436' } }, true],
    [
      'an IPv4 address in IPv6',
      { peer: '::ffff:127.0.0.1', headers: { host: '127.0.0.1:11436' } },
      true,
    ],
    [
      'a page of its own',
      { ...local, headers: { host: 'localhost:11436', origin: 'http://localhost:11436' } },
      true,
    ],
    ['another machine', { ...local, peer: '192.168.1.7' }, false],
    ['a name that was rebound', { ...local, headers: { host: 'attacker.example' } }, false],
    [
      'a name that only begins right',
      { ...local, headers: { host: '127.0.0.1.attacker.example' } },
      false,
    ],
    ['no host', { ...local, headers: {} }, false],
    ['a proxy', { ...local, headers: { host: 'localhost', 'x-forwarded-for': '1.2.3.4' } }, false],
    [
      'another proxy',
      { ...local, headers: { host: 'localhost', forwarded: 'for=1.2.3.4' } },
      false,
    ],
    [
      'a foreign page',
      { ...local, headers: { host: 'localhost:11436', origin: 'https://attacker.example' } },
      false,
    ],
    [
      'a page without an origin',
      { ...local, headers: { host: 'localhost:11436', origin: 'null' } },
      false,
    ],
    ['a socket that is gone', { ...local, peer: undefined }, false],
  ])('without a key: %s', (_, request, allowed) => {
    expect(isAdmin(request, undefined)).toBe(allowed)
    expect(isAdmin(request, '')).toBe(allowed)
  })

  it('with a key, only whoever has it, from wherever', () => {
    expect(isAdmin(local, 'key')).toBe(false)
    expect(isAdmin({ peer: '8.8.8.8', headers: { authorization: 'Bearer key' } }, 'key')).toBe(true)
    expect(isAdmin({ peer: '8.8.8.8', headers: { authorization: 'Bearer wrong' } }, 'key')).toBe(
      false,
    )
  })
})
