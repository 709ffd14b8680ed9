import { estimateTokenCount } from 'tokenx'
import { describe, expect, it } from 'vitest'
import { request } from './request.fixture.ts'
import { promptTokens, textTokens } from './tokens.ts'

const ENGLISH =
  'The keeper of the lighthouse wrote every evening into a thick book, and nobody knew what for. '

describe('textTokens', () => {
  it.each([1, 3, 10, 200, 5000])('stays near a full count of %i sentences', (count) => {
    const text = ENGLISH.repeat(count)
    const full = estimateTokenCount(text)
    expect(textTokens([text]) / full).toBeGreaterThan(0.9)
    expect(textTokens([text]) / full).toBeLessThan(1.3)
  })

  it('sees that one part of a long text is denser than another', () => {
    const mixed = ENGLISH.repeat(300) + 'x=[{(;)}];'.repeat(3000)
    const full = estimateTokenCount(mixed)
    expect(textTokens([mixed]) / full).toBeGreaterThan(0.8)
    expect(textTokens([mixed]) / full).toBeLessThan(1.25)
  })

  it('does not depend on how a text is cut into messages', () => {
    const whole = textTokens([ENGLISH.repeat(600)])
    const cut = textTokens(Array.from({ length: 600 }, () => ENGLISH))
    expect(Math.abs(cut / whole - 1)).toBeLessThan(0.15)
  })

  it.each([
    ['Chinese', '人工智能正在改变世界，我们必须学会与它共处。', 0.8],
    ['Japanese', '人工知能は世界を変えつつあり、私たちは共存を学ぶ。', 0.8],
    ['Korean', '인공지능은 세상을 바꾸고 있으며 우리는 배워야 한다.', 0.75],
    ['Thai', 'ปัญญาประดิษฐ์กำลังเปลี่ยนแปลงโลก', 0.9],
    ['Hindi', 'कृत्रिम बुद्धिमत्ता दुनिया को बदल रही है', 0.7],
    ['Russian', 'Искусственный интеллект меняет мир вокруг нас', 0.35],
    ['Arabic', 'الذكاء الاصطناعي يغير العالم من حولنا', 0.35],
    ['emoji', '🙂🎉🚀', 0.9],
    ['base64', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 0.35],
  ])('is careful with %s', (_, text, least) => {
    for (const count of [1, 500]) {
      const long = text.repeat(count)
      expect(textTokens([long]) / long.length).toBeGreaterThan(least)
    }
  })

  it('counts nothing as nothing', () => {
    expect(textTokens([])).toBe(0)
    expect(textTokens([''])).toBe(0)
  })
})

describe('promptTokens', () => {
  const plain = promptTokens(request('What is it?'))

  it('adds images, audio, tools and calls', () => {
    const image = [
      { type: 'text', text: 'What is it?' },
      { type: 'image', url: 'data:image/png;base64,' },
    ] as const
    expect(promptTokens(request([{ role: 'user', content: image }])) - plain).toBe(800)
    const audio = [
      { type: 'text', text: 'What is it?' },
      { type: 'audio', data: 'A'.repeat(50_000), format: 'mp3' },
    ] as const
    expect(promptTokens(request([{ role: 'user', content: audio }])) - plain).toBe(50)
    const parameters = { type: 'object', properties: { city: { type: 'string' } } }
    const tools = [{ name: 'weather', parameters }]
    expect(promptTokens(request('What is it?', { tools }))).toBeGreaterThan(plain + 20)
    const called = [
      { role: 'user', content: 'What is it?' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: '1', name: 'weather', arguments: '{"city":"Rome","day":"today"}' }],
      },
    ] as const
    expect(promptTokens(request(called))).toBeGreaterThan(plain + 10)
  })

  it('adds something for each message', () => {
    const empty = { role: 'user', content: '' } as const
    expect(promptTokens(request([empty, empty]))).toBeGreaterThan(promptTokens(request([empty])))
  })
})
