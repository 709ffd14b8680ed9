import { describe, expect, it } from 'vitest'
import { isAdmin } from './admin-access.ts'
import { isKey, keyOf } from './api-keys.ts'

describe('keyOf', () => {
  it.each([
    [{ authorization: 'Bearer k' }, 'k'],
    [{ authorization: 'bearer  k' }, 'k'],
    [{ 'x-api-key': 'k' }, 'k'],
    [{ 'api-key': 'k' }, 'k'],
    [{ 'x-goog-api-key': 'k' }, 'k'],
    [{ authorization: 'Basic a2s=' }, undefined],
    [{ 'x-api-key': '' }, undefined],
    [{}, undefined],
  ])('%j carries %s', (headers, key) => {
    expect(keyOf(headers)).toBe(key)
  })
})

describe('isKey', () => {
  it.each([
    ['secret', 'secret', true],
    ['secret2', 'secret', false],
    ['', 'secret', false],
    [undefined, 'secret', false],
    [undefined, '', false],
  ])('%s for %s: %s', (given, wanted, same) => {
    expect(isKey(given, wanted)).toBe(same)
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
